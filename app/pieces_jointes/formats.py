"""Tells what bytes would open as, once somebody saves, renames or double-clicks them."""

import re
import struct
from typing import Final

from app.pieces_jointes.verdict import CodeRefus, ContenuRefuse

PDF: Final = b"%PDF-"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FIN_ZIP: Final = b"PK\x05\x06"
QUEUE_ZIP: Final = 22 + 0xFFFF
"""Where readers look for the end record: its 22 bytes and the longest comment (4.3.16)."""

ZIP: Final = b"PK\x03\x04"
ARCHIVES: Final = (ZIP, FIN_ZIP, b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"MSCF\0\0\0\0")
"""How archives begin; not gzip, in which Office keeps pictures (EMZ, WMZ)."""
_PROGRAMMES: Final = (
    b"MZ",  # Windows
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",  # macOS, 32 and 64 bits, either order, and several in one; Java too
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
    b"L\0\0\0\x01\x14\x02\0",  # shortcut ([MS-SHLLINK] 2.1)
)
_EXTENSIONS: Final = re.compile(
    r"\.(exe|dll|com|scr|pif|cpl|msi|msp|msc|bat|cmd|ps1|psm1|vbs|vbe|js|jse|wsf|wsh|sct|hta|lnk|url"
    r"|reg|inf|jar|app|sh|command|desktop|appref-ms|application|settingcontent-ms|library-ms|scf|chm"
    r"|iso|img|vhdx?|xll|py|rdp)[. ]*$",
    re.IGNORECASE,
)
_A_MACROS: Final = re.compile(r"\.(doc|dot|xls|xlt|xla|ppt|pot|pps|ppa|sld)m[. ]*$", re.IGNORECASE)
# What browsers and servers run, wherever a tail or a head would hold it.
_PAGE: Final = rb"<(?:\?php|(?:!doctype\s+html|html|head|body|script|iframe|svg)[\s>/])"
_PARTOUT: Final = re.compile(
    _PAGE + rb"|%PDF-[12]|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    re.IGNORECASE,
)
_TETE_DOS: Final = re.compile(rb"MZ(?=.{58}(.{4}))", re.DOTALL)
_ELF: Final = re.compile(rb"\x7fELF[\x01\x02][\x01\x02]\x01")
_BLANCS: Final = b"\0\t\n\x0b\f\r \xff"
_BOMS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_DEBUTS: Final = (
    b"GIF8",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"BM",
    b"II*\0",
    b"MM\0*",
    b"RIFF",
    b"OggS",
    b"{\\rtf",
    b"%!",  # PostScript
    b"\x1aE\xdf\xa3",
)


def est_un_programme(contenu: bytes, nom: str = "") -> bool:
    """Whether these bytes, or a file of this name, start something when they are opened."""
    return contenu.startswith(_PROGRAMMES) or _EXTENSIONS.search(nom) is not None


def a_des_macros(nom: str) -> bool:
    """Whether Office keeps macros in a file of this name."""
    return _A_MACROS.search(nom) is not None


def refuser_suite(contenu: bytes, debut: int, message: str | None = None) -> None:
    """Refuse what follows a whole file at `debut` when it would open as something else.

    What is inert passes: padding, the data that telephones append, what a program left behind.
    Raises `ContenuRefuse`.
    """
    suite = contenu[debut:].lstrip(_BLANCS)
    if (
        suite.startswith((*ARCHIVES, *_PROGRAMMES))
        or FIN_ZIP in suite[-QUEUE_ZIP:]
        or _PARTOUT.search(suite)
        or _renferme_un_programme(suite)
    ):
        raise ContenuRefuse(CodeRefus.SECOND_FORMAT, message)


def _renferme_un_programme(suite: bytes) -> bool:
    """Whether a program of Windows or Linux begins somewhere, behind what telephones append.

    Two letters stand anywhere in a film: it is the second head that tells (PE format, 2.1).
    """
    for trouve in _TETE_DOS.finditer(suite):
        (ecart,) = struct.unpack("<L", trouve[1])
        if suite.startswith(b"PE\0\0", trouve.start() + ecart):
            return True
    return _ELF.search(suite) is not None


def refuser_avant(avant: bytes, message: str | None = None) -> None:
    """Refuse what stands before a file when it begins one of another kind.

    Raises `ContenuRefuse`.
    """
    for bom in _BOMS:
        avant = avant.removeprefix(bom)
    tete = avant.lstrip(_BLANCS)
    # Where the file begins by `<`, what guesses by the first bytes takes it for a page.
    connu = tete.startswith((b"<", *ARCHIVES, *_PROGRAMMES, *_DEBUTS))
    conteneur = avant[4:8] == b"ftyp" or avant[257:262] == b"ustar"
    if connu or conteneur or _PARTOUT.search(avant):
        raise ContenuRefuse(CodeRefus.SECOND_FORMAT, message)
