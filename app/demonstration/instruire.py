"""The regions of a sandbox review what was deposited, once the call is closed."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from app.demonstration.agents_fictifs import Agent, agent_d_une_region
from app.demonstration.client import Candidature, EchecDemonstration, Etape, Service
from app.demonstration.consultations import demander_des_avis
from app.demonstration.regions_instruites import Bilan
from app.formulaire.choix import Region

Json = dict[str, Any]

# Of so many dossiers of a region, one is asked for a correction, one is to be refused, and so on.
_A_CORRIGER: Final = 6
_A_REFUSER: Final = 9
_SANS_SUITE: Final = 14
_SENS: Final = ("acceptee", "refusee", "sans_suite")
_DELAI: Final = timedelta(days=10)
_REFUS: Final = "Le périmètre ne forme pas un bassin industriel cohérent."
_ABANDON: Final = "La candidature n'a pas été confirmée par les intercommunalités."


def instruire(service: Service, jetons: Json, jouees: Sequence[Candidature]) -> dict[Region, Bilan]:
    """Each region takes what it leads, asks for opinions and corrections, proposes.

    `jetons`: the keys of the sandbox. What others deposited there is left alone.
    """
    cloture = datetime.fromisoformat(service.campagne()["cloture"])
    le = cloture + timedelta(days=1)
    siennes = {jouee.id: jouee for jouee in jouees}
    bilans = dict[Region, Bilan]()
    par_region = _repartir(Agent(service, jetons["decision"], le), siennes)
    for region in sorted(par_region, key=lambda region: region.libelle):
        dossiers = [siennes[id] for id in par_region[region]]
        cle = jetons["administration"]
        with agent_d_une_region(service, cle, region, region.libelle, le) as agent:
            bilans[region] = _instruire_region(service, agent, region, dossiers, le)
    return bilans


def _repartir(decideur: Agent, siennes: dict[str, Candidature]) -> dict[Region, list[str]]:
    """The ids that each region leads; where the service cannot tell, who decides chooses."""
    par_region: dict[Region, list[str]] = defaultdict(list)
    for deposee in decideur.deposees(tri="numero"):
        if (id := deposee["id"]) not in siennes:
            continue
        if (pilote := deposee["region_pilote"]) is None:
            pilote = next(r for r in deposee["regions"] if r != Region.INTERREGIONAL)
            decideur.decider("PUT", f"/candidatures/{id}/region-pilote", region=pilote)
        par_region[Region(pilote)].append(id)
    if (trouves := sum(map(len, par_region.values()))) != len(siennes):
        raise EchecDemonstration(f"{trouves} dossiers à instruire, pour {len(siennes)} déposés.")
    return par_region


def _instruire_region(
    service: Service, agent: Agent, region: Region, dossiers: list[Candidature], le: datetime
) -> Bilan:
    ids = [dossier.id for dossier in dossiers]
    prises = agent.appeler("POST", "/prises-en-instruction", json={"candidatures": ids}).json()
    bilan = Bilan(prises=len(prises["prises"]))
    bilan.avis_demandes, bilan.avis_rendus = demander_des_avis(service, agent, region, dossiers, le)
    for dossier in dossiers[::_A_CORRIGER]:
        bilan.corrections += 1
        bilan.corrections_faites += _faire_corriger(agent, dossier, le)
    sens = [_proposer(agent, id, rang) for rang, id in enumerate(ids)]
    bilan.acceptees, bilan.refusees, bilan.sans_suite = map(sens.count, _SENS)
    return bilan


def _faire_corriger(agent: Agent, dossier: Candidature, le: datetime) -> bool:
    """Ask for a correction, which the applicant answers."""
    agent.decider(
        *("POST", f"/candidatures/{dossier.id}/corrections", 201),
        motif="incomplete",
        message="Qui sera joint pour la suite ?",
        pointeurs=["/contact"],
        jusqu_au=(le + _DELAI).isoformat(),
    )
    dossier.a_l_heure(le + timedelta(days=2))
    dossier.enregistrer({"contact": {"fonction_organisation": "Directrice"}}, Etape.REPONSE)
    return dossier.deposer(Etape.REPONSE)["depot"] > 1


def _proposer(agent: Agent, id: str, rang: int) -> str:
    if rang % _A_REFUSER == _A_REFUSER - 1:
        decision: Json = {"sens": "refusee", "motifs": ["perimetre"], "motivation": _REFUS}
    elif rang % _SANS_SUITE == _SANS_SUITE - 1:
        decision = {"sens": "sans_suite", "motifs": ["autre"], "motivation": _ABANDON}
    else:
        decision = {"sens": "acceptee"}
    agent.decider("PUT", f"/candidatures/{id}/proposition", **decision)
    return decision["sens"]
