"""Who is named is not always who is meant: homonyms, a SIREN beside another name.

Found by trial, on no public tracker.
"""

from app.formulaire.catalogue import Gravite
from tests.formulaire.exemples import membre
from tests.formulaire.outils import constats, examen, retenu

MEMBRES = "/gouvernance/membres"
EPCI = "/perimetre/epci"


def test_deux_homonymes_forment_un_binome() -> None:
    elue = membre("elu", "Martin", "Jeanne")
    autres = {"organisation": "Chimie normande", "courriel": "paul.durand@example.fr"}
    trouve = examen({MEMBRES: [elue, elue | autres | {"qualite": "industriel"}]})
    assert [(e.code, e.gravite) for e in trouve.ecarts] == [
        ("binome_homonymes", Gravite.AVERTISSEMENT)
    ]
    assert trouve.deposable


def test_un_nom_qui_contredit_son_siren_est_dit() -> None:
    faux = {f"{EPCI}/1": {"siren": "200010700", "nom": "Communauté de communes de Nulle Part"}}
    assert constats(faux) == [(f"{EPCI}/1/nom", "epci_autre_nom")]
    assert retenu(faux, f"{EPCI}/1/nom") == "CA Caux Seine Agglo"


def test_un_siren_se_lit_par_groupes_de_trois_chiffres() -> None:
    assert retenu({f"{EPCI}/0/siren": "200 084 952"}, f"{EPCI}/0/siren") == "200084952"
