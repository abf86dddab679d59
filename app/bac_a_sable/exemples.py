"""What the sandbox gives, as the examples of the contract show it."""

from app.acces.exemples import JETON, LE, SECRET
from app.bac_a_sable.preparer import JetonsDEssai
from app.candidatures.exemples import ID
from app.kit.jobs.kept import CourrielGarde


def jetons() -> JetonsDEssai:
    """Its secrets."""
    return JetonsDEssai(
        ID, JETON, portail=SECRET, instruction=SECRET, decision=SECRET, administration=SECRET
    )


def courriel() -> CourrielGarde:
    """A mail that it kept."""
    return CourrielGarde("a.martin@example.fr", "Votre candidature", "Bonjour.\n", LE)
