"""Reads every entry of an office document to its end, and judges what it holds."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from app.pieces_jointes.archives import Archive
from app.pieces_jointes.formats import ARCHIVES, OLE, est_un_programme
from app.pieces_jointes.incorpores import INCORPORE_MAX, Ouvrir, controler_incorpore
from app.pieces_jointes.pages import PAGES, controler_page
from app.pieces_jointes.prologues import PROLOGUE_MAX, controler_prologue
from app.pieces_jointes.relations import RELATIONS, controler_relations
from app.pieces_jointes.verdict import CodeRefus, ContenuRefuse

# How a spreadsheet, a text or a field of Word has another program start and answer (DDE).
_DDE: Final = (b"ddeLink", b":dde-source", b":dde-link", b"=DDE(")
_CHAMP_DDE: Final = re.compile(rb"instr(?:Text[^>]*>|=[\"'])\s*DDE")
_MACRO_APPELEE: Final = b"vnd.sun.star.script:"
_RTF: Final = b"{\\rt"
"""What may carry objects that nobody looks into; alone it is taken by no form either."""
_CHEVAUCHEMENT: Final = 256
"""Bytes read again with the next piece: what is looked for may stand across two of them."""


def controler_parties(archive: Archive, ouvrir: Ouvrir) -> None:
    """Judge the content of each entry; `ouvrir` judges a zip file found in one of them.

    Raises `ContenuRefuse`.
    """
    for nom in archive.entrees:
        if RELATIONS.search(nom):
            controler_relations(archive.lire(nom, INCORPORE_MAX))
        elif PAGES.search(nom):
            controler_page(archive.lire(nom, INCORPORE_MAX))
        _controler_partie(archive, nom, ouvrir)


def _controler_partie(archive: Archive, nom: str, ouvrir: Ouvrir) -> None:
    morceaux = archive.contenu(nom)
    premier = next(morceaux, b"")
    if premier.startswith(_RTF):
        raise ContenuRefuse(CodeRefus.CONTENU_ACTIF)
    prologue = premier[:PROLOGUE_MAX]
    controler_prologue(prologue, entier=len(prologue) == archive.entrees[nom].taille)
    if premier.startswith((*ARCHIVES, OLE)) or est_un_programme(premier, nom):
        controler_incorpore(nom, archive.lire(nom, INCORPORE_MAX), ouvrir)
    elif prologue.lstrip(b"\xef\xbb\xbf\xff\xfe\0\t\r\n ").startswith(b"<"):
        _controler_texte(chain([premier], morceaux), large=b"\0" in prologue)
    else:
        for _ in morceaux:  # to the end, for its size and its sum
            pass


def _controler_texte(morceaux: Iterator[bytes], *, large: bool) -> None:
    """Refuses the XML that starts a program; `large`: two bytes for each character."""
    reste = b""
    for morceau in morceaux:
        texte = reste + (morceau.replace(b"\0", b"") if large else morceau)
        if _MACRO_APPELEE in texte:
            raise ContenuRefuse(CodeRefus.MACROS)
        champ = b"DDE" in texte and _CHAMP_DDE.search(texte)
        if champ or any(balise in texte for balise in _DDE):
            raise ContenuRefuse(CodeRefus.CONTENU_ACTIF)
        reste = texte[-_CHEVAUCHEMENT:]
