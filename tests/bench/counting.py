"""`python -m tests.bench.counting`: statistics of ten thousand deposited dossiers.

Prints how long each grouping takes, one connection after the other.
"""

import sys
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from app.instruction.statistiques.statistiques_decrites import Par
from tests.bench.client import Requete, requete
from tests.bench.growth import Recherche
from tests.bench.reading import Lecture, mesurer_la_lecture
from tests.bench.scenarios import Cible

VISE: Final = 150  # milliseconds of processor, of the service and of PostgreSQL
_COMPTES: Final[dict[str, dict[str, str]]] = {
    "nothing": {},
    **{f"`par={par}`": {"par": par.value} for par in Par},
    "`serie=jour`": {"serie": "jour"},
    "`mesure=axes`": {"mesure": "axes"},
    "`par=etape`, `region=28`": {"par": "etape", "region": "28"},
}
# As in the midst of the review: half in progress, of which most have a proposition; two opinions
# asked on each.
_INSTRUIRE: Final = (
    "UPDATE candidature SET etat = 'en_instruction' WHERE etat = 'deposee' "
    "AND id IN (SELECT candidature_id FROM instruction WHERE right(siret, 1) < '6')",
    "INSERT INTO proposition (candidature_id, version, depot, sens, contenu, agent, le) "
    "SELECT candidature_id, 1, rang, 'acceptee', '{}', candidature_id, now() FROM instruction "
    "WHERE right(siret, 1) < '5'",
    "INSERT INTO avis (id, candidature_id, version, depot, courriel, fonction, question, sections, "
    "echeance, demande_le, agent, prevenu_le, envois) SELECT gen_random_uuid(), candidature_id, "
    "fois, 1, '', 'dreets', '', '{}', now(), now(), candidature_id, now(), fois % 2 "
    "FROM instruction, generate_series(1, 2) AS fois",
    "VACUUM ANALYZE",
)


@dataclass(frozen=True, slots=True)
class Comptage(Recherche):
    """Statistics, as who sees every region asks for them."""

    def requetes(self, cible: Cible) -> list[Requete]:
        """What a round sends."""
        entetes = {"Authorization": f"Bearer {self.cle}"}
        chemin = f"/v1/instruction/statistiques?{urlencode(self.filtres)}"
        return [requete("GET", chemin, entetes)] * self.nombre


_LECTURE: Final = Lecture("counted", _COMPTES, Comptage, _INSTRUIRE, chaud=3)


def main() -> None:
    """Measure, print."""
    mesures = mesurer_la_lecture(_LECTURE, "tests.bench.counting", __doc__, 20)
    au_dela = [nom for nom, m in mesures.items() if m.serveur + m.postgres > VISE]
    sys.stdout.write(_LECTURE.rediger(mesures, au_dela, VISE))


if __name__ == "__main__":
    main()
