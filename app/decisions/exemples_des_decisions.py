"""Decisions, as the examples of the contract show them."""

from datetime import UTC, datetime
from hashlib import sha256
from types import SimpleNamespace
from typing import Any, Final

from app.decisions import decisions_decrites
from app.decisions.decisions_decrites import (
    DecisionInstruite,
    DecisionPubliee,
    DecisionsInstruites,
)
from app.decisions.exemples import LOT, signataire
from app.decisions.lettre import (
    AuteurDeDecision,
    DepotDecide,
    Lettre,
    etablir_lettre,
    territoire_decide,
)
from app.decisions.lettre_signee import LettreSignee
from app.depots.exemples import accuse
from app.instruction.proposition import Sens

_ARRETEE_LE: Final = datetime(2023, 11, 8, 16, 30, tzinfo=UTC)
_PUBLIEE_LE: Final = datetime(2023, 11, 9, 10, 0, tzinfo=UTC)


def lettre() -> LettreSignee:
    """Its letter, signed."""
    return LettreSignee(lettre=_lettre(), jws="eyJhbGciOiJFZDI1NTE5In0.e30.c2ln")


def publiee() -> DecisionPubliee:
    """A decision as who applies reads it."""
    return decisions_decrites.publiee(_ligne())


def instruite() -> DecisionInstruite:
    """The same, as reviewers read it."""
    return decisions_decrites.instruite(_ligne(), None)


def decisions() -> DecisionsInstruites:
    """The decisions of a dossier."""
    return DecisionsInstruites([instruite()])


def _lettre() -> Lettre:
    recu = accuse().accuse
    return etablir_lettre(
        numero=recu.numero,
        decision=1,
        depot=DepotDecide(rang=recu.depot, recu_le=recu.recu_le, empreinte=recu.dossier.empreinte),
        arretee_le=_ARRETEE_LE,
        service=recu.service,
        denomination=recu.demandeur.denomination,
        siret=recu.demandeur.siret,
        nom_territoire=recu.nom_territoire,
        epci_demandes=["200084952"],
        sens=Sens.ACCEPTEE,
        motifs=[],
        motivation=None,
        territoire_retenu=territoire_decide("ti-2801", recu.nom_territoire, ["200084952"], []),
        signataire=AuteurDeDecision.model_validate(signataire().model_dump()),
        voies=None,
        version_formulaire=recu.version_formulaire,
        bac_a_sable=False,
    )


def _ligne() -> Any:
    """A row of `decision`."""
    return SimpleNamespace(
        rang=1,
        depot=1,
        lot=LOT,
        lettre=lettre().model_dump_json(),
        empreinte=sha256(lettre().model_dump_json().encode()).digest(),
        arretee_le=_ARRETEE_LE,
        publiee_le=_PUBLIEE_LE,
        rapportee_le=None,
        consultee_le=None,
    )
