"""A document from its template and data, as a tagged PDF (PDF/UA-1)."""

import json
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import typst


class Gabarit(StrEnum):
    """The templates, each of which stands beside this file."""

    ACCUSE = "accuse"


def composer(gabarit: Gabarit, donnees: dict[str, Any], le: datetime) -> bytes:
    """The PDF that a template makes of `donnees`, JSON data that is never taken for markup.

    `le`, with a time zone, is the date that the file bears: same data, same bytes. Blocks for some
    20 ms a page or two. Raises `typst.TypstError` if the document breaks PDF/UA-1, which no content
    should cause.
    """
    return typst.compile(
        _source(gabarit),
        font_paths=_polices(),
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=int(le.timestamp()),
        sys_inputs={"donnees": json.dumps(donnees)},
    )


@cache
def _source(gabarit: Gabarit) -> bytes:
    return Path(__file__).with_name(f"{gabarit}.typ").read_bytes()


@cache
def _polices() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)
