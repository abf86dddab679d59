"""Why an answer is due: the answers that made the form ask for it."""

from dataclasses import replace
from typing import Final

from app.formulaire.chemin import suivre
from app.formulaire.dossier import Dossier
from app.formulaire.messages import Ecart
from app.formulaire.section import Groupe

_DUS: Final = frozenset({"requis", "liste_vide", "piece_manquante"})


def expliquer(trouve: Ecart) -> Ecart:
    """The same, with the answers that made it due; an answer that is wrong is due to itself."""
    if trouve.code not in _DUS or not (causes := conditions(trouve.pointeur)):
        return trouve
    return replace(trouve, a_cause_de=[*causes, *trouve.a_cause_de])


def conditions(pointeur: str, groupe: type[Groupe] = Dossier) -> list[str]:
    """The answers on which depends that what is at `pointeur` is shown, from the outside in."""
    return [
        champ.si.cause(ici.rpartition("/")[0])
        for ici, champ in suivre(pointeur, groupe)
        if champ.si
    ]
