"""The parameters of the contract, as FastAPI leaves them, said more simply."""

from typing import Any, Final

from app.kit.web.declaration import reference

Json = dict[str, Any]
_DEJA_DIT: Final = ("title", "description")  # by the parameter itself


def simplifier(parametres: list[Json]) -> Json:
    """Simplify them in place; the components to add: a closed list of values gets a name."""
    nommes: Json = {}
    for parametre in parametres:
        schema = _jamais_nul(parametre["schema"])
        if exemples := schema.pop("examples", None):
            parametre["example"] = exemples[0]
        if "enum" in schema:
            nom = schema["title"]
            nommes[nom] = {
                "type": "string",
                "title": nom,
                "description": parametre["description"],
                "enum": schema["enum"],
            }
            schema = reference(nom)
        parametre["schema"] = {cle: v for cle, v in schema.items() if cle not in _DEJA_DIT}
    return nommes


def _jamais_nul(schema: Json) -> Json:
    """A parameter may be left out; no address and no header can say null."""
    seul, *nul = schema.get("anyOf", [schema])
    autres = {cle: valeur for cle, valeur in schema.items() if cle != "anyOf"}
    return autres | seul if nul == [{"type": "null"}] else schema
