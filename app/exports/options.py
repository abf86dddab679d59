"""How a file is to be written: which of them, and what is chosen of it."""

from dataclasses import dataclass
from enum import StrEnum

from app.kit.glossary import decrit


@decrit("Le format d'un export.")
class Format(StrEnum):
    """What an export is written as."""

    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"
    NDJSON = "ndjson"
    PDF = "pdf"
    GEOJSON = "geojson"


@decrit("Ce que disent les entêtes d'un CSV : les libellés du formulaire, les clés, ou les deux.")
class Entetes(StrEnum):
    """What the first rows of a CSV say."""

    LIBELLES = "libelles"
    CLES = "cles"
    LES_DEUX = "les_deux"


@dataclass(frozen=True, slots=True)
class Options:
    """`brut`: a CSV for machines, in which nothing is altered."""

    format: Format
    entetes: Entetes = Entetes.LIBELLES
    brut: bool = False
