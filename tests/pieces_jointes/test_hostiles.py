"""What strangers try at the door, over HTTP: names, disguises, bombs, lies about the length.

Each rule of the inspection has its own tests in `test_inspection.py`, `test_archives.py` and
`test_prologues.py`, names in `test_noms.py`, limits and refused forms in `test_televersement.py`,
interrupted uploads in `test_coupures.py`, known malware in `test_antivirus.py`; bombs and XML in a
workbook to be read, in `tests/plan_action/test_classeur.py`.
"""

import re
from urllib.parse import unquote

import pytest

from app.config import Settings
from tests.client import Client
from tests.pieces_jointes import echantillons as e
from tests.pieces_jointes import hostiles as h
from tests.pieces_jointes.outils import (
    FIN,
    MULTIPART,
    Envoi,
    envoyer,
    formulaire,
    magasin,
    partie,
    rien_de_stocke,
    texte,
)

_DISPOSITION = re.compile(
    r"attachment; filename=\"([^\"]+)\"; filename\*=UTF-8''([A-Za-z0-9._~%-]+)"
)
# Paths, commands, line ends, what turns the direction of writing.
_INTERDITS = re.compile("[/\\\\\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


# --- names: what is stored, and what a download says ---

NOMS = {
    "chemin": "../../x",
    "chemin_windows": "..\\\\..\\\\x",
    "chemin_code": "..%2f..%2fx",
    "absolu": "/etc/passwd",
    "nul": "a\0b.pdf",
    "commandes": "a\x07b\x1b[2Jc\x7f\x9b.pdf",
    "lignes": "a\u2028b\u2029c\x85.pdf",
    "trois_cents": "x" * 300,
    "trois_cents_accents": "é" * 300 + ".pdf",
    "de_droite_a_gauche": "releve\u202efdp.exe",
    "isolat": "a\u2066\u2067b\u2069.pdf",
    "peripherique": "CON",
    "peripherique_et_extension": "aux.pdf",
    "peripherique_large": "ＮＵＬ.pdf",
    "flux_cache": "lettre.pdf:cache.exe",
    "guillemet": 'a%22; filename="b.exe',
    "etoile": "a.pdf; filename*=UTF-8''b.exe",
    "points": "...",
    "html": "<img src=x onerror=alert(1)>.pdf",
}


@pytest.mark.parametrize("nom", NOMS.values(), ids=NOMS.keys())
def test_un_nom_hostile_ne_nuit_ni_au_magasin_ni_a_qui_telecharge(
    client: Client, reglages: Settings, nom: str
) -> None:
    candidature, avant = client.creer(), magasin(reglages)
    reponse = envoyer(candidature, formulaire(e.pdf(), nom))
    assert reponse.status_code == 201
    piece = reponse.json()
    assert magasin(reglages) - avant == {piece["id"]}  # never by the name
    rendu = candidature.appeler("GET", f"/pieces-jointes/{piece['id']}/contenu")
    dit = _DISPOSITION.fullmatch(rendu.headers["content-disposition"])
    assert dit is not None
    assert unquote(dit[2]) == piece["nom"]
    for garde in (piece["nom"], dit[1]):
        assert garde.endswith(".pdf")
        assert len(garde.encode()) <= 255
        assert not _INTERDITS.search(garde)
        assert not re.match(r"(con|aux|nul)\.|[. ]", garde, re.IGNORECASE)


@pytest.mark.parametrize(
    "disposition",
    [
        "; name=\"fichier\"; filename*=UTF-8''..%2F..%2Fx.pdf",
        '; name="fichier"; filename="a.pdf"; filename*=UTF-8\'\'..%2F..%2Fx.pdf',
        '; name="fichier"; filename="a.pdf"; filename="../../x.pdf"',
    ],
    ids=["etendu", "les_deux", "double"],
)
def test_un_nom_donne_autrement_n_est_pas_mieux_cru(client: Client, disposition: str) -> None:
    corps = texte() + partie(disposition, e.pdf()) + FIN
    reponse = envoyer(client.creer(), corps)
    assert reponse.status_code in (201, 422)
    if reponse.status_code == 201:
        assert reponse.json()["nom"] in ("a.pdf", "x.pdf")


# --- disguises and bombs ---

REFUSES: dict[str, tuple[bytes, str]] = {
    "gif_et_script": (b"GIF89a=1;/*" + bytes(20) + b"*/alert(document.domain)//", "type_refuse"),
    "gif_et_pdf": (b"GIF89a\x01\0\x01\0\0\0\0;" + e.pdf(), "second_format"),
    "gif_et_zip": (b"GIF89a\x01\0\x01\0\0\0\0;" + e.zipper({"a": "b"}), "second_format"),
    "pdf_et_zip": (e.pdf() + e.zipper({"a.html": "<script>"}), "second_format"),
    "pdf_et_docx": (e.pdf() + e.docx(), "second_format"),
    "jpeg_et_jar": (
        e.jpeg() + e.zipper({"META-INF/MANIFEST.MF": "Main-Class: A"}),
        "second_format",
    ),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "type_refuse"),
    "raccourci": (b"[InternetShortcut]\r\nURL=file://a.example/b\r\n", "type_refuse"),
    "bombe_plate": (
        e.ajouter(e.xlsx(), {"xl/worksheets/sheet9.xml": bytes(100 * 1024 * 1024)}),
        "archive_bombe",
    ),
    "bombe_imbriquee": (e.ajouter(e.xlsx(), {"xl/media/a.bin": h.poupees(5)}), "archive_bombe"),
    "bombe_nue": (h.poupees(5), "type_refuse"),
    "bombe_de_noms": (
        e.zipper(e.parties_docx() | {f"word/{rang}.xml": "" for rang in range(11_000)}),
        "archive_bombe",
    ),
    "bombe_xml": (e.ajouter(e.xlsx(), {"xl/sharedStrings2.xml": h.milliard()}), "archive_bombe"),
    "entite_exterieure": (
        e.ajouter(e.xlsx(), {"xl/a.xml": h.fichier_local()}),
        "archive_bombe",
    ),
}


