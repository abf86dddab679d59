"""The communes of 2023, by the EPCI or EPT that they belong to. Source and licence: `SOURCE.md`.

Read when they are needed, and not kept: it takes a twentieth of a second, and 35,039 names would
stay in the memory of each process.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Communes:
    """`noms`: by INSEE code; `membres`: the codes of those of each EPCI and EPT, by SIREN."""

    noms: Mapping[str, str]
    membres: Mapping[str, tuple[str, ...]]


def lire_communes() -> Communes:
    """All of them; those of no EPCI have a name alone."""
    lignes = json.loads(Path(__file__).with_name("communes.json").read_text(encoding="utf-8"))
    noms = {code: nom for ligne in lignes for code, nom in ligne["communes"].items()}
    membres = {ligne["siren"]: (*ligne["communes"],) for ligne in lignes if ligne["siren"]}
    return Communes(noms, membres)


def groupements_de(codes: Collection[str]) -> Mapping[str, Collection[str]]:
    """The SIREN of the EPCI and EPT that these communes belong to; a code of none is not there.

    To be called beside the loop.
    """
    communes = lire_communes()
    trouves: dict[str, list[str]] = {code: [] for code in codes if code in communes.noms}
    for siren, membres in communes.membres.items():
        for code in trouves.keys() & membres:
            trouves[code].append(siren)
    return trouves
