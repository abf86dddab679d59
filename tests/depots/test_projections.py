"""A deposit refused tells its errors in the shape that a form library takes."""

from typing import Any

import pytest

from tests.candidatures.outils import probleme
from tests.client import Client
from tests.formulaire.outils import avec


def _refus(client: Client, **params: str) -> dict[str, Any]:
    candidature = client.creer(avec({"/contact/courriel": "jeanne@"}))
    reponse = candidature.appeler("POST", "/depots", params=params)
    return probleme(reponse, 422, "dossier-incomplet")


def test_un_depot_refuse_donne_ses_erreurs_dans_la_forme_d_ajv(client: Client) -> None:
    refus = _refus(client, erreurs="ajv")
    assert [(e["instancePath"], e["keyword"]) for e in refus["erreurs_ajv"]] == [
        ("/plan_action/plan_action_operationnel", "piece_manquante"),
        ("/gouvernance/lettres", "piece_manquante"),
        ("/contact/courriel", "pattern"),
    ]
    assert [e["message"] for e in refus["erreurs_ajv"]] == [e["message"] for e in refus["erreurs"]]
    assert refus["erreurs_rjsf"] is None


def test_un_depot_refuse_donne_ses_erreurs_dans_la_forme_de_rjsf(client: Client) -> None:
    refus = _refus(client, erreurs="rjsf")
    assert refus["erreurs_ajv"] is None
    assert list(refus["erreurs_rjsf"]) == ["plan_action", "gouvernance", "contact"]
    assert refus["erreurs_rjsf"]["contact"]["courriel"]["__errors"]


def test_un_depot_refuse_ne_donne_aucune_forme_sans_demande(client: Client) -> None:
    refus = _refus(client)
    assert (refus["erreurs_ajv"], refus["erreurs_rjsf"]) == (None, None)


@pytest.mark.parametrize("forme", ["", "vue"])
def test_un_depot_refuse_une_forme_inconnue(client: Client, forme: str) -> None:
    reponse = client.creer().appeler("POST", "/depots", params={"erreurs": forme})
    document = probleme(reponse, 422, "requete-invalide")
    assert [p["nom"] for p in document["parametres"]] == ["erreurs"]
