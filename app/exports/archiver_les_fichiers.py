"""The act of giving the files of deposits as one archive, made as it is read.

Nothing of it is kept: the same files make the same bytes, so that any part can be asked for anew.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Final
from uuid import UUID
from zlib import crc32

from app.acces.appelant import Appelant
from app.exports.archive_voulue import ArchiveVoulue
from app.exports.fichiers_des_depots import (
    DepotRange,
    FichierDepose,
    fichiers_d_un_depot,
    fichiers_des_derniers,
)
from app.exports.manifeste_des_fichiers import MANIFESTE, Place, manifeste
from app.exports.medias import Media
from app.instruction.vues.refus import VueTropLarge
from app.kit.clock import PARIS
from app.kit.files.storage import Magasin
from app.kit.files.zip_ranges import ArchiveConnue, Contenu, lecture_de
from app.kit.files.zip_records import Entree
from app.kit.services import Services
from app.kit.web.problems import Indisponible
from app.pieces_jointes import completer_crc32
from app.pieces_jointes.en_archive import ABSENCES, ALTERE, PERDU, dossier_sur, nom_sur

DOSSIERS_MAX: Final = 500
_A_LA_FOIS: Final = 32  # files that the store is asked about
_SANS_DATE: Final = datetime(1980, 1, 1, tzinfo=PARIS)


@dataclass(frozen=True, slots=True)
class ArchiveDeFichiers:
    """An archive of so many dossiers as it is downloaded: any part of it by `lire`."""

    nom: str
    dossiers: int
    archive: ArchiveConnue
    type: Media = Media.ZIP

    @property
    def taille(self) -> int:
        """In bytes."""
        return self.archive.taille

    @property
    def empreinte(self) -> str:
        """What its bytes are known by."""
        return self.archive.empreinte

    async def lire(self, debut: int, fin: int) -> AsyncIterator[bytes]:
        """Its bytes from one to another (excluded)."""
        return self.archive.lire(debut, fin)


async def archiver_un_depot(
    services: Services, id: UUID, rang: int, appelant: Appelant
) -> ArchiveDeFichiers:
    """The files of one deposit; raises `Introuvable`, `Indisponible`."""
    async with services.exports.prendre(appelant.abonne, appelant.empreinte):
        async with services.base.lecture() as connexion:
            depot = await fichiers_d_un_depot(connexion, id, rang, appelant)
        return await _archiver(services.magasin, [depot], f"{depot.numero}-depot-{rang}")


async def archiver_les_derniers(
    services: Services, voulue: ArchiveVoulue, appelant: Appelant, le: datetime
) -> ArchiveDeFichiers:
    """Those of the last deposit of each dossier that is looked for, of this caller's regions.

    Raises `RequeteInvalide`, `Indisponible`, `VueTropLarge` beyond `DOSSIERS_MAX`.
    """
    async with services.exports.prendre(appelant.abonne, appelant.empreinte):
        async with services.base.lecture() as connexion:
            depots = await fichiers_des_derniers(connexion, voulue, appelant, le, DOSSIERS_MAX + 1)
        if len(depots) > DOSSIERS_MAX:
            raise VueTropLarge(maximum=DOSSIERS_MAX)
        return await _archiver(services.magasin, depots, "candidatures")


async def _archiver(magasin: Magasin, depots: Sequence[DepotRange], nom: str) -> ArchiveDeFichiers:
    absences = await _absences(magasin, [f for d in depots for f in d.fichiers])
    places = [place for depot in depots for place in _places(depot, absences)]
    dit, le = manifeste(places), max((d.recu_le for d in depots), default=_SANS_DATE)
    entree = Entree(MANIFESTE, le.astimezone(PARIS), crc32(dit), len(dit), len(dit))
    premier = Contenu(entree, sha256(dit).digest(), lecture_de(dit))
    suite = [_contenu(magasin, place) for place in places if not place.absence]
    connue = ArchiveConnue([premier, *suite])
    return ArchiveDeFichiers(f"{nom}-pieces-jointes.zip", len(depots), connue)


async def _absences(magasin: Magasin, fichiers: Sequence[FichierDepose]) -> dict[UUID, str]:
    """Why files are not given: the antivirus, or a store that does not have them as they came."""
    absences = {f.id: ALTERE for f in fichiers if f.crc32 == completer_crc32.ALTERE}
    absences |= {f.id: ABSENCES[f.antivirus] for f in fichiers if f.antivirus in ABSENCES}
    places = asyncio.Semaphore(_A_LA_FOIS)

    async def taille(fichier: FichierDepose) -> int | None:
        async with places:
            return await magasin.taille(fichier.id)

    voulus = [f for f in fichiers if f.id not in absences]
    tailles = await asyncio.gather(*map(taille, voulus))
    perdus = (f for f, lue in zip(voulus, tailles, strict=True) if lue != f.taille)
    return absences | dict.fromkeys((f.id for f in perdus), PERDU)


def _places(depot: DepotRange, absences: dict[UUID, str]) -> list[Place]:
    dossier = f"{depot.numero} - {dossier_sur(depot.territoire)}"
    return [
        Place(depot, f, f"{dossier}/{f.rubrique}/{rang:02}-{nom_sur(f.nom)}", absences.get(f.id))
        for rang, f in enumerate(depot.fichiers, start=1)
    ]


def _contenu(magasin: Magasin, place: Place) -> Contenu:
    """Raises `Indisponible` for a file that an older release took, and the job has not read yet."""
    f, le = place.fichier, place.depot.recu_le.astimezone(PARIS)
    if f.crc32 is None:
        refus = "Des fichiers sont encore à relire avant de pouvoir être mis en archive."
        raise Indisponible(refus, entetes={"Retry-After": completer_crc32.RETRY_AFTER})
    entree = Entree(place.chemin, le, f.crc32, f.taille, f.taille)
    return Contenu(entree, bytes.fromhex(f.empreinte), partial(magasin.lire, f.id))
