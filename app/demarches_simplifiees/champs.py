"""What was answered, as DS gives it: a `Champ` for each question that is asked of this dossier."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from app.demarches_simplifiees.descripteurs import en_type
from app.demarches_simplifiees.identifiants import NUMEROS, encoder, ulid
from app.demarches_simplifiees.questions import (
    EN_UN_TEXTE,
    MEMBRES,
    PARTENAIRES,
    Question,
    lire,
    questions,
)
from app.editions.francais import date_longue
from app.formulaire.referentiels import EPCI_ET_EPT
from app.formulaire.referentiels.departements import noms_des_departements
from app.formulaire.telephones import compose

Json = dict[str, Any]
# What a row is known by from one deposit to the next; else by its rank.
_CLES: Final = {
    "/perimetre/epci": ("siren", "nom"),
    MEMBRES: ("courriel",),
    "/plan_action/actions": ("intitule",),
}
_EN_UN: Final = ("nom", "prenom", "fonction", "organisation", "courriel")
_NATURE: Final = "NON_SPECIFIE"  # DS has others, of identity papers and the like
_TYPES: Final = {"text", "textarea", "email", "phone"}  # which are all of one type of `Champ`


class Reponses:
    """The answers of a deposit: what was frozen, when, its files by the question they are of.

    `numero` and `venu_le`: of its dossier, and when that first came, whatever is deposited again.
    """

    def __init__(
        self,
        dossier: Mapping[str, Any],
        le: datetime,
        fichiers: Mapping[str, Sequence[Json]],
        *,
        numero: int,
        venu_le: datetime,
    ) -> None:
        self._dossier = dossier
        self._le = le.isoformat()
        self._fichiers = fichiers
        self._numero, self._venu_le = numero, venu_le

    def champs(self) -> list[Json]:
        """One for each question that is asked, in the order of the form, answered or not."""
        return [self._champ(une) for une in questions() if une.est_posee(self._dossier)]

    def _champ(self, une: Question) -> Json:
        valeur = lire(self._dossier, une.pointeur)
        if une.genre == "header_section":
            return self._dire(une, {"level": une.niveau, "stringValue": ""})
        if une.genre == "piece_justificative":
            joints = self._fichiers.get(une.pointeur, [])
            premier = joints[0] if joints else None
            return self._dire(
                une, {"files": joints, "file": premier, "nature": _NATURE, "stringValue": None}
            )
        if une.genre == "repetition":
            rangees = [*self._rangees(une, valeur or [])]
            tous = [champ for rangee in rangees for champ in rangee["champs"]]
            return self._dire(une, {"rows": rangees, "champs": tous, "stringValue": ""})
        return self._dire(une, _VALEURS.get(une.genre, _texte)(une, valeur))

    def _rangees(self, liste: Question, elements: Sequence[Json]) -> Iterator[Json]:
        vues = Counter[str]()
        for rang, element in enumerate(elements):
            cle = _cle(liste.pointeur, element, rang)
            vues[cle] += 1
            nom = ulid(self._venu_le, self._numero, liste.pointeur, cle, vues[cle])
            champs = [self._dire(une, _dans(une, liste, element), nom) for une in liste.dedans]
            yield {"id": encoder("Row", nom), "champs": champs}

    def _dire(self, une: Question, valeurs: Json, rangee: str = "") -> Json:
        genre = "text" if une.genre in _TYPES else une.genre
        return {
            "__typename": f"{en_type(genre)}Champ",
            "id": encoder("Champ", NUMEROS[une.pointeur], rangee),
            "champDescriptorId": une.id,
            "label": une.libelle,
            "updatedAt": self._le,
            "prefilled": False,
            "columns": [],
            **valeurs,
        }


def _cle(liste: str, element: Json, rang: int) -> str:
    dites = (element.get(nom) for nom in _CLES[liste])
    return next((str(dite) for dite in dites if dite), f"#{rang}")


def _dans(une: Question, liste: Question, element: Json) -> Json:
    """What is answered to a question of a row."""
    if une.pointeur == EN_UN_TEXTE:
        mots = (element.get(nom) for nom in _EN_UN)
        return _texte(une, " - ".join(_en_ligne(mot) for mot in mots if mot))
    if une.genre == "epci":
        return _epci(element)
    valeur = lire(element, une.pointeur.removeprefix(f"{liste.pointeur}/*"))
    if une.pointeur == PARTENAIRES:
        valeur = "\n".join(_partenaire(une, un) for un in valeur or ())
    return _VALEURS.get(une.genre, _texte)(une, valeur)


def _partenaire(une: Question, lui: Json) -> str:
    nom, type_ = _en_ligne(lui.get("nom", "")), lui.get("type")
    return f"{nom} ({une.options.get(type_, type_)})" if type_ else nom


def _en_ligne(texte: str) -> str:
    return " ".join(texte.split())


def _texte(_: Question, valeur: str | None) -> Json:
    return {"value": valeur, "stringValue": valeur or ""}


def _choix(une: Question, code: str | None) -> Json:
    """The words of a choice, never its code."""
    return _texte(une, None if code is None else une.options.get(code, code))


def _oui_non(_: Question, valeur: bool | None) -> Json:
    return {"value": valeur, "stringValue": "" if valeur is None else str(valeur).lower()}


def _date(_: Question, valeur: str | None) -> Json:
    if valeur is None:
        return {"date": None, "value": None, "stringValue": ""}
    mots = date_longue(date.fromisoformat(valeur))
    return {"date": valeur, "value": f"{valeur}T00:00:00+00:00", "stringValue": mots}


def _entier(_: Question, valeur: int | None) -> Json:
    dit = None if valeur is None else str(valeur)
    return {"value": dit, "stringValue": dit or ""}


def _telephone(une: Question, valeur: str | None) -> Json:
    """As it is dialled in France: our own API has E.164."""
    return _texte(une, valeur and compose(valeur))


def _epci(element: Json) -> Json:
    nom, siren = element.get("nom"), element.get("siren")
    if siren not in EPCI_ET_EPT:  # overseas there is none
        return {"epci": None, "departement": None, "value": nom, "stringValue": nom or ""}
    connu = EPCI_ET_EPT[siren]
    code = connu.departements[0]
    return {
        "epci": {"code": siren, "name": connu.nom},
        "departement": {"code": code, "name": noms_des_departements().get(code, code)},
        "value": connu.nom,
        "stringValue": connu.nom,
    }


_VALEURS: Final[Mapping[str, Callable[[Question, Any], Json]]] = {
    "drop_down_list": _choix,
    "yes_no": _oui_non,
    "date": _date,
    "integer_number": _entier,
    "phone": _telephone,
}
