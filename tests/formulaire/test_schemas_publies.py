"""What is published: names, server rules, catalogue, the form as data."""

import json

import pytest

from app.formulaire.catalogue import CATALOGUE, Gravite, TypeDeParametre
from app.formulaire.description import ChampDecrit, formulaire_decrit
from app.formulaire.dossier import VERSION, Dossier
from app.formulaire.regles import REGLES
from app.formulaire.schema import DIALECTES
from app.formulaire.schemas_publies import SECTIONS, codes, noms_des_schemas, schema_publie
from tests.formulaire.cas import AILLEURS
from tests.formulaire.exemples import Json

# The form as data


def champs() -> dict[str, ChampDecrit]:
    def dedans(decrits: list[ChampDecrit]) -> list[ChampDecrit]:
        return [c for decrit in decrits for c in (decrit, *dedans(decrit.champs or []))]

    return {
        c.pointeur: c for section in formulaire_decrit().sections for c in dedans(section.champs)
    }


def test_les_sections_sont_dans_l_ordre_du_formulaire() -> None:
    attendues = [
        "demandeur",
        "perimetre",
        "plan_action",
        "bilan",
        "gouvernance",
        "besoins",
        "contact",
    ]
    assert [section.nom for section in formulaire_decrit().sections] == attendues
    assert list(SECTIONS) == attendues


def test_quatre_sections_comptent_pour_la_selection() -> None:
    comptent = [s.nom for s in formulaire_decrit().sections if s.compte_pour_la_selection]
    assert comptent == ["perimetre", "plan_action", "bilan", "gouvernance"]


def test_le_formulaire_decrit_porte_sa_version_et_son_introduction() -> None:
    decrit = formulaire_decrit()
    assert decrit.version == VERSION
    assert decrit.titre == Dossier.titre
    assert "22 septembre 2023 à 23h59 (heure de Paris)" in decrit.introduction


def test_les_champs_d_une_section_sont_dans_l_ordre_du_formulaire() -> None:
    plan = next(s for s in formulaire_decrit().sections if s.nom == "plan_action")
    noms = [champ.nom for champ in plan.champs]
    assert noms == ["priorites", "actions", "commentaire", "plan_action_operationnel"]


@pytest.mark.parametrize(
    ("pointeur", "genre", "requis"),
    [
        ("/demandeur/courriel", "courriel", True),
        ("/demandeur/siret", "siret", True),
        ("/demandeur/categorie_juridique", "categorie_juridique", False),
        ("/perimetre/epci", "liste", True),
        ("/perimetre/epci/*/siren", "siren", False),
        ("/perimetre/ept", "choix", False),
        ("/perimetre/nom_territoire", "texte_court", True),
        ("/perimetre/commentaire", "dix_lignes", False),
        ("/plan_action/priorites", "texte_long", True),
        ("/plan_action/plan_action_operationnel", "fichiers", True),
        ("/plan_action/actions/*/porteur", "groupe", True),
        ("/plan_action/actions/*/porteur/type", "choix", True),
        ("/plan_action/actions/*/debut", "date", True),
        ("/plan_action/actions/*/budget_euros", "montant", False),
        ("/bilan/bilan", "fichiers", False),
        ("/gouvernance/lettres", "fichiers", True),
        ("/besoins/animation/poste_cofinance", "oui_non", True),
        ("/besoins/animation/fin_contrat", "date", False),
        ("/contact/telephone", "telephone", True),
    ],
)
def test_chaque_sorte_de_champ_est_decrite(pointeur: str, genre: str, requis: bool) -> None:
    champ = champs()[pointeur]
    assert (champ.genre, champ.requis) == (genre, requis)


def test_les_aides_sont_decrites() -> None:
    decrits = champs()
    assert decrits["/perimetre/commentaire"].aide == "En 10 lignes maximum."
    assert (decrits["/besoins/animation"].aide or "").startswith("Le rôle du chef de projet")
    assert decrits["/besoins/ingenierie"].aide is None
    assert (decrits["/bilan/bilan"].aide or "").startswith("Les documents fournis")
    assert decrits["/demandeur/siret"].aide is None


def test_les_limites_sont_decrites() -> None:
    decrits = champs()
    assert decrits["/perimetre/commentaire"].longueur_max == 2_000
    assert decrits["/perimetre/nom_territoire"].longueur_max == 250
    assert decrits["/plan_action/priorites"].longueur_max == 10_000
    assert decrits["/plan_action/actions"].elements_max == 10
    assert decrits["/perimetre/epci"].elements_max == 2_000
    assert decrits["/perimetre/ept"].elements_max is None


