"""The errors in the shapes of the form libraries, against ajv itself."""

import json
from sys import float_info
from typing import Any, Final, cast

import pytest

from app.formulaire.catalogue import CATALOGUE, Gravite
from app.formulaire.dossier import Dossier
from app.formulaire.evaluation import evaluer
from app.formulaire.forme import ecarts_de_forme
from app.formulaire.messages import Ecart, ecart
from app.formulaire.projections import (
    ErreurAjv,
    ParamsAjv,
    Projection,
    en_ajv,
    en_rjsf,
    projeter,
)
from app.formulaire.types import est_blanc
from app.kit.json_pointer import pointeur
from tests.formulaire.ajv import erreurs_selon_ajv
from tests.formulaire.cas import CAS, Cas, nom
from tests.formulaire.degats import series_abimees
from tests.formulaire.exemples import Json
from tests.formulaire.outils import ABSENT, TOUTES, avec, erreurs
from tests.tirages import eprouver, tirages

DEPOTS: Final = [cas for cas in CAS if not cas.brouillon]
FAUTES: Final = [cas for cas in DEPOTS if CATALOGUE[cas.code].gravite is Gravite.ERREUR]
A_CHAQUE_CAS: Final = pytest.mark.parametrize("cas", FAUTES, ids=nom)


def trouvees(cas: Cas) -> list[Ecart]:
    return erreurs(evaluer(cas.dossier(), cas.pieces))


def ajv(changements: Json) -> list[ErreurAjv]:
    return en_ajv(erreurs(evaluer(avec(changements), TOUTES)))


# AJV's


@A_CHAQUE_CAS
def test_ce_que_dit_un_schema_porte_un_mot_cle_et_le_reste_son_code(cas: Cas) -> None:
    for trouvee, projetee in zip(trouvees(cas), en_ajv(trouvees(cas)), strict=True):
        assert projetee["message"] == trouvee.message
        assert (projetee["keyword"] == trouvee.code) is not trouvee.schema
        assert projetee["schemaPath"].endswith("/" + projetee["keyword"])
        if not trouvee.schema:
            assert projetee["instancePath"] == trouvee.pointeur
            assert projetee["params"] == trouvee.parametres


@A_CHAQUE_CAS
def test_ajv_dit_de_meme_d_un_depot(cas: Cas) -> None:
    _accord(cas.dossier(), trouvees(cas))


@tirages(12, 60)
def test_ajv_dit_de_meme_de_dossiers_abimes(nombre: int) -> None:
    def propriete(serie: list[Json]) -> None:
        for dossier in serie:
            _accord(dossier, erreurs(evaluer(dossier, TOUTES)))
            _accord(dossier, list(ecarts_de_forme(Dossier, dossier)), "dossier-brouillon")

    eprouver(propriete, nombre, series_abimees())


def _accord(dossier: Json, ecarts: list[Ecart], schema: str = "dossier-depot") -> None:
    selon_ajv = erreurs_selon_ajv(dossier, schema)
    exactes = {_comparable(brute) for brute in selon_ajv}
    fautives = {_lieu(brute) for brute in selon_ajv}
    for trouvee, projetee in zip(ecarts, en_ajv(ecarts), strict=True):
        if not trouvee.schema:
            continue
        if _dite_autrement(trouvee, dossier):
            assert trouvee.pointeur in fautives, (projetee, selon_ajv)
        else:
            assert _comparable(projetee) in exactes, (projetee, selon_ajv)


def _dite_autrement(trouvee: Ecart, dossier: Json) -> bool:
    """Where ajv finds fault at the same place under another keyword, or another parameter."""
    match trouvee.code:
        case "requis":  # a blank text: ajv sees a pattern, or a choice, that it does not match
            return est_blanc(_valeur(dossier, trouvee.pointeur))
        case "choix_invalide" | "epci_inconnu":  # `oneOf`; a list of 1,263 SIREN
            return True
        case "caractere_interdit":  # the pattern of a hidden answer, or of a draft, is its own
            return True
        case "nombre_hors_limites":  # for JavaScript it is infinite, and no integer
            return abs(_valeur(dossier, trouvee.pointeur)) > float_info.max
        case _:
            return False


def _valeur(dossier: Json, chemin: str) -> Any:
    noeud: Any = dossier
    for partie in chemin.split("/")[1:]:
        if isinstance(noeud, list):
            noeud = cast(list[Any], noeud)[int(partie)]
        else:
            noeud = cast(Json, noeud).get(partie)
    return noeud


