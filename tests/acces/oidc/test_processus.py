"""What is seen of a whole process: what it loads, what it writes in its log."""

import json
import subprocess
import sys
from typing import Final

from tests.acces.oidc.pirate import Pirate, Reponse, cle_rsa

_PROGRAMME: Final = """
import asyncio, json, sys
from contextlib import nullcontext
from app.acces.oidc.fournisseur import FournisseurOidc
from app.config import Settings
from app.kit.clock import Horloge
from app.kit.logs import configurer

async def jouer(reglages, jetons):
    fournisseur = FournisseurOidc(Settings(**reglages), Horloge())
    for jeton in jetons:
        try:
            await fournisseur.identifier(jeton, "198.51.100.7/32", nullcontext)
            print("accepte")
        except Exception as refus:
            print(type(refus).__name__)
    await fournisseur.fermer()

configurer("DEBUG")
FournisseurOidc(Settings(oidc_emetteur=None), Horloge())
print("httpx2" in sys.modules)
for reglages, jetons in json.load(sys.stdin):
    asyncio.run(jouer(reglages, jetons))
print("httpx2" in sys.modules)
"""


def test_un_processus_ne_journalise_aucun_jeton_et_ne_charge_que_ce_qui_sert(
    pirate: Pirate,
) -> None:
    jetons = [pirate.jeton(sub="sujet-marque"), pirate.jeton(cle_rsa("inconnue")), "marque"]
    en_panne = b'{"sub": "sujet-marque", "email": "marque@interco.fr"'
    pirate.repondre(Reponse(en_panne, "application/json"))
    reglages = {
        "oidc_emetteur": pirate.emetteur,
        "oidc_client": "api",
        "oidc_secret": "secret-marque",
        "oidc_audience": ["front"],
    }
    essais = [(reglages, jetons), (reglages | {"oidc_mode": "jwks"}, jetons)]
    fini = subprocess.run(
        [sys.executable, "-c", _PROGRAMME],
        input=json.dumps(essais),
        capture_output=True,
        text=True,
        check=True,
    )
    dits = [ligne for ligne in fini.stdout.splitlines() if not ligne.startswith("{")]
    refuses = ["Indisponible"] * 3 + ["accepte", "JetonRefuse", "JetonRefuse"]
    assert dits == ["False", *refuses, "True"]
    ecrit = fini.stdout + fini.stderr
    assert ecrit.count("introspection_illisible") == 3
    assert [mot for mot in (*jetons, "marque", "HTTP Request") if mot in ecrit] == []
