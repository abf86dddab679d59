"""The UI schemas through HTTP."""

import pytest

from app.formulaire.schemas_publies import Bibliotheque
from app.publication.dossier_publie import contenus
from tests.client import Client

bibliotheques = pytest.mark.parametrize("bibliotheque", Bibliotheque)


@bibliotheques
def test_l_interface_publiee_est_celle_du_formulaire(
    client: Client, bibliotheque: Bibliotheque
) -> None:
    reponse = client.get(f"/v1/schemas/ui/{bibliotheque}")
    assert reponse.status_code == 200
    assert reponse.headers["content-type"] == "application/json"
    assert reponse.json() == bibliotheque.interface()
    assert f"ui/{bibliotheque}.json" in contenus()


@bibliotheques
def test_l_interface_ne_se_telecharge_qu_une_fois(
    client: Client, bibliotheque: Bibliotheque
) -> None:
    adresse = f"/v1/schemas/ui/{bibliotheque}"
    etiquette = client.get(adresse).headers["etag"]
    connu = client.get(adresse, headers={"If-None-Match": etiquette})
    assert (connu.status_code, connu.content) == (304, b"")


@pytest.mark.parametrize("bibliotheque", ["vue", "jsonforms.json", "%00"])
def test_une_bibliotheque_inconnue_est_refusee(client: Client, bibliotheque: str) -> None:
    reponse = client.get(f"/v1/schemas/ui/{bibliotheque}")
    assert (reponse.status_code, reponse.json()["code"]) == (422, "requete-invalide")
    assert [p["nom"] for p in reponse.json()["parametres"]] == ["bibliotheque"]
