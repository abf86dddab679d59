"""Dossiers that may be deposited: each choice, each optional answer left out, ways of writing.

Expected: nothing, but the warnings of `regles.py` on a perimeter of one and on a bilan left out.
"""

from collections.abc import Iterator
from typing import Any, Final

from app.corpus.completer import repondre
from app.corpus.dossiers import accorde, dossier_complet, dossier_integral, membre
from app.corpus.emplacements import Place, place, places, places_ensemble
from app.corpus.instance import ABSENT, Constat, Instance, avec, instance
from app.formulaire.choix import Choix, Qualite, Region
from app.formulaire.referentiels import EPCI

_SIRET: Final = "/demandeur/siret"
_TELEPHONE: Final = "/contact/telephone"
_COURRIEL: Final = "/contact/courriel"
_BILAN_VIDE: Final = ("/bilan/actions_realisees", "bilan_vide")
_SEUL: Final = ("/perimetre/caracteristiques_industrielles", "epci_seul")
_SANS: Final[dict[str, Constat]] = {
    "/perimetre/epci": _SEUL,
    "/perimetre/ept": _SEUL,
    "/bilan": _BILAN_VIDE,
    "/bilan/actions_realisees": _BILAN_VIDE,
}
_ECRITURES: Final = [
    (_SIRET, "serre", "73282932000074"),
    (_SIRET, "insecables", "\u00a0732\u202f829\u202f320\u00a000074\n"),
    (_SIRET, "invisibles", "\u202a732829320\u200b00074\u202c"),
    (_SIRET, "la-poste", "356 000 000 49837"),
    (_TELEPHONE, "points", "02.35.12.34.56"),
    (_TELEPHONE, "international", "+33 (0)2 35 12 34 56"),
    (_TELEPHONE, "parentheses", "(02) 35 12 34 56"),
    (_TELEPHONE, "indicatif-entre-parentheses", "(+33) 2 35 12 34 56"),
    (_TELEPHONE, "reunion", "0262 20 12 34"),
    (_TELEPHONE, "mayotte", "0269 61 12 34"),
    (_TELEPHONE, "belgique", "+32 2 501 02 11"),
    (_COURRIEL, "accents", "renée@forêt.example.fr"),
    (_COURRIEL, "blancs-autour", " Prenom.Nom+ti@Agglo.example.FR\u2028"),
    (_COURRIEL, "invisibles", "\u2066jeanne\u00ad@example.fr\u200b\u2069"),
    (_COURRIEL, "apostrophe", "o'brien@example.eu"),
    ("/demandeur/categorie_juridique", "blancs-autour", " 7348\u202f"),
    ("/plan_action/actions/0/debut", "invisibles", "\u200e2024-01-01"),
    ("/perimetre/nom_territoire", "decompose", "Valle\u0301e de l’Arve"),
    ("/perimetre/nom_territoire", "balises", '<b>Axe</b> & "Seine"'),
    ("/perimetre/nom_territoire", "emoji", "Vallée 🏭"),
]


def choix() -> Iterator[Instance]:
    """Regions, EPT, the other closed lists, yes and no; what may be left out; how to write."""
    integral = dossier_integral()
    # The two others are those of whole branches (`valides.py`).
    yield from map(_dans_la_region, [region for region in Region if region.value.isdigit()])
    # What the whole dossier answers already needs no other.
    yield from (une for une in _reponses_fermees() if une.dossier != integral)
    yield from map(_troisieme_membre, Qualite)
    yield from (_sans(ou) for ou in places() if not ou.due)
    yield _blancs()
    yield from (_ecriture(*ecriture) for ecriture in _ECRITURES)


def _reponses_fermees() -> Iterator[Instance]:
    """Each list of choices once, wherever it serves; yes and no everywhere."""
    vus: set[type[Choix]] = {Region, Qualite}
    for ou in places():
        if ou.champ.choix and ou.champ.choix not in vus:
            vus.add(ou.champ.choix)
            yield from (_choisi(ou, membre) for membre in ou.champ.choix)
        if ou.champ.sorte is bool:
            yield from (_oui_ou_non(ou, reponse) for reponse in (True, False))


def _dans_la_region(region: Region) -> Instance:
    """The first two EPCI that lie in this region alone and are no métropole."""
    epci = [e for e in EPCI.values() if e.regions == (region.value,) and not e.est_metropole]
    return instance(
        f"valide-perimetre-region-{region.value}",
        f"Deux EPCI de la région {region.libelle}.",
        repondre(
            {
                "/perimetre/region": region.value,
                "/perimetre/epci": [{"siren": e.siren} for e in epci[:2]],
            },
            dossier_complet(),
        ),
    )


def _choisi(ou: Place, choisi: Choix) -> Instance:
    return instance(
        f"valide-{ou.nom}-{choisi.value}",
        f"{ou.libelle} : {choisi.libelle}.",
        repondre(accorde(ou.pointeur, choisi.value), ou.base),
    )


def _oui_ou_non(ou: Place, reponse: bool) -> Instance:
    mot = "oui" if reponse else "non"
    dossier = repondre(accorde(ou.pointeur, reponse), ou.base)
    return instance(f"valide-{ou.nom}-{mot}", f"{ou.libelle} : {mot}.", dossier)


def _troisieme_membre(qualite: Qualite) -> Instance:
    membres = [
        *dossier_integral()["gouvernance"]["membres"],
        membre(qualite.value, "Robert", "Lucie"),
    ]
    return instance(
        f"valide-gouvernance-membres-2-qualite-{qualite.value}",
        f"Le binôme et un troisième membre : {qualite.libelle}.",
        avec({"/gouvernance/membres": membres}, dossier_integral()),
    )


def _sans(ou: Place) -> Instance:
    avertissement = _SANS.get(ou.pointeur)
    return instance(
        f"valide-sans-{ou.nom}",
        f"{ou.libelle} est facultatif et manque.",
        ou.avec(ABSENT),
        *([avertissement] if avertissement else []),
    )


def _blancs() -> Instance:
    blancs: dict[str, Any] = {
        ou.pointeur: " \u00a0\n" for ou in places_ensemble() if ou.champ.texte and not ou.due
    }
    return instance(
        "valide-facultatifs-blancs",
        "Tous les textes facultatifs ne contiennent que du blanc : pas de réponse.",
        avec(blancs, dossier_integral()),
        _BILAN_VIDE,
    )


def _ecriture(pointeur: str, nom: str, valeur: str) -> Instance:
    ou = place(pointeur)
    return instance(
        f"valide-{ou.nom}-{nom}",
        f"{ou.libelle} s'écrit aussi ainsi : {nom.replace('-', ' ')}.",
        ou.avec(valeur),
    )
