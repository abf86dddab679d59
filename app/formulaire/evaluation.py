"""The one verdict: what separates a dossier from a deposit.

Draft, dry run and deposit all call `examiner`. Pure: no I/O, the input is left as it is.

An autosave changes one section; the others were judged a moment ago. What a section says of itself
depends on its answers alone, so the last judgements are remembered by their content.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, cast

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError, from_json, to_json

from app.formulaire.choix import Rubrique
from app.formulaire.conditions import pointeur
from app.formulaire.dossier import SECTIONS, Dossier
from app.formulaire.erreurs import ecarts_de_pydantic
from app.formulaire.forme import ecarts_de_forme
from app.formulaire.messages import Ecart, Gravite, ecart
from app.formulaire.regles import REGLES
from app.formulaire.section import Champ, Groupe, Section

Reponses = dict[str, Any]

_D_UNE_SECTION: Final = {
    nom: [regle for regle in REGLES if regle.sections == (nom,)] for nom in SECTIONS
}
_ENTRE_SECTIONS: Final = [regle for regle in REGLES if len(regle.sections) > 1]

# Some hundred and fifty drafts at work; a judgement with its key is about as large as the section.
_JUGEMENTS: Final = 1024


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
class Jugement:
    """What a section says of itself: what breaks the shape of a draft, what a deposit lacks.

    `attendus` and `donnes` count its answers.
    """

    forme: tuple[Ecart, ...]
    ecarts: tuple[Ecart, ...]
    attendus: int
    donnes: int


@dataclass(slots=True)
class Examen:
    """What reading a dossier (`reponses`) told.

    `forme` is what a draft is refused for; `ecarts` what separates it from a deposit; `avancement`
    follows the sections shown.
    """

    reponses: Reponses
    forme: list[Ecart] = field(default_factory=list[Ecart])
    ecarts: list[Ecart] = field(default_factory=list[Ecart])
    avancement: list[Avancement] = field(default_factory=list[Avancement])

    @property
    def deposable(self) -> bool:
        """Whether nothing but warnings was found."""
        return all(e.gravite is not Gravite.ERREUR for e in self.ecarts)

    def valides(self) -> dict[str, Section]:
        """The sections shown whose answers are each right, read anew."""
        lues = {
            suivi.section: _lire(suivi.section, self.reponses.get(suivi.section, {}))
            for suivi in self.avancement
        }
        return {nom: lue.valide for nom, lue in lues.items() if lue.valide}

    def instantane(self) -> Reponses:
        """The answers as a deposit freezes them: normalised, hidden ones left out."""
        return {nom: section.contenu() for nom, section in self.valides().items()}

    def rubriques(self) -> set[Rubrique]:
        """The places for files that the form shows."""
        montrees = (SECTIONS[suivi.section] for suivi in self.avancement)
        return {piece.rubrique for section in montrees for piece in section.pieces}


def evaluer(dossier: Reponses, pieces: Collection[str] = ()) -> list[Ecart]:
    """Tell every error and warning of a dossier at once.

    `dossier` is the JSON as stored; `pieces` the rubriques under which a file is attached.
    """
    return examiner(dossier, pieces).ecarts


def examiner(dossier: Reponses, pieces: Collection[str] = ()) -> Examen:
    """As `evaluer`, with the shape, the progress and the valid sections."""
    examen = Examen(dossier)
    for nom, champ in Dossier.champs.items():
        jugement = _juger(nom, dossier.get(nom, {}))
        examen.forme += jugement.forme
        if champ.si and not champ.si.tient(dossier):
            examen.ecarts += jugement.forme
            continue
        suivi = Avancement(nom, jugement.attendus, jugement.donnes)
        examen.avancement.append(suivi)
        examen.ecarts += jugement.ecarts
        examen.ecarts += _pieces_manquantes(SECTIONS[nom], pointeur(nom), pieces, suivi)
    inconnus = sorted(dossier.keys() - Dossier.champs.keys())
    etrangers = [ecart(pointeur(inconnu), "champ_inconnu") for inconnu in inconnus]
    examen.forme += etrangers
    examen.ecarts += etrangers
    if _ENTRE_SECTIONS:
        valides = examen.valides()
        for regle in _ENTRE_SECTIONS:
            examen.ecarts += regle.appliquer(valides)
    return examen


def _juger(nom: str, brut: object) -> Jugement:
    try:
        cle = to_json(brut)
    except PydanticSerializationError:  # a lone surrogate, which is no JSON text
        return _jugement(nom, brut)
    return _de_memoire(nom, cle)


@lru_cache(_JUGEMENTS)
def _de_memoire(nom: str, cle: bytes) -> Jugement:
    return _jugement(nom, from_json(cle))


def _jugement(nom: str, brut: object) -> Jugement:
    lue = _lire(nom, brut)
    trouves = list(lue.ecarts)
    if lue.valide:
        for regle in _D_UNE_SECTION[nom]:
            trouves += regle.appliquer({nom: lue.valide})
    # What is right for a deposit, with nothing set aside, has the shape of a draft.
    forme = () if lue.entiere else tuple(ecarts_de_forme(SECTIONS[nom], brut, pointeur(nom)))
    return Jugement(forme, tuple(trouves), lue.suivi.attendus, lue.suivi.donnes)


@dataclass(frozen=True, slots=True)
class _Lecture:
    """A section read: what is wrong, the section itself if nothing is, and all of it is shown."""

    ecarts: list[Ecart]
    suivi: Avancement
    valide: Section | None
    entiere: bool


def _lire(nom: str, brut: object) -> _Lecture:
    section, ici = SECTIONS[nom], pointeur(nom)
    suivi, trouves = Avancement(nom), list[Ecart]()
    visibles = _visibles(section, brut, ici, trouves, suivi)
    valide = None
    try:
        valide = section.lire(visibles)
    except ValidationError as erreur:
        deja = {trouve.pointeur for trouve in trouves}
        trouves += (e for e in ecarts_de_pydantic(erreur, ici) if e.pointeur not in deja)
    if trouves:
        valide = None
    return _Lecture(trouves, suivi, valide, valide is not None and visibles == brut)


def _visibles(
    section: type[Section], brut: object, ici: str, trouves: list[Ecart], suivi: Avancement
) -> Any:
    """The answers of the fields shown; what conditions and lists call for goes to `trouves`."""
    if not isinstance(brut, dict):
        return brut
    reponses = cast(Reponses, brut)
    visibles = {nom: v for nom, v in reponses.items() if nom not in section.champs}
    for nom, champ in section.champs.items():
        presente = nom in reponses
        if champ.si and not champ.si.tient(reponses):
            if presente:
                trouves += _forme_seule(section, champ, reponses, ici)
        elif champ.section:
            if presente or champ.requis:
                la, dessous = ici + pointeur(nom), reponses.get(nom, {})
                visibles[nom] = _visibles(champ.section, dessous, la, trouves, suivi)
        elif presente and not champ.sans_reponse(valeur := reponses[nom]):
            visibles[nom] = valeur
            suivi.compter(champ.du(reponses), valeur not in ([], None))
            if isinstance(valeur, list):
                trouves += _regles_de_la_liste(champ, cast(list[Any], valeur), reponses, ici)
        else:
            suivi.compter(champ.du(reponses), False)
            trouves += _reponse_due(champ, reponses, ici)
    return visibles


def _forme_seule(
    section: type[Section], champ: Champ, reponses: Reponses, ici: str
) -> Iterator[Ecart]:
    """A hidden answer is judged by its shape alone."""
    return ecarts_de_forme(section, {champ.nom: reponses[champ.nom]}, ici)


def _reponse_due(champ: Champ, reponses: Reponses, ici: str) -> Iterator[Ecart]:
    """What a condition requires; Pydantic tells what is required in any case."""
    if champ.si and champ.si.requis:
        cause = ici + pointeur(*champ.si.chemin.split("/"))
        yield ecart(ici + pointeur(champ.nom), "requis", [cause])
    elif champ.sauf_si and not champ.sauf_si.tient(reponses):
        yield ecart(ici + pointeur(champ.nom), "requis")


def _regles_de_la_liste(
    champ: Champ, liste: list[Any], reponses: Reponses, ici: str
) -> Iterator[Ecart]:
    la = ici + pointeur(champ.nom)
    if champ.sauf_si and not liste and not champ.sauf_si.tient(reponses):
        yield ecart(la, "liste_vide")
    if champ.element and champ.maximum and len(liste) > champ.maximum:
        yield ecart(la, "liste_trop_longue", maximum=champ.maximum)
        yield from _dans_les_elements(champ.element, liste, la)
    for regle in champ.regles:
        for defaut in regle.defauts(liste, reponses, la):
            yield ecart(defaut.pointeur, defaut.code, defaut.causes)


def _dans_les_elements(element: type[Groupe], liste: list[Any], ici: str) -> Iterator[Ecart]:
    """What Pydantic leaves unsaid: it reads no element of a list that is too long."""
    for rang, brut in enumerate(liste):
        try:
            element.__pydantic_validator__.validate_python(brut)
        except ValidationError as erreur:
            yield from ecarts_de_pydantic(erreur, ici + pointeur(rang))


def _pieces_manquantes(
    section: type[Section], ici: str, pieces: Collection[str], suivi: Avancement
) -> Iterator[Ecart]:
    for piece in section.pieces:
        jointe = piece.rubrique in pieces
        suivi.compter(piece.requise, jointe)
        if piece.requise and not jointe:
            yield ecart(ici + pointeur(piece.rubrique.value), "piece_manquante")
