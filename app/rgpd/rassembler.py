"""All that the service holds on a candidature, table by table, as files of an archive.

Each file is read when its turn comes, by short reads: a slow client holds no connection. Only JSON
and the files as they were sent: no CSV, in which a spreadsheet would find formulas (CWE-1236).
"""

from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic_core import from_json, to_json
from sqlalchemy import Column, Select, case, exists, func, null, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import INSTRUCTION
from app.acces.tables import acces, portail_reference
from app.avis.tables import avis, avis_rendu
from app.candidatures.evenements import genres_pour
from app.candidatures.genres import Public
from app.candidatures.tables import Antivirus, candidature, correction, evenement, piece_jointe
from app.depots.tables import acte_instruction, depot, instruction
from app.instruction.tables import affectation, etiquette, note, proposition
from app.kit.clock import PARIS
from app.kit.files.storage import FichierPerdu
from app.kit.files.zip_stream import Membre
from app.kit.postgres.database import JsonText
from app.kit.services import Services
from app.messages.cotes import Cote
from app.messages.tables import message, message_lu
from app.pieces_jointes.en_archive import ABSENCES, PERDU, nom_sur
from app.pieces_jointes.tables import piece_avis, piece_message
from app.rgpd.decisions_a_exporter import decisions_de
from app.rgpd.lisezmoi import lisezmoi

Json = dict[str, Any]
_PAGE: Final = 500  # events read at a time


@dataclass(frozen=True, slots=True)
class Destinataire:
    """Who is given an archive.

    `tus`: what the antivirus says of the files that are left out. `public`: whose events they are
    shown; None for all of them, their seals, and what reviewers did.
    """

    tus: Collection[Antivirus]
    public: Public | None


A_SON_PROPRIETAIRE: Final = Destinataire({Antivirus.INFECTE}, Public.DEMANDEUR)
A_L_ADMINISTRATION: Final = Destinataire({Antivirus.INFECTE, Antivirus.EN_ATTENTE}, None)

_CANDIDATURE: Final = [colonne for colonne in candidature.c if colonne.name != "revision"]
# By a seal, who is not shown an event would see that there was one.
_SCEAUX: Final = ("chaine", "empreinte")
# Neither what recognises a secret, nor what all the rows have in common.
_ACCES: Final = [c for c in acces.c if c.name not in ("empreinte", "candidature_id")]
_PIECE: Final = [c for c in piece_jointe.c if c.name not in ("candidature_id", "crc32")]
_EVENEMENT: Final = [c for c in evenement.c if c.name != "candidature_id"]
# Not which agent asked: the record says that an agent did.
_CORRECTION: Final = [c for c in correction.c if c.name not in ("candidature_id", "agent")]
_LU: Final = [c for c in message_lu.c if c.name != "candidature_id"]
# Sent with a message, whose side and author it says.
_DE_MESSAGE: Final = [
    c for c in piece_message.c if c.name not in ("candidature_id", "auteur", "analysee_le")
]
_D_AVIS: Final = [c for c in piece_avis.c if c.name not in ("candidature_id", "analysee_le")]
# The last ones are there for who searches: the snapshot says the same.
_DEPOT: Final = [
    *(depot.c.rang, depot.c.recu_le, depot.c.version, depot.c.version_formulaire),
    *(depot.c.empreinte, depot.c.pieces, depot.c.avertissements, depot.c.instantane),
]


