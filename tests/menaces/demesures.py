"""Hostile bodies, made from the schema of a request: rubbish of every kind, at every place."""

from collections.abc import Callable, Iterator
from typing import Any, Final

Json = dict[str, Any]
Matiere = Callable[[int], str]


def _liste(element: str) -> Matiere:
    return lambda taille: f"[{','.join([element] * (taille // (len(element) + 1)))}]"


def _profonde(taille: int) -> str:
    profondeur = min(taille // 6, 190)
    return '{"a":' * profondeur + "1" + "}" * profondeur


def _demis(taille: int) -> str:
    return "[" * 150 + _liste('"\\ud800"')(taille) + "]" * 150


def _cles(taille: int) -> str:
    membres = ",".join(f'"{rang:x}":1' for rang in range(taille // 9))
    return f"{{{membres}}}"


MATIERES: Final[dict[str, Matiere]] = {
    "listes d'objets": _liste("{}"),
    "listes de nombres": _liste("1"),
    "listes de nuls": _liste("null"),
    "listes de listes": _liste("[]"),
    "listes d'inconnus": _liste('{"x":1}'),
    "listes de listes d'objets": _liste('{"partenaires":[{},{},{},{},{},{},{},{}]}'),
    "cles": _cles,
    "objets profonds": _profonde,
    "demi-caracteres profonds": _demis,
    "demi-caractere long a nommer": lambda taille: corps(
        ("a" * (taille // 2),), _liste('"\\ud800"')(taille // 2)
    ).decode(),
    "texte": lambda taille: '"%s"' % ("a" * taille),
    "lignes": lambda taille: '"%s"' % ("\\n" * (taille // 2)),
    "blancs": lambda taille: '"%s"' % (" " * taille),
    "marques": lambda taille: '"e%s"' % ("\u0301\u0316" * (taille // 4)),
    "chiffres": lambda taille: "9" * min(taille, 4_000),
    "exposant": lambda _: "1e400",
}
"""What may be put where an answer is due, in JSON, of some so many bytes."""


def lieux(schema: Json, document: Json, ici: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Where a schema of the document has something: the keys that lead there."""
    if ici:
        yield ici
    lu = _suivre(schema, document)
    for nom, dessous in lu.get("properties", {}).items():
        yield from lieux(dessous, document, (*ici, nom))


def corps(lieu: tuple[str, ...], valeur: str) -> bytes:
    """The JSON in which `valeur` stands there, alone."""
    debut = "".join(f'{{"{cle}":' for cle in lieu)
    return f"{debut}{valeur}{'}' * len(lieu)}".encode()


def _suivre(schema: Json, document: Json) -> Json:
    while "$ref" in schema:
        *_, nom = schema["$ref"].split("/")
        schema = document["components"]["schemas"][nom]
    autres = [_suivre(un, document) for un in schema.get("anyOf", [])]
    return next((un for un in autres if "properties" in un), schema)
