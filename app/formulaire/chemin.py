"""Following a pointer through the declarations of the form."""

from collections.abc import Iterator

from app.formulaire.dossier import Dossier
from app.formulaire.section import Champ, Groupe


def suivre(chemin: str, groupe: type[Groupe] = Dossier) -> Iterator[tuple[str, Champ]]:
    """Yield the fields that a pointer into `groupe` goes through, from the outside in.

    Each comes with its own pointer; what the form does not declare ends the way.
    """
    ici, courant, element = "", groupe, None
    for partie in chemin.split("/")[1:]:
        ici += f"/{partie}"
        if element:
            courant, element = element, None
            continue
        champ = courant.champs.get(partie) if courant else None
        if champ is None:
            return
        yield ici, champ
        courant, element = champ.groupe, champ.element
