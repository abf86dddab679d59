"""The `uiSchema` of react-jsonschema-form, made from the declarations of the sections.

It goes with the schema `dossier-formulaire`, whose titles and help texts it does not repeat. It
says in which order the fields come, those under a condition included, and how each is asked.
"""

from typing import Final

from app.formulaire.description import genre
from app.formulaire.dossier import Dossier
from app.formulaire.nombres import LIGNES_MAX
from app.formulaire.schema import Json
from app.formulaire.section import Champ, Groupe

# Beyond, a list to unroll reads better than buttons.
_BOUTONS_MAX: Final = 5


def interface_rjsf() -> Json:
    """The `uiSchema` of the whole dossier; under the key of a section, that of the section alone.

    `ui:globalOptions` makes links and paragraphs of the help texts, which are Markdown.
    """
    return {"ui:globalOptions": {"enableMarkdownInDescription": True}, **_groupe(Dossier)}


def _groupe(groupe: type[Groupe]) -> Json:
    champs = {nom: _champ(champ) for nom, champ in groupe.champs.items()}
    return {"ui:order": list(champs), **champs}


def _champ(champ: Champ) -> Json:
    if champ.groupe:
        return _groupe(champ.groupe)
    if champ.element:
        return {"items": _groupe(champ.element)}
    return _saisie(champ)


def _saisie(champ: Champ) -> Json:
    match genre(champ):
        case "texte_long":
            return _widget("textarea", rows=6)
        case "dix_lignes":
            return _widget("textarea", rows=LIGNES_MAX)
        case "courriel":
            return _widget("text", inputType="email")
        case "telephone":
            return _widget("text", inputType="tel")
        case "date":
            return _widget("date")
        case "montant":
            return _widget("updown")
        case "oui_non":
            return _widget("radio", inline=True)
        # A button once pressed stays so: where no answer is right too, only a list can be emptied.
        case "choix" if champ.requis and len(champ.choix or ()) <= _BOUTONS_MAX:
            return _widget("radio")
        case "choix" | "siren":
            return _widget("select")
        case _:
            return _widget("text")


def _widget(nom: str, **options: str | int) -> Json:
    return {"ui:widget": nom, **({"ui:options": options} if options else {})}
