"""Dossiers with one thing wrong, a few for every code of the catalogue, taken from the corpus."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.corpus.instance import EcartAttendu, Instance
from app.corpus.recueil import instances
from app.formulaire.choix import Rubrique
from tests.formulaire.exemples import Json

# "epci_deja_candidat" is told to reviewers, who see several deposits, the others when a draft begun
# under an older version of the form is read: no dossier alone can show them.
AILLEURS: Final = {
    "mal_place",
    "epci_deja_candidat",
    "question_deplacee",
    "choix_remplace",
    "question_modifiee",
    "question_retiree",
    "reponse_ecartee",
}
_PAR_CODE: Final = 3


@dataclass(frozen=True)
class Cas:
    """An instance in which `code` is found at `pointeur`, and nothing else wrong.

    `brouillon`: the shape of a draft tells it, and no deposit ever does.
    """

    code: str
    pointeur: str
    instance: Instance
    brouillon: bool

    @property
    def pieces(self) -> list[Rubrique]:
        return self.instance.rubriques

    def dossier(self) -> Json:
        return self.instance.dossier


def _seuls() -> Iterator[Cas]:
    for instance in instances():
        attendu = instance.attendu
        yield from _seul(instance, [*attendu.erreurs, *attendu.avertissements], brouillon=False)
        if attendu.forme != attendu.erreurs:
            yield from _seul(instance, attendu.forme, brouillon=True)


def _seul(instance: Instance, ecarts: list[EcartAttendu], *, brouillon: bool) -> Iterator[Cas]:
    if len(ecarts) == 1:
        yield Cas(ecarts[0].code, ecarts[0].pointeur, instance, brouillon)


def _choisis() -> Iterator[Cas]:
    """Of those with a code, some far apart in the corpus."""
    par_code: dict[tuple[str, bool], list[Cas]] = {}
    for cas in _seuls():
        par_code.setdefault((cas.code, cas.brouillon), []).append(cas)
    for semblables in par_code.values():
        yield from semblables[:: -(-len(semblables) // _PAR_CODE)]


CAS: Final = list(_choisis())


def nom(cas: Cas) -> str:
    """For pytest to tell the cases apart."""
    return cas.instance.nom
