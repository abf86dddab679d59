"""Thousands of events of one kind in one statement, each with details and a state of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Insert, Text, Uuid, bindparam, cast, column, func, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import INSTRUCTION, Auteur
from app.candidatures.annoncer import annoncer
from app.candidatures.genres import Genre, Public
from app.candidatures.journal import evenement_de, parametres, sceau
from app.candidatures.tables import candidature, evenement


@dataclass(frozen=True, slots=True)
class Consigne:
    """An event of a candidature; `etat`: its state from now on, None where it stays."""

    candidature: UUID
    fait: Genre
    etat: str | None = None


@cache
def _consigner(*, publie: bool, signale: bool) -> Insert:
    tableaux = (
        bindparam("ids", type_=ARRAY(Uuid)),
        *(bindparam(nom, type_=ARRAY(Text)) for nom in ("details_de", "types", "etats")),
    )
    colonnes = [column("id", Uuid), *(column(nom, Text) for nom in ("details", "type", "etat"))]
    faits = func.unnest(*tableaux).table_valued(*colonnes, name="faits").render_derived()
    c, details = candidature.c, cast(faits.c.details, evenement.c.details.type)
    ecrite = (
        update(candidature)
        .where(c.id == faits.c.id)
        .values(
            revision=c.revision + 1,
            chaine=sceau(c.chaine, c.id, c.version, details=details),
            etat=func.coalesce(faits.c.etat, c.etat),
            modifiee_le=bindparam("modifiee_le", type_=c.modifiee_le.type)
            if publie
            else c.modifiee_le,
        )
        .returning(
            c.id, c.version, c.chaine, c.etat, c.numero, details.label("details"), faits.c.type
        )
        .cte("ecrite")
    )
    consigne = evenement_de(ecrite, details=ecrite.c.details)
    return annoncer(ecrite, consigne, publie=publie, signale=signale, type_=ecrite.c.type)


async def consigner_en_masse(
    connexion: AsyncConnection, faits: Sequence[Consigne], auteur: Auteur, le: datetime
) -> None:
    """Append an event to the record of each of these candidatures, all of one kind; as `consigner`.

    What is published of them changes them for who applies: `modifiee_le` is that instant.
    """
    if not faits:
        return
    genre = type(faits[0].fait)
    publie, signale = genre.publie is not None, Public.INSTRUCTION in genre.vu_par
    valeurs: dict[str, Any] = {
        "ids": [un.candidature for un in faits],
        "details_de": [un.fait.texte() for un in faits],
        "types": [un.fait.nom_publie for un in faits],
        "etats": [un.etat for un in faits],
        "genre": genre.genre,
        **parametres(auteur, le, ""),
    }
    del valeurs["details"]
    if publie:
        valeurs |= {"modifiee_le": le, "depot": None, "regions": None}
    if signale:
        valeurs["agent"] = auteur.acces_id if auteur.role == INSTRUCTION else None
    await connexion.execute(_consigner(publie=publie, signale=signale), valeurs)
