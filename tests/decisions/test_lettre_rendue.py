"""A letter from its sealing to who applies: the same bytes, which anybody can verify."""

import json
from pathlib import Path
from typing import Final

import pytest

from app.decisions.attester import attester
from app.decisions.lettre_signee import verifier_lettre
from app.formulaire.referentiels import EPCI
from tests.bases import sql
from tests.client import Candidature, Client, Json
from tests.decisions.lots import SIGNATAIRE, Decideur, epci_neuf, prise
from tests.editions.lecture import texte, verifier_pdf_ua
from tests.instruction.dossiers import Agent, agent

MOTIVATION: Final = "\n".join(f"Constat numéro {rang}." for rang in range(21))
_REFUS: Final[Json] = {"sens": "refusee", "motifs": ["plan_action"], "motivation": MOTIVATION}


@pytest.fixture(scope="module")
def normand(client: Client, url: str) -> Agent:
    return agent(client, url, "28")


def arreter(ministre: Decideur, *lignes: Json) -> str:
    """A sealed lot of these lines."""
    lot: str = ministre.creer(signataire=SIGNATAIRE)["id"]
    ministre.inscrire(lot, *lignes)
    ministre.faire("POST", lot, "/arret").raise_for_status()
    return lot


def test_la_lettre_scellee_est_celle_qui_se_lit_et_se_verifie(
    client: Client, ministre: Decideur, normand: Agent, tmp_path: Path
) -> None:
    siren = epci_neuf()
    acceptee, refusee = prise(client, normand, siren), prise(client, normand, epci_neuf())
    lot = arreter(
        ministre,
        {"candidature": acceptee.id, "decision": {"sens": "acceptee"}},
        {"candidature": refusee.id, "decision": _REFUS},
    )
    scellee = ministre.agent.appeler("GET", f"/candidatures/{refusee.id}/decisions/1/lettre")
    ministre.faire("POST", lot, "/publication", json={"maintenant": True}).raise_for_status()
    rendue = refusee.appeler("GET", "/decision/lettre").raise_for_status()
    assert rendue.content == scellee.content
    jwks = client.get("/.well-known/jwks.json").raise_for_status().json()
    lettre = verifier_lettre(rendue.content, jwks)
    (fichier := tmp_path / "lettre.json").write_bytes(rendue.content)
    (cles := tmp_path / "jwks.json").write_text(json.dumps(jwks))
    assert attester(fichier, cles, []).startswith(f"Lettre authentique : {lettre.numero}, ")
    assert lettre.motivation == MOTIVATION
    assert lettre.signataire.model_dump() == SIGNATAIRE
    recu = refusee.appeler("GET", "/depots/1").json()
    assert (lettre.depot.rang, lettre.depot.empreinte) == (1, recu["empreinte"])
    assert lettre.recours and "R. 421-5" in lettre.recours.texte
    pdf = refusee.appeler("GET", "/decision/lettre", entetes={"Accept": "application/pdf"}).content
    verifier_pdf_ua(pdf, f"Décision {lettre.numero}")
    assert "Dominique Faure Déléguée Agence nationale" in texte(pdf)
    accordee = acceptee.appeler("GET", "/decision").json()
    retenu = accordee["territoire_retenu"]
    assert retenu["code"].startswith("ti-28")
    assert {"siren": siren, "nom": EPCI[siren].nom} in retenu["epci"]
    assert accordee["recours"] is None


def test_lire_les_lignes_d_un_lot_arrete_est_consigne_de_chacune(
    client: Client, url: str, ministre: Decideur, normand: Agent
) -> None:
    deux = [prise(client, normand, epci_neuf()) for _ in range(2)]
    lot = ministre.creer(signataire=SIGNATAIRE)["id"]
    ministre.inscrire(lot, *({"candidature": une.id, "decision": _REFUS} for une in deux))
    ministre.lignes(lot)
    assert _lues(url, *deux) == [0, 0]
    ministre.faire("POST", lot, "/arret").raise_for_status()
    ministre.lignes(lot)
    ministre.feuille(lot)
    assert _lues(url, *deux) == [2, 2]
    ministre.faire("POST", lot, "/publication", json={"maintenant": True}).raise_for_status()
    ministre.lignes(lot)
    assert _lues(url, *deux) == [2, 2]


def _lues(url: str, *candidatures: Candidature) -> list[int]:
    """How often somebody read what is sealed of each."""
    return [
        sql(
            url,
            "SELECT count(*) FROM evenement WHERE genre = 'decision_scellee_lue' "
            f"AND candidature_id = '{une.id}'",
        )[0][0]
        for une in candidatures
    ]
