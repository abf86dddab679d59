"""The jobs that send links: the request leaves them what to do, and no secret.

A link is made when it is sent, so that it waits in no queue; each try makes its own. That a person
asked for, or that an access is there, is looked at here alone: no answer depends on it.
"""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, select, union

from app.acces.droits import Role
from app.acces.liens import nouveau_lien, oublier_les_expires
from app.acces.tables import Preuve, acces
from app.candidatures.etats import Etat
from app.candidatures.partage.courriels import CANDIDATURES_MAX, Entree, invitation, retrouvailles
from app.candidatures.tables import candidature
from app.kit.postgres.database import Preparee
from app.kit.services import Services

INVITER: Final = "envoyer_invitation"
RETROUVER: Final = "envoyer_liens"
DUREE_INVITATION: Final = timedelta(days=7)
DUREE_LIEN: Final = timedelta(minutes=15)

_INVITE: Final = Preparee(
    select(acces.c.courriel, acces.c.role, candidature.c.courriel.label("demandeur"))
    .join(candidature, candidature.c.id == acces.c.candidature_id)
    .where(acces.c.id == bindparam("ici"), acces.c.revoque_le.is_(None))
)
_A_CETTE_ADRESSE: Final = union(
    select(acces.c.id).where(acces.c.courriel == bindparam("courriel")),
    select(acces.c.id)
    .join(candidature, candidature.c.id == acces.c.candidature_id)
    .where(candidature.c.courriel == bindparam("courriel"), acces.c.courriel.is_(None)),
)
_OUVERTS: Final = Preparee(
    select(
        acces.c.id,
        acces.c.role,
        candidature.c.numero,
        candidature.c.etat,
        candidature.c.creee_le,
    )
    .join(candidature, candidature.c.id == acces.c.candidature_id)
    .where(
        acces.c.id.in_(_A_CETTE_ADRESSE),
        acces.c.genre == Preuve.JETON.value,
        acces.c.empreinte.is_not(None),
    )
    .order_by(candidature.c.creee_le.desc(), acces.c.id)
    .limit(CANDIDATURES_MAX)
)


def a_faire(arrivee: datetime, **quoi: Any) -> dict[str, Any]:
    """What a job of this file is given."""
    return {"le": arrivee, **quoi}


async def demander_les_liens(services: Services, courriel: str, arrivee: datetime) -> None:
    """Have the links of an address sent there, if it has any: only the job will know."""
    async with services.base.transaction() as connexion:
        await services.travaux.confier(connexion, RETROUVER, a_faire(arrivee, courriel=courriel))


async def envoyer_l_invitation(services: Services, contenu: dict[str, Any]) -> None:
    """The job `envoyer_invitation`: a link to the access `acces`, unless it was revoked since."""
    acces_id = UUID(contenu["acces"])
    async with services.base.directe() as directe:
        invite = await directe.ligne(_INVITE, ici=acces_id)
    if invite is None:
        return
    adresse = await _adresse(services, contenu, acces_id, invite["courriel"], DUREE_INVITATION)
    role = Role(invite["role"])
    await services.messagerie.envoyer(
        invitation(invite["courriel"], role, invite["demandeur"], adresse)
    )


async def envoyer_les_liens(services: Services, contenu: dict[str, Any]) -> None:
    """The job `envoyer_liens`: one mail with a link to each access of `courriel`, if any."""
    courriel: str = contenu["courriel"]
    await oublier_les_expires(services.base, services.horloge.maintenant())
    async with services.base.directe() as directe:
        ouverts = await directe.lignes(_OUVERTS, courriel=courriel)
    if not ouverts:
        return
    entrees = [
        Entree(
            Role(ouvert["role"]),
            ouvert["numero"],
            Etat(ouvert["etat"]),
            ouvert["creee_le"],
            await _adresse(services, contenu, ouvert["id"], courriel, DUREE_LIEN),
        )
        for ouvert in ouverts
    ]
    await services.messagerie.envoyer(retrouvailles(courriel, entrees))


async def _adresse(
    services: Services, contenu: dict[str, Any], acces_id: UUID, courriel: str, duree: timedelta
) -> str:
    """The address of a new link, good for `duree` from now, or from the request if that is later.

    It is where a client of the sandbox has set the clock of its request.
    """
    le = max(datetime.fromisoformat(contenu["le"]), services.horloge.maintenant())
    lien = await nouveau_lien(services.base, acces_id, courriel, le + duree)
    return services.settings.adresse_de_reprise(lien.texte)
