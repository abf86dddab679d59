"""What is asked for, as bodies of requests."""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from app.acces.droits import Role
from app.formulaire.motifs import ADRESSE, motif
from app.formulaire.nombres import COURRIEL_MAX
from app.kit.glossary import decrit
from app.kit.mailboxes import boite_de

_LIEN: Final = 100  # characters: longer than any, and refused as any other


def _verifier(texte: str) -> str:
    if (boite := boite_de(texte)) is None:
        raise PydanticCustomError("courriel_refuse", "courriel_refuse")
    return boite


Adresse = Annotated[
    str, Field(max_length=COURRIEL_MAX, pattern=motif(ADRESSE)), AfterValidator(_verifier)
]


@decrit(
    "Ce que peut faire une personne invitée : modifier le dossier et ses fichiers, ou les lire."
)
class RolePartage(StrEnum):
    """What a person invited may do."""

    EDITION = Role.EDITION.value
    LECTURE = Role.LECTURE.value


class Demande(BaseModel):
    """A body: these members, no others."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@decrit("Qui inviter, et pour quoi.")
class InvitationAcces(Demande):
    """Whom to invite, their address in its normal form, and what for."""

    courriel: Adresse
    role: RolePartage


@decrit("L'adresse à laquelle renvoyer les liens de ses candidatures.")
class DemandeLiens(Demande):
    """Whose secret is lost, by their address in its normal form."""

    courriel: Adresse


@decrit("L'adresse qui ouvrira la candidature, une fois confirmée.")
class NouvelleAdresse(Demande):
    """Which address is to open a candidature, in its normal form."""

    courriel: Adresse


@decrit("Le lien reçu à une nouvelle adresse.")
class ConfirmationAdresse(Demande):
    """The link that was received: what follows `#` in its address."""

    lien: Annotated[
        str,
        Field(
            max_length=_LIEN,
            repr=False,
            json_schema_extra={"pattern": "^tia_[A-Za-z0-9_-]{43}$"},
        ),
    ]


@decrit("Un lien reçu par courriel.")
class EchangeLien(Demande):
    """The link that was received: what follows `#` in its address."""

    lien: Annotated[
        str,
        # Of another form, it is refused as one that has already served.
        Field(
            max_length=_LIEN,
            repr=False,
            json_schema_extra={"pattern": "^til_[A-Za-z0-9_-]{43}$"},
        ),
    ]