async def rassembler(
    services: Services, id: UUID, le: datetime, pour: Destinataire
) -> AsyncIterator[Membre]:
    """The files, what is read first being first; `le`: when it was asked for."""
    async with services.base.lecture() as connexion:
        lue = await _candidature(connexion, id, pour)
        instruite = None if pour.public else await _instruite(connexion, id)
        partages = await _tout(connexion, _de(id, _ACCES).order_by(acces.c.cree_le, acces.c.id))
        rangs = list(await connexion.scalars(_de(id, [depot.c.rang]).order_by(depot.c.rang)))
        pieces = await _tout(
            connexion, _de(id, _PIECE).order_by(piece_jointe.c.jointe_le, piece_jointe.c.id)
        )
        corrections = await _tout(connexion, _de(id, _CORRECTION).order_by(correction.c.rang))
        messages = await _tout(connexion, _messages(id, pour).order_by(message.c.rang))
        lectures = await _tout(connexion, _de(id, _LU).order_by(message_lu.c.cote, _LU[1]))
        envoyees = await _tout(connexion, _envoyees(id, pour))
        decisions = await _tout(connexion, decisions_de(id, entier=pour.public is None))
    nom = lue["numero"] or str(id)
    yield Membre("LISEZMOI.txt", _texte(lisezmoi(nom, le.astimezone(PARIS)).encode()))
    yield Membre("candidature.json", _json(lue))
    yield Membre("acces.json", _json(partages))
    yield Membre("corrections.json", _json(corrections))
    for rang in rangs:
        async for membre in _depot(services, id, rang):
            yield membre
    for rendue in decisions:
        # As it was signed, to the byte.
        lettre: str = rendue.pop("lettre")
        yield Membre(f"decisions/{rendue['rang']}-lettre.json", _texte(lettre.encode()))
    yield Membre("decisions.json", _json(decisions))
    yield Membre("evenements.json", _evenements(services, id, pour))
    jointes_aux_avis = (instruite or {}).get(piece_avis.name, [])
    ranges = {"pieces": pieces, "messages": envoyees, "avis": jointes_aux_avis}
    for ou, celles in ranges.items():
        async for membre in _pieces(services, celles, ou, pour):
            yield membre
    # Last: they say which of them could be read.
    if instruite is not None:
        yield Membre("instruction.json", _json(instruite))
    yield Membre("pieces.json", _json(pieces))
    echanges = {"messages": messages, "lectures": lectures, "pieces": envoyees}
    yield Membre("messages.json", _json(echanges))


def _de(id: UUID, colonnes: Sequence[Column[Any]]) -> Select[*tuple[Any, ...]]:
    table: Any = colonnes[0].table
    return select(*colonnes).where(table.c.candidature_id == id)


async def _tout(connexion: AsyncConnection, enonce: Select[*tuple[Any, ...]]) -> list[Json]:
    lignes = (await connexion.execute(enonce)).mappings()
    types = {colonne.name: colonne.type for colonne in enonce.selected_columns}
    return [{nom: _lisible(ligne[nom], type_) for nom, type_ in types.items()} for ligne in lignes]


def _lisible(valeur: Any, type_: Any) -> Any:
    """Bytes in hexadecimal, JSON text as what it says."""
    if isinstance(valeur, bytes):
        return valeur.hex()
    return from_json(valeur) if isinstance(type_, JsonText) and valeur is not None else valeur


async def _candidature(connexion: AsyncConnection, id: UUID, pour: Destinataire) -> Json:
    colonnes = [c for c in _CANDIDATURE if not pour.public or c.name not in _SCEAUX]
    (lue,) = await _tout(connexion, select(*colonnes).where(candidature.c.id == id))
    references = _de(id, [portail_reference.c.titulaire, portail_reference.c.reference])
    return {**lue, "references_de_portails": await _tout(connexion, references)}


async def _depot(services: Services, id: UUID, rang: int) -> AsyncIterator[Membre]:
    async with services.base.lecture() as connexion:
        trouves = await _tout(connexion, _de(id, _DEPOT).where(depot.c.rang == rang))
        accuses = await connexion.scalars(_de(id, [depot.c.accuse]).where(depot.c.rang == rang))
    for trouve, accuse in zip(trouves, accuses, strict=True):
        yield Membre(f"depots/{rang}.json", _json(trouve))
        # As it was signed, to the byte.
        yield Membre(f"depots/{rang}-accuse.json", _texte(accuse.encode()))


async def _instruite(connexion: AsyncConnection, id: UUID) -> Json:
    """What reviewers find it by, and did with it, by the names of the tables."""
    tables = (instruction, acte_instruction, affectation, note, avis)
    faites = {t.name: await _tout(connexion, _de(id, _dites(t.c))) for t in tables}
    # What is sealed in secret is told to who decides alone, whoever administers.
    secret = exists().where(instruction.c.candidature_id == id, instruction.c.sens_secret)
    proposees = _de(id, _dites(proposition.c)).where(~secret)
    faites[proposition.name] = await _tout(connexion, proposees)
    rendus = select(avis_rendu).join(avis, avis.c.id == avis_rendu.c.avis_id)
    faites[avis_rendu.name] = await _tout(connexion, rendus.where(avis.c.candidature_id == id))
    jointes = _de(id, _D_AVIS).where(piece_avis.c.envoi.is_not(None))
    faites[piece_avis.name] = await _tout(connexion, jointes.order_by(*_D_AVIS[:1]))
    siennes = select(func.unnest(instruction.c.etiquettes)).where(
        instruction.c.candidature_id == id
    )
    nommees = select(etiquette.c.id, etiquette.c.nom).where(etiquette.c.id.in_(siennes))
    return {**faites, etiquette.name: await _tout(connexion, nommees)}


