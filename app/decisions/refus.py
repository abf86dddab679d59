"""Refusals of the acts on lots of decisions."""

from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import Field

from app.acces.agents import AgentDecrit
from app.decisions.lots_decrits import EtatDeLot
from app.decisions.refus_de_ligne import RefusDeLigne, refus_d_exemple
from app.instruction.refus import Acte
from app.instruction.refus_de_l_arrete import LotArrete
from app.kit.web.declaration import Ensemble
from app.kit.web.problems import CleEnCours, CleReutilisee, Probleme, RequeteInvalide


class LotPerime(Probleme):
    statut, code = HTTPStatus.PRECONDITION_FAILED, "lot-perime"
    titre = "Le lot a changé entre-temps"
    sens = "La version donnée dans If-Match n'est plus la version actuelle du lot."
    version: int
    changements: Annotated[
        Sequence[Acte],
        Field(description="Ce qui a été fait depuis la version donnée, du plus ancien au dernier."),
    ]

    @classmethod
    def exemple(cls) -> Self:
        par = AgentDecrit(UUID("018c2f74-6f70-4182-93a4-b5c6d7e8f901"), "Camille Roy", None, None)
        acte = Acte(4, "lignes", datetime(2023, 11, 3, 12, 2, tzinfo=UTC), par)
        return cls(version=4, changements=[acte])


class TropDeLots(Probleme):
    statut, code = HTTPStatus.CONFLICT, "trop-de-lots"
    titre = "Le nombre maximal de lots est atteint"
    sens = "Trop de lots se préparent, ou trop des vôtres : arrêtez-en un, ou supprimez-en un."
    maximum: int

    @classmethod
    def exemple(cls) -> Self:
        return cls(maximum=200)


class LignesRefusees(Probleme):
    statut, code = HTTPStatus.UNPROCESSABLE_ENTITY, "lignes-refusees"
    titre = "Rien n'a été écrit"
    sens = "Une ligne au moins ne convient pas : le lot est resté ce qu'il était."
    lignes: Annotated[
        Sequence[RefusDeLigne], Field(description="Celles qui l'empêchent, chacune et pourquoi.")
    ]

    @classmethod
    def exemple(cls) -> Self:
        return cls(lignes=[refus_d_exemple("proposition-absente")])


class LotTropGrand(Probleme):
    statut, code = HTTPStatus.CONFLICT, "lot-trop-grand"
    titre = "Le lot a trop de lignes, ou trop longues"
    sens = "Un lot ne garde pas plus de lignes, ni plus de texte : faites-en un autre."
    lignes: Annotated[int, Field(description="Les lignes au plus.")]
    octets: Annotated[int, Field(description="Les octets de texte au plus.")]

    @classmethod
    def exemple(cls) -> Self:
        return cls(lignes=2_500, octets=4_194_304)


class LotNonArrete(Probleme):
    statut, code = HTTPStatus.CONFLICT, "lot-non-arrete"
    titre = "Le lot n'est pas arrêté"
    sens = "Il se prépare encore, ou ses décisions sont déjà publiées."
    etat: EtatDeLot

    @classmethod
    def exemple(cls) -> Self:
        return cls(etat=EtatDeLot.BROUILLON)


class LotDejaArrete(Probleme):
    statut, code = HTTPStatus.CONFLICT, "lot-deja-arrete"
    titre = "Le lot a été arrêté"
    sens = "Il a été rouvert depuis, mais se garde, avec ce qui en a été dit : rayez ses lignes."


class PublicationPrematuree(Probleme):
    statut, code = HTTPStatus.CONFLICT, "publication-prematuree"
    titre = "L'instant de publier n'est pas venu"
    sens = "Ses décisions se publient à l'instant qu'il dit, ou plus tôt si vous le demandez."
    arrivee: datetime
    publier_le: Annotated[datetime | None, Field(description="Cet instant ; nul s'il est à dire.")]

    @classmethod
    def exemple(cls) -> Self:
        publier_le = datetime(2023, 11, 9, 10, tzinfo=UTC)
        return cls(arrivee=datetime(2023, 11, 9, 9, 59, 59, tzinfo=UTC), publier_le=publier_le)


