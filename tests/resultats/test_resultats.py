"""What is published of decisions: nothing before, then the data set, of which versions stay."""

import hashlib
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

import httpx2
import pytest

from app.kit.keys.signature import SignatureInvalide
from app.resultats.attester_les_resultats import attester_tout
from app.resultats.colonnes_des_resultats import TABLEAUX
from tests.bases import sql
from tests.client import Candidature, Client, Json
from tests.decisions.lots import Decideur, epci_neuf, prise
from tests.documentation.pages import RACINE, programme
from tests.enonces import enonces
from tests.instruction.dossiers import Agent
from tests.resultats.publies import (
    FICHIERS,
    acceptee,
    arreter,
    lignes,
    lire,
    publier,
    reexaminer,
    refusee,
)
from tests.rgpd.vie import administrateur

_LE: Final = "2023-11-09T10:00:00Z"
# Already the 15th in Paris.
_PUIS: Final = "2023-11-14T23:30:00Z"
_ENFIN: Final = "2024-01-20T09:00:00Z"
ROUEN, LE_HAVRE = "200023414", "200084952"
FLERS = "200035814"
_NOM: Final = "=Vallée ; de « l'Eu »"
"""A name that a spreadsheet would run, and that a CSV has to quote."""


@pytest.fixture(scope="module")
def dossiers(client: Client, normand: Agent) -> list[Candidature]:
    """Under review: two to be accepted, one to be refused."""
    return [prise(client, normand, siren) for siren in (ROUEN, LE_HAVRE, FLERS)]


@pytest.fixture(scope="module")
def scelle(ministre: Decideur, dossiers: list[Candidature]) -> str:
    une, autre, refus = dossiers
    retenu: Json = {"nom": _NOM, "epci": [LE_HAVRE], "communes": ["76540"], "region_pilote": None}
    lignes = acceptee(une), acceptee(autre, retenu=retenu), refusee(refus)
    return arreter(ministre, *lignes, outre="La commune de Rouen s'est jointe aux deux.")


def _tous(client: Client) -> list[tuple[int, bytes, str | None]]:
    """What anybody gets, but for the ids of requests."""
    vus = list[tuple[int, bytes, str | None]]()
    for adresse in (*FICHIERS, "/v1/resultats/1", "/v1/resultats/2023-11-09"):
        lue = client.get(adresse)
        corps = lue.content.replace(lue.headers["x-request-id"].encode(), b"")
        vus.append((lue.status_code, corps, lue.headers.get("etag")))
    return vus


def test_rien_ne_se_lit_ni_ne_bouge_avant_l_instant(
    client: Client, request: pytest.FixtureRequest
) -> None:
    rien = _tous(client)
    assert {statut for statut, _, _ in rien} == {404}
    request.getfixturevalue("scelle")
    assert _tous(client) == rien
    refus = client.get("/v1/resultats", headers={"Origin": "https://ailleurs.example.com"})
    assert refus.json()["code"] == "resultats-non-publies"
    assert refus.headers["access-control-allow-origin"] == "*"
    for tableau in TABLEAUX:  # which tells nothing of them
        schema = client.get(f"/v1/resultats/schema.json?tableau={tableau.nom}")
        assert schema.json() == tableau.schema()


