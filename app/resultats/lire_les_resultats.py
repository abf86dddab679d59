"""The acts of finding a file of the results, made first if it is due, and of reading what the page
shows of it."""

import gzip
from collections.abc import Sequence

from pydantic_core import from_json

from app.formulaire.referentiels import EPCI_ET_EPT
from app.formulaire.referentiels.departements import departement_de
from app.kit.services import Services
from app.resultats.diffuser import mettre_a_jour
from app.resultats.fichiers_des_resultats import OBJETS, SIGNE
from app.resultats.page_des_resultats import PageVoulue, TerritoireMontre
from app.resultats.queries import FichierTrouve, lire_le_contenu, trouver
from app.resultats.refus import OUVERT, ResultatsNonPublies
from app.resultats.resultats_signes import ResultatsSignes


async def trouver_a_jour(services: Services, nom: str, version: str | None) -> FichierTrouve:
    """A file of the last version, or of this one; raises `ResultatsNonPublies`, `Indisponible`."""
    async with services.base.lecture() as connexion:
        en_retard, trouve = await trouver(connexion, nom, version)
    if en_retard:
        await mettre_a_jour(services)
        async with services.base.lecture() as connexion:
            _, trouve = await trouver(connexion, nom, version)
    if trouve is None:
        raise ResultatsNonPublies(entetes=OUVERT)
    return trouve


async def lire_un_fichier(services: Services, nom: str, trouve: FichierTrouve) -> bytes:
    """What is in it, compressed by gzip."""
    async with services.base.lecture() as connexion:
        return await lire_le_contenu(connexion, nom, trouve.version)


async def lire_pour_la_page(
    services: Services, region: str
) -> tuple[PageVoulue, Sequence[TerritoireMontre]]:
    """What the page shows of the last version; a region that leads nothing is as none.

    Raises what `trouver_a_jour` raises.
    """
    trouve = await trouver_a_jour(services, SIGNE.nom, None)
    signes = gzip.decompress(await lire_un_fichier(services, SIGNE.nom, trouve))
    resultats = ResultatsSignes.model_validate_json(signes).resultats
    choisie = region if region in {une.region.value for une in resultats.regions} else ""
    objets = from_json(gzip.decompress(await lire_un_fichier(services, OBJETS.nom, trouve)))
    territoires = [
        TerritoireMontre(
            *(un["id_territoire"], un["lib_territoire"], un["region"], un["liste_geo"]),
            _departements(un["siren"], un["insee_com"]),
        )
        for un in (objet["properties"] for objet in objets["features"])
    ]
    de_quoi = resultats.regions, choisie, resultats.bac_a_sable is not None
    return PageVoulue(trouve.version, trouve.publie_le, *de_quoi), territoires


def _departements(epci: Sequence[str], communes: Sequence[str]) -> Sequence[str]:
    des_epci = {code for siren in epci for code in EPCI_ET_EPT[siren].departements}
    return sorted(des_epci | {*map(departement_de, communes)})
