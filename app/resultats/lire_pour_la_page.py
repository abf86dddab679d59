"""The act of reading what the page shows of the last version, and of finding there."""

import asyncio
import gzip
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic_core import from_json

from app.formulaire.choix import Region
from app.formulaire.referentiels import EPCI_ET_EPT
from app.formulaire.referentiels.departements import departement_de, noms_des_departements
from app.kit.services import Services
from app.resultats.chercher_un_territoire import CARACTERES_MAX, TerritoireMontre, chercher
from app.resultats.fichiers_des_resultats import COMMUNES, OBJETS, SIGNE
from app.resultats.lire_les_resultats import lire_un_fichier, trouver_a_jour
from app.resultats.page_des_resultats import PageVoulue
from app.resultats.queries import FichierTrouve
from app.resultats.resultats_signes import ResultatsSignes


async def lire_pour_la_page(
    services: Services, abonne: str, region: str, q: str
) -> tuple[PageVoulue, Sequence[TerritoireMontre]]:
    """What the page shows of the last version: a region that leads nothing is as none, nothing is
    looked for beyond `CARACTERES_MAX`. `abonne`: by whom, since one looks at a time.

    Raises what `trouver_a_jour` raises, `Indisponible` where too many look.
    """
    trouve = await trouver_a_jour(services, SIGNE.nom, None)
    signes = await _lire(services, SIGNE.nom, trouve)
    resultats = ResultatsSignes.model_validate_json(signes).resultats
    choisie = region if region in {une.region.value for une in resultats.regions} else ""
    objets = from_json(await _lire(services, OBJETS.nom, trouve))
    territoires = [*_montres(objets, choisie)]
    if q and len(q) <= CARACTERES_MAX:
        async with services.recherches.prendre(abonne):
            communes = (await _lire(services, COMMUNES[0].nom, trouve)).decode()
            territoires = await asyncio.to_thread(lambda: [*chercher(territoires, q, communes)])
    de_quoi = resultats.regions, choisie, resultats.bac_a_sable is not None, q
    return PageVoulue(trouve.version, trouve.publie_le, *de_quoi), territoires


async def _lire(services: Services, nom: str, trouve: FichierTrouve) -> bytes:
    return gzip.decompress(await lire_un_fichier(services, nom, trouve))


def _montres(objets: Any, choisie: str) -> Iterator[TerritoireMontre]:
    noms = noms_des_departements()
    for un in (objet["properties"] for objet in objets["features"]):
        if choisie in ("", un["region"]):
            region, codes = Region(un["region"]), _departements(un["siren"], un["insee_com"])
            yield TerritoireMontre(
                *(un["id_territoire"], un["lib_territoire"], region.value, region.libelle),
                *([(code, noms.get(code, code)) for code in codes], un["liste_geo"]),
            )


def _departements(epci: Sequence[str], communes: Sequence[str]) -> Sequence[str]:
    connus = [EPCI_ET_EPT[siren] for siren in epci if siren in EPCI_ET_EPT]
    des_epci = {code for connu in connus for code in connu.departements}
    return sorted(des_epci | {*map(departement_de, communes)})
