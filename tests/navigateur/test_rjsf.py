"""A whole application in a browser, on a form drawn by react-jsonschema-form as it is published."""

import json
import re
from pathlib import Path

import pytest

from app.formulaire.interfaces.rjsf import interface_rjsf
from app.formulaire.schemas_publies import schema_publie
from tests.acces.courrier import candidature_de, invitee
from tests.client import Candidature, Client, Json
from tests.formulaire.exemples import dossier_complet
from tests.formulaire.outils import avec
from tests.instruction.dossiers import ROUEN, agent, deposee_en
from tests.messages.fil import nommer
from tests.navigateur.attendus import champs_montres
from tests.navigateur.banc import banc, node

pytestmark = pytest.mark.verify


def test_une_candidature_entiere_du_brouillon_a_l_accuse(postgres: str, tmp_path: Path) -> None:
    with banc("rjsf", postgres, tmp_path) as page:
        vu = page.jouer("rjsf/scenario.ts", dossier_complet())
        assert vu["brouillon"] == dossier_complet()
        candidature = Candidature(page.client, vu["cle"]["id"], vu["cle"]["jeton"], {})
        (depot,) = candidature.appeler("GET", "/depots").raise_for_status().json()["depots"]
        assert depot["numero"] == vu["numero"]
        assert candidature.lire()["dossier"] == dossier_complet()
        assert {f"rjsf-{nom}.png" for nom in ("section", "erreur", "accuse")} <= {
            capture.name for capture in page.captures.iterdir()
        }


def test_a_deux_sur_un_brouillon_chacun_voit_ce_que_l_autre_tape(
    client: Client, postgres: str, tmp_path: Path
) -> None:
    elle = candidature_de(client, "jeanne@exemple.fr")
    lui = invitee(elle)
    with banc("rjsf", postgres, tmp_path) as page:
        dossier = page.jouer("rjsf/a_deux.ts", {}, elle, lui, elle)
        assert dossier["contact"] == {
            "fonction_organisation": "Chargé de mission",
            "courriel": "jeanne@exemple.fr",
            "telephone": "0235123456",
        }


def test_une_correction_se_fait_dans_la_page_la_ou_elle_est_demandee_et_a_temps(
    postgres: str, tmp_path: Path
) -> None:
    with banc("rjsf", postgres, tmp_path) as page:
        normand = nommer(agent(page.client, postgres, "28"), postgres)
        elle = deposee_en(page.client, ROUEN)
        vu = page.jouer("rjsf/correction.ts", {}, elle, elle, agent=normand.cle)
        assert vu["numero"] == elle.lire()["numero"]
        comparaison = elle.appeler("GET", "/depots/1/comparaison/2").raise_for_status().json()
        changes = [un["pointeur"] for un in comparaison["changements"]]
        assert changes == ["/plan_action/actions/1/fin", "/contact/nom_prenom"]
        assert [piece["nom"] for piece in comparaison["pieces"]] == ["lettre.pdf"]
        corrections = elle.appeler(
            "GET", "/corrections", entetes={"X-Horloge": "2023-10-20T12:00:00Z"}
        )
        assert [une["issue"] for une in corrections.json()["corrections"]] == [
            "repondue",
            "expiree",
        ]


@pytest.mark.parametrize(
    "dossier",
    [
        {},
        dossier_complet(),
        avec({"/perimetre/type_perimetre": "nouveau", "/contact/est_contact_suite": True}),
        avec({"/perimetre/region": "11", "/besoins/animation/chef_projet_en_poste": "a_recruter"}),
    ],
    ids=["vierge", "complet", "nouveau territoire", "sans chef de projet"],
)
def test_le_theme_seul_dessine_les_champs_montres_et_eux_seuls_en_ordre(dossier: Json) -> None:
    schema = schema_publie("dossier-formulaire", "draft-07")
    entree = {"schema": schema, "interface": interface_rjsf(), "dossier": dossier}
    page = node("rjsf/dessiner.mjs", entree=json.dumps(entree))
    dessines = re.findall(r' id="root_([a-z](?:(?!__)[a-z0-9_])*)"', page)
    attendus = [pointeur[1:].replace("/", "_") for pointeur in champs_montres(dossier)]
    assert dessines == attendus