def test_les_conditions_sont_decrites() -> None:
    trouvees = {
        (c.pointeur, c.condition.pointeur, tuple(c.condition.valeurs))
        for c in champs().values()
        if c.condition
    }
    animation = "/besoins/animation"
    assert trouvees == {
        ("/perimetre/ept", "/perimetre/region", ("11", "interregional")),
        *(
            (f"{animation}/{cle}", f"{animation}/chef_projet_en_poste", ("oui",))
            for cle in (
                "organisation_porteuse",
                "poste_cofinance",
                "fin_contrat",
                "chef_projet_nom",
                "chef_projet_courriel",
                "chef_projet_telephone",
                "demandeur_est_chef_projet",
            )
        ),
        *(
            (f"/contact/suite_{cle}", "/contact/est_contact_suite", (False,))
            for cle in ("nom_prenom", "fonction_organisation", "courriel", "telephone")
        ),
    }


def test_le_bilan_depend_du_type_de_perimetre() -> None:
    conditions = {s.nom: s.condition for s in formulaire_decrit().sections if s.condition}
    assert list(conditions) == ["bilan"]
    assert conditions["bilan"].pointeur == "/perimetre/type_perimetre"
    assert conditions["bilan"].valeurs == ["redecoupage", "identique"]


def test_les_choix_sont_decrits_avec_leurs_mots() -> None:
    choix = champs()["/besoins/animation/chef_projet_en_poste"].choix
    assert choix
    assert [(option.code, option.libelle) for option in choix] == [
        ("oui", "Oui"),
        ("a_recruter", "Non, il est à recruter"),
    ]


# Schemas


def test_un_schema_par_usage_pour_le_tout_et_chaque_section() -> None:
    noms = noms_des_schemas()
    assert len(noms) == len(set(noms)) == 3 * (1 + len(SECTIONS))
    assert {"dossier-depot", "dossier-brouillon", "dossier-formulaire", "bilan-depot"} <= set(noms)


def test_chaque_schema_a_son_identifiant() -> None:
    publies = [schema_publie(nom, un)["$id"] for nom in noms_des_schemas() for un in DIALECTES]
    assert len(set(publies)) == len(publies)


@pytest.mark.parametrize("nom", ["dossier", "dossier-final", "annexe-depot", "", "depot"])
def test_un_schema_inconnu_est_une_cle_absente(nom: str) -> None:
    with pytest.raises(KeyError):
        schema_publie(nom)


def test_un_schema_se_lit_en_json() -> None:
    for nom in noms_des_schemas():
        assert json.loads(json.dumps(schema_publie(nom))) == schema_publie(nom)


def test_un_choix_est_publie_avec_ses_mots() -> None:
    axe = schema_publie("dossier-depot")["$defs"]["Axe"]
    assert {"const": "recrutement", "title": "Lever les freins au recrutement"} in axe["oneOf"]


def test_un_oui_non_est_publie_avec_ses_mots() -> None:
    contact = schema_publie("contact-depot")["properties"]["est_contact_suite"]
    assert contact["oneOf"] == [{"const": True, "title": "Oui"}, {"const": False, "title": "Non"}]


# What only the server tells


def regles(nom: str) -> dict[str, Json]:
    return {regle["code"]: regle for regle in schema_publie(nom)["x-regles-serveur"]}


def test_le_schema_du_dossier_annonce_tout_ce_que_seul_le_serveur_peut_dire() -> None:
    du_serveur = {code for code, message in CATALOGUE.items() if not message.schema}
    assert set(regles("dossier-depot")) == du_serveur - AILLEURS


def test_une_regle_du_serveur_dit_gravite_message_et_lieux() -> None:
    annoncees = regles("dossier-depot")
    assert annoncees["siret_cle"]["champs"] == ["/demandeur/siret"]
    assert annoncees["siret_cle"]["gravite"] == "erreur"
    assert annoncees["metropole"]["gravite"] == "avertissement"
    assert annoncees["metropole"]["champs"] == ["/perimetre/caracteristiques_industrielles"]
    assert "/plan_action/actions/*/fin" in annoncees["date_inexistante"]["champs"]
    assert annoncees["piece_manquante"]["champs"] == [
        "/plan_action/plan_action_operationnel",
        "/gouvernance/lettres",
    ]


def test_un_brouillon_n_annonce_pas_de_regle_du_serveur() -> None:
    assert "x-regles-serveur" not in schema_publie("dossier-brouillon")


def test_chaque_regle_n_annonce_que_des_codes_du_serveur() -> None:
    annonces = [annonce for regle in REGLES for annonce in regle.codes.items()]
    assert len(annonces) == len(set(annonces))
    assert not [code for code, _ in annonces if CATALOGUE[code].schema]
    assert {nom for regle in REGLES for nom in regle.sections} <= set(SECTIONS)


# The catalogue


def test_le_catalogue_est_publie_en_entier() -> None:
    publies = {decrit.code: decrit for decrit in codes()}
    assert set(publies) == set(CATALOGUE)
    (maximum,) = publies["texte_trop_long"].parametres
    assert (maximum.nom, maximum.type) == ("maximum", TypeDeParametre.ENTIER)
    assert publies["texte_trop_long"].sens == CATALOGUE["texte_trop_long"].sens
    assert publies["texte_trop_long"].schema is True
    assert publies["epci_seul"].gravite is Gravite.AVERTISSEMENT
