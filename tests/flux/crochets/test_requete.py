"""What is sent is signed as Standard Webhooks says, small, and says what the feed does."""

import json
from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Final
from uuid import uuid4

import pytest

from app.flux.crochets.charge import DonneesEssai, EvenementEssai
from app.flux.crochets.requete import preparer
from app.flux.crochets.secrets import nouveau_secret
from app.flux.crochets.tables import FormatEnvoi
from app.flux.evenement import EvenementPublie, en_json
from app.flux.exemples import evenement
from app.kit.clock import Horloge
from app.portails.routes import REFERENCE_MAX
from tests.flux.crochets.verificateurs import Recue, verdicts

formats = pytest.mark.parametrize("format", FormatEnvoi)
_A_SIGNER: Final = "webhook-id", "webhook-timestamp", "webhook-signature"


def _maintenant() -> datetime:
    return Horloge().maintenant()


def _essai() -> EvenementEssai:
    return EvenementEssai("webhook.essai", _maintenant(), DonneesEssai("evt_essai", uuid4()))


def test_un_secret_est_de_la_forme_de_standard_webhooks() -> None:
    prefixe, cle = nouveau_secret()[:6], b64decode(nouveau_secret()[6:], validate=True)
    assert prefixe == "whsec_" and 24 <= len(cle) <= 64
    assert nouveau_secret() != nouveau_secret()


def test_les_trois_verificateurs_acceptent_ce_qui_est_signe_et_rien_d_autre() -> None:
    secret, ancien, autre = nouveau_secret(), nouveau_secret(), nouveau_secret()
    recues, attendus = list[Recue](), list[bool]()

    def essayer(recue: Recue, *, attendu: bool) -> None:
        recues.append(recue)
        attendus.append(attendu)

    for format in FormatEnvoi:
        for envoye in (evenement(), _essai()):
            entetes, corps = preparer(envoye, format, [secret, ancien], _maintenant())
            for connu in (secret, ancien):
                essayer(Recue(connu, entetes, corps), attendu=True)
            essayer(Recue(autre, entetes, corps), attendu=False)
            essayer(Recue(secret, entetes, corps + b" "), attendu=False)
            essayer(Recue(secret, entetes | {"webhook-id": "evt_autre"}, corps), attendu=False)
            vieille = preparer(envoye, format, [secret], _maintenant() - timedelta(seconds=400))
            essayer(Recue(secret, *vieille), attendu=False)
    assert verdicts(recues) == attendus


def test_l_instant_se_signe_en_utc_d_ou_qu_il_soit() -> None:
    ailleurs = _maintenant().astimezone(timezone(timedelta(hours=2)))
    ici, la = (preparer(evenement(), FormatEnvoi.JSON, ["whsec_AAAA"], le)[0] for le in (
        ailleurs.astimezone(UTC), ailleurs
    ))  # fmt: skip
    assert ici == la


def test_une_signature_par_secret_en_force() -> None:
    entetes, _ = preparer(
        evenement(), FormatEnvoi.JSON, ["whsec_AAAA", "whsec_BBBB"], _maintenant()
    )
    assert len(entetes["webhook-signature"].split(" ")) == 2
    assert entetes["webhook-id"] == evenement().data.id
    assert {*_A_SIGNER, "content-type"} == entetes.keys()


def test_le_json_est_celui_du_flux() -> None:
    entetes, corps = preparer(evenement(), FormatEnvoi.JSON, ["whsec_AAAA"], _maintenant())
    assert corps == en_json(evenement())
    assert entetes["content-type"] == "application/json"


def test_un_cloudevent_dit_la_meme_chose() -> None:
    entetes, corps = preparer(evenement(), FormatEnvoi.CLOUDEVENTS, ["whsec_AAAA"], _maintenant())
    attendu = json.loads(en_json(evenement()))
    assert json.loads(corps) == {
        "specversion": "1.0",
        "id": entetes["webhook-id"],
        "source": "/v1/flux",
        "type": attendu["type"],
        "subject": attendu["data"]["candidature"]["id"],
        "time": attendu["timestamp"],
        "datacontenttype": "application/json",
        "sequence": "0000000000004711",
        "data": attendu["data"],
    }
    assert entetes["content-type"] == "application/cloudevents+json"


@formats
def test_un_corps_tient_en_4_kio(format: FormatEnvoi) -> None:
    _, corps = preparer(_le_plus_long(), format, ["whsec_AAAA"], _maintenant())
    assert len(corps) <= 4096


def _le_plus_long() -> EvenementPublie:
    court = evenement()
    candidature = replace(court.data.candidature, reference="x" * REFERENCE_MAX)
    data = replace(court.data, position=2**53 - 1, sequence=2**31 - 1, candidature=candidature)
    return replace(court, data=data)
