"""The act of proving to who follows the feed that they have missed nothing."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Final

from pydantic import Field
from sqlalchemy import select

from app.acces.appelant import Appelant
from app.flux.evenement import PREFIXE, du_type
from app.flux.lire import chercher_le_bout
from app.flux.portee import vue_de
from app.flux.refus import CurseurInconnu
from app.flux.tables import flux
from app.kit.glossary import decrit
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

    Raises `CurseurInconnu` for a position that was never given.
    """
    bout = await chercher_le_bout(services.base)
    fin = bout.position if jusqu_a is None else jusqu_a
    if fin > bout.position:
        raise CurseurInconnu
    condense, nombre, lue = sha256(), 0, 0
    async with services.base.lecture() as connexion:
        vue = await vue_de(connexion, appelant)
        ids = select(flux.c.position, flux.c.id).where(
            vue.evenements(), du_type(None), flux.c.position <= fin
        )
        ids = ids.order_by(flux.c.position).limit(_PAR_LOT)
        while lignes := (await connexion.execute(ids.where(flux.c.position > lue))).all():
            condense.update(b"".join(f"{PREFIXE}{ligne.id.hex}\n".encode() for ligne in lignes))
            nombre, lue = nombre + len(lignes), lignes[-1].position
    return EmpreinteDuFlux(fin, nombre, condense.hexdigest())
