"""What a comparison tells, made again: from the first dossier and the pointers alone."""

from collections.abc import Sequence
from typing import Any, cast

from app.formulaire.differences import Changement, Operation

Json = dict[str, Any]


class Rejeu:
    """The other dossier, from the first and what changed; `assert` finds what cannot be."""

    def __init__(self, changements: Sequence[Changement]) -> None:
        self._venus = {c.pointeur: c for c in changements if c.operation is Operation.AJOUT}
        self._partis = {c.pointeur_avant for c in changements if c.operation is Operation.RETRAIT}
        self._remplaces = {
            c.pointeur: c for c in changements if c.operation is Operation.REMPLACEMENT
        }
        self._deplaces = {
            c.pointeur_avant: c for c in changements if c.operation is Operation.DEPLACEMENT
        }

    def refaire(self, valeur: Any, avant: str = "", apres: str = "") -> Any:
        """What stood at the pointer `avant` of the first, as it stands at `apres` of the other."""
        if change := self._remplaces.get(apres):
            assert change.pointeur_avant == avant
            return change.apres
        if isinstance(valeur, dict):
            return self._groupe(cast(Json, valeur), avant, apres)
        if isinstance(valeur, list):
            return self._liste(cast(list[Any], valeur), avant, apres)
        return valeur

    def _groupe(self, valeur: Json, avant: str, apres: str) -> Json:
        restes = {
            cle: self.refaire(membre, f"{avant}/{cle}", f"{apres}/{cle}")
            for cle, membre in valeur.items()
            if f"{avant}/{cle}" not in self._partis
        }
        venus = {cle: venu.apres for cle, venu in self._sous(apres).items()}
        assert not venus.keys() & restes.keys()
        return restes | venus

    def _liste(self, valeur: list[Any], avant: str, apres: str) -> list[Any]:
        """Who comes and who moves stands at their rank; the others keep their order around them."""
        places = {int(rang): venu.apres for rang, venu in self._sous(apres).items()}
        restes = list[tuple[int, Any]]()
        for rang, element in enumerate(valeur):
            ici = f"{avant}/{rang}"
            if deplace := self._deplaces.get(ici):
                assert deplace.pointeur and deplace.pointeur.rpartition("/")[0] == apres
                la = int(deplace.pointeur.rpartition("/")[2])
                places[la] = self.refaire(element, ici, deplace.pointeur)
            elif ici not in self._partis:
                restes.append((rang, element))
        suite = iter(restes)
        for la in range(len(places) + len(restes)):
            if la not in places:
                rang, element = next(suite)
                places[la] = self.refaire(element, f"{avant}/{rang}", f"{apres}/{la}")
        return [places[la] for la in range(len(places))]

    def _sous(self, apres: str) -> dict[str, Changement]:
        """What is new right below a pointer, by its key."""
        return {
            cle: venu
            for ici, venu in self._venus.items()
            for dessus, _, cle in [cast(str, ici).rpartition("/")]
            if dessus == apres
        }
