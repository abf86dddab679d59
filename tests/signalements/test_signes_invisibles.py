"""Invisible characters pasted with an answer, or for one.

alphagov/notifications-utils#471, #548, #742; alphagov/notifications-admin#2037; verbb/hyper#86;
woocommerce/woocommerce#58000; contao/core#8434; medic/cht-core#7654;
betagouv/mon-service-securise#2186.
"""

import pytest

from tests.formulaire.outils import constats, retenu

COLLES = [
    *("\u00ad", "\u034f", "\u061c", "\u180e", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f"),
    *("\u202a", "\u202c", "\u202e", "\u2060", "\u2066", "\u2069", "\u3164", "\ufe0e", "\ufeff"),
]
ESPACES = ["\t", "\n", "\x0b", "\u0085", "\u00a0", "\u1680", "\u2009", "\u2028", "\u205f", "\u3000"]
REPONSES = {
    "/contact/courriel": ("jeanne.martin", "@example.fr"),
    "/demandeur/siret": ("732829320", "00074"),
    "/contact/telephone": ("+332351", "23456"),
    "/perimetre/epci/0/siren": ("200084", "952"),
    "/besoins/animation/fin_contrat": ("2024-06-", "30"),
}


@pytest.mark.parametrize("signe", [*COLLES, *ESPACES])
@pytest.mark.parametrize(("ou", "parties"), REPONSES.items())
def test_un_signe_invisible_autour_d_une_reponse_est_retire(
    ou: str, parties: tuple[str, str], signe: str
) -> None:
    assert retenu({ou: f"{signe}{''.join(parties)}{signe}"}, ou) == "".join(parties)


@pytest.mark.parametrize("signe", COLLES)
@pytest.mark.parametrize(("ou", "parties"), REPONSES.items())
def test_un_signe_invisible_dans_une_reponse_est_retire(
    ou: str, parties: tuple[str, str], signe: str
) -> None:
    assert retenu({ou: signe.join(parties)}, ou) == "".join(parties)


@pytest.mark.parametrize("signe", [*COLLES, *ESPACES])
@pytest.mark.parametrize(
    "ou",
    [
        *("/contact/nom_prenom", "/gouvernance/membres/0/nom", "/contact/telephone"),
        *("/contact/courriel", "/demandeur/siret", "/perimetre/epci/0/siren"),
    ],
)
def test_un_signe_invisible_n_est_pas_une_reponse(ou: str, signe: str) -> None:
    assert constats({ou: signe * 2}) == [(ou, "requis")]
