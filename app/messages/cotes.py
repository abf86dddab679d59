"""The two sides of a thread."""

from enum import StrEnum

from app.kit.glossary import decrit


@decrit("De quel côté vient un message : du demandeur, ou du service instructeur.")
class Cote(StrEnum):
    """A side of the thread."""

    DEMANDEUR = "demandeur"
    INSTRUCTION = "instruction"

    @property
    def autre(self) -> "Cote":
        """The other side."""
        return Cote.INSTRUCTION if self is Cote.DEMANDEUR else Cote.DEMANDEUR
