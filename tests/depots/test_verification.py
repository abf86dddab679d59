"""The receipt served: what it says, in which format, and that anybody can verify it."""

import base64
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pypdf import PdfReader

from app.depots.accuse_signe import verifier_accuse
from app.kit.keys.signature import SignatureInvalide
from tests.client import Candidature, Client
from tests.conftest import reglages_pour, servir
from tests.depots.pieces import accuse, deposee, depot, prete
from tests.formulaire.exemples import Json

ARRIVEE = "2023-09-22T23:59:59.999+02:00"


@pytest.fixture(scope="module")
def une_deposee(client: Client) -> Candidature:
    """Deposited at the last millisecond."""
    candidature = prete(client)
    assert candidature.deposer(**{"X-Horloge": ARRIVEE}).status_code == 201
    return candidature


@pytest.fixture
def jwks(client: Client) -> Json:
    return client.get("/.well-known/jwks.json").raise_for_status().json()


def de_b64(texte: str) -> bytes:
    return base64.urlsafe_b64decode(texte + "=" * (-len(texte) % 4))


# --- The signature ---


def test_l_accuse_se_verifie_avec_les_cles_publiees(une_deposee: Candidature, jwks: Json) -> None:
    octets = accuse(une_deposee).content
    assert verifier_accuse(octets, jwks).numero == depot(une_deposee)["numero"]
    altere = octets.replace(b'"depot":1', b'"depot":2')
    assert altere != octets
    with pytest.raises(SignatureInvalide):
        verifier_accuse(altere, jwks)


def test_l_accuse_se_verifie_sans_notre_code(une_deposee: Candidature, jwks: Json) -> None:
    signe = accuse(une_deposee).json()
    entete, charge, signature = signe["jws"].split(".")
    (publique,) = jwks["keys"]
    assert json.loads(de_b64(entete)) == {
        "alg": "Ed25519",
        "kid": publique["kid"],
        "typ": "accuse-reception+jws",
    }
    assert (publique["kty"], publique["crv"], "d" in publique) == ("OKP", "Ed25519", False)
    cle = Ed25519PublicKey.from_public_bytes(de_b64(publique["x"]))
    cle.verify(de_b64(signature), f"{entete}.{charge}".encode())
    with pytest.raises(InvalidSignature):
        cle.verify(de_b64(signature), f"{entete}.{charge}A".encode())
    assert de_b64(charge) == rfc8785.dumps(signe["accuse"])


# --- What it says ---


def test_l_accuse_dit_ce_que_la_loi_demande(une_deposee: Candidature) -> None:
    # CRPA, art. R. 112-11-1: the date, the service and its contact, what silence is worth and
    # from when, the appeals.
    contenu = accuse(une_deposee).json()["accuse"]
    assert contenu["recu_le"] == "2023-09-22T21:59:59.999Z"
    assert contenu["service"]["nom"] == "Délégation aux Territoires d'industrie"
    assert contenu["service"]["courriel"] == "territoires-industrie@anct.gouv.fr"
    texte = " ".join(contenu["mentions"])
    for exige in (
        "R. 112-11-1",
        "pas susceptible de donner lieu à une décision implicite d'acceptation",
        "réputée rejetée le 22 novembre 2023",
        "tribunal administratif",
        "recours gracieux ou hiérarchique",
    ):
        assert exige in texte


def test_l_accuse_nomme_qui_et_quoi(une_deposee: Candidature) -> None:
    contenu, recu = accuse(une_deposee).json()["accuse"], depot(une_deposee)
    fige = recu["instantane"]
    assert contenu["demandeur"] == {
        "denomination": fige["demandeur"]["denomination"],
        "siret": fige["demandeur"]["siret"],
    }
    assert contenu["nom_territoire"] == fige["perimetre"]["nom_territoire"]
    memes = ("numero", "depot", "version_formulaire", "pieces")
    assert {nom: contenu[nom] for nom in memes} == {nom: recu[nom] for nom in memes}


def test_le_telephone_du_service_est_un_reglage(
    client: Client, postgres: str, tmp_path: Path
) -> None:
    assert "telephone" not in accuse(deposee(client)).json()["accuse"]["service"]
    reglages = reglages_pour(
        postgres, tmp_path, bac_a_sable=True, service_telephone="01 85 58 60 00"
    )
    with servir(reglages) as autre:
        candidature = deposee(autre)
        assert accuse(candidature).json()["accuse"]["service"]["telephone"] == "01 85 58 60 00"
        assert "01 85 58 60 00" in texte(accuse(candidature, accept="application/pdf").content)


# --- The format ---


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("*/*", "application/json"),
        ("", "application/json"),
        ("application/json", "application/json"),
        ("application/*", "application/json"),
        ("application/pdf", "application/pdf"),
        ("text/html, application/pdf;q=0.9, */*;q=0.1", "application/pdf"),
        ("application/json;q=0.4, application/pdf;q=0.5", "application/pdf"),
        ("application/json;q=0.5, application/pdf;q=0.4", "application/json"),
        ("APPLICATION/PDF;Q=1.0, application/json;q=0.999", "application/pdf"),
        ("*/*, application/json;q=0", "application/pdf"),
        ("application/*;q=0.2, application/pdf;q=0", "application/json"),
    ],
)
def test_l_en_tete_accept_choisit_le_format(
    une_deposee: Candidature, accept: str, format: str
) -> None:
    reponse = accuse(une_deposee, accept=accept)
    assert (reponse.status_code, reponse.headers["content-type"]) == (200, format)
    assert "Accept" in reponse.headers["vary"].split(", ")


@pytest.mark.parametrize(
    "accept", ["text/html", "image/*", "application/pdf;q=0", "*/*;q=0", "application/xml;q=0.5"]
)
def test_aucun_autre_format_n_est_servi(une_deposee: Candidature, accept: str) -> None:
    reponse = accuse(une_deposee, accept=accept)
    assert (reponse.status_code, reponse.json()["code"]) == (406, "format-non-disponible")


def test_le_pdf_est_balise_et_dit_la_meme_chose(une_deposee: Candidature) -> None:
    reponse = accuse(une_deposee, accept="application/pdf")
    recu = depot(une_deposee)
    nom = f"accuse-reception-{recu['numero']}-1.pdf"
    assert reponse.headers["content-disposition"] == f'attachment; filename="{nom}"'
    racine: Any = PdfReader(io.BytesIO(reponse.content)).root_object
    assert racine["/MarkInfo"]["/Marked"]
    assert racine["/Lang"] == "fr-FR"
    assert "/StructTreeRoot" in racine
    lu = texte(reponse.content)
    for attendu in (recu["numero"], recu["empreinte"], *empreintes(recu), "23 h 59 min 59 s"):
        assert attendu in lu


def empreintes(recu: Json) -> Iterator[str]:
    return (piece["empreinte"] for piece in recu["pieces"])


def texte(pdf: bytes) -> str:
    pages = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(pages.replace("\u200b", "").split())
