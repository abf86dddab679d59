"""News, as the examples of the contract show them."""

from app.acces.exemples import LE, agent
from app.candidatures.exemples import ID
from app.depots.exemples import NUMERO
from app.instruction.nouvelles.arreter_le_courrier import ARRETE, ENVOYE, CourrierQuotidien
from app.instruction.nouvelles.nouveautes_decrites import Nouveaute, Nouveautes, NouveautesLues
from app.instruction.nouvelles.regler_le_courrier import Reglages, ReglagesVoulus


def nouveautes() -> Nouveautes:
    """A page of news."""
    return Nouveautes([Nouveaute(42, ID, NUMERO, "note", LE, agent())], 41, 42, None)


def lecture() -> NouveautesLues:
    """Up to where they were read."""
    return NouveautesLues(jusqu_a=0)


def reglages_voulus() -> ReglagesVoulus:
    """What an agent wants."""
    return ReglagesVoulus(courrier_quotidien=False)


def reglages() -> Reglages:
    """What they get."""
    return Reglages(agent().id, False)


def courrier_envoye() -> CourrierQuotidien:
    """The daily mail, which is sent."""
    return ENVOYE


def courrier_arrete() -> CourrierQuotidien:
    """The same, stopped."""
    return ARRETE
