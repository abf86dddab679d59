"""Names that strangers give to their files, and how a download gives them back."""

import re
import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pieces_jointes.noms import NOM_MAX, disposition, nettoyer_nom
from tests.client import Client
from tests.pieces_jointes import echantillons as e
from tests.pieces_jointes.outils import envoyer, formulaire

NOMS = {
    "simple": ("Lettre.pdf", "Lettre.pdf"),
    "accents": ("Délibération n°3 – été.PDF", "Délibération n°3 – été.pdf"),
    "accents_decomposes": (unicodedata.normalize("NFD", "été.pdf"), "été.pdf"),
    "autre_extension": ("plan.xlsx", "plan.pdf"),
    "deux_extensions": ("plan.pdf.exe", "plan.pdf.pdf"),
    "sans_extension": ("lettre", "lettre.pdf"),
    "point_sans_extension": ("Lettre de M. Dupont", "Lettre de M. Dupont.pdf"),
    "chemin_unix": ("../../etc/passwd", "passwd.pdf"),
    "chemin_windows": ("..\\..\\Windows\\system.ini", "system.pdf"),
    "disque": ("C:\\Mes documents\\bilan.pdf", "bilan.pdf"),
    "remontee": ("..", "fichier.pdf"),
    "dossier": ("lettres/", "fichier.pdf"),
    "cache": (".bashrc", "bashrc.pdf"),
    "vide": ("", "fichier.pdf"),
    "espaces": ("   .pdf", "fichier.pdf"),
    "commandes": ("a\x00b\x07c\x1b[31m\x7f.pdf", "abc[31m.pdf"),
    "de_droite_a_gauche": ("facture\u202efdp.exe", "facturefdp.pdf"),
    "invisibles": ("a\u200bb\ufeffc\u2066d.pdf", "abcd.pdf"),
    "accent_apres_un_invisible": ("e\u200b\u0301t\u00e9.pdf", "été.pdf"),
    "coupe_sur_un_espace": ("a" * 199 + " b.pdf", "a" * 199 + ".pdf"),
    "trois_cents": ("a" * 300 + ".docx", "a" * 200 + ".pdf"),
    "trois_cents_accents": ("é" * 300 + ".docx", "é" * 125 + ".pdf"),
    "lignes": ("a\u2028b\u2029c.pdf", "abc.pdf"),
    "peripherique": ("CON.pdf", "_CON.pdf"),
    "peripherique_sans_extension": ("nul", "_nul.pdf"),
    "peripherique_numerote": ("dossier/Com1 .tar.gz", "_Com1 .tar.pdf"),
    "peripherique_cache": (".lpt9.txt", "_lpt9.pdf"),
    "peripherique_en_exposant": ("COM²", "_COM².pdf"),
    "presque_un_peripherique": ("conseil.pdf", "conseil.pdf"),
}


@pytest.mark.parametrize(("donne", "garde"), NOMS.values(), ids=NOMS.keys())
def test_nettoie_un_nom(donne: str, garde: str) -> None:
    assert nettoyer_nom(donne, ".pdf") == garde


@given(st.text(max_size=400))
def test_aucun_nom_n_en_sort_dangereux(donne: str) -> None:
    nom = nettoyer_nom(donne, ".pdf")
    assert nom.endswith(".pdf")
    assert len(nom) <= NOM_MAX + len(".pdf")
    assert len(nom.encode()) <= 255
    assert not re.search(r"[/\\\x00-\x1f\x7f]|^[ .]", nom)
    assert nettoyer_nom(nom, ".pdf") == nom


@given(st.text(max_size=100))
def test_une_disposition_tient_dans_un_en_tete(donne: str) -> None:
    nom = nettoyer_nom(donne, ".png")
    lue = re.fullmatch(
        r"attachment; filename=\"([^\"\\/]+)\"; filename\*=UTF-8''([A-Za-z0-9._~%-]+)",
        disposition(nom),
    )
    assert lue is not None
    assert lue[1].isascii()
    assert lue[1].isprintable()
    assert unquote(lue[2]) == nom


def test_un_nom_de_lettres_larges_ne_devient_pas_un_chemin() -> None:
    """Their compatibility form, which the ASCII name is made of, is `../` (NFKD)."""
    assert 'filename="..etc.pdf"' in disposition("．．／etc.pdf")
    assert 'filename="_CON.pdf"' in disposition("ＣＯＮ.pdf")


@pytest.mark.parametrize(
    ("envoye", "garde"),
    [
        ("../../été\u202e.sh".encode(), "été.png"),
        (b"", "fichier.png"),
        (b"a\\\\b\x07c.pdf", "bc.png"),
        ("\N{GRINNING FACE}".encode() * 300, "\N{GRINNING FACE}" * 62 + ".png"),
    ],
    ids=["chemin", "vide", "commandes", "long"],
)
def test_un_nom_hostile_arrive_nettoye(client: Client, envoye: bytes, garde: str) -> None:
    candidature = client.creer()
    piece = envoyer(candidature, formulaire(e.png(), envoye)).json()
    assert piece["nom"] == garde
    rendu = candidature.appeler("GET", f"/pieces-jointes/{piece['id']}/contenu")
    assert unquote(rendu.headers["content-disposition"]).endswith(garde)
