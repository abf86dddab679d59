"""The kinds of answers: what each accepts, how it is normalised, how the schemas say it.

A text type holds one regular expression, used as it is by Pydantic (Rust) and by the published
schema, so that both say the same. It is written in the subset that ECMA-262, Python and Rust read
alike: explicit classes, no `\\d`, `\\s` or look-around, anchored at both ends. Each lets blanks end
the text: `$` also matches before a final line feed in Python, and nowhere else.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from types import NoneType
from typing import Annotated, Any, Final, LiteralString, TypeVar, cast, get_args, get_origin

import phonenumbers
from email_validator import validate_email
from phonenumbers import NumberParseException, PhoneNumberFormat
from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, Strict
from pydantic_core import CoreSchema, PydanticCustomError, core_schema
from stdnum.fr import siret as stdnum_siret

from app.formulaire.nombres import (
    CHIFFRES_MAX,
    CHIFFRES_MIN,
    COURRIEL_MAX,
    DERNIERE_ANNEE,
    LIGNES_MAX,
    PREMIERE_ANNEE,
    SIECLES,
    TEXTE_CODE,
    TEXTE_COURT,
    TEXTE_EN_LIGNES,
    TEXTE_LONG,
)
from app.formulaire.referentiels import EPCI_ET_EPT

ENTIER_MAX: Final = 2**53 - 1  # RFC 8259, section 6: what every JSON reader holds exactly

BLANCS: Final = "\t\n\x0b\x0c\r \xa0\u2028\u2029\u202f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_B: Final = r"\u0009-\u000d \u00a0\u2000-\u200a\u2028\u2029\u202f\u3000\ufeff"
_FIN: Final = r"\u000a\u000d\u2028\u2029"
_LIGNE: Final = rf"[^\u0000{_FIN}]*"

BLANC: Final = rf"[{_B}]*"
SANS_NUL: Final = r"[^\u0000]*"
NON_VIDE: Final = rf"{BLANC}[^\u0000{_B}]{SANS_NUL}"
LIGNES_COMPTEES: Final = (
    rf"{BLANC}[^\u0000{_B}]{_LIGNE}"
    rf"(?:(?:\u000d\u000a|[{_FIN}]){_LIGNE}){{0,{LIGNES_MAX - 1}}}{BLANC}"
)
_ENTRE_BLANCS: Final = rf"{BLANC}(?:%s){BLANC}"
ADRESSE: Final = _ENTRE_BLANCS % (
    rf"[^\u0000{_B}@<>,;]+@[^\u0000{_B}@<>,;.]+(?:\.[^\u0000{_B}@<>,;.]+)+"
)
QUATORZE_CHIFFRES: Final = rf"(?:[{_B}]*[0-9]){{14}}{BLANC}"
QUATRE_CHIFFRES: Final = _ENTRE_BLANCS % "[0-9]{4}"
_SEPARATEURS: Final = rf"[{_B}\u0028\u0029.\u002d\u2010-\u2013\u002f]*"
NUMERO: Final = _ENTRE_BLANCS % (
    rf"\+?[0-9](?:{_SEPARATEURS}[0-9]){{{CHIFFRES_MIN - 1},{CHIFFRES_MAX - 1}}}"
)
_MOIS_JOUR: Final = "(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
JOUR: Final = _ENTRE_BLANCS % f"(?:{'|'.join(map(str, SIECLES))})[0-9]{{2}}-{_MOIS_JOUR}"
JOUR_DU_PROGRAMME: Final = _ENTRE_BLANCS % "|".join(
    f"{dix}[{max(PREMIERE_ANNEE - 10 * dix, 0)}-{min(DERNIERE_ANNEE - 10 * dix, 9)}]-{_MOIS_JOUR}"
    for dix in range(PREMIERE_ANNEE // 10, DERNIERE_ANNEE // 10 + 1)  # ten years, one class
)


def motif(corps: str) -> str:
    """Anchor the body of a pattern at both ends."""
    return f"^(?:{corps})$"


# More marks on one letter than any language has (UAX #15, 13). To put them in order takes the
# square of their number: a dossier full of them would hold the service up for seconds.
_HORS_LATIN: Final = re.compile("[\u0300-\U0010ffff]{31}")
_MARQUES: Final = re.compile(rb"[^\0]{31}")


def _surcharge(texte: str) -> bool:
    if not _HORS_LATIN.search(texte):
        return False
    return bool(_MARQUES.search(bytes(map(unicodedata.combining, texte))))


def nettoyer(texte: str) -> str:
    """Normalise to NFC, make every line end LF, trim (decisions 2 and 8 of the dictionary).

    A text with more than 30 marks on one letter is left as it was composed.
    """
    if not texte.isascii():
        if not _surcharge(texte):
            texte = unicodedata.normalize("NFC", texte)
        texte = texte.replace("\u2028", "\n").replace("\u2029", "\n")
    if "\r" in texte:
        texte = texte.replace("\r\n", "\n").replace("\r", "\n")
    return texte.strip(BLANCS)


def est_blanc(valeur: object) -> bool:
    """Whether a value is a text without a single visible character: no answer."""
    # The first character settles nearly every case, without copying the text.
    return (
        isinstance(valeur, str) and (not valeur or valeur[0] in BLANCS) and not valeur.strip(BLANCS)
    )


_NETTOYE: Final = core_schema.plain_serializer_function_ser_schema(
    nettoyer, return_schema=core_schema.str_schema(), when_used="unless-none"
)


@dataclass(frozen=True)
class Texte:
    """A string type.

    `genre` names it in the form's description; `limite` is in code points, as typed; `code` is
    reported when the pattern `corps` does not match. `lire` turns the accepted text into the
    value; its ValueError, which no schema can foresee, is reported as `code_serveur`. A text
    without `lire` stays as typed until it is written out, which cleans it (`nettoyer`): a draft
    is judged many times, a deposit written once.
    """

    genre: str
    limite: int
    corps: str = NON_VIDE
    code: str = "caractere_interdit"
    lire: Callable[[str], Any] | None = None
    code_serveur: str | None = None
    facultatif: bool = False

    @property
    def motif(self) -> str:
        """The pattern, anchored; a text that is not required may be blank."""
        return motif(f"{BLANC}|{self.corps}" if self.facultatif else self.corps)

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        CODES_PAR_MOTIF[self.motif] = self.code
        texte = core_schema.str_schema(
            strict=True, max_length=self.limite, pattern=self.motif, serialization=_NETTOYE
        )
        if source is date:
            serre = core_schema.no_info_after_validator_function(_serrer, texte)
            return core_schema.chain_schema([serre, core_schema.date_schema()])
        if self.lire is None:
            return texte
        return core_schema.no_info_after_validator_function(self._valeur, texte)

    def _valeur(self, texte: str) -> Any:
        if self.facultatif and est_blanc(texte):
            return None
        try:
            return cast(Callable[[str], Any], self.lire)(texte)
        except ValueError:
            code = cast(LiteralString, self.code_serveur)
            raise PydanticCustomError(code, code) from None


class SansReponse:
    """Marks an answer that may be left out, or blank where it is a text, but is never null."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        (present,) = (arg for arg in get_args(source) if arg is not NoneType)
        base, *marques = get_args(present) if get_origin(present) is Annotated else (present,)
        souples = (replace(m, facultatif=True) if isinstance(m, Texte) else m for m in marques)
        return handler.generate_schema(Annotated[base, *souples] if marques else base)


