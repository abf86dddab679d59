"""What is written to an applicant two weeks before their candidatures are erased."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from app.kit.clock import PARIS
from app.kit.jobs.mail import Courriel
from app.rgpd.echeances import Due, Regle

_BROUILLON: Final = """Votre brouillon de candidature au programme Territoires d'industrie, créé
le {creee_le}, n'a pas changé depuis le {depuis}. Il sera effacé le
{effacement}, avec ses fichiers.

Pour le garder, modifiez-le d'ici là.

Candidature {id}"""
_DECIDEE: Final = """Votre candidature {numero} au programme Territoires
d'industrie est close depuis le {depuis}. Elle sera effacée le
{effacement}, avec ses dépôts et ses fichiers.

Si vous en voulez une copie, demandez-la au service d'ici là : votre accès
permet d'exporter tout ce qui est conservé.

Candidature {id}"""
_TEXTE: Final = """Bonjour,

{quoi}

Le service ne garde alors que le numéro, les dates et la trace des actes : les
données personnelles ne se conservent pas au-delà du nécessaire (RGPD,
article 5).

Vous n'avez plus votre jeton ? Demandez un lien à cette adresse électronique,
comme pour un mot de passe oublié.

Territoires d'industrie
Message automatique : n'y répondez pas.
"""


@dataclass(frozen=True, slots=True)
class Avertie:
    """A candidature of which its applicant is warned, the rule that ends it, and when it goes."""

    regle: Regle
    due: Due
    effacement: datetime


def preavis(boite: str, averties: Sequence[Avertie]) -> Courriel:
    """The mail about one candidature or several; raises `ValueError` when `boite` is none.

    The same at each try, so that a second copy is recognised as such.
    """
    texte = _TEXTE.format(quoi="\n\n\n".join(map(_presenter, averties)))
    premier = _jour(min(avertie.effacement for avertie in averties))
    if len(averties) == 1:
        objet = f"Votre candidature Territoires d'industrie sera effacée le {premier}"
    else:
        objet = f"Des candidatures Territoires d'industrie seront effacées à partir du {premier}"
    reperes = sorted(
        f"{avertie.due.id.hex}{avertie.due.depuis:%Y%m%d%H%M%S}" for avertie in averties
    )
    return Courriel(boite, objet, texte, cle=sha256("".join(reperes).encode()).hexdigest())


def _presenter(avertie: Avertie) -> str:
    due = avertie.due
    modele = _BROUILLON if due.etat.en_redaction else _DECIDEE
    return modele.format(
        numero=due.numero,
        creee_le=_jour(due.creee_le),
        depuis=_jour(due.depuis),
        effacement=_jour(avertie.effacement),
        id=due.id,
    )


def _jour(instant: datetime) -> str:
    return instant.astimezone(PARIS).strftime("%d/%m/%Y")
