"""What is told of the newer versions of the form to a dossier begun under an older one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.formulaire.chemin import suivre
from app.formulaire.dossier import SECTIONS
from app.formulaire.lieux import Json, repondu
from app.formulaire.messages import Ecart, ecart
from app.kit.json_pointer import parties, pointeur

DEPLACEE: Final = "question_deplacee"
REMPLACE: Final = "choix_remplace"
MODIFIEE: Final = "question_modifiee"
ECARTEE: Final = "reponse_ecartee"
RETIREE: Final = "question_retiree"

_MOUVEMENTS: Final = (DEPLACEE, REMPLACE)
_SANS_SUITE: Final = (RETIREE, ECARTEE)


@dataclass(frozen=True, slots=True)
class Annonce:
    """One change told, of the question at the place `lieu`, with the parameters of its message.

    `lieu` is a pointer where words stayed in the dossier; where they were taken out of a list, `*`
    stands for their rank, for the elements may come and go before it is told again.
    """

    lieu: str
    code: str
    parametres: dict[str, str]

    @property
    def pointeur(self) -> str:
        """Where it is told: at the question, or at its section if it has no one place there."""
        if self.code != RETIREE and "*" not in self.lieu:
            return self.lieu
        section = parties(self.lieu)[0]
        return pointeur(section) if section in SECTIONS else ""

    @property
    def garde_les_mots(self) -> bool:
        """Whether it alone holds words that are in the dossier no more."""
        return self.code not in _MOUVEMENTS

    def vaut(self, dossier: Json) -> bool:
        """Whether it is still worth telling to who writes this dossier.

        A question that changed is, until it is answered anew; an answer that moved, while it stays.
        """
        return self.code in _SANS_SUITE or repondu(dossier, self.lieu) is (self.code != MODIFIEE)

    def dire(self) -> Ecart:
        """The warning that tells it; a choice by its label in today's form."""
        parametres = self.parametres
        if self.code == REMPLACE:
            parametres = parametres | {"apres": _libelle(self.lieu, parametres["apres"])}
        return ecart(self.pointeur, self.code, None, **parametres)


def a_garder(annonces: Sequence[Annonce]) -> list[Annonce]:
    """Those whose words are in the dossier no more."""
    return [annonce for annonce in annonces if annonce.garde_les_mots]


def hors_brouillon(annonces: Sequence[Annonce]) -> list[Annonce]:
    """Those of a candidature that is a draft no more.

    The words of an answer that has no place any more are for who still writes: once deposited, it
    is complete without them.
    """
    return [annonce for annonce in annonces if annonce.code not in _SANS_SUITE]


def a_dire(annonces: Sequence[Annonce], dossier: Json) -> list[Ecart]:
    """What those worth telling say of a dossier."""
    return [annonce.dire() for annonce in annonces if annonce.vaut(dossier)]


def _libelle(ici: str, code: str) -> str:
    choix = next((champ.choix for la, champ in suivre(ici) if la == ici), None)
    return next((un.libelle for un in choix or () if un == code), code)
