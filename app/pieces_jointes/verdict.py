"""The two outcomes of an inspection: a type that the form takes, or a refusal.

Source of the accepted types: decision 10 of the form's dictionary.
"""

from collections.abc import Iterable
from enum import StrEnum

from app.kit.glossary import decrit


@decrit("Un type de fichier accepté, par son type de média.")
class TypeFichier(StrEnum):
    """A type of file that the form takes; the value is its media type (IANA registry)."""

    PDF = "application/pdf"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ODT = "application/vnd.oasis.opendocument.text"
    PNG = "image/png"
    JPEG = "image/jpeg"

    @property
    def extension(self) -> str:
        """The usual extension with its dot, such as `.pdf`."""
        return f".{self.name.lower()}"

    @property
    def bureautique(self) -> bool:
        """Whether office software writes it, and may put macros in it."""
        return self.value.startswith("application/vnd.")


def enumerer(types: Iterable[TypeFichier]) -> str:
    """Types in a French sentence: `PDF, PNG ou JPEG`."""
    *premiers, dernier = (type_.name for type_ in types)
    return f"{', '.join(premiers)} ou {dernier}" if premiers else dernier


@decrit("Pourquoi un fichier est refusé. Le sens d'un code ne change jamais.")
class CodeRefus(StrEnum):
    """Why a file is refused. Published: a code never changes its meaning."""

    FICHIER_VIDE = "fichier_vide"
    TYPE_REFUSE = "type_refuse"
    FICHIER_CHIFFRE = "fichier_chiffre"
    MACROS = "macros"
    ARCHIVE_BOMBE = "archive_bombe"
    SECOND_FORMAT = "second_format"
    FICHIER_TRONQUE = "fichier_tronque"
    VIRUS = "virus"


_SANS_MACROS = (*(type_ for type_ in TypeFichier if type_.bureautique), TypeFichier.PDF)

MESSAGES: dict[CodeRefus, str] = {
    CodeRefus.FICHIER_VIDE: "Ce fichier est vide.",
    CodeRefus.TYPE_REFUSE: (
        "Ce type de fichier n’est pas accepté. Formats acceptés : "
        + ", ".join(type_.name for type_ in TypeFichier)
        + "."
    ),
    CodeRefus.FICHIER_CHIFFRE: (
        "Ce fichier est protégé par un mot de passe. Retirez le mot de passe, "
        "enregistrez le fichier, puis déposez-le à nouveau."
    ),
    CodeRefus.MACROS: (
        "Ce fichier contient des macros. Enregistrez-le dans un format sans macros "
        f"({enumerer(_SANS_MACROS)}), puis déposez-le à nouveau."
    ),
    CodeRefus.ARCHIVE_BOMBE: (
        "Le contenu compressé de ce fichier est anormal (trop d’éléments, taille démesurée, "
        "éléments incohérents ou archive imbriquée). Enregistrez-le à nouveau depuis votre "
        f"logiciel de bureautique ou déposez un {TypeFichier.PDF.name}."
    ),
    CodeRefus.SECOND_FORMAT: (
        "Ce fichier contient d’autres données avant son début ou après sa fin. "
        "Enregistrez-le à nouveau depuis le logiciel qui l’a produit."
    ),
    CodeRefus.FICHIER_TRONQUE: (
        "Ce fichier est incomplet ou endommagé. Vérifiez qu’il s’ouvre sur votre poste, "
        "puis déposez-le à nouveau."
    ),
    CodeRefus.VIRUS: (
        "L’antivirus a reconnu un virus dans ce fichier, qui n’est pas conservé. "
        "Analysez votre poste, puis joignez un fichier sain."
    ),
}


class ContenuRefuse(Exception):
    """A file that cannot be taken.

    `code` is stable and for programs; `message` is French and can be shown to the applicant.
    """

    def __init__(self, code: CodeRefus) -> None:
        self.code = code
        self.message: str = MESSAGES[code]
        super().__init__(code)
