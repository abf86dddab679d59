"""What reviewers may look for: one declaration, each filter with what it asks of the database.

A filter may be repeated, which is "or"; between filters it is "and". To add one, add its field.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import literal, true

from app.candidatures.etats import Etat
from app.candidatures.tables import candidature
from app.depots.tables import MAJ_LE, instruction
from app.formulaire.choix import Axe, Region, TypePerimetre
from app.formulaire.motifs import SANS_NUL, motif
from app.instruction.avis_comptes import AvisCherche, a_un_avis
from app.instruction.etapes import Etape, EtatDepose, aux_etapes
from app.instruction.etiquettes import ETIQUETTES_MAX
from app.instruction.filtrer import (
    MOI,
    PERSONNE,
    Condition,
    CorrectionCherchee,
    Filtre,
    PiecesCherchees,
    Regard,
    SensPropose,
    a_des_pieces,
    est_affectee,
    est_corrigee,
    est_du_lot,
    est_proposee,
    parmi,
    porte,
    un_de,
)
from app.instruction.nouvelles.queries import a_du_nouveau
from app.instruction.queries import concerne, ecrit
from app.instruction.recherche import trouve
from app.kit.web.instants import Instant

Q_MAX: Final = 100  # characters
_REPETES_MAX: Final = 100
_UUID: Final = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
ID: Final = f"^{_UUID}$"
_AGENT: Final = f"^({MOI}|{PERSONNE}|{_UUID})$"
_UNE_ETIQUETTE: Final = "018c2f76-8192-4304-a5b6-c7d8e9f01234"
_UN_LOT: Final = "018c2f78-a3b4-4526-87d8-e9f012345678"
# What is listed on demand only.
_DE_DROIT: Final = [etat.value for etat in Etat if etat.concourt]
_SUR_DEMANDE: Final = ", ".join(f"`{etat}`" for etat in Etat if etat.montree and not etat.concourt)


def _liste(maximum: int, description: str, *exemple: str) -> Any:
    return Field(max_length=maximum, description=description, examples=[list(exemple)])


_CodeDepartement = Annotated[str, Field(pattern="^(2[AB]|[0-9]{2,3})$", max_length=3)]
_Siret = Annotated[str, Field(pattern="^[0-9]{14}$", max_length=14)]
_Siren = Annotated[str, Field(pattern="^[0-9]{9}$", max_length=9)]
_Avertissement = Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$", max_length=60)]
_Etiquette = Annotated[str, Field(pattern=ID, max_length=36)]
_Lot = Annotated[str, Field(pattern=ID, max_length=36)]
_Agent = Annotated[str, Field(pattern=_AGENT, max_length=36)]


class Filtres(BaseModel):
    """What is looked for; one that is left out lets everything through.

    Without `etat` nor `etape`, all that count. `depose_apres` and `maj_apres` are included,
    `depose_avant` is not.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    etat: Annotated[
        list[EtatDepose],
        parmi(candidature.c.etat),
        _liste(
            len(EtatDepose),
            f"Un ou plusieurs états ; sans lui ni `etape`, tous sauf {_SUR_DEMANDE}.",
            "deposee",
        ),
    ] = []
    etape: Annotated[
        list[Etape],
        Filtre(lambda etapes, regard: aux_etapes(etapes, regard.le)),
        _liste(len(Etape), "Une ou plusieurs étapes de l'instruction.", "a_prendre"),
    ] = []
    region: Annotated[
        list[Region],
        Filtre(lambda regions, _: concerne([region.value for region in regions])),
        _liste(len(Region), "Une ou plusieurs régions concernées (code INSEE).", "28", "93"),
    ] = []
    region_pilote: Annotated[
        list[Region],
        parmi(instruction.c.region_pilote),
        _liste(len(Region), "La région qui pilote (code INSEE).", "28"),
    ] = []
    departement: Annotated[
        list[_CodeDepartement],
        un_de(instruction.c.departements),
        _liste(_REPETES_MAX, "Un département d'un EPCI du périmètre (code INSEE).", "76"),
    ] = []
    type_perimetre: Annotated[
        list[TypePerimetre],
        parmi(instruction.c.type_perimetre),
        _liste(len(TypePerimetre), "Ce qu'est le périmètre.", "nouveau"),
    ] = []
    axe: Annotated[
        list[Axe],
        un_de(instruction.c.axes),
        _liste(len(Axe), "Un axe d'une action du plan.", "foncier"),
    ] = []
    affecte_a: Annotated[
        list[_Agent],
        Filtre(est_affectee),
        _liste(
            _REPETES_MAX,
            f"Un agent chargé du dossier : son identifiant dans l'annuaire, `{MOI}`, ou "
            f"`{PERSONNE}`.",
            MOI,
        ),
    ] = []
    etiquette: Annotated[
        list[_Etiquette],
        Filtre(lambda ids, _: porte(ids)),
        _liste(ETIQUETTES_MAX, "Une étiquette du dossier, par son identifiant.", _UNE_ETIQUETTE),
    ] = []
    sans_etiquette: Annotated[
        list[_Etiquette],
        Filtre(lambda ids, _: ~porte(ids)),
        _liste(
            ETIQUETTES_MAX,
            "Une étiquette que le dossier n'a pas ; donnée plusieurs fois, il n'en a aucune.",
            _UNE_ETIQUETTE,
        ),
    ] = []
    proposition: Annotated[
        list[SensPropose],
        Filtre(est_proposee),
        _liste(len(SensPropose), "Le sens de la décision proposée, ou `aucune`.", "aucune"),
    ] = []
    lot: Annotated[
        list[_Lot],
        Filtre(est_du_lot),
        _liste(_REPETES_MAX, "Le lot où la décision a été arrêtée, par son identifiant.", _UN_LOT),
    ] = []
    avis: Annotated[
        list[AvisCherche],
        Filtre(lambda voulus, regard: a_un_avis(voulus, regard.le)),
        _liste(len(AvisCherche), "Ce qu'il y a parmi les avis demandés.", "en_retard"),
    ] = []
    correction: Annotated[
        list[CorrectionCherchee],
        Filtre(est_corrigee),
        _liste(len(CorrectionCherchee), "Où en est la dernière correction demandée.", "repondue"),
    ] = []
    depose_apres: Annotated[
        Instant | None,
        Filtre(lambda instant, _: instruction.c.recu_le >= instant),
        Field(
            description="Le dernier dépôt est arrivé à cet instant ou après (RFC 3339).",
            examples=["2023-09-01T00:00:00+02:00"],
        ),
    ] = None
    depose_avant: Annotated[
        Instant | None,
        Filtre(lambda instant, _: instruction.c.recu_le < instant),
        Field(
            description="Le dernier dépôt est arrivé avant cet instant (RFC 3339).",
            examples=["2023-09-23T00:00:00+02:00"],
        ),
    ] = None
    maj_apres: Annotated[
        Instant | None,
        Filtre(lambda instant, _: literal(instant, MAJ_LE.type, literal_execute=True) <= MAJ_LE),
        Field(
            description="Un dépôt ou un acte de l'instruction a changé le dossier à cet instant "
            "ou après (RFC 3339).",
            examples=["2023-10-01T00:00:00+02:00"],
        ),
    ] = None
    siret: Annotated[
        list[_Siret],
        parmi(instruction.c.siret),
        _liste(_REPETES_MAX, "Le SIRET du demandeur, au dernier dépôt.", "73282932000074"),
    ] = []
    epci: Annotated[
        list[_Siren],
        un_de(instruction.c.epci),
        _liste(_REPETES_MAX, "Le SIREN d'un EPCI du périmètre, au dernier dépôt.", "200084952"),
    ] = []
    avertissement: Annotated[
        list[_Avertissement],
        un_de(instruction.c.avertissements),
        _liste(_REPETES_MAX, "Le code d'un avertissement du dernier dépôt.", "epci_seul"),
    ] = []
    pieces: Annotated[
        list[PiecesCherchees],
        Filtre(a_des_pieces),
        _liste(len(PiecesCherchees), "Ce que l'antivirus dit d'un fichier du dépôt.", "en_attente"),
    ] = []
    nouveautes: Annotated[
        bool | None,
        Filtre(lambda voulu, regard: a_du_nouveau(regard.moi).is_(voulu)),
        Field(
            description="Si d'autres que vous y ont fait quelque chose que vous n'avez pas lu.",
            examples=[True],
        ),
    ] = None
    q: Annotated[
        str,
        Filtre(lambda q, _: trouve(q)),
        Field(
            pattern=motif(SANS_NUL),
            max_length=Q_MAX,
            description="Mots cherchés dans tout le dernier dépôt, son numéro et les noms de ses "
            "fichiers, sans égard aux accents ni aux accords ; le dernier peut n'être qu'un début "
            "de mot. Entre guillemets, des mots qui se suivent.",
            examples=['"axe seine" décarbon'],
        ),
    ] = ""

    def conditions(self, regard: Regard, trouvees: Condition | None = None) -> Iterator[Condition]:
        """What a row of `visibles` has to be for who looks at it.

        `trouvees`: another way to say which have `q`.
        """
        yield self.listees()
        yield from self.cherchees(regard, trouvees)

    def listees(self) -> Condition:
        """Whether a row of `visibles` is listed without being asked for."""
        if self.etat or self.etape:
            return true()
        return candidature.c.etat.in_(ecrit(_DE_DROIT))

    def cherchees(self, regard: Regard, trouvees: Condition | None = None) -> Iterator[Condition]:
        """What is asked of a row of `visibles`; `trouvees` as `conditions` has it."""
        for nom, filtre in _TABLE.items():
            valeur = getattr(self, nom)
            if nom == "q" and trouvees is not None:
                yield trouvees
            elif valeur not in ([], None, ""):
                yield filtre.condition(valeur, regard)


_TABLE: Final = {
    nom: next(un for un in champ.metadata if isinstance(un, Filtre))
    for nom, champ in Filtres.model_fields.items()
}
