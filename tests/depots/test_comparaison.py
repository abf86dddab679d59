"""Two deposits compared: over HTTP, their files, their versions of the form."""

from dataclasses import replace
from typing import Final
from uuid import UUID

import pytest
from pydantic import TypeAdapter
from pydantic_core import to_json

from app.depots.accuse import PieceRecue
from app.depots.comparaison import Depose, comparer_depots, comparer_pieces
from app.depots.refus import VersionsDifferentes
from app.formulaire import versions
from app.formulaire.differences import Changement
from app.formulaire.dossier import VERSION
from app.formulaire.versions import Deplace, Etape, Retire
from tests.bases import sql
from tests.client import Candidature, Client
from tests.depots.pieces import FICHIERS, deposee, depot
from tests.formulaire.exemples import Json, action
from tests.formulaire.rejouer import Rejeu
from tests.pieces_jointes.echantillons import pdf

CHANGEMENTS: Final = TypeAdapter(list[Changement])
AVANT: Final = "2022.9"
INCONNUE: Final = "2031.1"
COMME_LE_PREMIER: Final = """
INSERT INTO depot SELECT (jsonb_populate_record(d, '{{"rang": 2, "version_formulaire": "{}"}}')).*
FROM depot d WHERE candidature_id = '{}'
"""


def comparees(candidature: Candidature, de: int, a: int) -> Json:
    """What the API tells of two deposits."""
    return candidature.appeler("GET", f"/depots/{de}/comparaison/{a}").raise_for_status().json()


@pytest.fixture(scope="module")
def deux_fois(client: Client) -> Candidature:
    """Deposited twice: an action more at the head, another letter instead of one."""
    candidature = deposee(client)
    actions = depot(candidature)["instantane"]["plan_action"]["actions"]
    neuve = action("Dépolluer la friche") | {"description": "Excaver.", "axe": "foncier"}
    candidature.modifier({"plan_action": {"actions": [neuve, *actions]}}).raise_for_status()
    lettres = candidature.appeler("GET", "/pieces-jointes").json()["pieces"]
    lettre = next(piece for piece in lettres if piece["rubrique"] == "lettres")
    candidature.appeler("DELETE", f"/pieces-jointes/{lettre['id']}").raise_for_status()
    candidature.joindre("lettres", FICHIERS["lettres"][0], pdf() + b"\n").raise_for_status()
    candidature.deposer().raise_for_status()
    return candidature


def test_deux_depots_se_comparent_dans_un_sens_et_dans_l_autre(deux_fois: Candidature) -> None:
    un, deux = (depot(deux_fois, rang) for rang in (1, 2))
    for avant, apres, operation in ((un, deux, "ajout"), (deux, un, "retrait")):
        lue = comparees(deux_fois, avant["depot"], apres["depot"])
        assert (lue["de"], lue["a"]) == (avant["depot"], apres["depot"])
        assert [c["operation"] for c in lue["changements"]] == [operation]
        changements = CHANGEMENTS.validate_python(lue["changements"])
        assert Rejeu(changements).refaire(avant["instantane"]) == apres["instantane"]
        lettres = [_lettre(lu) for lu in (avant, apres)]
        assert lue["pieces"] == [
            {
                "rubrique": "lettres",
                "nom": FICHIERS["lettres"][0],
                "operation": "remplacement",
                "empreinte_avant": lettres[0],
                "empreinte_apres": lettres[1],
            }
        ]


def _lettre(lu: Json) -> str:
    return next(p["empreinte"] for p in lu["pieces"] if p["rubrique"] == "lettres")


def test_un_depot_ne_differe_pas_de_lui_meme(deux_fois: Candidature) -> None:
    for rang in (1, 2):
        assert comparees(deux_fois, rang, rang) == {
            "de": rang,
            "a": rang,
            "changements": [],
            "pieces": [],
        }


@pytest.mark.parametrize(
    ("rangs", "statut"),
    [("1/comparaison/3", 404), ("3/comparaison/1", 404), ("1/comparaison/0", 422)],
)
def test_ce_qui_n_est_pas_depose_ne_se_compare_pas(
    deux_fois: Candidature, rangs: str, statut: int
) -> None:
    assert deux_fois.appeler("GET", f"/depots/{rangs}").status_code == statut


def test_les_depots_d_un_autre_ne_se_comparent_pas(client: Client, deux_fois: Candidature) -> None:
    autre = replace(deux_fois, jeton=client.creer().jeton)
    assert autre.appeler("GET", "/depots/1/comparaison/2").status_code == 404


