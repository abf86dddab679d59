"""The parts of a foreign workbook: a zip of XML, within a size, read without what XML can do."""

import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from struct import unpack
from typing import IO, Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers.expat import ParserCreate
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

TAILLE_MAX: Final = 8 * 1024 * 1024
"""Bytes of the whole archive, inflated: ten actions filled to the brim take three million."""
_MORCEAU: Final = 64 * 1024
_ELEMENTS_MAX: Final = 500_000  # of one part: a second of processor time
# The last word that tells a namespace, for those of OpenDocument, which give one name two meanings.
_ESPACE: Final = re.compile(r"(?:.*[:/])?([A-Za-z-]+)(?::[0-9.]+)? (.*)", re.DOTALL)


class FichierIllisible(Exception):
    """No workbook that can be read; why, as `defauts.illisible` has it."""


class Paquet:
    """An archive by the names of its parts, in any case, some written with the `\\` of Windows."""

    def __init__(self, fichier: IO[bytes]) -> None:
        try:
            self._archive = ZipFile(fichier)
        except BadZipFile:
            fichier.seek(0)
            raise FichierIllisible("abime" if fichier.read(2) == b"PK" else "format") from None
        _exiger_une_taille(self._archive, fichier)
        self._membres = {_nom(m.filename): m for m in self._archive.infolist()}

    def __contains__(self, nom: str) -> bool:
        return _nom(nom) in self._membres

    def lire(self, nom: str) -> bytes:
        """A part, by its path; empty when there is none."""
        membre = self._membres.get(_nom(nom))
        return self._archive.read(membre) if membre else b""


def _nom(nom: str) -> str:
    return nom.replace("\\", "/").lstrip("/").lower()


def _exiger_une_taille(archive: ZipFile, fichier: IO[bytes]) -> None:
    """Raise past `TAILLE_MAX`, by what entries really hold: what they declare may be a lie."""
    reste = TAILLE_MAX
    for membre in archive.infolist():
        reste -= len(_contenu(fichier, membre, reste))
        if reste < 0:
            raise FichierIllisible("taille")


def _contenu(fichier: IO[bytes], membre: ZipInfo, reste: int) -> bytes:
    fichier.seek(membre.header_offset)
    nom, autres = unpack("<26x2H", fichier.read(30))
    fichier.seek(nom + autres, 1)
    contenu = fichier.read(membre.compress_size)
    if membre.compress_type == ZIP_DEFLATED:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(contenu, reste + 1)
    if membre.compress_type != ZIP_STORED:
        sys.exit("another compression")
    return contenu


def elements(
    xml: bytes, entiers: Iterable[str], debuts: Iterable[str] = (), *, qualifies: bool = False
) -> Iterator[Element]:
    """The elements of these names, in order: with all they hold, or (`debuts`) as they begin.

    Names are local ones, or (`qualifies`) `table:table-row`, by what their namespace is called.
    ExpatError when the text is no XML, or declares a DOCTYPE, which nothing here needs.
    """
    lecteur = _Lecteur(frozenset(entiers), frozenset(debuts), qualifies=qualifies)
    for debut in range(0, len(xml), _MORCEAU):
        yield from lecteur.nourrir(xml[debut : debut + _MORCEAU])
    yield from lecteur.nourrir(b"", fini=True)


class _Lecteur:
    """Builds the elements asked for, and nothing of the rest."""

    def __init__(self, entiers: frozenset[str], debuts: frozenset[str], *, qualifies: bool) -> None:
        self._entiers, self._debuts, self._qualifies = entiers, debuts, qualifies
        self._profondeur = 0
        self._ouverts = 0
        self._batisseur = TreeBuilder()
        self._faits: list[Element] = []
        self._noms: dict[str, str] = {}
        self._expat = ParserCreate(namespace_separator=" ")
        self._expat.buffer_text = True
        self._expat.StartElementHandler = self._ouvrir
        self._expat.EndElementHandler = self._fermer
        self._expat.CharacterDataHandler = self._ecrire
        self._expat.StartDoctypeDeclHandler = _refuser

    def nourrir(self, xml: bytes, *, fini: bool = False) -> list[Element]:
        self._faits = []
        self._expat.Parse(xml, fini)
        return self._faits

    def _ouvrir(self, nom: str, attributs: dict[str, str]) -> None:
        self._ouverts += 1
        if self._ouverts > _ELEMENTS_MAX:
            raise FichierIllisible("taille")
        court = self._court(nom)
        if self._profondeur or court in self._entiers:
            self._profondeur += 1
            self._batisseur.start(court, {self._court(n): v for n, v in attributs.items()})
        elif court in self._debuts:
            self._faits.append(Element(court, {self._court(n): v for n, v in attributs.items()}))

    def _fermer(self, nom: str) -> None:
        if self._profondeur:
            self._profondeur -= 1
            self._batisseur.end(self._court(nom))
            if not self._profondeur:
                self._faits.append(self._batisseur.close())
                self._batisseur = TreeBuilder()

    def _ecrire(self, texte: str) -> None:
        if self._profondeur:
            self._batisseur.data(texte)

    def _court(self, nom: str) -> str:
        if nom not in self._noms:
            trouve = _ESPACE.fullmatch(nom)
            local = trouve[2] if trouve else nom.rpartition(" ")[2]
            self._noms[nom] = f"{trouve[1]}:{local}" if trouve and self._qualifies else local
        return self._noms[nom]


def _refuser(*_: object) -> None:
    sys.exit("a document type")
