"""What is written to who is consulted. Nothing that somebody typed goes into it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from app.kit.clock import PARIS
from app.kit.jobs.mail import Courriel

ENTREES_MAX: Final = 100  # in one mail
_TEXTE: Final = """Bonjour,

{pourquoi}

{entrees}

Chaque lien s'ouvre sans compte et ne sert qu'une fois : gardez ouverte la
page où il mène, ou demandez-en un autre. Vous y lirez la question posée et
le dossier déposé, et y donnerez votre avis. Il est fait pour vous : ne le
transmettez à personne.

Territoires d'industrie
Message automatique : n'y répondez pas.
"""


class Motif(StrEnum):
    """Why they are written to."""

    DEMANDE = "demande"
    RAPPEL = "rappel"
    LIENS = "liens"


_OBJETS: Final = {
    Motif.DEMANDE: "Votre avis est demandé sur des candidatures Territoires d'industrie",
    Motif.LIENS: "Retrouver les avis qui vous sont demandés",
    Motif.RAPPEL: "Rappel : votre avis sur des candidatures Territoires d'industrie",
}
_POURQUOI: Final = {
    Motif.DEMANDE: "Le service qui instruit les candidatures au programme Territoires\n"
    "d'industrie vous demande votre avis :",
    Motif.LIENS: "Quelqu'un, vous sans doute, a demandé à retrouver les avis qui vous sont\n"
    "demandés sur des candidatures au programme Territoires d'industrie :",
    Motif.RAPPEL: "Votre avis est demandé sur des candidatures au programme Territoires\n"
    "d'industrie. Voici de nouveaux liens pour le donner :",
}


@dataclass(frozen=True, slots=True)
class Entree:
    """An opinion that is asked for, and the address of the link that opens it."""

    numero: str
    echeance: datetime
    adresse: str = field(repr=False)


def lettre(a: str, motif: Motif, entrees: Sequence[Entree]) -> Courriel:
    """A mail to who is consulted, what is due first being first; `ENTREES_MAX` at most."""
    rangees = sorted(entrees, key=lambda entree: (entree.echeance, entree.numero))
    siennes = "\n\n".join(_presenter(entree) for entree in rangees)
    texte = _TEXTE.format(pourquoi=_POURQUOI[motif], entrees=siennes)
    return Courriel(a, _OBJETS[motif], texte)


def _presenter(entree: Entree) -> str:
    echeance = entree.echeance.astimezone(PARIS).strftime("%d/%m/%Y à %H:%M")
    return f"- {entree.numero}, avant le {echeance} (heure de Paris) :\n{entree.adresse}"
