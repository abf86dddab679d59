"""The files of deposits as one archive: whole, in parts, of whom, and what is not in it."""

import csv
import random
from collections.abc import AsyncIterator, Generator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO, StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any, Final
from uuid import UUID
from zipfile import ZipFile

import httpx2
import pytest
from structlog.testing import capture_logs

from app.config import Settings
from app.exports import archiver_les_fichiers
from app.kit.files.slots import Places
from app.kit.files.storage import FichierPerdu, Magasin
from app.kit.web.problems import Indisponible
from app.pieces_jointes.completer_crc32 import completer_crc32
from tests.bases import base_migree, sql
from tests.candidatures.outils import probleme
from tests.client import Candidature, Client, Json
from tests.conftest import reglages_pour, servir
from tests.depots.pieces import FICHIERS, depot
from tests.instruction.dossiers import AMIENS, ROUEN, Agent, agent, deposee_en
from tests.instruction.test_courriels_au_demandeur import faire
from tests.pieces_jointes.echantillons import pdf

_PLUSIEURS: Final = "/pieces-jointes.zip"


@dataclass(frozen=True)
class _Ici:
    client: Client
    reglages: Settings
    url: str

    def pieces(self) -> Path:
        return self.reglages.donnees / "fichiers" / "pieces"


@pytest.fixture(scope="module")
def ici(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[_Ici]:
    with base_migree(postgres) as url:
        reglages = reglages_pour(url, tmp_path_factory.mktemp("archives"), bac_a_sable=True)
        with servir(reglages) as client:
            yield _Ici(client, reglages, url)


@pytest.fixture
def dossier(ici: _Ici) -> Candidature:
    """The only one there is, deposited once."""
    ici.client.post("/v1/bac-a-sable/reinitialiser").raise_for_status()
    return deposee_en(ici.client, ROUEN)


@pytest.fixture
def normand(ici: _Ici, dossier: Candidature) -> Agent:
    """A key of theirs, which emptying the sandbox takes away."""
    assert dossier.id
    return agent(ici.client, ici.url, "28")


def _un(dossier: Candidature, rang: int = 1) -> str:
    return f"/candidatures/{dossier.id}/depots/{rang}/pieces-jointes.zip"


def _archive(reponse: httpx2.Response) -> ZipFile:
    assert reponse.status_code == 200, reponse.text
    assert reponse.headers["content-length"] == str(len(reponse.content))
    archive = ZipFile(BytesIO(reponse.content))
    assert archive.testzip() is None
    assert archive.namelist()[0] == "manifeste.csv"
    return archive


def _lignes(archive: ZipFile) -> list[Json]:
    texte = archive.read("manifeste.csv").decode("utf-8-sig")
    return [*csv.DictReader(StringIO(texte, newline=""), delimiter=";")]


def test_un_depot_ses_fichiers_et_leur_manifeste(dossier: Candidature, normand: Agent) -> None:
    numero = depot(dossier)["numero"]
    dossier.joindre("lettres", "Après.pdf", pdf()).raise_for_status()
    archive = _archive(normand.appeler("GET", _un(dossier)))
    attendus = {
        f"{rubrique}/{rang:02}-{nom}": contenu
        for rang, (rubrique, (nom, contenu)) in enumerate(FICHIERS.items(), start=1)
    }
    lus = {nom: archive.read(nom) for nom in archive.namelist()[1:]}
    (repertoire,) = {nom.split("/")[0] for nom in lus}
    assert repertoire.startswith(f"{numero} - ")
    assert lus == {f"{repertoire}/{nom}": contenu for nom, contenu in attendus.items()}
    for ligne in _lignes(archive):
        contenu = lus[ligne["chemin"]]
        assert (ligne["dossier"], ligne["depot"], ligne["absence"]) == (numero, "1", "")
        assert ligne["taille"] == str(len(contenu))
        assert ligne["sha256"] == sha256(contenu).hexdigest()
    probleme(normand.appeler("GET", _un(dossier, 2)), 404, "introuvable")


def test_coupee_vingt_fois_elle_se_reprend(dossier: Candidature, normand: Agent) -> None:
    entiere = normand.appeler("GET", _un(dossier))
    etiquette, taille = entiere.headers["etag"], len(entiere.content)
    assert entiere.headers["content-type"] == "application/zip"
    tete = normand.appeler("HEAD", _un(dossier))
    assert (tete.headers["content-length"], tete.content) == (str(taille), b"")
    alea, recus = random.Random(7), b""  # noqa: S311
    coupures = sorted({alea.randrange(1, taille) for _ in range(20)} | {0, taille})
    for debut, fin in pairwise(coupures):
        entetes = {"Range": f"bytes={debut}-{fin - 1}", "If-Range": etiquette}
        partie = normand.appeler("GET", _un(dossier), headers=entetes)
        assert partie.status_code == 206
        assert partie.headers["content-range"] == f"bytes {debut}-{fin - 1}/{taille}"
        recus += partie.content
    assert sha256(recus).digest() == sha256(entiere.content).digest()
    for entetes, statut in (
        ({"Range": f"bytes={taille}-"}, 416),
        ({"Range": "bytes=0-9", "If-Range": '"autre"'}, 200),
        ({"If-None-Match": etiquette}, 304),
    ):
        rendue = normand.appeler("GET", _un(dossier), headers=entetes)
        assert rendue.status_code == statut


def test_ce_qui_manque_est_dans_le_manifeste_seul(
    ici: _Ici, dossier: Candidature, normand: Agent
) -> None:
    for nom in ("Virus.pdf", "=Attend.pdf", "Perdu.pdf"):
        dossier.joindre("lettres", nom, pdf()).raise_for_status()
    dossier.deposer().raise_for_status()
    avant = normand.appeler("GET", _un(dossier, 2)).headers["etag"]
    ids = {piece["nom"]: piece["id"] for piece in depot(dossier, 2)["pieces"]}
    for nom, etat in (("Virus.pdf", "infecte"), ("=Attend.pdf", "en_attente")):
        sql(ici.url, f"UPDATE piece_jointe SET antivirus = '{etat}' WHERE id = '{ids[nom]}'")
    (ici.pieces() / ids["Perdu.pdf"]).unlink()
    reponse = normand.appeler("GET", _un(dossier, 2))
    assert reponse.headers["etag"] != avant
    archive = _archive(reponse)
    absents = {ligne["nom"]: ligne for ligne in _lignes(archive) if ligne["absence"]}
    assert {nom: ligne["absence"].split()[0] for nom, ligne in absents.items()} == {
        "Virus.pdf": "infecté",
        "'=Attend.pdf": "en",
        "Perdu.pdf": "introuvable",
    }
    assert all(not ligne["chemin"] and len(ligne["sha256"]) == 64 for ligne in absents.values())
    assert len(archive.namelist()) == 1 + len(FICHIERS)


def test_plusieurs_dossiers_le_dernier_depot_de_chacun(
    ici: _Ici, dossier: Candidature, normand: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier.joindre("lettres", "Seconde.pdf", pdf()).raise_for_status()
    dossier.deposer().raise_for_status()
    picard = deposee_en(ici.client, AMIENS, region="32")
    tous = agent(ici.client, ici.url)
    numeros = [depot(une)["numero"] for une in (dossier, picard)]

    def dits(qui: Agent, **filtres: str) -> list[tuple[str, str]]:
        lignes = _lignes(_archive(qui.appeler("GET", _PLUSIEURS, params=filtres)))
        return sorted({(ligne["dossier"], ligne["depot"]) for ligne in lignes})

    assert dits(tous) == sorted([(numeros[0], "2"), (numeros[1], "1")])
    assert dits(tous, region="32") == [(numeros[1], "1")]
    assert dits(normand) == [(numeros[0], "2")]
    assert dits(normand, region="32") == []
    vue = {"nom": "Picards", "filtres": [{"nom": "region", "valeurs": ["32"]}], "colonnes": []}
    autres = {"tri": "recu_le", "partage": "moi"}
    faite = tous.appeler("POST", "/vues", json={**vue, **autres})
    assert dits(tous, vue=faite.raise_for_status().json()["id"]) == [(numeros[1], "1")]
    inconnu = tous.appeler("GET", _PLUSIEURS, params={"limite": "5"})
    probleme(inconnu, 422, "requete-invalide")
    monkeypatch.setattr(archiver_les_fichiers, "DOSSIERS_MAX", 1)
    refus = probleme(tous.appeler("GET", _PLUSIEURS), 409, "vue-trop-large")
    assert refus["maximum"] == 1


def test_d_une_autre_region_rien(ici: _Ici, dossier: Candidature) -> None:
    ailleurs = agent(ici.client, ici.url, "53")
    probleme(ailleurs.appeler("GET", _un(dossier)), 404, "introuvable")
    assert _lignes(_archive(ailleurs.appeler("GET", _PLUSIEURS))) == []


def test_ce_qu_une_version_d_avant_a_pris_se_relit_d_abord(
    ici: _Ici, dossier: Candidature, normand: Agent
) -> None:
    avant = normand.appeler("GET", _un(dossier)).content
    sql(ici.url, "UPDATE piece_jointe SET crc32 = NULL")
    attendre = normand.appeler("GET", _un(dossier))
    probleme(attendre, 503, "indisponible")
    assert attendre.headers["retry-after"] == "300"
    _, perdue = (piece["id"] for piece in depot(dossier)["pieces"])
    (ici.pieces() / perdue).unlink()
    faire(ici.reglages, lambda services: completer_crc32(services, {}))
    assert sql(ici.url, "SELECT id::text FROM piece_jointe WHERE crc32 IS NULL") == [(perdue,)]
    archive = _archive(normand.appeler("GET", _un(dossier)))
    (relu,) = archive.namelist()[1:]
    assert archive.read(relu) == ZipFile(BytesIO(avant)).read(relu)


def test_un_fichier_altere_n_empeche_pas_d_avoir_les_autres(
    ici: _Ici, dossier: Candidature, normand: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    # In the order in which they are read: the one that fails is not the last.
    muet, altere = sorted(ici.pieces() / piece["id"] for piece in depot(dossier)["pieces"])
    altere.write_bytes(bytes(altere.stat().st_size))
    sql(ici.url, "UPDATE piece_jointe SET crc32 = NULL")
    lire = Magasin.lire

    async def se_taire(magasin: Magasin, id: UUID, debut: int, fin: int) -> AsyncIterator[bytes]:
        if id == UUID(muet.name):
            raise TimeoutError
        return await lire(magasin, id, debut, fin)

    with monkeypatch.context() as panne:
        panne.setattr(Magasin, "lire", se_taire)
        faire(ici.reglages, lambda services: completer_crc32(services, {}))
    relus = "SELECT id::text FROM piece_jointe WHERE crc32 IS NOT NULL"
    assert sql(ici.url, relus) == [(altere.name,)]
    probleme(normand.appeler("GET", _un(dossier)), 503, "indisponible")
    faire(ici.reglages, lambda services: completer_crc32(services, {}))
    archive = _archive(normand.appeler("GET", _un(dossier)))
    absences = {ligne["nom"]: ligne["absence"].split(" ")[0] for ligne in _lignes(archive)}
    assert sorted(absences.values()) == ["", "altéré"]
    assert len(archive.namelist()) == 2


def test_peu_se_font_a_la_fois_et_le_journal_dit_pour_qui(
    dossier: Candidature, normand: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    with capture_logs() as lignes:
        taille = len(normand.appeler("GET", _un(dossier)).content)
        normand.appeler("GET", _PLUSIEURS)
    prises = [ligne for ligne in lignes if ligne["event"] == "archive_prise"]
    assert [prise["dossiers"] for prise in prises] == [1, 1]
    assert prises[0]["octets"] == taille
    assert UUID(prises[0]["agent"])
    prendre = Places.prendre

    def refuser(places: Places, abonne: str, jeton: object = None) -> Any:
        if jeton is not None:
            raise Indisponible
        return prendre(places, abonne)

    monkeypatch.setattr(Places, "prendre", refuser)
    for chemin in (_un(dossier), _PLUSIEURS):
        probleme(normand.appeler("GET", chemin), 503, "indisponible")


def test_un_magasin_qui_change_en_route_coupe_la_reponse(
    dossier: Candidature, normand: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is received is never a whole archive."""
    perdue = UUID(depot(dossier)["pieces"][-1]["id"])
    lire = Magasin.lire

    async def perdre(magasin: Magasin, id: UUID, debut: int, fin: int) -> AsyncIterator[bytes]:
        if id == perdue:
            raise FichierPerdu(id)
        return await lire(magasin, id, debut, fin)

    monkeypatch.setattr(Magasin, "lire", perdre)
    with pytest.raises(httpx2.RemoteProtocolError):
        normand.appeler("GET", _un(dossier))
