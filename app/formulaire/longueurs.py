"""How many elements a list may have, how many are read, how much is told."""

from dataclasses import dataclass
from typing import Any, Final, cast

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from app.formulaire.nombres import LISTE

ECARTS_MAX: Final = 250
"""Differences told at once: each takes a hundred times the bytes that can cause it."""
ECARTS_TOUJOURS: Final = 64
"""Those told however little was sent: more than a form that was hardly begun lacks."""
_OCTETS_PAR_ECART: Final = 24
CAUSES_MAX: Final = 50
"""Answers told to have caused one of them."""


def ecarts_dits(octets: int) -> int:
    """How many differences are told at once of so many bytes of JSON.

    One takes some 200 bytes to tell, twice that in the shape of a form library as well.
    """
    return min(ECARTS_MAX, max(ECARTS_TOUJOURS, octets // _OCTETS_PAR_ECART))


def lus(maximum: int) -> int:
    """How many elements are read of a list that may have `maximum`: what a draft keeps, or more.

    Of a longer one, only that it is too long is told: lists within lists would add up to hundreds
    of thousands of elements.
    """
    return min(8 * maximum, LISTE)


@dataclass(frozen=True, slots=True)
class AuPlus:
    """A list of `maximum` elements at most, in the schemas.

    Pydantic is told `lecture` instead (`lus(maximum)` by default): it reads no element of a list
    that is too long, and would leave their faults unsaid. `Groupe.listes` finds the lists to count.
    """

    maximum: int
    lecture: int | None = None

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return cast(
            CoreSchema, {**handler(source), "max_length": self.lecture or lus(self.maximum)}
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "maxItems": self.maximum}