def test_a_l_instant_les_tableaux_et_les_objets_disent_ce_qui_est_retenu(
    client: Client, ministre: Decideur, scelle: str, dossiers: list[Candidature]
) -> None:
    publier(ministre, scelle, _LE)
    par_code = lignes(lire(client, "/v1/resultats.csv").content)
    assert {une["lib_ti"] for une in par_code} == {_lib(dossiers[0]), _NOM}
    assert [une["id_ti"] for une in par_code] == ["ti-2801", "ti-2802"]
    communs = ("region", "type_perimetre", "nb_epci", "date_decision")
    for une in par_code:
        assert [une[nom] for nom in communs] == ["28", "identique", "1", "2023-09-25"]
        assert une["siren_demandeur"] == "732829320"
    codes = {une["lib_ti"]: une["id_ti"] for une in par_code}
    groupements = lignes(lire(client, "/v1/resultats/groupements.csv").content)
    assert {tuple(un.values()) for un in groupements} == {
        (codes[_lib(dossiers[0])], ROUEN, "Métropole Rouen Normandie"),
        (codes[_NOM], LE_HAVRE, "CU Le Havre Seine Métropole"),
    }
    communes = {
        une["insee_com"]: une for une in lignes(lire(client, "/v1/resultats/communes.csv").content)
    }
    assert len(communes) == 71 + 54
    assert communes["76351"]["lib_com"] == "Le Havre"
    assert communes["76540"] == {
        "insee_com": "76540",
        "lib_com": "Rouen",
        "id_ti": "ti-2801 ; ti-2802",
        "lib_ti": " ; ".join(nom for nom, _ in sorted(codes.items(), key=lambda un: un[1])),
    }
    objets = {
        un["properties"]["id_territoire"]: un
        for un in lire(client, "/v1/resultats.geojson").json()["features"]
    }
    assert objets[codes[_NOM]] == {
        "type": "Feature",
        "geometry": None,
        "properties": {
            "id_territoire": codes[_NOM],
            "lib_territoire": _NOM,
            "liste_geo": f"CU Le Havre Seine Métropole ({LE_HAVRE}); Rouen (76540)",
            "region": "28",
            "siren": [LE_HAVRE],
            "insee_com": ["76540"],
        },
    }


def _lib(candidature: Candidature) -> str:
    return candidature.lire()["dossier"]["perimetre"]["nom_territoire"]


@pytest.mark.parametrize("adresse", [a for a in FICHIERS if "tableur" in a])
def test_pour_un_tableur_les_memes_cellules_et_rien_qui_s_y_execute(
    client: Client, adresse: str
) -> None:
    contenu = lire(client, adresse).content
    assert contenu.startswith(b"\xef\xbb\xbf") and contenu.count(b"\r\n") == contenu.count(b"\n")
    autres = lignes(lire(client, adresse.partition("?")[0]).content)
    lues = lignes(contenu, ";")
    inertes = [{nom: une.removeprefix("'") for nom, une in lue.items()} for lue in lues]
    assert inertes == autres
    if "groupements" not in adresse:
        assert f"'{_NOM}".encode() in contenu.replace(b'"', b"")


def test_le_document_est_signe_et_nomme_chaque_fichier_par_son_empreinte(
    client: Client, cles: Path, tmp_path: Path, dossiers: list[Candidature]
) -> None:
    signe = lire(client).content
    resultats = lire(client).json()["resultats"]
    assert (resultats["version"], resultats["publiee_le"]) == (1, "2023-11-09T10:00:00.000Z")
    comptes = ("territoires", "groupements", "communes", "bac_a_sable")
    assert [resultats[un] for un in comptes] == [2, 2, 125, True]
    assert resultats["regions"] == [{"region": "28", "nom": "Normandie", "territoires": 2}]
    assert resultats["non_retenues"] == {"total": None, "par_region": [], "autres_regions": None}
    assert resultats["licence"]["nom"] == "Licence Ouverte 2.0"
    fichier, pieces = tmp_path / "resultats.json", list[Path]()
    fichier.write_bytes(signe)
    for un in resultats["fichiers"]:
        contenu = lire(client, un["adresse"]).content
        assert (un["taille"], un["empreinte"]) == (
            len(contenu),
            hashlib.sha256(contenu).hexdigest(),
        )
        pieces.append(tmp_path / un["nom"])
        pieces[-1].write_bytes(contenu)
    assert len(pieces) == len({*pieces}) == len(FICHIERS) - 1
    dit = attester_tout(fichier, cles, pieces)
    assert "version 1" in dit and "liste-ti-grpt2023-20231109.csv" in dit
    pieces[0].write_bytes(b"autre chose")
    with pytest.raises(SignatureInvalide, match="aucun des fichiers"):
        attester_tout(fichier, cles, pieces)
    fichier.write_bytes(signe.replace(b'"territoires":2', b'"territoires":3'))
    with pytest.raises(SignatureInvalide, match="affich"):
        attester_tout(fichier, cles, [])
    numero = dossiers[2].lire()["numero"].encode()
    tout = signe + b"".join(lire(client, un["adresse"]).content for un in resultats["fichiers"])
    for trahit in (numero, dossiers[2].id.encode(), FLERS.encode()):
        assert trahit not in tout


