"""What the antivirus says of files: asked at the door, and by a job when it did not answer there.

Whoever deposits waits for no antivirus: a file that it has not seen is taken, and waits. Found
infected later, it goes to quarantine: it is never served again, and no deposit takes it.
"""

from collections.abc import AsyncIterable, Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from prometheus_client import Counter
from sqlalchemy import Table, select, update

from app.acces.appelant import SERVICE
from app.candidatures.details import DetailFichierInfecte
from app.candidatures.evenements import EvenementPieceInfectee
from app.candidatures.evenements_avis import EvenementAvisInfecte
from app.candidatures.evenements_des_messages import EvenementMessageInfecte
from app.candidatures.genres import Genre
from app.candidatures.journal import consigner
from app.candidatures.tables import Antivirus, candidature, piece_jointe
from app.kit.files.airlock import Sas
from app.kit.files.clamd import NonAnalyse, TropGrandPourAnalyse, analyser, repond
from app.kit.logs import journal
from app.kit.metrics import REGISTRE
from app.kit.services import Services
from app.pieces_jointes.pieces import piece_de
from app.pieces_jointes.tables import piece_avis, piece_message

# The jobs: one file, of the form, of a message or of an opinion; those whose own job was given up,
# and when these are looked for (cron).
ANALYSER: Final = "analyser_piece"
ANALYSER_DE_MESSAGE: Final = "analyser_piece_de_message"
ANALYSER_D_AVIS: Final = "analyser_piece_d_avis"
REPRENDRE: Final = "analyser_pieces_oubliees"
QUAND_REPRENDRE: Final = "17 * * * *"

_VIRUS_MAX: Final = 200  # characters kept of a signature's name

_ANALYSES: Final = Counter(
    "ti_analyses",
    "Files given to the antivirus, by what is known of them",
    ["etat"],
    registry=REGISTRE,
)


@dataclass(frozen=True, slots=True)
class Analyse:
    """What is known of a file; `virus` is the signature that it matches, when infected."""

    etat: Antivirus
    virus: str | None = None


async def a_la_porte(services: Services, id: UUID, sas: Sas) -> Analyse:
    """Have a file that has come scanned, within seconds.

    It is left waiting when the antivirus is out of reach, slow or wrong; at once, for a while after
    such a failure, so that twenty files do not wait for it one after the other.
    """
    repit = services.antivirus.repit
    if repit.dure(services.horloge.maintenant()):
        return _compter(Analyse(Antivirus.EN_ATTENTE))
    try:
        analyse = await _analyser(services, id, sas.lire(), services.antivirus.delais.porte)
    except NonAnalyse as raison:
        repit.commencer(services.horloge.maintenant())
        journal.warning("antivirus_muet", raison=str(raison))
        return _compter(Analyse(Antivirus.EN_ATTENTE))
    repit.finir()
    return analyse


@dataclass(frozen=True, slots=True)
class _Rangees:
    """A table whose rows name files; what the record is told of one that is found infected."""

    table: Table
    infectee: Callable[[Any, str], Genre]


_DU_FORMULAIRE: Final = _Rangees(
    piece_jointe, lambda une, virus: EvenementPieceInfectee(piece_de(une).detail_du_virus(virus))
)
_DES_MESSAGES: Final = _Rangees(
    piece_message, lambda une, virus: EvenementMessageInfecte(_infecte(une, virus))
)
_DES_AVIS: Final = _Rangees(
    piece_avis, lambda une, virus: EvenementAvisInfecte(_infecte(une, virus))
)
_TOUTES: Final = (_DU_FORMULAIRE, _DES_MESSAGES, _DES_AVIS)


def _infecte(une: Any, virus: str) -> DetailFichierInfecte:
    return DetailFichierInfecte(une.id, une.taille, une.empreinte.hex(), virus)


async def analyser_piece(services: Services, contenu: dict[str, Any]) -> None:
    """The job of a file of the form that waits; raises `NonAnalyse` to be tried again.

    An infected one is said so before it is moved: wherever this stops, nobody is served.
    """
    await _analyser_une(services, _DU_FORMULAIRE, UUID(contenu["piece"]))


async def analyser_piece_de_message(services: Services, contenu: dict[str, Any]) -> None:
    """The same of a file of a message, which a release that knows of none leaves to this one."""
    await _analyser_une(services, _DES_MESSAGES, UUID(contenu["piece"]))


