"""Secrets at rest: opened by the service's keys, those of before included, for their endpoint."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest

from app.flux.crochets.secrets import (
    USAGE,
    SecretIllisible,
    enfermer,
    nouveau_secret,
    ouvrir,
    secrets_en_force,
)
from app.kit.keys.keyring import Trousseau, renouveler

_ICI, _AILLEURS = uuid4(), uuid4()


@pytest.fixture
def trousseau(tmp_path: Path) -> Trousseau:
    return Trousseau(tmp_path / "signature.pem")


def test_ne_se_lit_qu_avec_la_cle_et_pour_son_crochet(trousseau: Trousseau, tmp_path: Path) -> None:
    secret, cles = nouveau_secret(), trousseau.secrets(USAGE)
    enferme = enfermer(secret, _ICI, cles[0])
    assert secret[6:].encode() not in enferme
    assert enferme != enfermer(secret, _ICI, cles[0])
    assert ouvrir(enferme, _ICI, cles) == secret
    etrangere = Trousseau(tmp_path / "ailleurs" / "signature.pem").secrets(USAGE)
    for ailleurs, avec in ((_AILLEURS, cles), (_ICI, etrangere), (_ICI, [])):
        with pytest.raises(SecretIllisible):
            ouvrir(enferme, ailleurs, avec)


def test_un_secret_altere_ne_s_ouvre_pas(trousseau: Trousseau) -> None:
    enferme = enfermer(nouveau_secret(), _ICI, trousseau.secrets(USAGE)[0])
    for rang in (0, 12, len(enferme) - 1):
        altere = bytearray(enferme)
        altere[rang] ^= 1
        with pytest.raises(SecretIllisible):
            ouvrir(bytes(altere), _ICI, trousseau.secrets(USAGE))


def test_la_rotation_de_la_cle_du_service_n_en_perd_aucun(
    trousseau: Trousseau, tmp_path: Path
) -> None:
    secret = nouveau_secret()
    enferme = enfermer(secret, _ICI, trousseau.secrets(USAGE)[0])
    renouveler(tmp_path / "signature.pem")
    cles = trousseau.secrets(USAGE)
    assert len(cles) == 2 and ouvrir(enferme, _ICI, cles) == secret
    with pytest.raises(SecretIllisible):
        ouvrir(enferme, _ICI, cles[:1])


def test_l_ancien_signe_avec_le_nouveau_jusqu_a_son_terme(trousseau: Trousseau) -> None:
    cles = trousseau.secrets(USAGE)
    ancien, neuf, terme = nouveau_secret(), nouveau_secret(), datetime(2023, 9, 18, tzinfo=UTC)
    ligne = SimpleNamespace(
        id=_ICI,
        secret=enfermer(neuf, _ICI, cles[0]),
        ancien_secret=enfermer(ancien, _ICI, cles[0]),
        ancien_jusqu_a=terme,
    )
    assert secrets_en_force(ligne, cles, terme - timedelta(seconds=1)) == [neuf, ancien]
    assert secrets_en_force(ligne, cles, terme) == [neuf]
