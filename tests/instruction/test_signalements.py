"""The same EPCI in two candidatures (decision 7): reviewers are told, as of now."""

import pytest

from tests.client import Json
from tests.depots.pieces import deposee, perimetre
from tests.instruction.deposees import Deposee
from tests.instruction.outils import Instruction

AILLEURS = "200071520"
COMMUNS = ["CC des Pays de L'Aigle", "CC des Sources de l'Orne"]


def signalements(instruction: Instruction, id: str, **filtres: str) -> list[Json]:
    page = instruction.lire(**filtres)["candidatures"]
    (lue,) = [une for une in page if une["id"] == id]
    return lue["signalements"]


def test_un_epci_dans_deux_candidatures_est_signale_des_deux_cotes(
    instruction: Instruction,
) -> None:
    une = deposee(instruction.client, perimetre("200035111", "200068443", "200068468"))
    assert signalements(instruction, une.id) == []
    autre = deposee(instruction.client, perimetre("200068468", "200071520", "200035111"))
    (dit,) = signalements(instruction, une.id)
    assert [dit] == signalements(instruction, autre.id)
    assert (dit["code"], dit["pointeur"]) == ("epci_deja_candidat", "/perimetre/epci")
    assert dit["parametres"]["noms"] == COMMUNS
    assert all(nom in dit["message"] for nom in COMMUNS)
    autre.appeler("POST", "/retrait").raise_for_status()
    assert signalements(instruction, une.id) == []
    # One that was withdrawn no longer counts, and is still told what the others claim.
    retiree = signalements(instruction, autre.id, etat="retiree")
    assert retiree[0]["parametres"]["noms"] == COMMUNS


def test_un_brouillon_ne_compte_pas_comme_candidat(instruction: Instruction) -> None:
    instruction.client.creer(perimetre("200065563", "200065589"))
    une = deposee(instruction.client, perimetre("200065563", "200065589"))
    assert signalements(instruction, une.id) == []


def test_seul_le_dernier_depot_compte_comme_candidat(instruction: Instruction) -> None:
    une = deposee(instruction.client, perimetre("200042729", "200043354"))
    une.modifier({"perimetre": {"epci": [{"siren": "200043354"}]}})
    assert une.deposer().status_code == 201
    autre = deposee(instruction.client, perimetre("200042729", "200067205"))
    assert signalements(instruction, autre.id) == []


@pytest.mark.parametrize("ailleurs", [AILLEURS, "200035111"])
def test_une_candidature_hors_de_la_page_compte_aussi(
    instruction: Instruction, ailleurs: str
) -> None:
    """Nor need it be of a region that the reviewer sees."""
    ici = Deposee(epci=["200035111"])
    instruction.deposer(ici, Deposee(region="93", epci=[ailleurs]))
    dits = signalements(instruction, ici.id, cle=instruction.cle_de("28"))
    assert [d["parametres"]["noms"] for d in dits] == (
        [] if ailleurs == AILLEURS else [["CC des Sources de l'Orne"]]
    )
