"""One dossier at least for every code of the catalogue: the full one, with a small change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.formulaire.choix import Rubrique
from tests.formulaire.exemples import Json, action, membre
from tests.formulaire.outils import ABSENT, TOUTES, avec


@dataclass(frozen=True)
class Cas:
    """What to change in the full dossier to get `code` at `pointeur`, and nothing else wrong.

    `brouillon`: the shape of a draft tells it, and no deposit ever does.
    """

    code: str
    pointeur: str
    changements: Mapping[str, Any]
    pieces: frozenset[Rubrique] = TOUTES
    brouillon: bool = False

    def dossier(self) -> Json:
        return avec(self.changements)


def _la(code: str, pointeur: str, valeur: Any, **autres: Any) -> Cas:
    """The value at the pointer where the difference is found."""
    return Cas(code, pointeur, {pointeur: valeur, **autres})


_PREMIERE: Final = "/plan_action/actions/0"
_CACHE: Final = {"/contact/est_contact_suite": True}
_PERIMETRE: Final = "/perimetre/epci"
_DREUX: Final = [{"siren": "200084952"}, {"siren": "200040277"}]
_LE_HAVRE_VITRE: Final = [{"siren": "200084952"}, {"siren": "200039022"}]

_LE_HAVRE_DEUX_FOIS: Final = [{"siren": siren} for siren in ("200084952", "200010700", "200084952")]

# "epci_deja_candidat" is found when deposits are compared: no dossier alone can show it.
AILLEURS: Final = {"epci_deja_candidat"}

CAS: Final = [
    _la("champ_inconnu", "/contact/fax", "0235123456"),
    _la("champ_inconnu", "/annexe", {}),
    _la("champ_inconnu", f"{_PREMIERE}/cout", 3),
    _la("type_invalide", "/perimetre/region", 28),
    _la("type_invalide", "/besoins/ingenierie", []),
    _la("type_invalide", "/demandeur/siret", None),
    _la("type_invalide", "/demandeur", "Seine-Axe"),
    _la("type_invalide", f"{_PREMIERE}/budget_euros", 0.5),
    _la("type_invalide", f"{_PREMIERE}/partenaires/0", "Chimie Normande"),
    _la("caractere_interdit", "/perimetre/nom_territoire", "Axe\0Seine"),
    Cas(
        "plafond_texte",
        "/contact/suite_nom_prenom",
        {**_CACHE, "/contact/suite_nom_prenom": "x" * 1_001},
    ),
    Cas(
        "plafond_liste", "/plan_action/actions", {"/plan_action/actions": [{}] * 41}, brouillon=True
    ),
    _la("requis", "/demandeur/denomination", ABSENT),
    _la("requis", "/contact/suite_courriel", ABSENT),
    _la("requis", "/besoins/animation/poste_cofinance", ABSENT),
    _la("requis", "/perimetre/epci", ABSENT),
    _la("requis", "/perimetre/epci/1/siren", ABSENT),
    _la("requis", f"{_PREMIERE}/porteur/type", ABSENT),
    _la("requis", "/demandeur/denomination", "\u00a0\n"),
    _la("requis", "/contact/suite_nom_prenom", " "),
    _la("requis", "/gouvernance/membres/0/prenom", ""),
    _la("choix_invalide", "/perimetre/region", "Normandie"),
    _la("choix_invalide", "/besoins/animation/souhait_cofinancement", ""),
    _la("texte_trop_long", "/demandeur/denomination", "x" * 251),
    _la("texte_trop_long", "/plan_action/priorites", "x" * 10_001),
    _la("texte_trop_long", "/gouvernance/commentaire", "x" * 2_001),
    _la("trop_de_lignes", "/perimetre/commentaire", "\u2028".join("abcdefghijk")),
    _la("liste_vide", "/plan_action/actions", []),
    _la("liste_vide", "/perimetre/epci", []),
    _la("liste_trop_longue", "/plan_action/actions", [action("Une parmi onze")] * 11),
    _la("nombre_hors_limites", f"{_PREMIERE}/budget_euros", -1),
    _la("nombre_hors_limites", f"{_PREMIERE}/budget_euros", 2**53),
    _la("courriel_invalide", "/contact/courriel", "jeanne.martin@"),
    _la("courriel_refuse", "/contact/courriel", "jeanne..martin@example.fr"),
    _la("siret_invalide", "/demandeur/siret", "732 829 320"),
    _la("siret_cle", "/demandeur/siret", "732 829 320 00075"),
    _la("categorie_juridique_invalide", "/demandeur/categorie_juridique", "734"),
    _la("telephone_invalide", "/contact/telephone", "02 35"),
    _la("telephone_refuse", "/contact/telephone", "00 00 00 00 00"),
    _la("date_invalide", "/besoins/animation/fin_contrat", "30/06/2024"),
    _la("date_hors_programme", f"{_PREMIERE}/debut", "2022-12-31"),
    _la("date_inexistante", f"{_PREMIERE}/fin", "2024-02-30"),
    _la("epci_inconnu", "/perimetre/epci/0/siren", "200084953"),
    _la("binome_sans_elu", "/gouvernance/membres", [membre("industriel", "Durand", "Paul")]),
    _la("binome_sans_industriel", "/gouvernance/membres", [membre("elu", "Martin", "Jeanne")]),
    _la(
        "binome_meme_personne",
        "/gouvernance/membres",
        [membre("elu", "Durand", "Paul"), membre("industriel", "DURAND", "Paul")],
    ),
    _la("action_fin_avant_debut", f"{_PREMIERE}/fin", "2023-12-31"),
    Cas("epci_en_double", f"{_PERIMETRE}/2", {_PERIMETRE: _LE_HAVRE_DEUX_FOIS}),
    Cas("epci_sans_region_commune", "/perimetre/region", {_PERIMETRE: _LE_HAVRE_VITRE}),
    Cas("piece_manquante", "/gouvernance/lettres", {}, TOUTES - {Rubrique.LETTRES}),
    _la("region_sans_epci", "/perimetre/region", "53"),
    Cas("perimetre_a_cheval", "/perimetre/region", {_PERIMETRE: _DREUX}),
    _la("interregional_superflu", "/perimetre/region", "interregional"),
    Cas("epci_seul", "/perimetre/caracteristiques_industrielles", {"/perimetre/epci/1": ABSENT}),
    Cas(
        "metropole",
        "/perimetre/caracteristiques_industrielles",
        {"/perimetre/epci/1/siren": "200023414"},
    ),
    _la("bilan_vide", "/bilan/actions_realisees", ABSENT),
    Cas(
        "renouvellement_sans_poste",
        "/besoins/animation/souhait_cofinancement",
        {"/besoins/animation/chef_projet_en_poste": "a_recruter"},
    ),
]


def nom(cas: Cas) -> str:
    """For pytest to tell the cases apart."""
    return f"{cas.code}{cas.pointeur.replace('/', ' ')}"
