"""What is searched of a dossier: its texts, in the order of the form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from pydantic_core import from_json

from app.formulaire.choix import Region, Rubrique
from app.formulaire.texte_lu import Lieu, textes_lus
from app.publication.referentiels import sans_accents

ENTRE: Final = "\0"
"""Between two texts: no answer holds it, and no word goes over it."""


@dataclass(frozen=True, slots=True)
class Fouille:
    """What is searched of a dossier: its number, its regions, its snapshot and its files (JSON)."""

    numero: str
    regions: Sequence[str]
    instantane: str
    pieces: str

    def parties(self) -> "Iterator[Partie]":
        """Its texts in the order of the form, by section; the number first, files and regions last.

        No section is read before it is asked for.
        """
        yield _partie([("Numéro", self.numero)])
        for nom, section in from_json(self.instantane).items():
            yield _partie(textes_lus({nom: section}))
        pieces = ((Rubrique(une["rubrique"]).libelle, une["nom"]) for une in from_json(self.pieces))
        regions = (("Région concernée", Region(une).libelle) for une in self.regions)
        yield _partie([*pieces, *regions])


class Partie(NamedTuple):
    """Texts, and all of them without case nor accents, `ENTRE` between each and the next.

    Before each its place in the form, or the label of what is no answer of it.
    """

    textes: Sequence[tuple[Lieu | str, str]]
    plat: str


def _partie(textes: Sequence[tuple[Lieu | str, str]]) -> Partie:
    return Partie(textes, sans_accents(ENTRE.join(texte for _, texte in textes)))
