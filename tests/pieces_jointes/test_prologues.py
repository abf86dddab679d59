"""XML that grows when it is read, or calls for something else, does not get in."""

from os import urandom

import pytest

from app.pieces_jointes.verdict import TypeFichier
from tests.pieces_jointes import echantillons as e
from tests.pieces_jointes.echantillons import verdict

DOCUMENT = "word/document.xml"
LOL = '<!DOCTYPE a [<!ENTITY x "lol"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>'
W3C = "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"


def docx(xml: str | bytes, nom: str = DOCUMENT) -> bytes:
    return e.zipper(e.parties_docx() | {nom: xml})


PIEGES: dict[str, str | bytes] = {
    "entites_qui_s_appellent": LOL,
    "entite_qui_en_cache_une": LOL.replace("&x;&x;&x;", "&#38;x;&#x26;x;"),
    "entite_longue": f'<!DOCTYPE a [<!ENTITY x "{"b" * 101}">]><a>&x;</a>',
    "entite_exterieure": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "entite_publique": '<!DOCTYPE a [<!ENTITY x PUBLIC "p" "http://a.example/x">]><a>&x;</a>',
    "entite_de_parametre": "<!DOCTYPE a [<!ENTITY % x \"<!ENTITY y 'b'>\">%x;]><a>&y;</a>",
    "parametre_inconnu": '<!DOCTYPE a [%x;<!ENTITY y "b">]><a>&y;</a>',
    "type_exterieur": '<!DOCTYPE a SYSTEM "http://a.example/a.dtd"><a/>',
    "type_d_un_fichier": '<!DOCTYPE a SYSTEM "../a.dtd"><a/>',
    "type_qui_ressemble": f'<!DOCTYPE a PUBLIC "p" "{W3C.replace(".org", ".org.example")}"><a/>',
    "declaration_mal_formee": '<!DOCTYPE a [<!ENTITY x "b"] ><a/>',
    "utf_16": LOL.encode("utf-16"),
    "utf_16_sans_marque": LOL.encode("utf-16-be"),
    "apres_un_blanc": f"\n\t {LOL}",
    "apres_une_instruction": f"<?a?><!-- b -->{LOL}",
    "apres_un_long_commentaire": f"<!--{urandom(20_000).hex()}-->{LOL}",
    "apres_des_blancs_sans_fin": " " * 5_000_000 + LOL,
}


@pytest.mark.parametrize("xml", PIEGES.values(), ids=PIEGES.keys())
def test_refuse_un_piege_avant_le_premier_element(xml: str | bytes) -> None:
    assert verdict(docx(xml)) == "archive_bombe"


@pytest.mark.parametrize("nom", ["word/autre.bin", "customXml/item1.xml", "word/media/i.svg"])
def test_refuse_un_piege_ou_qu_il_soit(nom: str) -> None:
    """The content types say which part is read as what, not its name."""
    assert verdict(docx(LOL, nom)) == "archive_bombe"


@pytest.mark.parametrize("contenu", [e.xlsx(), e.odt(), e.ods()], ids=["xlsx", "odt", "ods"])
def test_refuse_un_piege_dans_chaque_format(contenu: bytes) -> None:
    assert verdict(e.ajouter(contenu, {"piege.xml": LOL})) == "archive_bombe"


def test_refuse_une_partie_d_encodage_inconnu() -> None:
    assert verdict(docx('<?xml version="1.0" encoding="inconnu"?><a/>')) == "fichier_tronque"


ANODINS: dict[str, tuple[str, str | bytes]] = {
    "image_svg": (
        "word/media/i.svg",
        f'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "{W3C}" '
        '[<!ENTITY ns_svg "http://www.w3.org/2000/svg">]><svg xmlns="&ns_svg;"/>',
    ),
    "page_web": ("word/afchunk.htm", "<!DOCTYPE html><html><p>Bonjour<br></html>"),
    "texte": ("word/note.txt", "< 3 Mo, & rien d'autre"),
    "blancs": ("word/blancs.txt", " \n" * 1000),
    "commentaire": (DOCUMENT, f"<!-- {'a' * 5000} --><a/>"),
    "un_octet": ("word/o.bin", b"<"),
    "utf_16": (DOCUMENT, "<a>é</a>".encode("utf-16")),
}


@pytest.mark.parametrize(("nom", "contenu"), ANODINS.values(), ids=ANODINS.keys())
def test_laisse_passer_ce_qui_ne_grossit_pas(nom: str, contenu: str | bytes) -> None:
    assert verdict(docx(contenu, nom)) is TypeFichier.DOCX
