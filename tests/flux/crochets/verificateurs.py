"""Three verifiers of signed requests: of PyPI, of npm, and one written from the specification.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import hmac
import json
import subprocess
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from standardwebhooks import Webhook, WebhookVerificationError

from app.kit.clock import heure_de_la_machine

_NPM: Final = Path(__file__).parents[2] / "npm"
_NODE: Final = Path(__file__).parents[3] / ".venv" / "bin" / "node"
_TOLERANCE: Final = 300  # seconds


@dataclass(frozen=True)
class Recue:
    """What a receiver was sent, and the secret that it checks it with."""

    secret: str = field(repr=False)
    entetes: Mapping[str, str]
    corps: bytes


def selon_pypi(recue: Recue) -> bool:
    try:
        Webhook(recue.secret).verify(recue.corps, dict(recue.entetes))
    except WebhookVerificationError:
        return False
    return True


def selon_npm(recues: Sequence[Recue]) -> list[bool]:
    """For each whether it is accepted, by one process."""
    demandes = [
        {"secret": r.secret, "headers": dict(r.entetes), "body": r.corps.decode()} for r in recues
    ]
    fini = subprocess.run(
        [_NODE, "webhooks.mjs"],
        cwd=_NPM,
        input=json.dumps(demandes),
        capture_output=True,
        text=True,
        check=True,
    )
    return [dit is None for dit in json.loads(fini.stdout)]


def selon_la_specification(recue: Recue) -> bool:
    entetes = {nom.lower(): valeur for nom, valeur in recue.entetes.items()}
    id, instant = entetes["webhook-id"], entetes["webhook-timestamp"]
    if abs(heure_de_la_machine() - int(instant)) > _TOLERANCE:
        return False
    cle = b64decode(recue.secret.removeprefix("whsec_"), validate=True)
    attendue = hmac.digest(cle, f"{id}.{instant}.".encode() + recue.corps, "sha256")
    signees = (signee.partition(",") for signee in entetes["webhook-signature"].split(" "))
    return any(
        version == "v1" and hmac.compare_digest(b64decode(signature), attendue)
        for version, _, signature in signees
    )


def verdicts(recues: Sequence[Recue]) -> list[bool]:
    """Whether each is accepted; all three agree."""
    par_npm = selon_npm(recues)
    assert par_npm == [*map(selon_pypi, recues)] == [*map(selon_la_specification, recues)]
    return par_npm
