"""What stands in the way of sealing a lot: all of it, line by line."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant
from app.candidatures.etats import Acte
from app.decisions.codes import attribuer, codes_connus
from app.decisions.competence import incompetences
from app.decisions.lignes_du_lot import Ligne
from app.decisions.queries import LotOuvert
from app.decisions.recouvrements import recouvrements
from app.decisions.refus_de_ligne import CODES_DE_LIGNE, RefusDeLigne
from app.decisions.territoire import (
    HORS_PERIMETRE,
    defauts_du_territoire,
    groupements_des_communes,
    pilote_de,
)
from app.instruction.proposition import Sens, est_motivee
from app.instruction.refus import MotivationAbsente
from app.kit.web.tickets import VALIDITE

RECOUVREMENT: Final = "perimetres-en-recouvrement"
SIGNATAIRE: Final = "signataire-incomplet"
_LEVABLES: Final = frozenset(
    {RECOUVREMENT, HORS_PERIMETRE, "depot-change", "proposition-changee", "code-hors-region"}
)


async def verifier_les_lignes(
    connexion: AsyncConnection,
    lu: LotOuvert,
    lignes: Sequence[Ligne],
    appelant: Appelant,
    arrivee: datetime,
) -> tuple[list[RefusDeLigne], dict[UUID, str | None]]:
    """Why this caller cannot seal it as of this instant; the code of each line that accepts."""
    refus = [_refus(None, code) for code in _du_lot(lu, lignes, arrivee)]
    connus = await codes_connus(connexion)
    codes = attribuer(lignes, connus)
    combien = Counter(code for code in codes.values() if code)
    partages = await recouvrements(connexion, appelant, lignes)
    groupements = await groupements_des_communes(une.decision for une in lignes)
    for ligne in lignes:
        dit = ligne.region_pilote, ligne.epci, ligne.decision, ligne.code
        hors = [*incompetences(lu.regions, *dit)]
        trouves = [*_de_la_ligne(ligne, arrivee), *hors]
        if ligne.decision.sens is Sens.ACCEPTEE and not hors:
            trouves += defauts_du_territoire(ligne, groupements)
            trouves += _du_code(ligne, codes[ligne.candidature], combien, connus.donnes)
            if not ligne.admis and ligne.candidature in partages:
                trouves.append(RECOUVREMENT)
        refus += [_refus(ligne, code) for code in trouves]
    return refus, codes


def _refus(ligne: Ligne | None, code: str) -> RefusDeLigne:
    id, numero = (ligne.candidature, ligne.numero) if ligne else (None, None)
    return RefusDeLigne(None, id, numero, code, None, code in _LEVABLES, CODES_DE_LIGNE[code])


def _du_lot(lu: LotOuvert, lignes: Sequence[Ligne], arrivee: datetime) -> Iterator[str]:
    if not lignes:
        yield "lot-vide"
    if lu.signataire is None or lu.signataire.manquent():
        yield SIGNATAIRE
    if lu.publier_le is not None and lu.publier_le <= arrivee:
        yield "instant-passe"


def _de_la_ligne(ligne: Ligne, arrivee: datetime) -> Iterator[str]:
    if not ligne.etat.permet(Acte.PROPOSER):
        yield "etat-incompatible"
    # An answer in time may still come back: until then a correction is as good as open.
    limite = ligne.correction_jusqu_au
    if limite is not None and arrivee < limite + VALIDITE:
        yield "correction-ouverte"
    if ligne.rang != ligne.depot:
        yield "depot-change"
    if ligne.dite not in (None, ligne.proposee):
        yield "proposition-changee"
    if not est_motivee(ligne.decision):
        yield MotivationAbsente.code


def _du_code(
    ligne: Ligne, code: str | None, combien: Mapping[str, int], donnes: Mapping[str, UUID | None]
) -> Iterator[str]:
    pilote = pilote_de(ligne)
    if pilote is None:
        yield "region-pilote-absente"
    elif code is None:
        yield "codes-epuises"
    elif not code.startswith(f"ti-{pilote}"):
        yield "code-hors-region"
    if code and (combien[code] > 1 or donnes.get(code, ligne.candidature) != ligne.candidature):
        yield "code-pris"
