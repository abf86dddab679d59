"""The list of deposited candidatures: what it shows of each."""

import pytest

from app.acces.droits import Portee
from tests.acces.temoins import nouvelle_cle
from tests.depots.pieces import deposee as deposer_vraiment
from tests.instruction.deposees import Deposee
from tests.instruction.outils import Instruction


def test_une_candidature_y_est_telle_que_deposee(instruction: Instruction) -> None:
    instruction.client.creer()  # a draft is not shown
    candidature = deposer_vraiment(instruction.client)
    depose = candidature.appeler("GET", "/depots/1").json()
    dossier = depose["instantane"]
    assert instruction.lire() == {
        "candidatures": [
            {
                "id": candidature.id,
                "numero": depose["numero"],
                "etat": "deposee",
                "nom_territoire": dossier["perimetre"]["nom_territoire"],
                "region": dossier["perimetre"]["region"],
                "siret": dossier["demandeur"]["siret"],
                "denomination": dossier["demandeur"]["denomination"],
                "epci": [epci["siren"] for epci in dossier["perimetre"]["epci"]],
                "recu_le": depose["recu_le"],
                "depot": 1,
                "version_formulaire": depose["version_formulaire"],
                "avertissements": len(depose["avertissements"]),
                "pieces": {"en_attente": 0, "sain": 0, "infecte": 0, "non_analyse": 2},
                "signalements": [],
                "etape": "a_prendre",
                "regions": [dossier["perimetre"]["region"]],
                "region_pilote": dossier["perimetre"]["region"],
                "affectations": [],
                "etiquettes": [],
                "proposition": None,
                "avis": {"attendus": 0, "rendus": 0, "favorables": 0, "defavorables": 0},
                "version": 1,
                "maj_le": depose["recu_le"],
                "nouveautes": True,
                "extrait": None,
            }
        ],
        "suivant": None,
        "total": None,
    }


def test_le_dernier_depot_seul_compte(instruction: Instruction) -> None:
    redeposee = Deposee(rangs=("2023-09-01T10:00:00Z", "2023-09-12T10:00:00Z"))
    instruction.deposer(redeposee, Deposee(rangs=("2023-09-05T10:00:00Z",)))
    lues = instruction.lire()["candidatures"]
    assert [(une["id"] == redeposee.id, une["depot"]) for une in lues] == [(True, 2), (False, 1)]
    assert redeposee.id not in instruction.ids(depose_avant="2023-09-02T00:00:00Z")


def test_compte_les_fichiers_du_depot_selon_l_antivirus(instruction: Instruction) -> None:
    pieces = ("sain", "sain", "infecte", "en_attente")
    instruction.deposer(Deposee(pieces=pieces, ajoutees=("sain", "infecte")), Deposee())
    comptes = [une["pieces"] for une in instruction.lire()["candidatures"]]
    vide = {"en_attente": 0, "sain": 0, "infecte": 0, "non_analyse": 0}
    assert sorted(comptes, key=str) == [vide, vide | {"en_attente": 1, "sain": 2, "infecte": 1}]


@pytest.mark.parametrize(
    ("portees", "statut"),
    [
        ([], 403),
        ([Portee.CANDIDATURES_LIRE, Portee.CANDIDATURES_ECRIRE, Portee.CANDIDATURES_DEPOSER], 403),
        ([Portee.INSTRUCTION_LECTURE], 200),
        ([Portee.INSTRUCTION_ECRITURE], 200),
        ([Portee.ADMINISTRATION], 200),
    ],
)
def test_il_faut_une_habilitation(
    instruction: Instruction, portees: list[Portee], statut: int
) -> None:
    _, cle = nouvelle_cle(instruction.url, *portees)
    assert instruction.demander(cle).status_code == statut


def test_le_jeton_d_une_candidature_n_y_donne_pas_acces(instruction: Instruction) -> None:
    candidature = deposer_vraiment(instruction.client)
    assert instruction.demander(candidature.jeton).status_code == 403
