"""HTTP of the lines of a lot: JSON, or a sheet that Excel opens."""

import asyncio
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import TypeAdapter

from app.acces.admission import compter_le_geste
from app.acces.gardes import Decideur, DecideurLecteur
from app.decisions import exemples
from app.decisions.consigner_les_lectures import consigner_les_lectures
from app.decisions.inscrire import OCTETS_MAX, inscrire, remplacer_les_lignes
from app.decisions.ligne import Inscription
from app.decisions.lignes_csv import COLONNES, ecrire_csv
from app.decisions.lignes_decrites import Lignes
from app.decisions.lignes_du_lot import decrire_la_ligne, lignes_du_lot, page_du_lot
from app.decisions.lire_csv import lire_csv
from app.decisions.lots_decrits import EtatDeLot, LotDecrit
from app.decisions.lots_routes import VERSION_DU_LOT, IdLot, SiVersionDuLot, repondre_lot
from app.decisions.queries import ouvrir_lot
from app.decisions.refus import LIGNES_EMPECHEES, LIGNES_OU_REQUETE_REFUSEES
from app.instruction.dossier_routes import CORPS, SIEN
from app.instruction.geste import Geste
from app.instruction.version_lue import etiquette
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.http import JSON, Arrivee, LesServices, corps_json, repondre_json
from app.kit.web.json_text import lire_modele
from app.kit.web.negotiation import choisir
from app.kit.web.problems import CorpsTropGrand, FormatNonDisponible, Introuvable, TropDeRequetes
from app.kit.web.query import PARAMETRES_CONNUS

CSV: Final = "text/csv"
_CORPS_MAX: Final = 2 * OCTETS_MAX  # however its quotes and letters are escaped
_PLUSIEURS_FOIS: Final = "Écrivez ces lignes en plusieurs fois, ou par une feuille (PUT, text/csv)."
_PAGE: Final = TypeAdapter(Lignes)
_FEUILLE: Final[dict[str, Any]] = {
    "title": "LignesEnCsv",
    "type": "string",
    "format": "binary",  # a file, as it was saved
    "description": f"Une ligne par candidature ; colonnes : {', '.join(COLONNES)}.",
}

routes = APIRouter(prefix="/v1/instruction/lots/{lot}/lignes", tags=["Décisions"])


@routes.get(
    "",
    operation_id="listerLignesDuLot",
    summary="Lire les lignes d'un lot",
    response_model=Lignes,
    dependencies=[PARAMETRES_CONNUS],
    responses={
        200: {
            "description": "Une page de lignes (JSON), ou toutes (CSV).",
            "content": {CSV: {"schema": {}}},
        },
        **reponses(*SIEN, FormatNonDisponible, TropDeRequetes),
    },
)
@Declaration(exemple=exemples.lignes, versionnee=True)
async def lister(
    lot: IdLot,
    requete: Request,
    services: LesServices,
    appelant: DecideurLecteur,
    arrivee: Arrivee,
    apres: Annotated[
        UUID | None,
        Query(description="Curseur : `suivant` de la page d'avant.", examples=[str(exemples.ID)]),
    ] = None,
    limite: Annotated[int, Query(ge=1, le=100, description="Lignes par page.", examples=[50])] = 50,
) -> Response:
    """Ce qui y est décidé de chaque candidature. `Accept: text/csv` : toutes les lignes, comme
    Excel les ouvre en français, à renvoyer telles quelles une fois changées (`PUT`). D'un lot
    arrêté, qui les lit est consigné.
    """
    format = choisir(requete.headers.get("accept"), (JSON, CSV))
    async with services.base.lecture() as connexion:
        lu = await ouvrir_lot(connexion, lot, appelant)
        if format == JSON:
            page = await page_du_lot(connexion, lot, apres, limite)
        else:
            page = Lignes([*map(decrire_la_ligne, await lignes_du_lot(connexion, lot))], None)
    if lu.etat is EtatDeLot.ARRETE:
        compter_le_geste(requete, appelant)
        lues = [ligne.candidature for ligne in page.lignes]
        await consigner_les_lectures(services, lues, appelant, arrivee)
    entetes = {"ETag": etiquette(lu.version), "Vary": "Accept"}
    if format == JSON:
        return repondre_json(_PAGE.dump_json(page), entetes=entetes)
    entetes["Content-Disposition"] = f'attachment; filename="lot-{lot}.csv"'
    return Response(ecrire_csv(page.lignes), headers=entetes, media_type=CSV)


@routes.patch(
    "",
    operation_id="inscrireAuLot",
    summary="Inscrire des candidatures à un lot",
    responses=reponses(
        *CORPS, Introuvable, *VERSION_DU_LOT, LIGNES_OU_REQUETE_REFUSEES, LIGNES_EMPECHEES
    ),
)
@Declaration(corps=Corps(Inscription, exemples.inscription), exemple=exemples.lot, versionnee=True)
async def ecrire(
    lot: IdLot,
    requete: Request,
    reponse: Response,
    services: LesServices,
    appelant: Decideur,
    arrivee: Arrivee,
    si_version: SiVersionDuLot = None,
) -> LotDecrit:
    """Écrit ces lignes, chacune à la place de celle qu'avait sa candidature, et en raye d'autres ;
    toutes ou aucune : un refus les dit toutes. Sans `decision`, une ligne prend ce qui est proposé.
    Une candidature n'est que d'un lot à la fois. `If-Match` est requis (428). Un corps de 2 500
    lignes d'une vingtaine d'EPCI compte trop de valeurs (413) : écrivez-les en plusieurs fois, ou
    par une feuille (`PUT`, `text/csv`).
    """
    try:
        voulue = lire_modele(await corps_json(requete, _CORPS_MAX, JSON), Inscription)
    except CorpsTropGrand as refus:
        raise CorpsTropGrand(f"{refus.detail} {_PLUSIEURS_FOIS}") from None
    await inscrire(services, lot, voulue, Geste(appelant, arrivee, si_version))
    return await repondre_lot(services, lot, appelant, reponse)


@routes.put(
    "",
    operation_id="remplacerLignesDuLot",
    summary="Remplacer toutes les lignes d'un lot",
    responses=reponses(
        *CORPS, Introuvable, *VERSION_DU_LOT, LIGNES_OU_REQUETE_REFUSEES, LIGNES_EMPECHEES
    ),
)
@Declaration(corps=Corps(_FEUILLE, exemples.feuille, (CSV,)), exemple=exemples.lot, versionnee=True)
async def remplacer(
    lot: IdLot,
    requete: Request,
    reponse: Response,
    services: LesServices,
    appelant: Decideur,
    arrivee: Arrivee,
    si_version: SiVersionDuLot = None,
) -> LotDecrit:
    """Les remplace par celles d'une feuille, telle qu'un tableur l'enregistre : `;` ou `,`, UTF-8
    ou Windows, colonnes dans n'importe quel ordre. `numero` est requise, une colonne inconnue est
    refusée ; les listes se séparent d'un blanc. Toutes ou aucune : un refus dit chaque ligne.
    `If-Match` est requis (428).
    """
    feuille = await corps_json(requete, _CORPS_MAX, CSV)
    lignes, refus = await asyncio.to_thread(lire_csv, feuille)
    await remplacer_les_lignes(services, lot, lignes, refus, Geste(appelant, arrivee, si_version))
    return await repondre_lot(services, lot, appelant, reponse)
