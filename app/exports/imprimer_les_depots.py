"""The act of printing the last deposit of each dossier of an export, into one archive.

Each is the PDF that `imprimerDepotInstruit` gives, printed one at a time: one is in memory. What
is to be printed is read at one instant, before the first; deposits never change.
"""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final
from uuid import UUID
from zlib import crc32

from pydantic_core import from_json

from app.depots.imprimable import imprimable, imprimer_depot
from app.editions.refus import NonImprimable
from app.exports.demande import Demande
from app.exports.ecrire_un_export import Avancement, EcritureRefusee, au_plus
from app.exports.etats_d_export import CauseEchec
from app.exports.lire_les_dossiers import Lecture
from app.exports.manifeste import MANIFESTE, Manifeste
from app.exports.place_d_un_agent import OCTETS_MAX
from app.formulaire.dossier import VERSION
from app.kit.clock import PARIS
from app.kit.files.airlock import Sas
from app.kit.files.zip_records import Entree, repertoire
from app.kit.services import Services
from app.kit.web.problems import Introuvable
from app.pieces_jointes.en_archive import dossier_sur

DOSSIERS_MAX: Final = 500
_PAS: Final = 10  # printed before it is told
_SANS_DATE: Final = datetime(1980, 1, 1, tzinfo=UTC)
_EFFACE: Final = "effacé entre-temps"
_TROP_LONG: Final = "trop long pour être imprimé"


@dataclass(frozen=True, slots=True)
class _Depot:
    id: UUID
    rang: int
    numero: str


@dataclass(slots=True)
class _Imprimes:
    """What was printed: entries of the archive, the SHA-256 of each file, what is not there."""

    entrees: list[Entree] = field(default_factory=list[Entree])
    fichiers: dict[str, str] = field(default_factory=dict[str, str])
    manquants: list[str] = field(default_factory=list[str])

    def ajouter(self, nom: str, le: datetime, octets: bytes) -> bytes:
        """What stands before these bytes."""
        entree = Entree(nom, le.astimezone(PARIS), crc32(octets), len(octets), len(octets))
        self.entrees.append(entree)
        self.fichiers[nom] = sha256(octets).hexdigest()
        return entree.en_tete()


async def imprimer_les_depots(
    services: Services,
    demande: Demande,
    auteur: str,
    lectures: AsyncGenerator[Lecture],
    sas: Sas,
    avancer: Avancement,
) -> Lecture:
    """Fill `sas` with the archive; what was read. As `ecrire`, of which it is the peer.

    Raises `EcritureRefusee` beyond `DOSSIERS_MAX`, and `Indisponible` where others print so much
    that another try will do better.
    """
    lecture, depots = Lecture(), list[_Depot]()
    async with aclosing(lectures):
        async for lecture in lectures:
            if lecture.total > DOSSIERS_MAX:
                raise EcritureRefusee(CauseEchec.TROP_DE_DOSSIERS)
            depots += [_depot(ligne) for ligne in lecture.lignes]
    archive = _archiver(services, demande, auteur, lecture, depots, avancer)
    async with aclosing(archive):
        await sas.remplir(au_plus(archive, OCTETS_MAX))
    return lecture


def _depot(ligne: bytes) -> _Depot:
    dit = from_json(ligne)["candidature"]
    return _Depot(UUID(dit["id"]), dit["depot"], dit["numero"])


async def _archiver(
    services: Services,
    demande: Demande,
    auteur: str,
    lecture: Lecture,
    depots: list[_Depot],
    avancer: Avancement,
) -> AsyncGenerator[bytes]:
    imprimes = _Imprimes()
    for rang, depot in enumerate(depots):
        if rang % _PAS == 0:
            await avancer(Lecture(total=lecture.total, dossiers=rang))
        async for octets in _imprimer(services, depot, imprimes):
            yield octets
    au = lecture.au or _SANS_DATE
    dit = Manifeste(
        format=demande.format,
        au=lecture.au and lecture.au.isoformat(),
        dossiers=lecture.dossiers,
        filtres=demande.dire(),
        auteur=auteur,
        version_formulaire=VERSION,
        manquants=imprimes.manquants,
        fichiers=dict(imprimes.fichiers),
    ).json()
    yield imprimes.ajouter(MANIFESTE, au, dit) + dit
    yield repertoire(imprimes.entrees)


async def _imprimer(services: Services, depot: _Depot, imprimes: _Imprimes) -> AsyncIterator[bytes]:
    try:
        async with services.base.lecture() as connexion:
            voulu = await imprimable(connexion, depot.id, depot.rang)
        pdf = await imprimer_depot(services, "exports", voulu)
    except (Introuvable, NonImprimable) as refus:
        pourquoi = _EFFACE if isinstance(refus, Introuvable) else _TROP_LONG
        imprimes.manquants.append(f"{depot.numero} : {pourquoi}")
        return
    nom = f"{depot.numero} - {dossier_sur(voulu.accuse.nom_territoire)}.pdf"
    yield imprimes.ajouter(nom, voulu.accuse.recu_le, pdf)
    yield pdf
