"""`ti`: the service and its tools, from the command line."""

import asyncio
import gc
import os
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from app.cli_cles import cles
from app.cli_crochets import crochets
from app.cli_ecouter import ecouter
from app.formulaire.nombres import NOM_DU_PROGRAMME
from app.terminal import base, reglages

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=f"Candidatures « {NOM_DU_PROGRAMME} ».",
)


@app.command()
def serve() -> None:
    """Démarre le service, avec sa propre base de données si TI_DATABASE_URL n'en donne pas.

    TI_PROCESSUS processus répondent. SIGTERM ou Ctrl-C laisse finir les requêtes en cours, une
    seconde fois les interrompt.
    """
    settings = reglages()
    with TemporaryDirectory(prefix="ti-metriques-") as dossier:
        # Before the library is loaded, which looks once (`DOSSIER` of app/kit/metrics.py).
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = dossier
        gc.disable()  # what is loaded stays: looking for what goes takes a tenth of the start
        from app.serveur import servir

        gc.enable()
        servir(settings)


@app.command()
def migrate() -> None:
    """Applique les migrations à la base de TI_DATABASE_URL.

    Avec TI_DATABASE_URL_MIGRATION, par le rôle que celle-ci nomme ; celui de TI_DATABASE_URL est
    créé s'il n'existe pas, et reçoit les seuls droits dont le service se sert.
    """
    from app.kit.postgres.migrations import migrer

    settings = reglages()
    if (service := settings.database_url) is None:
        raise typer.BadParameter("TI_DATABASE_URL manque ; `ti serve` migre sa propre base.")
    if (proprietaire := settings.database_url_migration) is None:
        asyncio.run(migrer(service.get_secret_value(), None))
        return
    import_module("app.main")  # registers the tables of every room, with the rights on them
    asyncio.run(migrer(proprietaire.get_secret_value(), service.get_secret_value()))


@app.command()
def demo(
    nombre: Annotated[int, typer.Argument(min=1, help="Nombre de candidatures.")] = 123,
    url: Annotated[
        str, typer.Option(help="Adresse du service.", show_default="celle de `ti serve`")
    ] = "",
) -> None:
    """Joue de vraies candidatures contre un service en marche, du brouillon aux résultats."""
    from app.demonstration.client import EchecDemonstration
    from app.demonstration.jouer import jouer

    try:
        jouer(url or f"http://127.0.0.1:{reglages().port}", nombre)
    except EchecDemonstration as echec:
        typer.echo(str(echec), err=True)
        raise typer.Exit(1) from None


@app.command()
def schemas(dossier: Annotated[Path, typer.Argument()] = Path("schemas")) -> None:
    """Écrit les schémas publiés, le formulaire et le catalogue des codes."""
    from app.publication.dossier_publie import ecrire

    ecrire(dossier)


@app.command()
def openapi(fichier: Annotated[Path, typer.Argument()] = Path("openapi.json")) -> None:
    """Écrit le document OpenAPI."""
    from app.contrat.openapi import document
    from app.kit.json_file import texte_lisible
    from app.main import create_app

    settings = reglages()
    contrat = document(create_app(settings), settings)
    fichier.write_text(texte_lisible(contrat), encoding="utf-8")


@app.command()
def acces(fichier: Annotated[Path, typer.Argument()] = Path("docs/acces.md")) -> None:
    """Écrit le tableau de qui peut appeler quoi."""
    from app.contrat.matrice import tableau
    from app.main import create_app

    fichier.write_text(tableau(create_app()), encoding="utf-8")


@app.command()
def etats(fichier: Annotated[Path, typer.Argument()] = Path("docs/etats.md")) -> None:
    """Écrit le dessin des états d'une candidature."""
    from app.contrat.cycle import dessin

    fichier.write_text(dessin(), encoding="utf-8")


@app.command()
def verifier(
    fichier: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    cles: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="Clés publiques : /.well-known/jwks.json enregistré.",
        ),
    ] = None,
    pieces: Annotated[
        list[Path] | None,
        typer.Option("--piece", exists=True, dir_okay=False, help="Fichier à confronter."),
    ] = None,
) -> None:
    """Vérifie hors ligne un accusé de réception ou des résultats (JSON), et les fichiers qu'ils
    nomment, ou une lettre de décision (JSON).
    """
    from app.kit.keys.signature import SignatureInvalide
    from app.resultats.attester_les_resultats import attester_tout

    try:
        typer.echo(attester_tout(fichier, cles or reglages().fichier_de_cle, pieces or []))
    except SignatureInvalide as erreur:
        typer.echo(f"REFUSÉ : {erreur}", err=True)
        raise typer.Exit(1) from None


app.add_typer(cles, name="cles")
app.add_typer(crochets, name="crochets")
app.command()(ecouter)
journal = typer.Typer(no_args_is_help=True, help="Le journal : ce qui est arrivé, scellé.")
app.add_typer(journal, name="journal")


@journal.command(name="verifier")
def verifier_journal(
    temoin: Annotated[
        str | None,
        typer.Option(help="Témoin d'une vérification passée, gardé ailleurs que dans la base."),
    ] = None,
) -> None:
    """Recalcule les sceaux de tous les événements, et nomme ceux qui ne se suivent pas."""
    from app.candidatures.controle import Temoin, TemoinIllisible, controler

    try:
        attendu = Temoin.lire(temoin) if temoin else None
    except TemoinIllisible:
        raise typer.BadParameter("Ce n'est pas un témoin.", param_hint="--temoin") from None
    with base(reglages()) as url:
        lu = asyncio.run(controler(url, attendu))
    for rupture in lu.ruptures:
        typer.echo(f"REFUSÉ : {rupture}", err=True)
    if lu.conforme is False:
        typer.echo("REFUSÉ : ce qui précède le témoin n'est plus ce qu'il était.", err=True)
    typer.echo(f"{lu.evenements} événements, {lu.candidatures} candidatures.")
    if not lu.intact:
        raise typer.Exit(1)
    typer.echo(f"Tout se suit. Témoin, à garder ailleurs : {lu.temoin}")


@app.command()
def rotation() -> None:
    """Remplace la clé qui signe : l'ancienne reste publiée, le service continue."""
    from app.kit.keys.keyring import renouveler
    from app.kit.keys.signature import CleIllisible

    chemin = reglages().fichier_de_cle
    try:
        neuve = renouveler(chemin)
    except (OSError, CleIllisible) as erreur:
        typer.echo(f"La clé n'a pas été remplacée : {erreur}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{chemin} : nouvelle clé {neuve.kid}. Sauvegardez ce dossier.")
