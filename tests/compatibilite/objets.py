"""Two objects compared: members named before and after, required, and all the others."""

from collections.abc import Iterator
from typing import Protocol

from tests.compatibilite.branches import Branche, Schema
from tests.compatibilite.noms import PARTOUT, Noms, nommes
from tests.compatibilite.racine import Racine
from tests.compatibilite.regles import Changement, Sens


class Comparaison(Protocol):
    """What comparing two objects needs of the comparison that it is a part of."""

    avant: Racine
    apres: Racine
    sens: Sens

    def comparer(
        self, avant: Schema, apres: Schema, ici: str, noms: Noms | None = None
    ) -> Iterator[Changement]:
        """The differences of two schemas."""
        ...

    def dire(self, regle: str, ici: str, quoi: str) -> Changement:
        """A difference under a rule."""
        ...


def comparer_objets(
    entre: Comparaison,
    ancienne: Branche,
    nouvelle: Branche,
    ici: str,
    noms: Noms | None,
    cadre: Noms,
) -> Iterator[Changement]:
    """The differences of two branches of type object; `noms` is None outside of any condition."""
    dedans = None if noms is None else PARTOUT
    for nom in sorted(ancienne.proprietes.keys() | nouvelle.proprietes.keys()):
        la = f"{ici}/{nom}"
        if nom in ancienne.proprietes and nom in nouvelle.proprietes:
            avant, apres = ancienne.proprietes[nom], nouvelle.proprietes[nom]
            yield from entre.comparer(avant, apres, la, dedans)
        elif nom in nouvelle.proprietes:
            reste = _ailleurs(entre.avant, ancienne, nom)
            if nom in cadre.avant or not isinstance(reste, bool):
                yield from entre.comparer(reste, nouvelle.proprietes[nom], la, PARTOUT)
            elif nom in nouvelle.requises:
                yield entre.dire("required-property-added", la, "property added, required")
            else:
                yield entre.dire("property-added", la, "property added")
        else:
            reste = _ailleurs(entre.apres, nouvelle, nom)
            if nom in cadre.apres or not isinstance(reste, bool):
                yield from entre.comparer(ancienne.proprietes[nom], reste, la, PARTOUT)
            else:
                yield entre.dire("property-removed", la, "property removed")
    yield from _requises(entre, ancienne, nouvelle, ici, cadre)
    yield from _surplus(entre, ancienne, nouvelle, ici, entier=noms is None)


def _requises(
    entre: Comparaison, ancienne: Branche, nouvelle: Branche, ici: str, cadre: Noms
) -> Iterator[Changement]:
    for nom in sorted(nouvelle.requises - ancienne.requises):
        if nom in cadre.avant or nom not in nouvelle.proprietes:
            yield entre.dire("property-made-required", f"{ici}/{nom}", "now required")
    for nom in sorted(ancienne.requises - nouvelle.requises):
        yield entre.dire("property-made-optional", f"{ici}/{nom}", "no longer required")


def _surplus(
    entre: Comparaison, ancienne: Branche, nouvelle: Branche, ici: str, *, entier: bool
) -> Iterator[Changement]:
    """The members that are not named, and their names; `entier`: this is all of the object."""
    avant, apres = ancienne.surplus, nouvelle.surplus
    # Only members that are named will be sent, each compared with what any other one had to be.
    denombres = entier and apres is True and nouvelle.proprietes and not isinstance(avant, bool)
    lue = entre.sens is Sens.REPONSE and denombres
    if lue and nommes(nouvelle, entre.apres) <= nouvelle.proprietes.keys():
        dit = "members are named, any other one was possible"
        yield entre.dire("object-closed", ici, dit)
    elif not (isinstance(avant, bool) and isinstance(apres, bool)):
        yield from entre.comparer(avant, apres, f"{ici}/*", PARTOUT)
    elif avant is not apres:
        acte = "opened" if apres else "closed"
        yield entre.dire(f"object-{acte}", ici, f"{acte} to members that are not named")
    if ancienne.noms is True and nouvelle.noms is not True:
        yield entre.dire("object-closed", ici, "names of members restricted")
    elif entre.sens is Sens.REQUETE:  # who reads ignores the members it does not know
        yield from entre.comparer(ancienne.noms, nouvelle.noms, f"{ici}/(names)", PARTOUT)


def _ailleurs(racine: Racine, branche: Branche, nom: str) -> Schema:
    """What a member that is not named must be."""
    admis = [b.valeurs for b in racine.branches(branche.noms) if b.type == "string"]
    return branche.surplus if _admet(admis, nom) else False


def _admet(listes: list[frozenset[str] | None], nom: str) -> bool:
    return any(liste is None or f'"{nom}"' in liste for liste in listes)
