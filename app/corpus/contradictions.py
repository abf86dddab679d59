"""Answers that are each right, and contradict one another; files that are missing.

What is expected comes from the rules of `regles.py`, from the conditions that govern a list
(`SaufSi`, `ElementsExigent`, `Contient`) and from `PieceDemandee`.
"""

from collections.abc import Iterator
from typing import Any, Final

from app.corpus.completer import repondre
from app.corpus.dossiers import dossier_complet, dossier_d_outre_mer, membre
from app.corpus.instance import ABSENT, Constat, Instance, Json, avec, instance
from app.corpus.manques import fichiers_manquants
from app.formulaire.choix import Rubrique
from app.formulaire.nombres import MILLESIME

_EPCI: Final = "/perimetre/epci"
_EPT: Final = "/perimetre/ept"
_REGION: Final = "/perimetre/region"
_MEMBRES: Final = "/gouvernance/membres"
_EN_POSTE: Final = "/besoins/animation/chef_projet_en_poste"
_SOUHAIT: Final = "/besoins/animation/souhait_cofinancement"
_COURRIEL: Final = "/besoins/animation/chef_projet_courriel"
_LUI_MEME: Final = "/besoins/animation/demandeur_est_chef_projet"
_TELEPHONE: Final = "/contact/telephone"
_TELEPHONE_SUITE: Final = "/contact/suite_telephone"
_TELEPHONE_CHEF: Final = "/besoins/animation/chef_projet_telephone"
_JUSTIFIER: Final = "/perimetre/caracteristiques_industrielles"

_LE_HAVRE: Final = {"siren": "200084952"}
_CAUX: Final = {"siren": "200010700"}
_DREUX: Final = {"siren": "200040277"}  # of two regions, Normandie among them
_VITRE: Final = {"siren": "200039022"}  # in Bretagne
_ROUEN: Final = {"siren": "200023414"}  # a métropole
_ETAMPES: Final = {"siren": "200017846"}
_PLAINE_COMMUNE: Final = "200057867"


def contradictions() -> Iterator[Instance]:
    """The perimeter, the governance, what answers say of one another, the files."""
    yield from _epci()
    yield from _noms_des_epci()
    yield from _perimetres_a_justifier()
    yield from _regions()
    yield from _binome()
    yield _normand(
        "avertissement-renouvellement-sans-poste",
        "Le renouvellement d'un poste est demandé, mais personne n'est en poste.",
        {_EN_POSTE: "a_recruter"},
        (_SOUHAIT, "renouvellement_sans_poste"),
    )
    yield from _chef_de_projet()
    yield from _telephones()
    yield from _fichiers()


def _epci() -> Iterator[Instance]:
    sans_liste, vide = "Aucune liste d'EPCI, ni EPT.", "Une liste d'EPCI vide, sans EPT."
    yield _normand("refus-epci-absents", sans_liste, {_EPCI: ABSENT}, (_EPCI, "requis"))
    yield _normand("refus-epci-vides", vide, {_EPCI: []}, (_EPCI, "liste_vide"))
    yield _normand(
        "refus-epci-inconnu",
        f"Ce SIREN n'est celui d'aucun EPCI de {MILLESIME}.",
        {f"{_EPCI}/0/siren": "200084953"},
        (f"{_EPCI}/0/siren", "epci_inconnu"),
    )
    yield _normand(
        "refus-epci-en-double",
        "Un EPCI figure deux fois.",
        {_EPCI: [_LE_HAVRE, _CAUX, _LE_HAVRE]},
        (f"{_EPCI}/2", "epci_en_double"),
    )
    yield _normand(
        "refus-ept-en-double",
        "L'EPT choisi figure aussi dans la liste des EPCI.",
        {_REGION: "11", _EPT: _PLAINE_COMMUNE, _EPCI: [{"siren": _PLAINE_COMMUNE}, _ETAMPES]},
        (f"{_EPCI}/0", "epci_en_double"),
    )


