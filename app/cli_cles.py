"""`ti cles`: the keys of portals and of reviewers' tools, from the command line."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Final
from uuid import UUID

import typer

from app.acces.droits import Portee
from app.terminal import agir, demander

if TYPE_CHECKING:
    from app.acces.cles_decrites import CleCreee, CleDecrite

cles = typer.Typer(
    no_args_is_help=True, help="Les clés d'API des portails et des outils d'instruction."
)
_PAR: Final = "ti"
_JOUR: Final = 86_400  # seconds

Identifiant = Annotated[UUID, typer.Argument(help="Identifiant de la clé, donné par la liste.")]
JusquAu = Annotated[
    datetime | None,
    typer.Option(
        "--jusqu-au",
        formats=["%Y-%m-%d"],
        metavar="AAAA-MM-JJ",
        help="Dernier jour où elle vaut, à Paris ; sans cela elle n'expire pas.",
    ),
]


@cles.command()
def creer(
    nom: Annotated[str, typer.Argument(help="À qui elle est donnée.")],
    portees: Annotated[list[Portee], typer.Option("--portee", help="Ce qu'elle permet.")],
    jusqu_au: JusquAu = None,
    regions: Annotated[
        list[str] | None,
        typer.Option("--region", help="Code d'une région instruite ; sans cela, toutes."),
    ] = None,
    reseaux: Annotated[
        list[str] | None,
        typer.Option("--reseau", help="Réseau d'où elle sert, 192.0.2.0/24 ; sans cela, tous."),
    ] = None,
    service: Annotated[
        str | None, typer.Option(help="Où travaille qui instruit avec elle, pour l'annuaire.")
    ] = None,
    qualite: Annotated[str | None, typer.Option(help="Et en quelle qualité.")] = None,
) -> None:
    """Crée une clé pour un nouveau titulaire, et l'écrit : cette seule fois."""
    from app.acces.cles_creation import creer as creer_cle
    from app.acces.cles_decrites import DemandeDeCle

    demande = demander(
        DemandeDeCle,
        nom=nom,
        portees=portees,
        regions=regions or None,
        reseaux=reseaux or None,
        expire_le=_fin_du_jour(jusqu_au),
        service=service,
        qualite=qualite,
    )
    _remettre(agir(lambda base, le: creer_cle(base, demande, _PAR, le)))


@cles.command()
def lister() -> None:
    """Liste les clés, de la plus récente à la plus ancienne ; jamais leur secret."""
    from app.acces.cles_liste import toutes

    for cle in agir(toutes):
        typer.echo(_ligne(cle))


@cles.command()
def roter(
    cle: Identifiant,
    recouvrement: Annotated[
        int,
        typer.Option(help="Secondes pendant lesquelles l'ancienne vaut encore ; 0 si elle a fui."),
    ] = _JOUR,
    jusqu_au: JusquAu = None,
) -> None:
    """Crée la clé qui remplace celle-ci chez le même titulaire, et l'écrit : cette seule fois."""
    from app.acces.cles_creation import roter as roter_cle
    from app.acces.cles_decrites import RotationDeCle

    rotation = demander(RotationDeCle, recouvrement=recouvrement, expire_le=_fin_du_jour(jusqu_au))
    _remettre(agir(lambda base, le: roter_cle(base, cle, rotation, _PAR, le)))


@cles.command()
def revoquer(cle: Identifiant) -> None:
    """Révoque une clé, aussitôt."""
    from app.acces.cles_revocation import revoquer as revoquer_cle

    agir(lambda base, le: revoquer_cle(base, cle, _PAR, le))
    typer.echo(f"Clé {cle} révoquée.")


def _fin_du_jour(jour: datetime | None) -> datetime | None:
    from app.kit.clock import PARIS

    return (jour + timedelta(days=1)).replace(tzinfo=PARIS) if jour else None


def _remettre(creee: "CleCreee") -> None:
    """The key alone on standard output, for a script to take; what goes with it beside."""
    typer.echo(_ligne(creee), err=True)
    typer.echo("Gardez la clé, elle ne sera plus montrée :", err=True)
    typer.echo(creee.secret)


def _ligne(cle: "CleDecrite") -> str:
    limites = {
        "portées": ", ".join(cle.portees),
        "régions": ", ".join(cle.regions or ()),
        "réseaux": ", ".join(cle.reseaux or ()),
        "expire": _a_paris(cle.expire_le),
        "dernier usage": _a_paris(cle.dernier_usage),
    }
    dites = " ; ".join(f"{nom} : {valeur}" for nom, valeur in limites.items() if valeur)
    return f"{cle.id}  {cle.prefixe}…  {cle.etat}  {cle.nom} ({dites})"


def _a_paris(instant: datetime | None) -> str:
    from app.kit.clock import PARIS

    return f"{instant.astimezone(PARIS):%Y-%m-%d %H:%M}" if instant else ""
