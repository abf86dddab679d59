"""The states of a candidature: one table, that all who depend on a state ask.

A row says what the state is called, which part of a candidature's life it is, what may be done
there. `docs/etats.md` is drawn from it by `ti etats`.
"""

from collections.abc import Collection
from enum import Enum, StrEnum, auto
from typing import Final, Self

from app.kit.glossary import decrit, nomme


class Acte(StrEnum):
    """What is done in some states only; `vers` is the state it leads to, None when it stays."""

    _vers: str | None

    def __new__(cls, mots: str, vers: str | None = None) -> Self:
        membre = str.__new__(cls, mots)
        membre._value_ = mots
        membre._vers = vers
        return membre

    MODIFIER = "modifier"
    DEPOSER = "déposer", "deposee"
    # Done again, it changes nothing.
    RETIRER = "retirer", "retiree"
    PRENDRE = "prendre en instruction", "en_instruction"
    RENDRE = "rendre", "deposee"
    CORRIGER = "demander une correction, y répondre"
    PROPOSER = "proposer une décision"
    ACCEPTER = "publier une acceptation", "acceptee"
    REFUSER = "publier un refus", "refusee"
    CLASSER = "publier un classement sans suite", "sans_suite"
    REEXAMINER = "réexaminer", "en_instruction"
    ECRIRE = "échanger des messages"
    CONSULTER = "demander un avis, le donner"
    EFFACER = "effacer", "supprimee"
    EFFACER_D_OFFICE = "effacer d'office", "supprimee"
    EFFACER_SUR_INJONCTION = "effacer sur injonction", "supprimee"
    EFFACER_A_TERME = "effacer au terme de la conservation", "supprimee"

    @property
    def vers(self) -> "Etat | None":
        """The state of a candidature to which this has been done."""
        return None if self._vers is None else Etat(self._vers)


class Phase(Enum):
    """A part of the life of a candidature."""

    REDACTION = auto()  # nothing was ever deposited
    JUGEMENT = auto()
    DECISION = auto()
    RETRAIT = auto()
    EFFACEMENT = auto()  # a tombstone


_CONCOURS: Final = frozenset({Phase.JUGEMENT, Phase.DECISION})
# The mission of public interest comes first while it is judged (GDPR, article 17(3)(b)).
_SANS_OBSTACLE: Final = (
    Acte.EFFACER_D_OFFICE,
    Acte.EFFACER_SUR_INJONCTION,
    Acte.EFFACER_A_TERME,
)
_DECIDER: Final = (Acte.ACCEPTER, Acte.REFUSER, Acte.CLASSER)
_DECIDEE: Final = (Acte.REEXAMINER, Acte.ECRIRE, *_SANS_OBSTACLE)


@decrit(
    "Où en est une candidature. Un brouillon devient déposé, puis instruit ; retiré, il ne "
    "concourt plus."
)
class Etat(StrEnum):
    """Where a candidature stands in its life; `mots` says it in a sentence about it."""

    mots: str
    phase: Phase
    actes: Collection[Acte]

    def __new__(cls, code: str, mots: str, phase: Phase, actes: Collection[Acte]) -> Self:
        membre = str.__new__(cls, code)
        membre._value_ = code
        membre.mots, membre.phase, membre.actes = mots, phase, actes
        return membre

    BROUILLON = (
        "brouillon",
        "en cours de rédaction",
        Phase.REDACTION,
        (Acte.MODIFIER, Acte.DEPOSER, Acte.EFFACER, *_SANS_OBSTACLE),
    )
    DEPOSEE = (
        "deposee",
        "déposée",
        Phase.JUGEMENT,
        (
            *(Acte.MODIFIER, Acte.DEPOSER, Acte.RETIRER, Acte.PRENDRE),
            *(Acte.CONSULTER, Acte.ECRIRE, Acte.EFFACER_SUR_INJONCTION),
        ),
    )
    EN_INSTRUCTION = (
        "en_instruction",
        "en cours d'instruction",
        Phase.JUGEMENT,
        (
            *(Acte.RETIRER, Acte.RENDRE, Acte.CORRIGER, Acte.PROPOSER, *_DECIDER),
            *(Acte.CONSULTER, Acte.ECRIRE, Acte.EFFACER_SUR_INJONCTION),
        ),
    )
    ACCEPTEE = "acceptee", "acceptée", Phase.DECISION, _DECIDEE
    REFUSEE = "refusee", "refusée", Phase.DECISION, _DECIDEE
    SANS_SUITE = "sans_suite", "sans suite", Phase.DECISION, _DECIDEE
    RETIREE = "retiree", "retirée", Phase.RETRAIT, (Acte.RETIRER, Acte.EFFACER, *_SANS_OBSTACLE)
    SUPPRIMEE = "supprimee", "effacée", Phase.EFFACEMENT, ()

    def permet(self, acte: Acte) -> bool:
        """Whether this may be done to a candidature that stands here."""
        return acte in self.actes

    @property
    def en_redaction(self) -> bool:
        """Whether it is still the applicant's alone: nothing of it was ever deposited."""
        return self.phase is Phase.REDACTION

    @property
    def concourt(self) -> bool:
        """Whether its last deposit counts: reviewers are shown it unless they ask otherwise."""
        return self.phase in _CONCOURS

    @property
    def decidee(self) -> bool:
        """Whether what becomes of it has been said."""
        return self.phase is Phase.DECISION

    @property
    def montree(self) -> bool:
        """Whether reviewers may see it, having asked for it."""
        return self.concourt or self.phase is Phase.RETRAIT

    @property
    def effacee(self) -> bool:
        """Whether nothing is left of it but its tombstone."""
        return self.phase is Phase.EFFACEMENT


# Of all of them: the words stand in the table above.
nomme(**{etat.value: etat.mots.capitalize() for etat in Etat})(Etat)
