"""What follows from failures: an endpoint is sent less, then nothing; its holder is told so."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Final

from app.kit.egress.insistence import Insistance

_TROP: Final = frozenset(
    {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT}
)


class Coupure(StrEnum):
    """Why an endpoint is off (`crochet.coupe_pour`)."""

    DEMANDE = "demande"  # its holder said so
    DISPARU = "disparu"  # it said so: 410
    ECHECS = "echecs"


@dataclass(frozen=True, slots=True)
class Suite:
    """What an endpoint's row is to say after one more failure.

    `palier`: how many mails have told of it. The first one begins with 1; that of a cut is the
    last.
    """

    echoue_depuis: datetime
    echecs: int
    coupe_pour: Coupure | None
    palier: int
    reprend_le: datetime | None


def suite(
    ligne: Any, statut: int | None, differe: timedelta | None, le: datetime, regles: Insistance
) -> Suite:
    """What one more failure at `le` leads to; `differe`: what the receiver asks to be left."""
    depuis = ligne.echoue_depuis or le
    echecs, age = ligne.echecs + 1, le - depuis
    coupe_pour = None
    if statut == HTTPStatus.GONE:
        coupe_pour = Coupure.DISPARU
    elif age >= regles.coupure and echecs >= regles.echecs:
        coupe_pour = Coupure.ECHECS
    palier = sum(age >= seuil for seuil in regles.avertissements)
    if coupe_pour:
        palier = len(regles.avertissements) + 1
    reprend_le = None
    if statut in _TROP:
        reprend_le = le + (regles.ralenti if differe is None else differe)
    return Suite(depuis, echecs, coupe_pour, max(palier, ligne.avertissements), reprend_le)
