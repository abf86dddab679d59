"""What the settings refuse, and what a service without a provider does."""

from typing import Final

import pytest
from pydantic import ValidationError

from app.config import Settings
from tests.acces.oidc.outils import refuse, reglages
from tests.acces.oidc.pirate import Pirate

EMETTEUR: Final = "https://identites.exemple.gouv.fr/api/v2"


@pytest.mark.parametrize(
    "autres",
    [
        *({"oidc_algorithmes": [alg]} for alg in ("none", "None", "HS256", "HS512", "EdDSA", "")),
        {"oidc_algorithmes": []},
        {"oidc_algorithmes": ["RS256", "HS256"]},
        {"oidc_audience": []},
        {"oidc_audience": [""]},
        {"oidc_client": None},
        {"oidc_secret": None},
        {"oidc_mode": "aucun"},
        {"oidc_acr": ['eidas1"']},
        {"oidc_acr": ["eidas1 eidas2"]},
    ],
)
def test_des_reglages_dangereux_sont_refuses(autres: dict[str, object]) -> None:
    assert reglages(EMETTEUR)
    with pytest.raises(ValidationError) as refus:
        reglages(EMETTEUR, **{"oidc_secret": "secret-marque", **autres})
    assert "secret-marque" not in str(refus.value)


@pytest.mark.parametrize(
    "emetteur",
    [
        "http://identites.exemple.gouv.fr",
        "http://127.0.0.1.exemple.fr",
        "http://10.0.0.1",
        "http://localhost.exemple.fr",
        "https://identites.exemple.gouv.fr?a=b",
        "https://identites.exemple.gouv.fr#a",
        "https://127.0.0.1@exemple.fr",
        "https://",
        "file:///etc/passwd",
        "identites.exemple.gouv.fr",
    ],
)
def test_un_emetteur_sans_tls_ou_ambigu_est_refuse(emetteur: str) -> None:
    with pytest.raises(ValidationError):
        reglages(emetteur)


@pytest.mark.parametrize(
    "emetteur", ["http://localhost:8080", "http://[::1]:1", "http://127.1.2.3"]
)
def test_un_emetteur_de_cette_machine_se_passe_de_tls(emetteur: str) -> None:
    assert reglages(emetteur).oidc_emetteur == emetteur


def test_les_cles_se_passent_de_secret() -> None:
    assert reglages(EMETTEUR, oidc_mode="jwks", oidc_client=None, oidc_secret=None)


@pytest.mark.parametrize("emetteur", [None, ""])
def test_sans_emetteur_aucun_jeton_n_est_accepte(pirate: Pirate, emetteur: str | None) -> None:
    settings = Settings(oidc_emetteur=emetteur)
    assert refuse(settings, pirate.jeton(), "jeton")


def test_le_secret_du_client_ne_s_affiche_pas() -> None:
    assert "secret-marque" not in repr(reglages(EMETTEUR, oidc_secret="secret-marque"))
