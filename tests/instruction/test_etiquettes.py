"""Labels: few, named by the administration, put on dossiers by who reviews them."""

import json
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any, Final
from uuid import uuid4
from zipfile import ZipFile

import httpx2
import pytest

from app.acces.droits import Portee
from tests.bases import sql
from tests.client import Candidature, Client, Json
from tests.instruction.dossiers import AMIENS, ROUEN, Agent, agent, deposee_en

Vide = tuple[Client, str]
_ICI: Final = "/etiquettes"
_REGLEE: Final = "administration"  # where labels are made


@pytest.fixture
def vide(service_vide: Vide) -> Vide:
    """The service without any label."""
    sql(service_vide[1], "DELETE FROM etiquette")
    return service_vide


@pytest.fixture
def administration(vide: Vide) -> Agent:
    return agent(*vide, portee=Portee.ADMINISTRATION)


@pytest.fixture
def normand(vide: Vide) -> Agent:
    return agent(*vide, "28")


@pytest.fixture
def dossier(vide: Vide) -> Candidature:
    return deposee_en(vide[0], ROUEN, AMIENS, region="interregional")


def _creer(qui: Agent, nom: str, couleur: str = "green-menthe") -> httpx2.Response:
    return qui.appeler("POST", _ICI, sous=_REGLEE, json={"nom": nom, "couleur": couleur})


def _regler(qui: Agent, methode: str, une: str, corps: Json | None = None) -> httpx2.Response:
    return qui.appeler(methode, f"{_ICI}/{une}", sous=_REGLEE, json=corps)


def _etiqueter(qui: Agent, de: Candidature, *ids: str, **entetes: str) -> httpx2.Response:
    corps = {"etiquettes": [*ids]}
    return qui.appeler("PUT", f"/candidatures/{de.id}/etiquettes", json=corps, headers=entetes)


def _noms(lu: Json) -> list[str]:
    return [une["nom"] for une in lu["etiquettes"]]


def test_elles_se_mettent_se_lisent_et_s_otent(
    vide: Vide, administration: Agent, normand: Agent, dossier: Candidature
) -> None:
    def liste(**filtres: Any) -> list[list[str]]:
        lue = normand.appeler("GET", "/candidatures", params={"region": "28", **filtres})
        return [_noms(c) for c in lue.json()["candidatures"] if c["id"] == dossier.id]

    urgent = _creer(administration, "  Urgent ").raise_for_status().json()
    revoir = _creer(administration, "À revoir").json()
    assert urgent == {"id": urgent["id"], "nom": "Urgent", "couleur": "green-menthe"}
    assert _noms(normand.appeler("GET", _ICI).json()) == ["À revoir", "Urgent"]
    avant = dossier.appeler("GET").content, dossier.appeler("GET", "/evenements").content
    version = normand.lire(dossier.id)["version"]
    mises = _etiqueter(normand, dossier, urgent["id"], revoir["id"], urgent["id"])
    assert (_noms(mises.json()), mises.headers["etag"]) == (
        ["À revoir", "Urgent"],
        f'"{version + 1}"',
    )
    lu = normand.lire(dossier.id)
    assert (_noms(lu), lu["version"]) == (["À revoir", "Urgent"], version + 1)
    assert liste() == liste(etiquette=urgent["id"]) == [["À revoir", "Urgent"]]
    assert liste(sans_etiquette=urgent["id"]) == []
    encore = _etiqueter(agent(*vide, "32"), dossier, revoir["id"], urgent["id"])
    assert encore.headers["etag"] == mises.headers["etag"]  # the same: nothing is written
    ote = _etiqueter(normand, dossier, revoir["id"], **{"If-Match": mises.headers["etag"]})
    assert _noms(ote.json()) == ["À revoir"]
    perimee = _etiqueter(normand, dossier, **{"If-Match": mises.headers["etag"]})
    assert perimee.status_code == 412
    assert [c["genre"] for c in perimee.json()["changements"]] == ["etiquetee"]
    assert avant == (
        dossier.appeler("GET").content,
        dossier.appeler("GET", "/evenements").content,
    )
    dossier.deposer().raise_for_status()
    assert _noms(normand.lire(dossier.id)) == ["À revoir"]


def test_renommee_elle_l_est_partout_et_supprimee_elle_s_ote_partout(
    vide: Vide, administration: Agent, normand: Agent, dossier: Candidature
) -> None:
    une, autre = (_creer(administration, nom).json()["id"] for nom in ("Une", "Autre"))
    ailleurs = deposee_en(vide[0], AMIENS, region="32")
    voisin = agent(*vide, "32")
    _etiqueter(normand, dossier, une, autre).raise_for_status()
    _etiqueter(voisin, ailleurs, une).raise_for_status()
    change = {"nom": "UNE !", "couleur": "pink-tuile"}
    renommee = _regler(administration, "PATCH", une, change)
    assert renommee.json() == {"id": une, **change}
    assert _noms(normand.lire(dossier.id)) == ["Autre", "UNE !"]
    assert _regler(administration, "PATCH", une, {}).json() == renommee.json()
    prise = _regler(administration, "PATCH", une, {"nom": "autre"})
    assert (prise.status_code, prise.json()["etiquette"]) == (409, autre)
    assert _regler(administration, "DELETE", une).status_code == 204
    assert _noms(normand.lire(dossier.id)) == ["Autre"]
    assert _noms(voisin.lire(ailleurs.id)) == []
    for methode, corps in (("PATCH", change), ("DELETE", None)):
        assert _regler(administration, methode, une, corps).status_code == 404
    refus = _etiqueter(normand, dossier, autre, une)
    assert (refus.status_code, [p["nom"] for p in refus.json()["parametres"]]) == (
        422,
        ["/etiquettes/1"],
    )


