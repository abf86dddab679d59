"""A public agent over HTTP: their own candidatures, an applicant filled in, a reviewer's roles."""

from collections.abc import Generator
from typing import Final

import pytest

from app.config import Settings
from tests.acces.oidc.conftest import Reels
from tests.candidatures.outils import probleme
from tests.client import Client, Json
from tests.conftest import reglages_pour, servir

COMPTE: Final = {"email": "Agent@Interco.fr", "siret": "20005478100022"}


@pytest.fixture(scope="module")
def service(
    reels: Reels, reglages: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Client]:
    """The sandbox, whose agents show signed access tokens."""
    oidc = reels.reglages_signes(oidc_roles="groupes", oidc_regions="regions")
    donnees = {nom: valeur for nom, valeur in oidc.model_dump().items() if nom.startswith("oidc_")}
    assert reglages.database_url
    url = reglages.database_url.get_secret_value()
    dossier = tmp_path_factory.mktemp("agents")
    with servir(reglages_pour(url, dossier, bac_a_sable=True, **donnees)) as client:
        yield client


def _agent(reels: Reels, sub: str, **revendications: object) -> dict[str, str]:
    jeton = reels.signe(sub, jeton={**COMPTE, **revendications})["access_token"]
    return {"Authorization": f"Bearer {jeton}"}


def _creer(service: Client, entetes: dict[str, str], dossier: Json | None = None) -> Json:
    reponse = service.post("/v1/candidatures", json={"dossier": dossier or {}}, headers=entetes)
    return reponse.raise_for_status().json()


def test_un_agent_retrouve_ce_qu_il_a_cree_par_son_compte(service: Client, reels: Reels) -> None:
    moi, autre = _agent(reels, "agent-a"), _agent(reels, "agent-b")
    creees = [_creer(service, moi)["id"] for _ in range(2)]
    miennes = service.get("/v1/candidatures", headers=moi).json()["candidatures"]
    assert {une["id"] for une in miennes} == {*creees}
    assert service.get("/v1/candidatures", headers=autre).json() == {"candidatures": []}
    adresse = f"/v1/candidatures/{creees[0]}"
    modifiee = service.patch(adresse, json={"contact": {"nom_prenom": "J"}}, headers=moi)
    assert modifiee.status_code == 200
    probleme(service.get(adresse, headers=autre), 404, "introuvable")
    probleme(service.patch(adresse, json={}, headers=autre), 404, "introuvable")


def test_le_compte_remplit_le_demandeur_la_ou_le_dossier_se_tait(
    service: Client, reels: Reels
) -> None:
    moi = _agent(reels, "agent-c")
    connus = {"courriel": "agent@interco.fr", "siret": "20005478100022"}
    assert _creer(service, moi)["dossier"]["demandeur"] == connus
    saisi = {"demandeur": {"courriel": "accueil@interco.fr"}}
    demandeur = _creer(service, moi, saisi)["dossier"]["demandeur"]
    assert demandeur == {**connus, "courriel": "accueil@interco.fr"}


def test_l_historique_dit_qu_un_proprietaire_a_agi_par_son_compte(
    service: Client, reels: Reels
) -> None:
    moi = _agent(reels, "agent-d")
    creee = _creer(service, moi)
    adresse = f"/v1/candidatures/{creee['id']}"
    par_jeton = {"Authorization": f"Bearer {creee['jeton']}"}
    service.patch(adresse, json={"contact": {"nom_prenom": "J"}}, headers=par_jeton)
    faits = service.get(f"{adresse}/evenements", headers=moi).json()["evenements"]
    assert [fait["auteur"] for fait in faits] == ["proprietaire", "proprietaire"]
    assert len({fait["acces"] for fait in faits}) == 2


def test_une_cle_d_idempotence_ne_vaut_que_pour_son_agent(service: Client, reels: Reels) -> None:
    cle = {"Idempotency-Key": "une-cle-partagee-0001"}
    premiere = _creer(service, _agent(reels, "agent-e") | cle)
    assert _creer(service, _agent(reels, "agent-e") | cle)["id"] == premiere["id"]
    assert _creer(service, _agent(reels, "agent-f") | cle)["id"] != premiere["id"]


def test_les_roles_d_un_agent_sont_ceux_de_son_fournisseur(service: Client, reels: Reels) -> None:
    adresse = "/v1/instruction/candidatures"
    probleme(service.get(adresse, headers=_agent(reels, "agent-g")), 403, "acces-insuffisant")
    lecteur = _agent(reels, "agent-h", groupes=["lecture"], regions=["93"])
    assert service.get(adresse, headers=lecteur).status_code == 200
    probleme(service.get("/v1/administration/cles", headers=lecteur), 403, "acces-insuffisant")
    administrateur = _agent(reels, "agent-i", groupes=["administration"], regions=["*"])
    assert service.get("/v1/administration/cles", headers=administrateur).status_code == 200


def test_un_jeton_qui_n_est_a_personne_est_refuse_partout_meme_a_la_creation(
    service: Client,
) -> None:
    faux: dict[str, str] = {"Authorization": "Bearer eyJhbGciOiJub25lIn0.e30."}
    for methode, adresse in (("GET", "/v1/candidatures"), ("POST", "/v1/candidatures")):
        reponse = service.request(methode, adresse, headers=faux, json={})
        probleme(reponse, 401, "jeton-refuse")
