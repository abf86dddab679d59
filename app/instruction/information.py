"""What applicants are told of, of the review of their candidature."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from uuid import UUID


class Nouvelle(StrEnum):
    """What applicants are told of."""

    PRISE = auto()
    CORRECTION = auto()
    PROLONGEE = auto()
    ANNULEE = auto()
    RAPPEL = auto()
    MESSAGE = auto()
    DECISION = auto()
    RAPPEL_DE_DECISION = auto()
    # Apart: mailboxes keep one of two mails that are alike.
    SECOND_RAPPEL_DE_DECISION = auto()


@dataclass(frozen=True, slots=True)
class Information:
    """Something to tell the applicant of a candidature.

    `rang`: of the correction, the message or the decision that it is about; `jusqu_au`: until when
    a correction may be answered.
    """

    candidature: UUID
    nouvelle: Nouvelle
    rang: int | None = None
    jusqu_au: datetime | None = None
