"""What is sent: an application of about 8 KB, as a territory fills it in, and PDF files."""

import random
from collections.abc import Sequence
from typing import Any, Final

from app.formulaire.referentiels import EPCI
from tests.formulaire.exemples import dossier_complet

Json = dict[str, Any]

PRIORITES: Final = (
    "Décarboner les procédés thermiques du port, former aux métiers en tension, remettre en état "
    "les friches de la vallée : trois chantiers menés ensemble, parce qu'aucun n'aboutit sans les "
    "autres. Une usine qui s'électrifie cherche des automaticiens ; une école de production "
    "cherche des locaux ; un terrain dépollué cherche un projet. Le comité de pilotage suit les "
    "trois d'un même tableau."
)
CARACTERISTIQUES: Final = (
    "Raffinage, pétrochimie, aéronautique et construction automobile emploient 31 400 personnes, "
    "soit 24 % de l'emploi salarié. Trente établissements de plus de deux cents salariés côtoient "
    "un tissu dense de sous-traitants : chaudronnerie, maintenance, logistique, emballage. Le "
    "premier port à conteneurs du pays et deux terminaux méthaniers en font une porte d'entrée de "
    "l'énergie."
)
FRAGILITES: Final = (
    "Un départ à la retraite sur trois n'est pas remplacé dans l'année. La moitié des émissions de "
    "la région viennent de douze sites soumis au système d'échange de quotas. Le foncier plat et "
    "hors d'eau manque : moins de quarante hectares se libèrent d'ici à 2027, dont la moitié à "
    "dépolluer."
)
BILAN: Final = (
    "Douze des quinze actions du contrat précédent sont achevées : la plateforme de recrutement "
    "partagée (640 embauches), le raccordement électrique de la zone sud, l'atelier de "
    "robotique du lycée. Deux se poursuivent dans ce plan ; l'hôtel d'entreprises a été abandonné "
    "faute de terrain."
)
SOUTIENS: Final = (
    "La chambre de commerce et d'industrie, l'union des industries chimiques, le grand port, "
    "l'université et ses deux écoles d'ingénieurs, l'agence de développement, la mission locale."
)
# Title, axis, description, leader, partner, budget in euros, indicators.
ACTIONS: Final = (
    (
        "Ouvrir une école de production de chaudronnerie",
        "recrutement",
        "Vingt-quatre jeunes de quinze à dix-huit ans fabriquent de vraies pièces commandées par "
        "les entreprises du port ; ouverture dans l'ancien atelier ferroviaire.",
        ("Seine-Axe", "epci"),
        ("Chaudronnerie Durand", "industriel"),
        1_850_000,
        "Quarante apprentis par an, neuf sur dix embauchés à six mois.",
    ),
    (
        "Récupérer la chaleur perdue de la raffinerie",
        "transition",
        "Une conduite de huit kilomètres porte 60 GWh par an vers le réseau urbain et la piscine "
        "intercommunale ; les études d'exécution sont prêtes.",
        ("Énergies de la Vallée", "sem"),
        ("Raffinerie du Cap", "industriel"),
        12_400_000,
        "Quatorze mille tonnes de CO2 évitées chaque année.",
    ),
    (
        "Partager un démonstrateur d'hydrogène",
        "innovation",
        "Un électrolyseur de deux mégawatts, ouvert aux essais des sous-traitants, sur une "
        "parcelle viabilisée voisine du laboratoire des matériaux.",
        ("Université de l'Estuaire", "centre_formation"),
        ("Vannes et Raccords Petit", "industriel"),
        3_200_000,
        "Dix campagnes d'essais dès 2025, trois brevets.",
    ),
    (
        "Dépolluer la friche des anciennes verreries",
        "foncier",
        "Onze hectares entre la voie ferrée et le canal : diagnostic fait, terres triées sur "
        "place, deux lots livrés à des entreprises de recyclage.",
        ("Établissement public foncier", "autre"),
        ("Verre Nouveau", "industriel"),
        6_750_000,
        "Neuf hectares cessibles, cent vingt emplois.",
    ),
    (
        "Loger les alternants près des usines",
        "recrutement",
        "Soixante logements meublés, loués au mois, dans l'ancienne caserne ; une navette dessert "
        "les trois zones d'activité dès cinq heures.",
        ("Habitat Estuaire", "association"),
        ("Mission locale du Havre", "reseau_local"),
        2_100_000,
        "Taux d'occupation supérieur à 85 %.",
    ),
    (
        "Électrifier les fours de la tuilerie",
        "transition",
        "Remplacement progressif de trois fours à gaz par des fours à arc et à induction, avec "
        "stockage de chaleur pour effacer les pointes d'hiver.",
        ("Tuilerie Lambert", "industriel"),
        ("Syndicat d'énergie", "autre"),
        8_900_000,
        "Consommation de gaz divisée par quatre en 2027.",
    ),
    (
        "Mettre en commun des ateliers de fabrication",
        "innovation",
        "Impression métal, métrologie et découpe par jet d'eau, réservables à l'heure par les "
        "petites entreprises qui ne peuvent s'équiper seules.",
        ("Agence de développement", "association"),
        ("Mécanique Leroux", "industriel"),
        940_000,
        "Cent cinquante entreprises utilisatrices.",
    ),
    (
        "Densifier la zone d'activité des Marais",
        "foncier",
        "Parkings mutualisés, bâtiments à étages, voirie réduite : cinq hectares regagnés sans "
        "consommer un mètre carré de prairie humide.",
        ("Seine-Axe", "epci"),
        ("Foncière des Marais", "sem"),
        1_320_000,
        "Vingt-deux mille mètres carrés de plancher créés.",
    ),
    (
        "Faire découvrir l'industrie aux collégiens",
        "recrutement",
        "Chaque élève de quatrième visite deux sites et rencontre des salariées ; un car et un "
        "guide sont fournis à trente-huit établissements.",
        ("Chambre de commerce", "reseau_local"),
        ("Rectorat de Normandie", "autre"),
        180_000,
        "Cinq mille élèves par an, la moitié de filles.",
    ),
)


