"""L'engagement des acteurs et la gouvernance du Territoire d'industrie."""

from typing import Annotated

from pydantic import Field

from app.formulaire.choix import Qualite, Rubrique
from app.formulaire.conditions import Contient
from app.formulaire.longueurs import AuPlus
from app.formulaire.nombres import LISTE
from app.formulaire.section import Groupe, PieceDemandee, Section
from app.formulaire.types import Courriel, DixLignes, Facultatif, TexteCourt, TexteLong
from app.kit.glossary import decrit


@decrit("Un membre de l'équipe qui porte le Territoire d'industrie.")
class Membre(Groupe):
    """A person who sits in the governance; every part is due."""

    qualite: Qualite = Field(title="Qualité")
    nom: TexteCourt = Field(title="Nom")
    prenom: TexteCourt = Field(title="Prénom")
    fonction: TexteCourt = Field(title="Fonction")
    organisation: TexteCourt = Field(title="Nom de l'organisation")
    courriel: Courriel = Field(title="Contact courriel")


class Gouvernance(Section):
    """Who leads the territory: the binôme of an élu and an industriel, and who stands by them."""

    titre = "L'engagement des acteurs et la gouvernance du Territoire d'industrie"
    compte_pour_la_selection = True
    aide = (
        "La gouvernance d'un territoire d'industrie s'organise généralement autour d'un binôme "
        "composé d'un élu du territoire et d'un industriel référent choisi par ses pairs. Ils ont "
        "pour rôle de présider l'animation de leur territoire d'industrie et en constitue le cœur "
        "de la gouvernance. Ce binôme porte la candidature du territoire et en représente les "
        "partenaires. Il est nécessaire que ce binôme soit pré-identifié pour l'éligibilité de la "
        "candidature.\n\n"
        "La gouvernance du Territoire d'industrie\n\n"
        "Pour être efficace et faire émerger des projets industriels, un Territoire d'industrie "
        "doit reposer sur une gouvernance bien définie et engagée. Celle-ci s'organise autour "
        "d'un binôme constitué d'un élu du territoire et d'un industriel. Ce binôme préside les "
        "comités du Territoire d'industrie et le représente au niveau régional et national."
    )
    pieces = (PieceDemandee(Rubrique.LETTRES, requise=True, aide=""),)

    membres: Annotated[
        list[Membre],
        Field(min_length=1),
        AuPlus(LISTE),
        Contient("qualite", Qualite.ELU, "binome_sans_elu"),
        Contient("qualite", Qualite.INDUSTRIEL, "binome_sans_industriel"),
    ] = Field(
        title="Quels sont les élus et industriels identifiés pour piloter la gouvernance de votre "
        "Territoire d'industrie ?",
        description="Nom - Prénom - Fonction - Nom de l'organisation - Contact courriel\n"
        "Merci de bien compléter tous les éléments",
    )
    soutiens: Facultatif[TexteLong] = Field(
        None,
        title="D'autres élus, industriels ou acteurs économiques ont-ils exprimé leur soutien à "
        "la candidature du Territoire d'industrie ?",
        description="Veuillez lister ici les noms et fonctions des élus, industriels et autres "
        "acteurs ou réseaux d'acteurs du territoire souhaitant soutenir la démarche Territoire "
        "d'industrie.",
    )
    commentaire: Facultatif[DixLignes] = Field(
        None,
        title="Autre commentaire libre détaillant la gouvernance de votre Territoire d'industrie "
        "et sa mise en place.",
        description="En 10 lignes maximum.",
    )
