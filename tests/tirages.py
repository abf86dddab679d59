"""Properties tried on examples that Hypothesis draws: few in `make test`, many in `make verify`."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy

# Drawing a whole dossier is slow for Hypothesis, and no sign of a fault here.
CALMES: Final = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


def tirages(peu: int, beaucoup: int) -> pytest.MarkDecorator:
    """Give a test its `nombre` of examples: `peu`, and where time is no matter `beaucoup`."""
    return pytest.mark.parametrize(
        "nombre", [peu, pytest.param(beaucoup, marks=pytest.mark.verify)]
    )


def eprouver(propriete: Callable[..., None], nombre: int, *tires: SearchStrategy[Any]) -> None:
    """Try a property on so many examples, the same ones each time."""
    essai = given(*tires)(propriete)
    settings(
        max_examples=nombre,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=CALMES,
    )(essai)()