@pytest.mark.parametrize("adresse", FICHIERS)
def test_qui_l_a_deja_ne_le_reprend_pas_compresse_ou_non(client: Client, adresse: str) -> None:
    nu = lire_sous(client, adresse, "identity")
    compresse = lire_sous(client, adresse, "gzip")
    assert (nu.content, nu.headers.get("content-encoding")) == (compresse.content, None)
    assert compresse.headers["content-encoding"] == "gzip"
    etiquettes = {nu.headers["etag"], compresse.headers["etag"]}
    assert len(etiquettes) == 2 and not any(une.startswith("W/") for une in etiquettes)
    for lue, codage in ((nu, "identity"), (compresse, "gzip")):
        entetes = {"If-None-Match": lue.headers["etag"], "Accept-Encoding": codage}
        connue = client.get(adresse, headers=entetes)
        assert (connue.status_code, connue.content) == (304, b"")
        assert connue.headers["etag"] == lue.headers["etag"]
        assert "licence-ouverte" in connue.headers["link"]
        assert connue.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("origine", ["https://ailleurs.example.com", "http://localhost:5173"])
def test_une_page_de_toute_origine_les_lit(client: Client, origine: str) -> None:
    """Of an origin that the service admits as well: its own middleware speaks then."""
    for adresse in (*FICHIERS, "/v1/resultats/schema.json"):
        lue = client.get(adresse, headers={"Origin": origine}).raise_for_status()
        (admise,) = lue.headers.get_list("access-control-allow-origin")
        assert admise in ("*", origine)
        assert "ETag" in lue.headers["access-control-expose-headers"]


def lire_sous(client: Client, adresse: str, codage: str) -> httpx2.Response:
    return client.get(adresse, headers={"Accept-Encoding": codage}).raise_for_status()


def _enonces() -> AbstractContextManager[list[str]]:
    """The statements on what results are made of that are run within."""
    return enonces(lambda dit, _: "resultat" in dit or "advisory" in dit)


def test_un_reexamen_fait_une_version_et_celles_d_avant_se_lisent_encore(
    client: Client, url: str, ministre: Decideur, dossiers: list[Candidature]
) -> None:
    premiere, etait = lire(client).content, _tous(client)
    une, _, refus = dossiers
    reexaminer(ministre, refus, 1, _PUIS)
    with _enonces() as dits:
        assert lire(client).content == premiere  # who was refused is told of by none
    assert len(dits) == 2  # the row, then what it holds
    reexaminer(ministre, une, 1, _PUIS)
    seconde = lire(client).json()["resultats"]
    assert (seconde["version"], seconde["territoires"]) == (2, 1)
    assert [(v["version"], v["publiee_le"]) for v in seconde["versions"]] == [
        (1, "2023-11-09T10:00:00.000Z"),
        (2, "2023-11-14T23:30:00.000Z"),
    ]
    assert [nom["lib_ti"] for nom in lignes(lire(client, "/v1/resultats.csv").content)] == [_NOM]
    for adresse in ("/v1/resultats/1", "/v1/resultats/2023-11-09"):
        assert lire(client, adresse).content == premiere
    for adresse, (_, corps, etiquette) in zip(FICHIERS[1:], etait[1:], strict=False):
        lue = client.get(f"{adresse}{'&' if '?' in adresse else '?'}version=1")
        assert (lue.content, lue.headers["etag"]) == (corps, etiquette)
    assert lire(client, "/v1/resultats/2023-11-15").json()["resultats"] == seconde
    for absente in ("3", "2023-11-14", "2023-02-30"):
        assert client.get(f"/v1/resultats/{absente}").json()["code"] == "resultats-non-publies"
    assert client.get("/v1/resultats/hier").status_code == 422
    lot = arreter(ministre, acceptee(une), acceptee(refus), outre="Rouen s'est jointe aux deux.")
    assert lire(client).json()["resultats"] == seconde
    publier(ministre, lot, _ENFIN)
    nom = "liste-ti-20240120.csv"
    lue = lire(client, "/v1/resultats.csv")
    assert lue.headers["content-disposition"] == f'attachment; filename="{nom}"'
    assert len(lignes(lue.content)) == 3
    # Granted in the end, it counts among those that were not at first: no difference names it.
    troisieme = lire(client).json()["resultats"]
    assert (troisieme["version"], troisieme["non_retenues"]["total"]) == (3, None)
    assert sql(url, "SELECT count(*) FROM decision_diffusee WHERE territoire IS NULL") == [(1,)]