def perimetres() -> list[tuple[str, str, str]]:
    """Perimeters without an EPCI in common: the SIREN of two neighbours, their region."""
    par_region: dict[str, list[str]] = {}
    for epci in EPCI.values():
        if len(epci.regions) == 1 and not epci.est_metropole:
            par_region.setdefault(epci.regions[0], []).append(epci.siren)
    return [
        (un, autre, region)
        for region, sirens in par_region.items()
        for un, autre in zip(sirens[::2], sirens[1::2], strict=False)
    ]


def dossier(qui: str, perimetre: tuple[str, str, str], marques: Sequence[str]) -> Json:
    """A complete application, without an error or a warning.

    `qui`, six digits, makes its persons, addresses and texts its own: what the service remembers
    of one candidature must not serve another. Each of the five `marques` ends an answer of
    another section, for a save to change.
    """
    fin = [f" Fiche {qui}, révision {marque}." for marque in marques]
    domaine = f"axe-{qui}.example.fr"
    base = dossier_complet()
    base["demandeur"] |= {
        "courriel": f"direction@{domaine}",
        "denomination": f"Communauté d'agglomération Seine-Axe {qui}",
    }
    *sirens, region = perimetre
    base["perimetre"] |= {
        "epci": [{"siren": siren} for siren in sirens],
        "region": region,
        "caracteristiques_industrielles": CARACTERISTIQUES,
        "defis_fragilites": FRAGILITES + fin[0],
        "nom_territoire": f"Axe Seine {qui}",
    }
    actions = [_action(rang, qui, *valeurs) for rang, valeurs in enumerate(ACTIONS)]
    base["plan_action"] = {"priorites": PRIORITES + fin[1], "actions": actions}
    base["bilan"] = {"actions_realisees": BILAN + fin[2]}
    base["gouvernance"]["soutiens"] = SOUTIENS + fin[3]
    for membre in base["gouvernance"]["membres"]:
        membre["courriel"] = f"{membre['prenom']}@{domaine}".lower()
    base["besoins"]["animation"] |= {
        "chef_projet_courriel": f"camille.petit@{domaine}",
        "chef_projet_telephone": f"0235{qui}",
    }
    base["besoins"]["ingenierie"]["projets_complexes"] += fin[4]
    base["contact"] |= {
        "courriel": f"jeanne.martin@{domaine}",
        "telephone": f"+33235{qui}",
        "suite_courriel": f"camille.petit@{domaine}",
        "suite_telephone": f"02 35{qui}",
    }
    return base


def _action(
    rang: int,
    qui: str,
    intitule: str,
    axe: str,
    description: str,
    porteur: tuple[str, str],
    partenaire: tuple[str, str],
    budget: int,
    indicateurs: str,
) -> Json:
    return {
        "intitule": intitule,
        "axe": axe,
        "description": f"{description} Suivi : fiche {qui}-{rang}.",
        "porteur": {"nom": porteur[0], "type": porteur[1]},
        "partenaires": [{"nom": partenaire[0], "type": partenaire[1]}],
        "debut": f"202{4 + rang % 2}-0{rang + 1}-01",
        "fin": f"202{6 + rang % 2}-12-31",
        "budget_euros": budget,
        "financements": f"Région {20 + rang} %, État {30 - rang} %, porteurs pour le reste.",
        "indicateurs": indicateurs,
    }


def pdf(taille: int) -> bytes:
    """A PDF like a scan, one page and `taille` random bytes; some 400 bytes longer than them."""
    flux = random.Random(5).randbytes(taille)  # noqa: S311 - content, not a secret
    objets = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        b"<</Length %d>>\nstream\n%b\nendstream" % (taille, flux),
    )
    corps, table = b"%PDF-1.7\n", b"0000000000 65535 f \n"
    for rang, objet in enumerate(objets, 1):
        table += b"%010d 00000 n \n" % len(corps)
        corps += b"%d 0 obj\n%b\nendobj\n" % (rang, objet)
    fin = b"xref\n0 5\n%btrailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return corps + fin % (table, len(corps))
