"""A dossier as reviewers read it: what was deposited, what they did with it, what they may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from app.acces.appelant import Appelant
from app.acces.droits import Habilitation, est_habilite
from app.candidatures.etats import Acte
from app.config import Settings
from app.formulaire.choix import Region
from app.instruction.affectations import Affecte, affectations_de
from app.instruction.avis_comptes import AvisComptes, avis_comptes_de
from app.instruction.corrections_instruites import CorrectionInstruite, corrections_de
from app.instruction.etapes import Etape, EtatDepose, etape_de
from app.instruction.etiquettes import EtiquetteDecrite, etiquettes_parmi, parmi_les_connues
from app.instruction.prise import prenable_le
from app.instruction.proposition import PropositionLue, proposition_de
from app.instruction.queries import Instruite, ouvrir
from app.instruction.secret import tait_le_sens
from app.kit.glossary import decrit
from app.kit.services import Services


@decrit("Ce qui peut être fait d'un dossier, ou non, et pourquoi.")
@dataclass(frozen=True, slots=True)
class ActionPossible:
    """What may be done with a dossier by who reads it, and where; `motif`: why not."""

    nom: Annotated[str, Field(description="Ce qui se fait, en un mot stable.")]
    methode: Annotated[str, Field(description="La méthode HTTP.")]
    href: Annotated[str, Field(description="L'adresse.")]
    possible: Annotated[bool, Field(description="Si cela est possible maintenant.")]
    motif: Annotated[str | None, Field(description="Pourquoi pas ; nul si c'est possible.")]


@decrit("Un dossier d'instruction : la candidature, et ce que l'instruction en a fait.")
@dataclass(frozen=True, slots=True)
class DossierInstruit:
    """A dossier; `version` is that of `ETag`, `depot` the rank of the deposit that counts."""

    id: UUID
    numero: str
    etat: EtatDepose
    etape: Annotated[Etape, Field(description="Où en est l'instruction.")]
    version: Annotated[int, Field(description="La version du dossier, celle de `ETag`.")]
    depot: int
    regions: Annotated[Sequence[Region], Field(description="Les régions concernées.")]
    region_pilote: Annotated[
        Region | None, Field(description="Celle qui propose ; nulle si elle est à choisir.")
    ]
    affectations: Annotated[list[Affecte], Field(description="Les agents chargés du dossier.")]
    etiquettes: Annotated[
        list[EtiquetteDecrite], Field(description="Ses étiquettes, par leur nom.")
    ]
    proposition: Annotated[
        PropositionLue | None, Field(description="La décision proposée, s'il y en a une.")
    ]
    correction: Annotated[
        CorrectionInstruite | None,
        Field(description="La correction demandée et encore ouverte, s'il y en a une."),
    ]
    avis: Annotated[AvisComptes, Field(description="Les avis demandés, comptés.")]
    actions: Annotated[
        list[ActionPossible],
        Field(description="Ce que vous pouvez en faire maintenant, ou pourquoi pas."),
    ]


async def lire_dossier_instruit(
    services: Services, id: UUID, appelant: Appelant, arrivee: datetime
) -> DossierInstruit:
    """A dossier as this caller may see it, and act on it at this instant. Raises `Introuvable`."""
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        affectes = await affectations_de(connexion, id)
        tait = tait_le_sens(lue, appelant)
        proposee = None if tait else await proposition_de(connexion, id)
        corrections = await corrections_de(connexion, id, arrivee)
        etiquettes = await etiquettes_parmi(connexion, lue.etiquettes)
        avis = await avis_comptes_de(connexion, lue)
    ouverte = next((une for une in corrections if une.issue is None), None)
    faits = Faits(proposee is not None, ouverte is not None, len(corrections))
    en_cours = {"en_correction": faits.en_correction, "proposee": faits.proposee}
    etape = etape_de(lue.etat, **en_cours, arretee=lue.arretee)
    return DossierInstruit(
        id=id,
        numero=lue.numero,
        etat=EtatDepose(lue.etat.value),
        etape=etape,
        version=lue.version,
        depot=lue.rang,
        regions=[Region(region) for region in lue.regions],
        region_pilote=None if lue.region_pilote is None else Region(lue.region_pilote),
        affectations=affectes,
        etiquettes=parmi_les_connues(etiquettes, lue.etiquettes),
        proposition=proposee,
        correction=ouverte,
        avis=avis,
        actions=actions_de(lue, appelant, services.settings, arrivee, faits),
    )


@dataclass(frozen=True, slots=True)
class Faits:
    """What was done of a dossier: a decision proposed, a correction open, how many asked for."""

    proposee: bool
    en_correction: bool
    corrections: int


def actions_de(
    lue: Instruite, appelant: Appelant, settings: Settings, arrivee: datetime, faits: Faits
) -> list[ActionPossible]:
    """What this caller may do, each with why not."""
    ici = f"/v1/instruction/candidatures/{lue.id}"
    ecrit = est_habilite(appelant.habilitations, Habilitation.INSTRUCTION)
    pilote = appelant.regions is None or lue.region_pilote in appelant.regions

    def action(
        nom: str, methode: str, chemin: str, acte: Acte | None, **empeche: bool
    ) -> ActionPossible:
        motifs = {"acces-insuffisant": not ecrit} | empeche
        motifs["etat-incompatible"] = acte is not None and not lue.etat.permet(acte)
        motif = next((code for code, vrai in motifs.items() if vrai), None)
        return ActionPossible(nom, methode, ici + chemin, motif is None, motif)

    arretee = {"lot-arrete": lue.arretee}
    non_pilote: dict[str, Any] = {"region-non-pilote": not pilote}
    ouverte = {"campagne-ouverte": arrivee < prenable_le(settings)}
    absente = {"proposition-absente": not faits.proposee}
    en_correction = {"correction-ouverte": faits.en_correction}
    trop = {"trop-de-corrections": faits.corrections >= settings.corrections_max}
    avancee = {"instruction-avancee": faits.proposee or faits.corrections > 0}
    return [
        action("prendre", "POST", "/prise-en-instruction", Acte.PRENDRE, **ouverte),
        action("rendre", "POST", "/rendu", Acte.RENDRE, **(arretee | avancee)),
        action("affecter", "PUT", "/affectations", None),
        action("etiqueter", "PUT", "/etiquettes", None),
        action(
            "demander_une_correction",
            "POST",
            "/corrections",
            Acte.CORRIGER,
            **(non_pilote | arretee | en_correction | trop),
        ),
        action("demander_un_avis", "POST", "/avis", Acte.CONSULTER, **arretee),
        action(
            "proposer",
            "PUT",
            "/proposition",
            Acte.PROPOSER,
            **(non_pilote | arretee | en_correction),
        ),
        action(
            "retirer_la_proposition",
            "DELETE",
            "/proposition",
            Acte.PROPOSER,
            **(non_pilote | arretee | absente),
        ),
    ]
