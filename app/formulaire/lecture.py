"""Reading one section: which answers its conditions show, which are due, what each must be."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

from pydantic import ValidationError

from app.formulaire.causes import expliquer
from app.formulaire.demesure import racontables
from app.formulaire.dossier import SECTIONS
from app.formulaire.erreurs import ecarts_de_pydantic, innombrables
from app.formulaire.forme import ecarts_de_forme
from app.formulaire.longueurs import ECARTS_MAX
from app.formulaire.messages import Ecart, ecart
from app.formulaire.section import Champ, Groupe, Section
from app.kit.glossary import decrit
from app.kit.json_pointer import pointeur

Reponses = dict[str, Any]


@decrit("Où en est une section : les réponses attendues, fichiers compris, et celles données.")
@dataclass(slots=True)
class Avancement:
    """How far a section is: answers due (files included), how many are given."""

    section: str
    attendus: int = 0
    donnes: int = 0

    def compter(self, due: bool, donnee: bool) -> None:
        """Add one answer, if it is due."""
        self.attendus += due
        self.donnes += due and donnee


@dataclass(frozen=True, slots=True)
class Lecture:
    """A section read: what is wrong, the section itself if nothing is, and all of it is shown."""

    ecarts: list[Ecart]
    suivi: Avancement
    valide: Section | None
    entiere: bool


def lire(nom: str, brut: object) -> Lecture:
    """Read the raw answers of the section `nom`: conditions first, then Pydantic."""
    section, ici = SECTIONS[nom], pointeur(nom)
    suivi, trouves = Avancement(nom), list[Ecart]()
    visibles = _visibles(section, brut, ici, trouves, suivi)
    trop_longues = list(listes_trop_longues(section, visibles, ici))
    trouves += trop_longues
    valide = None
    try:
        valide = section.lire(visibles)
    except ValidationError as erreur:
        if not (trop_longues and innombrables(erreur)):
            deja = {trouve.pointeur for trouve in trouves}
            # Under no other name: a frame that held its own exception would outlive the judgement.
            faits = ecarts_de_pydantic(racontables(erreur, section.lire, section, visibles), ici)
            trouves += (fait for fait in faits if fait.pointeur not in deja)
    if trouves:
        valide = None
    expliques = list(map(expliquer, trouves[:ECARTS_MAX]))
    return Lecture(expliques, suivi, valide, valide is not None and visibles is brut)


def listes_trop_longues(groupe: type[Groupe], brut: object, ici: str = "") -> Iterator[Ecart]:
    """Yield what Pydantic is not told (`AuPlus`), for the raw answers found at `ici`."""
    for champ, liste, la in groupe.listes(brut, ici):
        if champ.maximum and len(liste) > champ.maximum:
            yield ecart(la, "liste_trop_longue", maximum=champ.maximum)


def _visibles(
    section: type[Section], brut: object, ici: str, trouves: list[Ecart], suivi: Avancement
) -> Any:
    """The answers of the fields shown; what conditions and lists call for goes to `trouves`.

    They are `brut` itself where none is set aside.
    """
    if not isinstance(brut, dict):
        return brut
    reponses = cast(Reponses, brut)
    ecartees, lues = set[str](), Reponses()
    for nom, champ in section.champs.items():
        presente = nom in reponses
        if champ.si and not champ.si.tient(reponses):
            if presente:
                ecartees.add(nom)
                trouves += _forme_seule(section, champ, reponses, ici)
        elif champ.section and presente:
            la = ici + champ.dessous
            lues[nom] = _visibles(champ.section, reponses[nom], la, trouves, suivi)
        elif champ.section:  # told as such where it is required; what is due in it counts
            _visibles(champ.section, {}, "", [], suivi if champ.requis else Avancement(nom))
        elif presente and not champ.sans_reponse(valeur := reponses[nom]):
            suivi.compter(champ.du(reponses), valeur not in ([], None))
            if isinstance(valeur, list):
                trouves += _regles_de_la_liste(champ, cast(list[Any], valeur), reponses, ici)
        else:
            ecartees.add(nom)
            suivi.compter(champ.du(reponses), False)
            trouves += _reponse_due(champ, reponses, ici)
    if ecartees.isdisjoint(reponses) and all(lues[nom] is reponses[nom] for nom in lues):
        return reponses
    return {nom: lues.get(nom, v) for nom, v in reponses.items() if nom not in ecartees}


def _forme_seule(
    section: type[Section], champ: Champ, reponses: Reponses, ici: str
) -> Iterator[Ecart]:
    """A hidden answer is judged by its shape alone."""
    return ecarts_de_forme(section, {champ.nom: reponses[champ.nom]}, ici)


def _reponse_due(champ: Champ, reponses: Reponses, ici: str) -> Iterator[Ecart]:
    """What a condition requires; Pydantic tells what is required in any case."""
    la = ici + champ.dessous
    if champ.si and champ.si.requis:
        yield ecart(la, "requis")
    elif champ.sauf_si and (causes := champ.sauf_si.causes(reponses, ici)):
        yield ecart(la, "requis", causes)


def _regles_de_la_liste(
    champ: Champ, liste: list[Any], reponses: Reponses, ici: str
) -> Iterator[Ecart]:
    la = ici + champ.dessous
    if champ.sauf_si and not liste and (causes := champ.sauf_si.causes(reponses, ici)):
        yield ecart(la, "liste_vide", causes)
    if len(liste) > champ.lus:
        return
    for regle in champ.regles:
        for defaut in islice(regle.defauts(liste, reponses, la), ECARTS_MAX):
            yield ecart(defaut.pointeur, defaut.code, defaut.causes)
