"""What can be taken of a dossier that a portal sends, what cannot and why. Pure.

A draft refuses what has not its shape, all of it at once. A portal sends what another form made of
somebody's answers: one that has no place here must not cost the others, nor vanish in silence.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from typing import Any, Final, cast

from app.candidatures.refus import FormeRefusee
from app.formulaire.demesure import reduire
from app.formulaire.dossier import Dossier
from app.formulaire.forme import ecarts_de_forme
from app.formulaire.longueurs import ecarts_dits
from app.formulaire.messages import Ecart
from app.formulaire.section import Groupe
from app.kit.glossary import decrit
from app.kit.json_pointer import pointeur

Json = dict[str, Any]
_RIEN: Final = object()
_MEMBRES: Final = fields(Ecart)


@decrit("Ce qui n'a pas été pris d'un envoi, et pourquoi : une faute, située.")
@dataclass(frozen=True, slots=True)
class ReponseRefusee(Ecart):
    """Why something was not taken; `non_pris` is the pointer of all that was not, because of it.

    That is the same place, or a list above: a list is replaced as a whole, so it is not taken at
    all when one of its elements would have to be left out, which would number the others anew.
    """

    non_pris: str


def refuser(ecart: Ecart, non_pris: str) -> ReponseRefusee:
    """What is said of a fault for which all that is at `non_pris` was not taken."""
    return ReponseRefusee(**{f.name: getattr(ecart, f.name) for f in _MEMBRES}, non_pris=non_pris)


@dataclass(frozen=True, slots=True)
class Tri:
    """A dossier sorted out: a patch (RFC 7396) of the shape of a draft, and what is not in it."""

    correctif: Json
    refusees: list[ReponseRefusee]


def trier(envoye: Json, octets: int) -> Tri:
    """Sort out a dossier as sent, in so many bytes of JSON, where null removes an answer.

    Raises `FormeRefusee` for faults beyond counting: nothing is taken of what cannot be told.
    """
    dites = ecarts_dits(octets)
    ecarts = list(ecarts_de_forme(Dossier, reduire(Dossier, _sans_nuls_connus(Dossier, envoye))))
    if len(ecarts) >= dites:
        raise FormeRefusee(erreurs=ecarts[:dites])
    listes: list[str] = []
    fautifs = {ecart.pointeur for ecart in ecarts}
    correctif = _elaguer(envoye, fautifs, listes)
    return Tri(
        {} if correctif is _RIEN else correctif,
        [refuser(e, _non_pris(e.pointeur, listes)) for e in ecarts],
    )


def repartir(correctif: Json, changes: Collection[str]) -> tuple[list[str], list[str]]:
    """The pointers of the answers of a patch: those that changed something, those that did not.

    `changes` are the pointers that merging told; the answers of a list share its fate.
    """
    prises, inchangees = list[str](), list[str]()
    for ou, change in _feuilles(correctif, "", frozenset(changes), change=False):
        (prises if change else inchangees).append(ou)
    return prises, inchangees


def _sans_nuls_connus(groupe: type[Groupe], brut: Any) -> Any:
    """The same without the nulls of known fields, which are right: they remove an answer."""
    if not isinstance(brut, dict):
        return brut
    gardes: Json = {}
    for nom, valeur in cast(Json, brut).items():
        champ = groupe.champs.get(nom)
        if champ and champ.groupe:
            valeur = _sans_nuls_connus(champ.groupe, valeur)
        elif champ and champ.element and isinstance(valeur, list):
            liste = cast(list[Any], valeur)
            valeur = [_sans_nuls_connus(champ.element, element) for element in liste]
        if champ is None or valeur is not None:
            gardes[nom] = valeur
    return gardes


def _elaguer(valeur: Any, fautifs: Collection[str], listes: list[str], ici: str = "") -> Any:
    """What remains without what is at these pointers; `_RIEN` of what nothing remains of.

    The lists that fall with one of their elements are added to `listes`.
    """
    if ici in fautifs:
        return _RIEN
    if isinstance(valeur, dict):
        membres = {
            cle: reste
            for cle, membre in cast(Json, valeur).items()
            if (reste := _elaguer(membre, fautifs, listes, ici + pointeur(cle))) is not _RIEN
        }
        return _RIEN if valeur and not membres else membres
    if isinstance(valeur, list):
        elements = [
            _elaguer(element, fautifs, listes, f"{ici}/{rang}")
            for rang, element in enumerate(cast(list[Any], valeur))
        ]
        if any(element is _RIEN for element in elements):
            listes.append(ici)
            return _RIEN
        return elements
    return valeur


def _non_pris(ou: str, listes: list[str]) -> str:
    """The outermost list that fell with what is there, if any did."""
    au_dessus = [liste for liste in listes if ou.startswith(f"{liste}/")]
    return min(au_dessus, key=len, default=ou)


def _feuilles(
    valeur: Any, ici: str, changes: frozenset[str], *, change: bool
) -> Iterator[tuple[str, bool]]:
    change = change or ici in changes
    match valeur:
        case dict() if valeur:
            dessous = [(pointeur(cle), membre) for cle, membre in cast(Json, valeur).items()]
        case list() if valeur:
            elements = cast(list[Any], valeur)
            dessous = [(f"/{rang}", element) for rang, element in enumerate(elements)]
        case _:
            if ici:
                yield ici, change
            return
    for suite, membre in dessous:
        yield from _feuilles(membre, ici + suite, changes, change=change)
