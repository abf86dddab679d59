"""Text stays text: in the database, in JSON, in the PDF, in the archive, in mail, in a search."""

import json
import re
from io import BytesIO
from typing import Any, Final, cast
from zipfile import ZipFile

import httpx2
import pytest
from pypdf import PdfReader

from app.acces.droits import Portee
from app.formulaire.types import nettoyer
from app.publication.referentiels import simplifier
from tests.acces.temoins import nouvelle_cle
from tests.bases import sql
from tests.candidatures.outils import probleme
from tests.client import Candidature, Client
from tests.depots.pieces import accuse, depot, prete
from tests.menaces.textes import COURRIEL, HOSTILES, champs, deposable, partout
from tests.pieces_jointes.echantillons import pdf
from tests.portails.outils import PREFIXE

chaque_texte: Final = pytest.mark.parametrize("texte", HOSTILES.values(), ids=HOSTILES.keys())
# Drawn one over the other, which no reader of PDF takes apart again.
_SUPERPOSES: Final = HOSTILES["accents_seuls"]


@pytest.fixture(scope="module", autouse=True)
def intacte(postgres: str) -> Any:
    """Nothing typed has changed the tables themselves."""
    requete = "SELECT table_name, column_name FROM information_schema.columns ORDER BY 1, 2"
    avant = sql(postgres, requete)
    yield
    assert sql(postgres, requete) == avant


def test_aucun_champ_n_est_oublie() -> None:
    """Of the form's own description; what is not free has values of its own, all in one list."""
    assert partout("x")[1] == champs().keys()
    fermes = {genre for lieu, genre in champs().items() if lieu not in deposable("x")[1]}
    assert fermes == {"siret", "categorie_juridique", "siren", "choix", "date", "telephone"}


@chaque_texte
def test_un_brouillon_le_rend_a_l_octet_pres_d_ou_qu_il_vienne(client: Client, texte: str) -> None:
    dossier, _ = partout(texte)
    candidature = client.creer(dossier)
    assert candidature.lire()["dossier"] == dossier
    modifiee = client.creer()
    assert modifiee.modifier(dossier).status_code == 200
    assert modifiee.lire()["dossier"] == dossier


def test_un_portail_aussi(client: Client, postgres: str) -> None:
    portees = (Portee.CANDIDATURES_LIRE, Portee.CANDIDATURES_ECRIRE)
    entetes = {"Authorization": f"Bearer {nouvelle_cle(postgres, *portees)[1]}"}
    for nom, texte in HOSTILES.items():
        dossier, _ = partout(texte)
        adresse = f"{PREFIXE}/{nom}"
        client.put(adresse, json={"dossier": dossier}, headers=entetes).raise_for_status()
        assert client.get(adresse, headers=entetes).json()["dossier"] == dossier


@chaque_texte
def test_une_cle_hostile_est_refusee_a_sa_place(client: Client, texte: str) -> None:
    """As the name of a member it is unknown, and told by a pointer that leads there."""
    reponse = client.post("/v1/candidatures", json={"dossier": {"contact": {texte: "x"}}})
    (erreur,) = probleme(reponse, 422, "forme-refusee")["erreurs"]
    echappe = texte.replace("~", "~0").replace("/", "~1")
    assert (erreur["code"], erreur["pointeur"]) == ("champ_inconnu", f"/contact/{echappe}")


def test_ce_que_nul_ne_peut_garder_est_refuse(client: Client) -> None:
    """NUL, half of a surrogate pair, bytes that are not UTF-8, overlong or not."""
    candidature = client.creer()
    for membre in (b"a\\u0000b", b"\\ud800", b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"a\x00b"):
        reponse = candidature.modifier(b'{"contact": {"nom_prenom": "%s"}}' % membre)
        assert reponse.status_code in (400, 422), membre
    assert candidature.lire()["dossier"] == {}


