"""Drafts and the call's dates: written before the opening, never after the closing."""

from typing import Final

import pytest

from tests.candidatures.outils import (
    APRES_CLOTURE,
    Sonde,
    est_rfc3339_utc,
    inchangee,
    probleme,
)
from tests.client import Client, Json

CLOTURE: Final = "2023-09-22T22:00:00Z"
DERNIER_INSTANT: Final = {"X-Horloge": "2023-09-22T23:59:59.999999+02:00"}
AVANT_OUVERTURE: Final = {"X-Horloge": "2023-05-11T08:00:00+02:00"}
CONTACT: Final = {"contact": {"courriel": "jeanne@"}}


@pytest.mark.parametrize(
    ("horloge", "arrivee"),
    [
        ("2023-09-23T00:00:00+02:00", CLOTURE),
        (CLOTURE, CLOTURE),
        ("2023-09-22T12:00:00-10:00", CLOTURE),
        ("2024-01-01T00:00:00.5Z", "2024-01-01T00:00:00.500000Z"),
    ],
)
def test_rien_ne_se_cree_ni_ne_se_modifie_apres_la_cloture(
    client: Client, sonde: Sonde, horloge: str, arrivee: str
) -> None:
    candidature = client.creer()
    entetes = {"X-Horloge": horloge}
    with sonde.intacte():
        for reponse in (
            client.post("/v1/candidatures", json={}, headers=entetes),
            candidature.modifier(CONTACT, **entetes),
        ):
            document = probleme(reponse, 409, "campagne-fermee")
            assert (document["arrivee"], document["cloture"]) == (arrivee, CLOTURE)


@pytest.mark.parametrize("entetes", [DERNIER_INSTANT, AVANT_OUVERTURE])
def test_on_cree_et_modifie_avant_l_ouverture_et_jusqu_au_dernier_instant(
    client: Client, entetes: Json
) -> None:
    candidature = client.creer({}, **entetes)
    modifiee = candidature.modifier(CONTACT, **entetes)
    assert modifiee.status_code == 200
    assert candidature.lire()["dossier"] == CONTACT


def test_apres_la_cloture_un_brouillon_se_lit_encore(client: Client) -> None:
    candidature = client.creer(CONTACT)
    with inchangee(candidature):
        for suite in ("", "/validation", "/evenements", "/pieces-jointes", "/depots"):
            reponse = candidature.appeler("GET", suite, entetes=APRES_CLOTURE)
            assert reponse.status_code == 200


def test_a_blanc_on_verifie_encore_apres_la_cloture(client: Client) -> None:
    assert client.post("/v1/validation", json={}, headers=APRES_CLOTURE).status_code == 200


def test_les_instants_sont_donnes_en_temps_universel(client: Client) -> None:
    matin = {"X-Horloge": "2023-09-18T09:30:00.25+02:00"}
    candidature = client.creer({}, **matin)
    modifiee = candidature.modifier(CONTACT, **{"X-Horloge": "2023-09-19T01:00:00+02:00"}).json()
    assert candidature.creee["creee_le"] == "2023-09-18T07:30:00.250000Z"
    assert candidature.creee["modifiee_le"] == "2023-09-18T07:30:00.250000Z"
    assert modifiee["modifiee_le"] == "2023-09-18T23:00:00Z"
    assert modifiee == candidature.lire()
    assert [e["le"] for e in candidature.evenements()] == [
        "2023-09-18T07:30:00.250000Z",
        "2023-09-18T23:00:00Z",
    ]
    (resumee,) = candidature.client.get(
        "/v1/candidatures", headers={"Authorization": f"Bearer {candidature.jeton}"}
    ).json()["candidatures"]
    assert resumee["modifiee_le"] == "2023-09-18T23:00:00Z"


def test_sans_x_horloge_c_est_l_heure_du_service_en_temps_universel(client: Client) -> None:
    creee = client.creer().creee
    assert est_rfc3339_utc(creee["creee_le"])
    assert creee["creee_le"] == creee["modifiee_le"]
    assert creee["creee_le"].startswith("2023-09-18T07:")
