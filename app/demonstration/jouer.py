"""Plays applications against a running service, from an empty draft to a verified receipt."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from statistics import median, quantiles
from time import perf_counter
from typing import Any, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from app.demonstration.client import Candidature, Durees, EchecDemonstration, Etape, Service
from app.demonstration.compositions import Composition, compositions
from app.demonstration.fichiers import Fichier, produire
from app.demonstration.instruire import instruire
from app.demonstration.publier_les_resultats import publier_les_resultats
from app.demonstration.regions_instruites import tableau
from app.depots.accuse import Accuse, empreinte_canonique
from app.depots.accuse_signe import verifier_accuse
from app.formulaire.evaluation import examiner
from app.kit.keys.signature import SignatureInvalide

Json = dict[str, Any]

_EN_PARALLELE: Final = 4


def jouer(url: str, nombre: int) -> None:
    """Deposit `nombre` applications at the service `url`, verify their receipts, show the times;
    then have the regions of a sandbox review them, and what they propose decided and published.

    Raises `EchecDemonstration`, to be shown as it is, at the first thing that is not as due.
    """
    console = Console()
    with Service(url) as service:
        _exiger_campagne_ouverte(service.campagne())
        jwks = service.cles_publiques()
        depart = perf_counter()
        jouees = [*_jouer_tout(service, jwks, nombre, console)]
        durees = _fusionner(jouee.durees for jouee in jouees)
        total = perf_counter() - depart
        console.print(_tableau(durees))
        console.print(
            f"[bold green]{len(durees[Etape.DEPOT])} candidatures déposées, "
            f"{len(durees[Etape.ACCUSE])} accusés vérifiés[/] en {total:.1f} s."
        )
        if (jetons := service.jetons_d_essai()) is None:
            console.print("L'instruction ne se joue qu'en bac à sable : elle a besoin de ses clés.")
        else:
            console.print(tableau(instruire(service, jetons, jouees)))
            publie = publier_les_resultats(service, jetons, jouees, jwks)
            lus = publie.resultats
            console.print(
                f"[bold green]{publie.decisions} décisions publiées[/], par une lettre chacune "
                f"({publie.lettre})\nRésultats, version {lus.version}, vérifiés : "
                f"{lus.territoires} territoires, {lus.groupements} intercommunalités, "
                f"{lus.communes} communes : {url}/resultats"
            )


def _exiger_campagne_ouverte(campagne: Json) -> None:
    if not campagne["ouverte"]:
        raise EchecDemonstration(
            "L'appel à candidatures n'est pas ouvert à l'heure du service : rien n'a été joué. "
            "Démarrez-le en bac à sable (TI_BAC_A_SABLE=true) ou réglez ses dates."
        )


def _jouer_tout(
    service: Service, jwks: Json, nombre: int, console: Console
) -> Iterator[Candidature]:
    colonnes = (
        TextColumn("Candidatures"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with (
        Progress(*colonnes, console=console) as barre,
        ThreadPoolExecutor(_EN_PARALLELE) as equipe,
    ):
        tache = barre.add_task("", total=nombre)
        parties = {equipe.submit(_jouer_une, service, jwks, c): c for c in compositions(nombre)}
        try:
            for partie in as_completed(parties):
                yield partie.result()
                barre.update(tache, advance=1, description=parties[partie].territoire.nom)
        finally:
            equipe.shutdown(cancel_futures=True)


def _jouer_une(service: Service, jwks: Json, composition: Composition) -> Candidature:
    """The story of one application."""
    try:
        candidature = Candidature(service)
        _remplir_avec_une_faute(candidature, composition)
        _corriger(candidature, composition)
        fichiers = produire(composition)
        for fichier in fichiers:
            candidature.joindre(fichier)
        _exiger(candidature.verdict()["deposable"], "le dossier complet n'est pas déposable")
        depot = candidature.deposer()
        accuse = verifier_accuse(candidature.accuse(depot["depot"]), jwks)
        _controler(accuse, depot, composition, fichiers)
    except (EchecDemonstration, SignatureInvalide) as erreur:
        raise EchecDemonstration(f"« {composition.territoire.nom} » — {erreur}") from erreur
    return candidature


def _remplir_avec_une_faute(candidature: Candidature, composition: Composition) -> None:
    faute = composition.faute
    for nom, section in composition.dossier.items():
        candidature.enregistrer({nom: faute.contenu if nom == faute.section else section})
    vues = _erreurs(candidature.verdict())
    _exiger(
        (faute.pointeur, faute.code) in vues,
        f"l'erreur {faute.code} en {faute.pointeur} n'est pas signalée, mais : {vues}",
    )


def _corriger(candidature: Candidature, composition: Composition) -> None:
    lue = candidature.enregistrer(composition.correction, Etape.CORRECTION)
    restantes = [e for e in _erreurs(lue["validation"]) if e[1] != "piece_manquante"]
    _exiger(not restantes, f"des erreurs subsistent après correction : {restantes}")


def _erreurs(verdict: Json) -> list[tuple[str, str]]:
    return [(erreur["pointeur"], erreur["code"]) for erreur in verdict["erreurs"]]


def _controler(
    accuse: Accuse, depot: Json, composition: Composition, fichiers: list[Fichier]
) -> None:
    """The receipt names this deposit, the dossier and the very files that were sent."""
    _exiger(accuse.numero == depot["numero"], f"l'accusé porte un autre numéro : {accuse.numero}")
    instantane = examiner(composition.dossier, composition.rubriques).instantane()
    _exiger(
        accuse.dossier.empreinte == empreinte_canonique(instantane),
        "l'empreinte du dossier dans l'accusé n'est pas celle du dossier saisi",
    )
    envoyees = {(f.rubrique.value, f.nom, f.empreinte) for f in fichiers}
    recues = {(p.rubrique, p.nom, p.empreinte) for p in accuse.pieces}
    _exiger(
        recues == envoyees,
        f"les fichiers de l'accusé ne sont pas ceux envoyés : {recues ^ envoyees}",
    )


def _exiger(condition: bool, sinon: str) -> None:
    if not condition:
        raise EchecDemonstration(sinon)


def _fusionner(parties: Iterable[Durees]) -> Durees:
    toutes: Durees = defaultdict(list)
    for durees in parties:
        for etape, mesures in durees.items():
            toutes[etape] += mesures
    return toutes


def _tableau(durees: Durees) -> Table:
    """Per step: how many requests, their median, 95th centile (ms) and sum (s)."""
    table = Table(title="Démonstration : temps par étape")
    table.add_column("Étape")
    for titre in ("Nombre", "Médiane (ms)", "p95 (ms)", "Total (s)"):
        table.add_column(titre, justify="right")
    for etape, mesures in sorted(durees.items(), key=lambda une: [*Etape].index(une[0])):
        p95 = quantiles(mesures, n=20, method="inclusive")[-1] if len(mesures) > 1 else mesures[0]
        table.add_row(
            etape,
            str(len(mesures)),
            f"{median(mesures) * 1000:.1f}",
            f"{p95 * 1000:.1f}",
            f"{sum(mesures):.1f}",
        )
    return table
