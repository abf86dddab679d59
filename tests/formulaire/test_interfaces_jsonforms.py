"""The `uischema` of JSON Forms against the form, its schema and its conditions."""

import re
from collections.abc import Iterator
from typing import Any, cast

import jsonschema_rs
import pytest

from app.formulaire.description import ChampDecrit, formulaire_decrit
from app.formulaire.interfaces.jsonforms import interface_jsonforms
from app.formulaire.schemas_publies import schema_publie
from app.kit.json_pointer import pointeur
from tests.formulaire.outils import ABSENT, avec, examen
from tests.formulaire.schemas import DIALECTES

Json = dict[str, Any]


def _chemin(portee: str) -> str:
    """The pointer into the dossier that a scope names."""
    assert re.fullmatch("#(/properties/[a-z0-9_]+)+", portee)
    return portee.removeprefix("#").replace("/properties/", "/")


def _champs(elements: list[Json], ici: str = "") -> Iterator[tuple[str, Json]]:
    """What asks for an answer or a file, with its pointer; `*` stands for an element of a list."""
    for element in elements:
        options = element.get("options", {})
        if element["type"] == "Control":
            la = ici + _chemin(element["scope"])
            yield la, element
            yield from _champs(options.get("detail", {}).get("elements", []), f"{la}/*")
        elif "rubrique" in options:
            yield pointeur(options["rubrique"]), element
        else:
            yield from _champs(element.get("elements", []), ici)


def _tous() -> dict[str, Json]:
    return dict(_champs(interface_jsonforms()["elements"]))


def _du_formulaire(champs: list[ChampDecrit] | None) -> Iterator[str]:
    for champ in champs or []:
        if champ.genre == "fichiers":
            yield pointeur(champ.nom)
        elif champ.genre != "groupe":
            yield champ.pointeur
        yield from _du_formulaire(champ.champs)


def test_chaque_section_est_une_categorie_dans_l_ordre_du_formulaire() -> None:
    sections = formulaire_decrit().sections
    categories = cast(list[Json], interface_jsonforms()["elements"])
    assert [c["label"] for c in categories] == [section.titre for section in sections]
    for categorie, section in zip(categories, sections, strict=True):
        aides = [e["text"] for e in categorie["elements"][:1] if e["type"] == "Label"]
        assert aides == ([section.aide] if section.aide else [])


def test_chaque_champ_figure_une_fois_dans_l_ordre_du_formulaire() -> None:
    attendus = [
        p for section in formulaire_decrit().sections for p in _du_formulaire(section.champs)
    ]
    assert [p for p, _ in _champs(interface_jsonforms()["elements"])] == attendus


def _resoudre(schema: Json, segments: list[str]) -> Any:
    """As JSON Forms does: straight, else through the branches of the schema."""
    if not segments:
        return schema
    if isinstance(dessous := schema.get(segments[0]), dict):
        trouve = _resoudre(cast(Json, dessous), segments[1:])
        if trouve is not None:
            return trouve
    branches = [*schema.get("allOf", []), *(schema[b] for b in ("then", "else") if b in schema)]
    return next((t for b in branches if (t := _resoudre(b, segments)) is not None), None)


@pytest.mark.parametrize("dialecte", DIALECTES)
@pytest.mark.parametrize("ou", [ou for ou, champ in _tous().items() if "scope" in champ])
def test_chaque_portee_mene_a_un_champ_du_schema(ou: str, dialecte: str) -> None:
    segments = [
        partie
        for cle in ou.split("/")[1:]
        for partie in (["items"] if cle == "*" else ["properties", cle])
    ]
    trouve = _resoudre(schema_publie("dossier-formulaire", dialecte), segments)
    assert trouve["title"] and trouve["type"]


def _montre(regle: Json, dossier: Json) -> bool:
    """As JSON Forms reads a rule."""
    condition, valeur = regle["condition"], cast(Any, dossier)
    assert regle["effect"] == "SHOW" and condition["failWhenUndefined"]
    for cle in _chemin(condition["scope"]).split("/")[1:]:
        if not isinstance(valeur, dict) or cle not in valeur:
            return False
        valeur = cast(Json, valeur)[cle]
    return jsonschema_rs.is_valid(condition["schema"], valeur)


def _conditionnels(champs: list[ChampDecrit] | None) -> Iterator[tuple[str, bool]]:
    for champ in champs or []:
        if champ.condition:
            yield champ.pointeur, champ.requis
        yield from _conditionnels(champ.champs)


@pytest.mark.parametrize("reponse", [ABSENT, True, False, "?", "oui", "11", "28", "interregional"])
@pytest.mark.parametrize(
    ("ou", "requis"), [c for s in formulaire_decrit().sections for c in _conditionnels(s.champs)]
)
def test_la_regle_montre_le_champ_quand_l_evaluation_le_lit(
    ou: str, requis: bool, reponse: Any
) -> None:
    regle = _tous()[ou]["rule"]
    changements = {_chemin(regle["condition"]["scope"]): reponse}
    # Of a fault, evaluation tells where it reads; a draft keeps this one.
    faute = ABSENT if requis else "x" * 60
    lus = {e.pointeur for e in examen({**changements, ou: faute}).ecarts}
    assert (ou in lus) is _montre(regle, avec(changements))


def test_un_champ_sans_condition_n_a_pas_de_regle() -> None:
    conditionnels = {ou for s in formulaire_decrit().sections for ou, _ in _conditionnels(s.champs)}
    assert {ou for ou, champ in _tous().items() if "rule" in champ} == conditionnels


@pytest.mark.parametrize("reponse", [ABSENT, True, "nouveau", "redecoupage", "identique"])
def test_la_categorie_du_bilan_suit_la_reponse(reponse: Any) -> None:
    categories = cast(list[Json], interface_jsonforms()["elements"])
    (bilan,) = [categorie for categorie in categories if "rule" in categorie]
    changements = {"/perimetre/type_perimetre": reponse}
    lues = {suivi.section for suivi in examen(changements).avancement}
    assert ("bilan" in lues) is _montre(bilan["rule"], avec(changements))


@pytest.mark.parametrize(
    ("ou", "options"),
    [
        ("/demandeur/courriel", {}),
        ("/perimetre/caracteristiques_industrielles", {"multi": True}),
        ("/perimetre/commentaire", {"multi": True}),
        ("/perimetre/type_perimetre", {"format": "radio"}),
        ("/perimetre/region", {"autocomplete": True}),
        ("/perimetre/epci/*/siren", {"autocomplete": True}),
        ("/plan_action/actions/*/axe", {"format": "radio"}),
        ("/plan_action/actions/*/debut", {"format": "date", "dateFormat": "DD/MM/YYYY"}),
        ("/plan_action/actions/*/budget_euros", {}),
        ("/besoins/animation/poste_cofinance", {"format": "radio"}),
        # Not required: what was chosen must be removable.
        ("/besoins/autres/ami_rebond_industriel", {"autocomplete": True}),
    ],
)
def test_chaque_genre_de_reponse_a_sa_saisie(ou: str, options: Json) -> None:
    assert _tous()[ou].get("options", {}) == options


@pytest.mark.parametrize(
    ("ou", "titre"),
    [
        ("/perimetre/epci", "siren"),
        ("/plan_action/actions", "intitule"),
        ("/plan_action/actions/*/partenaires", "nom"),
        ("/gouvernance/membres", "nom"),
    ],
)
def test_chaque_element_d_une_liste_a_un_titre(ou: str, titre: str) -> None:
    assert _tous()[ou]["options"]["elementLabelProp"] == titre
