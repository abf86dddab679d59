"""Marks piled on one letter: to put them in order takes the square of their number, so nobody does.

No time is measured: what would take long is `unicodedata.normalize`, which is watched.
"""

import re
import unicodedata
from typing import Any, Final

import pytest

from app.acces.droits import Portee
from app.formulaire.types import nettoyer
from app.plan_action.depouillement import depouiller
from tests.acces.cles import porteur
from tests.acces.temoins import nouvelle_cle
from tests.client import Client
from tests.depots.pieces import depot, prete
from tests.formulaire.exemples import action
from tests.menaces.textes import deposable, partout
from tests.pieces_jointes.echantillons import pdf
from tests.plan_action.grilles import grilles

_PILE: Final = "\u0301\u0316"  # of two classes: they have to change places
_LONGUE: Final = "a" + 4999 * _PILE
_COURTE: Final = "a" + 99 * _PILE
_PERMIS: Final = 4096  # marks: what a head of a part can hold, put in order within some ms


@pytest.fixture
def piles(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many marks there were on one letter, each time a text was normalised."""
    hauteurs, normaliser = list[int](), unicodedata.normalize

    def compter(forme: Any, texte: str) -> str:
        classes = bytes(map(unicodedata.combining, texte))
        hauteurs.append(max(map(len, re.findall(rb"[^\0]+", classes)), default=0))
        return normaliser(forme, texte)

    monkeypatch.setattr(unicodedata, "normalize", compter)
    return hauteurs


def test_trente_marques_se_composent_et_une_de_plus_se_laisse() -> None:
    for marques, composee in ((29, True), (30, True), (31, False)):
        texte = "e" + "\u0301" * marques
        assert (nettoyer(texte) == unicodedata.normalize("NFC", texte)) is composee
    assert nettoyer(f"e\u0301 {_LONGUE}\r\n") == f"e\u0301 {_LONGUE}"


@pytest.mark.parametrize("texte", ["e\u0301" * 500, "中文" * 500, "е\u0301\u0316" * 500, "각" * 99])
def test_une_ecriture_ordinaire_se_compose(texte: str) -> None:
    assert nettoyer(texte) == unicodedata.normalize("NFC", texte)


def test_un_dossier_de_piles_se_depose_sans_qu_aucune_soit_ordonnee(
    client: Client, piles: list[int]
) -> None:
    dossier = deposable(_COURTE)[0]
    dossier["perimetre"]["defis_fragilites"] = _LONGUE
    dossier["plan_action"]["actions"] = [{**action("Former"), "description": _LONGUE}] * 10
    candidature = prete(client, dossier)
    assert candidature.deposer().status_code == 201
    assert depot(candidature)["instantane"]["perimetre"]["defis_fragilites"] == _LONGUE
    assert candidature.appeler("GET", "/export").is_success
    _bas(piles)


def test_un_brouillon_un_fichier_et_une_recherche_de_piles_non_plus(
    client: Client, postgres: str, piles: list[int]
) -> None:
    candidature = client.creer(partout(_COURTE)[0])
    assert candidature.modifier({"bilan": {"actions_realisees": _LONGUE}}).is_success
    assert candidature.joindre("lettres", f"{_LONGUE[:2000]}.pdf", pdf()).status_code == 201
    entetes = porteur(nouvelle_cle(postgres, Portee.INSTRUCTION_LECTURE)[1])
    for adresse in ("/v1/instruction/candidatures", "/v1/referentiels/epci"):
        assert client.get(adresse, params={"q": _LONGUE[:100]}, headers=entetes).is_success
    _bas(piles)


def test_un_classeur_de_piles_non_plus(piles: list[int]) -> None:
    """In a title, and where a choice is looked for: it is none, and is said to be none."""
    feuilles = grilles([{**action("Former"), "description": _LONGUE}])
    titres, premiere, *_ = feuilles["Actions"]
    titres.append(_LONGUE)
    premiere[2] = _LONGUE
    assert [defaut.colonne for defaut in depouiller(feuilles)[1]] == ["C"]
    _bas(piles)


def _bas(piles: list[int]) -> None:
    assert piles
    assert max(piles) <= _PERMIS
