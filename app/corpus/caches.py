"""Answers to questions that are not asked: kept, ignored, but of the right shape all the same.

Each field under a condition (`Champ.si`) is hidden in turn. What it holds is then judged by the
shape of a draft alone (`forme.py`): its JSON type, and `MARGE` times its limit.
"""

from collections.abc import Iterator
from typing import Any, Final

from app.corpus.dossiers import dossier_complet, dossier_minimal
from app.corpus.emplacements import Place, places
from app.corpus.instance import Instance, avec, instance
from app.formulaire.nombres import MARGE, TEXTE_COURT, TEXTE_LONG

_FAUX: Final = "à moitié@"
_BILAN: Final = "/bilan/actions_realisees"
_AU_PLAFOND: Final = ("/perimetre/ept", "/contact/suite_nom_prenom")
# What hides the fields that depend on an answer; no EPT is asked for in Normandie.
_CACHER: Final[dict[str, dict[str, Any]]] = {
    "region": {},
    "chef_projet_en_poste": {
        "/besoins/animation/chef_projet_en_poste": "a_recruter",
        "/besoins/animation/souhait_cofinancement": "non",
    },
    "est_contact_suite": {"/contact/est_contact_suite": True},
    "perimetre/type_perimetre": {"/perimetre/type_perimetre": "nouveau"},
}


def caches() -> Iterator[Instance]:
    """Hidden answers: wrong and ignored, of the wrong type, past the ceiling of a draft."""
    conditionnels = [ou for ou in places() if ou.champ.si]
    for ou in conditionnels:
        if not ou.champ.section:
            yield from _champ(ou)
    yield from _bilan()
    faux = {ou.pointeur: _FAUX for ou in conditionnels if ou.champ.sorte is str}
    yield instance(
        "cache-tout",
        "Aucune question sous condition n'est posée ; leurs réponses, fausses, ne comptent pas.",
        avec({**faux, "/bilan": {"actions_realisees": "x" * (TEXTE_LONG + 1)}}, dossier_minimal()),
    )


def _champ(ou: Place) -> Iterator[Instance]:
    nom, titre = f"cache-{ou.nom}", f"{ou.libelle} n'est pas demandé : %s."
    if ou.champ.sorte is bool:
        yield _cache(f"{nom}-type", titre % "son type JSON compte", ou, "oui", "type_invalide")
        return
    yield _cache(f"{nom}-faux", titre % "une réponse fausse ne compte pas", ou, _FAUX)
    yield _cache(f"{nom}-type", titre % "son type JSON compte", ou, 42, "type_invalide")
    if ou.pointeur in _AU_PLAFOND:
        plafond = MARGE * TEXTE_COURT
        long, trop = f"{plafond} caractères passent", f"{plafond + 1} caractères sont refusés"
        yield _cache(f"{nom}-{plafond}", titre % long, ou, "x" * plafond)
        yield _cache(f"{nom}-{plafond + 1}", titre % trop, ou, "x" * (plafond + 1), "plafond_texte")


def _cache(nom: str, titre: str, ou: Place, valeur: Any, code: str | None = None) -> Instance:
    cacher = _CACHER[ou.champ.si.chemin] if ou.champ.si else {}
    constats = [(ou.pointeur, code)] if code else []
    dossier = avec({**cacher, ou.pointeur: valeur}, dossier_complet())
    return instance(nom, titre, dossier, *constats, forme=constats)


def _bilan() -> Iterator[Instance]:
    plafond = MARGE * TEXTE_LONG
    cas: list[tuple[str, str, str, Any, str | None]] = [
        ("faux", "un texte trop long ne compte pas", _BILAN, "x" * (TEXTE_LONG + 1), None),
        ("type", "son type JSON compte", "/bilan", [], "type_invalide"),
        ("inconnu", "une clé inconnue est refusée", "/bilan/inconnu", "?", "champ_inconnu"),
        (str(plafond), "son plafond est atteint", _BILAN, "x" * plafond, None),
        (
            str(plafond + 1),
            "son plafond est dépassé",
            _BILAN,
            "x" * (plafond + 1),
            "plafond_texte",
        ),
    ]
    cacher = _CACHER["perimetre/type_perimetre"]
    for nom, fait, pointeur, valeur, code in cas:
        constats = [(pointeur, code)] if code else []
        yield instance(
            f"cache-bilan-{nom}",
            f"Le bilan n'est pas demandé à un territoire nouveau : {fait}.",
            avec({**cacher, pointeur: valeur}, dossier_complet()),
            *constats,
            forme=constats,
        )
