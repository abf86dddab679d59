"""The two sides of a thread."""

from enum import StrEnum

from app.kit.glossary import decrit, nomme


@decrit("De quel côté vient un message : du demandeur, ou du service instructeur.")
@nomme(
    demandeur="Le demandeur",
    instruction="Le service instructeur",
)
class Cote(StrEnum):
    """A side of the thread."""

    DEMANDEUR = "demandeur"
    INSTRUCTION = "instruction"

    @property
    def autre(self) -> "Cote":
        """The other side."""
        return Cote.INSTRUCTION if self is Cote.DEMANDEUR else Cote.DEMANDEUR
