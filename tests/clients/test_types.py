"""The types that generators write from the contract are what a person would write."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.client import contrat
from tests.clients.outils import Json, libres, nullables, sans_commentaires

_SCHEMAS: Final[Json] = contrat()["components"]["schemas"]
# Names that generators make when the contract gives none.
_INVENTES: Final = re.compile(
    r"(AnyOf|OneOf|AllOf|Anyof|Oneof|Inline|Inner|Value\d|Response\d*|\dResponse|[a-zé]_?\d+)$"
)
# A member of one value: some generators give each a type of its own (`EvenementDepotGenre`).
_CONSTANTES: Final = {
    f"{nom}{cle.capitalize()}"
    for nom, schema in _SCHEMAS.items()
    for cle, membre in schema.get("properties", {}).items()
    if "const" in membre
}
# @hey-api/openapi-ts writes the requests that are received, too.
_DES_WEBHOOKS: Final = {"Webhooks"} | {
    f"{webhook['post']['operationId'][:1].upper()}{webhook['post']['operationId'][1:]}{suite}"
    for webhook in contrat()["webhooks"].values()
    for suite in ("WebhookRequest", "WebhookPayload")
}


class Type(NamedTuple):
    """A type as generated: its name, what it is, its members with theirs."""

    nom: str
    texte: str
    membres: dict[str, str]


def _openapi_typescript(projet: Path) -> Iterator[Type]:
    source = sans_commentaires((projet / "genere/openapi-typescript.ts").read_text())
    composants = source.split("export interface components {")[1].split("    responses:")[0]
    for nom, texte in re.findall(r"^ {8}(\w+): (.*?);$(?=\n {8}\w|\n {4}\})", composants, _BLOC):
        yield Type(nom, texte, dict(re.findall(r"^ {12}(\w+)\??: (.*);$", texte, re.MULTILINE)))


def _hey_api(projet: Path) -> Iterator[Type]:
    source = sans_commentaires((projet / "genere/hey-api/types.gen.ts").read_text())
    for nom, texte in re.findall(r"^export type (\w+) = (.*?);$(?=\nexport|\Z)", source, _BLOC):
        if not re.fullmatch(r"\w+(Data|Errors?|Responses?)|ClientOptions|Horloge", nom):
            yield Type(nom, texte, dict(re.findall(r"^ {4}(\w+)\??: (.*);$", texte, re.MULTILINE)))


def _orval(projet: Path) -> Iterator[Type]:
    for fichier in (projet / "genere/orval/modeles").glob("*.ts"):
        source = sans_commentaires(fichier.read_text())
        trouve = re.search(r"^export (?:interface|type) (\w+)(.*)\Z", source, _BLOC)
        if trouve and not trouve[1].endswith(("Params", "Parameter")):
            membres = dict(re.findall(r"^ {2}(\w+)\??: (.*);$", trouve[2], re.MULTILINE))
            yield Type(trouve[1], trouve[2], membres)


_BLOC: Final = re.MULTILINE | re.DOTALL
_GENERATEURS: Final = {
    "openapi-typescript": _openapi_typescript,
    "hey-api": _hey_api,
    "orval": _orval,
}


@pytest.fixture(scope="session", params=_GENERATEURS)
def types(request: pytest.FixtureRequest, typescript: Path) -> dict[str, Type]:
    """What a generator made of the components, by name."""
    lire: Callable[[Path], Iterator[Type]] = _GENERATEURS[request.param]
    # @hey-api/openapi-ts has its own idea of a capital: JetonsDessai.
    noms = {nom.casefold(): nom for nom in _SCHEMAS}
    return {noms.get(type_.nom.casefold(), type_.nom): type_ for type_ in lire(typescript)}


@pytest.mark.verify
def test_un_type_par_composant_du_contrat_et_aucun_invente(types: dict[str, Type]) -> None:
    assert set(types) - _CONSTANTES - _DES_WEBHOOKS == set(_SCHEMAS)


@pytest.mark.verify
def test_seul_le_json_libre_est_inconnu(types: dict[str, Type]) -> None:
    inconnus = {nom for nom, t in types.items() if re.search(r"\b(unknown|any)\b", t.texte)}
    assert inconnus == libres(_SCHEMAS)


@pytest.mark.verify
def test_null_est_la_ou_le_contrat_le_dit(types: dict[str, Type]) -> None:
    trouves = {
        (type_.nom, membre)
        for type_ in types.values()
        for membre, texte in type_.membres.items()
        if re.search(r"\| null$", texte)
    }
    assert trouves == nullables(_SCHEMAS)


@pytest.mark.verify
def test_un_choix_dit_ses_codes(types: dict[str, Type]) -> None:
    choix = {nom: schema["enum"] for nom, schema in _SCHEMAS.items() if "enum" in schema}
    assert {"Region", "Etat", "Rubrique"} <= set(choix)
    for nom, codes in choix.items():
        assert set(codes) <= set(re.findall(r"[\"'](.*?)[\"']", types[nom].texte)), nom


def test_aucun_choix_n_est_sans_nom() -> None:
    corps = [
        contenu["schema"]
        for operations in contrat()["paths"].values()
        for operation in operations.values()
        for reponse in operation["responses"].values()
        for contenu in reponse.get("content", {}).values()
    ]
    membres = [m for s in _SCHEMAS.values() for m in s.get("properties", {}).values()]
    elements = [m["items"] for m in [*corps, *membres] if "items" in m]
    for schema in [*corps, *membres, *elements]:
        sauf_null = [un for un in schema.get("anyOf", ()) if un != {"type": "null"}]
        assert "oneOf" not in schema and len(sauf_null) < 2, schema


def test_aucun_nom_du_contrat_ne_semble_invente() -> None:
    assert not [nom for nom in _SCHEMAS if _INVENTES.search(nom)]


@pytest.mark.verify
def test_le_client_python_n_invente_aucun_nom(python: Path) -> None:
    source = (python / "territoires_industrie/models/__init__.py").read_text()
    assert set(re.findall(r'^    "(\w+)",$', source, re.MULTILINE)) <= set(_SCHEMAS) | _CONSTANTES


@pytest.mark.verify
def test_rien_n_est_inconnu_en_python(python: Path) -> None:
    inconnus = [m for m, type_ in _attributs(python) if re.search(r"\b(Any|object)\b", type_)]
    assert not inconnus


@pytest.mark.verify
def test_null_est_la_ou_le_contrat_le_dit_en_python(python: Path) -> None:
    trouves = {membre for membre, type_ in _attributs(python) if "None" in type_.split(" | ")}
    assert trouves == nullables(_SCHEMAS)


def _attributs(projet: Path) -> Iterator[tuple[tuple[str, str], str]]:
    """(class, member) and type of each attribute that the contract names."""
    for fichier in (projet / "territoires_industrie/models").glob("*.py"):
        source = fichier.read_text()
        if classe := re.search(r"^class (\w+):", source, re.MULTILINE):
            for nom, type_ in re.findall(r"^    (\w+?)_?: (.+?)(?: = .*)?$", source, re.MULTILINE):
                if nom != "additional_properties":  # room for what the service may add one day
                    yield (classe[1], nom), type_
