"""What a snapshot says in words, as people read it: each text, and its place."""

from functools import cache
from typing import Any, Final, TypeAlias, cast

from app.formulaire.choix import Choix
from app.formulaire.dossier import Dossier
from app.formulaire.referentiels import EPCI_ET_EPT
from app.formulaire.section import Champ, Groupe
from app.kit.json_pointer import pointeur

Json = dict[str, Any]
_PUIS: Final = " › "

# The place above, a key or a rank below it, what the form asks there if it knows it. Plain tuples:
# there are hundreds in a dossier, of which few are named.
Lieu: TypeAlias = tuple["Lieu | None", str | int, Champ | None]
TexteLu: TypeAlias = tuple[Lieu, str]


def nommer(lieu: Lieu) -> tuple[str, str]:
    """The pointer of a place (RFC 6901), and the labels on the way to it from its section.

    Below a section, it is the question that is named.
    """
    lieux, ici = list[Lieu](), cast(Lieu | None, lieu)
    while ici:
        lieux.append(ici)
        ici = ici[0]
    libelles = (
        champ.libelle if champ else cle
        for _, cle, champ in reversed(lieux)
        if isinstance(cle, str) and not (champ and champ.section is not None)
    )
    return pointeur(*(cle for _, cle, _ in reversed(lieux))), _PUIS.join(libelles)


def textes_lus(instantane: Json) -> list[TexteLu]:
    """Every text of a snapshot, in its order.

    A code of a choice or a SIREN comes after what it stands for. What the form does not know is
    called by its key.
    """
    lus = list[TexteLu]()
    _lire_le_groupe(Dossier, instantane, None, lus)
    return lus


def _lire_le_groupe(
    groupe: type[Groupe], reponses: Json, ici: Lieu | None, lus: list[TexteLu]
) -> None:
    for nom, valeur in reponses.items():
        _lire(valeur, (ici, nom, groupe.champs.get(nom)), lus)


def _lire(valeur: Any, la: Lieu, lus: list[TexteLu]) -> None:
    champ = la[2]
    if isinstance(valeur, str):
        if mots := _mots_de(champ, valeur):
            lus.append((la, mots))
        lus.append((la, valeur))
    elif isinstance(valeur, dict):
        dessous = (champ.groupe or champ.element if champ else None) or Groupe
        _lire_le_groupe(dessous, cast(Json, valeur), la, lus)
    elif isinstance(valeur, list):
        for rang, un in enumerate(cast(list[Any], valeur)):
            _lire(un, (la, rang, champ), lus)
    elif valeur is not None and not isinstance(valeur, bool):
        _lire(str(valeur), la, lus)


def _mots_de(champ: Champ | None, code: str) -> str | None:
    """What a code stands for."""
    if champ and champ.choix:
        return _libelles(champ.choix).get(code)
    return EPCI_ET_EPT[code].nom if code in EPCI_ET_EPT else None


@cache
def _libelles(choix: type[Choix]) -> dict[str, str]:
    return {un.value: un.libelle for un in choix}
