"""What is remembered of a token, for how long, and in how little room."""

import asyncio
import threading

from app.acces.oidc.fournisseur import SOUVENIR, SOUVENIR_DU_REFUS, FournisseurOidc, Souvenirs
from tests.acces.oidc.outils import HorlogeReglable, avec, demander, reglages, verdict
from tests.acces.oidc.pirate import Pirate, Reponse, en_json


def test_un_agent_est_demande_une_fois_pendant_le_souvenir(pirate: Pirate) -> None:
    horloge = HorlogeReglable()
    pirate.repondre(en_json(pirate.introspection()))

    async def jouer(fournisseur: FournisseurOidc) -> list[int]:
        demandes = list[int]()
        for attente in (0, SOUVENIR - 5, 5, 0):
            horloge.avancer(attente)
            assert await verdict(fournisseur, "jeton") == "agent"
            demandes.append(pirate.appels_de("/introspection"))
        return demandes

    assert avec(reglages(pirate.emetteur), jouer, horloge=horloge) == [1, 1, 2, 2]


def test_des_appels_simultanes_ne_font_qu_une_demande(pirate: Pirate) -> None:
    debut, fin = threading.Event(), threading.Event()

    def repondre() -> Reponse:
        debut.set()
        return en_json(pirate.introspection()) if fin.wait(20) else Reponse(statut=500)

    pirate.pages["/introspection"] = repondre

    async def jouer(fournisseur: FournisseurOidc) -> list[str]:
        taches = [asyncio.create_task(verdict(fournisseur, "jeton")) for _ in range(6)]
        await asyncio.to_thread(debut.wait, 20)
        taches.pop(0).cancel()  # who asked first hangs up
        fin.set()
        return await asyncio.gather(*taches)

    assert avec(reglages(pirate.emetteur), jouer) == ["agent"] * 5
    assert pirate.appels_de("/introspection") == 1


def test_un_refus_est_demande_une_fois_pendant_son_souvenir(pirate: Pirate) -> None:
    horloge = HorlogeReglable()
    pirate.repondre(en_json({"active": False}))

    async def jouer(fournisseur: FournisseurOidc) -> list[str]:
        verdicts = [await verdict(fournisseur, "jeton")]
        pirate.repondre(en_json(pirate.introspection()))
        for attente in (0, SOUVENIR_DU_REFUS):
            horloge.avancer(attente)
            verdicts.append(await verdict(fournisseur, "jeton"))
        return verdicts

    verdicts = avec(reglages(pirate.emetteur), jouer, horloge=horloge)
    assert verdicts == ["jeton-refuse", "jeton-refuse", "agent"]


def test_un_niveau_insuffisant_se_retient_avec_son_defi(pirate: Pirate) -> None:
    pirate.repondre(en_json(pirate.introspection(acr="eidas1")))

    async def jouer(fournisseur: FournisseurOidc) -> list[str]:
        return [await verdict(fournisseur, "jeton") for _ in range(3)]

    settings = reglages(pirate.emetteur, oidc_acr=["eidas2"])
    assert avec(settings, jouer) == ["acr-insuffisant"] * 3
    assert pirate.appels_de("/introspection") == 1


def test_une_panne_ne_se_retient_pas_contre_le_jeton(pirate: Pirate) -> None:
    async def jouer(fournisseur: FournisseurOidc) -> list[str]:
        verdicts = [await verdict(fournisseur, "jeton")]
        pirate.repondre(en_json(pirate.introspection()))
        return [*verdicts, await verdict(fournisseur, "jeton")]

    assert avec(reglages(pirate.emetteur), jouer) == ["indisponible", "agent"]


def test_des_jetons_inventes_ne_chassent_aucun_agent(pirate: Pirate) -> None:
    pirate.repondre(en_json(pirate.introspection()))

    async def jouer(fournisseur: FournisseurOidc) -> str:
        await demander(fournisseur, "jeton")
        pirate.repondre(en_json({"active": False}))
        for rang in range(9):
            await verdict(fournisseur, f"invente-{rang}")
        return await verdict(fournisseur, "jeton")

    assert avec(reglages(pirate.emetteur), jouer, places=3) == "agent"


def test_la_memoire_est_bornee_et_oublie_le_plus_ancien() -> None:
    souvenirs = Souvenirs[int](2)
    for rang in range(3):
        souvenirs.garder(bytes([rang]), rang, jusque=10)
    souvenirs.garder(bytes([2]), 7, jusque=10)
    assert [souvenirs.lire(bytes([rang]), instant=9) for rang in range(3)] == [None, 1, 7]
    souvenirs.garder(bytes([3]), 3, jusque=10)
    assert [souvenirs.lire(bytes([rang]), instant=9) for rang in (1, 2, 3)] == [None, 7, 3]


def test_la_memoire_oublie_a_l_instant_dit() -> None:
    souvenirs = Souvenirs[int](2)
    souvenirs.garder(b"a", 1, jusque=10)
    assert (souvenirs.lire(b"a", instant=9.9), souvenirs.lire(b"a", instant=10)) == (1, None)
