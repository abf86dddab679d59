"""A document from its template and data, as a tagged PDF (PDF/UA-1)."""

import json
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import typst


class Gabarit(StrEnum):
    """The templates, each of which stands beside this file."""

    ACCUSE = "accuse"
    DOSSIER = "dossier"
    LETTRE = "lettre"


# Here, so that a process forked from one that has loaded this module finds them ready.
_SOURCES: Final = {un: Path(__file__).with_name(f"{un}.typ").read_bytes() for un in Gabarit}
_POLICES: Final = typst.Fonts(include_system_fonts=False)


def composer(gabarit: Gabarit, donnees: dict[str, Any], le: datetime) -> bytes:
    """The PDF that a template makes of `donnees`, JSON data that is never taken for markup.

    `le`, with a time zone, is the date that the file bears: same data, same bytes. Blocks for some
    20 ms a page or two. Raises `typst.TypstError` if the document breaks PDF/UA-1, which no content
    should cause.
    """
    return typst.compile(
        _SOURCES[gabarit],
        font_paths=_POLICES,
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=int(le.timestamp()),
        sys_inputs={"donnees": json.dumps(donnees)},
    )
