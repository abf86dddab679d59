"""The dossiers that are in no list any more: withdrawn, which DS calls pending, or erased."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.candidatures.tables import candidature, evenement
from app.demarches_simplifiees.etats_de_ds import EFFACEE, RETIREE
from app.demarches_simplifiees.page_de_ds import Page, PageDeDs, Repere
from app.demarches_simplifiees.queries import NUMERO, numerotes
from app.demarches_simplifiees.tables import numero_de_ds
from app.flux.portee import Deposees
from app.flux.tables import flux, flux_suivi

_N: Final = numero_de_ds.c
_FAIT: Final = evenement.c.candidature_id == candidature.c.id
_EVENEMENT: Final = (NUMERO, evenement.c.le, evenement.c.details.op("->>")("motif").label("motif"))


def _retires(regions: Collection[str] | None) -> Select[*tuple[Any, ...]]:
    """Those that were withdrawn: their rows are still there."""
    # It may have been withdrawn and deposited again before.
    dernier = (
        select(evenement.c.id)
        .where(_FAIT, evenement.c.genre == RETIREE)
        .order_by(evenement.c.id.desc())
        .limit(1)
        .correlate(candidature)
        .scalar_subquery()
    )
    return (
        numerotes(regions, *_EVENEMENT, candidature.c.etat)
        .join(evenement, _FAIT & (evenement.c.id == dernier))
        .where(candidature.c.etat == RETIREE)
    )


def _effaces(regions: Collection[str] | None) -> Select[*tuple[Any, ...]]:
    """Those that were erased, of which the feed knows who saw them."""
    avant = (
        select(flux.c.etat)
        .where(flux.c.candidature_id == candidature.c.id, flux.c.etat != EFFACEE)
        .order_by(flux.c.position.desc())
        .limit(1)
        .correlate(candidature)
        .scalar_subquery()
    )
    return (
        select(*_EVENEMENT, avant.label("etat"))
        .select_from(candidature)
        .join(numero_de_ds, _N.candidature_id == candidature.c.id)
        .join(flux_suivi, flux_suivi.c.candidature_id == candidature.c.id)
        .join(evenement, _FAIT & (evenement.c.genre == EFFACEE))
        .where(
            candidature.c.etat == EFFACEE,
            Deposees(None if regions is None else sorted(regions)).suivies(),
        )
    )


_LISTES: Final = {"en_attente": _retires, "supprimes": _effaces}


async def paginer_les_disparus(
    connexion: AsyncConnection,
    liste: str,
    regions: Collection[str] | None,
    depuis: datetime | None,
    page: PageDeDs,
) -> Page:
    """Those of a page of `en_attente` or `supprimes`, from the first that went."""
    enonce = _LISTES[liste](regions)
    if depuis is not None:
        enonce = enonce.where(evenement.c.le >= depuis)
    lues = (await connexion.execute(page.bornee(enonce, evenement.c.le, NUMERO))).all()
    montrees = [(ligne, Repere(ligne.le, ligne.numero)) for ligne in lues[: page.nombre]]
    return page.couper(montrees, de_plus=len(lues) > page.nombre)
