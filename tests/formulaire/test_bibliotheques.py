"""What JSON Forms and RJSF, unmodified, make of the errors projected for them."""

import json
import subprocess
from html import escape
from pathlib import Path
from typing import Any, Final

import pytest
from pydantic_core import to_jsonable_python

from app.formulaire.catalogue import CATALOGUE, Gravite
from app.formulaire.evaluation import evaluer
from app.formulaire.messages import Ecart
from app.formulaire.projections import en_ajv, en_rjsf
from app.formulaire.schemas_publies import schema_publie
from tests.formulaire.cas import CAS, Cas
from tests.formulaire.exemples import Json
from tests.formulaire.outils import ABSENT, avec, erreurs

pytestmark = pytest.mark.verify

_ICI: Final = Path(__file__).parents[1] / "navigateur"
_NODE: Final = Path(__file__).parents[2] / ".venv" / "bin" / "node"
FAUTES: Final = [
    cas for cas in CAS if not cas.brouillon and CATALOGUE[cas.code].gravite is Gravite.ERREUR
]
SANS_CHAMP: Final = {"champ_inconnu", "piece_manquante"}


def chemin(trouvee: Ecart) -> list[str]:
    return trouvee.pointeur.split("/")[1:]


def selon_les_bibliotheques(
    essais: list[tuple[Json, list[Ecart]]], *, page: bool = False
) -> list[Any]:
    """For each dossier with its errors, what `tests/navigateur/erreurs.mjs` says of it."""
    demande = {
        "schema": schema_publie("dossier-formulaire", "draft-07"),
        "essais": [
            {
                "dossier": dossier,
                "erreurs_ajv": en_ajv(ecarts),
                "erreurs_rjsf": en_rjsf(ecarts),
                "chemins": [chemin(ecart) for ecart in ecarts],
                "page": page,
            }
            for dossier, ecarts in essais
        ],
    }
    sortie = subprocess.run(
        [_NODE, "erreurs.mjs"],
        cwd=_ICI,
        check=True,
        text=True,
        stdout=subprocess.PIPE,
        input=json.dumps(to_jsonable_python(demande)),
    )
    return json.loads(sortie.stdout)


def trouvees(cas: Cas) -> list[Ecart]:
    return erreurs(evaluer(cas.dossier(), cas.pieces))


@pytest.fixture(scope="module")
def reponses() -> list[tuple[list[Ecart], Any]]:
    """Every fault of the catalogue, and what the libraries say of it."""
    essais = [(cas.dossier(), trouvees(cas)) for cas in FAUTES]
    rendues = selon_les_bibliotheques(essais)
    return [(ecarts, rendue) for (_, ecarts), rendue in zip(essais, rendues, strict=True)]


def test_json_forms_montre_chaque_message_a_son_champ(
    reponses: list[tuple[list[Ecart], Any]],
) -> None:
    for ecarts, rendue in reponses:
        for trouvee, messages in zip(ecarts, rendue["jsonforms"], strict=True):
            # JSON Forms shows no unknown key: it draws no field for it.
            attendus = [] if trouvee.code == "champ_inconnu" else [trouvee.message]
            assert messages == attendus, trouvee


def test_json_forms_le_montre_aussi_quand_il_valide_lui_meme(
    reponses: list[tuple[list[Ecart], Any]],
) -> None:
    for ecarts, rendue in reponses:
        for trouvee, messages in zip(ecarts, rendue["affiches"], strict=True):
            # It hides ours where its own validator already found no choice to match.
            assert trouvee.message in messages or trouvee.schema, trouvee
            assert messages or trouvee.code == "champ_inconnu", trouvee


def test_rjsf_liste_chaque_message_a_son_champ(reponses: list[tuple[list[Ecart], Any]]) -> None:
    for ecarts, rendue in reponses:
        attendus = [
            [chemin(e)[:-1] if e.code in SANS_CHAMP else chemin(e), e.message] for e in ecarts
        ]
        assert rendue["rjsf"] == attendus


def test_rjsf_construit_le_meme_arbre(reponses: list[tuple[list[Ecart], Any]]) -> None:
    for ecarts, rendue in reponses:
        assert rendue["refait"] == en_rjsf(ecarts)


def test_rjsf_affiche_tout_message_d_un_champ_d_une_liste_d_un_fichier_ou_d_une_section() -> None:
    fautif = avec(
        {
            "/demandeur/siret": "73282932000075",
            "/contact/suite_courriel": ABSENT,
            "/perimetre/epci": [{"siren": siren} for siren in ("200084952", "200084952")],
            "/gouvernance/membres/0/qualite": "autre",
            "/bilan": "tenu",
            "/annexe": 1,
        }
    )
    ecarts = erreurs(evaluer(fautif))
    assert {"epci_en_double", "siret_cle"} <= {e.code for e in ecarts}
    assert {"piece_manquante", "binome_sans_elu", "type_invalide"} <= {e.code for e in ecarts}
    (rendue,) = selon_les_bibliotheques([(fautif, ecarts)], page=True)
    for trouvee in ecarts:
        assert escape(trouvee.message) in rendue["page"], trouvee
