"""Two JSON Schemas compared: every difference, and the rule it falls under.

Sound by construction: when nothing breaks, what was valid still is (property tests). A schema is a
union of branches and a branch the conjunction of what it asks, so it is enough to compare the
branches two by two, and what they ask one by one. The reverse is not claimed: two schemas that say
the same in different ways may be told to differ.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from tests.compatibilite.branches import PLANCHERS, TYPES, Branche, Json, Schema, element, et
from tests.compatibilite.noms import PARTOUT, Noms, nommes
from tests.compatibilite.objets import comparer_objets
from tests.compatibilite.racine import Racine
from tests.compatibilite.regles import Changement, Sens


@dataclass(slots=True)
class Comparaison:
    """Compares the schemas of two documents, for JSON that travels one way."""

    avant: Racine
    apres: Racine
    sens: Sens
    _vus: set[tuple[int, int, bool]] = field(default_factory=set[tuple[int, int, bool]])

    def comparer(
        self, avant: Schema, apres: Schema, ici: str, noms: Noms | None = None
    ) -> Iterator[Changement]:
        """The differences of two schemas; a cycle is gone through once."""
        paire = (id(avant), id(apres), noms is None)
        if paire in self._vus:
            return
        self._vus.add(paire)
        try:
            yield from self._types(avant, apres, TYPES, ici, noms)
        finally:  # whoever has seen enough reads no further
            self._vus.discard(paire)

    def _types(
        self,
        avant: Schema,
        apres: Schema,
        types: Iterable[str],
        ici: str,
        noms: Noms | None,
    ) -> Iterator[Changement]:
        retires, ajoutes = list[str](), list[str]()
        for type_ in types:
            anciennes = _de_type(self.avant, avant, type_)
            nouvelles = _de_type(self.apres, apres, type_)
            if anciennes and nouvelles:
                yield from self._unions(anciennes, nouvelles, ici, noms)
            elif anciennes:
                retires.append(type_)
            elif nouvelles:
                ajoutes.append(type_)
        yield from self._sans("removed", retires, ici)
        yield from self._sans("added", ajoutes, ici)

    def _sans(self, acte: str, types: list[str], ici: str) -> Iterator[Changement]:
        if "null" in types:
            yield self.dire(f"null-{acte}", ici, f"null {acte}")
        if autres := [type_ for type_ in types if type_ != "null"]:
            yield self.dire(f"type-{acte}", ici, f"{', '.join(autres)} {acte}")

    def dire(self, regle: str, ici: str, quoi: str) -> Changement:
        """A difference under a rule."""
        return Changement(ici, regle, quoi, self.sens)

    def _unions(
        self, anciennes: list[Branche], nouvelles: list[Branche], ici: str, noms: Noms | None
    ) -> Iterator[Changement]:
        if len(anciennes) == len(nouvelles) == 1:
            yield from self._branches(anciennes[0], nouvelles[0], ici, noms)
            return
        paires, seules, neuves = self._apparier(anciennes, nouvelles)
        if len(seules) == len(neuves) == 1:
            paires, seules, neuves = [*paires, (seules[0], neuves[0])], [], []
        for ancienne, nouvelle in paires:
            yield from self._branches(ancienne, nouvelle, ici, noms)
        requete = self.sens is Sens.REQUETE
        for seule in seules:
            if not requete or not any(self._compatibles(seule, n, noms) for n in nouvelles):
                yield self.dire("alternative-removed", ici, self._decrire(self.avant, seule))
        for neuve in neuves:
            if requete or not any(self._compatibles(a, neuve, noms) for a in anciennes):
                yield self.dire("alternative-added", ici, self._decrire(self.apres, neuve))

    def _apparier(
        self, anciennes: list[Branche], nouvelles: list[Branche]
    ) -> tuple[list[tuple[Branche, Branche]], list[Branche], list[Branche]]:
        """Pairs that carry the same label or differ in nothing that breaks; and those left."""
        paires, seules, libres = list[tuple[Branche, Branche]](), list[Branche](), list(nouvelles)
        for ancienne in anciennes:
            etiquette = self.avant.etiquettes(ancienne)
            semblables = [n for n in libres if etiquette and self.apres.etiquettes(n) == etiquette]
            semblables += [n for n in libres if self._compatibles(ancienne, n, None)]
            if semblables:
                paires.append((ancienne, semblables[0]))
                libres = [n for n in libres if n is not semblables[0]]
            else:
                seules.append(ancienne)
        return paires, seules, libres

    def _compatibles(self, ancienne: Branche, nouvelle: Branche, noms: Noms | None) -> bool:
        return not any(c.casse for c in self._branches(ancienne, nouvelle, "", noms))

    def _decrire(self, racine: Racine, branche: Branche) -> str:
        etiquettes = racine.etiquettes(branche).items()
        dites = [f"{nom} {' | '.join(sorted(valeurs))}" for nom, valeurs in sorted(etiquettes)]
        return ", ".join(dites or sorted(branche.valeurs or ()) or [f"another {branche.type}"])

    def _branches(
        self, ancienne: Branche, nouvelle: Branche, ici: str, noms: Noms | None
    ) -> Iterator[Changement]:
        yield from self._valeurs(ancienne, nouvelle, ici)
        yield from self._bornes(ancienne, nouvelle, ici)
        yield from self._motifs(ancienne, nouvelle, ici)
        yield from self._autres(ancienne, nouvelle, ici)
        if ancienne.type == "array":
            yield from self._listes(ancienne, nouvelle, ici, noms)
        cadre = noms or Noms(nommes(ancienne, self.avant), nommes(nouvelle, self.apres))
        yield from self._conditions(ancienne, nouvelle, ici, cadre)
        if ancienne.type == "object":
            yield from comparer_objets(self, ancienne, nouvelle, ici, noms, cadre)

    def _valeurs(self, ancienne: Branche, nouvelle: Branche, ici: str) -> Iterator[Changement]:
        avant, apres = ancienne.valeurs, nouvelle.valeurs
        if ancienne.entier != nouvelle.entier:
            acte = "removed" if nouvelle.entier else "added"
            yield self.dire(f"type-{acte}", ici, f"numbers that are no integer {acte}")
        if avant is None and apres is not None:
            yield self.dire("value-removed", ici, f"only {_liste(apres)} left")
        elif avant is not None and apres is None:
            yield self.dire("value-added", ici, f"no longer only {_liste(avant)}")
        elif avant is not None and apres is not None:
            if retirees := avant - apres:
                yield self.dire("value-removed", ici, f"{_liste(retirees)} removed")
            if ajoutees := apres - avant:
                yield self.dire("value-added", ici, f"{_liste(ajoutees)} added")

    def _bornes(self, ancienne: Branche, nouvelle: Branche, ici: str) -> Iterator[Changement]:
        for cle in sorted(ancienne.bornes.keys() | nouvelle.bornes.keys()):
            avant, apres = ancienne.bornes.get(cle), nouvelle.bornes.get(cle)
            if avant == apres:
                continue
            monte = avant is not None and apres is not None and apres > avant
            serre = avant is None or (apres is not None and monte is (cle in PLANCHERS))
            regle = "limit-tightened" if serre else "limit-loosened"
            yield self.dire(regle, ici, f"{cle} {_nombre(avant)} -> {_nombre(apres)}")

    def _motifs(self, ancienne: Branche, nouvelle: Branche, ici: str) -> Iterator[Changement]:
        retires = sorted(ancienne.motifs - nouvelle.motifs)
        ajoutes = sorted(nouvelle.motifs - ancienne.motifs)
        for cle in sorted({cle for cle, _ in [*retires, *ajoutes]}):
            avant = " ".join(m for c, m in retires if c == cle)
            apres = " ".join(m for c, m in ajoutes if c == cle)
            acte = "changed" if avant and apres else "added" if apres else "removed"
            mots = f"{cle} {avant} -> {apres}".encode("unicode_escape").decode()
            yield self.dire(f"pattern-{acte}", ici, mots)

    def _autres(self, ancienne: Branche, nouvelle: Branche, ici: str) -> Iterator[Changement]:
        for retire in sorted(ancienne.autres - nouvelle.autres):
            yield self.dire("condition-removed", ici, retire)
        for ajoute in sorted(nouvelle.autres - ancienne.autres):
            yield self.dire("condition-added", ici, ajoute)

    def _listes(
        self, ancienne: Branche, nouvelle: Branche, ici: str, noms: Noms | None
    ) -> Iterator[Changement]:
        dedans = None if noms is None else PARTOUT
        for rang in range(max(len(ancienne.rangs), len(nouvelle.rangs))):
            avant, apres = element(ancienne, rang), element(nouvelle, rang)
            yield from self.comparer(avant, apres, f"{ici}/{rang}", dedans)
        yield from self.comparer(ancienne.elements, nouvelle.elements, f"{ici}/*", dedans)

    def _conditions(
        self, ancienne: Branche, nouvelle: Branche, ici: str, cadre: Noms
    ) -> Iterator[Changement]:
        avant = _par_condition(self.avant, ancienne.conditions)
        apres = _par_condition(self.apres, nouvelle.conditions)
        for si in sorted(avant.keys() - apres.keys()):
            yield self.dire("condition-removed", ici, f"if {si}")
        for si in sorted(apres.keys() - avant.keys()):
            regle = "condition-added"
            if _sur_une_nouvelle(apres[si], cadre):
                regle = "condition-on-new-property"
            yield self.dire(regle, ici, f"if {si}")
        for si in sorted(avant.keys() & apres.keys()):
            for suite in ("then", "else"):
                ancienne_suite, nouvelle_suite = avant[si][suite], apres[si][suite]
                types = (ancienne.type,)
                yield from self._types(ancienne_suite, nouvelle_suite, types, ici, cadre)


def _par_condition(racine: Racine, conditions: tuple[Json, ...]) -> dict[str, Json]:
    """The conditions by their `if`; those that share one are taken together."""
    par_si: dict[str, Json] = {}
    for condition in conditions:
        commune = par_si.setdefault(racine.texte(condition["if"]), {**condition})
        if commune["if"] is not condition["if"]:
            for suite in ("then", "else"):
                commune[suite] = et(commune[suite], condition[suite])
    return par_si


def _sur_une_nouvelle(condition: Json, cadre: Noms) -> bool:
    """Whether it can only hold for who gives a member that did not exist."""
    si: Any = condition["if"]
    requises: list[str] = cast(Json, si).get("required", []) if isinstance(si, dict) else []
    return condition["else"] is True and any(nom not in cadre.avant for nom in requises)


def _de_type(racine: Racine, schema: Schema, type_: str) -> list[Branche]:
    return [branche for branche in racine.branches(schema) if branche.type == type_]


def _liste(valeurs: frozenset[str]) -> str:
    return ", ".join(sorted(valeurs))


def _nombre(borne: float | None) -> str:
    return "none" if borne is None else str(borne)
