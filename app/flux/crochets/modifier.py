"""The act of changing an endpoint, of switching it off and on again."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Update, and_, func, update

from app.flux.crochets.coupure import Coupure
from app.flux.crochets.declarer import en_colonne, verifier_url
from app.flux.crochets.decrits import CrochetDecrit, ModificationDeCrochet, decrire
from app.flux.crochets.queries import trouver
from app.flux.crochets.tables import EtatLivraison, crochet, livraison
from app.kit.postgres.database import Base

_COUPE: Final[dict[str, Any]] = {"actif": False, "coupe_pour": Coupure.DEMANDE.value}
# Where it stopped it goes on: its position stays.
_RALLUME: Final[dict[str, Any]] = {
    "actif": True,
    "coupe_pour": None,
    "echoue_depuis": None,
    "echecs": 0,
    "avertissements": 0,
    "reprend_le": None,
}


def _reprendre(id: UUID, echoue_depuis: datetime | None) -> Update:
    """The statement by which all that waited, or was given up since it fails, is due at once."""
    a_refaire = livraison.c.etat == EtatLivraison.EN_ATTENTE.value
    if echoue_depuis:
        abandonnee = livraison.c.etat == EtatLivraison.ABANDONNEE.value
        a_refaire |= and_(abandonnee, livraison.c.finie_le >= echoue_depuis)
    return (
        update(livraison)
        .where(livraison.c.crochet_id == id, a_refaire)
        .where(~and_(livraison.c.en_cours, livraison.c.prochaine > func.current_timestamp()))
        .values(
            etat=EtatLivraison.EN_ATTENTE.value,
            essais=0,
            en_cours=False,
            prochaine=func.current_timestamp(),
            finie_le=None,
        )
    )


async def modifier(
    base: Base,
    titulaire: UUID,
    id: UUID,
    modification: ModificationDeCrochet,
    le: datetime,
    *,
    essai: bool,
) -> CrochetDecrit:
    """Change one of theirs; switched on again it goes on from where it was.

    Raises `Introuvable`, `RequeteInvalide` for an address that nothing is sent to.
    """
    dites = modification.dites()
    if "url" in dites:
        verifier_url(modification.url, essai=essai)
    if "types" in dites:
        dites["types"] = en_colonne(modification.types)
    async with base.transaction() as connexion:
        ligne = await trouver(connexion, titulaire, id, verrou=True)
        if dites.pop("actif", ligne.actif) is not ligne.actif:
            dites |= _COUPE if ligne.actif else _RALLUME
            if not ligne.actif:
                await connexion.execute(_reprendre(id, ligne.echoue_depuis))
        if dites:
            change = update(crochet).where(crochet.c.id == id).values(dites)
            ligne = (await connexion.execute(change.returning(crochet))).one()
    return decrire(ligne, le)