T = TypeVar("T")
Facultatif = Annotated[T | None, SansReponse()]

CODES_PAR_MOTIF: dict[str, str] = {}


def _serrer(texte: str) -> str:
    return texte.strip(BLANCS)


@lru_cache(4096)
def _lire_courriel(texte: str) -> str:
    return validate_email(_serrer(texte), check_deliverability=False).normalized


_SANS_BLANCS: Final = dict.fromkeys(map(ord, BLANCS))


@lru_cache(4096)
def _lire_siret(texte: str) -> str:
    return stdnum_siret.validate(texte.translate(_SANS_BLANCS))


# Each overseas numbering plan holds its own numbers: 0262 (La Réunion), 0590 (Guadeloupe), 0596
# (Martinique), 0594 (Guyane), 0269 (Mayotte), some of which pass for mainland ones as well. Other
# national numbers are read in mainland France first.
_OUTRE_MER: Final = {"0262": "RE", "0590": "GP", "0596": "MQ", "0594": "GF", "0269": "YT"}
_PLANS: Final = ("FR", "RE", "GP", "MQ", "GF")


@lru_cache(4096)
def _lire_telephone(texte: str) -> str:
    serre = texte.translate(_SANS_BLANCS)
    propre = _OUTRE_MER.get("".join(filter(str.isdigit, serre))[:4])
    for plan in (propre,) if propre else _PLANS:
        try:
            numero = phonenumbers.parse(serre, plan)
        except NumberParseException:
            continue
        if phonenumbers.is_valid_number(numero):
            return phonenumbers.format_number(numero, PhoneNumberFormat.E164)
    raise ValueError(texte)


def _entier(valeur: object) -> object:
    """JSON Schema counts 3.0 as an integer, and so do we."""
    return int(valeur) if isinstance(valeur, float) and valeur.is_integer() else valeur


def _connu(siren: str) -> str:
    if siren not in EPCI_ET_EPT:
        raise PydanticCustomError("epci_inconnu", "epci_inconnu")
    return siren


class ListeFermee:
    """JSON Schema of a SIREN: the list itself, for a form to validate without the server."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            _connu,
            core_schema.str_schema(strict=True),
            metadata={"pydantic_js_updates": {"enum": sorted(EPCI_ET_EPT)}},
        )


TexteCourt = Annotated[str, Texte("texte_court", TEXTE_COURT)]
TexteLong = Annotated[str, Texte("texte_long", TEXTE_LONG)]
DixLignes = Annotated[str, Texte("dix_lignes", TEXTE_EN_LIGNES, LIGNES_COMPTEES, "trop_de_lignes")]
Courriel = Annotated[
    str,
    Texte(
        "courriel", COURRIEL_MAX, ADRESSE, "courriel_invalide", _lire_courriel, "courriel_refuse"
    ),
]
Siret = Annotated[
    str, Texte("siret", TEXTE_CODE, QUATORZE_CHIFFRES, "siret_invalide", _lire_siret, "siret_cle")
]
CategorieJuridique = Annotated[
    str, Texte("categorie_juridique", TEXTE_CODE, QUATRE_CHIFFRES, "categorie_juridique_invalide")
]
Telephone = Annotated[
    str,
    Texte(
        "telephone", TEXTE_CODE, NUMERO, "telephone_invalide", _lire_telephone, "telephone_refuse"
    ),
]
Jour = Annotated[
    date, Texte("date", TEXTE_CODE, JOUR, "date_invalide", code_serveur="date_inexistante")
]
JourDuProgramme = Annotated[
    date,
    Texte(
        "date",
        TEXTE_CODE,
        JOUR_DU_PROGRAMME,
        "date_hors_programme",
        code_serveur="date_inexistante",
    ),
]
SirenEpci = Annotated[str, ListeFermee()]
OuiNon = Annotated[bool, Strict()]
Montant = Annotated[int, Strict(), Field(ge=0, le=ENTIER_MAX), BeforeValidator(_entier)]
