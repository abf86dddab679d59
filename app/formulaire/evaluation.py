"""The one verdict: what separates a dossier from a deposit.

Draft, dry run and deposit all call `examiner`. Pure: no I/O, the input is left as it is.

An autosave changes one section; the others were judged a moment ago. What a section says of itself
depends on its answers alone, so the last judgements are remembered by their content.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import islice
from typing import Final

from pydantic_core import PydanticSerializationError, from_json, to_json

from app.formulaire.annonces import Annonce, a_dire
from app.formulaire.catalogue import Gravite
from app.formulaire.causes import expliquer
from app.formulaire.choix import Rubrique
from app.formulaire.demesure import reduire
from app.formulaire.dossier import SECTIONS, Dossier
from app.formulaire.forme import ecarts_de_forme
from app.formulaire.lecture import Avancement, Reponses, lire
from app.formulaire.longueurs import ECARTS_MAX, ECARTS_TOUJOURS, ecarts_dits
from app.formulaire.messages import Ecart, ecart
from app.formulaire.regles import REGLES
from app.formulaire.section import Section
from app.kit.json_pointer import pointeur
from app.kit.memory import de_personnes

Sections = dict[str, Section]
_D_UNE_SECTION: Final = {
    nom: [regle for regle in REGLES if regle.sections == (nom,)] for nom in SECTIONS
}
_ENTRE_SECTIONS: Final = [regle for regle in REGLES if len(regle.sections) > 1]
_LUES_ENSEMBLE: Final = frozenset(nom for regle in _ENTRE_SECTIONS for nom in regle.sections)

# Some hundred and fifty drafts at work; what is larger than an answer in earnest is not kept, for
# rubbish would fill the memory of the process.
_JUGEMENTS: Final = 1024
_SECTION_RETENUE: Final = 16_384  # bytes of JSON
_ECARTS_RETENUS: Final = 64


class _Demesure(Exception):
    """Carries past the cache a judgement that it must not keep."""

    def __init__(self, jugement: "Jugement") -> None:
        self.jugement = jugement


@dataclass(frozen=True, slots=True)
class Jugement:
    """What a section says of itself: what breaks the shape of a draft, what a deposit lacks.

    `attendus` and `donnes` count its answers. `valide` is the section itself, if its answers are
    right; of what is remembered, if some rule also reads it along with another.
    """

    forme: tuple[Ecart, ...]
    ecarts: tuple[Ecart, ...]
    attendus: int
    donnes: int
    valide: Section | None


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

    def valides(self) -> Sections:
        """The sections shown whose answers are each right, read anew."""
        lues = {
            suivi.section: lire(suivi.section, self.reponses.get(suivi.section, {}))
            for suivi in self.avancement
        }
        return {nom: lue.valide for nom, lue in lues.items() if lue.valide}

    def instantane(self) -> Reponses:
        """The answers as a deposit freezes them: normalised, hidden ones left out."""
        return instantane_de(self.valides())

    def rubriques(self) -> set[Rubrique]:
        """The places for files that the form shows."""
        montrees = (SECTIONS[suivi.section] for suivi in self.avancement)
        return {piece.rubrique for section in montrees for piece in section.pieces}


def evaluer(dossier: Reponses, pieces: Collection[str] = ()) -> list[Ecart]:
    """Tell every error and warning of a dossier at once.

    `dossier` is the JSON as stored; `pieces` the rubriques under which a file is attached.
    """
    return examiner(dossier, pieces).ecarts


def examiner(
    dossier: Reponses, pieces: Collection[str] = (), annonces: Sequence[Annonce] = ()
) -> Examen:
    """As `evaluer`, with the shape and the progress.

    `annonces` is what newer versions of the form have to tell of a candidature: those that are
    worth telling of this dossier are told last.
    """
    return _examiner(dossier, pieces, annonces, _juger)[0]


def lire_pour_figer(dossier: Reponses, pieces: Collection[str]) -> tuple[Examen, Sections]:
    """As `examiner`, with the sections shown whose answers are right: each is read once."""
    examen, lues = _examiner(dossier, pieces, (), _juger_a_neuf)
    return examen, {nom: valide for nom, valide in lues.items() if valide}


def instantane_de(sections: Sections) -> Reponses:
    """What a deposit freezes of its sections."""
    return {nom: section.contenu() for nom, section in sections.items()}


def _examiner(
    dossier: Reponses,
    pieces: Collection[str],
    annonces: Sequence[Annonce],
    juger: Callable[[str, object], Jugement],
) -> tuple[Examen, dict[str, Section | None]]:
    """The verdict, and the sections shown as far as `juger` gives them."""
    examen, valides = Examen(dossier), dict[str, Section | None]()
    for nom, champ in Dossier.champs.items():
        jugement = juger(nom, dossier.get(nom, {}))
        examen.forme += jugement.forme
        if champ.si and not champ.si.tient(dossier):
            examen.ecarts += jugement.forme
            continue
        suivi = Avancement(nom, jugement.attendus, jugement.donnes)
        examen.avancement.append(suivi)
        valides[nom] = jugement.valide
        absente = champ.requis and nom not in dossier
        examen.ecarts += [_due(champ.dessous, "requis")] if absente else jugement.ecarts
        examen.ecarts += _pieces_manquantes(SECTIONS[nom], champ.dessous, pieces, suivi)
    inconnus = sorted(dossier.keys() - Dossier.champs.keys())[:ECARTS_MAX]
    etrangers = [ecart(pointeur(inconnu), "champ_inconnu") for inconnu in inconnus]
    examen.forme += etrangers
    examen.ecarts += etrangers
    for regle in _ENTRE_SECTIONS:
        examen.ecarts += regle.appliquer(valides)
    examen.ecarts += a_dire(annonces, dossier)
    examen.forme = _a_dire_au_plus(examen.forme, dossier)
    examen.ecarts = _a_dire_au_plus(examen.ecarts, dossier)
    return examen, valides


def _a_dire_au_plus(ecarts: list[Ecart], dossier: Reponses) -> list[Ecart]:
    """No more than is told at once; of too many, errors come before warnings."""
    if len(ecarts) <= ECARTS_TOUJOURS or len(ecarts) <= (dits := ecarts_dits(_octets(dossier))):
        return ecarts
    return sorted(ecarts, key=lambda e: e.gravite is not Gravite.ERREUR)[:dits]


def _octets(dossier: Reponses) -> int:
    try:
        return len(to_json(dossier))
    except PydanticSerializationError:  # a lone surrogate, which is no JSON text
        return 0


def _juger(nom: str, brut: object) -> Jugement:
    try:
        cle = to_json(brut)
    except PydanticSerializationError:  # a lone surrogate, which is no JSON text
        return _juger_a_neuf(nom, brut)
    if len(cle) > _SECTION_RETENUE:
        return _juger_a_neuf(nom, brut)
    try:
        return _de_memoire(nom, cle)
    except _Demesure as demesure:
        return demesure.jugement


def _juger_a_neuf(nom: str, brut: object) -> Jugement:
    return _jugement(nom, reduire(SECTIONS[nom], brut))


@de_personnes
@lru_cache(_JUGEMENTS)
def _de_memoire(nom: str, cle: bytes) -> Jugement:
    jugement = _jugement(nom, from_json(cle))
    if len(jugement.ecarts) + len(jugement.forme) > _ECARTS_RETENUS:
        raise _Demesure(jugement)
    return jugement if nom in _LUES_ENSEMBLE else replace(jugement, valide=None)


def _jugement(nom: str, brut: object) -> Jugement:
    lue = lire(nom, brut)
    trouves = list(lue.ecarts)
    if lue.valide:
        for regle in _D_UNE_SECTION[nom]:
            trouves += islice(regle.appliquer({nom: lue.valide}), ECARTS_MAX)
    # What is right for a deposit, with nothing set aside, has the shape of a draft.
    forme = () if lue.entiere else tuple(ecarts_de_forme(SECTIONS[nom], brut, pointeur(nom)))
    return Jugement(forme, tuple(trouves), lue.suivi.attendus, lue.suivi.donnes, lue.valide)


def _pieces_manquantes(
    section: type[Section], ici: str, pieces: Collection[str], suivi: Avancement
) -> Iterator[Ecart]:
    for piece in section.pieces:
        jointe = piece.rubrique in pieces
        suivi.compter(piece.requise, jointe)
        if piece.requise and not jointe:
            yield _due(ici + pointeur(piece.rubrique.value), "piece_manquante")


@cache
def _due(ici: str, code: str) -> Ecart:
    return expliquer(ecart(ici, code))
