"""`python -m tests.bench.finding`: reviewers among ten thousand deposited dossiers.

Prints how long pages of 50 take by each filter, order and search, one connection after the other.
"""

import sys
from typing import Final

from tests.bench.peuple import RARE
from tests.bench.reading import Lecture, mesurer_la_lecture

VISE: Final = 50  # milliseconds, the 99th percentile
_PAGES: Final[dict[str, dict[str, str]]] = {
    "all": {},
    "all, counted": {"total": "true"},
    "by name": {"tri": "nom_territoire"},
    "by number": {"tri": "numero"},
    "oldest first": {"tri": "recu_le"},
    "`etat`, rare": {"etat": "sans_suite"},
    "`etape=en_cours`": {"etape": "en_cours"},
    "`etape=proposee`, none": {"etape": "proposee"},
    "`region`": {"region": "28"},
    "`region_pilote`": {"region_pilote": "28"},
    "`departement`": {"departement": "2A"},
    "`type_perimetre`, none": {"type_perimetre": "identique"},
    "`axe`": {"axe": "foncier"},
    "`affecte_a=moi`, none": {"affecte_a": "moi"},
    "`affecte_a=personne`": {"affecte_a": "personne"},
    "`proposition=acceptee`, none": {"proposition": "acceptee"},
    "`proposition=aucune`": {"proposition": "aucune"},
    "`siret`": {"siret": f"{900:014d}"},
    "`epci`": {"epci": "200000172"},
    "`avertissement`, none": {"avertissement": "inconnu"},
    "`pieces=infecte`, none": {"pieces": "infecte"},
    "`depose_avant` all": {"depose_avant": "2020-01-01T00:00:00Z"},
    "`q`, 24 match": {"q": RARE},
    "`q`, few match": {"q": "houve boulageois"},
    "`q`, 1 in 3 match": {"q": "pays"},
    "`q`, all match": {"q": "territoire"},
    "`q`, all match, by relevance": {"q": "territoire", "tri": "pertinence"},
    "`q`, all match by a stem, two words": {"q": "territoires industriels"},
    "`q`, a phrase": {"q": '"communaute de communes"'},
    "`q`, all match, counted": {"q": "territoire", "total": "true"},
    "`q`, a beginning of two letters": {"q": "in"},
    "`q`, a number": {"q": "BANC-4242"},
    "`q`, none": {"q": "introuvable"},
}


_LECTURE: Final = Lecture("page of 50", _PAGES)


def main() -> None:
    """Measure, print."""
    mesures = mesurer_la_lecture(_LECTURE, "tests.bench.finding", __doc__, 200)
    au_dela = [nom for nom, m in mesures.items() if m.p99 > VISE]
    sys.stdout.write(_LECTURE.rediger(mesures, au_dela, VISE))


if __name__ == "__main__":
    main()
