"""Attaching a file: what is taken, what is refused, and that a refusal leaves nothing."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

import pytest

from app.config import Settings
from app.pieces_jointes.verdict import TypeFichier
from tests.client import Client
from tests.pieces_jointes import echantillons as e
from tests.pieces_jointes.outils import (
    CLOTURE,
    FIN,
    MULTIPART,
    Envoi,
    envoyer,
    fichier,
    formulaire,
    partie,
    pdf_de,
    pieces,
    rien_de_stocke,
    texte,
)

MIO = 1024 * 1024


@pytest.mark.parametrize("genre", TypeFichier)
def test_accepte_chaque_type_quels_que_soient_son_nom_et_son_type_annonces(
    client: Client, genre: TypeFichier
) -> None:
    candidature, contenu = client.creer(), e.ACCEPTES[genre]
    reponse = candidature.appeler(
        "POST",
        "/pieces-jointes",
        data={"rubrique": "bilan"},
        files={"fichier": ("C:\\Bilan d'été\\réunion.exe", contenu, "text/html")},
        entetes={"X-Horloge": "2023-09-19T08:00:00.5+02:00"},
    )
    assert reponse.status_code == 201
    piece = reponse.json()
    assert datetime.fromisoformat(piece.pop("jointe_le")) == datetime.fromisoformat(
        "2023-09-19T08:00:00.5+02:00"
    )
    assert piece == {
        "id": piece["id"],
        "rubrique": "bilan",
        "nom": f"réunion{genre.extension}",
        "type": genre.value,
        "taille": len(contenu),
        "empreinte": sha256(contenu).hexdigest(),
        "antivirus": "non_analyse",
    }
    assert reponse.headers["location"] == f"{candidature.url}/pieces-jointes/{piece['id']}"
    assert pieces(candidature) == [reponse.json()]
    contenu_rendu = candidature.appeler("GET", f"/pieces-jointes/{piece['id']}/contenu")
    assert (contenu_rendu.content, contenu_rendu.headers["content-type"]) == (contenu, genre.value)


REFUSES = {
    "page_web": ("page.html", b"<!doctype html><script>alert(1)</script>", "type_refuse"),
    "renomme": ("lettre.pdf", b"MZ\x90\0" + bytes(200), "type_refuse"),
    "zip_renomme": ("plan.xlsx", e.zipper({"photo.txt": "bonjour"}), "type_refuse"),
    "macros": ("plan.xlsx", e.xlsx(b"\xd0\xcf\x11\xe0 projet"), "macros"),
    "chiffre": ("plan.xlsx", e.ole("EncryptionInfo", "EncryptedPackage"), "fichier_chiffre"),
    "bombe": ("plan.docx", e.ajouter(e.docx(), {"word/a.bmp": bytes(101 * MIO)}), "archive_bombe"),
    "second_format": ("lettre.pdf", e.pdf() + e.zipper({"a": "b"}), "second_format"),
    "vide": ("lettre.pdf", b"", "fichier_vide"),
    "tronque": ("lettre.pdf", e.pdf()[:-40], "fichier_tronque"),
}


@pytest.mark.parametrize(("nom", "contenu", "motif"), REFUSES.values(), ids=REFUSES.keys())
def test_refuse_un_fichier_et_dit_pourquoi(
    client: Client, reglages: Settings, nom: str, contenu: bytes, motif: str
) -> None:
    candidature = client.creer()
    with rien_de_stocke(candidature, reglages):
        reponse = candidature.joindre("lettres", nom, contenu)
    assert reponse.status_code == 415
    probleme = reponse.json()
    assert (probleme["code"], probleme["motif"]) == ("fichier-refuse", motif)
    assert probleme["detail"].startswith(("Ce ", "Le contenu"))


LETTRE = fichier(e.pdf())
FAUTES: dict[str, tuple[bytes, str, int, str]] = {
    "rubrique_inconnue": (texte("statuts") + LETTRE + FIN, MULTIPART, 422, "requete-invalide"),
    "rubrique_absente": (LETTRE + FIN, MULTIPART, 422, "requete-invalide"),
    "fichier_absent": (texte() + FIN, MULTIPART, 422, "requete-invalide"),
    "fichier_en_texte": (
        texte() + texte("%PDF-1.7", "fichier") + FIN,
        MULTIPART,
        422,
        "requete-invalide",
    ),
    "deux_fichiers": (texte() + LETTRE + LETTRE + FIN, MULTIPART, 422, "requete-invalide"),
    "champ_inconnu": (texte() + LETTRE + texte("a", "nom") + FIN, MULTIPART, 422, "requete-"),
    "fichier_mal_nomme": (
        texte() + fichier(e.pdf(), champ="piece") + FIN,
        MULTIPART,
        422,
        "requete-invalide",
    ),
    "champ_trop_long": (texte("a" * 2000) + LETTRE + FIN, MULTIPART, 422, "requete-invalide"),
    "json": (b"{}", "application/json", 415, "type-de-contenu-refuse"),
    "sans_type": (formulaire(e.pdf()), "", 415, "type-de-contenu-refuse"),
    "sans_frontiere": (formulaire(e.pdf()), "multipart/form-data", 415, "type-de-contenu-refuse"),
    "autre_frontiere": (formulaire(e.pdf()), MULTIPART + "-bis", 400, "corps-illisible"),
    "sans_fin": (texte() + LETTRE, MULTIPART, 400, "corps-illisible"),
    "vide": (b"", MULTIPART, 400, "corps-illisible"),
    "partie_sans_nom": (texte() + partie("", b"a") + LETTRE + FIN, MULTIPART, 400, "corps-"),
    "trop_de_parties": (texte() * 10 + LETTRE + FIN, MULTIPART, 400, "corps-illisible"),
}


@pytest.mark.parametrize(("corps", "type_", "statut", "code"), FAUTES.values(), ids=FAUTES.keys())
def test_refuse_un_formulaire_fautif(
    client: Client, reglages: Settings, corps: bytes, type_: str, statut: int, code: str
) -> None:
    candidature = client.creer()
    with rien_de_stocke(candidature, reglages):
        reponse = envoyer(candidature, corps, type_)
    assert reponse.status_code == statut
    assert reponse.json()["code"].startswith(code)


def test_accepte_la_rubrique_apres_le_fichier(client: Client) -> None:
    reponse = envoyer(client.creer(), LETTRE + texte("plan_action_operationnel") + FIN)
    assert reponse.json()["rubrique"] == "plan_action_operationnel"


# --- size ---------------------------------------------------------------------------------


@pytest.mark.parametrize("en_morceaux", [False, True], ids=["annonce", "en_morceaux"])
@pytest.mark.parametrize(("taille", "statut"), [(100_000, 201), (100_001, 413)])
def test_la_limite_de_taille_est_exacte(
    petit: Client, petits_reglages: Settings, taille: int, statut: int, en_morceaux: bool
) -> None:
    candidature, corps = petit.creer(), formulaire(pdf_de(taille))
    reponse = envoyer(candidature, iter([corps]) if en_morceaux else corps)
    assert reponse.status_code == statut
    assert [piece["taille"] for piece in pieces(candidature)] == [taille] * (statut == 201)
    if statut == 413:
        assert (reponse.json()["code"], reponse.json()["maximum"]) == ("fichier-trop-grand", 100000)


def test_refuse_un_champ_sans_fin_au_dela_de_la_limite(
    petit: Client, petits_reglages: Settings
) -> None:
    candidature = petit.creer()
    with rien_de_stocke(candidature, petits_reglages):
        corps = texte() + fichier(e.pdf()) + FIN + b"\n" * 170_000
        assert envoyer(candidature, iter([corps])).status_code == 413


def _grand(taille: int) -> Iterator[bytes]:
    """A form whose file has so many bytes, made as it goes."""
    debut, fin = formulaire(pdf_de(MIO)).split(bytes(1000), 1)
    yield debut + bytes(1000)
    for _ in range(taille // MIO - 1):
        yield bytes(MIO)
    yield fin


def test_accepte_cinquante_mio(client: Client) -> None:
    candidature = client.creer()
    assert envoyer(candidature, _grand(50 * MIO)).status_code == 201
    assert pieces(candidature)[0]["taille"] == 50 * MIO


@pytest.mark.parametrize("annonce", [True, False], ids=["annonce", "en_morceaux"])
def test_refuse_cinquante_et_un_mio(client: Client, reglages: Settings, annonce: bool) -> None:
    candidature = client.creer()
    taille = len(formulaire(pdf_de(MIO))) + 50 * MIO
    entetes = {"Content-Length": str(taille)} if annonce else {}
    with rien_de_stocke(candidature, reglages):
        reponse = envoyer(candidature, _grand(51 * MIO), **entetes)
    assert (reponse.status_code, reponse.json()["maximum"]) == (413, 50 * MIO)


# --- number, moment -----------------------------------------------------------------------


def test_refuse_le_vingt_et_unieme_fichier(client: Client, reglages: Settings) -> None:
    candidature = client.creer()
    for rang in range(20):
        assert candidature.joindre("lettres", f"{rang}.png", e.png()).status_code == 201
    with rien_de_stocke(candidature, reglages):
        reponse = candidature.joindre("lettres", "20.png", e.png())
    assert (reponse.status_code, reponse.json()["code"]) == (409, "trop-de-pieces")
    candidature.appeler("DELETE", f"/pieces-jointes/{pieces(candidature)[3]['id']}")
    assert candidature.joindre("lettres", "20.png", e.png()).status_code == 201
    noms = [piece["nom"] for piece in pieces(candidature)]
    assert noms == [f"{rang}.png" for rang in range(21) if rang != 3]


def test_un_seul_prend_la_derniere_place(petit: Client, petits_reglages: Settings) -> None:
    """Both are let in before either has sent its file."""
    candidature, corps = petit.creer(), formulaire(e.png())
    for _ in range(2):
        candidature.joindre("lettres", "a.png", e.png())
    entetes = {"Content-Length": str(len(corps)), "Expect": "100-continue"}
    with Envoi(candidature, **entetes) as un, Envoi(candidature, **entetes) as autre:
        assert un.accepte()
        assert autre.accepte()
        un.envoyer(corps)
        autre.envoyer(corps)
        assert sorted([un.reponse()[0], autre.reponse()[0]]) == [201, 409]
    assert len(pieces(candidature)) == 3


@pytest.mark.parametrize("geste", ["joindre", "retirer"])
def test_refuse_apres_la_cloture(client: Client, reglages: Settings, geste: str) -> None:
    candidature = client.creer()
    piece = candidature.joindre("lettres", "a.png", e.png()).json()
    with rien_de_stocke(candidature, reglages):
        if geste == "joindre":
            reponse = candidature.joindre("lettres", "b.png", e.png(), **{"X-Horloge": CLOTURE})
        else:
            ou = f"/pieces-jointes/{piece['id']}"
            reponse = candidature.appeler("DELETE", ou, entetes={"X-Horloge": CLOTURE})
    assert (reponse.status_code, reponse.json()["code"]) == (409, "campagne-fermee")