class ArretRefuse(Probleme):
    statut, code = HTTPStatus.CONFLICT, "arret-refuse"
    titre = "Rien n'est arrêté"
    sens = "Une ligne au moins, ou le lot lui-même, ne peut pas être arrêté : aucune ne l'est."
    refus: Annotated[
        Sequence[RefusDeLigne], Field(description="Tout ce qui l'empêche, ligne par ligne.")
    ]

    @classmethod
    def exemple(cls) -> Self:
        return cls(refus=[refus_d_exemple("correction-ouverte")])


class PerimetresEnRecouvrement(ArretRefuse):
    statut, code = HTTPStatus.CONFLICT, "perimetres-en-recouvrement"
    titre = "Deux territoires retenus ont un EPCI en commun"
    sens = "Admettez-le sur la ligne en disant pourquoi, ou changez ce qui est retenu."

    @classmethod
    def exemple(cls) -> Self:
        return cls(refus=[refus_d_exemple("perimetres-en-recouvrement")])


class SignataireIncomplet(ArretRefuse):
    statut, code = HTTPStatus.UNPROCESSABLE_ENTITY, "signataire-incomplet"
    titre = "Il manque à qui signe une des quatre mentions"
    sens = "Une décision porte le prénom, le nom, la qualité et le service de son auteur."

    @classmethod
    def exemple(cls) -> Self:
        return cls(refus=[refus_d_exemple("signataire-incomplet")])


class DecisionRapportee(Probleme):
    statut, code = HTTPStatus.CONFLICT, "decision-rapportee"
    titre = "La décision a été rapportée"
    sens = "Elle l'est déjà : la candidature est à nouveau en instruction, ou décidée autrement."


REEXAMEN_EMPECHE: Final = Ensemble(
    "ReexamenEmpeche", "La décision ne se rapporte pas.", (DecisionRapportee, CleEnCours)
)
ARRET_EMPECHE: Final = Ensemble(
    "ArretEmpeche",
    "Le lot ne s'arrête pas.",
    (LotArrete, ArretRefuse, PerimetresEnRecouvrement, CleEnCours),
)
ARRET_MAL_DEMANDE: Final = Ensemble(
    "ArretMalDemande",
    "La requête n'a pas la forme attendue, sa clé a servi à une autre, ou le signataire est "
    "incomplet.",
    (RequeteInvalide, CleReutilisee, SignataireIncomplet),
)
REOUVERTURE_EMPECHEE: Final = Ensemble(
    "ReouvertureEmpechee", "Le lot ne se rouvre pas.", (LotNonArrete, CleEnCours)
)
PUBLICATION_EMPECHEE: Final = Ensemble(
    "PublicationEmpechee",
    "Le lot ne se publie pas maintenant.",
    (LotNonArrete, PublicationPrematuree, CleEnCours),
)
SUPPRESSION_EMPECHEE: Final = Ensemble(
    "SuppressionDeLotEmpechee", "Le lot ne se supprime pas.", (LotArrete, LotDejaArrete)
)
LIGNES_EMPECHEES: Final = Ensemble(
    "LignesEmpechees", "Les lignes ne s'écrivent pas.", (LotArrete, LotTropGrand)
)
LIGNES_OU_REQUETE_REFUSEES: Final = Ensemble(
    "LignesOuRequeteRefusees",
    "La requête n'a pas la forme attendue, ou une ligne ne convient pas.",
    (RequeteInvalide, LignesRefusees),
)
CREATION_EMPECHEE: Final = Ensemble(
    "CreationDeLotEmpechee", "Aucun lot ne se crée maintenant.", (TropDeLots, CleEnCours)
)
