"""What the file of an export is, and what it is called."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from app.exports.options import Format
from app.kit.clock import PARIS


class Media(StrEnum):
    """Media types."""

    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    ZIP = "application/zip"
    NDJSON = "application/x-ndjson"
    GEOJSON = "application/geo+json"


MEDIAS: Final = {
    Format.XLSX: Media.XLSX,
    Format.ODS: Media.ODS,
    Format.CSV: Media.ZIP,
    Format.NDJSON: Media.NDJSON,
    Format.PDF: Media.ZIP,
    Format.GEOJSON: Media.GEOJSON,
}
_EXTENSIONS: Final = {Format.CSV: "csv.zip", Format.PDF: "pdf.zip"}


def nom_du_fichier(format_: Format, le: datetime) -> str:
    """The name under which to save what was asked for at this instant."""
    jour = le.astimezone(PARIS)
    return f"candidatures-{jour:%Y%m%d-%H%M}.{_EXTENSIONS.get(format_, format_.value)}"
