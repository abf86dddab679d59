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


@dataclass(frozen=True, slots=True)
class Information:
    """Something to tell the applicant of a candidature.

    `rang`: of the correction, or of the message, that it is about; `jusqu_au`: until when that one
    may be answered.
    """

    candidature: UUID
    nouvelle: Nouvelle
    rang: int | None = None
    jusqu_au: datetime | None = None
