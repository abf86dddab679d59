"""A secret, handed over once."""

from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.acces.droits import Role
from app.candidatures.partage.liste import Acces
from app.kit.glossary import decrit


@decrit("Le nouveau jeton d'un accès, montré cette seule fois.")
@dataclass(frozen=True, slots=True)
class JetonRemis:
    """The new secret of an access; `jeton` is shown this once."""

    candidature: UUID
    role: Role
    jeton: str = field(repr=False)


@decrit("Ce que donne un lien : le nouveau jeton d'un accès, et qui d'autre ouvre la candidature.")
@dataclass(frozen=True, slots=True)
class LienEchange(JetonRemis):
    """What a link gives; `autres_acces` is told to an owner, and empty for anybody else."""

    autres_acces: Annotated[
        list[Acces],
        Field(
            description="Pour un propriétaire, les accès des autres, invitations comprises ; "
            "`DELETE /v1/candidatures/{id}/acces` les ferme tous."
        ),
    ]


@decrit("L'adresse qui ouvre désormais une candidature.")
@dataclass(frozen=True, slots=True)
class AdresseConfirmee:
    """The address that opens a candidature from now on."""

    candidature: UUID
    courriel: str


@decrit("La réponse à toute demande d'envoi, que l'adresse soit connue ou non.")
@dataclass(frozen=True, slots=True)
class DemandeRecue:
    """What is answered to whoever asks for a link, whoever they are."""

    message: str
