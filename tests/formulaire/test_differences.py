"""What changed from one snapshot to another: nothing is lost, and no more is told than happened."""

from collections.abc import Callable
from copy import deepcopy
from itertools import count
from typing import Any, cast

import pytest

from app.formulaire import appariement
from app.formulaire.differences import Changement, comparer
from app.formulaire.nombres import LISTE
from app.formulaire.perimetre import EpciChoisi
from app.formulaire.plan_action import Action
from app.formulaire.section import Groupe
from app.kit.json_pointer import parties
from tests.formulaire.exemples import Json, action, dossier_complet, membre
from tests.formulaire.rejouer import Rejeu
from tests.formulaire.retouches import paires
from tests.tirages import eprouver, tirages

ACTIONS = "/plan_action/actions"
MEMBRES = "/gouvernance/membres"
EPCI = "/perimetre/epci"


def autre_action(intitule: str) -> Json:
    """An action that has nothing of those of the full dossier but its kind."""
    return {
        "intitule": intitule,
        "axe": "foncier",
        "description": f"Dépolluer la friche de {intitule}.",
        "porteur": {"nom": "Établissement public foncier", "type": "autre"},
        "partenaires": [],
        "debut": "2023-10-01",
        "fin": "2025-06-30",
    }


def _en(dossier: Json, pointeur: str | None) -> Any:
    """What stands at a pointer; None without one."""
    if pointeur is None:
        return None
    trouve: Any = dossier
    for partie in parties(pointeur):
        trouve = trouve[int(partie) if isinstance(trouve, list) else partie]
    return trouve


def dits(changements: list[Changement]) -> list[tuple[str, str | None, str | None]]:
    return [(c.operation.value, c.pointeur_avant, c.pointeur) for c in changements]


def change(modifier: Callable[[Json], Any], dossier: Json | None = None) -> list[Changement]:
    """What is told of a full dossier that `modifier` changes, once it has been made again."""
    avant = dossier or dossier_complet()
    apres = deepcopy(avant)
    modifier(apres)
    changements = comparer(avant, apres)
    assert Rejeu(changements).refaire(avant) == apres
    return changements


@tirages(200, 10_000)
def test_ce_qui_est_dit_refait_l_autre_dossier(nombre: int) -> None:
    def propriete(deux: tuple[Json, Json]) -> None:
        avant, apres = deepcopy(deux)
        changements = comparer(*deux)
        assert deux == (avant, apres)
        assert Rejeu(changements).refaire(avant) == apres
        assert bool(changements) is (avant != apres)
        for un in changements:
            assert _en(avant, un.pointeur_avant) == un.avant
            assert _en(apres, un.pointeur) == un.apres
            assert un.libelle

    eprouver(propriete, nombre, paires())


@tirages(50, 2_000)
def test_ce_qui_reste_n_est_dit_ni_parti_ni_venu(nombre: int) -> None:
    def propriete(deux: tuple[Json, Json]) -> None:
        changements = comparer(*deux)
        for liste in (ACTIONS, MEMBRES, EPCI):
            partis = [c.avant for c in changements if _sous(c.pointeur_avant, liste, "retrait", c)]
            venus = [c.apres for c in changements if _sous(c.pointeur, liste, "ajout", c)]
            assert not [un for un in partis if un in venus]

    eprouver(propriete, nombre, paires())


def _sous(pointeur: str | None, liste: str, operation: str, un: Changement) -> bool:
    return un.operation == operation and cast(str, pointeur).rpartition("/")[0] == liste


def test_un_texte_long_est_dit_en_entier() -> None:
    texte = "Décarboner. " * 800
    (un,) = change(lambda d: d["plan_action"].update(priorites=texte))
    assert (un.avant, un.apres) == ("Décarboner et former.", texte)
    assert un.libelle == (
        "Quelles seront les priorités de votre plan d'action pour la période 2023-2027 ?"
    )


def test_une_section_qui_se_montre_ou_se_cache_est_dite_entiere() -> None:
    (un,) = change(lambda d: d.pop("bilan"))
    assert dits([un]) == [("retrait", "/bilan", None)]
    assert un.avant == {"actions_realisees": "Douze actions sur quinze menées à terme."}
    assert un.libelle == "Pour les Territoires d'industrie existants, bilan du programme"


def test_une_action_ajoutee_en_tete_n_est_qu_un_ajout() -> None:
    neuve = autre_action("Friche")
    (un,) = change(lambda d: d["plan_action"]["actions"].insert(0, neuve))
    assert dits([un]) == [("ajout", None, f"{ACTIONS}/0")]
    assert (un.apres, un.libelle) == (neuve, "Actions du plan d'action opérationnel")


def test_une_action_retiree_n_est_qu_un_retrait() -> None:
    assert dits(change(lambda d: d["plan_action"]["actions"].pop(0))) == [
        ("retrait", f"{ACTIONS}/0", None)
    ]


