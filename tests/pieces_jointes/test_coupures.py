"""What is refused before the body is read, and what a client that hangs up leaves: nothing."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from app.config import Settings
from tests.client import Candidature, Client
from tests.pieces_jointes import echantillons as e
from tests.pieces_jointes.outils import (
    CLOTURE,
    Envoi,
    attendre,
    formulaire,
    magasin,
    pdf_de,
    pieces,
    rien_de_stocke,
)

MIO = 1024 * 1024
INCONNU = "Bearer tic_" + "A" * 43

AVANT_LE_CORPS: dict[str, tuple[dict[str, str], int, str]] = {
    "autre_jeton": ({"Authorization": INCONNU}, 404, "introuvable"),
    "jeton_mal_forme": ({"Authorization": "Bearer abc"}, 401, "jeton-mal-forme"),
    "sans_jeton": ({"Authorization": ""}, 401, "jeton-absent"),
    "trop_grand": ({"Content-Length": str(51 * MIO)}, 413, "fichier-trop-grand"),
    "apres_la_cloture": ({"X-Horloge": CLOTURE}, 409, "campagne-fermee"),
    "pas_un_formulaire": ({"Content-Type": "application/pdf"}, 415, "type-de-contenu-refuse"),
}


@pytest.mark.parametrize("attente", [{}, {"Expect": "100-continue"}], ids=["", "expect"])
@pytest.mark.parametrize(
    ("entetes", "statut", "code"), AVANT_LE_CORPS.values(), ids=AVANT_LE_CORPS.keys()
)
def test_refuse_sans_attendre_le_corps(
    client: Client, entetes: dict[str, str], statut: int, code: str, attente: dict[str, str]
) -> None:
    """The rest of the body never comes; with `Expect`, the service never asks for it."""
    annonce = {"Content-Length": str(40 * MIO)}
    with Envoi(client.creer(), **annonce | entetes | attente) as envoi:
        envoi.envoyer(formulaire(pdf_de(100_000))[:3000])
        lu, probleme = envoi.reponse()
    assert (lu, probleme["code"]) == (statut, code)


def test_refuse_le_fichier_de_trop_sans_attendre_le_corps(petit: Client) -> None:
    candidature = petit.creer()
    for _ in range(3):
        candidature.joindre("lettres", "a.png", e.png())
    with Envoi(candidature, **{"Content-Length": "50000", "Expect": "100-continue"}) as envoi:
        statut, probleme = envoi.reponse()
    assert (statut, probleme["code"], probleme["maximum"]) == (409, "trop-de-pieces", 3)


def test_demande_le_corps_d_un_envoi_permis(client: Client) -> None:
    candidature, corps = client.creer(), formulaire(e.pdf())
    entetes = {"Content-Length": str(len(corps)), "Expect": "100-continue"}
    with Envoi(candidature, **entetes) as envoi:
        assert envoi.accepte()
        envoi.envoyer(corps)
        statut, piece = envoi.reponse()
    assert (statut, pieces(candidature)) == (201, [piece])


# --- hanging up ---------------------------------------------------------------------------


def _annonce(candidature: Candidature, corps: bytes) -> Envoi:
    envoi = Envoi(candidature, **{"Content-Length": str(len(corps))})
    envoi.envoyer(corps[: len(corps) // 2])
    return envoi


def _en_morceaux(candidature: Candidature, corps: bytes) -> Envoi:
    envoi = Envoi(candidature, **{"Transfer-Encoding": "chunked"})
    envoi.envoyer(b"%x\r\n" % len(corps) + corps[: len(corps) // 2])
    return envoi


Cadrage = Callable[[Candidature, bytes], Envoi]
cadrages = pytest.mark.parametrize("commencer", [_annonce, _en_morceaux])


def _interrompus(client: Client) -> int:
    """How many uploads the service has seen end in the middle."""
    releve = client.get("/metrics").text
    compte = re.search(r'methode="POST",route="[^"]*/pieces-jointes",statut="400"\} (\d+)', releve)
    return int(compte[1]) if compte else 0


def _raccrocher(client: Client, envoi: Envoi) -> None:
    """Hang up, and wait until the service has noticed."""
    avant = _interrompus(client)
    envoi.fermer()
    attendre(lambda: _interrompus(client) > avant, client)


@cadrages
def test_un_petit_envoi_interrompu_ne_laisse_rien(
    client: Client, reglages: Settings, commencer: Cadrage
) -> None:
    candidature = client.creer()
    with rien_de_stocke(candidature, reglages):
        _raccrocher(client, commencer(candidature, formulaire(e.pdf())))


@cadrages
def test_un_grand_envoi_interrompu_ne_laisse_rien(
    client: Client, reglages: Settings, commencer: Cadrage
) -> None:
    """Half of it is in the store when the client hangs up."""
    candidature, avant = client.creer(), magasin(reglages)
    with rien_de_stocke(candidature, reglages):
        envoi = commencer(candidature, formulaire(pdf_de(24 * MIO)))
        attendre(lambda: magasin(reglages) != avant, client)
        _raccrocher(client, envoi)


def test_des_envois_interrompus_n_en_empechent_pas_d_autres(
    petit: Client, petits_reglages: Settings
) -> None:
    """Each gives back its turn: more of them than may write at the same time."""
    candidature = petit.creer()
    for _ in range(petits_reglages.televersements_max + 1):
        _raccrocher(petit, _annonce(candidature, formulaire(e.pdf())))
    assert candidature.joindre("lettres", "lettre.pdf", e.pdf()).status_code == 201


def test_un_client_qui_se_tait_rend_sa_place(
    client: Client, presse: Client, reglages: Settings
) -> None:
    """He stays connected and sends nothing more."""
    candidature = client.creer()
    with (
        rien_de_stocke(candidature, reglages),
        Envoi(replace(candidature, client=presse), **{"Content-Length": "50000"}) as envoi,
    ):
        envoi.envoyer(formulaire(e.pdf())[:500])
        statut, probleme = envoi.reponse()
    assert (statut, probleme["code"]) == (408, "requete-trop-lente")
