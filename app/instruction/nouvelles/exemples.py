"""News, as the examples of the contract show them."""

from app.acces.exemples import LE, agent
from app.candidatures.exemples import ID
from app.depots.exemples import NUMERO
from app.instruction.nouvelles.nouveautes_decrites import Nouveaute, Nouveautes, NouveautesLues


def nouveautes() -> Nouveautes:
    """A page of news."""
    return Nouveautes([Nouveaute(42, ID, NUMERO, "note", LE, agent())], 41, 42, None)


def lecture() -> NouveautesLues:
    """Up to where they were read."""
    return NouveautesLues(jusqu_a=0)
