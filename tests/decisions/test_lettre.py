"""What a letter says, and that a refusal says how to appeal."""

from typing import Any

import pytest
from pydantic import ValidationError

from app.config import Settings
from app.decisions.formules import DISPOSITIFS, MOTIFS
from app.decisions.lettre import AuteurDeDecision, Lettre, territoire_decide
from app.decisions.tribunaux import RESSORTS, tribunal_de
from app.formulaire.referentiels import EPCI_ET_EPT
from app.instruction.proposition import Motif, Sens
from app.kit.keys.documents import octets_canoniques
from tests.decisions.lettres import AUTEUR, lettre

RETENU = territoire_decide("ti-5201", "Ancenis", ["244400552"], [])
ACCEPTEE: dict[str, Any] = {
    "sens": Sens.ACCEPTEE,
    "motifs": [],
    "motivation": None,
    "territoire_retenu": RETENU,
}


def test_dit_ce_qui_est_decide_sur_quel_depot_et_par_qui() -> None:
    contenu = lettre().model_dump(mode="json", exclude={"service", "recours", "mentions"})
    assert contenu == {
        "numero": "TI-2023-JYJ5-BGCJ",
        "decision": 1,
        "depot": {"rang": 2, "recu_le": "2023-09-22T19:04:05.123Z", "empreinte": "a" * 64},
        "arretee_le": "2023-11-08T23:30:00.456Z",
        "demandeur": {
            "denomination": "Communauté de communes du Pays d'Ancenis",
            "siret": "24440055200018",
        },
        "nom_territoire": "Pays d'Ancenis",
        "sens": "refusee",
        "dispositif": "Votre candidature à l'appel « Territoires d'industrie 2023-2027 » est "
        "refusée.",
        "motifs": [
            {
                "code": "perimetre",
                "texte": "Le périmètre n'est pas de taille adéquate, homogène et cohérent.",
            },
            {"code": "autre", "texte": "Un autre motif, exposé ci-dessous."},
        ],
        "motivation": "Le plan reste à préciser.",
        "territoire_retenu": None,
        "signataire": AUTEUR.model_dump(),
        "version_formulaire": "2023.1",
        "version_formules": "2023.1",
    }


def test_tout_sens_et_tout_motif_ont_leurs_mots() -> None:
    assert DISPOSITIFS.keys() == set(Sens)
    assert MOTIFS.keys() == set(Motif)


def test_se_relit_telle_qu_elle_a_ete_ecrite() -> None:
    for une in (lettre(), lettre(**ACCEPTEE), lettre(bac_a_sable=True)):
        assert Lettre.model_validate_json(octets_canoniques(une)) == une


@pytest.mark.parametrize("mention", ["prenom", "nom", "qualite", "service"])
def test_son_auteur_a_prenom_nom_qualite_et_service(mention: str) -> None:
    with pytest.raises(ValidationError):
        AuteurDeDecision(**{**AUTEUR.model_dump(), mention: ""})


# --- Appeals (CJA, art. R. 421-5) ---


@pytest.mark.parametrize("sens", [Sens.REFUSEE, Sens.SANS_SUITE])
def test_une_decision_defavorable_dit_les_voies_et_delais_de_recours(sens: Sens) -> None:
    recours = lettre(sens=sens).recours
    assert recours is not None
    assert recours.tribunal == "le tribunal administratif de Nantes"
    for exige in (recours.tribunal, "deux mois", "R. 421-1", "R. 421-5", "gracieux", "L. 411-2"):
        assert exige in recours.texte


def test_ce_qui_accorde_tout_n_en_dit_rien() -> None:
    assert lettre(**ACCEPTEE).recours is None


def test_ce_qui_n_accorde_qu_une_partie_des_epci_se_conteste() -> None:
    assert lettre(**ACCEPTEE, epci_demandes=["244400552", "244400404"]).recours is not None


def test_leur_texte_est_un_reglage_qui_nomme_le_tribunal() -> None:
    recours = lettre(voies="Devant {tribunal},\nsous deux mois.").recours
    assert recours is not None
    assert recours.texte == "Devant le tribunal administratif de Nantes,\nsous deux mois."
    assert Settings(voies_recours="Devant\n{tribunal}").voies_recours
    with pytest.raises(ValidationError):
        Settings(voies_recours="Devant le tribunal.")


def test_tout_departement_a_un_tribunal_et_un_seul() -> None:
    ressorts = [departement for ressort in RESSORTS.values() for departement in ressort]
    connus = {d for epci in EPCI_ET_EPT.values() for d in epci.departements}
    assert sorted(ressorts) == sorted(connus)


@pytest.mark.parametrize(
    ("siren", "tribunal"),
    [
        ("200000172", "le tribunal administratif de Grenoble"),
        ("249710062", "le tribunal administratif de la Guadeloupe"),
        # Redon Agglomération: in Ille-et-Vilaine, Loire-Atlantique and Morbihan.
        (
            "243500741",
            "le tribunal administratif dans le ressort duquel le demandeur a son siège : "
            "celui de Rennes ou celui de Nantes",
        ),
        ("130017791", "le tribunal administratif dans le ressort duquel le demandeur a son siège"),
    ],
)
def test_le_tribunal_est_celui_du_siege(siren: str, tribunal: str) -> None:
    assert tribunal_de(f"{siren}00012") == tribunal
