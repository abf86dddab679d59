"""Access tokens that are JWT (RFC 9068), checked with the issuer's keys: what is accepted."""

from time import time
from typing import Final

import pytest
from joserfc.jwk import ECKey, OKPKey

from app.acces.oidc.agent import Agent
from app.acces.oidc.emetteur import CLES
from app.acces.oidc.fournisseur import SOUVENIR, FournisseurOidc
from app.acces.oidc.releve import PAUSE
from app.acces.oidc.revendications import TOLERANCE
from app.config import Settings
from tests.acces.oidc.conftest import Reels
from tests.acces.oidc.outils import (
    HorlogeReglable,
    Json,
    avec,
    identifier,
    refuse,
    reglages,
    verdict,
)
from tests.acces.oidc.pirate import Pirate, cle_rsa, en_json

REVENDICATIONS: Final[Json] = {
    "email": "agent@interco.fr",
    "siret": "20005478100022",
    "acr": "eidas2",
}


def _reglages(pirate: Pirate, **autres: object) -> Settings:
    return reglages(pirate.emetteur, oidc_mode="jwks", **autres)


@pytest.mark.parametrize("alg", ["RS256", "ES256"])
def test_reconnait_l_agent_d_un_jeton_signe(reels: Reels, alg: str) -> None:
    jeton = reels.signe("agent-1", alg, jeton=REVENDICATIONS)["access_token"]
    agent = identifier(reels.reglages_signes(oidc_acr=["eidas2"]), jeton)
    assert agent == Agent(reels.ressources, "agent-1", "agent@interco.fr", "20005478100022")


def test_ne_demande_rien_de_plus_que_les_cles(pirate: Pirate) -> None:
    assert identifier(_reglages(pirate), pirate.jeton(**REVENDICATIONS)).siret == "20005478100022"
    demandes = [appel.chemin for appel in pirate.appels]
    assert demandes == ["/.well-known/openid-configuration", "/jwks"]


def test_refuse_un_jeton_d_identite_signe_des_memes_cles(reels: Reels) -> None:
    jetons = reels.signe("agent-2")
    settings = reels.reglages_signes(oidc_audience=[reels.api, "front"])
    assert identifier(settings, jetons["access_token"]).sujet == "agent-2"
    assert refuse(settings, jetons["id_token"])


def test_refuse_le_jeton_qu_un_client_obtient_pour_lui_meme(reels: Reels) -> None:
    assert refuse(reels.reglages_signes(), reels.du_client()["access_token"])


def test_refuse_un_jeton_opaque(reels: Reels) -> None:
    assert refuse(reels.reglages_signes(), reels.opaque("agent-3")["access_token"])


def test_accepte_un_type_ecrit_en_entier(pirate: Pirate) -> None:
    jeton = pirate.jeton(entete={"typ": "application/AT+JWT"})
    assert identifier(_reglages(pirate), jeton).sujet == "agent"


@pytest.mark.parametrize("decalage", [TOLERANCE - 2, 2 - TOLERANCE])
def test_tolere_une_horloge_un_peu_decalee(pirate: Pirate, decalage: int) -> None:
    ici = int(time()) + decalage
    jeton = pirate.jeton(iat=ici, nbf=ici, exp=ici if decalage < 0 else ici + 60)
    assert identifier(_reglages(pirate), jeton).sujet == "agent"


def test_une_cle_sans_nom_suffit_si_elle_est_seule_de_son_type(pirate: Pirate) -> None:
    rsa, courbe = cle_rsa(None), ECKey.generate_key("P-256")
    pirate.publier(rsa, courbe, OKPKey.generate_key("X25519"))
    settings = _reglages(pirate)
    assert identifier(settings, pirate.jeton(rsa, {"kid": None})).sujet == "agent"
    assert identifier(settings, pirate.jeton(courbe, {"kid": None, "alg": "ES256"}))
    pirate.publier(rsa, cle_rsa(None, 1))
    assert refuse(settings, pirate.jeton(rsa, {"kid": None}))


def test_une_cle_que_l_on_ne_sait_pas_lire_n_empeche_pas_les_autres(pirate: Pirate) -> None:
    publiee = pirate.cle.as_dict(private=False)
    etranges = [{"kty": "AKP", "alg": "ML-DSA-44"}, {"kty": "RSA"}, {"kty": 3}, {}]
    pirate.repondre(en_json({"keys": [*etranges, publiee]}), "/jwks")
    assert identifier(_reglages(pirate), pirate.jeton()).sujet == "agent"


def test_une_nouvelle_cle_sert_sans_redemarrer_et_l_ancienne_plus(pirate: Pirate) -> None:
    ancien, neuve = pirate.jeton(sub="ancien"), cle_rsa("seconde")
    horloge = HorlogeReglable()

    async def jouer(fournisseur: FournisseurOidc) -> list[str]:
        verdicts = [await verdict(fournisseur, ancien)]
        pirate.publier(neuve)
        horloge.avancer(PAUSE)
        verdicts.append(await verdict(fournisseur, pirate.jeton(neuve, sub="neuf")))
        horloge.avancer(PAUSE)
        return [*verdicts, await verdict(fournisseur, ancien)]

    verdicts = avec(_reglages(pirate), jouer, horloge=horloge)
    assert verdicts == ["ancien", "neuf", "jeton-refuse"]


def test_une_cle_retiree_est_oubliee_sans_que_rien_ne_le_demande(pirate: Pirate) -> None:
    jeton, horloge = pirate.jeton(exp=int(time()) + 3600), HorlogeReglable()

    async def jouer(fournisseur: FournisseurOidc) -> list[str]:
        verdicts = [await verdict(fournisseur, jeton)]
        pirate.publier(cle_rsa("seconde"))
        for attente in (CLES - 5, SOUVENIR + 1):
            horloge.avancer(attente)
            verdicts.append(await verdict(fournisseur, jeton))
        return verdicts

    verdicts = avec(_reglages(pirate), jouer, horloge=horloge)
    assert verdicts == ["agent", "agent", "jeton-refuse"]


def test_des_cles_inconnues_ne_font_pas_relire_les_cles_sans_cesse(pirate: Pirate) -> None:
    async def jouer(fournisseur: FournisseurOidc) -> list[str]:
        jetons = [pirate.jeton(entete={"kid": f"inconnue-{rang}"}) for rang in range(10)]
        return [await verdict(fournisseur, jeton) for jeton in jetons]

    assert set(avec(_reglages(pirate), jouer)) == {"jeton-refuse"}
    assert pirate.appels_de("/jwks") == 1
