"""The list as it is asked for, and as it is shown."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from app.candidatures.etats import Acte, Etat
from app.candidatures.tables import Antivirus
from app.formulaire.choix import Region
from app.formulaire.messages import Ecart
from app.instruction.affectations import Affecte
from app.instruction.avis_comptes import AvisComptes, avis_comptes
from app.instruction.criteres import ID, Filtres
from app.instruction.curseur import FORME, TAILLE_MAX
from app.instruction.etapes import Etape, EtatDepose, etape_de
from app.instruction.etiquettes import Connues, EtiquetteDecrite, parmi_les_connues
from app.instruction.extraire import Extrait
from app.instruction.ordre import Tri
from app.instruction.proposition import Sens
from app.instruction.signaler import signalements
from app.kit.glossary import decrit

VueVoulue = Annotated[
    Annotated[str, Field(pattern=ID, max_length=36)] | None,
    Field(
        description="Une vue enregistrée, dont les filtres et l'ordre s'appliquent ; ceux qui "
        "sont donnés ici remplacent les siens, nom par nom, ou s'y ajoutent.",
        examples=["018c2f77-92a3-4415-b6c7-d8e9f0123456"],
    ),
]


class PageVoulue(Filtres):
    """A page of at most `limite` of what is looked for, in an order, after the cursor `apres`.

    `total`: whether to count all that there are.
    """

    tri: Annotated[Tri, Field(description="L'ordre de la liste.", examples=[Tri.NOM])] = (
        Tri.DERNIER_RECU
    )
    vue: VueVoulue = None
    apres: Annotated[
        str | None,
        Field(
            pattern=FORME,
            max_length=TAILLE_MAX,
            description="Curseur : `suivant` de la page d'avant, avec les mêmes filtres et `tri`.",
            examples=["AAYFmZ3NSgABjC9ufQpMHptSP2odLkxb0mJ5b2Zt8wEhpQc7JkD4Vg"],
        ),
    ] = None
    limite: Annotated[
        int, Field(ge=1, le=100, description="Candidatures par page.", examples=[50])
    ] = 50
    total: Annotated[
        bool, Field(description="S'il faut aussi compter tout ce qui convient.", examples=[True])
    ] = False


@decrit("Les fichiers d'un dépôt, comptés selon ce que l'antivirus en dit.")
@dataclass(frozen=True, slots=True)
class PiecesAnalysees:
    """The files of a deposit, counted by what the antivirus said of them."""

    en_attente: int
    sain: int
    infecte: int
    non_analyse: int


@decrit("Une candidature déposée, telle que l'instruction la lit : son dernier dépôt.")
@dataclass(frozen=True, slots=True)
class CandidatureDeposee:
    """A candidature and its last deposit, of rank `depot`; `avertissements` how many it had.

    `signalements`: what is to be seen of it beside other candidatures, as of now.
    """

    id: UUID
    numero: str
    etat: EtatDepose
    nom_territoire: str
    region: Region
    siret: str
    denomination: str
    epci: list[str]
    recu_le: datetime
    depot: int
    version_formulaire: str
    avertissements: int
    pieces: PiecesAnalysees
    signalements: Annotated[
        list[Ecart],
        Field(description="Ce que d'autres candidatures ont de commun avec elle : leurs EPCI."),
    ]
    etape: Annotated[Etape, Field(description="Où en est l'instruction.")]
    regions: Annotated[list[Region], Field(description="Les régions concernées.")]
    region_pilote: Annotated[
        Region | None, Field(description="Celle qui propose ; nulle si elle est à choisir.")
    ]
    affectations: Annotated[list[Affecte], Field(description="Les agents chargés du dossier.")]
    etiquettes: Annotated[
        list[EtiquetteDecrite], Field(description="Ses étiquettes, par leur nom.")
    ]
    proposition: Annotated[
        Sens | None, Field(description="Le sens de la décision proposée, s'il y en a une.")
    ]
    avis: Annotated[AvisComptes, Field(description="Les avis demandés, comptés.")]
    version: Annotated[int, Field(description="La version du dossier, celle de son `ETag`.")]
    maj_le: Annotated[
        datetime, Field(description="L'instant du dernier dépôt ou acte de l'instruction.")
    ]
    nouveautes: Annotated[
        bool, Field(description="Si d'autres que vous y ont fait ce que vous n'avez pas lu.")
    ]
    extrait: Annotated[
        Extrait | None, Field(description="Où `q` y a été trouvé ; nul si rien n'est cherché.")
    ]


@decrit("Une page de candidatures déposées, la dernière reçue d'abord.")
@dataclass(frozen=True, slots=True)
class CandidaturesDeposees:
    """A page, newest first; `suivant` is the cursor of the next page, if any."""

    candidatures: list[CandidatureDeposee]
    suivant: str | None
    total: Annotated[
        int | None, Field(description="Combien conviennent en tout ; nul sans `total=true`.")
    ]


@dataclass(frozen=True, slots=True)
class Autour:
    """What was looked up of the rows of a page together: how many claim each EPCI, who is in
    charge of each, the labels that some have, of which something is new, where in each was found
    what was searched. And whether who reads it decides.
    """

    candidats: Mapping[str, int]
    charges: Mapping[UUID, list[Affecte]]
    etiquettes: Connues
    nouvelles: Collection[UUID]
    extraits: Mapping[UUID, Extrait]
    decide: bool


def decrire_deposee(ligne: Any, autour: Autour, le: datetime) -> CandidatureDeposee:
    """A row of a page, as of this instant."""
    etat, tait = Etat(ligne.etat), ligne.sens_secret and not autour.decide
    arretee = ligne.arretee_le is not None
    return CandidatureDeposee(
        id=ligne.candidature_id,
        numero=ligne.numero,
        etat=EtatDepose(ligne.etat),
        nom_territoire=ligne.nom,
        region=Region(ligne.region),
        siret=ligne.siret,
        denomination=ligne.denomination,
        epci=ligne.epci,
        recu_le=ligne.recu_le,
        depot=ligne.rang,
        version_formulaire=ligne.version_formulaire,
        avertissements=ligne.avertissements,
        pieces=PiecesAnalysees(*ligne[-len(Antivirus) :]),  # in their order, as `_pieces` has it
        signalements=signalements(etat, ligne.epci, autour.candidats),
        etape=etape_de(
            etat,
            en_correction=ligne.correction_jusqu_au is not None and le < ligne.correction_jusqu_au,
            proposee=ligne.sens is not None,
            arretee=arretee,
        ),
        regions=[Region(region) for region in ligne.regions],
        region_pilote=None if ligne.region_pilote is None else Region(ligne.region_pilote),
        etiquettes=parmi_les_connues(autour.etiquettes, ligne.etiquettes),
        affectations=autour.charges.get(ligne.candidature_id, []),
        proposition=None if ligne.sens is None or tait else Sens(ligne.sens),
        avis=avis_comptes(ligne, consultable=etat.permet(Acte.CONSULTER) and not arretee),
        version=ligne.version,
        maj_le=ligne.maj_le,
        nouveautes=ligne.candidature_id in autour.nouvelles,
        extrait=autour.extraits.get(ligne.candidature_id),
    )
