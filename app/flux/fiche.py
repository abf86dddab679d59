"""A candidature as the list and the export tell it: where it stands, or that it has gone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.sql.selectable import FromClause

from app.candidatures.etats import Etat
from app.candidatures.precondition import etiquette
from app.candidatures.tables import candidature
from app.depots.tables import depot
from app.flux.portee import Vue
from app.flux.tables import flux_suivi
from app.formulaire.choix import Region
from app.kit.glossary import decrit
from app.kit.postgres.statements import Ligne


@decrit("Le dernier dépôt d'une candidature.")
@dataclass(frozen=True, slots=True)
class DepotSuivi:
    """The last deposit that the feed has told of."""

    depot: int
    recu_le: datetime
    siret: str
    nom_territoire: str


@decrit(
    "Où en est une candidature ; ou, si `supprimee`, qu'elle est effacée, n'est plus visible ou ne "
    "répond plus aux filtres : seuls `id`, `numero`, `reference`, `position` et `sequence` sont "
    "alors donnés."
)
@dataclass(frozen=True, slots=True)
class CandidatureSuivie:
    """Where a candidature stands, or that it has gone from what its reader asks for."""

    id: UUID
    numero: Annotated[str | None, Field(description="Nul avant le premier dépôt.")]
    reference: Annotated[
        str | None, Field(description="Celle que lui donne le portail ; nulle pour tout autre.")
    ]
    supprimee: Annotated[bool, Field(description="Si elle est à oublier.")]
    etat: Annotated[Etat | None, Field(description="Nul si elle est à oublier.")]
    region: Annotated[
        Region | None, Field(description="Celle du dernier dépôt (code INSEE) ; nulle sans dépôt.")
    ]
    regions: Annotated[
        list[Region], Field(description="Elle, et celles des EPCI du périmètre (codes INSEE).")
    ]
    dernier_depot: Annotated[DepotSuivi | None, Field(description="Nul sans dépôt.")]
    version: Annotated[
        int | None, Field(description="Celle du dossier ; nulle pour qui lit le dépôt.")
    ]
    modifiee_le: Annotated[
        datetime | None, Field(description="Quand le dossier ou l'état a changé ; de même.")
    ]
    etiquette: Annotated[str | None, Field(description="L'`ETag` de `lireCandidature` ; de même.")]
    position: Annotated[
        int,
        Field(description="Celle de son dernier événement dans le flux ; 0 s'il n'y en a aucun."),
    ]
    sequence: Annotated[
        int, Field(description="Combien d'événements elle a dans le flux ; 0 de même.")
    ]


SUIVIES: Final = flux_suivi.join(candidature, candidature.c.id == flux_suivi.c.candidature_id)
TOUTES: Final = candidature.outerjoin(flux_suivi, flux_suivi.c.candidature_id == candidature.c.id)


def fiches(vue: Vue, de: FromClause, visible: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The columns that `fiche_de` reads, of candidatures among `de`; `visible`: those not gone."""
    dit = and_(
        depot.c.candidature_id == flux_suivi.c.candidature_id, depot.c.rang == flux_suivi.c.depot
    )
    sienne = vue.siennes()
    return select(
        candidature.c.id,
        candidature.c.numero,
        case((vue.nommees(), flux_suivi.c.reference)).label("reference"),
        func.coalesce(visible, False).label("visible"),
        sienne.label("sienne"),
        candidature.c.etat,
        flux_suivi.c.regions,
        depot.c.rang,
        depot.c.recu_le,
        depot.c.siret,
        depot.c.nom_territoire,
        candidature.c.version,
        candidature.c.modifiee_le,
        func.coalesce(flux_suivi.c.position, 0).label("position"),
        func.coalesce(flux_suivi.c.sequence, 0).label("sequence"),
    ).select_from(de.outerjoin(depot, dit))


def fiche_de(ligne: Ligne) -> CandidatureSuivie:
    """What a row of `fiches` says."""
    la, sienne = ligne["visible"], ligne["visible"] and ligne["sienne"]
    regions = [Region(code) for code in ligne["regions"] or ()] if la else []
    return CandidatureSuivie(
        id=ligne["id"],
        numero=ligne["numero"],
        reference=ligne["reference"],
        supprimee=not la,
        etat=Etat(ligne["etat"]) if la else None,
        region=regions[0] if regions else None,
        regions=regions,
        dernier_depot=_depot_de(ligne) if la and ligne["rang"] is not None else None,
        version=ligne["version"] if sienne else None,
        modifiee_le=ligne["modifiee_le"] if sienne else None,
        etiquette=etiquette(ligne["version"]) if sienne else None,
        position=ligne["position"],
        sequence=ligne["sequence"],
    )


def _depot_de(ligne: Ligne) -> DepotSuivi:
    return DepotSuivi(ligne["rang"], ligne["recu_le"], ligne["siret"], ligne["nom_territoire"])