@chaque_texte
def test_un_depot_son_accuse_et_l_archive_le_montrent_tel_quel(client: Client, texte: str) -> None:
    dossier, _ = deposable(texte)
    candidature = prete(client, dossier)
    assert candidature.deposer().status_code == 201
    fige = nettoyer(texte)
    instantane = depot(candidature)["instantane"]
    assert instantane["plan_action"]["actions"][1]["partenaires"][0]["nom"] == fige
    recu = accuse(candidature, accept="application/json").json()["accuse"]
    assert (recu["nom_territoire"], recu["demandeur"]["denomination"]) == (fige, fige)
    _montre_le_pdf(accuse(candidature, accept="application/pdf"), fige)
    _contient_l_archive(candidature, dossier)


def _montre_le_pdf(reponse: httpx2.Response, texte: str) -> None:
    """A receipt of one page, with the text twice, and nothing that runs."""
    vu, racine = _texte(reponse), cast(Any, PdfReader(BytesIO(reponse.content)).root_object)
    assert not {"/OpenAction", "/AA", "/AcroForm", "/Names"} & racine.keys()
    assert "root:x:0:0" not in vu
    if texte != _SUPERPOSES:
        dessine = "".join(c if c.isascii() and c.isprintable() else _nommer(c) for c in texte)
        assert _serre(dessine) in vu


def _texte(reponse: httpx2.Response) -> str:
    return _serre("".join(p.extract_text() for p in PdfReader(BytesIO(reponse.content)).pages))


def _serre(texte: str) -> str:
    return re.sub(r"[\s\u200b\u00a0]", "", texte)


def _nommer(caractere: str) -> str:
    return f"[U+{ord(caractere):04X}]"


def _contient_l_archive(candidature: Candidature, dossier: Any) -> None:
    reponse = candidature.appeler("GET", "/export")
    with ZipFile(BytesIO(reponse.content)) as archive:
        assert json.loads(archive.read("candidature.json"))["dossier"] == dossier
        assert not [nom for nom in archive.namelist() if not re.fullmatch(r"[\w./' -]+", nom)]


@chaque_texte
def test_une_recherche_le_lit_comme_des_mots(client: Client, postgres: str, texte: str) -> None:
    """Of which every deposit found has each: no wildcard, no operator."""
    cle = nouvelle_cle(postgres, Portee.INSTRUCTION_LECTURE)[1]
    entetes, q = {"Authorization": f"Bearer {cle}"}, {"q": texte[:100]}
    ici = "/v1/instruction/candidatures"
    reponse = client.get(ici, params=q, headers=entetes)
    for trouvee in reponse.raise_for_status().json()["candidatures"]:
        depot = f"{ici}/{trouvee['id']}/depots/{trouvee['depot']}"
        lu = simplifier(client.get(depot, headers=entetes).raise_for_status().text)
        assert all(mot in lu for mot in simplifier(texte[:100]).split())
    client.get("/v1/referentiels/epci", params=q).raise_for_status()


def test_un_courriel_hostile_n_ajoute_rien_au_message(client: Client) -> None:
    """The applicant's address is quoted to whom they invite: it stays in its line."""
    candidature = client.creer({"demandeur": {"courriel": COURRIEL}})
    invitation = {"courriel": COURRIEL, "role": "lecture"}
    assert candidature.appeler("POST", "/acces", json=invitation).status_code == 201
    for faux in (
        f"{COURRIEL}\r\nBcc: a@voleur.example",
        f"{COURRIEL}, a@voleur.example",
        "<a@b.fr>",
    ):
        refus = candidature.appeler("POST", "/acces", json={"courriel": faux, "role": "lecture"})
        assert refus.status_code == 422


def test_un_nom_de_fichier_hostile_est_dans_l_accuse(client: Client) -> None:
    noms = [texte for texte in HOSTILES.values() if texte.isascii() and texte.isprintable()]
    candidature = prete(client)
    for nom in noms[:18]:
        assert candidature.joindre("lettres", f"{nom}.pdf", pdf()).status_code == 201
    assert candidature.deposer().status_code == 201
    pieces = [piece["nom"] for piece in depot(candidature)["pieces"]]
    vu = _texte(accuse(candidature, accept="application/pdf"))
    assert all(_serre(nom) in vu for nom in pieces)
