"""One answer of the full dossier made wrong, field by field.

What is expected comes from the declaration of the field: `Champ.du` for an answer that is missing,
its kind for a wrong type, its closed list, the code of its pattern (`Texte.code`), that of its
reading (`Champ.codes_serveur`); what a list then lacks comes from its `Contient` (`Place.suites`).
"""

from collections.abc import Iterator
from typing import Final

from app.corpus.emplacements import (
    Groupement,
    d_un_autre_type,
    en_nom,
    groupements,
    place,
    places,
)
from app.corpus.instance import ABSENT, Instance, avec, instance

_MAL_FORMES: Final = {
    "courriel": "jeanne.martin@",
    "siret": "732 829 320",
    "categorie_juridique": "734",
    "telephone": "02 35",
    "date": "30/06/2024",
}
_IMPOSSIBLES: Final = {
    "courriel_refuse": "jeanne..martin@example.fr",
    "siret_cle": "732 829 320 00075",
    "telephone_refuse": "00 00 00 00 00",
    "telephone_etranger": "+32 2 501",
    "telephone_indicatif": "+999 2 35 12 34 56",
    "date_inexistante": "2024-02-30",
    "siren_inconnu": "200 084 953",
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
    for ou in places():
        if not ou.due:
            continue
        yield instance(
            f"refus-{ou.nom}-absent",
            f"{ou.libelle} manque.",
            ou.avec(ABSENT),
            (ou.pointeur, "requis"),
            *ou.suites,
        )


def _mauvais_types() -> Iterator[Instance]:
    for ou in places():
        yield instance(
            f"refus-{ou.nom}-type",
            f"{ou.libelle} n'a pas le type JSON attendu.",
            ou.avec(d_un_autre_type(ou.champ)),
            (ou.pointeur, "type_invalide"),
            *ou.suites,
        )
    for groupement in groupements():
        if groupement.pointeur.endswith("/0"):
            yield instance(
                f"refus-{en_nom(groupement.pointeur)}-type",
                f"Le premier élément de la liste ({groupement.pointeur}) n'est pas un objet.",
                avec({groupement.pointeur: "un texte"}, groupement.base),
                (groupement.pointeur, "type_invalide"),
                *groupement.uniques.values(),
            )


def _cle_inconnue(groupement: Groupement) -> Instance:
    cle = f"{groupement.pointeur}/inconnu"
    return instance(
        f"refus-{en_nom(cle)}",
        f"Une clé que le formulaire ne connaît pas ({cle}).",
        avec({cle: "?"}, groupement.base),
        (cle, "champ_inconnu"),
    )


def _choix_etrangers() -> Iterator[Instance]:
    for ou in places():
        if ou.champ.choix:
            yield instance(
                f"refus-{ou.nom}-etranger",
                f"{ou.libelle} reçoit une réponse qui n'est pas proposée.",
                ou.avec("autre chose"),
                (ou.pointeur, "choix_invalide"),
                *ou.suites,
            )


def _mal_formes() -> Iterator[Instance]:
    for ou in places():
        texte = ou.champ.texte
        if texte and (valeur := _MAL_FORMES.get(texte.genre)):
            yield instance(
                f"refus-{ou.nom}-incomplet",
                f"{ou.libelle} est incomplet ou mal formé.",
                ou.avec(valeur),
                (ou.pointeur, texte.code),
            )
        for code in ou.champ.codes_serveur:
            yield instance(
                f"refus-{ou.nom}-{code.replace('_', '-')}",
                f"{ou.libelle} a la bonne forme, mais le serveur sait que c'est faux ({code}).",
                ou.avec(_impossible(code)),
                (ou.pointeur, code),
            )


def _impossible(code: str) -> str:
    if code not in _IMPOSSIBLES:
        raise LookupError(f"add to _IMPOSSIBLES in {__name__} an answer that is refused as {code}")
    return _IMPOSSIBLES[code]


def _nuls() -> Iterator[Instance]:
    """U+0000 in one field of each kind of text; a closed list refuses it in its own words."""
    genres = {ou.champ.texte.genre: ou for ou in places() if ou.champ.texte}
    for ou in genres.values():
        yield instance(
            f"refus-{ou.nom}-u0000",
            f"{ou.libelle} contient le caractère U+0000.",
            ou.avec("a\0b"),
            (ou.pointeur, "caractere_interdit"),
        )
    ici = "/perimetre/region"
    yield instance(
        "refus-perimetre-region-u0000",
        "Un choix contient le caractère U+0000 : refusé dans un brouillon, étranger pour un dépôt.",
        place(ici).avec("28\0"),
        (ici, "choix_invalide"),
        forme=[(ici, "caractere_interdit")],
    )
