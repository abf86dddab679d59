"""A whole application in a browser, on the form that JSON Forms draws of what is published."""

import json
from datetime import datetime
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.formulaire.interfaces.jsonforms import interface_jsonforms
from app.formulaire.schemas_publies import schema_publie
from tests.client import Candidature
from tests.formulaire.exemples import dossier_complet
from tests.formulaire.outils import ABSENT, avec
from tests.instruction.dossiers import ROUEN, agent, deposee_en
from tests.instruction.test_corrections import demander
from tests.navigateur.attendus import champs_montres
from tests.navigateur.banc import banc, node

pytestmark = pytest.mark.verify


def test_une_candidature_entiere_de_la_page_blanche_a_l_accuse(
    postgres: str, tmp_path: Path
) -> None:
    with banc("jsonforms", postgres, tmp_path) as page:
        vu = page.jouer("jsonforms/scenario.ts", dossier_complet())
        candidature = Candidature(page.client, vu["cle"]["id"], vu["cle"]["jeton"], {})
        lue = candidature.lire()
        depot = candidature.appeler("GET", "/depots/1").json()
    assert vu["brouillon"] == vu["tape"] != dossier_complet(), "enregistré au fil de la saisie"
    corrige = avec({"/demandeur/categorie_juridique": ABSENT})
    assert lue["dossier"] == corrige, "puis corrigé, et une réponse effacée"
    assert (lue["etat"], lue["numero"]) == ("deposee", vu["numero"])
    recu_le = datetime.fromisoformat(depot["recu_le"]).astimezone(ZoneInfo("Europe/Paris"))
    assert f"{recu_le:%H:%M:%S}" in vu["recu_le"]
    assert [piece["nom"] for piece in depot["pieces"]] == ["plan-action.xlsx", "lettre.pdf"]
    assert vu["imprime"] == "%PDF-"


def test_une_correction_n_ouvre_que_ce_qui_est_demande(postgres: str, tmp_path: Path) -> None:
    with banc("jsonforms", postgres, tmp_path) as page:
        normand, elle = agent(page.client, postgres, "28"), deposee_en(page.client, ROUEN)
        normand.prendre(elle.id).raise_for_status()
        demander(normand, elle.id, "/contact/nom_prenom", "/plan_action/actions/*/axe")
        page.jouer("jsonforms/correction.ts", {}, elle)
        comparaison = elle.appeler("GET", "/depots/1/comparaison/2").raise_for_status().json()
    assert [un["pointeur"] for un in comparaison["changements"]] == ["/contact/nom_prenom"]


def test_le_moteur_montre_les_champs_que_le_formulaire_montre_en_ordre() -> None:
    """Every scope resolves, every rule shows: as the core of the library reads them."""
    reponses = product(
        product(["/perimetre/region"], [ABSENT, "28", "11"]),
        product(["/perimetre/type_perimetre"], [ABSENT, "nouveau", "identique"]),
        product(["/besoins/animation/chef_projet_en_poste"], ["oui", "a_recruter"]),
        product(["/contact/est_contact_suite"], [ABSENT, True, False]),
    )
    dossiers = [{}, *(avec(dict(changements)) for changements in reponses)]
    entree = {
        "schema": schema_publie("dossier-formulaire", "draft-07"),
        "interface": interface_jsonforms(),
        "dossiers": dossiers,
    }
    montres = json.loads(node("jsonforms/moteur.ts", entree=json.dumps(entree)))
    for dossier, chemins in zip(dossiers, montres, strict=True):
        attendus = [pointeur[1:].replace("/", ".") for pointeur in champs_montres(dossier)]
        assert chemins == attendus


def test_le_bouton_dans_le_bouton_est_de_la_bibliotheque_seule(
    postgres: str, tmp_path: Path
) -> None:
    """What the test above sets aside is found without schema, theme or text of ours.

    When this fails, the library no longer does so, and `ECARTEES` of the scenarios goes.
    """
    with banc("jsonforms/nue", postgres, tmp_path) as page:
        trouvees = page.jouer("jsonforms/nue/scenario.ts", {})
    assert "nested-interactive" in {une["regle"] for une in trouvees}
