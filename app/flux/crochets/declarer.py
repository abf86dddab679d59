"""The act of declaring an endpoint, which is sent what happens from then on."""

from dataclasses import asdict
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select

from app.flux.crochets.cible_url import UrlRefusee, lire_url
from app.flux.crochets.decrits import CrochetArme, DemandeDeCrochet, decrire
from app.flux.crochets.refus import TropDeCrochets
from app.flux.crochets.secrets import USAGE, enfermer, nouveau_secret
from app.flux.crochets.tables import crochet
from app.flux.evenement import TypeEvenement
from app.flux.lire import chercher_le_bout
from app.kit.keys.shared import Signataire
from app.kit.postgres.database import Base
from app.kit.web.problems import ParametreRefuse, RequeteInvalide

CROCHETS_MAX: Final = 20  # of a holder
_VERROU: Final = 0x6372_6F63  # then a number made of the holder


async def declarer(
    base: Base,
    signataire: Signataire,
    titulaire: UUID,
    demande: DemandeDeCrochet,
    le: datetime,
    *,
    essai: bool,
) -> CrochetArme:
    """Declare one for this holder; `essai`: in a sandbox.

    Raises `RequeteInvalide` for an address that nothing is sent to, `TropDeCrochets`.
    """
    verifier_url(demande.url, essai=essai)
    secret, id = nouveau_secret(), uuid4()
    enferme = enfermer(secret, id, (await signataire.cle()).secret(USAGE))
    # Before it is there: whatever is committed once it is comes after that position.
    bout = await chercher_le_bout(base)
    async with base.transaction() as connexion:
        # Two that are declared at once are counted one after the other.
        rang = int.from_bytes(titulaire.bytes[:4], signed=True)
        await connexion.execute(select(func.pg_advisory_xact_lock(_VERROU, rang)))
        siens = select(func.count()).where(crochet.c.titulaire == titulaire)
        if (await connexion.execute(siens)).scalar_one() >= CROCHETS_MAX:
            raise TropDeCrochets(
                f"Un titulaire a {CROCHETS_MAX} crochets au plus.", maximum=CROCHETS_MAX
            )
        lignes = await connexion.execute(
            insert(crochet)
            .values(
                id=id,
                titulaire=titulaire,
                url=demande.url,
                libelle=demande.libelle,
                types=en_colonne(demande.types),
                format=demande.format.value,
                courriel=demande.courriel,
                secret=enferme,
                cree_le=le,
                actif=True,
                position=bout.position,
                echecs=0,
                avertissements=0,
            )
            .returning(crochet)
        )
        return CrochetArme(**asdict(decrire(lignes.one(), le)), secret=secret)


def verifier_url(url: str, *, essai: bool) -> None:
    """Raise `RequeteInvalide`, which says why, for an address that nothing is sent to."""
    try:
        lire_url(url, essai=essai)
    except UrlRefusee as refus:
        raise RequeteInvalide(
            "Rien ne s'envoie à cette adresse : https, port 443 ou 8443, sans identifiants ni "
            "fragment.",
            parametres=[ParametreRefuse("body", "/url", refus.motif)],
        ) from None


def en_colonne(types: list[TypeEvenement] | None) -> list[str] | None:
    """Each once, as the table keeps them."""
    return None if types is None else list(dict.fromkeys(type_.value for type_ in types))
