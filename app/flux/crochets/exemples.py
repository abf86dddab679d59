"""Webhooks as the examples of the contract show them."""

from dataclasses import asdict
from typing import Any, Final
from uuid import UUID

from app.acces.exemples import LE
from app.flux.crochets.decrits import RECOUVREMENT, CrochetArme, CrochetDecrit, Crochets
from app.flux.crochets.tables import FormatEnvoi
from app.flux.evenement import TypeEvenement

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