def _noms_des_epci() -> Iterator[Instance]:
    yield instance(
        "refus-outre-mer-sans-nom",
        "Outre-mer, une communauté n'a ni SIREN ni nom.",
        avec({f"{_EPCI}/1": {}}, dossier_d_outre_mer()),
        (f"{_EPCI}/1/nom", "requis"),
    )
    yield instance(
        "refus-outre-mer-nom-blanc",
        "Outre-mer, le nom d'une communauté ne contient que du blanc.",
        avec({f"{_EPCI}/1/nom": "\u00a0"}, dossier_d_outre_mer()),
        (f"{_EPCI}/1/nom", "requis"),
    )
    yield _normand(
        "refus-metropole-sans-siren",
        "En métropole, un EPCI est nommé sans son SIREN.",
        {f"{_EPCI}/1": {"nom": "CA Caux Seine Agglo"}},
        (f"{_EPCI}/1/siren", "requis"),
    )
    yield _normand(
        "avertissement-epci-autre-nom",
        "Le nom d'un EPCI n'est pas celui de son SIREN.",
        {f"{_EPCI}/1": _CAUX | {"nom": "Communauté de communes de Nulle Part"}},
        (f"{_EPCI}/1/nom", "epci_autre_nom"),
    )
    yield _normand(
        "valide-epci-siren-espaces",
        "Un SIREN est écrit par groupes de trois chiffres.",
        {f"{_EPCI}/0": {"siren": "200 084 952"}},
    )
    yield _normand(
        "valide-epci-nom-abrege",
        "Le nom d'un EPCI est celui de son SIREN, écrit autrement.",
        {f"{_EPCI}/1": _CAUX | {"nom": "communauté d'agglomération CAUX-SEINE"}},
    )


def _perimetres_a_justifier() -> Iterator[Instance]:
    """Decision 4 of the form: never refused, but to be justified."""
    yield _normand(
        "avertissement-epci-seul",
        "Un EPCI candidat seul doit justifier son périmètre.",
        {_EPCI: [_LE_HAVRE]},
        (_JUSTIFIER, "epci_seul"),
    )
    yield _normand(
        "avertissement-metropole",
        "Une métropole doit justifier ses enjeux.",
        {_EPCI: [_LE_HAVRE, _ROUEN]},
        (_JUSTIFIER, "metropole"),
    )
    yield _normand(
        "avertissement-metropole-seule",
        "Une métropole seule doit justifier l'un et l'autre.",
        {_EPCI: [_ROUEN]},
        (_JUSTIFIER, "epci_seul"),
        (_JUSTIFIER, "metropole"),
    )


def _regions() -> Iterator[Instance]:
    """Decision 5 of the form: an error only where no region is common."""
    yield _normand(
        "refus-regions-sans-commune",
        "Les EPCI n'ont aucune région en commun, et « Interrégional » n'est pas choisi.",
        {_EPCI: [_LE_HAVRE, _VITRE]},
        (_REGION, "epci_sans_region_commune"),
    )
    yield _normand(
        "avertissement-region-sans-epci",
        "Aucun EPCI ne se trouve dans la région choisie.",
        {_REGION: "53"},
        (_REGION, "region_sans_epci"),
    )
    yield _normand(
        "avertissement-perimetre-a-cheval",
        "Un EPCI se trouve aussi dans une région voisine.",
        {_EPCI: [_LE_HAVRE, _DREUX]},
        (_REGION, "perimetre_a_cheval"),
    )
    yield _normand(
        "avertissement-interregional-superflu",
        "« Interrégional » est choisi, mais tous les EPCI sont de la même région.",
        {_REGION: "interregional"},
        (_REGION, "interregional_superflu"),
    )


