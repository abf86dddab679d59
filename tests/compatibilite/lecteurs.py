"""What is expected of a client, said as schemas, for the property tests."""

from typing import Any, Final, cast

Json = dict[str, Any]
_EN_PLACE: Final = ("allOf", "anyOf", "oneOf")


def lu_ferme(schema: Json) -> Json:
    """The schema of what is sent: no member that the contract does not name."""
    return {**_en_place(schema), "unevaluatedProperties": False}


def _en_place(schema: Json) -> Json:
    ferme = dict(schema)
    if ferme.get("additionalProperties") in (True, {}):
        del ferme["additionalProperties"]
    if "properties" in ferme:
        ferme["properties"] = {nom: lu_ferme(s) for nom, s in ferme["properties"].items()}
    for cle in ("items", "additionalProperties"):
        if isinstance(ferme.get(cle), dict):
            ferme[cle] = lu_ferme(ferme[cle])
    for cle in _EN_PLACE:
        if cle in ferme:
            ferme[cle] = [_en_place(dessous) for dessous in ferme[cle]]
    for cle in ("then", "else"):
        if cle in ferme:
            ferme[cle] = _en_place(ferme[cle])
    if "$defs" in ferme:
        ferme["$defs"] = {nom: _en_place(dessous) for nom, dessous in ferme["$defs"].items()}
    return ferme


def lu_ouvert(noeud: Any) -> Any:
    """The schema as who reads takes it: members that it does not name are ignored."""
    if isinstance(noeud, list):
        return [lu_ouvert(element) for element in cast(list[Any], noeud)]
    if not isinstance(noeud, dict):
        return noeud
    return {
        cle: lu_ouvert(valeur)
        for cle, valeur in cast(Json, noeud).items()
        if cle != "propertyNames" and not (cle == "additionalProperties" and valeur is False)
    }
