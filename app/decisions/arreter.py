"""The act of sealing a lot (T10): its lines become decisions, their letters are signed."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import INSTRUCTION, Auteur
from app.candidatures.details import DetailLettreScellee
from app.candidatures.evenements_decides import EvenementArretee
from app.candidatures.journal_en_masse import Consigne, consigner_en_masse
from app.candidatures.tables import candidature
from app.candidatures.une_fois import Fait, une_fois
from app.decisions.codes import seul_a_en_donner
from app.decisions.ligne import LIGNES_MAX
from app.decisions.lignes_du_lot import Ligne, candidatures_du_lot, lignes_du_lot
from app.decisions.lots_decrits import EtatDeLot, GenreDActe
from app.decisions.queries import LotOuvert
from app.decisions.refus import ArretRefuse, PerimetresEnRecouvrement, SignataireIncomplet
from app.decisions.refus_de_ligne import RefusDeLigne
from app.decisions.regler_lot import ouvrir_le_brouillon
from app.decisions.sceller_les_lettres import Sceau, Scellee, deposes_et_rangs, sceller_toutes
from app.decisions.signataire import Signataire
from app.decisions.tables import decision, ligne_de_lot
from app.decisions.verifier import RECOUVREMENT, SIGNATAIRE, verifier_les_lignes
from app.decisions.version_du_lot import avancer_le_lot
from app.depots.avancer import avancer_toutes
from app.instruction.geste import Geste
from app.instruction.queries import ouvrir_toutes
from app.kit.keys.signature import CleSignature
from app.kit.services import Services


async def arreter(services: Services, id: UUID, geste: Geste, raison: str | None) -> Fait:
    """Seal it; `raison`: why what may be passed over is, None to pass over nothing (T14).

    Raises `ArretRefuse` and its kin, with all that stands in the way, what `ouvrir_le_brouillon`
    and `une_fois` raise, and `Indisponible` where the other processes would not know our signature.
    """
    cle = await services.signataire.cle()
    async with services.base.transaction() as connexion:
        return await une_fois(
            *(connexion, geste.cle, id, geste.arrivee),
            lambda: _arreter(services, connexion, id, geste, raison, cle),
        )


async def _arreter(
    services: Services,
    connexion: AsyncConnection,
    id: UUID,
    geste: Geste,
    raison: str | None,
    cle: CleSignature,
) -> None:
    lu = await ouvrir_le_brouillon(connexion, id, geste)
    await seul_a_en_donner(connexion)
    ici = candidature.c.id.in_(await candidatures_du_lot(connexion, id))
    await ouvrir_toutes(connexion, geste.appelant, ici, LIGNES_MAX)
    lignes = await lignes_du_lot(connexion, id)
    vu = geste.appelant, geste.arrivee
    refus, codes = await verifier_les_lignes(connexion, lu, lignes, *vu)
    sceau = Sceau(id, geste.arrivee, _exiger(lu, refus, raison), cle, services.settings)
    deposes, rangs = await deposes_et_rangs(connexion, lignes)
    scellees = await asyncio.to_thread(sceller_toutes, sceau, lignes, codes, deposes, rangs)
    await _ecrire(connexion, lu, lignes, scellees, geste)
    etat: dict[str, Any] = {"etat": EtatDeLot.ARRETE.value, "arrete_le": geste.arrivee}
    acte = GenreDActe.ARRET
    await avancer_le_lot(connexion, id, acte, geste.arrivee, geste.agent, raison, **etat)


def _exiger(lu: LotOuvert, refus: Sequence[RefusDeLigne], raison: str | None) -> Signataire:
    """Who signs. Raises what stands in the way, but what a reason passes over."""
    restent = [un for un in refus if raison is None or not un.levable]
    if lu.signataire and not restent:
        return lu.signataire
    codes = {un.code for un in restent}
    if codes == {SIGNATAIRE}:
        raise SignataireIncomplet(refus=restent)
    if codes == {RECOUVREMENT}:
        raise PerimetresEnRecouvrement(refus=restent)
    raise ArretRefuse(refus=restent)


async def _ecrire(
    connexion: AsyncConnection,
    lu: LotOuvert,
    lignes: Sequence[Ligne],
    scellees: dict[UUID, Scellee],
    geste: Geste,
) -> None:
    await connexion.execute(insert(decision), [une.colonnes for une in scellees.values()])
    await _donner_les_codes(connexion, lu.id, lignes, scellees)
    vers: dict[str, Any] = {"lot": lu.id, "arretee_le": geste.arrivee, "sens_secret": lu.secret}
    agent = geste.agent
    await avancer_toutes(connexion, [*scellees], EvenementArretee, geste.arrivee, agent, **vers)
    faits = [
        Consigne(
            id, EvenementArretee(DetailLettreScellee(une.rang, une.colonnes["empreinte"].hex()))
        )
        for id, une in scellees.items()
    ]
    auteur = Auteur(INSTRUCTION, agent, geste.appelant.origine)
    await consigner_en_masse(connexion, faits, auteur, geste.arrivee)


async def _donner_les_codes(
    connexion: AsyncConnection,
    lot: UUID,
    lignes: Sequence[Ligne],
    scellees: dict[UUID, Scellee],
) -> None:
    """A code that is given stays that of the line, if its lot is reopened."""
    codes = {une.candidature: scellees[une.candidature].colonnes["code"] for une in lignes}
    donnes = [
        {"ici": une.candidature, "donne": codes[une.candidature]}
        for une in lignes
        if codes[une.candidature] not in (None, une.code)
    ]
    if donnes:
        c = ligne_de_lot.c
        sienne = c.lot == lot, c.candidature_id == bindparam("ici")
        await connexion.execute(
            update(ligne_de_lot).where(*sienne).values(code=bindparam("donne")), donnes
        )
