"""Files in an archive: names that any system takes, and why one is not there."""

import re
from typing import Final

from app.candidatures.tables import Antivirus
from app.pieces_jointes.noms import imprimable

_NOM_MAX: Final = 150  # bytes: what a file system leaves to a name, its rank and extension apart
_DOSSIER_MAX: Final = 60  # bytes: what a path of Windows leaves to a folder
_INTERDITS: Final = re.compile(r'[<>:"/\\|?*]')  # to one system or another
ABSENCES: Final = {
    Antivirus.INFECTE: "infecté : isolé par l'antivirus, il n'est donné à personne",
    Antivirus.EN_ATTENTE: "en attente de l'antivirus : d'ici là, donné à qui l'a envoyé seul",
}
PERDU: Final = "introuvable dans le magasin de fichiers"
ALTERE: Final = "altéré dans le magasin de fichiers : ce n'est plus ce qui a été envoyé"


def nom_sur(nom: str) -> str:
    """A name for any file system, of one that `nettoyer_nom` made."""
    racine, point, extension = _INTERDITS.sub("_", nom).rpartition(".")
    return f"{_court(racine, _NOM_MAX)}{point}{extension}"


def dossier_sur(texte: str) -> str:
    """The same of any text, as the end of the name of a folder."""
    return _court(_INTERDITS.sub("_", imprimable(texte)), _DOSSIER_MAX).lstrip() or "_"


def _court(texte: str, octets: int) -> str:
    return texte.encode()[:octets].decode(errors="ignore").rstrip(" .")
