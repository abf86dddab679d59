"""Reading a file back: metadata, whole, in part, unchanged, and by whom."""

from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import unquote

import httpx2
import pytest

from tests.client import Candidature, Client
from tests.pieces_jointes import echantillons as e
from tests.pieces_jointes.outils import pieces

CONTENU = e.pdf()
TAILLE = len(CONTENU)
EMPREINTE = sha256(CONTENU).hexdigest()


@dataclass
class Jointe:
    """A PDF attached to a candidature."""

    candidature: Candidature
    id: str

    def lire(self, **entetes: str) -> httpx2.Response:
        entetes = {nom.replace("_", "-"): valeur for nom, valeur in entetes.items()}
        return self.candidature.appeler(
            "GET", f"/pieces-jointes/{self.id}/contenu", entetes=entetes
        )


@pytest.fixture(scope="module")
def jointe(client: Client) -> Jointe:
    candidature = client.creer()
    piece = candidature.joindre("lettres", "Délibération n° 3.pdf", CONTENU).json()
    return Jointe(candidature, piece["id"])


def test_rend_le_fichier_entier(jointe: Jointe) -> None:
    reponse = jointe.lire()
    assert (reponse.status_code, reponse.content) == (200, CONTENU)
    assert reponse.headers["content-length"] == str(TAILLE)
    assert reponse.headers["content-type"] == "application/pdf"
    assert reponse.headers["etag"] == f'"{EMPREINTE}"'
    assert reponse.headers["accept-ranges"] == "bytes"


def test_le_navigateur_n_execute_ni_ne_devine_rien(jointe: Jointe) -> None:
    entetes = jointe.lire().headers
    assert entetes["x-content-type-options"] == "nosniff"
    assert entetes["content-security-policy"].startswith("sandbox;")
    assert entetes["content-disposition"].startswith("attachment;")
    assert entetes["cache-control"].startswith("private")


def test_le_nom_garde_ses_accents_pour_qui_les_lit(jointe: Jointe) -> None:
    """RFC 6266: an ASCII name for old clients, the true one in RFC 8187's encoding."""
    _, simple, complet = jointe.lire().headers["content-disposition"].split("; ")
    assert simple == 'filename="Deliberation n 3.pdf"'
    nom = complet.removeprefix("filename*=UTF-8''")
    assert nom.isascii()
    assert unquote(nom) == "Délibération n° 3.pdf"


@pytest.mark.parametrize(
    "connues", ['"{}"', 'W/"{}"', '"autre", "{}"', "*"], ids=["fort", "faible", "liste", "tout"]
)
def test_ne_renvoie_pas_ce_que_le_client_a_deja(jointe: Jointe, connues: str) -> None:
    reponse = jointe.lire(If_None_Match=connues.replace("{}", EMPREINTE), Range="bytes=0-9")
    assert (reponse.status_code, reponse.content) == (304, b"")
    assert reponse.headers["etag"] == f'"{EMPREINTE}"'


def test_renvoie_ce_que_le_client_n_a_pas(jointe: Jointe) -> None:
    assert jointe.lire(If_None_Match='"autre"').content == CONTENU


PLAGES: dict[str, tuple[str, int, int]] = {
    "debut": ("bytes=0-99", 0, 100),
    "milieu": ("bytes=100-199", 100, 200),
    "un_octet": ("bytes=5-5", 5, 6),
    "ouverte": ("bytes=1000-", 1000, TAILLE),
    "fin": ("bytes=-50", TAILLE - 50, TAILLE),
    "au_dela": (f"bytes=1000-{TAILLE * 2}", 1000, TAILLE),
    "fin_plus_longue": (f"bytes=-{TAILLE * 2}", 0, TAILLE),
    "dernier_octet": (f"bytes={TAILLE - 1}-", TAILLE - 1, TAILLE),
}


@pytest.mark.parametrize(("plage", "debut", "apres"), PLAGES.values(), ids=PLAGES.keys())
def test_rend_une_plage(jointe: Jointe, plage: str, debut: int, apres: int) -> None:
    reponse = jointe.lire(Range=plage)
    assert (reponse.status_code, reponse.content) == (206, CONTENU[debut:apres])
    assert reponse.headers["content-range"] == f"bytes {debut}-{apres - 1}/{TAILLE}"
    assert reponse.headers["content-length"] == str(apres - debut)


