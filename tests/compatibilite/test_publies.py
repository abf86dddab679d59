"""What the form publishes: each rule, on the real files changed by hand."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any, Final

import pytest

from tests.compatibilite.instantanes import PROJET, lire
from tests.compatibilite.publies import comparer_publies
from tests.compatibilite.regles import Changement

Json = dict[str, Any]
_DEPOT: Final = "2020-12/contact-depot.json"
_REELS: Final[Json] = lire(PROJET).publies


def _regles_serveur(document: Json) -> list[Json]:
    return document["2020-12/contact-depot.json"]["x-regles-serveur"]


def _code(document: Json, code: str) -> Json:
    return next(c for c in document["codes.json"] if c["code"] == code)


def _champ(document: Json) -> Json:
    section = document["formulaire.json"]["sections"][1]
    return next(champ for champ in section["champs"] if champ["choix"])


def _retirer_un_code(document: Json) -> None:
    document["codes.json"].remove(_code(document, "requis"))


# What is done, the rules seen and whether it breaks; the same undone.
CAS: Final[list[tuple[Callable[[Json], Any], str, bool, str, bool]]] = [
    (lambda d: d.pop(_DEPOT), "schema-removed", True, "schema-added", False),
    (
        lambda d: _regles_serveur(d).append(
            {"code": "neuve", "gravite": "erreur", "champs": ["/contact/courriel"]}
        ),
        "server-rule-added",
        True,
        "server-rule-removed",
        False,
    ),
    (
        lambda d: _regles_serveur(d).append(
            {"code": "conseil", "gravite": "avertissement", "champs": ["/contact"]}
        ),
        "server-advice-added",
        False,
        "server-rule-removed",
        False,
    ),
    (
        lambda d: _regles_serveur(d)[0].update(gravite="avertissement"),
        "",
        False,
        "server-rule-added",
        True,
    ),
    (
        lambda d: _regles_serveur(d)[0]["champs"].append("/contact/nom_prenom"),
        "server-rule-added",
        True,
        "server-rule-removed",
        False,
    ),
    (_retirer_un_code, "code-removed", True, "code-added", False),
    (
        lambda d: _code(d, "texte_trop_long").update(parametres=[]),
        "code-parameter-removed",
        True,
        "code-parameter-added",
        False,
    ),
    (
        lambda d: _code(d, "epci_seul").update(gravite="erreur"),
        "code-meaning-changed",
        True,
        "code-meaning-changed",
        True,
    ),
    (
        lambda d: d["formulaire.json"]["sections"][0]["champs"].pop(),
        "form-item-removed",
        True,
        "form-item-added",
        False,
    ),
    (
        lambda d: _champ(d)["choix"].pop(),
        "form-item-removed",
        True,
        "form-item-added",
        False,
    ),
    (
        lambda d: _champ(d).update(genre="texte"),
        "form-kind-changed",
        True,
        "form-kind-changed",
        True,
    ),
    (lambda d: _code(d, "requis").update(message="Répondez."), "", False, "", False),
]


def differences(avant: Json, apres: Json) -> list[Changement]:
    return list(comparer_publies(avant, apres))


@pytest.mark.parametrize(("geste", "regle", "casse", "inverse", "casse_inverse"), CAS)
def test_chaque_regle_dit_ce_qu_elle_casse(
    geste: Callable[[Json], Any], regle: str, casse: bool, inverse: str, casse_inverse: bool
) -> None:
    apres = deepcopy(_REELS)
    geste(apres)
    for avant_, apres_, attendue, casse_attendue in (
        (_REELS, apres, regle, casse),
        (apres, _REELS, inverse, casse_inverse),
    ):
        trouves = differences(avant_, apres_)
        assert {c.regle for c in trouves} == set(attendue.split())
        assert any(c.casse for c in trouves) is casse_attendue


def test_les_vrais_schemas_compares_a_eux_memes_ne_donnent_rien() -> None:
    assert not differences(_REELS, deepcopy(_REELS))


@pytest.mark.parametrize("dialecte", ["2020-12", "draft-07"])
def test_une_question_obligatoire_de_plus_casse_le_depot(dialecte: str) -> None:
    apres = deepcopy(_REELS)
    schema = apres[f"{dialecte}/contact-depot.json"]
    schema["properties"]["neuve"] = {"type": "string"}
    (trouve,) = differences(_REELS, apres)
    assert (trouve.regle, trouve.casse) == ("property-added", False)
    schema["required"].append("neuve")
    (trouve,) = differences(_REELS, apres)
    assert (trouve.regle, trouve.casse) == ("required-property-added", True)
    assert trouve.sujets == ("contact-depot",)
