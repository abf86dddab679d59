"""How far back `If-Match` is answered with what changed."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.candidatures.creation import nouvelle
from app.candidatures.precondition import verifier_version
from app.candidatures.refus import VersionPerimee
from tests.client import Client


class _Lue:
    """A way to the database that answers with one pointer, and counts how often it is asked."""

    demandes = 0

    async def ligne(self, enonce: Any, **valeurs: Any) -> Any:
        raise AssertionError

    async def lignes(self, enonce: Any, **valeurs: Any) -> Any:
        self.demandes += 1
        return [{"pointeur": "/contact"}]


@pytest.mark.parametrize(
    ("version", "pointeurs", "demandes"), [(1_001, ["/contact"], 1), (1_002, [""], 0)]
)
def test_d_une_version_trop_ancienne_tout_peut_avoir_change(
    version: int, pointeurs: list[str], demandes: int
) -> None:
    lue = replace(nouvelle("{}", datetime.now(UTC)), version=version)
    voie = _Lue()
    with pytest.raises(VersionPerimee) as refus:
        asyncio.run(verifier_version(voie, lue, '"1"'))
    assert refus.value.pointeurs == pointeurs
    assert voie.demandes == demandes


def test_la_forme_faible_qu_un_mandataire_fait_d_une_version_vaut_la_version(
    client: Client,
) -> None:
    """nginx makes `W/"1"` of `"1"` where it compresses: every save would then be out of date."""
    candidature = client.creer()
    faible = candidature.modifier({"contact": {"nom_prenom": "A"}}, **{"If-Match": 'W/"1"'})
    assert (faible.status_code, faible.headers["etag"]) == (200, '"2"')
    perimee = candidature.modifier({"contact": {"nom_prenom": "B"}}, **{"If-Match": 'W/"1"'})
    assert perimee.status_code == 412


def test_une_etiquette_qui_dit_plus_que_la_version_vaut_la_version(client: Client) -> None:
    """The next release may give such tags, while this one still serves beside it."""
    candidature = client.creer()
    connue = {"If-Match": '"1c0f9a2b"'}
    prise = candidature.modifier({"contact": {"nom_prenom": "A"}}, **connue)
    assert (prise.status_code, prise.headers["etag"]) == (200, '"2"')
    perimee = candidature.modifier({"contact": {"nom_prenom": "B"}}, **connue)
    assert (perimee.status_code, perimee.json()["pointeurs"]) == (412, ["/contact/nom_prenom"])
    autre = candidature.modifier({"contact": {"nom_prenom": "C"}}, **{"If-Match": '"2x0f"'})
    assert autre.status_code == 412
