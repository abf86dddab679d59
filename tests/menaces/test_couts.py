"""What is sent costs, and is answered by, no more than its size deserves.

Processor time, not the clock: another's work on the machine does not count. The lines are three
times what is asked of the service (1 ms a kilobyte, beyond 20 ms that any request may take).
"""

import gc
import tracemalloc
from collections.abc import Generator
from time import thread_time
from typing import Final

import pytest
from pydantic import TypeAdapter

from app.candidatures.dossier_envoye import lire_dossier
from app.candidatures.fusion import sans_nuls
from app.candidatures.refus import FormeRefusee
from app.candidatures.validation import Validation, presenter
from app.formulaire.evaluation import Examen, examiner
from app.formulaire.longueurs import CAUSES_MAX, ECARTS_MAX, ECARTS_TOUJOURS
from app.formulaire.projections import Projection
from app.kit.web.problems import CorpsIllisible, CorpsTropGrand
from tests.client import contrat
from tests.menaces.demesures import MATIERES, corps, lieux

MARGE: Final = 3
SOCLE: Final = 0.020  # seconds
PAR_KO: Final = 0.001
FOIS: Final = 20
REPONSE: Final = 32 * 1024  # bytes that any verdict may take
MEMOIRE: Final = 20_000_000

_DOSSIER: Final = contrat()["components"]["schemas"]["DossierCorrectif"]
_LIEUX: Final = [*lieux(_DOSSIER, contrat())]
_LISTES: Final = [
    ("perimetre", "epci"),
    ("gouvernance", "membres"),
    ("plan_action", "actions"),
    ("plan_action",),
    ("contact", "courriel"),
    ("inconnue",),
]
_VALIDATION: Final = TypeAdapter(Validation)


@pytest.fixture(scope="module", autouse=True)
def _a_part() -> Generator[None]:
    """What the tests have loaded is left out of the collections between two measures."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def _juger(envoye: bytes) -> tuple[Examen, bytes] | None:
    """What the dry run does of a body."""
    try:
        examen = examiner(sans_nuls(lire_dossier(envoye)))
    except (CorpsIllisible, CorpsTropGrand, FormeRefusee):
        return None
    return examen, _VALIDATION.dump_json(presenter(examen, Projection.AJV))


def _mesurer(envoye: bytes) -> None:
    gc.collect()
    debut = thread_time()
    juge = _juger(envoye)
    duree = thread_time() - debut
    assert duree <= MARGE * (SOCLE + PAR_KO * len(envoye) / 1024)
    if juge:
        examen, ecrit = juge
        assert len(ecrit) <= REPONSE + FOIS * len(envoye)
        assert max(len(examen.ecarts), len(examen.forme)) <= ECARTS_MAX


@pytest.mark.verify
@pytest.mark.parametrize("taille", [6_000, 2_000_000])
@pytest.mark.parametrize("matiere", MATIERES)
@pytest.mark.parametrize("lieu", _LISTES, ids="/".join)
def test_juger_ne_coute_que_ce_que_vaut_l_envoi(
    lieu: tuple[str, ...], matiere: str, taille: int
) -> None:
    _mesurer(corps(lieu, MATIERES[matiere](taille)))


@pytest.mark.verify
@pytest.mark.parametrize("lieu", _LIEUX, ids="/".join)
def test_juger_ne_coute_pas_plus_ou_que_ce_soit(lieu: tuple[str, ...]) -> None:
    for matiere in MATIERES.values():
        for taille in (600, 6_000, 60_000):
            _mesurer(corps(lieu, matiere(taille)))


@pytest.mark.parametrize("matiere", MATIERES)
@pytest.mark.parametrize("lieu", [("perimetre", "epci"), ("inconnue",)], ids="/".join)
def test_juger_ne_prend_pas_plus_de_vingt_megaoctets(lieu: tuple[str, ...], matiere: str) -> None:
    envoye = corps(lieu, MATIERES[matiere](1_900_000))
    tracemalloc.start()
    try:
        _juger(envoye)
        _, pointe = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert pointe <= MEMOIRE


def test_la_cause_d_un_ecart_n_est_pas_une_liste_sans_fin() -> None:
    examen = examiner({"gouvernance": {"membres": [{}] * 2_000}})
    assert max(len(ecart.a_cause_de) for ecart in examen.ecarts) == CAUSES_MAX


def test_de_peu_qui_fut_envoye_peu_d_ecarts_sont_dits() -> None:
    def dits(elements: int) -> int:
        return len(examiner({"gouvernance": {"membres": [3] * elements}}).ecarts)

    # A member of two bytes makes a difference; one is told at each 24 bytes, beyond 64.
    assert (dits(20), dits(200), dits(1_000), dits(1_999)) == (29, ECARTS_TOUJOURS, 84, 167)


def test_de_trop_d_ecarts_les_erreurs_passent_avant_les_avertissements() -> None:
    examen = examiner({"perimetre": {"epci": [{"siren": "x"}] * 2_000}})
    assert len(examen.ecarts) == ECARTS_MAX
    assert not examen.deposable