def _comparable(erreur: ErreurAjv) -> tuple[str, str, str]:
    return erreur["instancePath"], erreur["keyword"], json.dumps(erreur["params"], sort_keys=True)


def _lieu(erreur: ErreurAjv) -> str:
    params = erreur["params"]
    cle = params.get("missingProperty", params.get("additionalProperty"))
    return erreur["instancePath"] + ("" if cle is None else pointeur(cle))


def test_un_choix_faux_donne_les_choix_permis() -> None:
    ici = "/besoins/animation/chef_projet_en_poste"
    (faux,) = ajv({ici: "non"})
    assert (faux["instancePath"], faux["keyword"]) == (ici, "enum")
    assert faux["params"] == {"allowedValues": ["oui", "a_recruter"]}


def test_un_siren_faux_ne_repete_pas_le_referentiel() -> None:
    (faux,) = ajv({"/perimetre/epci/0/siren": "1"})
    assert (faux["keyword"], faux["params"]) == ("enum", {})


def test_un_texte_requis_et_blanc_est_dit_requis_a_sa_cle() -> None:
    for valeur in ("", " \u2028", ABSENT):
        (vide,) = ajv({"/contact/suite_courriel": valeur})
        assert vide["instancePath"] == "/contact"
        assert (vide["keyword"], vide["params"]) == (
            "required",
            {"missingProperty": "suite_courriel"},
        )


def test_le_lieu_du_schema_passe_par_les_proprietes_et_les_elements() -> None:
    (faux,) = ajv({"/plan_action/actions/1/partenaires/0/nom": 3})
    assert faux["schemaPath"] == (
        "#/properties/plan_action/properties/actions/items"
        "/properties/partenaires/items/properties/nom/type"
    )


def test_une_cle_etrangere_est_rendue_telle_quelle() -> None:
    (etrangere,) = ajv({"/contact": {**avec({})["contact"], "a/b~c": 1}})
    assert etrangere["params"] == {"additionalProperty": "a/b~c"}


def test_le_contrat_nomme_chaque_parametre_d_un_code_du_service() -> None:
    du_serveur = [m for m in CATALOGUE.values() if not m.schema and m.gravite is Gravite.ERREUR]
    assert {nom for m in du_serveur for nom in m.parametres} <= set(ParamsAjv.__annotations__)


# RJSF's


@A_CHAQUE_CAS
def test_chaque_message_est_a_son_champ(cas: Cas) -> None:
    noeud: Any = en_rjsf(trouvees(cas))
    *parents, cle = cas.pointeur.split("/")[1:]
    sans_champ = cas.code in ("champ_inconnu", "piece_manquante")
    for partie in parents if sans_champ else [*parents, cle]:
        noeud = noeud[partie]
    assert noeud == {"__errors": [trouvee.message for trouvee in trouvees(cas)]}


def test_un_arbre_sans_erreur_est_vide() -> None:
    assert en_rjsf([]) == {}


def test_plusieurs_messages_d_un_champ_se_suivent() -> None:
    seul = [{"qualite": "autre"}]
    trouves = [
        e.message
        for e in erreurs(evaluer(avec({"/gouvernance/membres": seul}), TOUTES))
        if e.pointeur == "/gouvernance/membres"
    ]
    arbre: Any = en_rjsf(erreurs(evaluer(avec({"/gouvernance/membres": seul}), TOUTES)))
    assert arbre["gouvernance"]["membres"]["__errors"] == trouves
    assert len(trouves) == 2
    assert arbre["gouvernance"]["membres"]["0"]["nom"]["__errors"]


@pytest.mark.parametrize("cle", ["__errors", "__proto__", "constructor", ""])
def test_une_cle_etrangere_n_entre_pas_dans_l_arbre(cle: str) -> None:
    dossier = {**avec({}), "contact": {**avec({})["contact"], cle: 1}, cle: 1}
    trouve = erreurs(evaluer(dossier, TOUTES))
    assert {e.code for e in trouve} == {"champ_inconnu"}
    message = ecart("", "champ_inconnu").message
    assert en_rjsf(trouve) == {"contact": {"__errors": [message]}, "__errors": [message]}


def test_rien_n_est_projete_sans_demande() -> None:
    assert projeter(trouvees(FAUTES[0]), None) == (None, None)
    assert projeter([], Projection.AJV) == ([], None)
    assert projeter([], Projection.RJSF) == (None, {})
