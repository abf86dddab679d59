"""The act of writing down what came of an attempt, and what follows from it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from sqlalchemy import Update, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.flux.crochets.alerter import ALERTER
from app.flux.crochets.coupure import Suite, suite
from app.flux.crochets.prendre import Prise
from app.flux.crochets.tables import EtatLivraison, crochet, livraison
from app.flux.crochets.tentatives import noter
from app.kit.egress.insistence import Insistance
from app.kit.egress.post import Echange, Issue
from app.kit.services import Services


async def conclure(
    services: Services, prise: Prise, le: datetime, envoyes: Mapping[str, str], echange: Echange
) -> None:
    """Write down an attempt made at `le`; nothing if its endpoint is gone by now."""
    async with services.base.transaction() as connexion:
        if (ligne := await _verrouiller(connexion, prise)) is None:
            return
        await noter(connexion, prise.crochet.id, prise.position, le, envoyes, echange)
        if echange.issue is Issue.LIVREE:
            await _livree(connexion, prise, ligne)
        else:
            await _echouee(services, connexion, prise, ligne, echange)


async def ecarter(services: Services, prise: Prise) -> None:
    """Give up what the holder of the endpoint may not be told any more."""
    async with services.base.transaction() as connexion:
        if await _verrouiller(connexion, prise) is not None:
            await connexion.execute(_finir(prise, EtatLivraison.ABANDONNEE))
            await connexion.execute(_suivantes(prise).values(prochaine=func.current_timestamp()))


async def _verrouiller(connexion: AsyncConnection, prise: Prise) -> Any:
    """The endpoint's row as it is by now, and the database's clock."""
    sienne = select(crochet, func.current_timestamp().label("maintenant")).where(
        crochet.c.id == prise.crochet.id
    )
    return (await connexion.execute(sienne.with_for_update(key_share=True))).one_or_none()


async def _livree(connexion: AsyncConnection, prise: Prise, ligne: Any) -> None:
    finie = _finir(prise, EtatLivraison.LIVREE).values(essais=livraison.c.essais + 1)
    await connexion.execute(finie)
    if ligne.echecs:
        # Those that waited for this one, and were put off with it.
        await connexion.execute(_suivantes(prise).values(prochaine=func.current_timestamp()))
        remis = {"echecs": 0, "avertissements": 0, "echoue_depuis": None, "reprend_le": None}
        await connexion.execute(_de(prise).values(remis))


async def _echouee(
    services: Services, connexion: AsyncConnection, prise: Prise, ligne: Any, echange: Echange
) -> None:
    regles, essais = services.sortie.insistance, prise.essais + 1
    differe = _differe(echange, ligne.maintenant, regles)
    attente = regles.attente(essais)
    if attente is None:
        echec = _finir(prise, EtatLivraison.ABANDONNEE)
        prochaine = ligne.maintenant
    else:
        prochaine = ligne.maintenant + max(attente, differe or attente)
        echec = _celle(prise).values(prochaine=prochaine, en_cours=False)
    sienne = livraison.c.essais == prise.essais
    faite = await connexion.execute(echec.where(sienne).values(essais=essais))
    if not faite.rowcount:
        return  # another took it over, and has counted it
    await connexion.execute(_suivantes(prise).values(prochaine=prochaine))
    apres = suite(ligne, echange.statut, differe, ligne.maintenant, regles)
    await _accuser(services, connexion, prise, ligne, apres)


async def _accuser(
    services: Services, connexion: AsyncConnection, prise: Prise, ligne: Any, apres: Suite
) -> None:
    """Count a failure against the endpoint, whose holder is told of it at times."""
    valeurs: dict[str, Any] = {
        "echoue_depuis": apres.echoue_depuis,
        "echecs": apres.echecs,
        "avertissements": apres.palier,
        "reprend_le": apres.reprend_le or crochet.c.reprend_le,
    }
    if apres.coupe_pour and ligne.actif:
        valeurs |= {"actif": False, "coupe_pour": apres.coupe_pour.value}
    await connexion.execute(_de(prise).values(valeurs))
    if ligne.actif and ligne.courriel and apres.palier > ligne.avertissements:
        contenu = {"crochet": prise.crochet.id, "palier": apres.palier}
        await services.travaux.confier(connexion, ALERTER, contenu)


def _de(prise: Prise) -> Update:
    return update(crochet).where(crochet.c.id == prise.crochet.id)


def _celle(prise: Prise) -> Update:
    """The delivery, unless it is over."""
    return update(livraison).where(
        livraison.c.crochet_id == prise.crochet.id,
        livraison.c.position == prise.position,
        livraison.c.etat == EtatLivraison.EN_ATTENTE.value,
    )


def _finir(prise: Prise, etat: EtatLivraison) -> Update:
    return _celle(prise).values(etat=etat.value, en_cours=False, finie_le=func.current_timestamp())


def _suivantes(prise: Prise) -> Update:
    """Those that wait behind it."""
    return update(livraison).where(
        livraison.c.crochet_id == prise.crochet.id,
        livraison.c.candidature_id == prise.candidature_id,
        livraison.c.position > prise.position,
        livraison.c.etat == EtatLivraison.EN_ATTENTE.value,
        ~livraison.c.en_cours,
    )


def _differe(echange: Echange, maintenant: datetime, regles: Insistance) -> timedelta | None:
    """How long the receiver asks to be left in peace (RFC 9110, 10.2.3), within reason."""
    demande = echange.entetes.get("retry-after", "").strip()
    if demande.isascii() and demande.isdigit():
        attente = timedelta(seconds=min(int(demande[:9]), 10**8))
    else:
        try:
            date = parsedate_to_datetime(demande)
        except (ValueError, OverflowError):
            return None
        attente = (date if date.tzinfo else date.replace(tzinfo=UTC)) - maintenant
    return min(max(attente, timedelta(0)), regles.differe)
