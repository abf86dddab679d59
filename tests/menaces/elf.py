"""What a program is made of (ELF, 64 bits, little end first): the bytes of its sections."""

import struct
from hashlib import sha256
from pathlib import Path
from typing import Final

# Its code, its constants, its variables: not what a packer changes, such as where it looks for
# libraries.
SECTIONS: Final = (".text", ".rodata", ".data")
ELF: Final = b"\x7fELF\x02\x01"
_OU_SONT_LES_SECTIONS: Final = struct.Struct("<40xQ10xHHH")
_SECTION: Final = struct.Struct("<II8xQQQ24x")


def empreinte(programme: Path) -> str:
    """The SHA-256 of these sections, one after the other, of a program or a library."""
    octets = programme.read_bytes()
    assert octets.startswith(ELF), programme
    table: tuple[int, ...] = _OU_SONT_LES_SECTIONS.unpack_from(octets)
    debut, taille, nombre, noms = table
    entetes: list[tuple[int, ...]] = [
        _SECTION.unpack_from(octets, debut + taille * rang) for rang in range(nombre)
    ]
    ou_sont_les_noms = entetes[noms][3]
    lues = {
        _mot(octets, ou_sont_les_noms + nom): octets[ou : ou + longueur]
        for nom, _, _, ou, longueur in entetes
    }
    return sha256(b"".join(lues.get(section, b"") for section in SECTIONS)).hexdigest()


def _mot(octets: bytes, debut: int) -> str:
    return octets[debut : octets.index(b"\0", debut)].decode()
