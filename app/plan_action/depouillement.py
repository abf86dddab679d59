"""The cells of a filled workbook -> actions and faults. Pure: no file, no process.

Every rule is the form's: an action is built from its cells, `Action` judges it, and what it finds
is taken back to the cell that it comes from.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from pydantic import ValidationError

from app.formulaire.erreurs import ecarts_de_pydantic
from app.formulaire.forme import ecarts_de_forme
from app.formulaire.lecture import listes_trop_longues
from app.formulaire.longueurs import ECARTS_MAX
from app.formulaire.messages import Ecart, ecart
from app.formulaire.nombres import MARGE
from app.formulaire.plan_action import Action
from app.formulaire.types import nettoyer
from app.plan_action.cellules import Grille
from app.plan_action.colonnes import (
    ACTIONS,
    ACTIONS_MAX,
    FEUILLES,
    NUMERO,
    PARTENAIRES,
    PARTENAIRES_MAX,
    RENVOI,
    Feuille,
)
from app.plan_action.defauts import Defaut, defaut
from app.plan_action.tableau import Ligne, Tableau

# Rows read: what a draft can hold of actions, and of partners of as many as a deposit takes.
_ACTIONS_LUES: Final = MARGE * ACTIONS_MAX
_PARTENAIRES_LUS: Final = MARGE * ACTIONS_MAX * PARTENAIRES_MAX

_COLONNES: Final = {c.chemin: c for c in ACTIONS.colonnes}
_COLONNES_PARTENAIRE: Final = {c.chemin: c for c in PARTENAIRES.colonnes}
_NOM: Final = _COLONNES_PARTENAIRE["nom",]
_SEPARATEUR: Final = re.compile("[;\n]")
_PARTENAIRE_DE_TROP: Final = (
    f"Une action compte {PARTENAIRES_MAX} partenaires au plus : celui-ci est de trop."
)
_GROUPES: Final = {chemin[0] for chemin in _COLONNES if len(chemin) > 1}


def depouiller(feuilles: dict[str, Grille]) -> tuple[list[dict[str, Any]], list[Defaut]]:
    """The actions, as a draft can hold them, and the faults by sheet, row and column.

    `feuilles`: the rows of each sheet of the workbook, by its name.
    """
    actions, *autres_actions = _candidates(ACTIONS, feuilles)
    partenaires, *autres_partenaires = _candidates(PARTENAIRES, feuilles)
    if actions is None:
        return [], [defaut("feuille_absente", ACTIONS)]
    actions.signaler_titre("partenaires_ailleurs", PARTENAIRES.nom)
    lues = _lire(actions, partenaires)
    defauts = [
        *actions.defauts,
        *(partenaires.defauts if partenaires else ()),
        *(
            defaut("feuille_en_double", autre.feuille)
            for autre in (*autres_actions, *autres_partenaires)
            if autre and autre.repond
        ),
    ]
    if not lues and not defauts:
        defauts = [defaut("liste_vide", ACTIONS)]
    return lues, defauts[:ECARTS_MAX]


def _candidates(modele: Feuille, feuilles: dict[str, Grille]) -> Sequence[Tableau | None]:
    """The sheets that may be that of the model, that of its name and titles first; at least None.

    Some rename it; Numbers calls it « Actions - Tableau 1 ».
    """
    reservees = {feuille.nom.casefold() for feuille in FEUILLES} - {modele.nom.casefold()}
    lus = [
        Tableau(replace(modele, nom=nom.strip()), grille)
        for nom, grille in feuilles.items()
        if nom.strip().casefold() not in reservees
    ]
    nommes = [t for t in lus if t.feuille.nom.casefold() == modele.nom.casefold()]
    semblables = [t for t in lus if t.ressemble]
    return sorted(semblables, key=lambda t: t not in nommes) or nommes or [None]


def _lire(actions: Tableau, partenaires: Tableau | None) -> list[dict[str, Any]]:
    lignes = list(islice(actions.lignes(), _ACTIONS_LUES))
    _refuser_les_actions_en_trop(actions, lignes)
    _refuser_les_doubles(actions, lignes)
    rattaches = _rattacher(partenaires, lignes) if partenaires else {}
    lues: list[dict[str, Any]] = []
    for ligne in lignes:
        siens = rattaches.pop(ligne.numero, [])
        brut: dict[str, Any] = {g: dict[str, Any]() for g in _GROUPES} | ligne.reponses
        if siens:
            brut["partenaires"] = [partenaire.reponses for partenaire in siens]
        lue, trouves = None, list(listes_trop_longues(Action, brut))
        try:
            lue = Action.model_validate(brut)
        except ValidationError as erreur:
            trouves += ecarts_de_pydantic(erreur)
        for trouve in trouves:
            _situer(trouve, actions, ligne, partenaires, siens)
        lues.append(_pour_un_brouillon(brut) if trouves or not lue else lue.contenu())
    return lues


def _refuser_les_actions_en_trop(actions: Tableau, lignes: list[Ligne]) -> None:
    message = f"Le plan compte {ACTIONS_MAX} actions au plus : celle-ci est de trop."
    for ligne in lignes[ACTIONS_MAX:]:
        actions.signaler("liste_trop_longue", ligne.ligne, NUMERO, message)


def _refuser_les_doubles(actions: Tableau, lignes: list[Ligne]) -> None:
    vus: set[int] = set()
    for ligne in lignes:
        if ligne.numero in vus:
            actions.signaler("numero_en_double", ligne.ligne, NUMERO)
        elif ligne.numero is not None:
            vus.add(ligne.numero)


def _rattacher(partenaires: Tableau, lignes: list[Ligne]) -> dict[int | None, list[Ligne]]:
    """The partners of each action, by its number; one that names no action is a fault."""
    numeros = {ligne.numero for ligne in lignes} - {None}
    rattaches: dict[int | None, list[Ligne]] = defaultdict(list)
    for partenaire in islice(partenaires.lignes(), _PARTENAIRES_LUS):
        if _SEPARATEUR.search(nettoyer(str(partenaire.reponses.get("nom", "")))):
            partenaires.signaler("plusieurs_partenaires", partenaire.ligne, _NOM)
        if partenaire.numero in numeros:
            rattaches[partenaire.numero].append(partenaire)
        elif partenaire.numero is None:
            requis = ecart("", "requis").message
            partenaires.signaler("requis", partenaire.ligne, RENVOI, requis)
        else:
            partenaires.signaler("action_inconnue", partenaire.ligne, RENVOI)
    return rattaches


def _situer(
    trouve: Ecart,
    actions: Tableau,
    ligne: Ligne,
    partenaires: Tableau | None,
    siens: list[Ligne],
) -> None:
    """Take a fault of an action back to its cell; partners past the limit to the first of them."""
    match trouve.pointeur.split("/")[1:]:
        case ["partenaires", *reste] if partenaires:
            rang = int(reste[0]) if reste else PARTENAIRES_MAX
            colonne = _COLONNES_PARTENAIRE[tuple(reste[1:])]
            message = trouve.message if reste else _PARTENAIRE_DE_TROP
            partenaires.signaler(trouve.code, siens[rang].ligne, colonne, message)
        case chemin:
            colonne = _COLONNES[tuple(chemin)]
            actions.signaler(trouve.code, ligne.ligne, colonne, trouve.message)


def _pour_un_brouillon(brut: dict[str, Any]) -> dict[str, Any]:
    """The answers without those that even a draft refuses: a number that is none, a NUL."""
    # A list that is too long comes before what its elements lack.
    for trouve in reversed(list(ecarts_de_forme(Action, brut))):
        *parents, nom = trouve.pointeur.split("/")[1:]
        groupe: Any = brut
        for parent in parents:
            groupe = groupe[int(parent) if isinstance(groupe, list) else parent]
        groupe.pop(nom)
    return brut
