"""The request that tells an endpoint of an event, signed (Standard Webhooks 1.0)."""

from collections.abc import Sequence
from datetime import UTC, datetime

from standardwebhooks import Webhook

from app.flux.crochets.charge import MEDIAS, EvenementEssai, ecrire
from app.flux.crochets.tables import FormatEnvoi
from app.flux.evenement import EvenementPublie


def preparer(
    evenement: EvenementPublie | EvenementEssai,
    format: FormatEnvoi,
    secrets: Sequence[str],
    le: datetime,
) -> tuple[dict[str, str], bytes]:
    """The headers and the body to post: one signature for each of these secrets (`whsec_…`).

    `le`: when it leaves, by the clock of the machine, in a sandbox as well: receivers refuse what
    is five minutes off. `webhook-id` is that of the event, the same at every attempt.
    """
    corps, id, depart = ecrire(evenement, format), evenement.data.id, le.astimezone(UTC)
    signatures = (Webhook(secret).sign(id, depart, corps.decode()) for secret in secrets)
    entetes = {
        "content-type": MEDIAS[format],
        "webhook-id": id,
        "webhook-timestamp": str(int(depart.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
    return entetes, corps
