"""The letters of a lot: what each is made of, made and signed together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.config import Settings
from app.decisions.lettre import (
    AuteurDeDecision,
    DepotDecide,
    Lettre,
    etablir_lettre,
    territoire_decide,
)
from app.decisions.lettre_signee import sceller_lettre
from app.decisions.lignes_du_lot import Ligne
from app.decisions.signataire import Signataire
from app.decisions.tables import decision
from app.decisions.territoire import contenu_de
from app.depots.accuse import ServiceCharge
from app.depots.tables import depot, instruction
from app.instruction.queries import visibles
from app.kit.keys.signature import CleSignature


@dataclass(frozen=True, slots=True)
class Sceau:
    """By whom and when a lot is sealed."""

    lot: UUID
    le: datetime
    signataire: Signataire
    cle: CleSignature
    settings: Settings


@dataclass(frozen=True, slots=True)
class Scellee:
    """A decision that is sealed, as a row of `decision`."""

    rang: int
    colonnes: dict[str, Any]


async def deposes_et_rangs(
    connexion: AsyncConnection, lignes: Sequence[Ligne]
) -> tuple[dict[UUID, Any], dict[UUID, int]]:
    """The last deposit of each, and the rank of the decision to come."""
    ids = [ligne.candidature for ligne in lignes]
    denomination = func.jsonb_extract_path_text(depot.c.instantane, "demandeur", "denomination")
    enonce = visibles(
        None,
        *(instruction.c.candidature_id, depot.c.recu_le, depot.c.empreinte, depot.c.siret),
        *(depot.c.version_formulaire, denomination.label("denomination")),
    ).where(instruction.c.candidature_id.in_(ids))
    deposes = {ligne.candidature_id: ligne for ligne in await connexion.execute(enonce)}
    c = decision.c
    derniers = select(c.candidature_id, func.max(c.rang)).where(c.candidature_id.in_(ids))
    rangs = dict.fromkeys(ids, 1)
    for id, dernier in await connexion.execute(derniers.group_by(c.candidature_id)):
        rangs[id] = dernier + 1
    return deposes, rangs


def sceller_toutes(
    sceau: Sceau,
    lignes: Sequence[Ligne],
    codes: Mapping[UUID, str | None],
    deposes: Mapping[UUID, Any],
    rangs: Mapping[UUID, int],
) -> dict[UUID, Scellee]:
    """The decision of each line, its letter made and signed."""
    return {
        une.candidature: _sceller(
            sceau,
            une,
            codes.get(une.candidature),
            deposes[une.candidature],
            rangs[une.candidature],
        )
        for une in lignes
    }


def _sceller(sceau: Sceau, ligne: Ligne, code: str | None, depose: Any, rang: int) -> Scellee:
    lettre = _lettre(sceau, ligne, code, depose, rang)
    signee = sceller_lettre(lettre, sceau.cle).model_dump_json()
    colonnes = {
        "candidature_id": ligne.candidature,
        "rang": rang,
        "lot": sceau.lot,
        "depot": ligne.rang,
        "sens": ligne.decision.sens.value,
        "contenu": contenu_de(ligne, code).model_dump_json(),
        "code": code,
        "arretee_le": sceau.le,
        "lettre": signee,
        "empreinte": sha256(signee.encode()).digest(),
    }
    return Scellee(rang, colonnes)


def _lettre(sceau: Sceau, ligne: Ligne, code: str | None, depose: Any, rang: int) -> Lettre:
    decidee = ligne.decision
    accepte = contenu_de(ligne, code).territoire
    return etablir_lettre(
        numero=ligne.numero,
        decision=rang,
        depot=DepotDecide(
            rang=ligne.rang, recu_le=depose.recu_le, empreinte=depose.empreinte.hex()
        ),
        arretee_le=sceau.le,
        service=ServiceCharge(telephone=sceau.settings.service_telephone),
        denomination=depose.denomination,
        siret=depose.siret,
        nom_territoire=ligne.nom,
        epci_demandes=ligne.epci,
        sens=decidee.sens,
        motifs=decidee.motifs,
        motivation=decidee.motivation,
        territoire_retenu=accepte
        and territoire_decide(accepte.code, accepte.nom, accepte.epci, accepte.communes),
        signataire=AuteurDeDecision.model_validate(sceau.signataire.model_dump()),
        voies=sceau.settings.voies_recours,
        version_formulaire=depose.version_formulaire,
        bac_a_sable=sceau.settings.bac_a_sable,
    )
