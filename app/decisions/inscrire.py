"""The act of writing the lines of a lot (T9): some of them, or all."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.decisions.candidatures_nommees import (
    CandidatureNommee,
    candidatures_nommees,
    d_un_autre_lot,
)
from app.decisions.competence import incompetences
from app.decisions.ligne import LIGNES_MAX, Inscription, Voulue
from app.decisions.lots_decrits import GenreDActe
from app.decisions.queries import LotOuvert
from app.decisions.refus import LignesRefusees, LotTropGrand
from app.decisions.refus_de_ligne import CODES_DE_LIGNE, RefusDeLigne
from app.decisions.regler_lot import ouvrir_le_brouillon
from app.decisions.tables import ligne_de_lot
from app.decisions.territoire import groupements_des_communes
from app.decisions.version_du_lot import avancer_le_lot
from app.formulaire.referentiels import EPCI_ET_EPT
from app.instruction.geste import Geste
from app.instruction.proposition import Proposition
from app.instruction.propositions import propositions_de
from app.kit.services import Services

OCTETS_MAX: Final = 4_194_304  # bytes of text in a lot, all read at once
_VERROU: Final = 0x6C69_676E  # of the database: a candidature stands in one lot


async def inscrire(services: Services, id: UUID, voulue: Inscription, geste: Geste) -> None:
    """Write these lines, each in place of the one that its candidature had, and strike others.

    Nothing is done if one does not suit. Raises `LignesRefusees`, `LotTropGrand`, and what
    `ouvrir_le_brouillon` raises.
    """
    lignes = [
        Voulue(place, une.candidature, une.decision, une.code, une.admis)
        for place, une in enumerate(voulue.lignes, start=1)
    ]
    async with services.base.transaction() as connexion:
        lu = await ouvrir_le_brouillon(connexion, id, geste)
        ecrites = await _lignes_a_ecrire(connexion, lu, lignes, ())
        partent = [*voulue.rayees, *(ligne["candidature_id"] for ligne in ecrites)]
        siennes = ligne_de_lot.c.candidature_id.in_(partent)
        await connexion.execute(delete(ligne_de_lot).where(ligne_de_lot.c.lot == id, siennes))
        await _ecrire(connexion, lu, ecrites, geste)


async def remplacer_les_lignes(
    services: Services,
    id: UUID,
    lignes: Sequence[Voulue],
    refus: Sequence[RefusDeLigne],
    geste: Geste,
) -> None:
    """Write these lines in place of all those that the lot has; `refus`: those that were not read.

    Raises what `inscrire` raises.
    """
    async with services.base.transaction() as connexion:
        lu = await ouvrir_le_brouillon(connexion, id, geste)
        ecrites = await _lignes_a_ecrire(connexion, lu, lignes, refus)
        await connexion.execute(delete(ligne_de_lot).where(ligne_de_lot.c.lot == id))
        await _ecrire(connexion, lu, ecrites, geste)


async def _ecrire(
    connexion: AsyncConnection, lu: LotOuvert, lignes: Sequence[Mapping[str, Any]], geste: Geste
) -> None:
    if lignes:
        await connexion.execute(insert(ligne_de_lot), lignes)
    c = ligne_de_lot.c
    octets = func.octet_length(func.coalesce(c.motivation, "")) + func.octet_length(
        func.coalesce(c.territoire_retenu.cast(c.motivation.type), "")
    )
    comptes = select(func.count(), func.coalesce(func.sum(octets), 0)).where(c.lot == lu.id)
    nombre, somme = (await connexion.execute(comptes)).one()
    if nombre > LIGNES_MAX or somme > OCTETS_MAX:
        raise LotTropGrand(lignes=LIGNES_MAX, octets=OCTETS_MAX)
    await avancer_le_lot(connexion, lu.id, GenreDActe.LIGNES, geste.arrivee, geste.agent)


async def _lignes_a_ecrire(
    connexion: AsyncConnection,
    lu: LotOuvert,
    lignes: Sequence[Voulue],
    refus: Sequence[RefusDeLigne],
) -> list[dict[str, Any]]:
    """Their columns, by candidature. Raises `LignesRefusees`, with all that is wrong of all."""
    await connexion.execute(select(func.pg_advisory_xact_lock(_VERROU)))
    connues = await candidatures_nommees(connexion, lu, lignes)
    ids = {une.id for une in connues.values()}
    proposees = await propositions_de(connexion, ids)
    ailleurs = await d_un_autre_lot(connexion, lu.id, ids)
    dites = [une.decision for une in lignes if une.decision]
    proposes = (une.proposition for une in proposees.values())
    communes = await groupements_des_communes([*dites, *proposes])
    trouves = [*refus]
    ecrites = dict[UUID, dict[str, Any]]()
    for voulue in lignes:
        connue = connues.get(voulue.candidature)
        proposee = proposees.get(connue.id) if connue else None
        decidee = voulue.decision or (proposee and proposee.proposition)
        if codes := [*_refus(lu, voulue, connue, decidee, ecrites, ailleurs, communes)]:
            trouves += [_refuser(voulue, connue, code) for code in codes]
        elif connue and decidee:
            dite = proposee.version if proposee and proposee.proposition == decidee else None
            ecrites[connue.id] = _colonnes(lu.id, connue, voulue, decidee) | {"proposition": dite}
    if trouves:
        raise LignesRefusees(lignes=sorted(trouves, key=lambda un: un.ligne or 0))
    return [ecrites[id] for id in sorted(ecrites)]


def _refus(
    lu: LotOuvert,
    voulue: Voulue,
    connue: CandidatureNommee | None,
    decidee: Proposition | None,
    ecrites: Mapping[UUID, Any],
    ailleurs: Collection[UUID],
    communes: Mapping[str, Any],
) -> Iterator[str]:
    if connue is None:
        yield "introuvable"
        return
    if connue.id in ecrites:
        yield "doublon"
    if connue.id in ailleurs:
        yield "autre-lot"
    if decidee is None:
        yield "proposition-absente"
        return
    if retenu := decidee.territoire_retenu:
        if not EPCI_ET_EPT.keys() >= {*retenu.epci}:
            yield "siren-inconnu"
        if not communes.keys() >= {*retenu.communes}:
            yield "commune-inconnue"
    dit = connue.region_pilote, connue.epci, decidee, voulue.code
    yield from incompetences(lu.regions, *dit)


def _refuser(voulue: Voulue, connue: CandidatureNommee | None, code: str) -> RefusDeLigne:
    id, numero = (connue.id, connue.numero) if connue else (None, None)
    return RefusDeLigne(voulue.place, id, numero, code, None, False, CODES_DE_LIGNE[code])


def _colonnes(
    lot: UUID, connue: CandidatureNommee, voulue: Voulue, decidee: Proposition
) -> dict[str, Any]:
    retenu = decidee.territoire_retenu
    return {
        "lot": lot,
        "candidature_id": connue.id,
        "depot": connue.rang,
        "sens": decidee.sens.value,
        "motifs": [un.value for un in decidee.motifs],
        "motivation": decidee.motivation,
        "territoire_retenu": retenu and retenu.model_dump_json(),
        "code": voulue.code,
        "admis": voulue.admis,
        "publiee": False,
    }
