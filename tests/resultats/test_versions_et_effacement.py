"""What was published is told by a version, though its candidature is erased in the same instant."""

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

import httpx2

from tests.bases import sql
from tests.candidatures.outils import Sonde
from tests.client import Client
from tests.decisions.lots import SIGNATAIRE, Decideur, epci_neuf, prise
from tests.instruction.dossiers import ROUEN, Agent
from tests.resultats.publies import acceptee, arreter, lignes, lire, publier, reexaminer, refusee
from tests.rgpd.vie import administrateur

# As a publication does, which holds the row of each candidature until it is committed.
_PUBLIER: Final = (
    "WITH publiee AS (UPDATE decision SET publiee_le = '2023-11-09T10:00:00Z' "
    "WHERE candidature_id = CAST(:id AS uuid)) "
    "SELECT 1 FROM candidature WHERE id = CAST(:id AS uuid) FOR UPDATE"
)


def test_ce_qui_est_publie_pendant_qu_on_l_efface_est_dit_tout_de_meme(
    client: Client, url: str, ministre: Decideur, normand: Agent
) -> None:
    une, sonde = prise(client, normand, epci_neuf()), Sonde(url)
    arreter(ministre, acceptee(une))
    adresse = f"/v1/administration/candidatures/{une.id}?motif=injonction"
    with ThreadPoolExecutor(1) as fil:
        with sonde.verrou(_PUBLIER, id=une.id):
            efface: Future[httpx2.Response] = fil.submit(
                client.delete, adresse, headers=administrateur(url)
            )
            sonde.attendre_la_file(efface)
        assert efface.result().status_code == 204
    sonde.fermer()
    (publiee,) = lignes(lire(client, "/v1/resultats.csv").content)
    assert publiee["id_ti"] == "ti-2801"


def test_ce_qui_est_publie_ne_s_accorde_pas_une_seconde_fois_l_efface_compris(
    client: Client, url: str, ministre: Decideur, normand: Agent
) -> None:
    siren = epci_neuf()
    une, autre = (prise(client, normand, siren) for _ in range(2))
    publier(ministre, arreter(ministre, acceptee(une)), "2023-11-10T10:00:00Z")
    lot: str = ministre.creer(signataire=SIGNATAIRE)["id"]
    ministre.inscrire(lot, acceptee(autre))
    adresse = f"/v1/administration/candidatures/{une.id}?motif=injonction"
    client.delete(adresse, headers=administrateur(url)).raise_for_status()
    assert _refus(ministre, lot) == ["perimetres-en-recouvrement"]


def test_ce_qui_est_rapporte_puis_efface_se_raccorde(
    client: Client, ministre: Decideur, normand: Agent
) -> None:
    siren = epci_neuf()
    une, autre = (prise(client, normand, siren) for _ in range(2))
    publier(ministre, arreter(ministre, acceptee(une)), "2023-11-11T10:00:00Z")
    lire(client)
    lot: str = ministre.creer(signataire=SIGNATAIRE)["id"]
    ministre.inscrire(lot, acceptee(autre))
    assert _refus(ministre, lot) == ["perimetres-en-recouvrement"]
    reexaminer(ministre, une, 1, "2023-11-12T10:00:00Z")
    assert _refus(ministre, lot) == []  # though no version has said so yet
    une.appeler("POST", "/retrait").raise_for_status()
    assert une.appeler("DELETE").status_code == 204
    assert _refus(ministre, lot) == []


def _refus(ministre: Decideur, lot: str) -> list[str]:
    """What sealing this lot would be refused for."""
    lue = ministre.agent.appeler("POST", f"/lots/{lot}/verification").raise_for_status()
    return [un["code"] for un in lue.json()["refus"]]


def test_le_demandeur_est_celui_du_depot_decide(
    client: Client, url: str, ministre: Decideur, normand: Agent
) -> None:
    une = prise(client, normand, epci_neuf())
    publier(ministre, arreter(ministre, acceptee(une)), "2023-11-13T10:00:00Z")
    # As a later deposit does, before anybody asks for results.
    apres = "siret = '11111111100000', type_perimetre = 'nouveau'"
    sql(url, f"UPDATE instruction SET {apres} WHERE candidature_id = '{une.id}'")
    publiee = lignes(lire(client, "/v1/resultats.csv").content)[-1]
    assert (publiee["siren_demandeur"], publiee["type_perimetre"]) == ("732829320", "identique")


def test_un_refus_apres_reexamen_ne_fait_aucune_version(
    client: Client, url: str, ministre: Decideur, normand: Agent
) -> None:
    une = prise(client, normand, epci_neuf())
    publier(ministre, arreter(ministre, acceptee(une)), "2023-11-14T10:00:00Z")
    reexaminer(ministre, une, 1, "2023-11-15T10:00:00Z")
    avant = lire(client).content
    publier(ministre, arreter(ministre, refusee(une)), "2023-11-20T10:00:00Z")
    assert lire(client).content == avant
    # It waits for no version any more: its erasure makes none either.
    adresse = f"/v1/administration/candidatures/{une.id}?motif=injonction"
    client.delete(adresse, headers=administrateur(url)).raise_for_status()
    assert lire(client).content == avant


def test_un_refus_seul_ne_change_aucun_nombre(
    client: Client, ministre: Decideur, normand: Agent
) -> None:
    refusees = [prise(client, normand, ROUEN) for _ in range(6)]
    publier(ministre, arreter(ministre, *map(refusee, refusees[:5])), "2023-12-01T10:00:00Z")
    dits = lire(client).json()["resultats"]["non_retenues"]
    assert (dits["total"], dits["par_region"][0]["candidatures"]) == (5, 5)
    publier(ministre, arreter(ministre, refusee(refusees[5])), "2023-12-02T10:00:00Z")
    assert lire(client).json()["resultats"]["non_retenues"] == dits
