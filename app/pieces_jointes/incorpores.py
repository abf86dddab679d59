"""Judges what a document carries inside: other documents, OLE objects, packages, programs.

Sources: [MS-CFB] for OLE files, [MS-OLEDS] 2.3.6 and 3.1 for packages.
"""

import struct
from collections.abc import Callable, Collection
from io import BytesIO
from typing import Any, Final, cast
from zipfile import BadZipFile, ZipFile

from olefile import OleFileIO  # pyright: ignore[reportMissingTypeStubs]  # it has none

from app.pieces_jointes.formats import (
    ARCHIVES,
    OLE,
    PDF,
    ZIP,
    a_des_macros,
    est_un_programme,
)
from app.pieces_jointes.images import JPEG, PNG
from app.pieces_jointes.verdict import PDF_PIECE, CodeRefus, ContenuRefuse

INCORPORE_MAX: Final = 64 * 1024 * 1024
"""Bytes of what is carried inside: more than a whole file may have."""

_VBA: Final = frozenset(("vba", "vbaproject.bin", "_vba_project", "_vba_project_cur", "macros"))
_PAQUET: Final = "\x01ole10native"
_PASSIFS: Final = (PDF, PNG, JPEG, OLE, ZIP)

Ouvrir = Callable[[bytes], object]


def controler_incorpore(nom: str, contenu: bytes, ouvrir: Ouvrir) -> None:
    """Refuse a program, macros, an archive that is no office document.

    `ouvrir` judges a zip file as an office document. Raises `ContenuRefuse`.
    """
    if est_un_programme(contenu, nom):
        raise ContenuRefuse(CodeRefus.CONTENU_ACTIF)
    if contenu.startswith(ZIP):
        ouvrir(contenu)
    elif contenu.startswith(ARCHIVES):
        raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)
    elif contenu.startswith(OLE):
        _controler_ole(contenu, ouvrir)


def controler_piece(noms: list[str], contenu: bytes) -> None:
    """Refuse a program or macros among the files attached to a PDF, any other one passes.

    Raises `ContenuRefuse`.
    """
    if any(est_un_programme(contenu, nom) for nom in [*noms, ""]):
        raise ContenuRefuse(CodeRefus.CONTENU_ACTIF, PDF_PIECE)
    if any(map(a_des_macros, noms)) or _a_du_vba(_noms_dedans(contenu)):
        raise ContenuRefuse(CodeRefus.MACROS, PDF_PIECE)


def _noms_dedans(contenu: bytes) -> Collection[str]:
    """The names of what a zip or OLE file holds, in lower case; none when it cannot be read."""
    if contenu.startswith(ZIP):
        try:
            with ZipFile(BytesIO(contenu)) as archive:
                return [nom.lower() for nom in archive.namelist()]
        except (BadZipFile, NotImplementedError, ValueError):
            return []
    return _flux_ole(contenu) if contenu.startswith(OLE) else []


def _flux_ole(contenu: bytes) -> dict[str, Callable[[], bytes]]:
    """What an OLE file holds: how to read each stream or storage, by its path in lower case.

    Raises `ContenuRefuse` (`fichier_tronque`) when it does not hold.
    """
    try:
        ole = cast(Any, OleFileIO)(BytesIO(contenu))
        chemins: list[list[str]] = ole.listdir(streams=True, storages=True)
    except Exception:  # olefile raises whatever a hostile file makes it stumble upon
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE) from None
    return {
        "/".join(chemin).lower(): lambda chemin=chemin: ole.openstream(chemin).read()
        for chemin in chemins
    }


def _controler_ole(contenu: bytes, ouvrir: Ouvrir) -> None:
    flux = _flux_ole(contenu)
    if _a_du_vba(flux):
        raise ContenuRefuse(CodeRefus.MACROS)
    if "encryptedpackage" in flux:
        raise ContenuRefuse(CodeRefus.FICHIER_CHIFFRE)
    for chemin, lire in flux.items():
        dernier = chemin.rpartition("/")[2]
        if dernier not in (_PAQUET, "package", "contents"):
            continue
        try:
            dedans = lire()
        except Exception:  # as above
            raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE) from None
        if dernier == _PAQUET:
            _controler_paquet(dedans, ouvrir)
        else:
            controler_incorpore("", dedans, ouvrir)


def _a_du_vba(flux: Collection[str]) -> bool:
    return any(_VBA.intersection(chemin.split("/")) for chemin in flux)


def _controler_paquet(natif: bytes, ouvrir: Ouvrir) -> None:
    """A file that somebody dropped into a document: one to be read, nothing else.

    What is no package (a picture of Paint) begins by its own data, which no shell opens.
    """
    if natif[4:6] != b"\2\0":
        if est_un_programme(natif[4:]) or len(natif) <= 4:
            raise ContenuRefuse(CodeRefus.CONTENU_ACTIF)
        return
    try:
        noms, contenu = _lire_paquet(natif)
    except (ValueError, struct.error):
        raise ContenuRefuse(CodeRefus.CONTENU_ACTIF) from None
    if any(map(a_des_macros, noms)):
        raise ContenuRefuse(CodeRefus.MACROS)
    if any(est_un_programme(b"", nom) for nom in noms) or not contenu.startswith(_PASSIFS):
        raise ContenuRefuse(CodeRefus.CONTENU_ACTIF)
    controler_incorpore("", contenu, ouvrir)


def _lire_paquet(natif: bytes) -> tuple[list[str], bytes]:
    """The names that a package gives its file, and the file."""
    libelle, position = _chaine(natif, 6)
    chemin, position = _chaine(natif, position)
    temporaire, position = _chaine(natif, position + 8)
    (taille,) = struct.unpack_from("<L", natif, position)
    return [libelle, chemin, temporaire], natif[position + 4 : position + 4 + taille]


def _chaine(natif: bytes, debut: int) -> tuple[str, int]:
    fin = natif.index(b"\0", debut)
    return natif[debut:fin].decode("latin-1"), fin + 1
