"""`python -m tests.bench.comparison`: two deposits compared, ordinary ones and the largest.

Prints processor time of what the route does of two snapshots, and the bytes of its answer.
"""

import sys
import time
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from statistics import median
from typing import Any, Final

from pydantic_core import to_json

from app.depots.comparaison import Depose, comparer_depots, en_json
from app.formulaire.appariement import REPANDUE
from app.formulaire.dossier import VERSION
from app.formulaire.evaluation import examiner
from app.formulaire.nombres import ACTIONS_MAX, LISTE, PARTENAIRES_MAX, TEXTE_COURT, TEXTE_LONG
from tests.bench.exemples import dossier
from tests.bench.report import machine, tableau
from tests.formulaire.outils import TOUTES

Json = dict[str, Any]
VISE: Final = 5  # milliseconds, of the ordinary
_TOURS: Final = 7


def ordinaires() -> tuple[Json, Json]:
    """The dossier of the other benchmarks; an action first, another edited, a member less."""
    qui = ("123456", ("200084952", "200010700", "28"), [f"9876{rang}" for rang in range(5)])
    avant = examiner(dossier(*qui), TOUTES).instantane()
    apres = deepcopy(avant)
    actions = apres["plan_action"]["actions"]
    actions[1]["description"] += " Une seconde conduite suivra."
    actions[2]["porteur"]["nom"] = "Port de la Vallée"
    actions.insert(0, actions[0] | {"intitule": "Accueillir", "description": "Un guichet."})
    apres["gouvernance"]["membres"].pop()
    apres["plan_action"]["priorites"] += " Et un quatrième."
    return avant, apres


def plus_grandes_actions() -> tuple[Json, Json]:
    """As many actions and partners as there may be, of the longest texts, all edited and moved."""
    avant, _ = ordinaires()
    plan, textes = avant["plan_action"], ("description", "financements", "indicateurs")
    plan["actions"] = [
        plan["actions"][0]
        | {texte: f"{rang} {texte} ".ljust(TEXTE_LONG, "é") for texte in textes}
        | {"intitule": f"Action {rang} ".ljust(TEXTE_COURT, "é")}
        | {"partenaires": [_partenaire(rang, un) for un in range(PARTENAIRES_MAX)]}
        for rang in range(ACTIONS_MAX)
    ]
    apres = deepcopy(avant)
    apres["plan_action"]["actions"].reverse()
    for action in apres["plan_action"]["actions"]:
        action["description"] = action["description"][::-1]
        action["partenaires"] = [un | {"type": "sem"} for un in reversed(action["partenaires"])]
    return avant, apres


def _partenaire(action: int, rang: int) -> Json:
    return {"nom": f"Partenaire {action} {rang} ".ljust(TEXTE_COURT, "é"), "type": "industriel"}


def plus_longues_listes() -> tuple[Json, Json]:
    """As many members as there may be, none as it was; each answer is that of as many others as
    are looked at, and never of the same."""
    avant, _ = ordinaires()
    # Prime to the length of the list: each deals it out in another order.
    uns, autres = (
        avant | {"gouvernance": {"membres": [_membre(rang, pas) for rang in range(LISTE)]}}
        for pas in ((1, 3, 7, 9, 11), (13, 17, 19, 21, 23))
    )
    return uns, autres


def _membre(rang: int, pas: tuple[int, ...]) -> Json:
    textes = ("nom", "prenom", "fonction", "organisation", "courriel")
    return {"qualite": "elu"} | {
        texte: f"{texte} {rang * un % LISTE // REPANDUE}"
        for texte, un in zip(textes, pas, strict=True)
    }


def mesurer(avant: Json, apres: Json, repetitions: int) -> list[str]:
    """Kilobytes of both snapshots, changes, milliseconds of processor, kilobytes answered."""
    deux = [
        Depose(rang, VERSION, to_json(instantane).decode(), "[]")
        for rang, instantane in enumerate((avant, apres), 1)
    ]
    temps = [_tour(deux[0], deux[1], repetitions) for _ in range(_TOURS)]
    return [
        f"{sum(len(un.instantane.encode()) for un in deux) / 1000:.1f}",
        f"{len(comparer_depots(*deux).changements):,}",
        f"{median(temps):.2f}",
        f"{len(en_json(*deux)) / 1000:.1f}",
    ]


def _tour(de: Depose, a: Depose, repetitions: int) -> float:
    depart = time.process_time()
    for _ in range(repetitions):
        en_json(de, a)
    return (time.process_time() - depart) * 1000 / repetitions


def lignes() -> Iterator[list[str]]:
    """One for each pair."""
    avant, apres = ordinaires()
    yield ["ordinary", *mesurer(avant, apres, 200), f"≤ {VISE} ms"]
    yield ["the same twice", *mesurer(avant, avant, 200), ""]
    yield ["10 actions, longest texts", *mesurer(*plus_grandes_actions(), 5), ""]
    yield ["2,000 members, alike by 16s", *mesurer(*plus_longues_listes(), 3), ""]


def main() -> None:
    """Print the table."""
    titres = ["two deposits", "read (kB)", "changes", "CPU (ms)", "answer (kB)", "target"]
    charge = Path("/proc/loadavg").read_text(encoding="ascii").split()[0]
    sys.stdout.write(f"{machine('not used')}; load {charge}\n\n{tableau(titres, list(lignes()))}\n")


if __name__ == "__main__":
    main()
