"""The act of proving to who follows the feed that they have missed nothing."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import select

from app.acces.appelant import Appelant
from app.flux.bout import chercher_le_bout
from app.flux.evenement import PREFIXE, du_type
from app.flux.portee import vue_de
from app.flux.refus import CurseurInconnu
from app.flux.tables import flux
from app.kit.glossary import decrit
from app.kit.postgres.credit import renouveler
from app.kit.postgres.database import Base
from app.kit.services import Services

_PAR_LOT: Final = 10_000


@decrit("De quoi vérifier que l'on a tous les événements que l'on peut voir, jusqu'à une position.")
@dataclass(frozen=True, slots=True)
class EmpreinteDuFlux:
    """What to compare with what one has kept."""

    jusqu_a: Annotated[int, Field(description="La dernière position comptée.")]
    nombre: Annotated[
        int,
        Field(
            description="Les événements jusqu'à cette position comprise, hors de ce qui ne se dit "
            "que sur demande."
        ),
    ]
    empreinte: Annotated[
        str,
        Field(
            description="SHA-256, en hexadécimal, de leurs identifiants dans l'ordre des "
            "positions, chacun suivi d'un saut de ligne (U+000A)."
        ),
    ]


async def calculer(services: Services, appelant: Appelant, jusqu_a: int | None) -> EmpreinteDuFlux:
    """The count and SHA-256 of what this caller may see, up to a position, to the end without one.

    Raises `CurseurInconnu` for a position that was never given, `Indisponible` where too many are
    asked for.
    """
    bout = await chercher_le_bout(services.base)
    fin = bout.position if jusqu_a is None else jusqu_a
    if fin > bout.position:
        raise CurseurInconnu
    condense, nombre = sha256(), 0
    # Few at a time: a long one reads as much as an export does.
    async with services.exports.prendre(appelant.abonne, appelant.empreinte):
        async for lus in _identifiants(services.base, appelant, fin):
            condense.update(b"".join(f"{PREFIXE}{id.hex}\n".encode() for id in lus))
            nombre += len(lus)
    return EmpreinteDuFlux(fin, nombre, condense.hexdigest())


async def _identifiants(base: Base, appelant: Appelant, fin: int) -> AsyncIterator[list[UUID]]:
    """By lots, each a wait of its own on a connection that is given back."""
    async with base.lecture() as connexion:
        vue = await vue_de(connexion, appelant)
    ids = select(flux.c.position, flux.c.id).where(vue.evenements(), du_type(None))
    ids = ids.where(flux.c.position <= fin).order_by(flux.c.position).limit(_PAR_LOT)
    lue, encore = 0, True
    while encore:
        renouveler()
        async with base.lecture() as connexion:
            lignes = (await connexion.execute(ids.where(flux.c.position > lue))).all()
        if encore := bool(lignes):
            lue = lignes[-1].position
            yield [ligne.id for ligne in lignes]
