"""Gouvernance: the binôme of an élu and an industriel, the letter of intent."""

import pytest

from app.formulaire.choix import Rubrique
from tests.formulaire.exemples import Json, membre
from tests.formulaire.outils import ABSENT, TOUTES, causes, constats

MEMBRES = "/gouvernance/membres"


def membres(*trios: tuple[str, str, str]) -> dict[str, list[Json]]:
    return {MEMBRES: [{**membre(*trio), "courriel": "contact@example.fr"} for trio in trios]}


@pytest.mark.parametrize(
    "cle", ["qualite", "nom", "prenom", "fonction", "organisation", "courriel"]
)
def test_chaque_partie_d_un_membre_est_due(cle: str) -> None:
    trois = membres(
        ("elu", "Martin", "Jeanne"), ("industriel", "Durand", "Paul"), ("autre", "Roy", "Ève")
    )
    del trois[MEMBRES][2][cle]
    assert constats(trois) == [(f"{MEMBRES}/2/{cle}", "requis")]


def test_les_membres_sont_dus() -> None:
    assert constats({MEMBRES: ABSENT}) == [(MEMBRES, "requis")]


def test_refuse_une_gouvernance_sans_personne() -> None:
    trouves = constats({MEMBRES: []})
    assert (MEMBRES, "binome_sans_elu") in trouves
    assert (MEMBRES, "binome_sans_industriel") in trouves


def test_refuse_un_binome_sans_elu() -> None:
    sans = membres(("industriel", "Durand", "Paul"), ("autre", "Martin", "Jeanne"))
    assert constats(sans) == [(MEMBRES, "binome_sans_elu")]
    assert causes(sans, MEMBRES) == [f"{MEMBRES}/0/qualite", f"{MEMBRES}/1/qualite"]


def test_refuse_un_binome_sans_industriel() -> None:
    sans = membres(("elu", "Martin", "Jeanne"), ("elu", "Durand", "Paul"))
    assert constats(sans) == [(MEMBRES, "binome_sans_industriel")]
    assert causes(sans, MEMBRES) == [f"{MEMBRES}/0/qualite", f"{MEMBRES}/1/qualite"]


@pytest.mark.parametrize(
    ("elu", "industriel"),
    [
        (("Dupond", "Hélène"), ("Dupond", "Hélène")),
        (("Dupond", "Hélène"), ("DUPOND", "helene")),
        (("Dupond", "He\u0301le\u0300ne"), ("Dupond", "Hélène")),
        (("Dupond", "Hélène"), ("Hélène", "Dupond")),
        (("Dupond-Aignel", "Jean  Marc"), ("Dupond Aignel", "Jean-Marc")),
        (("L'Hostis", "Anne"), ("L’Hostis", "ANNE")),
    ],
)
def test_refuse_une_personne_seule_pour_les_deux_roles(
    elu: tuple[str, str], industriel: tuple[str, str]
) -> None:
    seule = membres(("elu", *elu), ("industriel", *industriel))
    assert constats(seule) == [(MEMBRES, "binome_meme_personne")]
    assert causes(seule, MEMBRES) == [f"{MEMBRES}/0", f"{MEMBRES}/1"]


@pytest.mark.parametrize(
    "autre", [{"courriel": "dupond.fils@example.fr"}, {"organisation": "Chimie normande"}]
)
def test_deux_homonymes_qui_different_sont_deux_personnes_a_verifier(autre: Json) -> None:
    deux = membres(("elu", "Dupond", "Ève"), ("industriel", "DUPOND", "eve"))
    deux[MEMBRES][1] |= autre
    assert constats(deux) == [(MEMBRES, "binome_homonymes")]
    assert causes(deux, MEMBRES) == [f"{MEMBRES}/0", f"{MEMBRES}/1"]


def test_une_personne_reste_une_quoi_qu_elle_fasse_de_son_adresse() -> None:
    seule = membres(("elu", "Dupond", "Ève"), ("industriel", "Dupond", "Ève"))
    seule[MEMBRES][1] |= {"courriel": " CONTACT@Example.fr", "organisation": "SEINE AXE"}
    assert constats(seule) == [(MEMBRES, "binome_meme_personne")]


def test_une_personne_d_une_autre_qualite_ne_fait_pas_le_binome() -> None:
    seule = membres(
        ("elu", "Dupond", "Ève"), ("autre", "Roy", "Guy"), ("industriel", "Dupond", "Ève")
    )
    assert constats(seule) == [(MEMBRES, "binome_meme_personne")]
    assert causes(seule, MEMBRES) == [f"{MEMBRES}/0", f"{MEMBRES}/2"]


def test_accepte_deux_personnes_du_meme_nom() -> None:
    assert constats(membres(("elu", "Dupond", "Ève"), ("industriel", "Dupond", "Guy"))) == []


def test_accepte_un_elu_de_plus_quand_l_autre_est_aussi_industriel() -> None:
    trois = membres(
        ("elu", "Dupond", "Ève"), ("industriel", "Dupond", "Ève"), ("elu", "Roy", "Guy")
    )
    assert constats(trois) == []


def test_accepte_deux_personnes_qui_ont_chacune_les_deux_qualites() -> None:
    croises = membres(
        ("elu", "Dupond", "Ève"),
        ("industriel", "Dupond", "Ève"),
        ("elu", "Roy", "Guy"),
        ("industriel", "Roy", "Guy"),
    )
    assert constats(croises) == []


def test_accepte_deux_binomes() -> None:
    quatre = membres(
        ("elu", "Martin", "Jeanne"),
        ("industriel", "Durand", "Paul"),
        ("elu", "Petit", "Ali"),
        ("industriel", "Grand", "Zoé"),
    )
    assert constats(quatre) == []


def test_le_nombre_de_membres_n_est_pas_limite() -> None:
    autres = [("autre", "Roy", "Guy")] * 60
    nombreux = membres(("elu", "Martin", "Jeanne"), ("industriel", "Durand", "Paul"), *autres)
    assert constats(nombreux) == []


def test_la_lettre_d_intention_est_a_joindre() -> None:
    sans = TOUTES - {Rubrique.LETTRES}
    assert constats({}, sans) == [("/gouvernance/lettres", "piece_manquante")]


@pytest.mark.parametrize("cle", ["soutiens", "commentaire"])
def test_le_reste_est_facultatif(cle: str) -> None:
    assert constats({f"/gouvernance/{cle}": "Un texte."}) == []
    assert constats({f"/gouvernance/{cle}": ""}) == []
