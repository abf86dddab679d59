"""The kinds of answers: what each accepts, how it is normalised, how the schemas say it.

A text type holds one regular expression, used as it is by Pydantic (Rust) and by the published
schema, so that both say the same. It is written in the subset that ECMA-262, Python and Rust read
alike: explicit classes, no `\\d`, `\\s` or look-around, anchored at both ends.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Final, LiteralString, cast

import phonenumbers
from email_validator import validate_email
from phonenumbers import NumberParseException, PhoneNumberFormat
from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, Strict
from pydantic_core import CoreSchema, PydanticCustomError, core_schema
from stdnum.fr import siret as stdnum_siret

from app.formulaire.referentiels import EPCI_ET_EPT

TEXTE_COURT: Final = 250
TEXTE_LONG: Final = 10_000
DIX_LIGNES: Final = 2_000
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
DIX_LIGNES_AU_PLUS: Final = (
    rf"{BLANC}[^\u0000{_B}]{_LIGNE}(?:(?:\u000d\u000a|[{_FIN}]){_LIGNE}){{0,9}}{BLANC}"
)
_ENTRE_BLANCS: Final = rf"{BLANC}(?:%s){BLANC}"
ADRESSE: Final = _ENTRE_BLANCS % (
    rf"[^\u0000{_B}@<>,;]+@[^\u0000{_B}@<>,;.]+(?:\.[^\u0000{_B}@<>,;.]+)+"
)
QUATORZE_CHIFFRES: Final = rf"(?:[{_B}]*[0-9]){{14}}{BLANC}"
QUATRE_CHIFFRES: Final = _ENTRE_BLANCS % "[0-9]{4}"
NUMERO: Final = _ENTRE_BLANCS % rf"\+?[0-9](?:[{_B}().\u002d\u2010-\u2013/]*[0-9]){{5,17}}"
_MOIS_JOUR: Final = "(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
JOUR: Final = f"(?:19|20)[0-9]{{2}}-{_MOIS_JOUR}"
JOUR_DU_PROGRAMME: Final = f"202[3-7]-{_MOIS_JOUR}"


def motif(corps: str) -> str:
    """Anchor the body of a pattern at both ends."""
    return f"^(?:{corps})$"


def nettoyer(texte: str) -> str:
    """Normalise to NFC, make every line end LF, trim (decisions 2 and 8 of the dictionary)."""
    if not texte.isascii():
        texte = unicodedata.normalize("NFC", texte)
        texte = texte.replace("\u2028", "\n").replace("\u2029", "\n")
    if "\r" in texte:
        texte = texte.replace("\r\n", "\n").replace("\r", "\n")
    return texte.strip(BLANCS)


def est_blanc(valeur: object) -> bool:
    """Whether a value is a text without a single visible character: no answer."""
    return isinstance(valeur, str) and not valeur.strip(BLANCS)


_EN_TEXTE: Final = core_schema.to_string_ser_schema(when_used="json")


@dataclass(frozen=True)
class Texte:
    """A string type.

    `genre` names it in the form's description; `limite` is in code points, as typed; `code` is
    reported when the pattern `corps` does not match. `lire` turns the accepted text into the
    value; its ValueError, which no schema can foresee, is reported as `code_serveur`.
    """

    genre: str
    limite: int
    corps: str = NON_VIDE
    code: str = "caractere_interdit"
    lire: Callable[[str], Any] = nettoyer
    code_serveur: str | None = None

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        CODES_PAR_MOTIF[motif(self.corps)] = self.code
        texte = core_schema.str_schema(
            strict=True, max_length=self.limite, pattern=motif(self.corps)
        )
        return core_schema.no_info_after_validator_function(
            self._valeur if self.code_serveur else self.lire,
            texte,
            serialization=_EN_TEXTE if source is date else None,
        )

    def _valeur(self, texte: str) -> Any:
        try:
            return self.lire(texte)
        except ValueError:
            code = cast(LiteralString, self.code_serveur)
            raise PydanticCustomError(code, code) from None


CODES_PAR_MOTIF: dict[str, str] = {}


@lru_cache(4096)
def _lire_courriel(texte: str) -> str:
    return validate_email(texte.strip(BLANCS), check_deliverability=False).normalized


_SANS_BLANCS: Final = dict.fromkeys(map(ord, BLANCS))


def _lire_siret(texte: str) -> str:
    return stdnum_siret.validate(texte.translate(_SANS_BLANCS))


# National numbers are read in mainland France first, then in each overseas numbering plan:
# 0262 (La Réunion), 0590 (Guadeloupe), 0596 (Martinique), 0594 (Guyane), 0269 (Mayotte).
_PLANS: Final = ("FR", "RE", "GP", "MQ", "GF", "YT")


@lru_cache(4096)
def _lire_telephone(texte: str) -> str:
    for plan in _PLANS:
        try:
            numero = phonenumbers.parse(texte, plan)
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
DixLignes = Annotated[str, Texte("dix_lignes", DIX_LIGNES, DIX_LIGNES_AU_PLUS, "trop_de_lignes")]
Courriel = Annotated[
    str, Texte("courriel", 254, ADRESSE, "courriel_invalide", _lire_courriel, "courriel_refuse")
]
Siret = Annotated[
    str, Texte("siret", 50, QUATORZE_CHIFFRES, "siret_invalide", _lire_siret, "siret_cle")
]
CategorieJuridique = Annotated[
    str, Texte("categorie_juridique", 50, QUATRE_CHIFFRES, "categorie_juridique_invalide")
]
Telephone = Annotated[
    str,
    Texte("telephone", 50, NUMERO, "telephone_invalide", _lire_telephone, "telephone_refuse"),
]
Jour = Annotated[
    date, Texte("date", 50, JOUR, "date_invalide", date.fromisoformat, "date_inexistante")
]
JourDuProgramme = Annotated[
    date,
    Texte(
        "date",
        50,
        JOUR_DU_PROGRAMME,
        "date_hors_programme",
        date.fromisoformat,
        "date_inexistante",
    ),
]
SirenEpci = Annotated[str, ListeFermee()]
OuiNon = Annotated[bool, Strict()]
Montant = Annotated[int, Strict(), Field(ge=0, le=ENTIER_MAX), BeforeValidator(_entier)]
