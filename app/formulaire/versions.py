"""The versions of the form, and what becomes of a dossier begun under an older one.

Each version declares what it changes for answers already written; a question that is merely new
needs no declaration. Nothing that was typed disappears without being told, with the words.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from itertools import dropwhile
from typing import Any, Final, NamedTuple

from pydantic_core import to_json

from app.formulaire.annonces import DEPLACEE, ECARTEE, MODIFIEE, REMPLACE, RETIREE, Annonce
from app.formulaire.dossier import VERSION
from app.formulaire.lieux import Json, concret, lieux, poser, prendre, sous
from app.kit.json_pointer import parties, pointeur


@dataclass(frozen=True, slots=True)
class Deplace:
    """A question has another name or place, in the same list if it is in one.

    `libelle` is what it was. Raises ValueError for places that are not in the same list.
    """

    ancien: str
    nouveau: str
    libelle: str

    def __post_init__(self) -> None:
        if self.ancien.rpartition("*")[0] != self.nouveau.rpartition("*")[0]:
            raise ValueError(f"{self.ancien} -> {self.nouveau} : listes différentes")

    def appliquer(self, dossier: Json, dites: list[Annonce], version: str) -> list[Annonce]:
        """Move the answers, and what was told of them; one whose new place is taken goes out."""
        neuves: list[Annonce] = []
        for lieu, valeur in prendre(dossier, self.ancien):
            la = concret(self.nouveau, lieu.rangs)
            if poser(dossier, la, valeur):
                neuves.append(Annonce(la, DEPLACEE, {"version": version}))
            else:
                dites = _sans_mouvements(dites, lieu.pointeur)
                mots = _mots(version, self.libelle, valeur)
                neuves.append(Annonce(self.nouveau, ECARTEE, mots))
        return [*map(self._suivre, dites), *neuves]

    def _suivre(self, dite: Annonce) -> Annonce:
        trouve = sous(dite.lieu, self.ancien)
        if trouve is None:
            return dite
        rangs, reste = trouve
        return replace(dite, lieu=concret(self.nouveau, rangs) + reste)


class Remplacement(NamedTuple):
    """What a choice was shown as, and the code that now means the same."""

    libelle: str
    apres: str


@dataclass(frozen=True, slots=True)
class Remplace:
    """Choices of a question have other codes, given by the old ones."""

    lieu: str
    codes: dict[str, Remplacement]

    def appliquer(self, dossier: Json, dites: list[Annonce], version: str) -> list[Annonce]:
        """Replace the codes; a word that is none of them stays as it was typed.

        A choice replaced twice is told once, by what it was shown as to who chose it.
        """
        for lieu in lieux(dossier, self.lieu):
            avant = lieu.valeur
            if not isinstance(avant, str) or avant not in self.codes:
                continue
            libelle, apres = self.codes[avant]
            lieu.groupe[lieu.cle] = apres
            deja = [d for d in dites if (d.lieu, d.code) == (lieu.pointeur, REMPLACE)]
            choisi = deja[0].parametres["avant"] if deja else libelle
            dit = {"version": version, "avant": choisi, "apres": apres}
            dites = [*(d for d in dites if d not in deja), Annonce(lieu.pointeur, REMPLACE, dit)]
        return dites


@dataclass(frozen=True, slots=True)
class Retire:
    """A question is asked no more; `libelle` is what it was."""

    lieu: str
    libelle: str

    def appliquer(self, dossier: Json, dites: list[Annonce], version: str) -> list[Annonce]:
        """Take the answers out; words kept for the question are told as those of a retired one."""
        section = pointeur(parties(self.lieu)[0])
        neuves = [
            Annonce(section, RETIREE, _mots(version, self.libelle, valeur))
            for _, valeur in prendre(dossier, self.lieu)
        ]
        suivies = [
            Annonce(section, RETIREE, _mots(version, self.libelle, dite.parametres["reponse"]))
            if dite.code != RETIREE and sous(dite.lieu, self.lieu)
            else dite
            for dite in _sans_mouvements(dites, self.lieu)
        ]
        return [*suivies, *neuves]


@dataclass(frozen=True, slots=True)
class Change:
    """A question means something else and has to be answered anew.

    `libelle` is what it was; `motif` says why, a sentence in French.
    """

    lieu: str
    libelle: str
    motif: str

    def appliquer(self, dossier: Json, dites: list[Annonce], version: str) -> list[Annonce]:
        """Take the answers out, and tell them where they are to be given anew."""
        neuves = [
            Annonce(
                self.lieu,
                MODIFIEE,
                _mots(version, self.libelle, valeur) | {"motif": self.motif},
            )
            for _, valeur in prendre(dossier, self.lieu)
        ]
        return [*_sans_mouvements(dites, self.lieu), *neuves]


Operation = Deplace | Remplace | Retire | Change


@dataclass(frozen=True, slots=True)
class Etape:
    """A version, and what it changes for the answers written under the one before, in order."""

    version: str
    operations: tuple[Operation, ...] = ()


ETAPES: Final = [Etape(VERSION)]
"""Every version released, the oldest first."""


class VersionInconnue(Exception):
    """A dossier is of a version that this code does not know: a newer one."""


@dataclass(frozen=True, slots=True)
class Rebasage:
    """A dossier as the form reads it today, and what is told of the changes."""

    dossier: Json
    annonces: list[Annonce] = field(default_factory=list[Annonce])


def rebaser(dossier: Json, version: str, gardees: Sequence[Annonce] = ()) -> Rebasage:
    """A dossier written under `version`, as today's form reads it; the one given stays as it is.

    `gardees` is what was kept of versions before, and follows its questions. Raises
    `VersionInconnue`.
    """
    suivantes = list(dropwhile(lambda etape: etape.version != version, ETAPES))
    if not suivantes:
        raise VersionInconnue(version)
    neuf = deepcopy(dossier)
    annonces = [gardee for gardee in gardees if gardee.vaut(dossier)]
    for etape in suivantes[1:]:
        for operation in etape.operations:
            annonces = operation.appliquer(neuf, annonces, etape.version)
    return Rebasage(neuf, annonces)


def _sans_mouvements(dites: list[Annonce], lieu: str) -> list[Annonce]:
    return [dite for dite in dites if dite.garde_les_mots or sous(dite.lieu, lieu) is None]


def _mots(version: str, libelle: str, valeur: Any) -> dict[str, str]:
    reponse = valeur if isinstance(valeur, str) else to_json(valeur).decode()
    return {"version": version, "libelle": libelle, "reponse": reponse}
