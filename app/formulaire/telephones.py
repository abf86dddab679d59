"""Telephone numbers: as people write them -> E.164, and what to tell of those that seem wrong.

By the numbering plans of libphonenumber. They open new blocks faster than the library follows: a
number of the right length in none that it knows is a doubt, not a fault.
"""

import re
from functools import lru_cache
from typing import Final

import phonenumbers
from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    ValidationResult,
)

from app.kit.memory import de_personnes

# Each overseas numbering plan holds its own numbers, some of which pass for mainland ones as well:
# La Réunion, Mayotte, Guadeloupe, Guyane, Martinique. Others are read in mainland France first.
_OUTRE_MER: Final = {
    **dict.fromkeys(("0262", "0692", "0693"), "RE"),
    **dict.fromkeys(("0269", "0639"), "YT"),
    **dict.fromkeys(("0590", "0690", "0691"), "GP"),
    **dict.fromkeys(("0594", "0694"), "GF"),
    **dict.fromkeys(("0596", "0696", "0697"), "MQ"),
}
_PLANS: Final = ("FR", "RE", "GP", "MQ", "GF")
_FRANCE: Final = 33
_INDICATIFS: Final = {phonenumbers.country_code_for_region(plan) for plan in _PLANS}

# As nearly all are written, once without blanks; none of those overseas.
_DE_METROPOLE: Final = re.compile(
    rf"(?:\+{_FRANCE}|0)(?!{'|'.join(n[1:] for n in _OUTRE_MER)})([1-9][0-9]{{8}})"
)

_METROPOLE: Final = re.compile(rf"\+{_FRANCE}([1-9])(\d\d)(\d\d)(\d\d)(\d\d)")
# All whose numbers are dialled as French ones.
_COMPOSES: Final = _INDICATIFS | {508, 681, 687, 689}

IMPOSSIBLES: Final = ("telephone_refuse", "telephone_etranger", "telephone_indicatif")
"""Codes of a number that cannot exist: French, of another country, of no country."""
DOUTEUX: Final = ("telephone_inconnu", "telephone_outre_mer")
"""Codes of one that may: of no block known, overseas under the code of the mainland."""


def lire_telephone(serre: str) -> str:
    """A number without blanks in E.164; ValueError bears one of `IMPOSSIBLES`."""
    if (lu := _DE_METROPOLE.fullmatch(serre)) and _attribue(e164 := f"+{_FRANCE}{lu[1]}"):
        return e164
    chiffres = "".join(filter(str.isdigit, serre))
    propre = _OUTRE_MER.get(chiffres[:4]) if "+" not in serre else None
    try:
        numero = _lire(serre, (propre,) if propre else _PLANS)
    except NumberParseException:
        ailleurs = "+" in serre or (chiffres.startswith("00") and not chiffres.startswith("000"))
        raise ValueError("telephone_indicatif" if ailleurs else "telephone_refuse") from None
    if not _possible(numero):
        raise ValueError("telephone_refuse" if _francais(numero) else "telephone_etranger")
    return phonenumbers.format_number(numero, PhoneNumberFormat.E164)


def compose(e164: str) -> str:
    """A number in E.164 as it is dialled from France: one of another country begins with `+`."""
    if lu := _METROPOLE.fullmatch(e164):
        return f"0{' '.join(lu.groups())}"
    try:
        lu = phonenumbers.parse(e164)
    except NumberParseException:
        return e164
    national = lu.country_code in _COMPOSES
    forme = PhoneNumberFormat.NATIONAL if national else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(lu, forme)


def _lire(serre: str, plans: tuple[str, ...]) -> PhoneNumber:
    """By the first plan in which it is valid, which most often is the first; else by that one."""
    premier = phonenumbers.parse(serre, plans[0])
    numero = premier
    for plan in plans[1:]:
        if phonenumbers.is_valid_number(numero):
            return numero
        numero = phonenumbers.parse(serre, plan)
    return numero if phonenumbers.is_valid_number(numero) else premier


def _francais(numero: PhoneNumber) -> bool:
    return numero.country_code in _INDICATIFS


def _possible(numero: PhoneNumber) -> bool:
    """Of a length that numbers of its country have, where a French one counts no zero in front."""
    longueur = phonenumbers.is_possible_number_with_reason(numero)
    zero = phonenumbers.national_significant_number(numero).startswith("0")
    return longueur == ValidationResult.IS_POSSIBLE and not (zero and _francais(numero))


@de_personnes
@lru_cache(4096)
def _attribue(telephone: str) -> bool:
    """Whether a number in E.164 is of a block known."""
    if lu := _DE_METROPOLE.fullmatch(telephone):  # as it would be read, ten times sooner
        return phonenumbers.is_valid_number(PhoneNumber(_FRANCE, int(lu[1])))
    return phonenumbers.is_valid_number(phonenumbers.parse(telephone))


@de_personnes
@lru_cache(4096)
def doute(telephone: str) -> str | None:
    """The one of `DOUTEUX` that a number in E.164 deserves, if any."""
    if _attribue(telephone):
        return None
    numero = phonenumbers.parse(telephone)
    national = f"0{numero.national_number}"
    outre_mer = numero.country_code == _FRANCE and national[:4] in _OUTRE_MER
    return "telephone_outre_mer" if outre_mer else "telephone_inconnu"
