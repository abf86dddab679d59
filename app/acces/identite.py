"""From a token to who shows it: the secret of a candidature, a key, a public agent's account."""

from typing import cast

from fastapi import Request

from app.acces.appelant import Appelant
from app.acces.cles import empreinte_du_titulaire, identifier_cle
from app.acces.droits import PAR_PORTEE, Droit
from app.acces.jeton import Prefixe, lire_jeton, mal_forme
from app.acces.oidc.fournisseur import FournisseurOidc
from app.acces.tables import Preuve
from app.kit.web.http import adresse_de_l_appel, arrivee_de, origine_de, services_de


async def identifier(requete: Request, texte: str, droit: Droit) -> Appelant:
    """Who a bearer token stands for, and where they call from.

    The secret of a candidature is looked up when that candidature is opened, by the same
    statement. Raises `JetonMalForme`, `JetonRefuse`, `AcrInsuffisant`,
    `AdresseRefusee`, `Indisponible`.
    """
    origine = origine_de(requete)
    if jeton := lire_jeton(texte, Prefixe.CANDIDATURE):
        return Appelant(Preuve.JETON, jeton.empreinte, droit, origine)
    if jeton := lire_jeton(texte, Prefixe.CLE):
        base, adresse = services_de(requete).base, adresse_de_l_appel(requete)
        cle = await identifier_cle(base, jeton, adresse, arrivee_de(requete))
        return Appelant(
            Preuve.CLE,
            empreinte_du_titulaire(cle.titulaire),
            droit,
            origine,
            titulaire=cle.titulaire,
            nom=cle.nom,
            portees=cle.portees,
            habilitations=frozenset(PAR_PORTEE[p] for p in cle.portees & PAR_PORTEE.keys()),
            regions=cle.regions,
        )
    if not services_de(requete).settings.oidc_emetteur:
        raise mal_forme()
    agent = await cast(FournisseurOidc, requete.app.state.oidc).identifier(texte)
    return Appelant(
        Preuve.AGENT,
        agent.empreinte,
        droit,
        origine,
        habilitations=agent.roles,
        regions=agent.regions,
        courriel=agent.courriel,
        siret=agent.siret,
    )
