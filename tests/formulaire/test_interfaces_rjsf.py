"""The `uiSchema` of react-jsonschema-form against the form and the schema that it goes with."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.formulaire.description import ChampDecrit, formulaire_decrit
from app.formulaire.interfaces.rjsf import interface_rjsf
from app.formulaire.schemas_publies import schema_publie

Json = dict[str, Any]


def _dans_l_interface(noeud: Json, ici: str = "") -> Iterator[str]:
    """Pointers of all that it draws, `*` standing for an element of a list, in its order."""
    for nom in noeud.get("ui:order", []):
        la = f"{ici}/{nom}"
        yield la
        yield from _dans_l_interface(noeud[nom], la)
        yield from _dans_l_interface(noeud[nom].get("items", {}), f"{la}/*")


def _dans_le_formulaire(champs: list[ChampDecrit] | None) -> Iterator[str]:
    for champ in champs or []:
        if champ.genre != "fichiers":
            yield champ.pointeur
            yield from _dans_le_formulaire(champ.champs)


def _dans_le_schema(noeud: Json, ici: str = "") -> Iterator[str]:
    for nom, regle in noeud.get("properties", {}).items():
        yield f"{ici}/{nom}"
        yield from _dans_le_schema(regle, f"{ici}/{nom}")
    yield from _dans_le_schema(noeud["items"], f"{ici}/*") if "items" in noeud else ()
    for branche in noeud.get("allOf", []):
        yield from _dans_le_schema(branche.get("then", {}), ici)


def _trouver(pointeur: str) -> Json:
    noeud = interface_rjsf()
    for cle in pointeur.split("/")[1:]:
        noeud = noeud["items" if cle == "*" else cle]
    return noeud


def test_chaque_champ_est_dessine_une_fois_dans_l_ordre_du_formulaire() -> None:
    attendus: list[str] = []
    for section in formulaire_decrit().sections:
        attendus += [section.pointeur, *_dans_le_formulaire(section.champs)]
    assert list(_dans_l_interface(interface_rjsf())) == attendus


@pytest.mark.parametrize("dialecte", ["2020-12", "draft-07"])
def test_l_interface_et_le_schema_ont_les_memes_champs_conditionnels_compris(dialecte: str) -> None:
    dessines = set(_dans_l_interface(interface_rjsf()))
    assert dessines == set(_dans_le_schema(schema_publie("dossier-formulaire", dialecte)))
    assert {"/bilan/actions_realisees", "/perimetre/ept", "/contact/suite_courriel"} <= dessines


def test_un_groupe_ne_dit_rien_d_un_champ_qu_il_n_ordonne_pas() -> None:
    for pointeur in ["", *_dans_l_interface(interface_rjsf())]:
        noeud = _trouver(pointeur)
        groupe = noeud.get("items", noeud)
        assert [cle for cle in groupe if not cle.startswith("ui:")] == groupe.get("ui:order", [])


@pytest.mark.parametrize(
    ("pointeur", "widget", "options"),
    [
        ("/demandeur/siret", "text", None),
        ("/demandeur/courriel", "text", {"inputType": "email"}),
        ("/contact/suite_telephone", "text", {"inputType": "tel"}),
        ("/plan_action/priorites", "textarea", {"rows": 6}),
        ("/perimetre/commentaire", "textarea", {"rows": 10}),
        ("/besoins/animation/fin_contrat", "date", None),
        ("/plan_action/actions/*/budget_euros", "updown", None),
        ("/contact/est_contact_suite", "radio", {"inline": True}),
        ("/perimetre/type_perimetre", "radio", None),
        ("/gouvernance/membres/*/qualite", "radio", None),
        ("/perimetre/region", "select", None),
        ("/perimetre/epci/*/siren", "select", None),
        ("/plan_action/actions/*/partenaires/*/type", "select", None),
    ],
)
def test_le_widget_suit_le_genre_de_reponse(
    pointeur: str, widget: str, options: Json | None
) -> None:
    attendu = {"ui:widget": widget} | ({"ui:options": options} if options else {})
    assert _trouver(pointeur) == attendu


def test_un_choix_facultatif_peut_etre_repris() -> None:
    assert _trouver("/besoins/autres/ami_rebond_industriel") == {"ui:widget": "select"}


def test_les_aides_sont_du_markdown() -> None:
    assert interface_rjsf()["ui:globalOptions"] == {"enableMarkdownInDescription": True}
