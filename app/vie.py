"""What the service works with while it runs: what it opens at its start, and closes at its end."""

from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from fastapi import FastAPI

from app.acces.agents import RETENUS
from app.acces.oidc.fournisseur import FournisseurOidc
from app.avis.ecrire_a_qui_est_consulte import CONSULTER, ecrire_a_qui_est_consulte
from app.avis.rappeler_avis import (
    QUAND_RAPPELER_LES_AVIS,
    RAPPELER_LES_AVIS,
    rappeler_les_avis,
)
from app.bac_a_sable.preparer import JetonsDEssai, preparer
from app.candidatures.annoncer import A_NUMEROTER
from app.candidatures.partage.envois import (
    AVERTIR,
    CONFIRMER,
    INVITER,
    RETROUVER,
    envoyer_l_invitation,
    envoyer_la_confirmation,
    envoyer_le_changement,
    envoyer_les_liens,
)
from app.candidatures.queries import REVISIONS
from app.candidatures.recentes import RETENUES
from app.config import Settings
from app.decisions.echeance import Echeance
from app.decisions.rappeler_les_decisions import (
    QUAND_RAPPELER_LES_DECISIONS,
    RAPPELER_LES_DECISIONS,
    rappeler_les_decisions,
)
from app.demarches_simplifiees.repondre_au_document import REPONDEUR, places_des_documents
from app.depots.inscription import INSCRIRE, QUAND_INSCRIRE, inscrire
from app.editions.imprimer import A_IMPRIMER, EDITEUR
from app.exploitation.monde import AutreMonde, MagasinEtranger, reconnaitre
from app.exploitation.role import avertir_du_role
from app.exploitation.sante import examiner
from app.exports.demander_export import EXPORTER
from app.exports.ecrire_un_export import ECRIVAIN
from app.exports.faire_un_export import faire_un_export
from app.exports.prevenir import ANNONCER, prevenir
from app.exports.retirer_un_export import PURGER, QUAND_PURGER, purger_les_exports
from app.flux.crochets.alerter import ALERTER, alerter
from app.flux.crochets.expedition import Expedition
from app.flux.crochets.oublier import OUBLIER, QUAND_OUBLIER, oublier
from app.flux.numeroter import NUMEROTE
from app.flux.tache import Numerotation
from app.instruction.expirer import EXPIRER, QUAND_EXPIRER, expirer
from app.instruction.informer import INFORMER, informer
from app.instruction.nouvelles.envoyer_le_courrier import ECRIRE, envoyer_le_courrier
from app.instruction.nouvelles.prevoir_le_courrier import (
    PREVOIR_LE_COURRIER,
    QUAND_PREVOIR_LE_COURRIER,
    prevoir_le_courrier,
)
from app.instruction.rappeler import QUAND_RAPPELER, RAPPELER, rappeler
from app.kit.aside import Etabli
from app.kit.clock import Horloge
from app.kit.egress.post import Sortie
from app.kit.files.clamd import Clamd
from app.kit.files.slots import Places
from app.kit.files.storage import Magasin
from app.kit.jobs.mail import Messagerie
from app.kit.jobs.pace import Geste
from app.kit.jobs.queue import Travaux
from app.kit.keys.keyring import Trousseau
from app.kit.keys.shared import ClesEtrangeres, Signataire
from app.kit.logs import journal
from app.kit.memory import Memoire
from app.kit.postgres.database import Base
from app.kit.postgres.listen import Ecoute
from app.kit.postgres.lookout import Guet
from app.kit.postgres.pooler import SessionsPartagees
from app.kit.process import Pouponniere
from app.kit.services import Patiences, Services
from app.kit.web.addresses import Adresses
from app.kit.web.counters import Compteurs
from app.kit.web.door import Porte
from app.kit.web.patience import Patience
from app.kit.web.streams import Flots
from app.pieces_jointes.antivirus import (
    ANALYSES,
    QUAND_REPRENDRE,
    REPRENDRE,
    analyser_pieces_oubliees,
)
from app.pieces_jointes.balayage import BALAYER, QUAND_BALAYER, balayer, balayer_la_nuit
from app.pieces_jointes.completer_crc32 import COMPLETER, QUAND_COMPLETER, completer_crc32
from app.pieces_jointes.destruction import DETRUIRE, detruire_les_restes
from app.pieces_jointes.jugement import A_LA_FOIS, JUGE
from app.plan_action.classeur import LECTEUR
from app.rgpd.conserver import CONSERVER, QUAND_CONSERVER, conserver
from app.rgpd.oubli import EFFACEMENT, tout_oublier