def _publiees(client: Client) -> list[Json]:
    """The rows of all tables."""
    adresses = "/v1/resultats.csv", "/v1/resultats/groupements.csv", "/v1/resultats/communes.csv"
    return [une for adresse in adresses for une in lignes(lire(client, adresse).content)]


def _effacer_d_office(client: Client, url: str, candidature: Candidature) -> None:
    adresse = f"/v1/administration/candidatures/{candidature.id}?motif=injonction"
    client.delete(adresse, headers=administrateur(url)).raise_for_status()


def test_ce_qui_est_efface_reste_dans_les_donnees_ouvertes(
    client: Client, url: str, ministre: Decideur, normand: Agent, dossiers: list[Candidature]
) -> None:
    efface, avant = dossiers[1], _publiees(client)
    _effacer_d_office(client, url, efface)
    assert sql(url, f"SELECT count(*) FROM decision WHERE candidature_id = '{efface.id}'") == [(0,)]
    un, deux = (prise(client, normand, siren) for siren in ("200042604", "200042729"))
    lots = [arreter(ministre, acceptee(une)) for une in (un, deux)]
    for lot, le in zip(lots, ("2024-02-01T09:00:00Z", "2024-02-02T09:00:00Z"), strict=True):
        publier(ministre, lot, le)
    # Nobody asked meanwhile, then all at once: each instant has its version, and only one.
    with ThreadPoolExecutor(8) as fils:
        lus = [*fils.map(lire, [client] * 16)]
    assert {lu.json()["resultats"]["version"] for lu in lus} == {5}
    assert len(lignes(lire(client, "/v1/resultats.csv?version=4").content)) == 4
    noms = [une["lib_ti"] for une in lignes(lire(client, "/v1/resultats.csv").content)]
    assert len(noms) == 5 and _NOM in noms
    assert all(lu in _publiees(client) for lu in avant) and len(avant) > 100


def test_ce_qui_s_efface_avant_d_avoir_ete_lu_est_dit_tout_de_meme(
    client: Client, url: str, ministre: Decideur, normand: Agent
) -> None:
    accordee, rapportee = (prise(client, normand, epci_neuf()) for _ in range(2))
    publier(ministre, arreter(ministre, acceptee(rapportee)), "2024-02-02T10:00:00Z")
    avant = _publiees(client)
    publier(ministre, arreter(ministre, acceptee(accordee)), "2024-02-02T11:00:00Z")
    _effacer_d_office(client, url, accordee)
    reexaminer(ministre, rapportee, 1, "2024-02-02T12:00:00Z")
    rapportee.appeler("POST", "/retrait").raise_for_status()
    assert rapportee.appeler("DELETE").status_code == 204
    apres = _publiees(client)
    codes = [{lu["id_ti"] for lu in lus if "nb_epci" in lu} for lus in (avant, apres)]
    assert len(codes[0]) == len(codes[1]) and len(codes[0] ^ codes[1]) == 2


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl n'est pas installé")
def test_les_resultats_se_verifient_comme_dit_la_page(client: Client) -> None:
    fini = subprocess.run(
        ["bash", "-euo", "pipefail"],
        cwd=RACINE,
        env={**os.environ, "NO_PROXY": "*"},
        input=programme("resultats.md", "bash", str(client.base_url).rstrip("/")),
        capture_output=True,
        text=True,
    )
    assert fini.returncode == 0, fini.stdout + fini.stderr
    assert fini.stdout.endswith("groupements.csv : publié, « liste-ti-grpt2023-20240202.csv ».\n")
