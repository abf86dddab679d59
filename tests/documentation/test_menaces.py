"""Each threat of the page has an answer and tests that exist, and none is missing from it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Final

import pytest

from tests.documentation.pages import DOCS, RACINE

_PAGE: Final = DOCS / "menaces.md"
_IDS: Final = r"[a-z][a-z0-9-]+(?:, [a-z0-9-]+)*"
_LIGNE: Final = re.compile(rf"^\| ({_IDS}) \| (.+) \| (.+) \| (.+) \|$", re.MULTILINE)
_ESSAI: Final = re.compile(r"`(tests/[\w/]+\.py)::(test_[\w*]+)`")
_PIECE: Final = re.compile(r"`((?:app/[\w/]+\.py)|[\w./-]+\.(?:md|lock|yaml))`")
# What had to be tried and fail, in the words in which it was asked for.
DEMANDEES: Final = {
    "Reading, writing, listing, downloading and depositing another's candidature": (
        "lire ecrire lister telecharger deposer"
    ),
    "by id, number, file id, cursor, idempotency key and event": (
        "par-id par-numero par-piece par-curseur par-cle-idempotence par-evenement"
    ),
    "a token in the query string": "jeton-dans-adresse",
    "`alg: none`, an HMAC forged with a public key": "alg-none hmac-cle-publique",
    "wrong issuer, audience, expired, a key id with a path in it": (
        "emetteur audience expire kid-chemin"
    ),
    "guessing tokens at speed": "deviner-jetons",
    "a magic link used twice": "lien-deux-fois",
    "SSRF by issuer or JWKS settings from data": "ssrf",
    "a file named `../../x`, with control characters, 300 characters, right-to-left overrides": (
        "nom-chemin nom-commandes nom-300 nom-droite-gauche"
    ),
    "EICAR raw, in a zip, in an xlsx, in a PDF": "eicar-nu eicar-zip eicar-xlsx eicar-pdf",
    "polyglots (PDF+zip, GIF+JS)": "polyglotte-pdf-zip polyglotte-gif-js",
    "zip bombs flat and nested, an XML bomb in an xlsx": "bombe-plate bombe-imbriquee bombe-xml",
    "a PDF with JavaScript (served as attachment only)": "pdf-javascript",
    "formula injection in anything exported": "formule",
    "SQL and typst metacharacters in every string field": "sql typst",
    "a hundred slow uploads at once while an applicant works normally": "cent-envois",
}


@dataclass(frozen=True)
class Menace:
    """A row: the threats it answers, and the tests that it names."""

    ids: tuple[str, ...]
    reponse: str
    essais: tuple[tuple[str, str], ...]


def _menaces() -> Iterator[Menace]:
    for ids, _, reponse, montree in _LIGNE.findall(_PAGE.read_text(encoding="utf-8")):
        if ids != "id":
            yield Menace(tuple(ids.split(", ")), reponse, tuple(_ESSAI.findall(montree)))


MENACES: Final = [*_menaces()]
chaque_menace: Final = pytest.mark.parametrize("menace", MENACES, ids=lambda m: m.ids[0])


@cache
def _essais_de(fichier: str) -> frozenset[str]:
    """The names of the tests of a file, without running it."""
    arbre = ast.parse((RACINE / fichier).read_text(encoding="utf-8"))
    fonctions = (n for n in arbre.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(f.name for f in fonctions if f.name.startswith("test_"))


@chaque_menace
def test_chaque_essai_nomme_existe(menace: Menace) -> None:
    assert menace.essais
    for fichier, motif in menace.essais:
        trouves = [nom for nom in _essais_de(fichier) if fnmatchcase(nom, motif)]
        assert trouves, f"{fichier}::{motif}"


@chaque_menace
def test_chaque_reponse_nomme_des_fichiers_qui_existent(menace: Menace) -> None:
    for nom in _PIECE.findall(menace.reponse):
        assert (RACINE / nom).is_file(), nom


@pytest.mark.parametrize("demande", DEMANDEES)
def test_rien_de_ce_qui_devait_etre_tente_ne_manque(demande: str) -> None:
    assert {*DEMANDEES[demande].split()} <= {id for menace in MENACES for id in menace.ids}


def test_une_menace_n_est_dite_qu_une_fois() -> None:
    dits = [id for menace in MENACES for id in menace.ids]
    assert len(dits) > 50
    assert sorted(dits) == sorted(set(dits))


def test_chaque_essai_de_ce_dossier_est_sur_la_page() -> None:
    """What `tests/menaces` tries is named, by a pattern at least."""
    nommes = [essai for menace in MENACES for essai in menace.essais]
    for fichier in sorted((RACINE / "tests" / "menaces").glob("test_*.py")):
        ici = fichier.relative_to(RACINE).as_posix()
        motifs = [motif for nom, motif in nommes if nom == ici]
        for essai in _essais_de(ici):
            assert any(fnmatchcase(essai, motif) for motif in motifs), f"{ici}::{essai}"
