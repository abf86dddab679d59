"""Hooks of Schemathesis: half of the calls are for candidatures that exist, with their secret.

Portals, reviewers and the administration show a key of theirs.
"""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import schemathesis
from hypothesis import strategies as st
from schemathesis import AuthContext, Case, HookContext, Response

# Made before the run: where each candidature's secret, file and deposit are.
_SEMIS: Final[list[dict[str, Any]]] = json.loads(Path(os.environ["TI_SEMIS"]).read_text())
_CLES: Final[dict[str, str]] = json.loads(Path(os.environ["TI_CLES"]).read_text())
_ROLES: Final = {
    "/v1/portails/": "portail",
    "/v1/crochets": "portail",
    "/v1/flux/export": "portail",
    "/v1/instruction/lots": "decision",
    "/v1/instruction/": "instruction",
    "/v1/avis": "avis",
    "/v1/administration/": "administration",
}
_UUID: Final = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PAIRS: Final = tuple("02468ace")
_ASCII: Final = st.characters(codec="ascii")
_JETONS: Final = {semis["id"]: semis["jeton"] for semis in _SEMIS}


# Its decorators are typed by halves.
_SCHEMATHESIS: Final = cast(Any, schemathesis)
Crochet = TypeVar("Crochet", bound=Callable[..., Any])


def crochet(fonction: Crochet) -> Crochet:
    """Register a hook under its own name."""
    _SCHEMATHESIS.hook(fonction)
    return fonction


def _pour_qui(cas: Case[Any], _: object = None) -> str:
    """The role whose address is called; else the candidature, if any."""
    for debut, role in _ROLES.items():
        if cas.path.startswith(debut):
            return role
    return str((cas.path_parameters or {}).get("id", ""))


@_SCHEMATHESIS.auth(cache_by_key=_pour_qui)
class Jetons:
    """The key of a role, or the secret of the candidature called; of any where it is not known."""

    def get(self, case: Case[Any], context: AuthContext) -> str:
        """The secret to show."""
        return (_CLES | _JETONS).get(_pour_qui(case), _SEMIS[0]["jeton"])

    def set(self, case: Case[Any], data: str, context: AuthContext) -> None:
        """Show it."""
        cast(Any, case).headers["Authorization"] = f"Bearer {data}"


@crochet
def map_path_parameters(
    context: HookContext, path_parameters: dict[str, Any] | None
) -> dict[str, Any] | None:
    """Call what exists where the draw is even."""
    id = str((path_parameters or {}).get("id", ""))
    if path_parameters and _UUID.fullmatch(id) and id.endswith(_PAIRS):
        semis = _SEMIS[_PAIRS.index(id[-1]) % len(_SEMIS)]
        return {cle: semis.get(cle, tire) for cle, tire in path_parameters.items()}
    return path_parameters


@crochet
def before_load_schema(context: HookContext, raw_schema: dict[str, Any]) -> None:
    """Draw a header from its pattern: Schemathesis does not where it needs a quote or a colon."""
    for parametre in _parametres(raw_schema):
        if parametre["in"] == "header" and (motif := parametre["schema"].get("pattern")):
            parametre["schema"]["format"] = parametre["name"].lower()
            tirage = st.from_regex(motif, fullmatch=True, alphabet=_ASCII)
            schemathesis.openapi.format(parametre["name"].lower(), tirage)


def _parametres(document: dict[str, Any]) -> list[dict[str, Any]]:
    operations = [o for methodes in document["paths"].values() for o in methodes.values()]
    propres = [p for operation in operations for p in operation.get("parameters", ())]
    return [p for p in (*propres, *document["components"]["parameters"].values()) if "in" in p]


@crochet
def after_call(context: HookContext, case: Case[Any], response: Response) -> None:
    """Keep the secret of what has been created, and the one that takes its place."""
    if response.status_code == 201 and case.path == "/v1/candidatures":
        creee: dict[str, Any] = json.loads(response.content)
        _JETONS[creee["id"]] = creee["jeton"]
    if response.status_code == 200 and case.path.endswith("/jeton/renouvellement"):
        remis: dict[str, Any] = json.loads(response.content)
        _JETONS[remis["candidature"]] = remis["jeton"]
