"""A mistake in each application, to be made, told and corrected."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from app.demonstration.phrases import LIGNES

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Faute:
    """A mistake to make, then to correct: the content that holds it, the error it must raise."""

    section: str
    contenu: Json
    pointeur: str
    code: str


def fauter(dossier: Json, rang: int) -> Faute:
    section, pointeur, code, abimer = _FAUTES[rang % len(_FAUTES)]
    contenu = deepcopy(dossier[section])
    abimer(contenu)
    return Faute(section, contenu, f"/{section}{pointeur}", code)


def _siret_faux(demandeur: Json) -> None:
    siret = demandeur["siret"]
    demandeur["siret"] = siret[:-1] + str((int(siret[-1]) + 1) % 10)


def _courriel_inacheve(contact: Json) -> None:
    contact["courriel"] = contact["courriel"].partition(".")[0] + "@"


def _onzieme_ligne(perimetre: Json) -> None:
    perimetre["commentaire"] = "\n".join(f"{rang}. {ligne}" for rang, ligne in enumerate(LIGNES))


def _sans_industriel(gouvernance: Json) -> None:
    gouvernance["membres"] = [m for m in gouvernance["membres"] if m["qualite"] != "industriel"]


def _meme_personne(gouvernance: Json) -> None:
    elu = next(m for m in gouvernance["membres"] if m["qualite"] == "elu")
    gouvernance["membres"] = [elu, {**elu, "qualite": "industriel"}]


def _fin_avant_debut(plan_action: Json) -> None:
    action = plan_action["actions"][0]
    action["debut"], action["fin"] = action["fin"], action["debut"]


def _epci_en_double(perimetre: Json) -> None:
    perimetre["epci"].insert(1, perimetre["epci"][0])


def _sans_telephone(contact: Json) -> None:
    contact["telephone"] = " "


_FAUTES: Final[Sequence[tuple[str, str, str, Callable[[Json], None]]]] = (
    ("demandeur", "/siret", "siret_cle", _siret_faux),
    ("gouvernance", "/membres", "binome_sans_industriel", _sans_industriel),
    ("perimetre", "/commentaire", "trop_de_lignes", _onzieme_ligne),
    ("contact", "/courriel", "courriel_invalide", _courriel_inacheve),
    ("plan_action", "/actions/0/fin", "action_fin_avant_debut", _fin_avant_debut),
    ("perimetre", "/epci/1", "epci_en_double", _epci_en_double),
    ("gouvernance", "/membres", "binome_meme_personne", _meme_personne),
    ("contact", "/telephone", "requis", _sans_telephone),
)
