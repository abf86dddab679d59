"""All that a version publishes, made of what was decided: its files, and the document that names
them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

from app.formulaire.nombres import NOM_DU_PROGRAMME
from app.formulaire.referentiels.communes import lire_communes
from app.resultats import colonnes_des_resultats as colonnes
from app.resultats import fichiers_des_resultats as fichiers
from app.resultats.compter_sans_nommer import compter_les_non_retenues
from app.resultats.ecrire_les_tableaux import (
    ecrire,
    en_geojson,
    lignes_des_communes,
    lignes_des_groupements,
    lignes_des_territoires,
)
from app.resultats.licence import LICENCE
from app.resultats.resultats_publies import (
    SANS_CONTOURS,
    FichierDesResultats,
    RegionRetenue,
    Resultats,
    VersionDesResultats,
)
from app.resultats.territoire_diffuse import TerritoireDiffuse


@dataclass(frozen=True, slots=True)
class Etat:
    """What stands at a version: the territories, by code; by region (INSEE code, None for none)
    those that were not retained; `versions`: their instants, this one last."""

    territoires: Sequence[TerritoireDiffuse]
    non_retenues: Mapping[str | None, int]
    versions: Sequence[datetime]
    bac_a_sable: Literal[True] | None


Contenus = dict[str, bytes]


def etablir(etat: Etat) -> tuple[Contenus, Resultats]:
    """The files of a version, by the names that they are kept under, and what it says of them; the
    same for the same state.

    35,000 communes are read, and forgotten: to be called beside the loop.
    """
    contenus, comptes = _tableaux(etat.territoires)
    return contenus, _decrire(etat, contenus, comptes)


def _tableaux(territoires: Sequence[TerritoireDiffuse]) -> tuple[Contenus, list[int]]:
    """The files, and how many rows each table has."""
    communes, contenus = lire_communes(), Contenus()
    tableaux = (
        (colonnes.TERRITOIRES, fichiers.TERRITOIRES, [*lignes_des_territoires(territoires)]),
        (colonnes.GROUPEMENTS, fichiers.GROUPEMENTS, [*lignes_des_groupements(territoires)]),
        (colonnes.COMMUNES, fichiers.COMMUNES, [*lignes_des_communes(territoires, communes)]),
    )
    for tableau, siens, lignes in tableaux:
        for un in siens:
            contenus[un.nom] = ecrire(tableau, lignes, tableur=un.tableur)
    contenus[fichiers.OBJETS.nom] = en_geojson(territoires, communes)
    return contenus, [len(lignes) for _, _, lignes in tableaux]


def _decrire(etat: Etat, contenus: Contenus, comptes: Sequence[int]) -> Resultats:
    nombre, groupements, communes = comptes
    return Resultats(
        programme=NOM_DU_PROGRAMME,
        version=len(etat.versions),
        publiee_le=etat.versions[-1],
        licence=LICENCE,
        territoires=nombre,
        groupements=groupements,
        communes=communes,
        regions=tuple(_regions(etat.territoires)),
        non_retenues=compter_les_non_retenues(etat.non_retenues),
        fichiers=tuple(_fichiers(etat, contenus)),
        contours=SANS_CONTOURS,
        versions=tuple(
            VersionDesResultats(version=n, publiee_le=le, adresse=f"/v1/resultats/{n}")
            for n, le in enumerate(etat.versions, 1)
        ),
        bac_a_sable=etat.bac_a_sable,
    )


def _regions(territoires: Sequence[TerritoireDiffuse]) -> Iterator[RegionRetenue]:
    nombres = Counter(un.region for un in territoires)
    for region in sorted(nombres, key=lambda une: une.libelle):
        yield RegionRetenue(region=region, nom=region.libelle, territoires=nombres[region])


def _fichiers(etat: Etat, contenus: Contenus) -> Iterator[FichierDesResultats]:
    for un in fichiers.FICHIERS:
        contenu = contenus[un.nom]
        yield FichierDesResultats(
            adresse=un.adresse(len(etat.versions)),
            nom=un.nom_de(etat.versions[-1]),
            type=un.media,
            taille=len(contenu),
            empreinte=sha256(contenu).hexdigest(),
        )
