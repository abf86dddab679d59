"""Who decides takes what the regions propose, seals it, publishes it; then anybody reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from app.decisions.lettre_signee import verifier_lettre
from app.demonstration.agents_fictifs import Agent
from app.demonstration.client import Candidature, EchecDemonstration, Service
from app.kit.keys.signature import SignatureInvalide
from app.resultats.resultats_publies import Resultats
from app.resultats.resultats_signes import verifier_les_resultats

Json = dict[str, Any]

_DELAI: Final = timedelta(days=48)
_SIGNATAIRE: Final[Json] = {
    "prenom": "Camille",
    "nom": "Exemple",
    "qualite": "Directrice du programme",
    "service": "Service de la démonstration",
}
# A demonstration that is played again accepts the same perimeters again.
_PASSER_OUTRE: Final = "La démonstration rejoue des périmètres qui étaient déjà retenus."


@dataclass(frozen=True, slots=True)
class Publication:
    """How many decisions were published, what the results say, and what one letter does."""

    decisions: int
    resultats: Resultats
    lettre: str


def publier_les_resultats(
    service: Service, jetons: Json, jouees: Sequence[Candidature], jwks: Json
) -> Publication:
    """A lot of all of them, sealed and published; the results and a letter, once verified.

    `jetons`: the keys of the sandbox. Raises `EchecDemonstration`.
    """
    cloture = datetime.fromisoformat(service.campagne()["cloture"])
    decideur = Agent(service, jetons["decision"], cloture + _DELAI)
    lot = _arreter(decideur, jouees)
    decideur.decider("POST", f"/lots/{lot['id']}/publication", maintenant=True)
    try:
        lettre = verifier_lettre(jouees[0].lettre(), jwks)
        resultats = verifier_les_resultats(service.resultats("").content, jwks)
    except SignatureInvalide as erreur:
        raise EchecDemonstration(f"Ce qui est publié ne se vérifie pas : {erreur}") from erreur
    _confronter(service, resultats)
    return Publication(lot["lignes"], resultats, f"{lettre.numero} : {lettre.dispositif}")


def _arreter(decideur: Agent, jouees: Sequence[Candidature]) -> Json:
    """The lot, sealed with what the regions propose."""
    voulu: Json = {"nom": "Démonstration", "signataire": _SIGNATAIRE}
    ici = f"/lots/{decideur.appeler('POST', '/lots', 201, json=voulu).json()['id']}"
    lignes = [{"candidature": jouee.id} for jouee in jouees]
    decideur.decider("PATCH", f"{ici}/lignes", lignes=lignes)
    essai = decideur.appeler("POST", f"{ici}/verification").json()
    if bloquants := [un for un in essai["refus"] if not un["levable"]]:
        raise EchecDemonstration(f"Le lot ne s'arrête pas : {bloquants}")
    if essai["possible"]:
        return decideur.decider("POST", f"{ici}/arret")
    return decideur.decider("POST", f"{ici}/arret?passer_outre=true", raison=_PASSER_OUTRE)


def _confronter(service: Service, resultats: Resultats) -> None:
    """Each file is the one that the signed document names."""
    for un in resultats.fichiers:
        contenu = service.resultats(un.adresse.removeprefix("/v1/resultats")).content
        if sha256(contenu).hexdigest() != un.empreinte:
            raise EchecDemonstration(f"{un.adresse} n'est pas le fichier que disent les résultats.")
