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

_Mention = Annotated[str, Field(min_length=1)]


@decrit("Le dépôt sur lequel porte une décision, celui que son accusé de réception atteste.")
class DepotDecide(Fige):
    """The deposit decided on: its rank (from 1), when it came, the SHA-256 of its answers."""

    rang: Annotated[int, Field(ge=1)]
    recu_le: Instant
    empreinte: Empreinte


@decrit("Un motif, et ce qu'il veut dire.")
class MotifDit(Fige):
    """Why, as a code and in words."""

    code: Motif
    texte: str


@decrit("Un EPCI ou un EPT retenu.")
class EpciRetenu(Fige):
    """An intercommunalité that is retained, by its SIREN and its official name."""

    siren: Annotated[str, Field(pattern="^[0-9]{9}$")]
    nom: str


@decrit("Le territoire tel qu'il est retenu.")
class TerritoireDecide(Fige):
    """What is granted: its code `ti-RRNN`, its name, its EPCI, communes by themselves."""

    code: Annotated[str, Field(pattern="^ti-[0-9]{4}$")]
    nom: str
    epci: tuple[EpciRetenu, ...]
    communes: Annotated[
        tuple[str, ...], Field(description="Communes retenues seules (code INSEE).")
    ]


@decrit("Qui a pris la décision.")
class AuteurDeDecision(Fige):
    """Who decided: of what a teleservice notifies, these stand for the signature.

    Sources: CRPA, art. L. 212-1 and L. 212-2; Conseil d'État, avis of 5 March 2024, n° 489189.
    """

    prenom: _Mention
    nom: _Mention
    qualite: _Mention
    service: _Mention


@decrit("Une lettre de décision : ce qui est décidé, pourquoi, par qui, et comment le contester.")
class Lettre(Fige):
    """A letter of decision. `decision` is its rank in the candidature, from 1.

    `recours` is there when anything is denied; `version_formules` tells our words apart.
    """

    numero: Numero
    decision: Annotated[int, Field(ge=1)]
    depot: DepotDecide
    arretee_le: Instant
    service: ServiceCharge
    demandeur: DemandeurAccuse
    nom_territoire: Annotated[str, Field(description="Le territoire, d'après le dépôt.")]
    sens: Sens
    dispositif: Annotated[str, Field(description="Ce qui est décidé, en toutes lettres.")]
    motifs: tuple[MotifDit, ...]
    motivation: str | None
    territoire_retenu: TerritoireDecide | None
    signataire: AuteurDeDecision
    recours: Recours | None
    mentions: tuple[str, ...]
    version_formulaire: str
    version_formules: str
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
