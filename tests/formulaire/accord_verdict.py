"""What the service says of a dossier, against what each validator says by the published schemas.

Compared for the verdict (its errors with `schema: true`) and for the shape of a draft, for the
whole and for each section, in each validator and each dialect: the pointers found wrong.

What they cannot agree on, and why:
- A lone surrogate, as in `"\\ud800"`. A JSON text may hold one (RFC 8259, section 8.2), UTF-8 may
  not: the service refuses such a body as unreadable (400) and `evaluer` says `caractere_interdit`,
  but no pattern that Rust reads can exclude it, and jsonschema-rs takes no such text at all.
- Lists too long by far: past eight times their maximum or two thousand elements (`lus`), or beside
  errors beyond counting, too long is told, what each element lacks is not.
- More than `ECARTS_TOUJOURS` differences: of little that was sent the service tells no more.
- `null` sent to the service is no answer (RFC 7396) and is left out before anything is judged; for
  a schema, and for `evaluer`, it is a value of the wrong type.
"""

import json
from collections.abc import Iterator
from typing import Any, cast

from app.formulaire.dossier import SECTIONS, Dossier
from app.formulaire.evaluation import evaluer, examiner
from app.formulaire.forme import ecarts_de_forme
from app.formulaire.longueurs import ECARTS_TOUJOURS, lus
from app.formulaire.messages import Ecart
from app.formulaire.section import Section
from app.formulaire.types import sans_blancs
from tests.formulaire.ajv import AUTRES_MOTEURS, lieux_selon, lieux_selon_ajv
from tests.formulaire.exemples import Json
from tests.formulaire.outils import TOUTES, erreurs, paires
from tests.formulaire.schemas import (
    DIALECTES,
    accepte_selon_fastjsonschema,
    lieux,
    lieux_selon_python,
)

# A schema by its name, and the section of the dossier that it judges (None: the whole).
Juge = tuple[str, str | None]
Lieux = set[str]


class Desaccord(AssertionError):
    """Two who judge the same dossier do not say the same."""


def confronter(dossier: Json, *, lents: bool = True) -> bool:
    """Whether a deposit accepts the dossier; raises `Desaccord` with who said what.

    `lents`: the engines that take ten times longer are asked as well.
    """
    examen = examiner(dossier, TOUTES)
    depot = _dits_par_le_schema(examen.ecarts)
    forme = list(ecarts_de_forme(Dossier, dossier))
    if max(len(examen.ecarts), len(examen.forme)) >= ECARTS_TOUJOURS:
        return False
    if paires(examen.forme) != paires(forme) or (forme and not depot):
        raise Desaccord(f"la forme selon l'examen, seule, et le dépôt :\n{_lisible(dossier)}")
    attendus = _par_schema("brouillon", {e.pointeur for e in forme}, dossier)
    attendus |= _par_schema("depot", depot, dossier)
    montrees = {None, *(suivi.section for suivi in examen.avancement)}
    montres = {juge: la for juge, la in attendus.items() if juge[1] in montrees}
    _comparer(dossier, montres, lents=lents)
    return not depot


def confronter_le_formulaire(dossier: Json) -> None:
    """Raise `Desaccord` if, without hidden answers and with SIREN as the list offers them, the
    schemas for form libraries do not say what those of a deposit say."""
    sans = avec_sirens_de_la_liste(sans_reponses_cachees(Dossier, dossier))
    ecarts = evaluer(sans, TOUTES)
    if len(ecarts) >= ECARTS_TOUJOURS:
        return
    depot = _dits_par_le_schema(ecarts)
    _comparer(sans, _par_schema("formulaire", depot, sans), lents=False)


def _dits_par_le_schema(ecarts: list[Ecart]) -> Lieux:
    return {e.pointeur for e in erreurs(ecarts) if e.schema}


