"""What a request carries from the outermost layer to the act that it asks for."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, cast

from starlette.requests import Request

from app.kit.web.addresses import abonne
from app.kit.web.arrival import ENTIERE, Constat

CLE: Final = "appel"


@dataclass(slots=True)
class Appel:
    """A request, known by its `id` in answers and logs.

    `arrivee` (UTC) is when its head came, which the deadline of an upload is judged by; `dite`,
    that of who knew better, a proxy or `X-Horloge`. `adresse` is the client's, behind trusted
    proxies too, None where there is none; `origine` is what the record keeps of it. `reconnu`: an
    account or a key was shown, and is known. `limites`: what the answer will say of them.
    """

    id: str
    arrivee: datetime
    adresse: str | None = field(default=None, repr=False)
    origine: str | None = field(default=None, repr=False)
    reconnu: bool = False
    limites: dict[bytes, bytes] | None = None
    dite: Constat | None = None

    def dire(self, constat: Constat) -> None:
        """Take somebody's word for when it arrived."""
        self.dite, self.arrivee = constat, constat.le

    @property
    def abonne(self) -> str:
        """Who is counted under that address."""
        return abonne(self.adresse)


def appel_de(requete: Request) -> Appel:
    """What this request carries."""
    return cast(Appel, requete.scope["state"][CLE])


def arrivee_entiere(scope: Any) -> Constat | None:
    """When the whole of an ASGI request had come; None as long as it has not."""
    appel, le = cast(Appel, scope["state"][CLE]), scope.get("extensions", {}).get(ENTIERE)
    return (appel.dite or Constat(le)) if le else None
