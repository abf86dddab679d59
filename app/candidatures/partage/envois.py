"""The jobs that send links: the request leaves them what to do, and no secret.

A link is made when it is sent, so that it waits in no queue; each try makes its own. That a person
asked for, or that an access is there, is looked at here alone: no answer depends on it.
"""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, case, func, or_, select, union

from app.acces.droits import Role
from app.acces.jeton import Prefixe
from app.acces.liens import nouveau_lien, oublier_les_expires
from app.acces.tables import Preuve, acces
from app.candidatures.adresse import CONFIRMEE
from app.candidatures.etats import Etat
from app.candidatures.partage.courriels import (
    Entree,
    adresse_changee,
    confirmation,
    invitation,
    retrouvailles,
)
from app.candidatures.tables import candidature
from app.kit.postgres.statements import Preparee
from app.kit.services import Services

INVITER: Final = "envoyer_invitation"
RETROUVER: Final = "envoyer_liens"
CONFIRMER: Final = "envoyer_confirmation"
AVERTIR: Final = "envoyer_changement"
DUREE_INVITATION: Final = timedelta(days=7)
DUREE_LIEN: Final = timedelta(minutes=15)
DUREE_ADRESSE: Final = timedelta(hours=24)

_INVITE: Final = Preparee(
    select(
        acces.c.courriel,
        acces.c.role,
        case((CONFIRMEE, candidature.c.courriel)).label("demandeur"),
    )
    .join(candidature, candidature.c.id == acces.c.candidature_id)
    .where(acces.c.id == bindparam("ici"), acces.c.revoque_le.is_(None))
)
_A_CETTE_ADRESSE: Final = union(
    select(acces.c.id).where(acces.c.courriel == bindparam("courriel")),
    select(acces.c.id)
    .join(candidature, candidature.c.id == acces.c.candidature_id)
    .where(candidature.c.courriel == bindparam("courriel"), acces.c.courriel.is_(None)),
)
_SIENNE: Final = or_(acces.c.courriel.is_not(None), CONFIRMEE)
_DEPOSEE: Final = candidature.c.numero.is_not(None)
_AUTRE: Final = acces.alias()
_AUTRES: Final = (
    select(func.count())
    .where(
        _AUTRE.c.candidature_id == candidature.c.id,
        _AUTRE.c.id != acces.c.id,
        _AUTRE.c.empreinte.is_not(None),
    )
    .scalar_subquery()
)
_OUVERTS: Final = Preparee(
    select(
        acces.c.id,
        acces.c.role,
        candidature.c.numero,
        candidature.c.etat,
        candidature.c.creee_le,
        or_(_SIENNE, _DEPOSEE).label("sienne"),
        _AUTRES.label("autres"),
    )
    .join(candidature, candidature.c.id == acces.c.candidature_id)
    .where(
        acces.c.id.in_(_A_CETTE_ADRESSE),
        acces.c.genre == Preuve.JETON.value,
        acces.c.empreinte.is_not(None),
    )
    .order_by(_SIENNE.desc(), _DEPOSEE.desc(), candidature.c.creee_le.desc(), acces.c.id)
)
_A_CONFIRMER: Final = Preparee(
    select(candidature.c.numero, candidature.c.creee_le)
    .join(acces, acces.c.candidature_id == candidature.c.id)
    .where(acces.c.id == bindparam("ici"), acces.c.revoque_le.is_(None))
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
    """The job `envoyer_liens`: a link to each access of `courriel`, if any, by mail."""
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
            ouvert["sienne"],
            ouvert["autres"],
            await _adresse(services, contenu, ouvert["id"], courriel, DUREE_LIEN),
        )
        for ouvert in ouverts
    ]
    for mail in retrouvailles(courriel, entrees):
        await services.messagerie.envoyer(mail)


async def envoyer_la_confirmation(services: Services, contenu: dict[str, Any]) -> None:
    """The job `envoyer_confirmation`: to `courriel`, a link that confirms it for `acces`."""
    acces_id, courriel = UUID(contenu["acces"]), contenu["courriel"]
    async with services.base.directe() as directe:
        lue = await directe.ligne(_A_CONFIRMER, ici=acces_id)
    if lue is None:
        return
    adresse = await _adresse(services, contenu, acces_id, courriel, DUREE_ADRESSE, Prefixe.ADRESSE)
    await services.messagerie.envoyer(
        confirmation(courriel, lue["numero"], lue["creee_le"], adresse)
    )


async def envoyer_le_changement(services: Services, contenu: dict[str, Any]) -> None:
    """The job `envoyer_changement`: tell `courriel` that it opens `candidature` no more."""
    changee = adresse_changee(contenu["courriel"], UUID(contenu["candidature"]))
    await services.messagerie.envoyer(changee)


async def _adresse(
    services: Services,
    contenu: dict[str, Any],
    acces_id: UUID,
    courriel: str,
    duree: timedelta,
    prefixe: Prefixe = Prefixe.LIEN,
) -> str:
    """The address of a new link, good for `duree` from now, or from the request if that is later.

    It is where a client of the sandbox has set the clock of its request.
    """
    le = max(datetime.fromisoformat(contenu["le"]), services.horloge.maintenant())
    lien = await nouveau_lien(services.base, acces_id, courriel, le + duree, prefixe)
    return services.settings.adresse_de_reprise(lien.texte)
