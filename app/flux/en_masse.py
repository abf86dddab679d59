"""The act of giving everything at once: each candidature as it was at one instant, line by line.

The last line has the cursor where the feed and the list go on; without it the file is cut short.
"""

from collections.abc import AsyncGenerator
from typing import Any, Final

from pydantic import TypeAdapter
from pydantic_core import to_json
from sqlalchemy import Select, case, true

from app.acces.appelant import Appelant
from app.candidatures.tables import candidature
from app.depots.tables import depot
from app.flux.bout import BOUT, chercher_le_bout
from app.flux.fiche import TOUTES, CandidatureSuivie, fiche_de, fiches
from app.flux.portee import Vue, vue_de
from app.flux.repere import Curseur, trace
from app.kit.postgres.servers import Connexion
from app.kit.postgres.statements import Ligne, Preparee
from app.kit.services import Services

DUREE: Final = 600.0
"""Seconds that one may last: as long, PostgreSQL keeps every row that was written over."""
_LIGNES: Final = 8  # read at a time, of 2 MB each at most
_MORCEAU: Final = 64 * 1024
_FICHE: Final = TypeAdapter(CandidatureSuivie)
_BOUT: Final = Preparee(BOUT)


async def donner(services: Services, appelant: Appelant) -> AsyncGenerator[bytes]:
    """The lines, as NDJSON, some at a time: of a portal's, or one's own, the dossier as it stands;
    of those of a reviewer the snapshot of the last deposit.

    Rights are judged as it begins. Raises `Indisponible` where too many are given.
    """
    async with services.exports.prendre(appelant.abonne, appelant.empreinte):
        # What waits for a position gets it: little is told again after the cursor.
        await chercher_le_bout(services.base)
        async with services.base.lecture() as connexion:
            vue = await vue_de(connexion, appelant)
        async with (
            services.base.a_part("ti_export") as seule,
            seule.transaction(isolation="repeatable_read", readonly=True),
        ):
            bout = await _lire(seule, _BOUT)
            curseur = Curseur(trace(bout["epoque"], bout["id"]), bout["position"])
            nombre, tampon = 0, bytearray()
            lignes = await _ouvrir(seule, Preparee(_contenus(vue)))
            while lues := await lignes.fetch(_LIGNES):
                for lue in lues:
                    tampon += _ligne(lue)
                nombre += len(lues)
                if len(tampon) >= _MORCEAU:
                    yield bytes(tampon)
                    tampon.clear()
        tampon += _fin(curseur.ecrire(services.secrets()[0], vue.sceau()), nombre)
    yield bytes(tampon)


async def _lire(connexion: Connexion, enonce: Preparee) -> Ligne:
    (lue,) = await connexion.fetch(enonce.sql, *enonce.valeurs({}))
    return lue


async def _ouvrir(connexion: Connexion, enonce: Preparee) -> Any:
    return await connexion.cursor(enonce.sql, *enonce.valeurs({}))


def _contenus(vue: Vue) -> Select[*tuple[Any, ...]]:
    """All that is seen, in whatever order costs least."""
    sienne = vue.siennes()
    return (
        fiches(vue, TOUTES, true())
        .add_columns(
            case(
                (sienne, candidature.c.version_formulaire), else_=depot.c.version_formulaire
            ).label("version_formulaire"),
            case((sienne, candidature.c.dossier)).label("dossier"),
            case((sienne, None), else_=depot.c.instantane).label("instantane"),
        )
        .where(vue.presentes())
    )


def _ligne(lue: Ligne) -> bytes:
    return b'{"candidature":%b,"version_formulaire":%b,"dossier":%b,"instantane":%b}\n' % (
        _FICHE.dump_json(fiche_de(lue)),
        to_json(lue["version_formulaire"]),
        _texte(lue["dossier"]),
        _texte(lue["instantane"]),
    )


def _texte(json: str | None) -> bytes:
    return b"null" if json is None else json.encode()


def _fin(curseur: str, nombre: int) -> bytes:
    return to_json({"fin": True, "curseur": curseur, "nombre": nombre}) + b"\n"
