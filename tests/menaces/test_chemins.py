"""Addresses made to leave the place where they lead: nothing is served but what is published."""

import re
from collections.abc import Iterator
from typing import Any, Final

import pytest

from app.contrat.securite import gardes_de
from app.main import create_app
from tests.client import Client, contrat
from tests.menaces.brut import Reponse, demander

DETOURS: Final = {
    "parent": "..",
    "parent_code": "%2e%2e",
    "parent_et_barre": "..%2f" * 12 + "etc%2fpasswd",
    "tout_code": "%2e%2e%2f" * 12 + "etc%2fpasswd",
    "deux_fois_code": "%252e%252e%252f" * 12 + "etc%252fpasswd",
    "surlong": "%c0%ae%c0%ae%c0%afetc%c0%afpasswd",
    "surlong_trois": "%e0%80%ae%e0%80%ae%e0%80%af",
    "windows": "..%5c..%5capp%5cconfig.py",
    "pleine_largeur": "%ef%bc%8e%ef%bc%8e%ef%bc%8fetc",
    "absolu": "%2fetc%2fpasswd",
    "nul": "epci%00.json",
    "nul_seul": "%00",
    "lignes": "a%0d%0aSet-Cookie:%20a=b",
    "pas_utf8": "%ff%fe",
    "pourcent": "%",
    "pourcent_seul": "%zz",
    "point_virgule": "epci;.json",
    "flux": "page.js::$DATA",
    "modele": "{nom}",
    "voisin": "..%2fpage.py",
    "voisin_deux_fois_code": "..%252fpage.py",
    "jeton": "*",
    "sql": "'%20OR%201=1--",
    "prototype": "__proto__",
    "membre": "__class__",
}
_ADRESSES: Final = sorted({chemin for _, chemin in gardes_de(create_app()) if "{" in chemin})
_PARAMETRE: Final = re.compile(r"\{\w+\}")
# What would show that a file of the machine or of the program was read.
_FUITES: Final = (b"root:x:0:0", b"import ", b"from app", b"Traceback", b"[project]", b"BEGIN ")


def _adresses(detour: str) -> Iterator[str]:
    """Each address that has parameters, the detour in the place of each of them."""
    for modele in _ADRESSES:
        for rang in range(len(_PARAMETRE.findall(modele))):
            vus = iter(range(9))
            yield _PARAMETRE.sub(lambda _, r=rang, v=vus: detour if next(v) == r else "1", modele)


def _muette(lue: Reponse) -> bool:
    """Whether an answer shows nothing of the machine."""
    return not any(fuite in lue.corps for fuite in _FUITES)


@pytest.mark.parametrize("detour", DETOURS.values(), ids=DETOURS.keys())
def test_aucun_parametre_d_adresse_ne_mene_ailleurs(client: Client, detour: str) -> None:
    jeton = client.creer().jeton
    for cible in _adresses(detour):
        lue = demander(client, cible, jeton)
        assert lue.statut in (400, 401, 403, 404, 405, 422), (cible, lue.statut)
        # Clients of Démarches Simplifiées read its own kind of refusal.
        de_ds = cible.startswith("/api/v2/") and lue.type == "application/json"
        assert de_ds or lue.type == "application/problem+json", cible
        assert _muette(lue), cible


@pytest.mark.parametrize(
    "cible",
    [
        "/v1/schemas/../schemas/corpus",
        "/v1/schemas/..%2fcorpus",
        "/v1/schemas/corpus/..%2f..%2f..%2fconfig.py",
        "/docs/../openapi.json",
        "/docs/%2e%2e/openapi.json",
        "/docs/..;/openapi.json",
        "/docs//etc/passwd",
        "//v1/campagne",
        "/v1//campagne",
        "/v1/campagne/",
        "/V1/campagne",
        "/v1/campagne%20",
        "/v1/./campagne",
        "/v1/bac-a-sable/../administration/cles",
        "/v1/campagne/..%2fadministration%2fcles",
        "/.git/config",
        "/.env",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/../../etc/passwd",
    ],
)
def test_une_adresse_voisine_n_en_est_pas_une_autre(client: Client, cible: str) -> None:
    """Neither normalised nor redirected: a proxy's rules and ours would otherwise differ."""
    lue = demander(client, cible, client.creer().jeton)
    assert (lue.statut, lue.type) == (404, "application/problem+json")
    assert _muette(lue)


@pytest.mark.parametrize("cible", ["*", "campagne", "?", "\\v1\\campagne", "/v1/campagne\x7f", ""])
def test_ce_qui_n_est_pas_une_adresse_est_refuse(client: Client, cible: str) -> None:
    assert demander(client, cible).statut in (400, 404)


def test_seul_l_exact_nom_d_un_schema_d_un_referentiel_ou_d_un_code_est_servi(
    client: Client,
) -> None:
    """Case, blanks, a dot or an extension in more: another name, which is not published."""
    for adresse in (
        "/v1/schemas/dossier-depot",
        "/v1/schemas/corpus/valide-minimal",
        "/v1/referentiels/epci",
        "/problemes/introuvable",
        "/docs/page.js",
    ):
        assert demander(client, adresse).statut == 200
        for suite in (".", "%20", "/", "%00", ".json", "%2e", "%2f", "%0a"):
            assert demander(client, adresse + suite).statut == 404, adresse + suite
        debut, _, fin = adresse.rpartition("/")
        assert demander(client, f"{debut}/{fin.upper()}").statut == 404


def test_aucune_reponse_ne_redirige() -> None:
    """Of the whole contract: nothing sends a client elsewhere, in whoever's name."""
    operations: list[Any] = [o for p in contrat()["paths"].values() for o in p.values()]
    statuts = {statut for operation in operations for statut in operation["responses"]}
    assert {s for s in statuts if s.startswith("3")} == {"304"}