def _par_schema(usage: str, pointeurs: Lieux, dossier: Json) -> dict[Juge, Lieux]:
    """What each schema of this usage should find, given all that is wrong in the dossier."""
    attendus: dict[Juge, Lieux] = {(f"dossier-{usage}", None): pointeurs}
    for nom in SECTIONS.keys() & dossier.keys():
        ici = f"/{nom}"
        siens = {p.removeprefix(ici) for p in pointeurs if f"{p}/".startswith(f"{ici}/")}
        attendus[f"{nom}-{usage}", nom] = siens
    return attendus


def _comparer(dossier: Json, attendus: dict[Juge, Lieux], *, lents: bool) -> None:
    for qui, juge, tous in _avis(dossier, list(attendus), lents=lents):
        trouves = _hors_des_listes_non_lues(dossier, juge[1], tous)
        if trouves != (attendu := attendus[juge]):
            raise Desaccord(
                f"{juge[0]} : le service seul dit {sorted(attendu - trouves)}, "
                f"{qui} seul {sorted(trouves - attendu)}\n{_lisible(dossier)}"
            )
    for (nom, cle), attendu in attendus.items():
        if lents and cle is None and accepte_selon_fastjsonschema(nom, dossier) is bool(attendu):
            raise Desaccord(f"{nom} : fastjsonschema et le service\n{_lisible(dossier)}")


def _hors_des_listes_non_lues(dossier: Json, section: str | None, trouves: Lieux) -> Lieux:
    groupe, brut = (SECTIONS[section], dossier[section]) if section else (Dossier, dossier)
    non_lues = tuple(
        f"{la}/"
        for champ, liste, la in groupe.listes(brut, "")
        if len(liste) > lus(cast(int, champ.maximum))
    )
    return {ici for ici in trouves if not ici.startswith(non_lues)}


def _avis(dossier: Json, juges: list[Juge], *, lents: bool) -> Iterator[tuple[str, Juge, Lieux]]:
    """Who finds what, by which schema.

    ajv reads them all, jsonschema-rs those of a section in one dialect, the slow ones none of them.
    """
    demandes = [(nom, cle, dialecte) for nom, cle in juges for dialecte in DIALECTES]
    selon_ajv = lieux_selon_ajv(dossier, demandes)
    for (nom, cle, dialecte), trouves in zip(demandes, selon_ajv, strict=True):
        yield f"ajv {dialecte}", (nom, cle), trouves
        if cle is None:
            yield f"jsonschema-rs {dialecte}", (nom, cle), lieux(nom, dossier, dialecte)
        if cle is None and lents:
            trouves = lieux_selon_python(nom, dossier, dialecte)
            yield f"python-jsonschema {dialecte}", (nom, cle), trouves
            for moteur in AUTRES_MOTEURS:
                (trouves,) = lieux_selon(moteur, dossier, [(nom, cle, dialecte)])
                yield f"{moteur} {dialecte}", (nom, cle), trouves
        if cle and dialecte == DIALECTES[0]:
            yield f"jsonschema-rs {dialecte}", (nom, cle), lieux(nom, dossier[cle])


def sans_reponses_cachees(section: type[Section], brut: Any) -> Any:
    """The raw answers without those that a condition hides."""
    if not isinstance(brut, dict):
        return brut
    reponses = cast(Json, brut)
    return {
        nom: sans_reponses_cachees(champ.section, valeur) if champ and champ.section else valeur
        for nom, valeur in reponses.items()
        if not ((champ := section.champs.get(nom)) and champ.si and not champ.si.tient(reponses))
    }


def avec_sirens_de_la_liste(noeud: Any, cle: str = "") -> Any:
    """Without the blanks that nobody types who chooses in a list."""
    if isinstance(noeud, dict):
        return {nom: avec_sirens_de_la_liste(v, nom) for nom, v in cast(Json, noeud).items()}
    if isinstance(noeud, list):
        return [avec_sirens_de_la_liste(un) for un in cast(list[Any], noeud)]
    return sans_blancs(noeud) if cle == "siren" and isinstance(noeud, str) else noeud


def _lisible(dossier: Json) -> str:
    return json.dumps(dossier, ensure_ascii=False, indent=1)
