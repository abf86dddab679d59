"""What DS calls our states, and what it calls those events that led to one."""

from typing import Final

from app.candidatures.etats import Etat, Phase

PASSAGES: Final = {
    "deposee": ("depose", "en_construction"),
    "prise_en_instruction": ("passe_en_instruction", "en_instruction"),
    "rendue": ("repasse_en_construction", "en_construction"),
    "reexamen": ("repasse_en_instruction", "en_instruction"),
}
"""By the kinds of our events: a `TraitementEvent`, and the state that it leads to."""
DECIDEE: Final = "decidee"
"""The kind of our event that publishes a decision."""
DECISIONS: Final = {
    "acceptee": ("accepte", "accepte"),
    "refusee": ("refuse", "refuse"),
    "sans_suite": ("classe_sans_suite", "sans_suite"),
}
"""The same, of a decision, by its sense."""


def _de(phase: Phase) -> list[str]:
    return [etat.value for etat in Etat if etat.phase is phase]


ETATS: Final = {
    **dict.fromkeys(_de(Phase.JUGEMENT), "en_instruction"),
    Etat.DEPOSEE.value: "en_construction",
    **{sens: vers for sens, (_, vers) in DECISIONS.items()},
}
"""A dossier in a state that is not here is in no list of dossiers."""
(RETIREE,), (EFFACEE,) = _de(Phase.RETRAIT), _de(Phase.EFFACEMENT)
"""Where a dossier is gone: DS has a list for each."""
