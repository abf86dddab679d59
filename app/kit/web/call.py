"""What a request carries from the outermost layer to the act that it asks for."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, cast

from starlette.requests import Request

from app.kit.web.addresses import abonne

CLE: Final = "appel"


@dataclass(slots=True)
class Appel:
    """A request, known by its `id` in answers and logs.

    `arrivee` (UTC) is what the deadline is judged by. `adresse` is the client's, behind trusted
    proxies too, None where there is none; `origine` is what the record keeps of it. `reconnu`: an
    account or a key was shown, and is known. `limites`: what the answer will say of them.
    """

    id: str
    arrivee: datetime
    adresse: str | None = field(default=None, repr=False)
    origine: str | None = field(default=None, repr=False)
    reconnu: bool = False
    limites: dict[bytes, bytes] | None = None

    @property
    def abonne(self) -> str:
        """Who is counted under that address."""
        return abonne(self.adresse)


def appel_de(requete: Request) -> Appel:
    """What this request carries."""
    return cast(Appel, requete.scope["state"][CLE])