# Each workbook is read by a process of its own, of 512 MB at most.
CLASSEURS_A_LA_FOIS = 2
# Large dossiers, judged in threads that take turns: more would only wait for each other.
JUGES_A_LA_FOIS = 2
# Files that come at the same time with one token: a front end sends them side by side.
PAR_JETON = 2
# Of the connections of clients, those that may wait for what has not happened yet.
PART_DES_FLOTS = 16
# Each holds a connection to PostgreSQL, and what was there when it began.
EXPORTS_A_LA_FOIS = 2
# Each kind of job, and what does it. Done again after a fault: twice must do no more than once.
TRAVAUX: dict[str, Callable[[Services, dict[str, Any]], Coroutine[Any, Any, None]]] = {
    AVERTIR: envoyer_le_changement,
    CONFIRMER: envoyer_la_confirmation,
    INVITER: envoyer_l_invitation,
    RETROUVER: envoyer_les_liens,
    **ANALYSES,
    REPRENDRE: analyser_pieces_oubliees,
    COMPLETER: completer_crc32,
    CONSERVER: conserver,
    BALAYER: balayer_la_nuit,
    DETRUIRE: detruire_les_restes,
    ALERTER: alerter,
    OUBLIER: oublier,
    INSCRIRE: inscrire,
    EXPIRER: expirer,
    INFORMER: informer,
    RAPPELER: rappeler,
    PREVOIR_LE_COURRIER: prevoir_le_courrier,
    ECRIRE: envoyer_le_courrier,
    CONSULTER: ecrire_a_qui_est_consulte,
    RAPPELER_LES_AVIS: rappeler_les_avis,
    RAPPELER_LES_DECISIONS: rappeler_les_decisions,
    EXPORTER: faire_un_export,
    ANNONCER: prevenir,
    PURGER: purger_les_exports,
}
# When some of them are due by themselves, as cron says it (UTC).
PERIODIQUES: dict[str, str] = {
    REPRENDRE: QUAND_REPRENDRE,
    COMPLETER: QUAND_COMPLETER,
    CONSERVER: QUAND_CONSERVER,
    BALAYER: QUAND_BALAYER,
    OUBLIER: QUAND_OUBLIER,
    INSCRIRE: QUAND_INSCRIRE,
    EXPIRER: QUAND_EXPIRER,
    RAPPELER_LES_AVIS: QUAND_RAPPELER_LES_AVIS,
    RAPPELER_LES_DECISIONS: QUAND_RAPPELER_LES_DECISIONS,
    RAPPELER: QUAND_RAPPELER,
    PREVOIR_LE_COURRIER: QUAND_PREVOIR_LE_COURRIER,
    PURGER: QUAND_PURGER,
}


