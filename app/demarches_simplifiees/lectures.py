"""What the service gives to who executes a document, by the names that are asked for there."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic_core import from_json

from app.acces.appelant import Appelant
from app.demarches_simplifiees.adresses_de_fichier import DUREE, PREFIXE, AdresseDeFichier
from app.demarches_simplifiees.disparus import paginer_les_disparus
from app.demarches_simplifiees.etats_de_ds import ETATS
from app.demarches_simplifiees.groupes import region_du_groupe
from app.demarches_simplifiees.identifiants import decoder
from app.demarches_simplifiees.page_de_ds import PageDeDs, Repere, instant_de
from app.demarches_simplifiees.paginer import Tri, paginer
from app.demarches_simplifiees.queries import NUMERO, dossiers, manque_un_numero, numeroter
from app.demarches_simplifiees.refus_de_ds import (
    MAUVAISE_DEMANDE,
    NON_TROUVE,
    SANS_DROIT,
    RefusDeDs,
)
from app.flux.lire import chercher_le_bout
from app.kit.services import Services

Json = dict[str, Any]
Lire = Callable[..., Awaitable[Json]]


@dataclass(frozen=True, slots=True)
class Pour:
    """Who asks (None for anybody), and the address that they call the service by."""

    services: Services
    appelant: Appelant | None
    ici: str

    @property
    def regions(self) -> Collection[str] | None:
        """Those that they are limited to, None for all; raises `RefusDeDs` for anybody."""
        if self.appelant is None:
            raise RefusDeDs("Sans jeton.", SANS_DROIT)
        return self.appelant.regions


async def _demarche(pour: Pour, number: int | None = None, id: str | None = None) -> Json:
    """The procedure of this number, or of this id; there is one."""
    procedure = _procedure(pour)
    if number != procedure["numero"] and decoder(id or "") != f"Procedure-{procedure['numero']}":
        raise RefusDeDs("Demarche not found", NON_TROUVE)
    return procedure


def _procedure(pour: Pour) -> Json:
    reglages = pour.services.settings
    return {
        "numero": reglages.ds_demarche,
        "ouverture": reglages.ouverture,
        "cloture": reglages.cloture,
        "conservation": reglages.conservation_decidees,
        "close": pour.services.horloge.maintenant() >= reglages.cloture,
    }


async def _groupe(pour: Pour, number: int) -> Json:
    """The group of this number, where the caller may look into it."""
    return {"groupe": _permise(pour, region_du_groupe(number))}


def _permise(pour: Pour, region: str | None) -> str:
    if region is None or (pour.regions is not None and region not in pour.regions):
        raise RefusDeDs("Groupe instructeur not found", NON_TROUVE)
    return region


async def _dossier(pour: Pour, number: int) -> Json:
    async with pour.services.base.lecture() as connexion:
        enonce = dossiers(pour.regions, NUMERO.in_([number]))
        lu = (await connexion.execute(enonce)).one_or_none()
    if lu is None or lu.etat not in ETATS:
        raise RefusDeDs("Dossier not found", NON_TROUVE)
    curseur = Repere(lu.maj_le, lu.numero).ecrire()
    return {"dossier": _montrer(pour, lu, curseur), "demarche": _procedure(pour)}


async def _dossiers(
    pour: Pour,
    *,
    groupe: str | None = None,
    state: str | None = None,
    archived: bool | None = None,
    createdSince: str | None = None,
    updatedSince: str | None = None,
    revision: str | None = None,
    minRevision: str | None = None,
    maxRevision: str | None = None,
    **page: Any,
) -> Json:
    """A page of dossiers. None is archived; all are of the one revision, whichever is asked for."""
    voulue = PageDeDs.voulue(**page)
    tri = Tri(groupe, state, _instant(createdSince), _instant(updatedSince), archived is True)
    await _tout_numeroter(pour.services)
    async with pour.services.base.lecture() as connexion:
        lue = await paginer(connexion, pour.regions, tri, voulue)
    montres = [_montrer(pour, *ligne) for ligne in lue.lignes]
    return {"dossiers": montres, "pageInfo": lue.infos, "demarche": _procedure(pour)}


def _disparus(liste: str) -> Lire:
    async def lire(
        pour: Pour,
        *,
        groupe: str | None = None,
        deletedSince: str | None = None,
        **page: Any,
    ) -> Json:
        voulue, depuis = PageDeDs.voulue(**page), _instant(deletedSince)
        regions = pour.regions if groupe is None else {_permise(pour, groupe)}
        await _tout_numeroter(pour.services)
        await chercher_le_bout(pour.services.base)  # the feed knows who saw what was erased
        async with pour.services.base.lecture() as connexion:
            lue = await paginer_les_disparus(connexion, liste, regions, depuis, voulue)
        montres = [{**_membres(ligne), "curseur": curseur} for ligne, curseur in lue.lignes]
        return {"dossiers": montres, "pageInfo": lue.infos}

    return lire


LECTURES: Final[Mapping[str, Lire]] = {
    "demarche": _demarche,
    "dossier": _dossier,
    "groupe": _groupe,
    "dossiers": _dossiers,
    "en_attente": _disparus("en_attente"),
    "supprimes": _disparus("supprimes"),
}


async def _tout_numeroter(services: Services) -> None:
    """See that all that was deposited has its number: clients know nothing by another name.

    While nothing gets written, what has one is read all the same.
    """
    async with services.base.lecture() as connexion:
        if services.base.ecritures_suspendues or not await manque_un_numero(connexion):
            return
    async with services.base.transaction() as connexion:
        await numeroter(connexion)


def _montrer(pour: Pour, ligne: Any, curseur: str) -> Json:
    """A row with its cursor; its deposit is left as the text that it is."""
    services = pour.services
    jusqu_au, secret = services.horloge.maintenant() + DUREE, services.secrets()[0]
    pieces = from_json(ligne.pieces)
    for piece in pieces:
        adresse = AdresseDeFichier(ligne.id, UUID(piece["id"]), jusqu_au).ecrire(secret)
        piece["adresse"] = f"{pour.ici}{PREFIXE}{adresse}"
    passages = from_json(ligne.passages)
    return {**_membres(ligne), "pieces": pieces, "passages": passages, "curseur": curseur}


def _membres(ligne: Any) -> Json:
    return {nom: getattr(ligne, nom) for nom in ligne._fields}


def _instant(texte: Any) -> datetime | None:
    """An instant that a client writes, if it writes one; raises `RefusDeDs`."""
    try:
        return None if texte is None else instant_de(texte)
    except ValueError:
        raise RefusDeDs("Instant illisible (ISO 8601).", MAUVAISE_DEMANDE) from None
