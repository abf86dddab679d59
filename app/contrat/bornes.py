"""What holds for every number, formatted text and constant of the API, said in each schema."""

from typing import Any, Final, cast

from app.formulaire.types import ENTIER_MAX

Json = dict[str, Any]
_INT32: Final = 2**31 - 1
# Characters of what we write and accept; an instant has microseconds and an offset at most.
_LONGUEURS: Final = {"uuid": 36, "date": 10, "date-time": 32}
_EXEMPLES: Final = ("example", "examples", "value")


def borner(noeud: Any) -> Any:
    """The same part of an OpenAPI document, its schemas completed, its examples left alone.

    No integer of ours is negative, and none goes beyond what every JSON reader holds exactly. A
    constant is also a choice of one value, for the generators that read no `const`.
    """
    if isinstance(noeud, list):
        return [borner(element) for element in cast(list[Any], noeud)]
    if not isinstance(noeud, dict):
        return noeud
    borne = {
        cle: membre if cle in _EXEMPLES else borner(membre)
        for cle, membre in cast(Json, noeud).items()
    }
    if "const" in borne:
        borne["enum"] = [borne["const"]]
    genre = borne.get("type")
    if genre == "integer" or (isinstance(genre, list) and "integer" in genre):
        return borne | _entier(borne)
    if longueur := _LONGUEURS.get(str(borne.get("format"))):
        return {"maxLength": longueur} | borne
    return borne


def _entier(schema: Json) -> Json:
    seul = schema.get("const")
    minimum, maximum = (0, ENTIER_MAX) if seul is None else (seul, seul)
    # Pydantic writes 1.0 for 1, which a generator of clients may take for a decimal.
    minimum, maximum = int(schema.get("minimum", minimum)), int(schema.get("maximum", maximum))
    taille = "int32" if maximum <= _INT32 else "int64"
    return {"format": taille, "minimum": minimum, "maximum": maximum}
