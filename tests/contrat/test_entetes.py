"""The headers of every answer: those that protect, those that a 304 declares."""

from typing import Any, Final

import httpx2
import pytest

from tests.acces.temoins import envoyer_un_fichier
from tests.client import Client, contrat
from tests.depots.pieces import deposee
from tests.pieces_jointes.echantillons import pdf

Json = dict[str, Any]
# Sent to a page of another origin that is admitted, never otherwise.
_SELON_L_ORIGINE: Final = {"Access-Control-Allow-Origin"}
# Of what is counted when it is made: who has it already is told nothing of it.
_SI_COMPTEE: Final = {"RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"}
_VALEURS: Final = {
    "/v1/schemas/corpus/{nom}": {"nom": "valide-minimal"},
    "/v1/schemas/{nom}": {"nom": "contact-depot"},
    "/v1/schemas/ui/{bibliotheque}": {"bibliotheque": "rjsf"},
}
_PIECE: Final = "/v1/candidatures/{id}/pieces-jointes/{piece}/contenu"
_DE_MESSAGE: Final = "/v1/candidatures/{id}/messages/pieces-jointes/{piece}/contenu"
_IMPRIME: Final = "/v1/candidatures/{id}/depots/{rang}/dossier.pdf"
_FLUX: Final = ("/v1/flux", "/v1/flux/candidatures")
# Others are given the same, by the same functions.
_A_D_AUTRES: Final = (
    *(c.replace("/v1/", "/v1/instruction/", 1) for c in (_PIECE, _DE_MESSAGE, _IMPRIME)),
    "/v1/avis/pieces-jointes/{piece}/contenu",
    "/v1/avis/reponse/pieces-jointes/{piece}/contenu",
    "/v1/instruction/candidatures/{id}/avis/{avis}/pieces-jointes/{piece}/contenu",
    "/v1/instruction/exports/{demande}/contenu",
    "/v1/instruction/candidatures/{id}/depots/{rang}/pieces-jointes.zip",
    "/v1/instruction/pieces-jointes.zip",
)
# Once they are published: tests/resultats.
_RESULTATS: Final = (
    *("/v1/resultats", "/v1/resultats/{version}", "/v1/resultats.csv", "/v1/resultats.geojson"),
    *("/v1/resultats/groupements.csv", "/v1/resultats/communes.csv"),
)
_CHEMINS: Final = [
    chemin
    for chemin, methodes in contrat()["paths"].items()
    if "304" in methodes.get("get", {"responses": {}})["responses"]
]


def _verifier(client: Client, chemin: str, adresse: str, acces: dict[str, str]) -> None:
    etiquette = client.get(adresse, headers=acces).raise_for_status().headers["etag"]
    connu = client.get(adresse, headers={**acces, "If-None-Match": etiquette})
    assert connu.status_code == 304
    declares = set(contrat()["paths"][chemin]["get"]["responses"]["304"]["headers"])
    recus = {nom for nom in contrat()["components"]["headers"] if nom in connu.headers}
    assert recus - _SELON_L_ORIGINE == declares - _SELON_L_ORIGINE - _SI_COMPTEE


@pytest.mark.parametrize(
    "chemin",
    [
        c
        for c in _CHEMINS
        if c not in (_PIECE, _DE_MESSAGE, _IMPRIME, *_FLUX, *_A_D_AUTRES, *_RESULTATS)
    ],
)
def test_une_publication_inchangee_a_les_en_tetes_declares(client: Client, chemin: str) -> None:
    _verifier(client, chemin, chemin.format(**_VALEURS.get(chemin, {})), {})


def test_un_fichier_inchange_a_les_en_tetes_declares(client: Client) -> None:
    assert _PIECE in _CHEMINS
    candidature = client.creer()
    piece = candidature.joindre("lettres", "Lettre.pdf", pdf()).json()["id"]
    adresse = f"{candidature.url}/pieces-jointes/{piece}/contenu"
    _verifier(client, _PIECE, adresse, {"Authorization": f"Bearer {candidature.jeton}"})


def test_un_fichier_de_message_inchange_a_les_en_tetes_declares(client: Client) -> None:
    assert _DE_MESSAGE in _CHEMINS
    candidature = deposee(client)
    piece = envoyer_un_fichier(candidature, "Lettre.pdf")
    adresse = f"{candidature.url}/messages/pieces-jointes/{piece}/contenu"
    _verifier(client, _DE_MESSAGE, adresse, {"Authorization": f"Bearer {candidature.jeton}"})


def test_un_depot_deja_imprime_a_les_en_tetes_declares(client: Client) -> None:
    assert _IMPRIME in _CHEMINS
    candidature = deposee(client)
    adresse = f"{candidature.url}/depots/1/dossier.pdf"
    _verifier(client, _IMPRIME, adresse, {"Authorization": f"Bearer {candidature.jeton}"})


@pytest.mark.parametrize("chemin", _FLUX)
def test_un_flux_inchange_a_les_en_tetes_declares(client: Client, chemin: str) -> None:
    assert chemin in _CHEMINS
    candidature = client.creer()
    _verifier(client, chemin, chemin, {"Authorization": f"Bearer {candidature.jeton}"})


_PROTECTION: Final = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}


def _protection(reponse: httpx2.Response) -> dict[str, str]:
    return {nom: reponse.headers.get(nom, "") for nom in _PROTECTION}


def test_une_reponse_ne_se_garde_ni_ne_s_encadre_refus_compris(client: Client) -> None:
    candidature = client.creer()
    for reponse in (
        candidature.appeler("GET"),
        candidature.modifier({}),
        client.get("/v1/candidatures"),
        client.get("/inconnue"),
        client.get("/v1/campagne", headers={"X-Horloge": "hier"}),
        client.request("PUT", "/v1/candidatures"),
    ):
        assert _protection(reponse) == _PROTECTION, reponse.url


def test_ce_qui_est_publie_se_garde(client: Client) -> None:
    garde = "public, max-age=300"
    assert _protection(client.get("/v1/schemas")) == {**_PROTECTION, "cache-control": garde}


def test_un_fichier_joint_garde_ses_propres_en_tetes(client: Client) -> None:
    candidature = client.creer()
    piece = candidature.joindre("lettres", "Lettre.pdf", pdf()).json()["id"]
    reponse = candidature.appeler("GET", f"/pieces-jointes/{piece}/contenu")
    assert reponse.headers.get_list("content-security-policy") == ["sandbox; default-src 'none'"]
    assert reponse.headers.get_list("cache-control") == ["private, no-cache"]
    assert reponse.headers.get_list("x-content-type-options") == ["nosniff"]


def test_la_page_de_documentation_ne_s_encadre_pas(client: Client) -> None:
    (politique,) = client.get("/docs").headers.get_list("content-security-policy")
    assert "frame-ancestors 'none'" in politique
    assert "script-src 'self'" in politique


def test_le_chiffrement_est_annonce_par_qui_chiffre(client: Client) -> None:
    """TLS is the proxy's, and so is HSTS: said over HTTP, a browser ignores it (RFC 6797, 8.1)."""
    assert "strict-transport-security" not in client.get("/sante/vivant").headers