def test_une_action_modifiee_sous_une_autre_se_retrouve_au_bon_rang() -> None:
    def modifier(dossier: Json) -> None:
        actions = dossier["plan_action"]["actions"]
        actions[1]["porteur"]["nom"] = "Port du Havre"
        actions[1]["description"] = "Récupérer la chaleur du port."
        actions.insert(0, autre_action("Friche"))

    changements = change(modifier)
    assert dits(changements) == [
        ("ajout", None, f"{ACTIONS}/0"),
        ("remplacement", f"{ACTIONS}/1/description", f"{ACTIONS}/2/description"),
        ("remplacement", f"{ACTIONS}/1/porteur/nom", f"{ACTIONS}/2/porteur/nom"),
    ]
    assert changements[2].libelle == "Actions du plan d'action opérationnel › Porteur › Nom"


def test_une_action_deplacee_et_modifiee_est_dite_des_deux_facons() -> None:
    avant = dossier_complet()
    avant["plan_action"]["actions"] += [autre_action("Friche"), autre_action("Vallée")]

    def deplacer(dossier: Json) -> None:
        actions = dossier["plan_action"]["actions"]
        actions.insert(0, actions.pop())
        actions[0]["budget_euros"] = 12

    deplacement, ajout = change(deplacer, avant)
    assert dits([deplacement]) == [("deplacement", f"{ACTIONS}/3", f"{ACTIONS}/0")]
    derniere = avant["plan_action"]["actions"][3]
    assert deplacement.avant == derniere
    assert deplacement.apres == derniere | {"budget_euros": 12}
    assert dits([ajout]) == [("ajout", None, f"{ACTIONS}/0/budget_euros")]


def test_un_partenaire_ajoute_a_une_action_qui_a_bouge() -> None:
    def modifier(dossier: Json) -> None:
        actions = dossier["plan_action"]["actions"]
        actions.reverse()
        actions[1]["partenaires"].insert(0, {"nom": "Lycée du Havre", "type": "centre_formation"})

    (deplacement, ajout) = change(modifier)
    assert deplacement.operation.value == "deplacement"
    assert dits([ajout]) == [("ajout", None, f"{ACTIONS}/1/partenaires/0")]
    assert ajout.libelle == "Actions du plan d'action opérationnel › Partenaires"


def test_un_epci_se_reconnait_a_son_siren_quoi_que_devienne_son_nom() -> None:
    def modifier(dossier: Json) -> None:
        epci = dossier["perimetre"]["epci"]
        epci[0]["nom"] = "Un autre nom"
        epci.reverse()

    changements = change(modifier)
    assert [c.operation.value for c in changements] == ["deplacement", "remplacement"]
    assert changements[1].libelle == (
        "Quel sera le périmètre de votre Territoire d'industrie ? › Nom de l'EPCI"
    )


def test_un_epci_pour_un_autre_est_un_retrait_et_un_ajout_meme_s_il_a_le_meme_nom() -> None:
    changements = change(lambda d: d["perimetre"]["epci"][0].update(siren="200066462"))
    un = f"{EPCI}/0"
    assert dits(changements) == [("retrait", un, None), ("ajout", None, un)]


def test_un_epci_d_outre_mer_se_reconnait_a_son_nom() -> None:
    avant = dossier_complet()
    avant["perimetre"]["epci"] = [{"nom": nom} for nom in "ABC"]
    changements = change(lambda d: d["perimetre"]["epci"].insert(0, {"nom": "D"}), avant)
    assert dits(changements) == [("ajout", None, f"{EPCI}/0")]


def test_une_liste_absente_est_une_liste_vide() -> None:
    def retirer(dossier: Json) -> None:
        del dossier["plan_action"]["actions"][0]["partenaires"]

    avant, apres = dossier_complet(), dossier_complet()
    retirer(apres)
    partenaire = f"{ACTIONS}/0/partenaires/0"
    assert dits(comparer(avant, apres)) == [("retrait", partenaire, None)]
    assert dits(comparer(apres, avant)) == [("ajout", None, partenaire)]
    avant["plan_action"]["actions"][0]["partenaires"] = []
    assert comparer(avant, apres) == comparer(apres, avant) == []


def test_ce_que_le_formulaire_ne_connait_plus_se_compare_aussi() -> None:
    un, autre = ({"ancienne": {"liste": [{"a": 1, "b": b}], "seule": b}} for b in (1, 2))
    liste, seule = comparer(un, autre)
    assert (liste.pointeur, liste.libelle) == ("/ancienne/liste/0/b", "ancienne › liste › b")
    assert (seule.pointeur, seule.avant, seule.apres) == ("/ancienne/seule", 1, 2)


def test_a_ressemblance_egale_le_plus_proche_est_le_meme_membre() -> None:
    avant = dossier_complet()
    avant["gouvernance"]["membres"] = [
        membre("elu", "Martin", "Jeanne") | {"courriel": f"{rang}@example.fr"} for rang in range(2)
    ]

    def modifier(dossier: Json) -> None:
        reste = membre("elu", "Martin", "Jeanne") | {"courriel": "mairie@example.fr"}
        nouveau = {cle: cle for cle in reste}
        dossier["gouvernance"]["membres"] = [nouveau, reste]

    assert dits(change(modifier, avant)) == [
        ("retrait", f"{MEMBRES}/0", None),
        ("ajout", None, f"{MEMBRES}/0"),
        ("remplacement", f"{MEMBRES}/1/courriel", f"{MEMBRES}/1/courriel"),
    ]


