"""Plausible applications for the 123 real perimeters of `territoires-2023.json`.

Only the perimeters are real (`SOURCE.md`); persons, companies and texts are invented, the same at
each run.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any, Final

from app.demonstration.fautes import Faute, fauter
from app.demonstration.plume import Plume
from app.demonstration.territoires import Territoire, territoires
from app.formulaire.choix import Rubrique

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Composition:
    """An application to play: the right dossier, where to join files, the mistake.

    `signee_le` is the day of the letter of intent.
    """

    territoire: Territoire
    dossier: Json
    rubriques: tuple[Rubrique, ...]
    signee_le: date
    faute: Faute

    @property
    def correction(self) -> Json:
        """The merge-patch (RFC 7396) that puts right what the mistake put in."""
        juste = self.dossier[self.faute.section]
        return {self.faute.section: dict.fromkeys(self.faute.contenu) | juste}


# The file is sorted by region: a stride prime to 123 makes a short demonstration varied too.
_PAS: Final = 50


def compositions(nombre: int) -> Iterator[Composition]:
    """`nombre` applications, all different up to 123; then the perimeters come again."""
    tous = territoires()
    for rang in range(nombre):
        yield composer(tous[rang * _PAS % len(tous)], rang)


def composer(territoire: Territoire, rang: int) -> Composition:
    """The application of a territory, always the same; `rang` (from 0) chooses the mistake."""
    alea = Random(f"{territoire.id}/{rang}")  # noqa: S311 - chance to be repeated, not a secret
    plume = Plume(alea, territoire)
    dossier = {
        "demandeur": plume.demandeur(),
        "perimetre": plume.perimetre(),
        "plan_action": plume.plan_action(),
        **plume.bilan(),
        "gouvernance": plume.gouvernance(),
        "besoins": plume.besoins(),
        "contact": plume.contact(),
    }
    signee_le = date(2023, 9, alea.randint(1, 15))
    rubriques = [Rubrique.PLAN_ACTION_OPERATIONNEL, Rubrique.LETTRES]
    if "actions_realisees" in dossier.get("bilan", {}):
        rubriques.append(Rubrique.BILAN)
    return Composition(territoire, dossier, tuple(rubriques), signee_le, fauter(dossier, rang))
