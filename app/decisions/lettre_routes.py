"""HTTP of a letter, as `Accept` asks for it: signed (JSON), or to print (PDF)."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response

from app.acces.appelant import Appelant
from app.decisions.lettre_signee import LettreSignee
from app.depots.signe_ou_imprime_routes import Copie, repondre_signe, reponses_d_un_signe
from app.kit.web.declaration import Ensemble
from app.kit.web.problems import Probleme


def reponses_de_la_lettre(*refus: type[Probleme] | Ensemble) -> dict[int | str, dict[str, Any]]:
    """What a route that gives a letter declares of its answers."""
    return reponses_d_un_signe("La lettre, signée (JSON) ou à imprimer (PDF).", *refus)


async def repondre_la_lettre(
    requete: Request, appelant: Appelant, id: UUID, signee: str
) -> Response:
    """A letter that the caller may read."""
    return await repondre_signe(requete, appelant, id, signee, _imprimer)


def _imprimer(signee: str) -> Copie:
    # typst and its fonts, for those alone who print.
    from app.decisions.lettre_pdf import lettre_pdf

    lettre = LettreSignee.model_validate_json(signee).lettre
    return Copie(f"decision-{lettre.numero}-{lettre.decision}.pdf", lettre_pdf(lettre))
