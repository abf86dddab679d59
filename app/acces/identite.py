"""From a token to who shows it: the secret of a candidature, a key, a public agent's account."""

from functools import partial
from typing import Final

from fastapi import Request

from app.acces.appelant import Appelant
from app.acces.cles import empreinte_du_titulaire, identifier_cle
from app.acces.droits import PAR_PORTEE, Droit, Habilitation
from app.acces.jeton import Prefixe, lire_jeton, mal_forme
from app.acces.oidc.agent import Agent
from app.acces.tables import Preuve
from app.config import Settings
from app.kit.web.call import appel_de
from app.kit.web.http import services_de
from app.kit.web.limits import essai_de_jeton

_SECRETS: Final = {Prefixe.CANDIDATURE: Preuve.JETON, Prefixe.AVIS: Preuve.AVIS}


async def identifier(requete: Request, texte: str, droit_requis: Droit) -> Appelant:
    """Who a bearer token stands for, and where they call from.

    The secret of a candidature, or of an opinion, is looked up when that is opened, by the same
    statement. Raises `JetonMalForme`, `JetonRefuse`, `AcrInsuffisant`, `AdresseRefusee`,
    `Indisponible`; and `TropDeRequetes` for a token that would have to be asked about, from an
    address that has shown too many that are none.
    """
    appel = appel_de(requete)
    for prefixe, genre in _SECRETS.items():
        if jeton := lire_jeton(texte, prefixe):
            return Appelant(genre, jeton.empreinte, droit_requis, appel.origine, appel.abonne)
    services = services_de(requete)
    if jeton := lire_jeton(texte, Prefixe.CLE):
        essai = services.settings.bac_a_sable
        cle = await identifier_cle(services.base, jeton, appel.adresse, appel.arrivee, essai=essai)
        return Appelant(
            Preuve.CLE,
            empreinte_du_titulaire(cle.titulaire),
            droit_requis,
            appel.origine,
            appel.abonne,
            titulaire=cle.titulaire,
            nom=cle.nom,
            portees=cle.portees,
            habilitations=_completes(
                frozenset(PAR_PORTEE[p] for p in cle.portees & PAR_PORTEE.keys()), services.settings
            ),
            regions=cle.regions,
        )
    if not services.settings.oidc_emetteur:
        raise mal_forme()
    essai = partial(essai_de_jeton, requete)
    agent: Agent = await services.identites.identifier(texte, appel.abonne, essai)
    return Appelant(
        Preuve.AGENT,
        agent.empreinte,
        droit_requis,
        appel.origine,
        appel.abonne,
        habilitations=_completes(agent.roles, services.settings),
        regions=agent.regions,
        nom=agent.nom,
        prenom=agent.prenom,
        service=agent.service,
        courriel=agent.courriel,
        siret=agent.siret,
    )


def _completes(siennes: frozenset[Habilitation], settings: Settings) -> frozenset[Habilitation]:
    """With what the settings add: who administers decides, or does not."""
    if settings.administration_decide and Habilitation.ADMINISTRATION in siennes:
        return siennes | {Habilitation.DECISION}
    return siennes
