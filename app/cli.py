"""`ti`: the service and its tools, from the command line."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from app.config import Settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Candidatures « Territoires d'industrie 2023-2027 ».",
)


@app.command()
def serve() -> None:
    """Démarre le service, avec sa propre base de données si TI_DATABASE_URL n'en donne pas."""
    from app.serveur import servir

    servir(Settings())


@app.command()
def migrate() -> None:
    """Applique les migrations à la base de TI_DATABASE_URL."""
    from app.kit.migrations import migrer

    url = Settings().database_url
    if url is None:
        raise typer.BadParameter("TI_DATABASE_URL manque ; `ti serve` migre sa propre base.")
    asyncio.run(migrer(url.get_secret_value()))


@app.command()
def demo(
    nombre: Annotated[int, typer.Argument(min=1, help="Nombre de candidatures.")] = 123,
    url: Annotated[str, typer.Option(help="Adresse du service.")] = "http://127.0.0.1:8000",
) -> None:
    """Joue de vraies candidatures contre un service en marche, du brouillon à l'accusé."""
    from app.demonstration.client import EchecDemonstration
    from app.demonstration.jouer import jouer

    try:
        jouer(url, nombre)
    except EchecDemonstration as echec:
        typer.echo(str(echec), err=True)
        raise typer.Exit(1) from None


@app.command()
def schemas(dossier: Annotated[Path, typer.Argument()] = Path("schemas")) -> None:
    """Écrit les schémas publiés, le formulaire et le catalogue des codes."""
    from app.publication.fichiers import ecrire

    ecrire(dossier)


@app.command()
def openapi(fichier: Annotated[Path, typer.Argument()] = Path("openapi.json")) -> None:
    """Écrit le document OpenAPI."""
    from app.exploitation.openapi import document
    from app.main import create_app

    texte = json.dumps(document(create_app()), ensure_ascii=False, indent=2)
    fichier.write_text(f"{texte}\n", encoding="utf-8")


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
    """Vérifie hors ligne un accusé de réception (JSON), et les fichiers qu'il nomme."""
    from app.depots.signature import SignatureInvalide
    from app.depots.verification import verifier_fichier

    try:
        typer.echo(verifier_fichier(fichier, cles or Settings().fichier_de_cle, pieces or []))
    except SignatureInvalide as erreur:
        typer.echo(f"REFUSÉ : {erreur}", err=True)
        raise typer.Exit(1) from None