def test_ce_qui_repond_a_un_formulaire_inconnu_est_refuse(client: Client, postgres: str) -> None:
    candidature = deposee(client)
    sql(postgres, COMME_LE_PREMIER.format(INCONNUE, candidature.id))
    for rangs in ("1/comparaison/2", "2/comparaison/1"):
        reponse = candidature.appeler("GET", f"/depots/{rangs}")
        assert (reponse.status_code, reponse.json()["code"]) == (409, "versions-differentes")
        assert set(reponse.json()["versions"]) == {VERSION, INCONNUE}
    assert comparees(candidature, 2, 2)["changements"] == []


def depose(rang: int, instantane: Json, version: str = VERSION) -> Depose:
    return Depose(rang, version, to_json(instantane).decode(), "[]")


@pytest.fixture
def une_version_de_plus(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question that the form of today asks elsewhere, and one that it asks no more."""
    operations = (
        Deplace("/contact/mail", "/contact/courriel", "Votre mail"),
        Retire("/contact/fax", "Votre fax"),
    )
    monkeypatch.setattr(versions, "ETAPES", [Etape(AVANT), Etape(VERSION, operations)])


@pytest.mark.usefixtures("une_version_de_plus")
def test_l_ancien_formulaire_est_lu_comme_celui_d_aujourd_hui() -> None:
    ancien = depose(1, {"contact": {"mail": "a@b.fr", "fax": "1", "telephone": "2"}}, AVANT)
    recent = depose(2, {"contact": {"courriel": "c@d.fr", "telephone": "2"}})
    for deux, apres in (((ancien, recent), "c@d.fr"), ((recent, ancien), "a@b.fr")):
        (un,) = comparer_depots(*deux).changements
        assert (un.pointeur, un.operation.value) == ("/contact/courriel", "remplacement")
        assert un.apres == apres


@pytest.mark.usefixtures("une_version_de_plus")
def test_deux_depots_d_un_ancien_formulaire_se_comparent_tels_quels() -> None:
    ancien = depose(1, {"contact": {"fax": "1", "telephone": {"fixe": "2"}}}, AVANT)
    autre = depose(2, {"contact": {"fax": "3", "telephone": {"fixe": "4"}}}, AVANT)
    telephone, fax = comparer_depots(ancien, autre).changements
    assert (fax.pointeur, fax.libelle, fax.avant, fax.apres) == ("/contact/fax", "fax", "1", "3")
    assert (telephone.pointeur, telephone.avant) == ("/contact/telephone/fixe", "2")


@pytest.mark.parametrize("version", [AVANT, INCONNUE])
def test_une_version_que_l_on_ne_sait_pas_reprendre_est_refusee(version: str) -> None:
    un, autre = depose(1, {}), depose(2, {}, version)
    with pytest.raises(VersionsDifferentes):
        comparer_depots(un, autre)


def pieces(*dites: str) -> list[PieceRecue]:
    """Files told as `rubrique/nom=c`, `c` their content."""
    lues = [dite.replace("=", "/").split("/") for dite in dites]
    return [
        PieceRecue(id=UUID(int=rang), rubrique=rubrique, nom=nom, taille=1, empreinte=contenu * 64)
        for rang, (rubrique, nom, contenu) in enumerate(lues)
    ]


@pytest.mark.parametrize(
    ("avant", "apres", "changees"),
    [
        (["l/x=1", "l/y=2"], ["l/y=2", "l/x=1"], []),
        (["l/x=1"], ["l/x=2"], ["remplacement l/x 12"]),
        (["l/x=1"], ["b/x=1"], ["retrait l/x 1-", "ajout b/x -1"]),
        (["l/x=1"], ["l/y=1"], ["retrait l/x 1-", "ajout l/y -1"]),
        (["l/x=1", "l/x=1"], ["l/x=1"], ["retrait l/x 1-"]),
        (["l/x=1", "l/x=2"], ["l/x=2", "l/x=3"], ["remplacement l/x 13"]),
        (["l/x=1"], ["l/x=1", "l/x=1", "l/x=2"], ["ajout l/x -1", "ajout l/x -2"]),
        ([], ["l/x=1"], ["ajout l/x -1"]),
    ],
)
def test_les_fichiers_se_comparent_par_rubrique_nom_et_contenu(
    avant: list[str], apres: list[str], changees: list[str]
) -> None:
    trouvees = comparer_pieces(pieces(*avant), pieces(*apres))
    assert changees == [
        f"{p.operation.value} {p.rubrique}/{p.nom} "
        + "".join((un or "-")[0] for un in (p.empreinte_avant, p.empreinte_apres))
        for p in trouvees
    ]
