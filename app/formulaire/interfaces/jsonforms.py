"""The UI schema of JSON Forms (`uischema`), for the schema `dossier-formulaire`.

One category per section, in the order of the form; labels and help of a field stay in the schema,
where the library finds them.
"""

from collections.abc import Iterator
from typing import Final

from app.formulaire.conditions import Si
from app.formulaire.description import genre
from app.formulaire.dossier import SECTIONS, Dossier
from app.formulaire.schema import Json
from app.formulaire.section import Champ, Groupe, PieceDemandee, Section
from app.kit.json_pointer import pointeur

RADIOS_MAX: Final = 4


def interface_jsonforms() -> Json:
    """A `Categorization`, as JSON; every scope resolves in `dossier-formulaire`."""
    return {"type": "Categorization", "elements": [_categorie(nom) for nom in SECTIONS]}


def _categorie(nom: str) -> Json:
    section, si = SECTIONS[nom], Dossier.champs[nom].si
    return {
        "type": "Category",
        "label": section.titre,
        **(_regle(si, "") if si else {}),
        "elements": list(_elements(section, pointeur(nom))),
    }


def _elements(groupe: type[Groupe], ici: str) -> Iterator[Json]:
    """The fields of a group found at the pointer `ici`; those of a list's element start at ""."""
    if issubclass(groupe, Section) and groupe.aide:
        yield {"type": "Label", "text": groupe.aide}
    for champ in groupe.champs.values():
        yield {**_champ(champ, ici), **(_regle(champ.si, ici) if champ.si else {})}
    if issubclass(groupe, Section):
        yield from map(_piece, groupe.pieces)


def _champ(champ: Champ, ici: str) -> Json:
    la = ici + pointeur(champ.nom)
    if champ.groupe:
        return {
            "type": "Group",
            "label": champ.info.title,
            "elements": list(_elements(champ.groupe, la)),
        }
    options = _liste(champ.element) if champ.element else _saisie(champ)
    return {"type": "Control", "scope": _portee(la), **({"options": options} if options else {})}


def _liste(element: type[Groupe]) -> Json:
    """Elements fold under a title of their own: the first text that is due, or else the first."""
    textes = (nom for nom, champ in element.champs.items() if champ.texte and champ.requis)
    return {
        "detail": {"type": "VerticalLayout", "elements": list(_elements(element, ""))},
        "elementLabelProp": next(textes, next(iter(element.champs))),
    }


def _saisie(champ: Champ) -> Json:
    match genre(champ):
        case "date":
            return {"format": "date", "dateFormat": "DD/MM/YYYY"}
        case "texte_long" | "dix_lignes":
            return {"multi": True}
        # A radio button once ticked cannot be unticked: only where an answer is due.
        case "oui_non" | "choix" if champ.requis and len(champ.choix or ()) <= RADIOS_MAX:
            return {"format": "radio"}
        case "choix" | "siren":
            return {"autocomplete": True}
        case _:
            return {}


def _piece(piece: PieceDemandee) -> Json:
    """What file is asked for: a text, whose first paragraph is the label.

    No schema holds a file: with `options.rubrique`, a page draws in its stead a place to join it.
    """
    texte = "\n\n".join(filter(None, (piece.rubrique.libelle, piece.aide)))
    options = {"rubrique": piece.rubrique.value, "requise": piece.requise}
    return {"type": "Label", "text": texte, "options": options}


def _regle(si: Si, ici: str) -> Json:
    """Shown while the answer that `si` names, from the group at `ici`, is one of its values."""
    valeurs = [str(v) if isinstance(v, str) else v for v in si.valeurs]
    condition = {
        "scope": _portee(ici + pointeur(*si.chemin.split("/"))),
        "schema": {"enum": valeurs},
        "failWhenUndefined": True,
    }
    return {"rule": {"effect": "SHOW", "condition": condition}}


def _portee(pointeur_: str) -> str:
    return "#" + pointeur_.replace("/", "/properties/")
