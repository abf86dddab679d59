"""Instants in a query (RFC 3339)."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime
from pydantic_core import PydanticCustomError


def _de_ce_siecle(instant: datetime) -> datetime:
    """At the ends of Python's calendar the same instant may not exist in another time zone."""
    if instant.year // 100 != 20:
        raise PydanticCustomError("date_hors_siecle", "une date de 2000 à 2099 est attendue")
    return instant


Instant = Annotated[AwareDatetime, AfterValidator(_de_ce_siecle)]