def test_supprimee_pendant_qu_elle_se_met_elle_n_est_sur_aucun_dossier(
    vide: Vide, administration: Agent, normand: Agent
) -> None:
    dossiers = [deposee_en(vide[0], ROUEN) for _ in range(4)]
    une = _creer(administration, "Une").json()["id"]
    with ThreadPoolExecutor(5) as fils:
        mises = [fils.submit(_etiqueter, normand, un, une) for un in dossiers]
        otee = fils.submit(administration.appeler, "DELETE", f"{_ICI}/{une}", sous=_REGLEE)
    assert otee.result().status_code == 204
    assert {mise.result().status_code for mise in mises} <= {200, 422}
    portee = f"SELECT count(*) FROM instruction WHERE '{une}' = ANY (etiquettes)"
    assert sql(vide[1], portee) == [(0,)]


def test_l_administration_seule_les_nomme_et_chaque_region_concernee_les_met(
    vide: Vide, administration: Agent, normand: Agent, dossier: Candidature
) -> None:
    une = _creer(administration, "Une").json()["id"]
    assert _creer(normand, "Autre").status_code == 403
    for methode, corps in (("PATCH", {"nom": "Autre"}), ("DELETE", None)):
        assert _regler(normand, methode, une, corps).status_code == 403
    lecteur = agent(*vide, "28", portee=Portee.INSTRUCTION_LECTURE)
    assert _etiqueter(lecteur, dossier, une).status_code == 403
    ailleurs = agent(*vide, "53")
    assert _etiqueter(ailleurs, dossier, une).json()["code"] == "introuvable"
    # No more is said of a label to who may not see the dossier.
    assert _etiqueter(ailleurs, dossier, str(uuid4())).json()["code"] == "introuvable"


@pytest.mark.parametrize(
    "nom", ["À REVOIR", "a revoir", " à  revoir !", "À-revoir"], ids=["casse", "accent", "!", "-"]
)
def test_deux_ne_se_lisent_pas_de_meme(administration: Agent, nom: str) -> None:
    premiere = _creer(administration, "À revoir").json()["id"]
    refus = _creer(administration, nom)
    assert (refus.status_code, refus.json()["code"], refus.json()["etiquette"]) == (
        409,
        "etiquette-existante",
        premiere,
    )


def test_creee_deux_fois_en_meme_temps_elle_n_est_qu_une(vide: Vide, administration: Agent) -> None:
    with ThreadPoolExecutor(4) as fils:
        creees = [fils.submit(_creer, administration, "Une") for _ in range(4)]
    assert sorted(c.result().status_code for c in creees) == [201, 409, 409, 409]


def test_il_y_en_a_trente_au_plus(vide: Vide, administration: Agent) -> None:
    sql(
        vide[1],
        "INSERT INTO etiquette SELECT gen_random_uuid(), 'n', 'n ' || n, 'green-menthe' "
        "FROM generate_series(1, 29) n",
    )
    with ThreadPoolExecutor(3) as fils:
        creees = [fils.submit(_creer, administration, nom) for nom in ("Une", "Autre", "Encore")]
    refusees = [c.result() for c in creees if c.result().status_code != 201]
    assert [(r.status_code, r.json()["code"], r.json()["maximum"]) for r in refusees] == [
        (409, "trop-d-etiquettes", 30)
    ] * 2


@pytest.mark.parametrize(
    "nom", ["", " ", "a" * 31, "\0", "a\nb", "\u202efdp", "a\u200bb", "\ufeff", "!?", "🏭"]
)
def test_un_nom_illisible_se_refuse(administration: Agent, nom: str) -> None:
    refus = _creer(administration, nom)
    assert (refus.status_code, refus.json()["code"]) == (422, "requete-invalide")


@pytest.mark.parametrize("corps", [{"couleur": "#ff0000"}, {"couleur": None}, {"sens": "x"}])
def test_une_couleur_est_de_la_liste(administration: Agent, corps: Json) -> None:
    voulue = {"nom": "Une", "couleur": "green-menthe", **corps}
    assert administration.appeler("POST", _ICI, sous=_REGLEE, json=voulue).status_code == 422


@pytest.mark.parametrize("nom", ["=1+1", "@SUM(A1)", "<b>x</b>", "<script>a</script>", "';--a"])
def test_ce_qu_un_tableur_ou_un_navigateur_lirait_reste_un_texte(
    administration: Agent, normand: Agent, dossier: Candidature, nom: str
) -> None:
    une = _creer(administration, nom).json()
    _etiqueter(normand, dossier, une["id"]).raise_for_status()
    assert _noms(normand.lire(dossier.id)) == [nom]
    lue = normand.appeler("GET", _ICI, headers={"Accept": "text/html"})
    assert lue.headers["content-type"].startswith("application/")


def test_elles_sont_dans_la_copie_de_l_administration(
    administration: Agent, normand: Agent, dossier: Candidature, vide: Vide
) -> None:
    _etiqueter(normand, dossier, _creer(administration, "Une").json()["id"]).raise_for_status()
    adresse = f"/v1/administration/candidatures/{dossier.id}/export"
    porteur = {"Authorization": f"Bearer {administration.cle}"}
    with ZipFile(BytesIO(vide[0].get(adresse, headers=porteur).content)) as archive:
        lue = json.loads(archive.read("instruction.json"))
    assert [une["nom"] for une in lue["etiquette"]] == ["Une"]
