"""The job that tells a holder by mail that nothing gets through to their endpoint."""

from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import select

from app.flux.crochets.tables import crochet
from app.kit.clock import PARIS
from app.kit.jobs.mail import Courriel
from app.kit.services import Services

ALERTER: Final = "alerter_crochet"

_TEXTE: Final = """Bonjour,

Le webhook {id}, vers {hote},
n'a rien pris depuis le {depuis}.
{suite}
Ce qui lui a été répondu se lit par GET /v1/crochets/{id}/livraisons.
Le flux garde tout : rien n'est perdu.
"""
_ENCORE: Final = """
Le service continue d'essayer. Après cinq jours sans un succès, il coupera
ce webhook.
"""
_COUPE: Final = """
Le service l'a coupé et n'y envoie plus rien. Une fois la panne réparée,
rallumez-le : il reprendra là où il s'était arrêté.
"""


async def alerter(services: Services, contenu: dict[str, Any]) -> None:
    """The job `alerter_crochet`: tell how things stand, unless they are well again."""
    if not services.messagerie.disponible:
        return
    async with services.base.lecture() as connexion:
        sien = select(crochet).where(crochet.c.id == UUID(contenu["crochet"]))
        ligne = (await connexion.execute(sien)).one_or_none()
    if ligne is not None and ligne.courriel and ligne.echoue_depuis:
        await services.messagerie.envoyer(lettre(ligne, contenu["palier"]))


def lettre(ligne: Any, palier: int) -> Courriel:
    """What is written of the row of an endpoint; nothing that its holder typed but its host."""
    url: str = ligne.url
    texte = _TEXTE.format(
        id=ligne.id,
        hote=urlsplit(url).hostname,
        depuis=f"{ligne.echoue_depuis.astimezone(PARIS):%d/%m/%Y à %H:%M}",
        suite=_ENCORE if ligne.actif else _COUPE,
    )
    objet = "Votre webhook ne répond pas" if ligne.actif else "Votre webhook est coupé"
    cle = f"{ligne.id.hex}{palier}x{int(ligne.echoue_depuis.timestamp())}"
    return Courriel(ligne.courriel, f"{objet} — Territoires d'industrie", texte, cle)
