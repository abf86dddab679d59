"""What accompanies an export, for whoever opens it."""

from datetime import datetime
from typing import Final

from app.formulaire.nombres import NOM_DU_PROGRAMME

_TEXTE: Final = """{programme}
Candidature {nom}
Export du {jour} à {heure}, heure de Paris

Voici tout ce que le service conserve sur cette candidature (RGPD, articles 15
et 20). Les fichiers « .json » s'ouvrent avec un éditeur de texte.

candidature.json      le dossier tel qu'il est écrit aujourd'hui, l'adresse
                      électronique du demandeur, les dates, les réponses aux
                      questions qui ne sont plus posées, les références que lui
                      donnent des portails
acces.json            qui peut l'ouvrir ; les jetons eux-mêmes ne sont pas
                      conservés
corrections.json      les corrections qui en ont été demandées, et leur suite
messages.json         les messages échangés avec le service instructeur,
                      jusqu'où chaque côté a dit les avoir lus, et la liste des
                      fichiers joints à ces messages
messages/             ces fichiers, tels que reçus
depots/N.json         chaque dépôt, tel qu'il a été figé
depots/N-accuse.json  son accusé de réception, signé : la commande
                      « ti verifier » en atteste, avec les fichiers reçus
decisions.json        les décisions publiées, et quand leur lettre a été ouverte
decisions/N-lettre.json
                      la lettre de la décision, signée de même
evenements.json       ce qui lui est arrivé : quoi, quand, par quel accès, de
                      quel réseau
pieces/               les fichiers joints, tels que reçus
pieces.json           la liste de ces fichiers ; « absence » dit pourquoi l'un
                      d'eux manque

Cette archive contient des données personnelles : ne la transmettez pas.
"""


def lisezmoi(nom: str, le: datetime) -> str:
    """The text of `LISEZMOI.txt`; `nom`: the number of the candidature, else its id."""
    return _TEXTE.format(
        programme=NOM_DU_PROGRAMME,
        nom=nom,
        jour=le.strftime("%d/%m/%Y"),
        heure=le.strftime("%H:%M"),
    )
