"""What a route declares for the contract, beyond what FastAPI reads in its signature.

`responses=reponses(…)` says what it refuses; `@Declaration(…)`, below `@routes.post(…)`, what it
reads from the socket by itself, an example of what it answers, the headers that go with it, and the
operations that it follows. Examples are functions: only who writes the contract calls them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from pydantic import BaseModel

from app.config import Settings
from app.kit.web.problems import Probleme

Json = dict[str, Any]
Point = Callable[..., Any]
P = TypeVar("P", bound=Point)
COMPOSANTS: Final = "#/components/schemas/"
ICI: Final = {"id": "$request.path.id"}
"""The parameters of what follows about the same candidature."""


@dataclass(frozen=True, slots=True)
class Ensemble:
    """The kinds of refusal that one status of an operation may be, under a name of ours.

    Without it, each generator of clients invents its own. `sens` says in French what they share.
    """

    nom: str
    sens: str
    classes: tuple[type[Probleme], ...]


@dataclass(frozen=True, slots=True)
class Corps:
    """A body that the act reads: its schema, an example of it, the media types it may come in.

    `schema`: a model, or a JSON schema: a reference, else its title names it; as the settings make
    it, where a size depends on them. `facultatif`: the request may have none.
    """

    schema: type[BaseModel] | Json | Callable[[Settings], Json]
    exemple: Callable[[], Any]
    medias: tuple[str, ...] = ("application/json",)
    facultatif: bool = False


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a route says of itself; a decorator of its function.

    `exemple`: what it answers when all goes well, but for files. `versionnee`: that answer carries
    `ETag`. `rejouable`: it takes an `Idempotency-Key`, and says when it replays.
    `ticket`: who is refused it for want of room is told when they came (`Ticket-Arrivee`).
    `patiente`: its answer may say when to ask again (`Retry-After`).
    `nommee_inchangee`: its 304 names the file as its 200 does. `suit`: the operations whose answer
    leads here, each with the parameters that it gives (OpenAPI's runtime expressions).
    """

    exemple: Callable[[], Any] | None = None
    corps: Corps | None = None
    versionnee: bool = False
    rejouable: bool = False
    nommee_inchangee: bool = False
    ticket: bool = False
    patiente: bool = False
    suit: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])

    def __call__(self, point: P) -> P:
        _DECLAREES[point] = self
        return point


_DECLAREES: Final[dict[Point, Declaration]] = {}
_RIEN: Final = Declaration()


def declaration_de(point: Point | None) -> Declaration:
    """What was declared of the function of a route."""
    return _DECLAREES.get(point, _RIEN) if point else _RIEN


def reponses(*refus: type[Probleme] | Ensemble) -> dict[int | str, Json]:
    """What a route declares of its refusals; grouped by status in the OpenAPI document."""
    par_statut: dict[int | str, Json] = {}
    for un in refus:
        classes = un.classes if isinstance(un, Ensemble) else (un,)
        for classe in classes:
            declare = par_statut.setdefault(
                int(classe.statut), {"x-problemes": [], "x-ensembles": []}
            )
            declare["x-problemes"].append(classe.code)
        if isinstance(un, Ensemble):
            codes = [classe.code for classe in classes]
            nomme = {"nom": un.nom, "sens": un.sens, "codes": codes}
            par_statut[int(classes[0].statut)]["x-ensembles"].append(nomme)
    return par_statut


def reference(composant: str) -> Json:
    """The schema that stands for this component."""
    return {"$ref": COMPOSANTS + composant}


def objet(nom: str, description: str, proprietes: Json, *, facultatif: bool = False) -> Json:
    """The schema of an object with these properties and no other; all required, or none."""
    requis = {} if facultatif else {"required": [*proprietes]}
    return {
        "type": "object",
        "title": nom,
        "description": description,
        "properties": proprietes,
        **requis,
        "additionalProperties": False,
    }


def fichier(maximum: int) -> Json:
    """The schema of a file in a form, of `maximum` bytes at most.

    Without `maxLength`, which counts characters: some generators would ask a file for its own.
    """
    texte = f"Le fichier, de {maximum} octets au plus."
    return {"type": "string", "format": "binary", "description": texte}
