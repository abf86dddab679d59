"""The job that writes to an agent what happened to the dossiers that they are in charge of.

Numbers, and kinds of event: no text that somebody typed.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from inspect import getdoc
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.tables import agent
from app.candidatures.evenements import genres_pour
from app.candidatures.genres import Public
from app.candidatures.tables import candidature
from app.depots.tables import instruction
from app.instruction.nouvelles.arreter_le_courrier import PREFIXE, lien_d_arret
from app.instruction.nouvelles.queries import d_un_autre
from app.instruction.nouvelles.tables import courrier, nouveaute
from app.instruction.queries import visibles
from app.instruction.tables import affectation
from app.kit.jobs.mail import Courriel
from app.kit.services import Services

ECRIRE: Final = "ecrire_les_nouvelles"
_LIGNES_MAX: Final = 200
_TEXTE: Final = """Bonjour,

Voici ce qui est arrivé, depuis votre dernier courriel, aux dossiers dont vous
êtes chargé :

{quoi}

Le détail se lit dans votre outil d'instruction. Pour ne plus recevoir ce
courriel, sans avoir à vous connecter :

{arret}

Territoires d'industrie
Message automatique : n'y répondez pas.
"""


async def envoyer_le_courrier(services: Services, contenu: Mapping[str, Any]) -> None:
    """The job: one mail, the same at each try; none to who was forgotten or wants it no more."""
    id = UUID(contenu["agent"])
    voulu = func.coalesce(courrier.c.voulu, True)
    a_qui = select(agent.c.courriel).outerjoin(courrier, courrier.c.agent == agent.c.id)
    async with services.base.lecture() as connexion:
        boite = await connexion.scalar(a_qui.where(agent.c.id == id, voulu))
        lignes = await compter_les_nouvelles(connexion, id, contenu["depuis"], contenu["jusqu_a"])
    if boite and lignes:
        cle = sha256(f"{id} {contenu['jour']}".encode()).hexdigest()
        objet = "Du nouveau dans vos dossiers Territoires d'industrie"
        lien, api = lien_d_arret(services, id), services.settings.url_api
        arret = services.settings.adresse_de_reprise(lien)
        texte = _TEXTE.format(quoi=_raconter(lignes), arret=arret)
        d_un_geste = api and f"{api}{PREFIXE}/{lien}"
        await services.messagerie.envoyer(Courriel(boite, objet, texte, cle, d_un_geste))


async def compter_les_nouvelles(
    connexion: AsyncConnection, id: UUID, depuis: int, jusqu_a: int
) -> Sequence[Row[Any]]:
    """How many of each kind, by dossier: what others did of those that this agent is in charge of,
    and that concern the regions where they were last seen.
    """
    sien = select(agent.c.regions).where(agent.c.id == id)
    regions: list[str] | None = await connexion.scalar(sien)
    colonnes = (candidature.c.numero, nouveaute.c.genre, func.count().label("nombre"))
    enonce = (
        visibles(regions, *colonnes)
        .join(nouveaute, nouveaute.c.candidature_id == instruction.c.candidature_id)
        .join(affectation, affectation.c.candidature_id == instruction.c.candidature_id)
        .where(affectation.c.agent == id, d_un_autre(nouveaute, id))
        .where(nouveaute.c.position > depuis, nouveaute.c.position <= jusqu_a)
        .group_by(candidature.c.numero, nouveaute.c.genre)
        .order_by(candidature.c.numero, nouveaute.c.genre)
    )
    return (await connexion.execute(enonce.limit(_LIGNES_MAX + 1))).all()


def _raconter(lignes: Sequence[Row[Any]]) -> str:
    mots = {genre.genre: getdoc(genre) for genre in genres_pour(Public.INSTRUCTION)}
    dites, avant = list[str](), ""
    for ligne in lignes[:_LIGNES_MAX]:
        numero, genre, nombre = str(ligne.numero), str(ligne.genre), int(ligne.nombre)
        if numero != avant:
            dites.append(numero)
            avant = numero
        dites.append(f"  {mots.get(genre, genre)}" + (f" ({nombre} fois)" if nombre > 1 else ""))
    if len(lignes) > _LIGNES_MAX:
        dites.append("… et d'autres encore.")
    return "\n".join(dites)
