"""Périmètre de votre Territoire d'industrie candidat."""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import ConfigDict, Field, PrivateAttr, model_validator

from app.formulaire.choix import Ept, Region, TypePerimetre
from app.formulaire.conditions import ElementsExigent, SaufSi, Si
from app.formulaire.longueurs import AuPlus
from app.formulaire.nombres import LISTE, MILLESIME
from app.formulaire.referentiels import EPCI_ET_EPT, Epci
from app.formulaire.section import Groupe, Section
from app.formulaire.types import DixLignes, Facultatif, SirenEpci, TexteCourt, TexteLong
from app.kit.glossary import decrit

EPT_POSSIBLE = Si("region", Region.ILE_DE_FRANCE, Region.INTERREGIONAL, requis=False)
OUTRE_MER = Si("region", Region.COLLECTIVITES_OUTRE_MER)


@decrit("Un EPCI du périmètre.")
class EpciChoisi(Groupe):
    """An EPCI of the perimeter; its name is the official one as soon as its SIREN is known.

    `nom_saisi` is the one that was given instead.
    """

    model_config = ConfigDict(title="EPCI")
    identite = ("siren", "nom")

    siren: Facultatif[SirenEpci] = Field(
        None,
        title="SIREN de l'EPCI",
        description=f"SIREN d'un EPCI de {MILLESIME} ou d'un EPT.",
    )
    nom: Facultatif[TexteCourt] = Field(None, title="Nom de l'EPCI")
    _nom_saisi: str | None = PrivateAttr(None)

    @property
    def nom_saisi(self) -> str | None:
        return self._nom_saisi

    @model_validator(mode="after")
    def _nom_officiel(self) -> Self:
        if self.siren and self.nom != (officiel := EPCI_ET_EPT[self.siren].nom):
            officielle = self.model_copy(update={"nom": officiel})
            officielle._nom_saisi = self.nom
            return officielle
        return self


class Perimetre(Section):
    """Where the territory lies and what its industry is."""

    titre = "Périmètre de votre Territoire d'industrie candidat"
    compte_pour_la_selection = True
    aide = (
        "Comment définir le périmètre de son Territoire d'industrie ?\n\n"
        "Un Territoire d'industrie est constitué de plusieurs EPCI sur un périmètre de taille "
        "adéquat, homogène et cohérent.\n\n"
        "Dans le cas d'une candidature d'un EPCI seul, ce dernier doit justifier de ces "
        "caractéristiques.\n\n"
        "Il est fortement recommandé que le Territoire d'industrie s'inscrive dans un périmètre "
        "de coopération intercommunal existant (comme les CRTE par exemple)."
    )

    epci: Annotated[
        list[EpciChoisi],
        AuPlus(LISTE),
        SaufSi(EPT_POSSIBLE, Si("ept", *Ept)),
        ElementsExigent("siren", OUTRE_MER, tient=False),
        ElementsExigent("nom", OUTRE_MER, tient=True),
    ] = Field([], title="Quel sera le périmètre de votre Territoire d'industrie ?")
    ept: Annotated[Facultatif[Ept], EPT_POSSIBLE] = Field(
        None,
        title="Dans le cas où votre périmètre comprend un EPT, veuillez sélectionner l'EPT "
        "correspondant.",
    )
    region: Region = Field(
        title="Quelle est la région d'implantation de votre territoire candidat ?",
        description="Si votre Territoire d'industrie s'étend sur plusieurs régions, merci de "
        'sélectionner la mention "Interrégional".',
    )
    type_perimetre: TypePerimetre = Field(
        title="Le périmètre de votre Territoire d'industrie est :"
    )
    caracteristiques_industrielles: TexteLong = Field(
        title="Quelles sont les principales caractéristiques industrielles de votre territoire ?",
        description="Il est attendu des territoires candidats d'apporter des éléments concrets en "
        "particulier sur les points suivants :\n"
        "Leur identité industrielle (taux d'emploi industriel, présence de sites industriels dont "
        "dépend fortement l'économie du territoire, principales filières industrielles) ;\n"
        "Leur ambition de développement industriel, leur ambition environnementale et sociale et "
        "leur volonté de s'inscrire dans une stratégie de développement industriel sur le long "
        "terme.\n"
        "Les métropoles peuvent, par exception, être Territoires d'industrie à condition de "
        "justifier d'importants enjeux de transitions industrielles et de porter un projet de "
        "territoire particulièrement ambitieux (dans une logique de rayonnement et/ou de "
        "collaboration au-delà du seul territoire métropolitain, notamment en lien avec les "
        "territoires avoisinants).",
    )
    defis_fragilites: TexteLong = Field(
        title="Quelles sont les principaux défis et fragilités que connaît votre territoire ?",
        description="Les territoires peuvent mettre en avant leurs problématiques en termes de "
        "compétences, transition écologique et énergétique, innovation ou de foncier.",
    )
    nom_territoire: TexteCourt = Field(title="Quel sera le nom de votre Territoire d'industrie ?")
    commentaire: Facultatif[DixLignes] = Field(
        None,
        title="Autre commentaire libre sur le périmètre de votre Territoire d'industrie",
        description="En 10 lignes maximum.",
    )

    def membres(self) -> list[Epci]:
        """The EPCI and EPT of the perimeter that the reference data know, each once."""
        sirens = [choisi.siren for choisi in self.epci if choisi.siren]
        if self.ept:
            sirens.append(self.ept.value)
        return [EPCI_ET_EPT[siren] for siren in dict.fromkeys(sirens)]

    def regions(self) -> list[str]:
        """The codes of the regions that it concerns: the one chosen, then those of its members."""
        return regions_concernees(self.region.value, self.membres())


def regions_concernees(choisie: str, membres: Iterable[Epci]) -> list[str]:
    """Codes of `Region`: the one chosen, then those where EPCI and EPT of a perimeter lie."""
    touchees = sorted({region for membre in membres for region in membre.regions})
    return list(dict.fromkeys([choisie, *touchees]))


def region_pilote(choisie: str, membres: Iterable[Epci]) -> str | None:
    """The region that leads: the only one, else that of the most EPCI and EPT.

    Between equals the one chosen; None where that says nothing, for people to choose.
    """
    comptes = Counter(region for membre in membres for region in membre.regions)
    if not comptes:
        return None if choisie == Region.INTERREGIONAL.value else choisie
    plus = max(comptes.values())
    premieres = [region for region, nombre in comptes.items() if nombre == plus]
    if len(premieres) == 1:
        return premieres[0]
    return choisie if choisie in premieres else None
