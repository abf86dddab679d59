"""`ti ecouter`: what a webhook would be sent, to a program on a developer's machine."""

import os
import re
from pathlib import Path
from typing import Annotated, Final

import typer

from app.terminal import reglages

_SECRET: Final = re.compile(r"whsec_[A-Za-z0-9+/]{32,86}={0,2}")  # 24 to 64 bytes


def ecouter(
    vers: Annotated[str, typer.Option(help="Où transmettre : http://127.0.0.1:3000/crochet.")],
    service: Annotated[
        str, typer.Option(help="Adresse du service.", show_default="celle de `ti serve`")
    ] = "",
    cle: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Fichier de la clé d'API ; sinon TI_CLE."),
    ] = None,
    secret: Annotated[
        Path | None,
        typer.Option(dir_okay=False, help="Fichier du secret, créé s'il manque ; sinon un neuf."),
    ] = None,
    format: Annotated[str, typer.Option(help="json ou cloudevents.")] = "json",
) -> None:
    """Transmet ce qui arrive, signé comme par un crochet, à un programme de cette machine.

    Ce que la clé laisse voir, à partir de maintenant, un seul essai par événement. La clé est dans
    TI_CLE ou dans un fichier, jamais sur la ligne de commande. Ctrl-C l'arrête.
    """
    from app.flux.crochets.tables import FormatEnvoi
    from app.flux.crochets.transmettre import EcouteRefusee, transmettre

    portee = cle.read_text(encoding="utf-8").strip() if cle else os.environ.get("TI_CLE", "")
    if not portee:
        raise typer.BadParameter("La clé d'API manque : TI_CLE, ou --cle et son fichier.")
    if format not in [*FormatEnvoi]:
        raise typer.BadParameter("La forme est json ou cloudevents.", param_hint="--format")
    adresse = service or f"http://127.0.0.1:{reglages().port}"
    try:
        transmettre(adresse, portee, vers, _secret(secret), FormatEnvoi(format), typer.echo)
    except EcouteRefusee as refus:
        typer.echo(f"REFUSÉ : {refus}", err=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        raise typer.Exit from None


def _secret(fichier: Path | None) -> str:
    """The one that is kept there, else a new one, which is shown."""
    from app.flux.crochets.secrets import nouveau_secret

    if fichier and fichier.exists():
        lu = fichier.read_text(encoding="utf-8").strip()
        if not _SECRET.fullmatch(lu):
            raise typer.BadParameter(f"{fichier} ne contient pas un secret (`whsec_…`).")
        return lu
    neuf = nouveau_secret()
    if fichier:
        descripteur = os.open(fichier, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descripteur, "w", encoding="utf-8") as ecrit:
            ecrit.write(neuf + "\n")
    typer.echo(f"Secret de cette écoute : {neuf}", err=True)
    return neuf