def _binome() -> Iterator[Instance]:
    elu, industriel = membre("elu", "Martin", "Jeanne"), membre("industriel", "Durand", "Paul")
    durand = membre("elu", "Durand", "Paul")
    cas: list[tuple[str, str, list[Json], str]] = [
        ("sans-elu", "Un industriel, mais pas d'élu.", [industriel], "binome_sans_elu"),
        ("sans-industriel", "Un élu, mais pas d'industriel.", [elu], "binome_sans_industriel"),
        (
            "meme-personne",
            "L'élu et l'industriel sont une seule personne, écrite de deux façons.",
            [durand, durand | {"qualite": "industriel", "nom": "PAUL", "prenom": "durand"}],
            "binome_meme_personne",
        ),
    ]
    for nom, titre, membres, code in cas:
        yield _normand(f"refus-binome-{nom}", titre, {_MEMBRES: membres}, (_MEMBRES, code))
    yield _normand(
        "avertissement-binome-homonymes",
        "L'élu et l'industriel portent le même nom, et n'ont pas la même adresse.",
        {_MEMBRES: [durand, durand | {"qualite": "industriel", "courriel": "pd@example.fr"}]},
        (_MEMBRES, "binome_homonymes"),
    )


def _chef_de_projet() -> Iterator[Instance]:
    """The applicant who is the chef de projet has one address, however it is written."""
    yield _normand(
        "avertissement-chef-de-projet-autre-courriel",
        "Le demandeur est le chef de projet, et ne donne pas deux fois la même adresse.",
        {_LUI_MEME: True},
        (_COURRIEL, "chef_projet_autre_courriel"),
    )
    yield _normand(
        "valide-chef-de-projet-meme-courriel",
        "Le demandeur est le chef de projet, et écrit la même adresse autrement.",
        {_LUI_MEME: True, _COURRIEL: " Direction@SEINE-AXE.example.fr\n"},
    )
    yield _normand(
        "valide-chef-de-projet-a-recruter",
        "Sans chef de projet en poste, son adresse et qui il est ne comptent pas.",
        {_LUI_MEME: True, _EN_POSTE: "a_recruter", _SOUHAIT: "non"},
    )


def _telephones() -> Iterator[Instance]:
    """Numbers that may exist, though libphonenumber does not know them."""
    for ici, nom in (
        (_TELEPHONE, "contact"),
        (_TELEPHONE_SUITE, "suite"),
        (_TELEPHONE_CHEF, "chef"),
    ):
        yield _normand(
            f"avertissement-telephone-inconnu-{nom}",
            f"Un numéro de téléphone n'est d'aucune tranche connue ({ici}).",
            {ici: "+32 2 123 45 67"},
            (ici, "telephone_inconnu"),
        )
        yield _normand(
            f"avertissement-telephone-outre-mer-{nom}",
            f"Un numéro de La Réunion est donné sous l'indicatif de la métropole ({ici}).",
            {ici: "+33 692 12 34 56"},
            (ici, "telephone_outre_mer"),
        )


def _fichiers() -> Iterator[Instance]:
    cas: dict[str, tuple[str, tuple[Rubrique, ...]]] = {
        "aucun-fichier": ("Aucun fichier n'est joint.", ()),
        "bilan-seul": ("Seul un fichier facultatif est joint.", (Rubrique.BILAN,)),
        "sans-lettre": (
            "La lettre d'intention n'est pas jointe.",
            (Rubrique.PLAN_ACTION_OPERATIONNEL,),
        ),
        "sans-plan": ("Le plan d'action n'est pas joint.", (Rubrique.LETTRES,)),
    }
    for nom, (titre, rubriques) in cas.items():
        manquants = fichiers_manquants(rubriques)
        yield instance(f"refus-{nom}", titre, dossier_complet(), *manquants, rubriques=rubriques)


def _normand(nom: str, titre: str, changements: dict[str, Any], *constats: Constat) -> Instance:
    return instance(nom, titre, repondre(changements, dossier_complet()), *constats)
