"""The act of asking for an export."""

from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from pydantic_core import to_json
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import agent_de
from app.acces.appelant import Appelant
from app.candidatures.une_fois import Fait, une_fois
from app.exports.demande import Demande, ExportADemander
from app.exports.etats_d_export import EtatExport
from app.exports.options import Entetes
from app.exports.place_d_un_agent import exiger_une_place
from app.exports.tables import export
from app.instruction.secret import decide
from app.instruction.vues.dossiers_vus import lire_la_vue_voulue
from app.instruction.vues.filtres_lus import fautes_des_colonnes, fautes_des_filtres
from app.kit.services import Services
from app.kit.web.idempotency import Cle
from app.kit.web.problems import FAUTES_MAX, ParametreRefuse, RequeteInvalide

EXPORTER: Final = "exporter_dossiers"


async def demander_export(
    services: Services, voulu: ExportADemander, appelant: Appelant, le: datetime, cle: Cle | None
) -> Fait:
    """Have it done by a job: the id of the export.

    Raises `RequeteInvalide`, `TropDExports`, `CleEnCours`, `CleReutilisee`.
    """
    id = uuid4()
    async with services.base.transaction() as connexion:

        async def agir() -> str:
            await exiger_une_place(connexion, agent_de(appelant))
            demande = await _figer(connexion, voulu, appelant)
            regions = None if appelant.regions is None else sorted(appelant.regions)
            await connexion.execute(
                insert(export).values(
                    id=id,
                    agent=agent_de(appelant),
                    regions=regions,
                    decide=decide(appelant),
                    demande=to_json(demande).decode(),
                    etat=EtatExport.EN_ATTENTE.value,
                    essai=0,
                    fait=0,
                    demande_le=le,
                )
            )
            await services.travaux.confier(connexion, EXPORTER, {"export": str(id)})
            return str(id)

        return await une_fois(connexion, cle, id, le, agir)


async def _figer(connexion: AsyncConnection, voulu: ExportADemander, appelant: Appelant) -> Demande:
    """What a view says is what it says now. Raises `RequeteInvalide`."""
    fautes = [*fautes_des_filtres(voulu.filtres), *fautes_des_colonnes(voulu.colonnes)]
    if voulu.vue and voulu.filtres:
        fautes.append(ParametreRefuse("body", "/vue", "vue_ou_filtres"))
    if fautes:
        refus = "Aucun export ne peut se faire de cette demande."
        raise RequeteInvalide(refus, parametres=fautes[:FAUTES_MAX])
    vue = None
    if voulu.vue:
        vue = await lire_la_vue_voulue(connexion, UUID(voulu.vue), appelant, "body")
    return Demande(
        format=voulu.format,
        vue=vue and vue.nom,
        filtres=vue.filtres if vue else voulu.filtres,
        colonnes=voulu.colonnes or (vue.colonnes if vue else []),
        contenus=sorted(set(voulu.contenus)),
        codes=voulu.codes,
        entetes=voulu.entetes or Entetes.LIBELLES,
        brut=voulu.brut,
    )
