"""What a snapshot says in words, as people read it: each text by its pointer and its label."""

from typing import Any, Final, NamedTuple, cast

from app.formulaire.dossier import Dossier
from app.formulaire.referentiels import EPCI_ET_EPT
from app.formulaire.section import Champ, Groupe
from app.kit.json_pointer import pointeur

Json = dict[str, Any]
_PUIS: Final = " › "


class _Lieu(NamedTuple):
    """A key or a rank below another place; what the form asks there, if it knows it."""

    dessus: "_Lieu | None"
    cle: str | int
    champ: Champ | None


class TexteLu(NamedTuple):
    """A text, and its place: how to name it is found when it is asked for, of one in hundreds."""

    lieu: _Lieu
    texte: str

    @property
    def pointeur(self) -> str:
        """RFC 6901."""
        return pointeur(*(lieu.cle for lieu in self._lieux()))

    @property
    def libelle(self) -> str:
        """The labels on the way from the section: below it, it is the question that is named."""
        return _PUIS.join(
            lieu.champ.libelle if lieu.champ else lieu.cle
            for lieu in self._lieux()
            if isinstance(lieu.cle, str) and not (lieu.champ and lieu.champ.section is not None)
        )

    def _lieux(self) -> list[_Lieu]:
        lieux, ici = list[_Lieu](), cast(_Lieu | None, self.lieu)
        while ici:
            lieux.append(ici)
            ici = ici.dessus
        return lieux[::-1]


def textes_lus(instantane: Json) -> list[TexteLu]:
    """Every text of a snapshot, in its order.

    A code of a choice or a SIREN comes after what it stands for. What the form does not know is
    called by its key.
    """
    lus = list[TexteLu]()
    _lire_le_groupe(Dossier, instantane, None, lus)
    return lus


def _lire_le_groupe(
    groupe: type[Groupe], reponses: Json, ici: _Lieu | None, lus: list[TexteLu]
) -> None:
    for nom, valeur in reponses.items():
        _lire(valeur, _Lieu(ici, nom, groupe.champs.get(nom)), lus)


def _lire(valeur: Any, la: _Lieu, lus: list[TexteLu]) -> None:
    champ = la.champ
    if isinstance(valeur, dict):
        dessous = (champ.groupe or champ.element if champ else None) or Groupe
        _lire_le_groupe(dessous, cast(Json, valeur), la, lus)
    elif isinstance(valeur, list):
        for rang, un in enumerate(cast(list[Any], valeur)):
            _lire(un, _Lieu(la, rang, champ), lus)
    elif isinstance(valeur, str | int | float) and not isinstance(valeur, bool):
        texte = str(valeur)
        if mots := _mots_de(champ, texte):
            lus.append(TexteLu(la, mots))
        lus.append(TexteLu(la, texte))


def _mots_de(champ: Champ | None, code: str) -> str | None:
    """What a code stands for."""
    if champ and champ.choix:
        return next((choix.libelle for choix in champ.choix if choix.value == code), None)
    return EPCI_ET_EPT[code].nom if code in EPCI_ET_EPT else None
