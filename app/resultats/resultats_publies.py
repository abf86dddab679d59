"""What the signed document of a version says."""

from typing import Annotated, Final, Literal

from pydantic import Field

from app.formulaire.choix import Region
from app.kit.glossary import decrit
from app.kit.keys.documents import Empreinte, Fige, Instant
from app.resultats.licence import Licence

SANS_CONTOURS: Final = (
    "Le service n'a pas les contours : chaque objet du GeoJSON porte les SIREN de ses "
    "intercommunalités et les codes de ses communes, par lesquels joindre ceux de l'IGN."
)
_Instant = Annotated[Instant, Field(description="L'instant où elle a été publiée.")]
_Version = Annotated[int, Field(ge=1, description="La version, à partir de 1.")]


@decrit("Une région, et les territoires qu'elle pilote.")
class RegionRetenue(Fige):
    """How many territories a region leads."""

    region: Region
    nom: Annotated[str, Field(description="Son nom.")]
    territoires: Annotated[int, Field(ge=1, description="Combien elle en pilote.")]


@decrit("Une région, et les candidatures qui n'y ont pas été retenues.")
class RegionNonRetenue(Fige):
    """How many candidatures of a region were not retained: five at least."""

    region: Region
    nom: Annotated[str, Field(description="Son nom.")]
    candidatures: Annotated[int, Field(ge=5, description="Combien ne l'ont pas été.")]


@decrit("Les candidatures que leur première décision n'a pas retenues : comptées, jamais nommées.")
class NonRetenues(Fige):
    """Those that their first decision refused or closed. What follows it changes no number, and
    each moves by five at least: of two versions, none tells who was refused or appealed."""

    total: Annotated[int | None, Field(description="Combien ; nul en dessous de cinq.")]
    par_region: Annotated[
        tuple[RegionNonRetenue, ...], Field(description="Par région, à partir de cinq.")
    ]
    autres_regions: Annotated[
        int | None, Field(description="Toutes les autres ensemble ; nul si le total l'est.")
    ]


@decrit("Un fichier des résultats.")
class FichierDesResultats(Fige):
    """A file of the version, and what it must be."""

    adresse: Annotated[str, Field(description="Où il reste, dans cette version.")]
    nom: Annotated[str, Field(description="Le nom sous lequel l'enregistrer.")]
    type: Annotated[str, Field(description="Son type de média.")]
    taille: Annotated[int, Field(ge=0, description="Combien d'octets.")]
    empreinte: Empreinte


@decrit("Une version des résultats.")
class VersionDesResultats(Fige):
    """A version of the results: the state of one instant."""

    version: _Version
    publiee_le: _Instant
    adresse: Annotated[str, Field(description="Où elle reste.")]


@decrit("Les résultats de l'appel à candidatures, tels qu'ils sont publiés.")
class Resultats(Fige):
    """A version of the results: what it counts, its files, the versions up to it."""

    programme: Annotated[str, Field(description="L'appel à candidatures.")]
    version: _Version
    publiee_le: _Instant
    licence: Licence
    territoires: Annotated[int, Field(ge=0, description="Combien sont retenus.")]
    groupements: Annotated[int, Field(ge=0, description="Combien d'EPCI et d'EPT y sont.")]
    communes: Annotated[int, Field(ge=0, description="Combien de communes y sont.")]
    regions: Annotated[tuple[RegionRetenue, ...], Field(description="Par région pilote.")]
    non_retenues: NonRetenues
    fichiers: Annotated[tuple[FichierDesResultats, ...], Field(description="Les données.")]
    contours: Annotated[str, Field(description="Pourquoi le GeoJSON n'en a pas.")]
    versions: Annotated[
        tuple[VersionDesResultats, ...], Field(description="Celle-ci et celles d'avant.")
    ]
    # Left out in production, as in a receipt.
    bac_a_sable: Literal[True] | None = Field(default=None, exclude_if=lambda essai: essai is None)
