"""The one verdict: what separates a dossier from a deposit.

Draft, dry run and deposit all call `examiner`. Pure: no I/O, the input is left as it is.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from pydantic import ValidationError

from app.formulaire.choix import Rubrique
from app.formulaire.conditions import pointeur
from app.formulaire.dossier import Dossier
from app.formulaire.erreurs import ecarts_de_pydantic
from app.formulaire.forme import ecarts_de_forme
from app.formulaire.messages import Ecart, Gravite, ecart
from app.formulaire.regles import REGLES
from app.formulaire.section import Champ, Section

Reponses = dict[str, Any]


@dataclass(slots=True)
class Avancement:
    """How far a section is: answers due (files included), how many are given."""

    section: str
    attendus: int = 0
    donnes: int = 0


@dataclass(slots=True)
class Examen:
    """What reading a dossier told: the differences, the sections shown, those that are valid."""

    ecarts: list[Ecart] = field(default_factory=list[Ecart])
    avancement: list[Avancement] = field(default_factory=list[Avancement])
    valides: dict[str, Section] = field(default_factory=dict[str, Section])

    @property
    def deposable(self) -> bool:
        """Whether nothing but warnings was found."""
        return all(e.gravite is not Gravite.ERREUR for e in self.ecarts)

    def instantane(self) -> Reponses:
        """The answers as a deposit freezes them: normalised, hidden ones left out."""
        return {nom: section.contenu() for nom, section in self.valides.items()}

    def rubriques(self) -> set[Rubrique]:
        """The places for files that the form shows."""
        return {piece.rubrique for section in self.valides.values() for piece in section.pieces}


def evaluer(dossier: Reponses, pieces: Collection[Rubrique] = ()) -> list[Ecart]:
    """Tell every error and warning of a dossier at once.

    `dossier` is the JSON as stored; `pieces` the rubriques under which a file is attached.
    """
    return examiner(dossier, pieces).ecarts


def examiner(dossier: Reponses, pieces: Collection[Rubrique] = ()) -> Examen:
    """As `evaluer`, with the progress and the valid sections."""
    examen = Examen()
    for nom, champ in Dossier.champs.items():
        if champ.si and not champ.si.tient(dossier):
            examen.ecarts += _forme_seule(Dossier, champ, dossier, "")
        else:
            _examiner_section(champ, dossier.get(nom, {}), pieces, examen)
    for inconnu in dossier.keys() - Dossier.champs.keys():
        examen.ecarts.append(ecart(pointeur(inconnu), "champ_inconnu"))
    for regle in REGLES:
        examen.ecarts += regle.appliquer(examen.valides)
    return examen


def _examiner_section(
    champ: Champ, brut: object, pieces: Collection[Rubrique], examen: Examen
) -> None:
    section, ici = cast(type[Section], champ.section), pointeur(champ.nom)
    suivi = Avancement(champ.nom)
    examen.avancement.append(suivi)
    trouves: list[Ecart] = []
    visibles = _visibles(section, brut, ici, trouves, suivi)
    try:
        examen.valides[champ.nom] = section.lire(visibles)
    except ValidationError as erreur:
        deja = {trouve.pointeur for trouve in trouves}
        trouves += (e for e in ecarts_de_pydantic(erreur, ici) if e.pointeur not in deja)
    if trouves:
        examen.valides.pop(champ.nom, None)
    trouves += _pieces_manquantes(section, ici, pieces, suivi)
    examen.ecarts += trouves


def _visibles(
    section: type[Section], brut: object, ici: str, trouves: list[Ecart], suivi: Avancement
) -> Any:
    """The answers of the fields shown; what conditions and lists call for goes to `trouves`."""
    if not isinstance(brut, dict):
        return brut
    reponses = cast(Reponses, brut)
    visibles = {nom: v for nom, v in reponses.items() if nom not in section.champs}
    for nom, champ in section.champs.items():
        if champ.si and not champ.si.tient(reponses):
            trouves += _forme_seule(section, champ, reponses, ici)
        elif champ.section:
            la = ici + pointeur(nom)
            visibles[nom] = _visibles(champ.section, reponses.get(nom, {}), la, trouves, suivi)
        elif nom in reponses and not champ.sans_reponse(reponses[nom]):
            visibles[nom] = reponses[nom]
            suivi.attendus += champ.requis
            suivi.donnes += champ.requis
            trouves += _regles_du_champ(champ, reponses, ici)
        else:
            suivi.attendus += champ.requis
            trouves += _reponse_due(champ, reponses, ici)
    return visibles


def _forme_seule(
    section: type[Section], champ: Champ, reponses: Reponses, ici: str
) -> Iterator[Ecart]:
    """A hidden answer is judged by its shape alone."""
    if champ.nom in reponses:
        yield from ecarts_de_forme(section, {champ.nom: reponses[champ.nom]}, ici)


def _reponse_due(champ: Champ, reponses: Reponses, ici: str) -> Iterator[Ecart]:
    """What a condition requires; Pydantic tells what is required in any case."""
    if champ.si and champ.si.requis:
        cause = ici + pointeur(*champ.si.chemin.split("/"))
        yield ecart(ici + pointeur(champ.nom), "requis", [cause])
    elif champ.sauf_si and not champ.sauf_si.tient(reponses):
        yield ecart(ici + pointeur(champ.nom), "requis")


def _regles_du_champ(champ: Champ, reponses: Reponses, ici: str) -> Iterator[Ecart]:
    valeur = reponses[champ.nom]
    if not isinstance(valeur, list):
        return
    liste, la = cast(list[Any], valeur), ici + pointeur(champ.nom)
    if champ.sauf_si and not liste and not champ.sauf_si.tient(reponses):
        yield ecart(la, "liste_vide")
    for regle in champ.regles:
        for defaut in regle.defauts(liste, reponses, la):
            yield ecart(defaut.pointeur, defaut.code, defaut.causes)


def _pieces_manquantes(
    section: type[Section], ici: str, pieces: Collection[Rubrique], suivi: Avancement
) -> Iterator[Ecart]:
    for piece in section.pieces:
        jointe = piece.rubrique in pieces
        suivi.attendus += piece.requise
        suivi.donnes += piece.requise and jointe
        if piece.requise and not jointe:
            yield ecart(ici + pointeur(piece.rubrique.value), "piece_manquante")
