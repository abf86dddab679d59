"""The characters that nobody sees, and the regular expression of each kind of text.

Written in what ECMA-262 (with the flag `u`, `v` or none), Python, Rust, RE2 and PCRE read alike:
explicit classes, no `\\d`, `\\s` or look-around, anchored at both ends. RE2 and PCRE have no
`\\uXXXX`: a character is `\\xXX` below U+0100, itself above. Each lets blanks end the text, for `$`
also matches before a final line feed in Python, and nowhere else.
"""

from typing import Final

from app.formulaire.nombres import (
    CHIFFRES_MAX,
    CHIFFRES_MIN,
    DERNIERE_ANNEE,
    LIGNES_MAX,
    PREMIERE_ANNEE,
    SIECLES,
)

Intervalles = tuple[tuple[int, int], ...]

# Unicode's White_Space.
_ESPACES: Final[Intervalles] = (
    *((0x09, 0x0D), (0x20, 0x20), (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A)),
    *((0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000)),
)
# Unicode's Default_Ignorable_Code_Point, bidirectional marks among them, up to U+FFFF: those above
# are two characters to an engine without the flag `u`, which would read no class that holds them.
# U+FEFF between its neighbours, which are no characters: Go takes no source where it stands.
_INVISIBLES: Final[Intervalles] = (
    *((0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5)),
    *((0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164)),
    *((0xFE00, 0xFE0F), (0xFEFE, 0xFF00), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8)),
)


def _signes(intervalles: Intervalles) -> str:
    return "".join(chr(point) for un, autre in intervalles for point in range(un, autre + 1))


def _classe(intervalles: Intervalles) -> str:
    """The inside of a class that holds these characters."""
    return "".join(
        _ecrire(premier) if premier == dernier else f"{_ecrire(premier)}-{_ecrire(dernier)}"
        for premier, dernier in intervalles
    )


def _ecrire(point: int) -> str:
    return f"\\x{point:02x}" if point < 0x100 else chr(point)


BLANCS: Final = _signes(_ESPACES + _INVISIBLES)
"""What shows nothing: a text without another character is no answer."""
BORDS: Final = _signes(_ESPACES) + "\u200b\u2060\ufeff"
"""What a text loses at both ends; other invisible characters may belong to what they follow."""

_I: Final = _classe(_INVISIBLES)
_B: Final = _classe(_ESPACES + _INVISIBLES)
_FIN: Final = rf"\x0a\x0d{_classe(((0x2028, 0x2029),))}"
_LIGNE: Final = rf"[^\x00{_FIN}]*"
CACHE: Final = rf"[{_I}]*"
"""What may stand between two signs that belong together."""

BLANC: Final = rf"[{_B}]*"
SANS_NUL: Final = r"[^\x00]*"
NON_VIDE: Final = rf"{BLANC}[^\x00{_B}]{SANS_NUL}"
LIGNES_COMPTEES: Final = (
    rf"{BLANC}[^\x00{_B}]{_LIGNE}(?:(?:\x0d\x0a|[{_FIN}]){_LIGNE}){{0,{LIGNES_MAX - 1}}}{BLANC}"
)


def _suite(*signes: str) -> str:
    """One after the other, with nothing visible between them."""
    return CACHE.join(signes)


def _mot(sauf: str) -> str:
    """Visible characters but these, with nothing visible between them."""
    visible = rf"[^\x00{_B}{sauf}]"
    return f"{visible}(?:{CACHE}{visible})*"


def _entre_blancs(corps: str) -> str:
    return f"{BLANC}(?:{corps}){BLANC}"


_DOMAINE: Final = _mot("@<>,;.")
ADRESSE: Final = _entre_blancs(
    _suite(_mot("@<>,;"), "@", _DOMAINE) + rf"(?:{_suite('', '[.]', _DOMAINE)})+"
)
QUATORZE_CHIFFRES: Final = rf"(?:{BLANC}[0-9]){{14}}{BLANC}"
QUATRE_CHIFFRES: Final = _entre_blancs(_suite(*["[0-9]"] * 4))
NEUF_CHIFFRES_ESPACES: Final = "|".join(
    rf"[0-9]{{{rang}}}[{_B}]+(?:[0-9]{BLANC}){{{9 - rang}}}" for rang in range(10)
)
"""Nine digits and a blank at least."""
_SEPARATEURS: Final = rf"[{_B}\x28\x29.\x2d\x2f{_classe(((0x2010, 0x2013),))}]*"
NUMERO: Final = (
    rf"{_SEPARATEURS}(?:[+]{_SEPARATEURS})?[0-9]"
    rf"(?:{_SEPARATEURS}[0-9]){{{CHIFFRES_MIN - 1},{CHIFFRES_MAX - 1}}}{_SEPARATEURS}"
)
_MOIS: Final = f"{_suite('0', '[1-9]')}|{_suite('1', '[0-2]')}"
_QUANTIEME: Final = f"{_suite('0', '[1-9]')}|{_suite('[12]', '[0-9]')}|{_suite('3', '[01]')}"


def _jour(*annee: str) -> str:
    return _suite(*annee, "-", f"(?:{_MOIS})", "-", f"(?:{_QUANTIEME})")


JOUR: Final = _entre_blancs("|".join(_jour(*str(un), "[0-9]", "[0-9]") for un in SIECLES))
JOUR_DU_PROGRAMME: Final = _entre_blancs(
    "|".join(
        _jour(
            *str(dix), f"[{max(PREMIERE_ANNEE - 10 * dix, 0)}-{min(DERNIERE_ANNEE - 10 * dix, 9)}]"
        )
        for dix in range(PREMIERE_ANNEE // 10, DERNIERE_ANNEE // 10 + 1)  # ten years, one class
    )
)


def motif(corps: str) -> str:
    """Anchor the body of a pattern at both ends."""
    return f"^(?:{corps})$"
