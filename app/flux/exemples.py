"""What the feed shows, as the examples of the contract do."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from pydantic_core import to_json

from app.candidatures.etats import Etat
from app.candidatures.exemples import resumee
from app.candidatures.precondition import etiquette
from app.flux.changements import Changements
from app.flux.empreinte import EmpreinteDuFlux
from app.flux.evenement import (
    CandidaturePubliee,
    DonneesEvenement,
    EvenementPublie,
    TypeEvenement,
)
from app.flux.fiche import CandidatureSuivie, DepotSuivi
from app.flux.lire import PageDuFlux
from app.formulaire.choix import Region
from app.formulaire.dossier import VERSION

CURSEUR: Final = "mT0mB0sVQ0S0c8kEo9yJ1QAAAAAAABJnHptSP2odLkxb0mJ5b2Zt8w"
CURSEUR_DE_LISTE: Final = "mT0mB0sVQ0S0c8kEo9yJ1QAAAAAAABJnAAAAAAAAEjoem1I_ah0uTFvSYnlvZm3z"
_POSITION: Final = 4711


def evenement() -> EvenementPublie:
    """A first deposit."""
    lue = resumee()
    return EvenementPublie(
        type=TypeEvenement("candidature.deposee"),
        timestamp=datetime(2023, 9, 18, 9, 12, 4, 113000, UTC),
        data=DonneesEvenement(
            id="evt_7b0c1f5e2a6d4e0f9c3b8a1d2e4f6071",
            position=_POSITION,
            sequence=1,
            depot=1,
            candidature=CandidaturePubliee(
                id=UUID(str(lue.id)),
                numero="TI-2023-7K4M-Q2XD",
                reference="dossier-20417",
                etat=Etat.DEPOSEE,
                region=Region("28"),
            ),
            lien=f"/v1/candidatures/{lue.id}",
        ),
    )


def page() -> PageDuFlux:
    """A page, after which nothing was there."""
    return PageDuFlux([evenement()], CURSEUR, a_jour=True)


def page_ligne_a_ligne() -> str:
    """The same, line by line."""
    lue = page()
    return _lignes(*lue.evenements, {"suivant": lue.suivant, "a_jour": lue.a_jour})


def direct() -> str:
    """Its event, as a stream has it."""
    un = evenement()
    return f"event: {un.type}\ndata: {to_json(un).decode()}\nid: {CURSEUR}\n\n"


def empreinte() -> EmpreinteDuFlux:
    """What proves that nothing was missed."""
    return EmpreinteDuFlux(
        _POSITION, 1, "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"
    )


def changements() -> Changements:
    """A candidature that was deposited, and one that has gone."""
    lue = resumee()
    deposee = CandidatureSuivie(
        id=UUID(str(lue.id)),
        numero="TI-2023-7K4M-Q2XD",
        reference="dossier-20417",
        supprimee=False,
        etat=Etat.DEPOSEE,
        region=Region("28"),
        regions=[Region("28")],
        dernier_depot=DepotSuivi(
            1, datetime(2023, 9, 18, 9, 12, 4, tzinfo=UTC), "73282932000074", "Caux"
        ),
        version=lue.version,
        modifiee_le=lue.modifiee_le,
        etiquette=etiquette(lue.version),
        position=_POSITION,
        sequence=1,
    )
    partie = CandidatureSuivie(
        id=UUID("7b0c1f5e-2a6d-4e0f-9c3b-8a1d2e4f6071"),
        numero="TI-2023-4H2B-9XWK",
        reference="dossier-19822",
        supprimee=True,
        etat=None,
        region=None,
        regions=[],
        dernier_depot=None,
        version=None,
        modifiee_le=None,
        etiquette=None,
        position=_POSITION + 1,
        sequence=3,
    )
    return Changements([deposee, partie], CURSEUR_DE_LISTE, a_jour=True, total=None)


def export() -> str:
    """What a portal with one candidature is given."""
    ligne = {
        "candidature": changements().candidatures[0],
        "version_formulaire": VERSION,
        "dossier": {"perimetre": {"nom_territoire": "Caux"}},
        "instantane": None,
    }
    return _lignes(ligne, {"fin": True, "curseur": CURSEUR, "nombre": 1})


def _lignes(*unes: object) -> str:
    return "".join(f"{to_json(une).decode()}\n" for une in unes)
