"""What the service sends by itself, compared: clients read it, it is judged as answers are."""

from collections.abc import Iterator
from dataclasses import replace

from tests.compatibilite.branches import Json
from tests.compatibilite.demandes import comparer_corps, comparer_parametres
from tests.compatibilite.regles import Changement, Sens
from tests.compatibilite.schemas import Comparaison


def comparer_webhooks(entre: Comparaison, avant: Json, apres: Json) -> Iterator[Changement]:
    """The differences of what two documents say under `webhooks`; what receivers answer apart."""
    for nom in sorted(avant.keys() | apres.keys()):
        ici, ancien, nouveau = f"webhook {nom}", avant.get(nom, {}), apres.get(nom, {})
        for methode in sorted(ancien.keys() | nouveau.keys()):
            if methode not in nouveau:
                yield Changement(ici, "webhook-removed", "webhook removed", Sens.REPONSE, (nom,))
            elif methode not in ancien:
                yield Changement(ici, "webhook-added", "webhook added", Sens.REPONSE, (nom,))
            else:
                yield from _envoi(entre, ancien[methode], nouveau[methode], ici, nom)


def _envoi(
    entre: Comparaison, avant: Json, apres: Json, ici: str, nom: str
) -> Iterator[Changement]:
    for comparer in (comparer_parametres, comparer_corps):
        for changement in comparer(entre, avant, apres, ici):
            yield replace(changement, sujets=(nom,))