async def analyser_piece_d_avis(services: Services, contenu: dict[str, Any]) -> None:
    """The same of a file of who is consulted."""
    await _analyser_une(services, _DES_AVIS, UUID(contenu["piece"]))


ANALYSES: Final = {
    ANALYSER: analyser_piece,
    ANALYSER_DE_MESSAGE: analyser_piece_de_message,
    ANALYSER_D_AVIS: analyser_piece_d_avis,
}
"""The jobs of one file, and what does each."""


async def analyser_pieces_oubliees(services: Services, _contenu: dict[str, Any]) -> None:
    """The periodic job: files that still wait although their own job was given up."""
    limite = services.horloge.maintenant() - services.travaux.rythme.abandon
    for rangees in _TOUTES:
        c = rangees.table.c
        async with services.base.lecture() as connexion:
            ids = await connexion.scalars(
                select(c.id)
                .where(c.antivirus == Antivirus.EN_ATTENTE.value)
                .where(c.jointe_le < limite)
                .order_by(c.jointe_le)
            )
        for id in ids:
            await _analyser_une(services, rangees, id)


async def _analyser_une(services: Services, rangees: _Rangees, id: UUID) -> None:
    async with services.base.lecture() as connexion:
        lignes = await connexion.execute(select(rangees.table).where(rangees.table.c.id == id))
        une: Any = lignes.one_or_none()
    if une is None:  # removed since
        return
    etat = Antivirus(une.antivirus)
    if etat is Antivirus.EN_ATTENTE:
        analyse = await _patiemment(services, id, une.taille)
        await _noter(services, rangees, une, analyse)
        etat = analyse.etat
    if etat is Antivirus.INFECTE:
        await services.magasin.isoler(id)


async def _patiemment(services: Services, id: UUID, taille: int) -> Analyse:
    """Scan for as long as it takes, once the antivirus is known to listen.

    One that is stuck would else keep the jobs of all kinds waiting.
    """
    adresse, delais = services.antivirus.adresse, services.antivirus.delais
    if adresse is None:  # there was one when the file came
        return Analyse(Antivirus.NON_ANALYSE)
    if not await repond(adresse, delais.ping):
        raise NonAnalyse("no answer to a PING")
    contenu = await services.magasin.lire(id, 0, taille)
    return await _analyser(services, id, contenu, delais.travail)


async def _analyser(
    services: Services, id: UUID, contenu: AsyncIterable[bytes], attente: float
) -> Analyse:
    """Raises `NonAnalyse`, what `contenu` raises."""
    if (adresse := services.antivirus.adresse) is None:
        return Analyse(Antivirus.NON_ANALYSE)
    try:
        virus = await analyser(adresse, contenu, attente)
    except TropGrandPourAnalyse:
        return _compter(Analyse(Antivirus.NON_ANALYSE))
    if virus is None:
        return _compter(Analyse(Antivirus.SAIN))
    journal.warning("virus", piece=id, virus=virus[:_VIRUS_MAX])
    return _compter(Analyse(Antivirus.INFECTE, virus[:_VIRUS_MAX]))


def _compter(analyse: Analyse) -> Analyse:
    _ANALYSES.labels(analyse.etat.value).inc()
    return analyse


async def _noter(services: Services, rangees: _Rangees, une: Any, analyse: Analyse) -> None:
    """Keep the result; the verdict on the candidature changes with an infected file of its form."""
    le, de, c = services.horloge.maintenant(), une.candidature_id, rangees.table.c
    async with services.base.transaction() as connexion:
        if analyse.virus is not None:
            # As every act does, the candidature first: two that each hold what the other wants
            # would wait for ever.
            await connexion.execute(
                select(candidature.c.id).where(candidature.c.id == de).with_for_update()
            )
        notees = await connexion.execute(
            update(rangees.table)
            .where(c.id == une.id)
            .where(c.antivirus == Antivirus.EN_ATTENTE.value)
            .values(
                antivirus=analyse.etat.value,
                analysee_le=None if analyse.etat is Antivirus.NON_ANALYSE else le,
            )
        )
        if analyse.virus is not None and notees.rowcount:
            trouvaille = rangees.infectee(une, analyse.virus)
            await consigner(connexion, de, trouvaille, SERVICE, le)
