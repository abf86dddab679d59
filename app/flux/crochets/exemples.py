"""Webhooks as the examples of the contract show them."""

from dataclasses import asdict, replace
from typing import Any, Final
from uuid import UUID

from app.acces.exemples import LE
from app.candidatures.etats import Acte, Etat
from app.flux import exemples
from app.flux.crochets.charge import DonneesEssai, EvenementEssai
from app.flux.crochets.decrits import RECOUVREMENT, CrochetArme, CrochetDecrit, Crochets
from app.flux.crochets.requete import preparer
from app.flux.crochets.tables import FormatEnvoi
from app.flux.evenement import EvenementPublie, TypeEvenement

Json = dict[str, Any]
ID: Final = "018c2f74-6f70-4b8c-8d9e-1f2a3b4c5d6e"
SECRET: Final = "whsec_" + "A" * 43 + "="
_URL: Final = "https://portail.exemple.fr/territoires-industrie/crochet"


def demande() -> Json:
    """An endpoint to be declared."""
    return {
        "url": _URL,
        "libelle": "Suivi des dépôts",
        "types": ["candidature.deposee", "candidature.redeposee"],
        "format": "json",
        "courriel": "exploitation@exemple.fr",
    }


def modification() -> Json:
    """One that is switched on again, for all that happens."""
    return {"types": None, "actif": True}


def rotation() -> Json:
    """How its secret is replaced."""
    return {"recouvrement": RECOUVREMENT}


def crochet() -> CrochetDecrit:
    """The endpoint of a portal."""
    return CrochetDecrit(
        id=UUID(ID),
        url=_URL,
        libelle="Suivi des dépôts",
        types=[TypeEvenement("candidature.deposee"), TypeEvenement("candidature.redeposee")],
        format=FormatEnvoi.JSON,
        courriel="exploitation@exemple.fr",
        actif=True,
        coupe_pour=None,
        cree_le=LE,
        position=4711,
        echoue_depuis=None,
        echecs=0,
        ancien_secret_jusqu_a=None,
    )


def arme() -> CrochetArme:
    """That one, just declared."""
    return CrochetArme(**asdict(crochet()), secret=SECRET)


def crochets() -> Crochets:
    """All of that portal."""
    return Crochets([crochet()])


# What each type leaves: the state, the last deposit.
_APRES: Final = {
    "candidature.modifiee": (Etat.BROUILLON, None),
    "candidature.redeposee": (Acte.DEPOSER.vers, 2),
    "candidature.retiree": (Acte.RETIRER.vers, 1),
    "candidature.supprimee": (Acte.EFFACER.vers, 1),
}


def envoi(type_: TypeEvenement) -> EvenementPublie:
    """What an endpoint is sent of this type."""
    dite = exemples.evenement()
    telle_quelle = dite.data.candidature.etat
    etat, depot = _APRES.get(type_.value, (telle_quelle, dite.data.depot))
    etat = etat or telle_quelle
    neuve = depot is None
    candidature = replace(
        dite.data.candidature,
        etat=etat,
        numero=None if neuve else dite.data.candidature.numero,
        region=None if neuve else dite.data.candidature.region,
    )
    lien = None if etat.effacee else dite.data.lien
    data = replace(dite.data, depot=depot, candidature=candidature, lien=lien)
    return replace(dite, type=type_, data=data)


def essai() -> EvenementEssai:
    """What an endpoint is sent when it is tried."""
    donnees = DonneesEssai("evt_0a1b2c3d4e5f60718293a4b5c6d7e8f9", UUID(ID))
    return EvenementEssai("webhook.essai", LE, donnees)


def entetes(evenement: EvenementPublie | EvenementEssai) -> dict[str, str]:
    """The headers of that request, signed with the secret of these examples."""
    return preparer(evenement, FormatEnvoi.JSON, [SECRET], evenement.timestamp)[0]