@pytest.mark.parametrize(("contenu", "motif"), REFUSES.values(), ids=REFUSES.keys())
def test_un_fichier_deguise_ou_piege_reste_dehors(
    client: Client, reglages: Settings, contenu: bytes, motif: str
) -> None:
    candidature = client.creer()
    with rien_de_stocke(candidature, reglages):
        reponse = envoyer(candidature, formulaire(contenu, "lettre.pdf"))
    assert (reponse.status_code, reponse.json().get("motif")) == (415, motif)


@pytest.mark.parametrize("entetes", [{}, {"Range": "bytes=0-99"}], ids=["entier", "partie"])
def test_un_pdf_qui_porte_un_script_n_est_donne_qu_a_enregistrer(
    client: Client, entetes: dict[str, str]
) -> None:
    """Forms to fill in have scripts too: it is taken, and never shown in the service's name."""
    candidature, contenu = client.creer(), h.pdf_avec_script()
    assert b"/JavaScript" in contenu
    piece = candidature.joindre("lettres", "lettre.pdf", contenu).json()
    rendu = candidature.appeler("GET", f"/pieces-jointes/{piece['id']}/contenu", entetes=entetes)
    assert contenu.startswith(rendu.content)
    assert rendu.headers["content-type"] == "application/pdf"
    assert rendu.headers["content-disposition"].startswith("attachment;")
    assert rendu.headers["x-content-type-options"] == "nosniff"
    politique = {regle.strip() for regle in rendu.headers["content-security-policy"].split(";")}
    assert {"sandbox", "default-src 'none'"} <= politique


# --- lies ---


@pytest.mark.parametrize("type_", ["text/html", "image/svg+xml", "application/pdf\r\nX: y", "x"])
def test_le_type_annonce_d_un_fichier_ne_sert_a_rien(client: Client, type_: str) -> None:
    tete = f'; name="fichier"; filename="a.html"\r\nContent-Type: {type_}'
    candidature = client.creer()
    piece = envoyer(candidature, texte() + partie(tete, e.png()) + FIN).json()
    assert (piece["nom"], piece["type"]) == ("a.png", "image/png")
    rendu = candidature.appeler("GET", f"/pieces-jointes/{piece['id']}/contenu")
    assert rendu.headers["content-type"] == "image/png"
    assert "x" not in rendu.headers


@pytest.mark.parametrize("ecart", [-200, -5])
def test_un_corps_plus_long_qu_annonce_est_coupe_la(
    client: Client, reglages: Settings, ecart: int
) -> None:
    """What is beyond is another request, and no part of the file."""
    candidature, corps = client.creer(), formulaire(e.png())
    with (
        rien_de_stocke(candidature, reglages),
        Envoi(candidature, **{"Content-Length": str(len(corps) + ecart)}) as envoi,
    ):
        envoi.envoyer(corps)
        statut, probleme = envoi.reponse()
    assert statut == 400
    assert probleme["code"] in ("corps-illisible", "http-illisible")  # that, or what follows


LONGUEURS = {
    "negative": {"Content-Length": "-1"},
    "en_lettres": {"Content-Length": "douze"},
    "signee": {"Content-Length": "+5"},
    "deux": {"Content-Length": "5", "content-length": "6"},
    "demesuree": {"Content-Length": "9" * 30},
    "et_morceaux": {"Content-Length": "5", "Transfer-Encoding": "chunked"},
    "codage_inconnu": {"Transfer-Encoding": "chunked, identity"},
}


@pytest.mark.parametrize("entetes", LONGUEURS.values(), ids=LONGUEURS.keys())
def test_une_longueur_qui_n_en_est_pas_une_est_refusee(
    client: Client, reglages: Settings, entetes: dict[str, str]
) -> None:
    """Two readers that disagree on where a request ends are how another is smuggled in."""
    candidature = client.creer()
    with rien_de_stocke(candidature, reglages), Envoi(candidature, **entetes) as envoi:
        envoi.envoyer(b"5\r\nabcde\r\n0\r\n\r\n")
        assert envoi.statut() in (400, 413, 501)


def test_un_formulaire_sous_un_autre_type_est_refuse(client: Client, reglages: Settings) -> None:
    candidature = client.creer()
    with rien_de_stocke(candidature, reglages):
        for type_ in (
            "application/pdf",
            "application/json",
            MULTIPART.replace("form-data", "mixed"),
        ):
            assert envoyer(candidature, formulaire(e.pdf()), type_).status_code == 415