@pytest.mark.parametrize("plage", [f"bytes={TAILLE}-", f"bytes={TAILLE}-{TAILLE + 9}", "bytes=-0"])
def test_refuse_une_plage_hors_du_fichier(jointe: Jointe, plage: str) -> None:
    reponse = jointe.lire(Range=plage)
    assert (reponse.status_code, reponse.json()["code"]) == (416, "plage-invalide")
    assert reponse.headers["content-range"] == f"bytes */{TAILLE}"


@pytest.mark.parametrize(
    "plage",
    ["bytes=-", "bytes=a-b", "bytes=9-3", "bytes", "lignes=0-9", "bytes=0-9,20-29", "bytes=0x1-9"],
)
def test_ignore_une_plage_qu_il_ne_comprend_pas(jointe: Jointe, plage: str) -> None:
    """RFC 9110, 14.2: a server may ignore the header; it must when it cannot read it."""
    reponse = jointe.lire(Range=plage)
    assert (reponse.status_code, reponse.content) == (200, CONTENU)


def test_reprend_un_telechargement_du_meme_fichier(jointe: Jointe) -> None:
    reponse = jointe.lire(Range="bytes=100-", If_Range=f'"{EMPREINTE}"')
    assert (reponse.status_code, reponse.content) == (206, CONTENU[100:])


@pytest.mark.parametrize(
    "valideur",
    ['"autre"', f'W/"{EMPREINTE}"', "Mon, 18 Sep 2023 07:00:00 GMT"],
    ids=["autre", "faible", "date"],
)
def test_rend_tout_quand_le_fichier_n_est_plus_celui_la(jointe: Jointe, valideur: str) -> None:
    """RFC 9110, 13.1.5: a weak tag never matches in `If-Range`."""
    reponse = jointe.lire(Range="bytes=100-", If_Range=valideur)
    assert (reponse.status_code, reponse.content) == (200, CONTENU)


def test_rend_un_grand_fichier_par_morceaux(client: Client) -> None:
    candidature = client.creer()
    grand = CONTENU[:1000] + bytes(range(256)) * 8192 + CONTENU
    piece = Jointe(candidature, candidature.joindre("bilan", "a.pdf", grand).json()["id"])
    assert piece.lire().content == grand
    assert piece.lire(Range="bytes=1000001-1600000").content == grand[1_000_001:1_600_001]


# --- whose --------------------------------------------------------------------------------


@pytest.mark.parametrize("suite", ["", "/contenu"])
def test_un_autre_jeton_ne_lit_pas_le_fichier(client: Client, jointe: Jointe, suite: str) -> None:
    autre = client.creer()
    ou = f"/pieces-jointes/{jointe.id}{suite}"
    assert autre.appeler("GET", ou).status_code == 404
    intrus = Candidature(client, jointe.candidature.id, autre.jeton, {})
    assert intrus.appeler("GET", ou).status_code == 404
    assert client.get(jointe.candidature.url + ou).status_code == 401


@pytest.mark.parametrize("methode", ["GET", "DELETE"])
@pytest.mark.parametrize(
    ("piece", "statut"), [("00000000-0000-4000-8000-000000000000", 404), ("abc", 422)]
)
def test_un_fichier_inconnu_se_dit(client: Client, methode: str, piece: str, statut: int) -> None:
    assert client.creer().appeler(methode, f"/pieces-jointes/{piece}").status_code == statut


def test_liste_dans_l_ordre_d_arrivee(client: Client) -> None:
    candidature = client.creer()
    for rang, heure in enumerate(["10:00", "09:30", "11:00"]):
        horloge = {"X-Horloge": f"2023-09-19T{heure}:00+02:00"}
        candidature.joindre("lettres", f"{rang}.png", e.png(), **horloge)
    listees = pieces(candidature)
    assert [piece["nom"] for piece in listees] == ["1.png", "0.png", "2.png"]
    for piece in listees:
        assert candidature.appeler("GET", f"/pieces-jointes/{piece['id']}").json() == piece
