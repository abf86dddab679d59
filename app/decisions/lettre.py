"""What a letter of decision says: all of it, so that it reads the same whatever becomes of us."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from app.decisions.formules import D_ESSAI, DISPOSITIFS, MOTIFS, SANS_SIGNATURE, VERSION
from app.decisions.recours import Recours, est_defavorable, recours_de
from app.depots.accuse import DemandeurAccuse, ServiceCharge
from app.depots.numero import Numero
from app.formulaire.referentiels import EPCI_ET_EPT
from app.instruction.proposition import Motif, Sens
from app.kit.glossary import decrit
from app.kit.keys.documents import Empreinte, Fige, Instant

_Texte = Annotated[str, Field(min_length=1)]


@decrit("Le dépôt sur lequel porte une décision, celui que son accusé de réception atteste.")
class DepotDecide(Fige):
    """The deposit decided on: its rank (from 1), when it came, the SHA-256 of its answers."""

    rang: Annotated[int, Field(ge=1, description="Son rang, à partir de 1.")]
    recu_le: Instant
    empreinte: Empreinte


@decrit("Un motif, et ce qu'il veut dire.")
class MotifDit(Fige):
    """Why, as a code and in words."""

    code: Motif
    texte: Annotated[str, Field(description="Ce que ce code veut dire.")]


@decrit("Un EPCI ou un EPT retenu.")
class EpciRetenu(Fige):
    """An intercommunalité that is retained, by its SIREN and its official name."""

    siren: Annotated[str, Field(pattern="^[0-9]{9}$", description="Son SIREN.")]
    nom: Annotated[str, Field(description="Son nom officiel.")]


@decrit("Le territoire tel qu'il est retenu.")
class TerritoireDecide(Fige):
    """What is granted: its code `ti-RRNN`, its name, its EPCI, communes by themselves."""

    code: Annotated[
        str,
        Field(
            pattern="^ti-[0-9]{4}$",
            description="`ti-`, la région (INSEE), deux chiffres.",
        ),
    ]
    nom: Annotated[str, Field(description="Son nom.")]
    epci: Annotated[tuple[EpciRetenu, ...], Field(description="Les EPCI et EPT retenus.")]
    communes: Annotated[
        tuple[str, ...], Field(description="Communes retenues seules (code INSEE).")
    ]


Retenu = Annotated[
    TerritoireDecide | None, Field(description="Ce qui est retenu ; nul si rien ne l'est.")
]
RecoursOuvert = Annotated[
    Recours | None, Field(description="Comment la contester ; nul si elle ne refuse rien.")
]


@decrit("Qui a pris la décision.")
class AuteurDeDecision(Fige):
    """Who decided: of what a teleservice notifies, these stand for the signature.

    Sources: CRPA, art. L. 212-1 and L. 212-2; Conseil d'État, avis of 5 March 2024, n° 489189.
    """

    prenom: Annotated[_Texte, Field(description="Son prénom.")]
    nom: Annotated[_Texte, Field(description="Son nom.")]
    qualite: Annotated[_Texte, Field(description="Sa qualité.")]
    service: Annotated[_Texte, Field(description="Le service auquel il ou elle appartient.")]


@decrit("Une lettre de décision : ce qui est décidé, pourquoi, par qui, et comment le contester.")
class Lettre(Fige):
    """A letter of decision. `decision` is its rank in the candidature, from 1.

    `recours` is there when anything is denied; `version_formules` tells our words apart.
    """

    numero: Numero
    decision: Annotated[int, Field(ge=1, description="Le rang de la décision, à partir de 1.")]
    depot: DepotDecide
    arretee_le: Annotated[Instant, Field(description="L'instant où elle a été arrêtée.")]
    service: ServiceCharge
    demandeur: DemandeurAccuse
    nom_territoire: Annotated[str, Field(description="Le territoire, d'après le dépôt.")]
    sens: Sens
    dispositif: Annotated[str, Field(description="Ce qui est décidé, en toutes lettres.")]
    motifs: Annotated[tuple[MotifDit, ...], Field(description="Pourquoi, critère par critère.")]
    motivation: Annotated[str | None, Field(description="Pourquoi, en toutes lettres.")]
    territoire_retenu: Retenu
    signataire: AuteurDeDecision
    recours: RecoursOuvert
    mentions: Annotated[tuple[str, ...], Field(description="Ce que la loi veut y lire.")]
    version_formulaire: str
    version_formules: Annotated[str, Field(description="La version de ses phrases convenues.")]
    # Left out in production, as in a receipt.
    bac_a_sable: Literal[True] | None = Field(default=None, exclude_if=lambda essai: essai is None)


def territoire_decide(
    code: str, nom: str, epci: Sequence[str], communes: Sequence[str]
) -> TerritoireDecide:
    """What is granted; `epci`: SIREN that the reference data know, else `KeyError`."""
    return TerritoireDecide(
        code=code,
        nom=nom,
        epci=tuple(EpciRetenu(siren=siren, nom=EPCI_ET_EPT[siren].nom) for siren in epci),
        communes=tuple(communes),
    )


def etablir_lettre(
    *,
    numero: str,
    decision: int,
    depot: DepotDecide,
    arretee_le: datetime,
    service: ServiceCharge,
    denomination: str,
    siret: str,
    nom_territoire: str,
    epci_demandes: Collection[str],
    sens: Sens,
    motifs: Sequence[Motif],
    motivation: str | None,
    territoire_retenu: TerritoireDecide | None,
    signataire: AuteurDeDecision,
    voies: str | None,
    version_formulaire: str,
    bac_a_sable: bool,
) -> Lettre:
    """The letter of a decision, which says how to appeal where it denies anything.

    `epci_demandes`: the SIREN of the perimeter deposited; `voies`: `Settings.voies_recours`.
    Raises `pydantic.ValidationError` (a ValueError) on anything ill-formed.
    """
    retenus = [un.siren for un in territoire_retenu.epci] if territoire_retenu else []
    defavorable = est_defavorable(sens, epci_demandes, retenus)
    return Lettre(
        numero=numero,
        decision=decision,
        depot=depot,
        arretee_le=arretee_le,
        service=service,
        demandeur=DemandeurAccuse(denomination=denomination, siret=siret),
        nom_territoire=nom_territoire,
        sens=sens,
        dispositif=DISPOSITIFS[sens],
        motifs=tuple(MotifDit(code=motif, texte=MOTIFS[motif]) for motif in motifs),
        motivation=motivation,
        territoire_retenu=territoire_retenu,
        signataire=signataire,
        recours=recours_de(siret, voies) if defavorable else None,
        mentions=((D_ESSAI,) if bac_a_sable else ()) + (SANS_SIGNATURE,),
        version_formulaire=version_formulaire,
        version_formules=VERSION,
        bac_a_sable=bac_a_sable or None,
    )
