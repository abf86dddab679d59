"""Nor does what is sealed come down a stream, a feed line by line, or a link to an opinion."""

from contextlib import ExitStack
from typing import Any, Final

import pytest

from tests.avis.consultes import Consulte, consulte
from tests.client import Candidature, Client, Json
from tests.decisions.lots import SIGNATAIRE, Decideur, epci_neuf, prise
from tests.flux.outils import demander, ecouter, lire
from tests.instruction.dossiers import agent

NDJSON: Final = {"Accept": "application/x-ndjson"}
REFUS: Final[Json] = {
    "sens": "refusee",
    "motifs": ["perimetre"],
    "motivation": "Le périmètre n'est pas homogène.",
}
Consultee = tuple[Candidature, Consulte]


@pytest.fixture
def trois(client: Client, url: str) -> list[Consultee]:
    """Under review, an opinion asked on each: to be accepted, to be refused, left alone."""
    normand = agent(client, url, "28")
    ceux = [prise(client, normand, epci_neuf()) for _ in range(3)]
    return [(une, consulte(normand, une)[1]) for une in ceux]


def _arreter(ministre: Decideur, acceptee: Candidature, refusee: Candidature) -> None:
    lot = ministre.creer(signataire=SIGNATAIRE)["id"]
    ministre.inscrire(
        lot,
        {"candidature": acceptee.id, "decision": {"sens": "acceptee"}},
        {"candidature": refusee.id, "decision": REFUS},
    )
    ministre.faire("POST", lot, "/arret").raise_for_status()


def test_un_flux_ouvert_n_en_apprend_rien(
    client: Client, ministre: Decideur, trois: list[Consultee]
) -> None:
    """The next that each stream tells is what who applies has done since."""
    siennes = [une for une, _ in trois]

    def lignes() -> list[bytes]:
        return [demander(client, une.jeton, entetes=NDJSON).content for une in siennes]

    avant = lignes()
    with ExitStack() as ouverts:
        flux = [ouverts.enter_context(ecouter(client, une.jeton)) for une in siennes]
        for une, evenements in zip(siennes, flux, strict=True):
            deja = lire(client, une.jeton)["evenements"]
            assert deja and [next(evenements)["data"] for _ in deja] == deja
        _arreter(ministre, *siennes[:2])
        assert lignes() == avant
        for une, evenements in zip(siennes, flux, strict=True):
            une.appeler("POST", "/retrait").raise_for_status()
            assert next(evenements)["event"] == "candidature.retiree"


def test_qui_est_consulte_n_apprend_pas_ce_qui_est_decide(
    ministre: Decideur, trois: list[Consultee]
) -> None:
    """Their link opens nothing any more, whatever is decided; the others are as before."""

    def lus() -> list[Any]:
        reponses = [qui.appeler("GET") for _, qui in trois]
        return [(r.status_code, {**r.json(), "requete": None}) for r in reponses]

    avant = lus()
    assert [statut for statut, _ in avant] == [200] * 3
    _arreter(ministre, *(une for une, _ in trois[:2]))
    acceptee, refusee, autre = lus()
    assert acceptee == refusee
    assert (acceptee[0], acceptee[1]["code"]) == (401, "jeton-refuse")
    assert autre == avant[2]
