"""The act of trying an endpoint: it is sent something at once, and what it answers is told."""

from typing import Final
from uuid import UUID, uuid4

from app.flux.crochets.charge import DonneesEssai, EvenementEssai
from app.flux.crochets.livraisons_decrites import TentativeDecrite, nom_de
from app.flux.crochets.queries import trouver
from app.flux.crochets.requete import preparer
from app.flux.crochets.secrets import USAGE, SecretIllisible, secrets_en_force
from app.flux.crochets.tables import FormatEnvoi
from app.flux.crochets.tentatives import noter
from app.kit.clock import Horloge
from app.kit.services import Services
from app.kit.web.problems import Indisponible

_SANS_CLE: Final = "Ce processus n'a pas la clé qui ouvre le secret du crochet."


async def essayer(services: Services, titulaire: UUID, id: UUID) -> TentativeDecrite:
    """Send a trial to an endpoint of this holder, on or off; it is in no feed.

    Raises `Introuvable`, `Indisponible` where it cannot be signed.
    """
    async with services.base.lecture() as connexion:
        ligne = await trouver(connexion, titulaire, id)
    le = Horloge().maintenant()
    evenement = EvenementEssai("webhook.essai", le, DonneesEssai(nom_de(uuid4()), id))
    cles, ici = services.trousseau.secrets(USAGE), services.horloge.maintenant()
    try:
        secrets = secrets_en_force(ligne, cles, ici)
    except SecretIllisible:
        raise Indisponible(_SANS_CLE, entetes={"Retry-After": "60"}) from None
    entetes, corps = preparer(evenement, FormatEnvoi(ligne.format), secrets, le)
    echange = await services.sortie.poster(ligne.url, entetes, corps)
    async with services.base.transaction() as connexion:
        await trouver(connexion, titulaire, id, verrou=True)
        await noter(connexion, id, None, le, entetes, echange)
    return TentativeDecrite.faite(le, entetes, echange)
