"""Addresses of files that are good by themselves, and for an hour."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from app.demarches_simplifiees.adresses_de_fichier import DUREE, AdresseDeFichier
from app.kit.sealed import sceller

_LE = datetime(2023, 10, 1, 12, tzinfo=UTC)
_SECRET, _ANCIEN = b"a" * 32, b"b" * 32


def test_une_adresse_vaut_une_heure_et_pas_davantage() -> None:
    adresse = AdresseDeFichier(uuid4(), uuid4(), _LE + DUREE)
    ecrite = adresse.ecrire(_SECRET)
    assert timedelta(hours=1) == DUREE
    assert AdresseDeFichier.lire(ecrite, [_SECRET], _LE + DUREE - timedelta(seconds=1)) == adresse
    assert AdresseDeFichier.lire(ecrite, [_SECRET], _LE + DUREE) is None
    assert AdresseDeFichier.lire(ecrite, [_ANCIEN, _SECRET], _LE) == adresse
    assert AdresseDeFichier.lire(ecrite, [_ANCIEN], _LE) is None


@pytest.mark.parametrize("pour", [b"", b"autre chose"])
def test_ce_qui_fut_scelle_pour_autre_chose_n_en_est_pas_une(pour: bytes) -> None:
    octets = b"\0" * 32 + b"\xff" * 8
    assert AdresseDeFichier.lire(sceller(octets, _SECRET, pour), [_SECRET], _LE) is None
