"""The act of exchanging a link received by mail for the secret of an opinion."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import delete, select, update

from app.acces.jeton import Prefixe, lire_jeton, nouveau_jeton
from app.avis.queries import LECTURE, vivant
from app.avis.tables import avis, lien_avis
from app.candidatures.partage.refus import LienRefuse
from app.candidatures.tables import candidature
from app.depots.tables import instruction
from app.kit.glossary import decrit
from app.kit.services import Services

_LIEN: Final = 100  # characters: longer than any, and refused as any other


@decrit("Le lien reçu par qui est consulté.")
class LienDAvis(BaseModel):
    """The link that was received: what follows `#` in its address."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lien: Annotated[
        str,
        Field(
            max_length=_LIEN,
            repr=False,
            json_schema_extra={"pattern": "^tid_[A-Za-z0-9_-]{43}$"},
        ),
    ]


@decrit("Le jeton d'un avis, montré cette seule fois.")
@dataclass(frozen=True, slots=True)
class JetonDAvis:
    """The secret of an opinion, shown this once."""

    jeton: str = field(repr=False)
    lisible_avant: Annotated[
        datetime, Field(description="Ce jeton n'ouvre plus rien à partir de cet instant.")
    ]


async def entrer(services: Services, texte: str, arrivee: datetime) -> JetonDAvis:
    """The new secret of the opinion that a link leads to; the former one opens nothing any more.

    Every link of that opinion dies with this one. Raises `LienRefuse`, alike for whatever does not
    work: used, past its time, revoked, of a candidature that is sealed or has gone, never made.
    """
    presente = lire_jeton(texte, Prefixe.LIEN_AVIS)
    if presente is None:
        raise LienRefuse
    trouver = (
        select(avis.c.id, avis.c.echeance)
        .join(lien_avis, lien_avis.c.avis_id == avis.c.id)
        .join(candidature, candidature.c.id == avis.c.candidature_id)
        .join(instruction, instruction.c.candidature_id == avis.c.candidature_id)
        .where(lien_avis.c.empreinte == presente.empreinte, vivant(arrivee))
        # Whoever comes at the same time waits here, and finds the link gone.
        .with_for_update(of=avis)
    )
    async with services.base.transaction() as connexion:
        trouve = (await connexion.execute(trouver)).one_or_none()
        if trouve is None:
            raise LienRefuse
        coupes = await connexion.scalars(
            delete(lien_avis)
            .where(lien_avis.c.avis_id == trouve.id)
            .returning(lien_avis.c.empreinte)
        )
        if presente.empreinte not in coupes.all():
            raise LienRefuse
        jeton = nouveau_jeton(Prefixe.AVIS)
        await connexion.execute(
            update(avis).where(avis.c.id == trouve.id).values(empreinte=jeton.empreinte)
        )
    return JetonDAvis(jeton.texte, trouve.echeance + LECTURE)
