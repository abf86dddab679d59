"""The act of taking deliveries that are due, for a while: who takes them is to send them.

Endpoints are locked one process at a time, so that what is counted of one is true: few at once,
never two of a candidature, each of a candidature after those before it. What is taken comes back
by itself: who dies amid an attempt leaves a second one to others.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Interval, bindparam, select, text

from app.flux.crochets.tables import crochet
from app.flux.evenement import EvenementPublie, evenement_de, selection
from app.flux.portee import vue_du_titulaire
from app.flux.tables import flux
from app.kit.services import Services

PAR_CROCHET: Final = 4
"""Deliveries to an endpoint at once; one alone while it fails."""

_VERROUILLER: Final = text("""
SELECT id FROM crochet
WHERE actif AND (reprend_le IS NULL OR reprend_le <= now()) AND EXISTS (
    SELECT FROM livraison WHERE crochet_id = crochet.id AND etat = 'en_attente'
        AND prochaine <= now()
)
ORDER BY echecs
FOR NO KEY UPDATE SKIP LOCKED
""")
_PRENDRE: Final = text("""
WITH libres AS (
    SELECT id, rang, CASE WHEN echoue_depuis IS NULL THEN :par_crochet ELSE 1 END - (
        SELECT count(*) FROM livraison
        WHERE crochet_id = crochet.id AND en_cours AND prochaine > now()
    ) AS places
    FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS vus(vu, rang)
    JOIN crochet ON crochet.id = vu
), dues AS (
    SELECT due.* FROM libres CROSS JOIN LATERAL (
        SELECT crochet_id, position FROM livraison AS une
        WHERE crochet_id = libres.id AND etat = 'en_attente' AND prochaine <= now()
            AND NOT EXISTS (
                SELECT FROM livraison AS autre
                WHERE autre.crochet_id = une.crochet_id
                    AND autre.candidature_id = une.candidature_id
                    AND autre.etat = 'en_attente'
                    AND (autre.position < une.position
                         OR (autre.en_cours AND autre.prochaine > now()))
            )
        ORDER BY prochaine, position
        LIMIT greatest(libres.places, 0)
    ) AS due
    ORDER BY libres.rang
    LIMIT :places
)
UPDATE livraison SET en_cours = true, prochaine = now() + :bail
FROM dues
WHERE livraison.crochet_id = dues.crochet_id AND livraison.position = dues.position
RETURNING livraison.crochet_id, livraison.position, livraison.candidature_id, livraison.essais
""").bindparams(bindparam("bail", type_=Interval()))


@dataclass(frozen=True, slots=True)
class Prise:
    """A delivery to be made, so many attempts after the first.

    `crochet`: the row of its endpoint. `evenement`: None where its holder may not see it any more;
    `sans_cle`: or has no key in force for now. `jusqu_a`: when others may take it, by the clock of
    this machine (`monotonic`).
    """

    crochet: Any
    position: int
    candidature_id: UUID
    essais: int
    evenement: EvenementPublie | None
    sans_cle: bool
    jusqu_a: float


async def prendre(services: Services, places: int, bail: timedelta) -> list[Prise]:
    """Take at most `places` deliveries; others may take them again after `bail`."""
    jusqu_a = monotonic() + bail.total_seconds()
    async with services.base.transaction() as connexion:
        ids = list(await connexion.scalars(_VERROUILLER))
        if not ids:
            return []
        demande = {"ids": ids, "places": places, "par_crochet": PAR_CROCHET, "bail": bail}
        prises = (await connexion.execute(_PRENDRE, demande)).all()
        if not prises:
            return []
        cibles = {prise.crochet_id for prise in prises}
        lignes = await connexion.execute(select(crochet).where(crochet.c.id.in_(cibles)))
        crochets = {ligne.id: ligne for ligne in lignes}
    vus, sans_cle = await _evenements(services, crochets, prises)
    return [
        Prise(
            crochets[prise.crochet_id],
            prise.position,
            prise.candidature_id,
            prise.essais,
            vus.get((crochets[prise.crochet_id].titulaire, prise.position)),
            crochets[prise.crochet_id].titulaire in sans_cle,
            jusqu_a,
        )
        for prise in prises
    ]


async def _evenements(
    services: Services, crochets: Mapping[UUID, Any], prises: Iterable[Any]
) -> tuple[dict[tuple[UUID, int], EvenementPublie], set[UUID]]:
    """What each holder may see of it, as their keys let them by now; who has none."""
    positions = defaultdict[UUID, set[int]](set)
    for prise in prises:
        positions[crochets[prise.crochet_id].titulaire].add(prise.position)
    vus: dict[tuple[UUID, int], EvenementPublie] = {}
    sans_cle = set[UUID]()
    async with services.base.lecture() as connexion:
        for titulaire, siennes in positions.items():
            le = services.horloge.maintenant()
            vue = await vue_du_titulaire(connexion, titulaire, le)
            if vue.vide:
                sans_cle.add(titulaire)
                continue
            choisies = selection(vue).where(flux.c.position.in_(siennes))
            for ligne in await connexion.execute(choisies):
                vus[titulaire, ligne.position] = evenement_de(ligne, vue)
    return vus, sans_cle
