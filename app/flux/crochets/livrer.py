"""The act of making one attempt to deliver one event."""

from time import monotonic

from app.flux.crochets.conclure import conclure, ecarter
from app.flux.crochets.prendre import Prise
from app.flux.crochets.requete import preparer
from app.flux.crochets.secrets import USAGE, SecretIllisible, secrets_en_force
from app.flux.crochets.tables import FormatEnvoi
from app.kit.clock import Horloge
from app.kit.logs import journal
from app.kit.services import Services


async def livrer(services: Services, prise: Prise) -> None:
    """Send what was taken, and write down what came of it.

    What cannot be signed is left to others, who may have the key: it comes back by itself.
    """
    if prise.sans_cle:
        return  # it comes back by itself, until they have another
    if monotonic() + services.sortie.insistance.echange.total_seconds() > prise.jusqu_a:
        return  # others take it before this attempt would end
    if prise.evenement is None:
        await ecarter(services, prise)
        return
    # Receivers refuse what is not of this moment, whatever the sandbox says.
    le = Horloge().maintenant()
    try:
        cles, ici = services.trousseau.secrets(USAGE), services.horloge.maintenant()
        secrets = secrets_en_force(prise.crochet, cles, ici)
    except SecretIllisible:
        journal.error("crochet_sans_secret", crochet=str(prise.crochet.id))
        return
    entetes, corps = preparer(prise.evenement, FormatEnvoi(prise.crochet.format), secrets, le)
    echange = await services.sortie.poster(prise.crochet.url, entetes, corps)
    await conclure(services, prise, le, entetes, echange)
