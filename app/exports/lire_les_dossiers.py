"""The act of reading what an export is of: one snapshot, line by line."""

from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic_core import to_json

from app.candidatures.etats import Etat
from app.exports.demande import Demande
from app.exports.queries import LISTES, contenu, ordre
from app.exports.tables_des_faits import Contenu
from app.exports.tables_du_formulaire import INSTANTANE
from app.instruction.etapes import etape_de
from app.instruction.filtrer import Regard
from app.instruction.liste_decrite import PageVoulue
from app.instruction.ordre import Tri
from app.instruction.queries import compter
from app.instruction.vues.filtres_lus import avec_la_vue
from app.kit.postgres.servers import Connexion
from app.kit.postgres.statements import Ligne, Preparee
from app.kit.services import Services

LOT: Final = 8  # dossiers read at a time, of 2 MB each at most
_FACTEUR: Final = 125  # ids read at a time for each of them
_UTC: Final = "SET LOCAL TIME ZONE 'UTC'"


@dataclass(frozen=True, slots=True)
class Lecteur:
    """For whom dossiers are read: an agent, their regions (None for all), whether they decide."""

    agent: UUID
    regions: Collection[str] | None
    decide: bool


@dataclass(slots=True)
class Lecture:
    """What was read so far; `au`: when something was last done to any of them.

    `scellees`: of `lignes`, the decisions that are not published, by candidature and rank.
    """

    total: int = 0
    dossiers: int = 0
    au: datetime | None = None
    lignes: list[bytes] = field(default_factory=list[bytes])
    scellees: list[tuple[UUID, int]] = field(default_factory=list[tuple[UUID, int]])


async def lire_les_dossiers(
    services: Services, lecteur: Lecteur, demande: Demande, le: datetime
) -> AsyncGenerator[Lecture]:
    """The same `Lecture` again and again, each time with other lines, first with none.

    Raises what the database does.
    """
    voulus = avec_la_vue(PageVoulue(), demande.filtres, Tri.NUMERO)
    conditions = [*voulus.conditions(Regard(lecteur.agent, le, lecteur.decide))]
    regions, contenus = lecteur.regions, demande.contenus
    dossiers = Preparee(contenu(regions, contenus, decide=lecteur.decide))
    async with (
        services.base.a_part("ti_export") as seule,
        seule.transaction(isolation="repeatable_read", readonly=True),
    ):
        await seule.execute(_UTC)
        lecture = Lecture(total=await _compter(seule, Preparee(compter(regions, conditions))))
        yield lecture
        async with aclosing(_par_lots(seule, Preparee(ordre(regions, conditions)))) as lots:
            async for ids in lots:
                lignes = await seule.fetch(dossiers.sql, *dossiers.valeurs({"ids": ids}))
                lecture.lignes = [_ligne(ligne, contenus, le) for ligne in lignes]
                lecture.scellees = [(lu["id"], n) for lu in lignes for n in lu["scellees"] or ()]
                lecture.dossiers += len(lignes)
                instants = [ligne["au"] for ligne in lignes]
                lecture.au = max([*([lecture.au] if lecture.au else []), *instants])
                yield lecture


async def _compter(connexion: Connexion, enonce: Preparee) -> int:
    ((nombre,),) = await connexion.fetch(enonce.sql, *enonce.valeurs({}))
    return nombre


async def _par_lots(connexion: Connexion, enonce: Preparee) -> AsyncGenerator[list[UUID]]:
    curseur = await connexion.cursor(enonce.sql, *enonce.valeurs({}))
    while lues := await curseur.fetch(LOT * _FACTEUR):
        ids = [lue[0] for lue in lues]
        for debut in range(0, len(ids), LOT):
            yield ids[debut : debut + LOT]


def _ligne(lue: Ligne, contenus: Sequence[Contenu], le: datetime) -> bytes:
    """What was frozen, and each list, are passed on as they were written."""
    jusqu_au = lue["correction_jusqu_au"]
    etape = etape_de(
        Etat(lue["etat"]),
        en_correction=jusqu_au is not None and le < jusqu_au,
        proposee=lue["sens"] is not None,
        arretee=lue["arretee_le"] is not None,
    )
    simples: dict[str, Any] = {nom: lue[nom] for nom in _SIMPLES}
    dites = {**simples, "depot": lue["rang"], "proposition": lue["sens"], "etape": etape}
    membres = {nom: lue[nom] for nom in (INSTANTANE, *LISTES, *sorted(contenus))}
    listes = b"".join(b',"%b":%b' % (n.encode(), v.encode()) for n, v in membres.items())
    return b'{"candidature":%b,"affectations":%b,"etiquettes":%b}%b}\n' % (
        to_json(dites)[:-1],
        lue["affectations"].encode(),
        lue["etiquettes"].encode(),
        listes,
    )


_SIMPLES: Final = (
    *("id", "numero", "etat", "recu_le", "version_formulaire", "avertissements", "regions"),
    *("region_pilote", "maj_le", "version"),
)
