"""The two outcomes of an inspection: a type that the form takes, or a refusal.

Source of the accepted types: decision 10 of the form's dictionary.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

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
    CONTENU_ACTIF = "contenu_actif"
    LIEN_EXTERNE = "lien_externe"
    ARCHIVE_BOMBE = "archive_bombe"
    IMAGE_DEMESUREE = "image_demesuree"
    SECOND_FORMAT = "second_format"
    FICHIER_TRONQUE = "fichier_tronque"
    VIRUS = "virus"


_PDF: Final = "enregistrez-le au format PDF, puis déposez ce PDF"
_IMPRIMER: Final = (
    "Ouvrez-le, imprimez-le dans un nouveau PDF (Imprimer › Enregistrer au format PDF), "
    "puis déposez ce nouveau PDF."
)

_BUREAUTIQUE: Final = tuple(type_ for type_ in TypeFichier if type_.bureautique)

MESSAGES: Final[dict[CodeRefus, str]] = {
    CodeRefus.FICHIER_VIDE: (
        "Ce fichier est vide. Vérifiez qu’il s’ouvre sur votre poste, puis déposez-le à nouveau."
    ),
    CodeRefus.TYPE_REFUSE: (
        "Ce type de fichier n’est pas accepté. Ouvrez-le dans le logiciel qui l’a produit, "
        f"{_PDF}. Formats acceptés : {', '.join(type_.name for type_ in TypeFichier)}."
    ),
    CodeRefus.FICHIER_CHIFFRE: (
        "Ce fichier est protégé par un mot de passe. Retirez le mot de passe, "
        "enregistrez le fichier, puis déposez-le à nouveau."
    ),
    CodeRefus.MACROS: (
        f"Ce fichier contient des macros. Ouvrez-le, {_PDF} ; ou retirez ses macros et "
        f"enregistrez-le dans un format qui n’en a pas ({enumerer(_BUREAUTIQUE)})."
    ),
    CodeRefus.CONTENU_ACTIF: (
        "Ce fichier renferme un programme, ou une commande qui en lance un. Retirez l’objet "
        f"incorporé ou la liaison, ou ouvrez le document, {_PDF}."
    ),
    CodeRefus.LIEN_EXTERNE: (
        "Ce document va chercher une partie de son contenu ailleurs (modèle, image ou objet lié "
        f"sur un autre ordinateur). Ouvrez-le, {_PDF} ; ou rompez ses liaisons, puis "
        "enregistrez-le."
    ),
    CodeRefus.ARCHIVE_BOMBE: (
        f"Le contenu compressé de ce fichier est anormal : ouvrez-le dans son logiciel, {_PDF}. "
        "(Trop d’éléments, taille démesurée, éléments incohérents ou archive imbriquée.)"
    ),
    CodeRefus.IMAGE_DEMESUREE: (
        "Cette image compte trop de points. Réduisez-la ou faites-en une capture d’écran, puis "
        "déposez-la à nouveau."
    ),
    CodeRefus.SECOND_FORMAT: (
        "Ce fichier contient d’autres données avant son début ou après sa fin. "
        "Ouvrez-le, imprimez-le dans un nouveau PDF (Imprimer › Enregistrer au format PDF), puis "
        "déposez ce PDF ; pour une photo, une capture d’écran convient aussi."
    ),
    CodeRefus.FICHIER_TRONQUE: (
        "Ce fichier est incomplet ou endommagé. Vérifiez qu’il s’ouvre sur votre poste, "
        f"puis déposez-le à nouveau. S’il s’ouvre, {_PDF}."
    ),
    CodeRefus.VIRUS: (
        "L’antivirus a reconnu un virus dans ce fichier, qui n’est pas conservé. "
        "Analysez votre poste, puis joignez un fichier sain."
    ),
}
"""What to say of a refusal when nothing more precise is known, and what to do next."""

PDF_CHIFFRE: Final = (
    "Ce PDF demande un mot de passe pour s’ouvrir. Ouvrez-le avec ce mot de passe, imprimez-le "
    "dans un nouveau PDF (Imprimer › Enregistrer au format PDF), puis déposez ce nouveau PDF."
)
PDF_ABIME: Final = f"Ce PDF est incomplet, endommagé ou sans aucune page. {_IMPRIMER}"
PDF_PIECE: Final = (
    "Une pièce jointe à ce PDF, ou l’un de ses liens, est un programme ou contient des macros. "
    f"{_IMPRIMER}"
)
PDF_SUITE: Final = (
    f"Ce PDF contient d’autres données avant son début ou après sa fin. {_IMPRIMER} Un "
    "copieur ou un numériseur refait le même fichier : c’est l’impression en PDF qui convient."
)
TROP_COUTEUX: Final = f"Ce fichier est trop complexe pour être examiné. {_IMPRIMER}"
PHOTO_SUITE: Final = (
    "Cette image est suivie d’un autre fichier. Faites-en une capture d’écran, ou imprimez-la "
    "dans un PDF, puis déposez ce nouveau fichier."
)


class ContenuRefuse(Exception):
    """A file that cannot be taken.

    `code` is stable and for programs; `message` is French, says what to do next and can be shown to
    the applicant.
    """

    def __init__(self, code: CodeRefus, message: str | None = None) -> None:
        self.code = code
        self.message = message or MESSAGES[code]
        super().__init__(code)