def _dites(colonnes: Iterable[Column[Any]]) -> list[Column[Any]]:
    """Neither an index, nor what recognises a secret, nor what is written and not sent yet."""
    tues = ("candidature_id", "recherche", "empreinte", "brouillon")
    return [c for c in colonnes if c.name not in tues]


def _messages(id: UUID, pour: Destinataire) -> Select[*tuple[Any, ...]]:
    """The thread; which agent wrote, to the administration alone."""
    qui: Any = message.c.auteur
    if pour.public:
        qui = case((message.c.cote == Cote.DEMANDEUR.value, qui)).label("auteur")
    autres = (message.c.rang, message.c.cote, message.c.texte, message.c.le)
    return select(*autres, qui).where(message.c.candidature_id == id)


def _envoyees(id: UUID, pour: Destinataire) -> Select[*tuple[Any, ...]]:
    """The files of messages; what an agent has not sent yet is not the applicant's to see."""
    c = piece_message.c
    toutes = _de(id, _DE_MESSAGE).order_by(c.jointe_le, c.id)
    if pour.public is None:
        return toutes
    return toutes.where(or_(c.message.is_not(None), c.cote == Cote.DEMANDEUR.value))


def _montres(id: UUID, pour: Destinataire) -> Select[*tuple[Any, ...]]:
    """The events that they are shown; which agent acted, and from where, to reviewers alone."""
    if pour.public is None:
        return _de(id, _EVENEMENT)
    agent = evenement.c.auteur == INSTRUCTION
    colonnes = [
        case((agent, null()), else_=c).label(c.name) if c.name in ("acces_id", "origine") else c
        for c in _EVENEMENT
        if c.name not in _SCEAUX
    ]
    genres = [genre.genre for genre in genres_pour(pour.public)]
    return select(*colonnes).where(evenement.c.candidature_id == id, evenement.c.genre.in_(genres))


async def _evenements(services: Services, id: UUID, pour: Destinataire) -> AsyncIterator[bytes]:
    """A list, by pages: a draft saved by the second has thousands."""
    apres, avant = 0, b"[\n"
    while True:
        suite = _montres(id, pour).where(evenement.c.id > apres).order_by(evenement.c.id)
        async with services.base.lecture() as connexion:
            page = await _tout(connexion, suite.limit(_PAGE))
        for trouve in page:
            yield avant + to_json(trouve)
            apres, avant = trouve["id"], b",\n"
        if len(page) < _PAGE:
            break
    yield b"\n]\n"


async def _pieces(
    services: Services, pieces: list[Json], ou: str, pour: Destinataire
) -> AsyncIterator[Membre]:
    """The files that can be given; says of each where it is in the archive, or why it is not."""
    for rang, piece in enumerate(pieces, start=1):
        piece |= {"fichier": None, "absence": None}
        # What reviewers sent is another's, for who applies as for them.
        tus = A_L_ADMINISTRATION.tus if piece.get("cote") == Cote.INSTRUCTION.value else pour.tus
        if (etat := Antivirus(piece["antivirus"])) in tus:
            piece["absence"] = ABSENCES[etat]
            continue
        try:
            contenu = await services.magasin.lire(piece["id"], 0, piece["taille"])
        except FichierPerdu:
            piece["absence"] = PERDU
            continue
        piece["fichier"] = f"{ou}/{rang:02}-{nom_sur(piece['nom'])}"
        yield Membre(piece["fichier"], contenu, tasse=False)


async def _json(valeur: Any) -> AsyncIterator[bytes]:
    # Made when its turn comes.
    yield to_json(valeur, indent=2)


async def _texte(octets: bytes) -> AsyncIterator[bytes]:
    yield octets
