"""The act of taking the file of an export, which is written down: who, when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import insert

from app.acces.agents import agent_de
from app.acces.appelant import Appelant
from app.exports.demande import DEMANDES
from app.exports.etats_d_export import EtatExport
from app.exports.medias import MEDIAS, Media, nom_du_fichier
from app.exports.refus import ExportSansFichier
from app.exports.suivre_les_exports import lire_export
from app.exports.tables import export_pris
from app.kit.postgres.statements import Preparee
from app.kit.services import Services


@dataclass(frozen=True, slots=True)
class FichierDExport:
    """The file of an export, as the store has it."""

    id: UUID
    nom: str
    type: Media
    taille: int
    empreinte: str


def _noter() -> Preparee:
    noms = ("export_id", "agent", "premiere_fois", "derniere_fois")
    valeurs = {nom: bindparam(nom, type_=export_pris.c[nom].type) for nom in noms}
    enonce = insert(export_pris).values(valeurs)
    derniere = {"derniere_fois": enonce.excluded.derniere_fois}
    cle = [export_pris.c.export_id, export_pris.c.agent]
    return Preparee(enonce.on_conflict_do_update(index_elements=cle, set_=derniere))


_NOTER: Final = _noter()


async def prendre_export(
    services: Services, id: UUID, appelant: Appelant, le: datetime
) -> FichierDExport:
    """Its file, once it is written down that they take it. Their rights are judged anew.

    Raises `Introuvable`, `ExportSansFichier`.
    """
    async with services.base.lecture() as connexion:
        ligne = await lire_export(connexion, id, appelant)
    perime = ligne.expire_le is not None and ligne.expire_le <= le
    if ligne.etat != EtatExport.PRET or perime:
        raise ExportSansFichier(etat=EtatExport.EXPIRE if perime else EtatExport(ligne.etat))
    qui = {"export_id": id, "agent": agent_de(appelant)}
    await services.base.ecrire(_NOTER, **qui, premiere_fois=le, derniere_fois=le)
    demande = DEMANDES.validate_json(ligne.demande)
    return FichierDExport(
        ligne.fichier,
        nom_du_fichier(demande.format, ligne.demande_le),
        MEDIAS[demande.format],
        ligne.taille,
        ligne.sha256.hex(),
    )
