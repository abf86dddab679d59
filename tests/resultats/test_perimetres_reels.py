"""The 123 real perimeters of the demonstration, deposited, accepted in one lot and published."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from app.demonstration.compositions import Composition, composer
from app.demonstration.fichiers import produire
from app.demonstration.territoires import territoires
from app.resultats.colonnes_des_resultats import TABLEAUX
from tests.client import Candidature, Client, Json
from tests.decisions.lots import Decideur
from tests.navigateur.banc import Banc
from tests.resultats.publies import acceptee, arreter, lire, publier
from tests.resultats.table_schema import fautes
from tests.resultats.test_tableaux_publies import paires_de_la_source, rangees

pytestmark = pytest.mark.verify


def _deposer(client: Client, composition: Composition) -> Candidature:
    deposee = client.creer(composition.dossier)
    for fichier in produire(composition):
        joint = deposee.joindre(fichier.rubrique.value, fichier.nom, fichier.octets)
        joint.raise_for_status()
    deposee.deposer().raise_for_status()
    return deposee


def _ligne(composition: Composition, deposee: Candidature, lu: Json) -> Json:
    """Granted as it was asked for; where that leads elsewhere, by the region of its code."""
    code = composition.territoire.id
    if lu["region_pilote"] == code[3:5]:
        return acceptee(deposee, code=code)
    retenu: dict[str, Any] = {"nom": composition.territoire.nom, "communes": []}
    retenu |= {
        "epci": [epci.siren for epci in composition.territoire.epci],
        "region_pilote": code[3:5],
    }
    return acceptee(deposee, code=code, retenu=retenu)


@pytest.fixture(scope="module")
def publies(client: Client, ministre: Decideur) -> None:
    compositions = [composer(un, rang) for rang, un in enumerate(territoires())]
    deposees = [_deposer(client, une) for une in compositions]
    agent, ids = ministre.agent, [une.id for une in deposees]
    agent.appeler("POST", "/prises-en-instruction", json={"candidatures": ids}).raise_for_status()
    lignes = [_ligne(*un, agent.lire(un[1].id)) for un in zip(compositions, deposees, strict=True)]
    publier(ministre, arreter(ministre, *lignes), "2023-11-09T10:00:00Z")


@pytest.mark.usefixtures("publies")
def test_les_groupements_publies_sont_paire_par_paire_ceux_de_la_source(client: Client) -> None:
    _, *lues = rangees(lire(client, "/v1/resultats/groupements.csv").content)
    assert len(lues) == len(paires_de_la_source())
    assert {tuple(lue) for lue in lues} == paires_de_la_source()
    noms = {un.id: un.nom for un in territoires()}
    _, *retenus = rangees(lire(client, "/v1/resultats.csv").content)
    assert {lu[0]: lu[1] for lu in retenus} == noms


@pytest.mark.usefixtures("publies")
@pytest.mark.parametrize("tableau", TABLEAUX, ids=lambda un: un.nom)
def test_chaque_tableau_publie_est_ce_que_dit_son_schema(client: Client, tableau: Any) -> None:
    suite = "" if tableau.nom == "territoires" else f"/{tableau.nom}"
    lues = rangees(lire(client, f"/v1/resultats{suite}.csv").content)
    assert len(lues) > 123 and fautes(tableau.schema(), lues) == []


@pytest.mark.usefixtures("publies")
def test_la_page_se_lit_dans_un_navigateur_sans_defaut_d_accessibilite(
    client: Client, tmp_path: Path
) -> None:
    assert shutil.which("chromium")
    adresse = f"{str(client.base_url).rstrip('/')}/resultats"
    captures = Path(os.environ.get("CAPTURES", tmp_path)).absolute()
    vu = Banc(adresse, client, captures, {}).jouer("resultats/scenario.ts", {})
    normandes = [un for un in territoires() if un.id.startswith("ti-28")]
    assert vu == {"toutes": 123, "normandes": len(normandes), "trouves": 1}
    assert (captures / "resultats.png").stat().st_size > 10_000
