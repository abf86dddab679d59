"""The act of giving an endpoint another secret; the former one signs as well for a while."""

from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update

from app.flux.crochets.decrits import CrochetArme, RotationDeSecret, decrire
from app.flux.crochets.queries import trouver
from app.flux.crochets.secrets import USAGE, SecretIllisible, enfermer, nouveau_secret, ouvrir
from app.flux.crochets.tables import crochet
from app.kit.keys.keyring import Trousseau
from app.kit.keys.shared import Signataire
from app.kit.postgres.database import Base


async def changer_de_secret(
    base: Base,
    trousseau: Trousseau,
    signataire: Signataire,
    titulaire: UUID,
    id: UUID,
    rotation: RotationDeSecret,
    le: datetime,
) -> CrochetArme:
    """Give one of theirs another secret. One that still signed beside the former signs no more.

    Both are encrypted with the current key of the service; a former one that no key opens any more
    is forgotten. Raises `Introuvable`.
    """
    cle, secret = (await signataire.cle()).secret(USAGE), nouveau_secret()
    async with base.transaction() as connexion:
        ligne = await trouver(connexion, titulaire, id, verrou=True)
        ancien = _reprendre(ligne.secret, id, trousseau.secrets(USAGE), cle)
        if rotation.recouvrement == 0:
            ancien = None
        fin = le + timedelta(seconds=rotation.recouvrement)
        lignes = await connexion.execute(
            update(crochet)
            .where(crochet.c.id == id)
            .values(
                secret=enfermer(secret, id, cle),
                ancien_secret=ancien,
                ancien_jusqu_a=fin if ancien else None,
            )
            .returning(crochet)
        )
        return CrochetArme(**asdict(decrire(lignes.one(), le)), secret=secret)


def _reprendre(enferme: bytes, id: UUID, cles: list[bytes], cle: bytes) -> bytes | None:
    try:
        return enfermer(ouvrir(enferme, id, cles), id, cle)
    except SecretIllisible:
        return None
