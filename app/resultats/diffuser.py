"""The act of making the versions that what is published calls for, by whoever asks first.

Nothing of it happens before: publishing a lot commits at once for all, and what is read from then
on is made of that (decision 71).
"""

import asyncio
import gzip
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.decisions.tables import decision_diffusee
from app.kit.keys.signature import CleSignature
from app.kit.services import Services
from app.resultats.compter_sans_nommer import nombres_a_dire
from app.resultats.etablir_les_resultats import Etat, etablir
from app.resultats.fichiers_des_resultats import SIGNE
from app.resultats.queries import (
    a_diffuser,
    instants_des_versions,
    non_retenues_par_version,
    territoires_diffuses,
)
from app.resultats.resultats_signes import sceller_les_resultats
from app.resultats.tables import fichier_de_resultat, resultat
from app.resultats.territoire_diffuse import TerritoireDiffuse, territoire_de

_VERROU: Final = 0x7265_7375  # of the database, for this alone


class _Fait(NamedTuple):
    """That a decision was published, or taken back, at this instant."""

    le: datetime
    sortie: bool
    ligne: Any


async def mettre_a_jour(services: Services) -> None:
    """Make the versions that are due, one for each instant; of those who call at once one does it.

    Raises `Indisponible` where the other processes would not know our signature.
    """
    cle = await services.signataire.cle()
    # Who waits in this process waits without a connection.
    async with services.resultats_seul, services.base.transaction() as connexion:
        await connexion.execute(select(func.pg_advisory_xact_lock(_VERROU)))
        lignes = await a_diffuser(connexion)
        faits = sorted(_faits(lignes), key=lambda un: un[:2])
        for le, ensemble in groupby(faits, key=itemgetter(0)):
            await _ajouter(services, connexion, le, [*ensemble], cle)
        if tues := [une for une in lignes if _se_tait(une)]:
            derniere = len(await instants_des_versions(connexion))
            await connexion.execute(
                insert(decision_diffusee), [_entree(une, derniere) for une in tues]
            )


def _se_tait(ligne: Any) -> bool:
    """Whether no version is made of it: what grants nothing once something else was decided would
    tell, by a version that changes nothing, whose re-examination failed."""
    return not ligne.dite and ligne.territoire is None and ligne.rang > 1


def _faits(lignes: Iterable[Any]) -> Iterator[_Fait]:
    for ligne in lignes:
        if not ligne.dite and not _se_tait(ligne):
            yield _Fait(ligne.publiee_le, sortie=False, ligne=ligne)
        if ligne.rapportee_le is not None and ligne.territoire is not None:
            # The clock of a sandbox may go back.
            yield _Fait(max(ligne.publiee_le, ligne.rapportee_le), sortie=True, ligne=ligne)


async def _ajouter(
    services: Services,
    connexion: AsyncConnection,
    le: datetime,
    faits: Sequence[_Fait],
    cle: CleSignature,
) -> None:
    """One more version, and its files."""
    instants = [*await instants_des_versions(connexion), le]
    numero = len(instants)
    await connexion.execute(insert(resultat).values(numero=numero, publie_le=le))
    if entrees := [_entree(un.ligne, numero) for un in faits if not un.sortie]:
        await connexion.execute(insert(decision_diffusee), entrees)
    c = decision_diffusee.c
    for un in faits:
        if un.sortie:
            ici = c.candidature_id == un.ligne.candidature_id, c.rang == un.ligne.rang
            await connexion.execute(update(decision_diffusee).where(*ici).values(sortie=numero))
    lus = await territoires_diffuses(connexion)
    territoires = [TerritoireDiffuse.model_validate_json(lu) for lu in lus]
    territoires.sort(key=lambda un: un.code)
    etat = Etat(
        territoires,
        nombres_a_dire(await non_retenues_par_version(connexion)),
        instants,
        services.settings.bac_a_sable or None,
    )
    fichiers = await asyncio.to_thread(_fichiers, etat, cle)
    await connexion.execute(insert(fichier_de_resultat), fichiers)


def _entree(ligne: Any, numero: int) -> dict[str, Any]:
    territoire = territoire_de(ligne)
    pilote = ligne.region_pilote
    if territoire is not None:
        pilote = territoire.region.value
    return {
        "candidature_id": ligne.candidature_id,
        "rang": ligne.rang,
        # What is led by none is no code of the INSEE.
        "region": pilote if pilote and pilote.isdigit() else None,
        "territoire": territoire and territoire.model_dump_json(),
        "entree": numero,
        "sortie": None,
    }


def _fichiers(etat: Etat, cle: CleSignature) -> list[dict[str, Any]]:
    contenus, resultats = etablir(etat)
    signes = sceller_les_resultats(resultats, cle).model_dump_json().encode()
    return [
        {
            "numero": resultats.version,
            "nom": nom,
            "empreinte": sha256(contenu).digest(),
            "contenu": gzip.compress(contenu, mtime=0),
        }
        for nom, contenu in {**contenus, SIGNE.nom: signes}.items()
    ]
