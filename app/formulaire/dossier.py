"""The whole form: its sections in order, its version, its introduction."""

from typing import Annotated, Final, cast

from pydantic import Field

from app.formulaire.besoins import Besoins
from app.formulaire.bilan import Bilan
from app.formulaire.choix import TypePerimetre
from app.formulaire.conditions import Si
from app.formulaire.contact import Contact
from app.formulaire.demandeur import Demandeur
from app.formulaire.gouvernance import Gouvernance
from app.formulaire.perimetre import Perimetre
from app.formulaire.plan_action import PlanAction
from app.formulaire.section import Section
from app.formulaire.types import Facultatif

VERSION: Final = "2023.1"

TERRITOIRE_EXISTANT: Final = Si(
    "perimetre/type_perimetre",
    TypePerimetre.REDECOUPAGE,
    TypePerimetre.IDENTIQUE,
    requis=False,
)


class Dossier(Section):
    """The content of an application."""

    titre = "Candidature à la nouvelle phase du programme Territoires d'industrie (2023-2027)"
    aide = (
        "La stratégie de réindustrialisation exposée par le Président de la République le 11 mai "
        "dernier s'articule autour de 4 leviers d'accélération : la compétitivité, les "
        "investissements, l'Europe et les territoires. Ce dernier axe repose sur le lancement "
        "d'une nouvelle phase du programme Territoires d'Industrie, « en faisant évoluer la carte "
        "des 149 territoires qui ont marché, et [en investissant] 100 M d'euros dès cette année "
        "en appuyant des projets de réindustrialisation à fort impact territorial, et en allant "
        "chercher des territoires qui sont encore plus en difficulté, ou plus loin de l'emploi "
        "».\n\n"
        "Face aux enjeux de foncier, de compétences, de transition écologique et d'innovation, un "
        "renforcement des dispositifs proposés aux Territoires d'Industrie a été acté dans une "
        "approche concertée avec les Régions. Nous allons investir 100 millions d'euros dès cette "
        "année dans le programme avec pour objectifs :\n\n"
        "1. l'appui aux investissements industriels dans les territoires, dans une approche "
        "concertée avec les Régions ciblée sur quelques produits stratégiques ainsi qu'un soutien "
        "aux investissements pour le développement des compétences (écoles de production, "
        "plateaux techniques...)\n\n"
        "2. la généralisation du dispositif « Rebond industriel » (au-delà des filières "
        "transports)\n\n"
        "3. le renforcement de l'animation et de l'ingénierie locale\n\n"
        "La candidature à la nouvelle phase du programme est obligatoire pour tous les "
        "territoires, qu'ils soient déjà Territoire d'industrie ou non. Le formulaire invite les "
        "territoires candidats à renseigner un périmètre, un plan d'action et une gouvernance.\n\n"
        "Date limite des candidatures : 22 septembre 2023 à 23h59 (heure de Paris).\n\n"
        "Il est très fortement recommandé de lire le guide méthodologique avant de commencer à "
        "remplir sa candidature au programme. Il est disponible directement ci-dessus. Celui-ci "
        "regroupe toutes les explications permettant d'éclaircir les attendus concernant les "
        "éléments de votre candidature.\n\n"
        "En cas de question vous pouvez vous référer à la Foire aux Questions disponible sur les "
        "sites de l'ANCT et de la DGE ou contacter la Délégation aux Territoires d'industrie à "
        "l'adresse suivante : [territoires-industrie@anct.gouv.fr]"
        "(mailto:territoires-industrie@anct.gouv.fr)."
    )

    demandeur: Demandeur = Field(title=Demandeur.titre)
    perimetre: Perimetre = Field(title=Perimetre.titre)
    plan_action: PlanAction = Field(title=PlanAction.titre)
    bilan: Annotated[Facultatif[Bilan], TERRITOIRE_EXISTANT] = Field(None, title=Bilan.titre)
    gouvernance: Gouvernance = Field(title=Gouvernance.titre)
    besoins: Besoins = Field(title=Besoins.titre)
    contact: Contact = Field(title=Contact.titre)


SECTIONS: Final[dict[str, type[Section]]] = {
    nom: cast(type[Section], champ.section) for nom, champ in Dossier.champs.items()
}
