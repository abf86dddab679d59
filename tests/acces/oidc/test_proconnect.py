"""Agents of ProConnect: a real provider, set as it is, asked about opaque tokens."""

from hashlib import sha256
from typing import Final

import pytest

from app.acces.oidc.agent import Agent
from app.acces.oidc.fournisseur import SOUVENIR, FournisseurOidc
from app.acces.oidc.revendications import TOLERANCE
from app.acces.refus import AcrInsuffisant
from tests.acces.oidc.conftest import Reels
from tests.acces.oidc.outils import HorlogeReglable, avec, identifier, refuse, verdict

COMPTE: Final = {"email": "Agent@Interco.fr", "siret": "20005478100022", "idp_acr": "eidas1"}


@pytest.mark.parametrize("client", ["api", "api-es256"])
def test_reconnait_l_agent_dont_parle_une_reponse_signee(reels: Reels, client: str) -> None:
    jeton = reels.obtenir("agent-1", compte=COMPTE)["access_token"]
    agent = identifier(reels.reglages(oidc_client=client), jeton)
    assert agent == Agent(reels.proconnect, "agent-1", "agent@interco.fr", "20005478100022")
    assert agent.empreinte == sha256(f"agent\n{reels.proconnect}\nagent-1".encode()).digest()


def test_reconnait_l_agent_dont_parle_une_reponse_en_clair(reels: Reels) -> None:
    jeton = reels.opaque("agent-a", compte=COMPTE)["access_token"]
    agent = identifier(reels.reglages_opaques(), jeton)
    assert agent == Agent(reels.ressources, "agent-a", "agent@interco.fr", "20005478100022")


def test_refuse_le_jeton_remis_a_un_autre_service(reels: Reels) -> None:
    jeton = reels.obtenir("agent-2", client="autre-front")["access_token"]
    assert refuse(reels.reglages(), jeton)
    assert identifier(reels.reglages(oidc_audience=["x", "autre-front"]), jeton)


@pytest.mark.parametrize("lequel", ["refresh_token", "id_token"])
def test_refuse_ce_qui_n_est_pas_un_jeton_d_acces(reels: Reels, lequel: str) -> None:
    jetons = reels.obtenir("agent-3")
    assert identifier(reels.reglages(), jetons["access_token"]).sujet == "agent-3"
    assert refuse(reels.reglages(), jetons[lequel])


def test_refuse_le_jeton_qu_un_client_obtient_pour_lui_meme(reels: Reels) -> None:
    jeton = reels.du_client()["access_token"]
    assert refuse(reels.reglages_signes(), jeton)


def test_refuse_un_jeton_inconnu(reels: Reels) -> None:
    assert refuse(reels.reglages(), "inconnu")


def test_un_jeton_revoque_est_refuse_apres_le_souvenir(reels: Reels) -> None:
    jeton = reels.obtenir("agent-4")["access_token"]
    horloge = HorlogeReglable()

    async def jouer(fournisseur: FournisseurOidc) -> list[str]:
        verdicts = [await verdict(fournisseur, jeton)]
        reels.revoquer(jeton)
        for attente in (SOUVENIR - 2, 4):
            horloge.avancer(attente)
            verdicts.append(await verdict(fournisseur, jeton))
        return verdicts

    assert avec(reels.reglages(), jouer, horloge=horloge) == ["agent-4", "agent-4", "jeton-refuse"]


def test_un_jeton_expire_n_est_plus_accepte_meme_en_souvenir(reels: Reels) -> None:
    jeton = reels.opaque("agent-5")["access_token"]  # of 60 seconds
    horloge = HorlogeReglable()

    async def jouer(fournisseur: FournisseurOidc) -> list[str]:
        horloge.avancer(58)
        verdicts = [await verdict(fournisseur, jeton)]
        horloge.avancer(TOLERANCE + 3)  # less than a memory lasts
        return [*verdicts, await verdict(fournisseur, jeton)]

    settings = reels.reglages_opaques()
    assert avec(settings, jouer, horloge=horloge) == ["agent-5", "jeton-refuse"]


def test_un_niveau_d_authentification_trop_bas_est_dit_avec_ceux_qui_suffisent(
    reels: Reels,
) -> None:
    faible = reels.obtenir("agent-6", compte=COMPTE)["access_token"]
    fort = reels.obtenir("agent-7", compte=COMPTE | {"idp_acr": "eidas2"})["access_token"]
    muet = reels.obtenir("agent-8")["access_token"]
    settings = reels.reglages(oidc_acr=["eidas2", "eidas3"])
    assert identifier(settings, fort).sujet == "agent-7"
    for jeton in (faible, muet):
        with pytest.raises(AcrInsuffisant) as refus:
            identifier(settings, jeton)
        assert refus.value.entetes == {
            "WWW-Authenticate": 'Bearer error="insufficient_user_authentication", '
            'acr_values="eidas2 eidas3"'
        }


def test_le_compte_n_est_lu_que_si_le_jeton_le_permet(reels: Reels) -> None:
    jeton = reels.obtenir("agent-9", compte=COMPTE, scope="email")["access_token"]
    assert identifier(reels.reglages(), jeton).courriel is None
