"""Byte ranges and validators of a download (RFC 9110, sections 13 and 14)."""

import re
from collections.abc import Mapping
from typing import Final

from app.candidatures.tables import Antivirus
from app.kit.web.problems import PlageInvalide
from app.pieces_jointes.noms import disposition
from app.pieces_jointes.refus import AnalyseEnAttente, FichierInfecte
from app.pieces_jointes.representation import PieceJointe, Telecharge

_PLAGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def verifier_servable(piece: PieceJointe) -> None:
    """Raise `FichierInfecte` for a file in which a virus was found."""
    if piece.antivirus is Antivirus.INFECTE:
        raise FichierInfecte(pieces=[piece])


def verifier_analysee(piece: PieceJointe) -> None:
    """The same for who is not its applicant: one that waits for the antivirus is not served either.

    Raises `FichierInfecte`, `AnalyseEnAttente`.
    """
    verifier_servable(piece)
    if piece.antivirus is Antivirus.EN_ATTENTE:
        raise AnalyseEnAttente


def etiquette(piece: Telecharge) -> str:
    """The strong entity tag of a file: its content never changes."""
    return f'"{piece.empreinte}"'


def entetes(piece: Telecharge) -> dict[str, str]:
    """The headers of a download, whole or in part: never rendered in the service's name."""
    return {
        "ETag": etiquette(piece),
        "Accept-Ranges": "bytes",
        "Content-Disposition": disposition(piece.nom),
        "Cache-Control": "private, no-cache",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }


def plage(piece: Telecharge, demandes: Mapping[str, str]) -> tuple[int, int] | None:
    """The bytes asked for, as (first, after last); None for the whole file.

    A unit or syntax that is not understood, several ranges, or an `If-Range` that does not match
    ask for the whole. Raises `PlageInvalide` when no byte is in the range.
    """
    lue = _PLAGE.fullmatch(demandes.get("range", "").replace(" ", ""))
    valideur = demandes.get("if-range")
    if lue is None or not any(lue.groups()) or valideur not in (None, etiquette(piece)):
        return None
    debut, fin = lue.groups()
    if debut and fin and int(fin) < int(debut):
        return None
    premier = int(debut) if debut else max(piece.taille - int(fin), 0)
    apres = min(int(fin) + 1, piece.taille) if debut and fin else piece.taille
    if premier >= apres:
        raise PlageInvalide(entetes={"Content-Range": f"bytes */{piece.taille}"})
    return premier, apres