def vie(
    settings: Settings,
    horloge: Horloge,
    adresses: Adresses,
    patiences: Patiences,
    *,
    seul: bool,
    montrer: Callable[[JetonsDEssai], object] | None,
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """The lifespan of an application; `seul`: no other process works in `settings.donnees`.

    Of the processes that share the application all but one have `premier` false in its state.
    `montrer` is told what the sandbox has ready. Starting raises `AutreMonde`, which the state of
    the application keeps as `refus`, for who started it.
    """

    @asynccontextmanager
    async def vivre(app: FastAPI) -> AsyncGenerator[None]:
        if settings.database_url is None:
            raise RuntimeError("TI_DATABASE_URL manque : `ti serve` démarre sa propre base.")
        url = settings.database_url.get_secret_value()
        base = await _ouvrir(app, Base(url, settings.connexions, patiences.base))
        # The provider of identities lives in real time, whatever the sandbox says.
        identites = FournisseurOidc(settings, Horloge())
        app.state.services = services = Services(
            **_outillage(settings, horloge, adresses, patiences, base), identites=identites
        )
        # Else it starts all the same: `/sante/pret` tells what it lacks.
        if (await examiner(services)).complet:
            chez_soi = await _s_installer(app, services)
            if chez_soi and getattr(app.state, "premier", True):
                await _preparer(services, seul=seul, montrer=montrer)
        async with _a_l_oeuvre(services):
            yield
        await services.guet.fermer()
        await services.pouponniere.fermer()
        await identites.fermer()
        services.sortie.fermer()
        await base.fermer()

    return vivre


def _outillage(
    settings: Settings, horloge: Horloge, adresses: Adresses, patiences: Patiences, base: Base
) -> dict[str, Any]:
    """What `Services` holds, but for who knows public agents."""
    trousseau = Trousseau(settings.fichier_de_cle)
    return {
        "settings": settings,
        "base": base,
        "magasin": Magasin(settings),
        "horloge": horloge,
        "trousseau": trousseau,
        "signataire": Signataire(base, trousseau),
        "travaux": Travaux(patiences.travaux),
        "messagerie": Messagerie(settings, horloge, base),
        "adresses": adresses,
        "porte": Porte(settings.clients_max),
        "compteurs": Compteurs(settings, base, horloge, trousseau.courante().secret("compteurs")),
        "patience": patiences.clients,
        "televersements": Places(settings.televersements_max, patiences.clients, PAR_JETON),
        "classeurs": _examens(CLASSEURS_A_LA_FOIS, patiences.clients),
        "inspections": _examens(A_LA_FOIS, patiences.clients),
        "impressions": _examens(A_IMPRIMER, patiences.clients),
        "pouponniere": Pouponniere(JUGE, LECTEUR, EDITEUR, ECRIVAIN, REPONDEUR),
        "etabli": Etabli(JUGES_A_LA_FOIS, patiences.clients),
        "recentes": Memoire(RETENUES),
        "agents": Memoire(RETENUS),
        "antivirus": Clamd(settings.clamd, patiences.antivirus),
        "guet": Guet(base, REVISIONS),
        "flots": Flots(settings.clients_max // PART_DES_FLOTS, patiences.flots),
        "sortie": Sortie(patiences.envois, ici=settings.bac_a_sable),
        "exports": Places(EXPORTS_A_LA_FOIS, patiences.clients, 1),
        "documents": places_des_documents(patiences.clients),
        "documents_ouverts": _examens(1, patiences.clients),
        "recherches": _examens(1, patiences.clients),
    }


def _examens(a_la_fois: int, patience: Patience) -> Places:
    return Places(a_la_fois, replace(patience, tenue=patience.examen), de_plus=1)


async def _ouvrir(app: FastAPI, base: Base) -> Base:
    """The database, opened; raises `SessionsPartagees`."""
    try:
        await base.ouvrir()
    except SessionsPartagees as refus:
        app.state.refus = str(refus)
        await base.fermer()
        raise
    return base


async def _s_installer(app: FastAPI, services: Services) -> bool:
    """See that all is what it should be, and that of the other processes; raises `AutreMonde`."""
    try:
        await reconnaitre(services)
    except (MagasinEtranger, ClesEtrangeres) as refus:
        journal.error("processus_etranger", raison=str(refus))
        return False
    except AutreMonde as refus:
        app.state.refus = str(refus)
        await services.base.fermer()
        raise
    return True


async def _preparer(
    services: Services, *, seul: bool, montrer: Callable[[JetonsDEssai], object] | None
) -> None:
    """What the first process does before there are others, where everything is there."""
    await avertir_du_role(services)
    await balayer(services, seul=seul and services.settings.fichiers_url is None)
    if services.settings.bac_a_sable:
        essai = await preparer(services)
        if montrer:
            montrer(essai)


@asynccontextmanager
async def _a_l_oeuvre(services: Services) -> AsyncGenerator[None]:
    """Do jobs if it does, and hear of what other processes do, until the service stops."""
    travaux, reprise = services.travaux, services.travaux.rythme.reprise.total_seconds()
    numerotation = Numerotation(services.base, reprise)
    expedition, echeance = Expedition(services), Echeance(services)
    canaux = {EFFACEMENT: partial(tout_oublier, services), NUMEROTE: services.publie.sonner}
    if services.settings.travaux:
        travaux.demarrer(services.base, _gestes(services), PERIODIQUES)
        numerotation.demarrer()
        expedition.demarrer()
        echeance.demarrer()
        canaux[A_NUMEROTER] = numerotation.attend.sonner
        canaux[NUMEROTE] = expedition.sonner
    ecoute = Ecoute(services.base, "ti_ecoute", canaux, reprise)
    ecoute.demarrer()
    yield
    for une in (echeance, travaux, numerotation, expedition, ecoute):
        await une.arreter()


def _gestes(services: Services) -> dict[str, Geste]:
    return {genre: partial(acte, services) for genre, acte in TRAVAUX.items()}
