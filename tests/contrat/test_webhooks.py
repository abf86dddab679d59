"""The contract tells what the service sends by itself, by each type of event, as it is sent."""

import json
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from standardwebhooks import Webhook

from app.flux.crochets.charge import MEDIAS
from app.flux.crochets.exemples import SECRET, envoi
from app.flux.crochets.requete import preparer
from app.flux.crochets.tables import FormatEnvoi
from app.flux.evenement import TypeEvenement
from tests.client import contrat, du_contrat

Json = dict[str, Any]
_WEBHOOKS: Final[Json] = contrat()["webhooks"]
chacun = pytest.mark.parametrize("nom", [*_WEBHOOKS])


def test_chaque_type_et_l_essai_y_sont() -> None:
    assert [*_WEBHOOKS] == [*TypeEvenement, "webhook.essai"]


@chacun
def test_ses_exemples_sont_tels_que_leur_schema(nom: str) -> None:
    contenus = _WEBHOOKS[nom]["post"]["requestBody"]["content"]
    assert [*contenus] == [*MEDIAS.values()]
    for contenu in contenus.values():
        du_contrat(json.dumps(contenu["schema"])).validate(contenu["example"])
        assert contenu["example"]["type"] == nom


@pytest.mark.parametrize("type_", TypeEvenement)
def test_ses_exemples_sont_ce_qui_s_envoie(type_: TypeEvenement) -> None:
    operation = _WEBHOOKS[type_]["post"]
    evenement = envoi(type_)
    for format, media in MEDIAS.items():
        entetes, corps = preparer(evenement, format, [SECRET], evenement.timestamp)
        assert entetes.pop("content-type") == media
        assert json.loads(corps) == operation["requestBody"]["content"][media]["example"]
        assert {p["name"] for p in operation["parameters"]} == entetes.keys()
        assert all(p["required"] and p["in"] == "header" for p in operation["parameters"])


@chacun
def test_sa_signature_est_celle_de_son_exemple(nom: str) -> None:
    montres = {p["name"]: p["example"] for p in _WEBHOOKS[nom]["post"]["parameters"]}
    exemple = _WEBHOOKS[nom]["post"]["requestBody"]["content"][MEDIAS[FormatEnvoi.JSON]]["example"]
    corps = json.dumps(exemple, ensure_ascii=False, separators=(",", ":"))
    instant = datetime.fromtimestamp(int(montres["webhook-timestamp"]), UTC)
    signature = Webhook(SECRET).sign(montres["webhook-id"], instant, corps)
    assert signature == montres["webhook-signature"]
