"""A token shown in more ways than one: it stays one token, for the guard and for the limits."""

from collections.abc import Generator
from itertools import count

import pytest

from tests.acces.temoins import PORTEES, nouvelle_cle
from tests.candidatures.outils import probleme
from tests.client import Client
from tests.conftest import reglages_pour, servir
from tests.pieces_jointes.echantillons import pdf

_ECRITURES = ("Bearer {}", "bearer {}", "BEARER  {}", "Bearer     {}", "bEARER   {}")


@pytest.fixture(scope="module")
def strict(production: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Client]:
    """Two files an hour for a token; the proxy before it is the test."""
    reglages = reglages_pour(
        production,
        tmp_path_factory.mktemp("strict"),
        cloture="2099-01-01T00:00:00Z",
        proxys=["127.0.0.0/8"],
        televersements_par_heure=2,
    )
    with servir(reglages) as client:
        yield client


def test_ecrire_autrement_son_jeton_ne_donne_pas_d_autre_compte(strict: Client) -> None:
    """Nor does coming each time from another network."""
    adresses = (f"2001:db8:{rang:x}::1" for rang in count(0xE000))
    strict.headers["X-Forwarded-For"] = next(adresses)
    candidature, statuts = strict.creer(), list[int]()
    for ecriture in _ECRITURES:
        strict.headers["X-Forwarded-For"] = next(adresses)
        reponse = strict.post(
            f"{candidature.url}/pieces-jointes",
            headers={"Authorization": ecriture.format(candidature.jeton)},
            data={"rubrique": "lettres"},
            files={"fichier": ("a.pdf", pdf())},
        )
        statuts.append(reponse.status_code)
    assert statuts == [201, 201, 429, 429, 429]


@pytest.mark.parametrize("premier", [True, False])
def test_deux_jetons_a_la_fois_n_en_font_aucun(
    client: Client, postgres: str, *, premier: bool
) -> None:
    """A proxy may read the one, and the service the other."""
    candidature, cle = client.creer(), nouvelle_cle(postgres, *PORTEES)[1]
    deux = [candidature.jeton, cle] if premier else [cle, candidature.jeton]
    entetes = [("Authorization", f"Bearer {jeton}") for jeton in deux]
    for adresse in (candidature.url, "/v1/candidatures", "/v1/instruction/candidatures"):
        probleme(client.get(adresse, headers=entetes), 401, "jeton-mal-forme")
    probleme(client.post("/v1/candidatures", json={}, headers=entetes), 401, "jeton-mal-forme")