def test_l_ordre_des_cles_ne_change_rien() -> None:
    porteur = {"nom": "Port", "type": "sem"}
    un, autre = (
        {"plan_action": {"actions": [{"intitule": intitule, "porteur": dict(membres)}]}}
        for intitule, membres in (("A", [*porteur.items()]), ("B", [*porteur.items()][::-1]))
    )
    (seul,) = comparer(un, autre)
    assert (seul.pointeur, seul.avant, seul.apres) == (f"{ACTIONS}/0/intitule", "A", "B")


def test_l_identite_d_un_groupe_est_de_ses_champs() -> None:
    groupes = [groupe for groupe in _genres(Groupe) if groupe.identite]
    assert EpciChoisi in groupes and Action not in groupes
    for groupe in groupes:
        assert set(groupe.identite) <= groupe.champs.keys()


def _genres(groupe: type[Groupe]) -> list[type[Groupe]]:
    return [s for d in groupe.__subclasses__() for s in (d, *_genres(d))]


def test_qui_change_d_adresse_est_le_meme_membre() -> None:
    changements = change(lambda d: d["gouvernance"]["membres"][1].update(courriel="p@d.fr"))
    assert dits(changements) == [("remplacement", f"{MEMBRES}/1/courriel", f"{MEMBRES}/1/courriel")]


def test_qui_prend_la_place_d_un_autre_est_quelqu_un_d_autre() -> None:
    def modifier(dossier: Json) -> None:
        dossier["gouvernance"]["membres"][1] = membre("industriel", "Leroy", "Anne")

    un = f"{MEMBRES}/1"
    assert dits(change(modifier)) == [("retrait", un, None), ("ajout", None, un)]


def test_le_plus_ressemblant_est_le_meme_membre() -> None:
    avant = dossier_complet()
    avant["gouvernance"]["membres"] = [
        membre("elu", "Martin", "Jeanne") | {"fonction": "Maire", "courriel": "mairie@example.fr"},
        membre("elu", "Martin", "Jean") | {"fonction": "Adjoint"},
    ]

    def modifier(dossier: Json) -> None:
        # Each keeps more of themselves than of the other, who is as near.
        jeanne, jean = dossier["gouvernance"]["membres"]
        jeanne["fonction"] = "Présidente"
        jean["courriel"] = "mairie@example.fr"
        dossier["gouvernance"]["membres"] = [jean, jeanne]

    changements = change(modifier, avant)
    assert dits(changements) == [
        ("remplacement", f"{MEMBRES}/1/courriel", f"{MEMBRES}/0/courriel"),
        ("deplacement", f"{MEMBRES}/0", f"{MEMBRES}/1"),
        ("remplacement", f"{MEMBRES}/0/fonction", f"{MEMBRES}/1/fonction"),
    ]


@pytest.mark.parametrize("vers", [0, 3, 9])
def test_une_seule_action_deplacee_n_est_qu_un_deplacement(vers: int) -> None:
    avant = dossier_complet()
    avant["plan_action"]["actions"] = [action(f"Action {rang}") for rang in range(10)]

    def modifier(dossier: Json) -> None:
        actions = dossier["plan_action"]["actions"]
        actions.insert(vers, actions.pop(6))

    assert dits(change(modifier, avant)) == [("deplacement", f"{ACTIONS}/6", f"{ACTIONS}/{vers}")]


def test_des_elements_egaux_gardent_leur_rang() -> None:
    avant = dossier_complet()
    avant["plan_action"]["actions"] = [action(nom) for nom in "ABCA"]
    assert dits(change(lambda d: d["plan_action"]["actions"].pop(0), avant)) == [
        ("retrait", f"{ACTIONS}/0", None)
    ]


def test_deux_listes_du_plus_grand_nombre_ne_se_comparent_pas_deux_a_deux(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compares = count()
    ressemblance = appariement._ressemblance  # pyright: ignore[reportPrivateUsage]

    def compter(*deux: Any) -> float:
        next(compares)
        return ressemblance(*deux)

    monkeypatch.setattr(appariement, "_ressemblance", compter)
    avant = dossier_complet()
    avant["gouvernance"]["membres"] = [membre("elu", f"M{rang}", "Jo") for rang in range(LISTE)]
    courriels = deepcopy(avant)
    for rang, un in enumerate(courriels["gouvernance"]["membres"]):
        un["courriel"] = f"{rang}@example.fr"
    changements = comparer(avant, courriels)
    assert len(changements) == LISTE
    assert {un.operation.value for un in changements} == {"remplacement"}
    assert next(compares) == LISTE
