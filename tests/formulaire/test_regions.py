"""The regions that a perimeter concerns, and the one that leads."""

import pytest

from app.formulaire.perimetre import region_pilote, regions_concernees
from app.formulaire.referentiels import Epci


def _epci(*regions: str) -> Epci:
    return Epci("200000000", "EPCI", "CC", regions, ())


@pytest.mark.parametrize(
    ("choisie", "membres", "concernees", "pilote"),
    [
        ("28", [_epci("28"), _epci("28")], ["28"], "28"),
        (
            "interregional",
            [_epci("75"), _epci("76"), _epci("76")],
            ["interregional", "75", "76"],
            "76",
        ),
        ("28", [_epci("32")], ["28", "32"], "32"),
        # An EPCI that lies in two counts in both.
        ("84", [_epci("84"), _epci("84", "93")], ["84", "93"], "84"),
        # Between equals, the one chosen; else people will say.
        ("75", [_epci("75"), _epci("76")], ["75", "76"], "75"),
        ("interregional", [_epci("75"), _epci("76")], ["interregional", "75", "76"], None),
        # Overseas collectivities have no EPCI that the reference data know.
        ("collectivites_outre_mer", [], ["collectivites_outre_mer"], "collectivites_outre_mer"),
        ("interregional", [], ["interregional"], None),
    ],
)
def test_regions(
    choisie: str, membres: list[Epci], concernees: list[str], pilote: str | None
) -> None:
    assert regions_concernees(choisie, membres) == concernees
    assert region_pilote(choisie, membres) == pilote
