"""How a decision may be appealed against: without these words in the letter, no delay runs.

Sources: code de justice administrative (CJA), art. R. 421-1 (two months), R. 421-2 (silence on an
appeal) and R. 421-5 (delays run only if the notification says them, and the ways); code des
relations entre le public et l'administration (CRPA), art. L. 411-2 (appeals to the administration).
"""

from collections.abc import Collection
from typing import Annotated, Final

from pydantic import Field

from app.decisions.tribunaux import tribunal_de
from app.instruction.proposition import Sens
from app.kit.glossary import decrit
from app.kit.keys.documents import Fige

VOIES: Final = (
    "Cette décision peut être contestée devant {tribunal}, dans les deux mois qui suivent sa "
    "notification (code de justice administrative, art. R. 421-1 et R. 421-5). Dans le même délai, "
    "elle peut faire l'objet d'un recours gracieux devant son auteur ou d'un recours "
    "hiérarchique ; le délai pour saisir le tribunal est alors interrompu (code des relations "
    "entre le public et l'administration, art. L. 411-2), et court de nouveau, pour deux mois, à "
    "compter du rejet de ce recours, que le silence gardé pendant deux mois fait naître (code de "
    "justice administrative, art. R. 421-2)."
)


@decrit("Les voies et délais de recours (CJA, art. R421-5).")
class Recours(Fige):
    """Ways and delays of appeal: the court, and the whole text, which names it."""

    tribunal: Annotated[str, Field(description="Le tribunal, tel qu'on le dit après « devant ».")]
    texte: Annotated[str, Field(description="Le texte entier, qui le nomme.")]


def recours_de(siret: str, voies: str | None) -> Recours:
    """How this applicant may appeal; `voies`: the words of who runs the call, with `{tribunal}`."""
    tribunal = tribunal_de(siret)
    return Recours(tribunal=tribunal, texte=(voies or VOIES).replace("{tribunal}", tribunal))


def est_defavorable(sens: Sens, demandes: Collection[str], retenus: Collection[str]) -> bool:
    """Whether a decision denies something: all of it, or some of the EPCI asked for (SIREN)."""
    return sens is not Sens.ACCEPTEE or not set(demandes) <= set(retenus)
