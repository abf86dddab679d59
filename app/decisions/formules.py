"""What a letter of decision says in fixed words. `VERSION` changes with any of them."""

from typing import Final

from app.formulaire.nombres import NOM_DU_PROGRAMME
from app.instruction.proposition import Motif, Sens

VERSION: Final = "2023.1"
D_ESSAI: Final = "Bac à sable : cette lettre est un essai, et ne notifie aucune décision."
SANS_SIGNATURE: Final = (
    "Cette décision est notifiée par un téléservice : elle est dispensée de la signature de son "
    "auteur, dont elle porte le prénom, le nom, la qualité et le service (code des relations entre "
    "le public et l'administration, art. L. 212-1 et L. 212-2)."
)
_SUJET: Final = f"Votre candidature à l'appel « {NOM_DU_PROGRAMME} »"
DISPOSITIFS: Final = {
    Sens.ACCEPTEE: f"{_SUJET} est acceptée.",
    Sens.REFUSEE: f"{_SUJET} est refusée.",
    Sens.SANS_SUITE: f"{_SUJET} est classée sans suite.",
}
MOTIFS: Final = {
    Motif.PERIMETRE: "Le périmètre n'est pas de taille adéquate, homogène et cohérent.",
    Motif.EPCI_SEUL: "La candidature d'un EPCI seul n'est pas justifiée.",
    Motif.METROPOLE: "La candidature d'une métropole n'est pas justifiée.",
    Motif.PLAN_ACTION: "Le plan d'action n'est pas assez concret sur les quatre axes.",
    Motif.GOUVERNANCE: "La gouvernance n'est pas portée par un binôme d'un élu et d'un industriel.",
    Motif.DOSSIER_INCOMPLET: "Le dossier est incomplet.",
    Motif.DEJA_COUVERT: "Des EPCI du périmètre relèvent d'un autre territoire.",
    Motif.AUTRE: "Un autre motif, exposé ci-dessous.",
}
