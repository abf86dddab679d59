"""The account of a token's agent, asked for where the token does not tell enough."""

from collections.abc import Callable
from typing import Final

import pytest

from app.acces.oidc.agent import Agent
from app.config import Settings
from tests.acces.oidc.outils import avec, identifier, reglages, verdict
from tests.acces.oidc.pirate import Json, Pirate, Reponse, cle_rsa, en_json

JETON: Final = "un-jeton-marque"
COMPTE: Final[Json] = {"sub": "agent", "email": "agent@interco.fr", "siret": "20005478100022"}


@pytest.fixture
def avec_compte(pirate: Pirate) -> Pirate:
    """The provider, where tokens say nothing of their agent, but open an account."""
    pirate.decouverte["userinfo_endpoint"] = f"{pirate.emetteur}/compte"
    pirate.repondre(en_json(pirate.introspection(scope="openid email")))
    return pirate


def _agent(pirate: Pirate, compte: Reponse) -> Agent:
    pirate.repondre(compte, "/compte")
    return identifier(reglages(pirate.emetteur), JETON)


def test_le_compte_en_clair_ou_signe_complete_le_jeton(avec_compte: Pirate) -> None:
    attendu = Agent(avec_compte.emetteur, "agent", "agent@interco.fr", "20005478100022")
    assert _agent(avec_compte, en_json(COMPTE)) == attendu
    assert _agent(avec_compte, avec_compte.compte_signe(**COMPTE)) == attendu


def _d_un_autre(_: Pirate) -> Reponse:
    return en_json(COMPTE | {"sub": "autre"})


def _de_personne(_: Pirate) -> Reponse:
    return en_json({"email": "agent@interco.fr"})


def _d_une_autre_cle(pirate: Pirate) -> Reponse:
    return pirate.compte_signe(cle_rsa("premiere", 1), **COMPTE)


def _d_un_autre_type(pirate: Pirate) -> Reponse:
    return pirate.compte_signe(entete={"typ": "at+jwt"}, **COMPTE)


def _d_un_autre_emetteur(pirate: Pirate) -> Reponse:
    return pirate.compte_signe(**COMPTE, iss="https://autre.exemple.gouv.fr")


def _refuse_a_ce_jeton(_: Pirate) -> Reponse:
    return en_json(COMPTE, 403)


def _illisible(_: Pirate) -> Reponse:
    return Reponse(b"[]")


@pytest.mark.parametrize(
    "compte",
    [
        _d_un_autre,
        _de_personne,
        _d_une_autre_cle,
        _d_un_autre_type,
        _d_un_autre_emetteur,
        _refuse_a_ce_jeton,
        _illisible,
    ],
)
def test_un_compte_qui_n_est_pas_sur_n_apporte_rien(
    avec_compte: Pirate, compte: Callable[[Pirate], Reponse]
) -> None:
    assert _agent(avec_compte, compte(avec_compte)) == Agent(avec_compte.emetteur, "agent")


@pytest.mark.parametrize("statut", [500, 503, 302, 404])
def test_un_compte_hors_de_portee_ne_fait_pas_un_agent_sans_role(
    avec_compte: Pirate, statut: int
) -> None:
    avec_compte.repondre(Reponse(statut=statut), "/compte")
    dit = avec(reglages(avec_compte.emetteur), lambda f: verdict(f, JETON))
    assert dit == "indisponible"


def test_ce_que_dit_le_jeton_passe_avant_le_compte(avec_compte: Pirate) -> None:
    dit = avec_compte.introspection(scope="openid", email="jeton@interco.fr", acr="eidas1")
    avec_compte.repondre(en_json(dit))
    avec_compte.repondre(en_json(COMPTE | {"acr": "eidas3", "exp": 4_102_444_800}), "/compte")
    settings = _exigeant(avec_compte)
    assert avec(settings, lambda f: verdict(f, JETON)) == "acr-insuffisant"
    assert identifier(reglages(avec_compte.emetteur), JETON).courriel == "jeton@interco.fr"


@pytest.mark.parametrize("nom", ["acr", "idp_acr"])
def test_le_niveau_d_authentification_est_lu_du_compte(avec_compte: Pirate, nom: str) -> None:
    avec_compte.repondre(en_json(COMPTE | {nom: "eidas3"}), "/compte")
    assert avec(_exigeant(avec_compte), lambda f: verdict(f, JETON)) == "agent"


@pytest.mark.parametrize("acr", [None, "", "eidas1", "EIDAS3", ["eidas3"], {"eidas3": 1}])
def test_un_niveau_absent_ou_autre_ne_suffit_pas(avec_compte: Pirate, acr: object) -> None:
    avec_compte.repondre(en_json(COMPTE | {"acr": acr}), "/compte")
    assert avec(_exigeant(avec_compte), lambda f: verdict(f, JETON)) == "acr-insuffisant"


def test_le_niveau_est_cherche_meme_quand_le_jeton_dit_le_reste(avec_compte: Pirate) -> None:
    avec_compte.repondre(en_json(avec_compte.introspection(scope="openid") | COMPTE))
    avec_compte.repondre(en_json(COMPTE | {"acr": "eidas3"}), "/compte")
    assert avec(_exigeant(avec_compte), lambda f: verdict(f, JETON)) == "agent"


@pytest.mark.parametrize("scope", [None, "email", "openid-autre email"])
def test_le_compte_n_est_pas_demande_sans_la_portee_openid(
    avec_compte: Pirate, scope: str | None
) -> None:
    avec_compte.repondre(en_json(avec_compte.introspection(scope=scope)))
    assert _agent(avec_compte, en_json(COMPTE)).courriel is None
    assert avec_compte.appels_de("/compte") == 0


def test_le_compte_n_est_pas_demande_quand_le_jeton_dit_tout(avec_compte: Pirate) -> None:
    dit = avec_compte.introspection(scope="openid", given_name="Camille") | COMPTE
    avec_compte.repondre(en_json(dit))
    assert identifier(reglages(avec_compte.emetteur), JETON).courriel == "agent@interco.fr"
    assert avec_compte.appels_de("/compte") == 0


def _exigeant(pirate: Pirate) -> Settings:
    return reglages(pirate.emetteur, oidc_acr=["eidas3"])
