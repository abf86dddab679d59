"""A draft as the examples of the contract show it, and what happened to it."""

from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from pydantic_core import from_json, to_json

from app.acces.droits import Role
from app.acces.exemples import JETON, LE
from app.candidatures.etats import Etat
from app.candidatures.evenements import EvenementModification
from app.candidatures.listes import Evenement, Historique, MesCandidatures
from app.candidatures.queries import Candidature
from app.candidatures.representation import CandidatureResumee, avec_jeton, representer
from app.candidatures.representation import resumer as resumer_candidature
from app.candidatures.validation import Validation, presenter
from app.formulaire.dossier import VERSION
from app.formulaire.exemples import RUBRIQUES, dossier, examen

Json = dict[str, Any]
ID: Final = UUID("018c2f6e-7d0a-4c1e-9b52-3f6a1d2e4c5b")


def creation() -> Json:
    """What a draft may be made from."""
    return {"dossier": {"demandeur": {"courriel": "jeanne.martin@example.fr"}}}


def candidature() -> Candidature:
    """The row of a draft, opened by its owner."""
    return Candidature(
        id=ID,
        etat=Etat.BROUILLON,
        version=3,
        version_formulaire=VERSION,
        dossier_json=to_json(dossier()).decode(),
        numero=None,
        creee_le=LE,
        modifiee_le=LE,
        acces_id=ID,
        role=Role.PROPRIETAIRE,
        revision=3,
        rubriques=RUBRIQUES,
    )


def lue() -> Json:
    """That draft, read."""
    return from_json(representer(candidature(), LE))


def creee() -> Json:
    """That draft, just made."""
    return from_json(avec_jeton(representer(candidature(), LE), JETON))


def resumee() -> CandidatureResumee:
    """That draft in a list."""
    return resumer_candidature(candidature())


def liste() -> MesCandidatures:
    """The candidatures that a secret opens."""
    return MesCandidatures([resumee()])


def validation() -> Validation:
    """The verdict on its dossier."""
    return presenter(examen())


def historique() -> Historique:
    """A page of what happened to it."""
    evenement = Evenement(
        genre=EvenementModification.genre,
        le=LE,
        acces=ID,
        auteur="proprietaire",
        origine="192.0.2.0/24",
        version=3,
        details={"pointeurs": ["/contact/courriel"]},
    )
    return Historique([evenement], None)


def direct() -> str:
    """The same event, as a stream has it."""
    (evenement,) = historique().evenements
    donnees = TypeAdapter(Evenement).dump_json(evenement).decode()
    return f"event: {evenement.genre}\ndata: {donnees}\nid: 43\n\n"
