"""One answer of the full dossier made wrong, field by field.

What is expected comes from the declaration of the field: `Champ.du` for an answer that is missing,
its kind for a wrong type, its closed list, the code of its pattern (`Texte.code`), that of its
reading (`Texte.code_serveur`); what a list then lacks comes from its `Contient` (`Place.suites`).
"""

from collections.abc import Iterator
from typing import Any, Final

from app.corpus.dossiers import dossier_integral
from app.corpus.emplacements import Groupement, en_nom, groupements, places
from app.corpus.instance import ABSENT, Instance, avec, instance
from app.formulaire.section import Champ

_MAL_FORMES: Final = {
    "courriel": "jeanne.martin@",
    "siret": "732 829 320",
    "categorie_juridique": "734",
    "telephone": "02 35",
    "date": "30/06/2024",
}
_IMPOSSIBLES: Final = {
    "courriel": "jeanne..martin@example.fr",
    "siret": "732 829 320 00075",
    "telephone": "00 00 00 00 00",
    "date": "2024-02-30",
}


def refus() -> Iterator[Instance]:
    """Missing, of the wrong type, unknown, foreign, malformed, impossible."""
    yield from _absents()
    yield from _mauvais_types()
    yield from map(_cle_inconnue, groupements())
    yield from _choix_etrangers()
    yield from _mal_formes()
    yield from _nuls()


def _absents() -> Iterator[Instance]:
    for place in places():
        if not place.due:
            continue
        yield instance(
            f"refus-{place.nom}-absent",
            f"{place.libelle} manque.",
            avec({place.pointeur: ABSENT}, dossier_integral()),
            (place.pointeur, "requis"),
            *place.suites,
        )


def _mauvais_types() -> Iterator[Instance]:
    for place in places():
        yield instance(
            f"refus-{place.nom}-type",
            f"{place.libelle} n'a pas le type JSON attendu.",
            avec({place.pointeur: _d_un_autre_type(place.champ)}, dossier_integral()),
            (place.pointeur, "type_invalide"),
            *place.suites,
        )
    for groupement in groupements():
        if groupement.pointeur.endswith("/0"):
            yield instance(
                f"refus-{en_nom(groupement.pointeur)}-type",
                f"Le premier élément de la liste ({groupement.pointeur}) n'est pas un objet.",
                avec({groupement.pointeur: "un texte"}, dossier_integral()),
                (groupement.pointeur, "type_invalide"),
                *groupement.uniques.values(),
            )


def _d_un_autre_type(champ: Champ) -> Any:
    if champ.groupe:
        return []
    if champ.element:
        return {}
    return {bool: "oui", int: "450000"}.get(champ.sorte, 42)


def _cle_inconnue(groupement: Groupement) -> Instance:
    cle = f"{groupement.pointeur}/inconnu"
    return instance(
        f"refus-{en_nom(cle)}",
        f"Une clé que le formulaire ne connaît pas ({cle}).",
        avec({cle: "?"}, dossier_integral()),
        (cle, "champ_inconnu"),
    )


def _choix_etrangers() -> Iterator[Instance]:
    for place in places():
        if place.champ.choix:
            yield instance(
                f"refus-{place.nom}-etranger",
                f"{place.libelle} reçoit une réponse qui n'est pas proposée.",
                avec({place.pointeur: "autre chose"}, dossier_integral()),
                (place.pointeur, "choix_invalide"),
                *place.suites,
            )


def _mal_formes() -> Iterator[Instance]:
    for place in places():
        if not (texte := place.champ.texte):
            continue
        if valeur := _MAL_FORMES.get(texte.genre):
            yield instance(
                f"refus-{place.nom}-incomplet",
                f"{place.libelle} est incomplet ou mal formé.",
                avec({place.pointeur: valeur}, dossier_integral()),
                (place.pointeur, texte.code),
            )
        if texte.code_serveur:
            yield instance(
                f"refus-{place.nom}-impossible",
                f"{place.libelle} a la bonne forme, mais seul le serveur sait que c'est faux.",
                avec({place.pointeur: _IMPOSSIBLES[texte.genre]}, dossier_integral()),
                (place.pointeur, texte.code_serveur),
            )


def _nuls() -> Iterator[Instance]:
    """U+0000 in one field of each kind of text; a closed list refuses it in its own words."""
    genres = {place.champ.texte.genre: place for place in places() if place.champ.texte}
    for place in genres.values():
        yield instance(
            f"refus-{place.nom}-u0000",
            f"{place.libelle} contient le caractère U+0000.",
            avec({place.pointeur: "a\0b"}, dossier_integral()),
            (place.pointeur, "caractere_interdit"),
        )
    ici = "/perimetre/region"
    yield instance(
        "refus-perimetre-region-u0000",
        "Un choix contient le caractère U+0000 : refusé dans un brouillon, étranger pour un dépôt.",
        avec({ici: "28\0"}, dossier_integral()),
        (ici, "choix_invalide"),
        forme=[(ici, "caractere_interdit")],
    )
