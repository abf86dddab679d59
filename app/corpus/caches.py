"""Answers to questions that are not asked: kept, ignored, but of the right shape all the same.

Each field under a condition (`Champ.si`) is hidden in turn. What it holds is then judged by the
shape of a draft alone (`forme.py`): its JSON type, and `MARGE` times its limit.
"""

from collections.abc import Iterator
from typing import Any, Final, cast

from app.corpus.completer import repondre
from app.corpus.dossiers import accorde, dossier_complet, dossier_minimal
from app.corpus.emplacements import Place, d_un_autre_type, place, places
from app.corpus.instance import ABSENT, Instance, Json, avec, instance, reponse
from app.formulaire.conditions import Si
from app.formulaire.nombres import MARGE, TEXTE_COURT, TEXTE_LONG

_FAUX: Final = "à moitié@"
_BILAN: Final = "/bilan/actions_realisees"
_AU_PLAFOND: Final = ("/perimetre/ept", "/contact/suite_nom_prenom")


def caches() -> Iterator[Instance]:
    """Hidden answers: wrong and ignored, of the wrong type, past the ceiling of a draft."""
    conditionnels = [ou for ou in places() if ou.champ.si]
    for ou in conditionnels:
        if not ou.champ.section:
            yield from _champ(ou)
    yield from _bilan()
    minimal = dossier_minimal()
    textes = [ou for ou in conditionnels if ou.champ.sorte is str and _est_cachee(ou, minimal)]
    faux = {ou.pointeur: _FAUX for ou in textes}
    yield instance(
        "cache-tout",
        "Aucune question sous condition n'est posée ; leurs réponses, fausses, ne comptent pas.",
        avec({**faux, "/bilan": {"actions_realisees": "x" * (TEXTE_LONG + 1)}}, minimal),
    )


def _champ(ou: Place) -> Iterator[Instance]:
    nom, titre = f"cache-{ou.nom}", f"{ou.libelle} n'est pas demandé : %s."
    autre = d_un_autre_type(ou.champ)
    if not isinstance(ou.reponse, bool | int | dict | list):
        yield _cache(f"{nom}-faux", titre % "une réponse fausse ne compte pas", ou, _FAUX)
    yield _cache(f"{nom}-type", titre % "son type JSON compte", ou, autre, "type_invalide")
    if ou.pointeur in _AU_PLAFOND:
        plafond = MARGE * TEXTE_COURT
        long, trop = f"{plafond} caractères passent", f"{plafond + 1} caractères sont refusés"
        yield _cache(f"{nom}-{plafond}", titre % long, ou, "x" * plafond)
        yield _cache(f"{nom}-{plafond + 1}", titre % trop, ou, "x" * (plafond + 1), "plafond_texte")


def _cache(nom: str, titre: str, ou: Place, valeur: Any, code: str | None = None) -> Instance:
    constats = [(ou.pointeur, code)] if code else []
    dossier = avec({ou.pointeur: valeur}, _ou_cachee(ou))
    return instance(nom, titre, dossier, *constats, forme=constats)


def _est_cachee(ou: Place, dossier: Json) -> bool:
    """Whether a dossier has the group of a field under a condition, and does not ask for it."""
    groupe, si = reponse(dossier, ou.groupe), ou.champ.si
    return groupe is not ABSENT and si is not None and not si.tient(groupe)


def _ou_cachee(ou: Place) -> Json:
    """The full dossier, as it is or with another answer to what the question depends on."""
    complet, si = dossier_complet(), cast(Si, ou.champ.si)
    if _est_cachee(ou, complet):
        return complet
    base = ou.base if reponse(complet, ou.groupe) is ABSENT else complet
    decide = place(si.cause(ou.groupe))
    autres = [v for v in decide.champ.choix or (True, False) if v not in si.valeurs]
    if not autres:
        raise LookupError(f"{decide.pointeur}: none of its answers hides {ou.pointeur}")
    autre = str(autres[0]) if isinstance(autres[0], str) else autres[0]
    return repondre(accorde(decide.pointeur, autre), base)


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
    base = _ou_cachee(place("/bilan"))
    for nom, fait, pointeur, valeur, code in cas:
        constats = [(pointeur, code)] if code else []
        yield instance(
            f"cache-bilan-{nom}",
            f"Le bilan n'est pas demandé à un territoire nouveau : {fait}.",
            avec({pointeur: valeur}, base),
            *constats,
            forme=constats,
        )
