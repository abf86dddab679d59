"""The same files on a real S3 service instead of a folder."""

import asyncio
import sys
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import httpx2
import obstore
import pytest

from app.kit.clock import Horloge
from app.kit.files.storage import Magasin
from app.kit.files.sweep import inventorier
from tests.client import Candidature, Client
from tests.conftest import servir
from tests.pieces_jointes import echantillons as e
from tests.pieces_jointes.outils import pdf_de, pieces
from tests.pieces_jointes.seaweed import PREFIXE, Seaweed, entend

MIO = 1024 * 1024


def _cle(piece: str) -> str:
    return f"{PREFIXE}/pieces/{piece}"


@pytest.mark.parametrize("taille", [100_000, 12 * MIO], ids=["une_partie", "plusieurs"])
def test_un_fichier_va_et_revient(client_s3: Client, s3: Seaweed, taille: int) -> None:
    candidature, contenu = client_s3.creer(), pdf_de(taille)
    reponse = candidature.joindre("lettres", "Été.txt", contenu)
    assert reponse.status_code == 201
    piece = reponse.json()
    assert (piece["nom"], piece["taille"]) == ("Été.pdf", taille)
    assert piece["empreinte"] == sha256(contenu).hexdigest()
    assert _cle(piece["id"]) in s3.objets()

    ou = f"/pieces-jointes/{piece['id']}"
    assert candidature.appeler("GET", f"{ou}/contenu").content == contenu
    plage = {"Range": f"bytes=900-{taille - 900}"}
    partie = candidature.appeler("GET", f"{ou}/contenu", entetes=plage)
    assert (partie.status_code, partie.content) == (206, contenu[900 : taille - 899])

    assert candidature.appeler("DELETE", ou).status_code == 204
    assert _cle(piece["id"]) not in s3.objets()
    assert s3.inacheves() == []


@pytest.mark.parametrize(
    "contenu",
    [b"<!doctype html>", pdf_de(12 * MIO)[:-50], e.ajouter(e.docx(), {"a.bmp": bytes(101 * MIO)})],
    ids=["type", "tronque", "bombe"],
)
def test_un_refus_ne_laisse_rien(client_s3: Client, s3: Seaweed, contenu: bytes) -> None:
    candidature, avant = client_s3.creer(), s3.objets()
    assert candidature.joindre("lettres", "a.pdf", contenu).status_code == 415
    assert (s3.objets(), s3.inacheves(), pieces(candidature)) == (avant, [], [])


def test_un_fichier_s_isole_s_efface_et_se_retrouve_orphelin(
    s3: Seaweed, postgres: str, tmp_path: Path
) -> None:
    magasin, ids = Magasin(s3.reglages(postgres, tmp_path)), [uuid4() for _ in range(2)]

    async def isoler() -> list[str]:
        for id in (*ids, *ids, uuid4()):  # twice, as after a fault; and one that is not there
            await magasin.isoler(id)
        await magasin.effacer(ids[:1])
        lu = await inventorier(magasin, set(), Horloge().maintenant(), seul=True)
        return lu.orphelins

    for id in ids:
        obstore.put(s3.seau(), _cle(str(id)), b"contenu")
    avant = s3.objets()
    assert {_cle(str(id)) for id in ids} <= avant
    assert f"quarantaine/{ids[1]}" in asyncio.run(isoler())
    apres = {cle for cle in s3.objets() if any(str(id) in cle for id in ids)}
    assert apres == {f"{PREFIXE}/quarantaine/{ids[1]}"}
    obstore.delete(s3.seau(), *apres)


def test_le_demarrage_laisse_un_objet_recent(s3: Seaweed, postgres: str, tmp_path: Path) -> None:
    """It may be an upload of another process, whose row is still to come."""
    recent = _cle(str(uuid4()))
    obstore.put(s3.seau(), recent, b"en cours ailleurs")
    with servir(s3.reglages(postgres, tmp_path)):
        assert recent in s3.objets()
    obstore.delete(s3.seau(), recent)


def test_de_mauvaises_cles_ferment_le_magasin_sans_rien_perdre(
    s3: Seaweed, postgres: str, tmp_path: Path
) -> None:
    avant = s3.objets()
    with servir(s3.reglages(postgres, tmp_path, secret="faux")) as client:
        sante = client.get("/sante/pret")
        assert (sante.status_code, sante.json()["magasin"]) == (200, False)
        candidature: Candidature = client.creer({"contact": {"courriel": "a@example.fr"}})
        reponse = candidature.joindre("lettres", "a.pdf", e.pdf())
        assert reponse.status_code >= 500
        assert reponse.headers["content-type"] == "application/problem+json"
        assert "Signature" not in reponse.text
        assert pieces(candidature) == []
        assert candidature.lire()["dossier"]["contact"]["courriel"] == "a@example.fr"
    assert s3.objets() == avant


def test_de_bonnes_cles_rendent_le_service_pret(client_s3: Client) -> None:
    sante = client_s3.get("/sante/pret")
    assert (sante.status_code, sante.json()["magasin"]) == (200, True)


@pytest.mark.skipif(sys.platform != "linux", reason="127.0.0.2 is of this machine on Linux alone")
def test_ce_qui_ne_demande_pas_de_cle_ne_s_entend_que_de_lui_meme(s3: Seaweed) -> None:
    """As `compose.yaml` runs it: the filer gives, takes and deletes any file without one."""
    ouverts = {nom for nom, port in s3.ports.items() if entend("127.0.0.2", port)}
    assert ouverts == {"s3.port", "s3.port.grpc"}
    assert all(entend("127.0.0.1", port) for port in s3.ports.values())


@pytest.mark.parametrize("methode", ["GET", "PUT", "DELETE"])
def test_sans_la_cle_le_magasin_ne_donne_ni_ne_prend_rien(s3: Seaweed, methode: str) -> None:
    ou = f"http://127.0.0.1:{s3.s3}/candidatures/{PREFIXE}/pieces/x"
    assert httpx2.request(methode, ou, trust_env=False).status_code == 403
