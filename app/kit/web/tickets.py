"""What is given to who came in time and has to come again: when they came, under our seal.

A ticket is worth for one address and method, during `VALIDITE`. It says nothing of who came, nor of
what they sent: `docs/decisions/0046-when-a-deposit-arrived.md` says why that is enough.
"""

import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from app.kit.keys.keyring import Trousseau
from app.kit.web.arrival import Constat, Source

ENTETE: Final = "Ticket-Arrivee"
MINUTES: Final = 15
VALIDITE: Final = timedelta(minutes=MINUTES)
FORME: Final = r"^[0-9]{1,16}\.[A-Za-z0-9_-]{43}$"
_FORME: Final = re.compile(FORME)
_USAGE: Final = "tickets"
Scope = Mapping[str, Any]
_ORIGINE: Final = datetime(1970, 1, 1, tzinfo=UTC)


def delivrer(trousseau: Trousseau, scope: Scope, le: datetime) -> str:
    """A ticket for what an ASGI request asks, which came at that instant."""
    texte = str((le - _ORIGINE) // timedelta(microseconds=1))
    return f"{texte}.{_sceau(trousseau.secrets(_USAGE)[0], texte, scope)}"


def lire(
    trousseau: Trousseau, scope: Scope, ticket: str | None, maintenant: datetime
) -> Constat | None:
    """What the ticket of an ASGI request tells; None without one, or one worth nothing now."""
    if ticket is None or not _FORME.fullmatch(ticket):
        return None
    texte, _, sceau = ticket.partition(".")
    attendus = (_sceau(secret, texte, scope) for secret in trousseau.secrets(_USAGE))
    if not any(hmac.compare_digest(sceau, attendu) for attendu in attendus):
        return None
    le = _ORIGINE + timedelta(microseconds=int(texte))
    return Constat(le, Source.TICKET) if le <= maintenant <= le + VALIDITE else None


def _sceau(secret: bytes, texte: str, scope: Scope) -> str:
    atteste = f"{texte}\n{scope['method']}\n{scope['path']}".encode("utf-8", "surrogatepass")
    return urlsafe_b64encode(hmac.digest(secret, atteste, "sha256")).rstrip(b"=").decode()
