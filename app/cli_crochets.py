"""`ti crochets`: the webhooks of the holders of keys, from the command line."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar
from uuid import UUID

import typer

from app.terminal import agir, demander, reglages

if TYPE_CHECKING:
    from app.flux.crochets.decrits import CrochetArme, CrochetDecrit
    from app.kit.keys.keyring import Trousseau
    from app.kit.postgres.database import Base

crochets = typer.Typer(no_args_is_help=True, help="Les crochets (webhooks) des titulaires de clés.")
T = TypeVar("T")
_TOUS: Final = "tous"

DUn = Annotated[
    UUID,
    typer.Argument(metavar="TITULAIRE", help="Identifiant du titulaire, ou d'une de ses clés."),
]
Identifiant = Annotated[
    UUID, typer.Argument(metavar="CROCHET", help="Identifiant du crochet, donné par la liste.")
]
Types = Annotated[
    list[str] | None,
    typer.Option("--type", help="Un type à envoyer ; sans cela, tous, modifications exceptées."),
]


@crochets.command()
def creer(
    titulaire: DUn,
    url: Annotated[str, typer.Argument(help="Où envoyer.")],
    libelle: Annotated[str, typer.Option(help="Comment le reconnaître.")],
    types: Types = None,
    format: Annotated[str, typer.Option(help="json ou cloudevents.")] = "json",
    courriel: Annotated[str | None, typer.Option(help="À qui dire que rien n'arrive.")] = None,
) -> None:
    """Déclare un crochet, et écrit son secret : cette seule fois."""
    from app.flux.crochets.declarer import declarer
    from app.flux.crochets.decrits import DemandeDeCrochet
    from app.kit.keys.shared import Signataire

    demande = demander(
        DemandeDeCrochet,
        url=url,
        libelle=libelle,
        types=types or None,
        format=format,
        courriel=courriel,
    )
    trousseau, essai = _trousseau(), reglages().bac_a_sable
    _remettre(
        _pour(
            titulaire,
            lambda base, lui, le: declarer(
                base, Signataire(base, trousseau), lui, demande, le, essai=essai
            ),
        )
    )


@crochets.command()
def lister(titulaire: DUn) -> None:
    """Liste les crochets d'un titulaire, du plus ancien au plus récent ; jamais leur secret."""
    from app.flux.crochets.crochets_liste import enumerer

    for crochet in _pour(titulaire, enumerer).crochets:
        typer.echo(_ligne(crochet))


@crochets.command()
def modifier(
    titulaire: DUn,
    crochet: Identifiant,
    url: Annotated[str | None, typer.Option(help="Où envoyer.")] = None,
    libelle: Annotated[str | None, typer.Option(help="Comment le reconnaître.")] = None,
    types: Types = None,
    format: Annotated[str | None, typer.Option(help="json ou cloudevents.")] = None,
    courriel: Annotated[str | None, typer.Option(help="À qui dire que rien n'arrive.")] = None,
) -> None:
    """Change ce qui est donné d'un crochet ; le reste demeure."""
    dites = {"url": url, "libelle": libelle, "types": types, "format": format, "courriel": courriel}
    _modifier(titulaire, crochet, **{nom: v for nom, v in dites.items() if v})


@crochets.command()
def couper(titulaire: DUn, crochet: Identifiant) -> None:
    """Coupe un crochet : il n'envoie plus rien."""
    _modifier(titulaire, crochet, actif=False)


@crochets.command()
def rallumer(titulaire: DUn, crochet: Identifiant) -> None:
    """Rallume un crochet : il reprend là où il en était."""
    _modifier(titulaire, crochet, actif=True)


@crochets.command()
def roter(
    titulaire: DUn,
    crochet: Identifiant,
    recouvrement: Annotated[
        int, typer.Option(help="Secondes pendant lesquelles l'ancien signe aussi ; 0 s'il a fui.")
    ] = 86_400,
) -> None:
    """Remplace le secret d'un crochet, et écrit le nouveau : cette seule fois."""
    from app.flux.crochets.changer_secret import changer_de_secret
    from app.flux.crochets.decrits import RotationDeSecret
    from app.kit.keys.shared import Signataire

    rotation, trousseau = demander(RotationDeSecret, recouvrement=recouvrement), _trousseau()
    _remettre(
        _pour(
            titulaire,
            lambda base, lui, le: changer_de_secret(
                base, trousseau, Signataire(base, trousseau), lui, crochet, rotation, le
            ),
        )
    )


@crochets.command()
def supprimer(titulaire: DUn, crochet: Identifiant) -> None:
    """Supprime un crochet, avec le journal de ses envois."""
    from app.flux.crochets.supprimer import supprimer as supprimer_crochet

    _pour(titulaire, lambda base, lui, _: supprimer_crochet(base, lui, crochet))
    typer.echo(f"Crochet {crochet} supprimé.")


def _pour(nomme: UUID, acte: "Callable[[Base, UUID, datetime], Awaitable[T]]") -> T:
    """Do this for the holder who is named so."""
    from app.flux.crochets.queries import chercher_le_titulaire

    async def faire(base: "Base", le: datetime) -> T:
        return await acte(base, await chercher_le_titulaire(base, nomme), le)

    return agir(faire)


def _modifier(titulaire: UUID, crochet: UUID, **membres: Any) -> None:
    from app.flux.crochets.decrits import ModificationDeCrochet
    from app.flux.crochets.modifier import modifier as modifier_crochet

    modification = demander(ModificationDeCrochet, **membres)
    essai = reglages().bac_a_sable
    change = _pour(
        titulaire,
        lambda base, lui, le: modifier_crochet(base, lui, crochet, modification, le, essai=essai),
    )
    typer.echo(_ligne(change))


def _trousseau() -> "Trousseau":
    """The keys of the service, which this command never makes."""
    from app.kit.keys.keyring import Trousseau
    from app.kit.keys.signature import CleIllisible

    chemin = reglages().fichier_de_cle
    try:
        if chemin.exists():
            return Trousseau(chemin)
        raise CleIllisible("absente")
    except (OSError, CleIllisible):
        typer.echo(f"La clé du service ne se lit pas : {chemin}", err=True)
        raise typer.Exit(2) from None


def _remettre(arme: "CrochetArme") -> None:
    """The secret alone on standard output, for a script to take; what goes with it beside."""
    typer.echo(_ligne(arme), err=True)
    typer.echo("Gardez le secret, il ne sera plus montré :", err=True)
    typer.echo(arme.secret)


def _ligne(crochet: "CrochetDecrit") -> str:
    etat = "actif" if crochet.actif else f"coupé ({crochet.coupe_pour})"
    types = ", ".join(crochet.types) if crochet.types else _TOUS
    dites = [f"types : {types}", f"forme : {crochet.format}"]
    if crochet.courriel:
        dites.append(f"courriel : {crochet.courriel}")
    if crochet.echoue_depuis:
        dites.append(f"{crochet.echecs} échecs depuis {crochet.echoue_depuis:%Y-%m-%d %H:%M} UTC")
    return f"{crochet.id}  {etat}  {crochet.libelle}  {crochet.url} ({' ; '.join(dites)})"
