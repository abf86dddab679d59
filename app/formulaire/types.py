"""The kinds of answers: what each accepts, how it is normalised, how the schemas say it.

A text type holds one regular expression (`motifs.py`), used as it is by Pydantic (Rust) and by the
published schema, so that both say the same.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from types import NoneType
from typing import Annotated, Any, Final, LiteralString, TypeVar, cast, get_args, get_origin

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, Strict
from pydantic_core import CoreSchema, PydanticCustomError, core_schema
from stdnum.fr import siret as stdnum_siret

from app.formulaire.motifs import (
    ADRESSE,
    BLANC,
    BLANCS,
    BORDS,
    JOUR,
    JOUR_DU_PROGRAMME,
    LIGNES_COMPTEES,
    NEUF_CHIFFRES_ESPACES,
    NON_VIDE,
    NUMERO,
    QUATORZE_CHIFFRES,
    QUATRE_CHIFFRES,
    motif,
)
from app.formulaire.nombres import (
    COURRIEL_MAX,
    TEXTE_CODE,
    TEXTE_COURT,
    TEXTE_EN_LIGNES,
    TEXTE_LONG,
)
from app.formulaire.referentiels import EPCI_ET_EPT
from app.formulaire.telephones import IMPOSSIBLES, lire_telephone
from app.kit.mailboxes import adresse
from app.kit.memory import de_personnes

ENTIER_MAX: Final = 2**53 - 1  # RFC 8259, section 6: what every JSON reader holds exactly

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
    return texte.strip(BORDS)


_SANS_BLANCS: Final = dict.fromkeys(map(ord, BLANCS))


def sans_blancs(texte: str) -> str:
    """A text in which nothing invisible can mean anything, without it."""
    return texte.translate(_SANS_BLANCS)


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
    value; its ValueError, which no schema can foresee, is reported as the one of `codes_serveur`
    that it bears, or else the first. A text without `lire` stays as typed until it is written out,
    which cleans it (`nettoyer`): a draft is judged many times, a deposit written once.
    """

    genre: str
    limite: int
    corps: str = NON_VIDE
    code: str = "caractere_interdit"
    lire: Callable[[str], Any] | None = None
    codes_serveur: tuple[str, ...] = ()
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
            serre = core_schema.no_info_after_validator_function(sans_blancs, texte)
            return core_schema.chain_schema([serre, core_schema.date_schema()])
        if self.lire is None:
            return texte
        return core_schema.no_info_after_validator_function(self._valeur, texte)

    def _valeur(self, texte: str) -> Any:
        if self.facultatif and est_blanc(texte):
            return None
        try:
            return cast(Callable[[str], Any], self.lire)(texte)
        except ValueError as erreur:
            dit = str(erreur)
            code = dit if dit in self.codes_serveur else self.codes_serveur[0]
            raise _erreur(code) from None


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


@de_personnes
@lru_cache(4096)
def _lire_courriel(texte: str) -> str:
    return adresse(sans_blancs(texte))


@de_personnes
@lru_cache(4096)
def _lire_telephone(texte: str) -> str:
    return lire_telephone(sans_blancs(texte))


@de_personnes
@lru_cache(4096)
def _lire_siret(texte: str) -> str:
    return stdnum_siret.validate(sans_blancs(texte))


def entier(valeur: object) -> object:
    """JSON Schema counts 3.0 as an integer, and so do we."""
    return int(valeur) if isinstance(valeur, float) and valeur.is_integer() else valeur


_NEUF_CHIFFRES_ESPACES: Final = re.compile(motif(NEUF_CHIFFRES_ESPACES))


class ListeFermee:
    """A SIREN. JSON Schema: the list itself, for a form to validate without the server.

    One written with blanks is read without them; whether the list has it, no schema can tell.
    """

    codes_serveur = ("siren_inconnu",)

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        formes = [
            {"enum": sorted(EPCI_ET_EPT)},
            {"pattern": motif(NEUF_CHIFFRES_ESPACES)},
        ]
        return core_schema.no_info_after_validator_function(
            self._connu,
            core_schema.str_schema(strict=True),
            metadata={"pydantic_js_updates": {"anyOf": formes}},
        )

    def _connu(self, texte: str) -> str:
        if texte in EPCI_ET_EPT:
            return texte
        if not _NEUF_CHIFFRES_ESPACES.search(texte):
            raise _erreur("epci_inconnu")
        if (siren := sans_blancs(texte)) not in EPCI_ET_EPT:
            raise _erreur("siren_inconnu")
        return siren


def _erreur(code: str) -> PydanticCustomError:
    litteral = cast(LiteralString, code)
    return PydanticCustomError(litteral, litteral)


TexteCourt = Annotated[str, Texte("texte_court", TEXTE_COURT)]
TexteLong = Annotated[str, Texte("texte_long", TEXTE_LONG)]
DixLignes = Annotated[str, Texte("dix_lignes", TEXTE_EN_LIGNES, LIGNES_COMPTEES, "trop_de_lignes")]
Courriel = Annotated[
    str,
    Texte(
        "courriel",
        COURRIEL_MAX,
        ADRESSE,
        "courriel_invalide",
        _lire_courriel,
        ("courriel_refuse",),
    ),
]
Siret = Annotated[
    str,
    Texte("siret", TEXTE_CODE, QUATORZE_CHIFFRES, "siret_invalide", _lire_siret, ("siret_cle",)),
]
CategorieJuridique = Annotated[
    str,
    Texte(
        "categorie_juridique",
        TEXTE_CODE,
        QUATRE_CHIFFRES,
        "categorie_juridique_invalide",
        sans_blancs,
    ),
]
Telephone = Annotated[
    str,
    Texte("telephone", TEXTE_CODE, NUMERO, "telephone_invalide", _lire_telephone, IMPOSSIBLES),
]
Jour = Annotated[
    date, Texte("date", TEXTE_CODE, JOUR, "date_invalide", codes_serveur=("date_inexistante",))
]
JourDuProgramme = Annotated[
    date,
    Texte(
        "date",
        TEXTE_CODE,
        JOUR_DU_PROGRAMME,
        "date_hors_programme",
        codes_serveur=("date_inexistante",),
    ),
]
SirenEpci = Annotated[str, ListeFermee()]
OuiNon = Annotated[bool, Strict()]
Montant = Annotated[int, Strict(), Field(ge=0, le=ENTIER_MAX), BeforeValidator(entier)]
