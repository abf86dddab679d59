"""Hypothesis: valid dossiers drawn from the sections' own declarations.

Keys, kinds, conditions, limits and choices come from `Champ`; only what no schema can say (dates in
order, regions in common, persons who differ) is arranged afterwards, in `_accorder`.
"""

from datetime import date
from typing import Any, Final, cast

from hypothesis import strategies as st
from stdnum import luhn

from app.formulaire.choix import Region
from app.formulaire.conditions import Contient, ElementsExigent
from app.formulaire.dossier import Dossier
from app.formulaire.motifs import JOUR_DU_PROGRAMME
from app.formulaire.nombres import LISTE
from app.formulaire.perimetre import EPT_POSSIBLE, Perimetre
from app.formulaire.plan_action import Action
from app.formulaire.referentiels import EPCI_ET_EPT
from app.formulaire.section import Champ, Groupe
from tests.formulaire.exemples import Json

BLANCS: Final = st.sampled_from(["", " ", "\n", "\t\r\n", "\u00a0\u202f", "\u2028 \u200b\ufeff"])
FINS: Final = st.sampled_from(["\n", "\r\n", "\r", "\u2028", "\u2029"])
MOTS: Final = st.sampled_from(
    [
        "m",
        "Vallée",
        "Valle\u0301e",
        "d'aujourd’hui",
        "a@b",
        "<b>&amp;",
        "🏭",
        "deux  mots",
        "\u00a02\t.",
    ]
)


@st.composite
def textes(draw: st.DrawFn, limite: int, lignes: int) -> str:
    """A text of `limite` characters and `lignes` lines at most; sometimes just so many."""
    mot, fin = draw(MOTS), draw(FINS)
    nombre = draw(st.sampled_from([1, 2, lignes]))
    texte = mot + (nombre - 2) * fin + fin + mot if nombre > 1 else mot
    if draw(st.integers(0, 7)) == 7:
        return texte + "x" * (limite - len(texte))
    return texte + draw(BLANCS)


def _avec_cle(chiffres: str) -> str:
    return chiffres + luhn.calc_check_digit(chiffres)


def _nombres(chiffres: int) -> st.SearchStrategy[str]:
    return st.integers(0, 10**chiffres - 1).map(f"{{:0{chiffres}}}".format)


@st.composite
def sirets(draw: st.DrawFn) -> str:
    siren = _avec_cle("1" + draw(_nombres(7)))
    siret = _avec_cle(siren + draw(_nombres(4)))
    blanc = draw(BLANCS)
    return blanc.join(["", siret[:3], siret[3:6], siret[6:9], siret[9:], ""])


COURRIELS: Final = st.sampled_from(
    ["a@b.fr", " Prenom.Nom+ti@Agglo.FR", "renée@mairie.fr\u2028", "x@forêt.fr", "o'brien@a.b.eu"]
)
TELEPHONES: Final = st.sampled_from(
    [
        "0235123456",
        " 02 35 12 34 56\n",
        "+33 (0)2.35-12 34 56",
        "0262 20 12 34",
        "0269611234",
        "0596\u00a060\u202f12 34",
        "+32 2 501 02 11",
        "0690301234",
        "0033235123456\u00a0",
    ]
)
PAR_GENRE: Final[dict[str, st.SearchStrategy[str]]] = {
    "texte_court": textes(250, 3),
    "texte_long": textes(10_000, 30),
    "dix_lignes": textes(2_000, 10),
    "courriel": COURRIELS,
    "siret": sirets(),
    "categorie_juridique": _nombres(4).map(" {}\u202f".format),
    "telephone": TELEPHONES,
    "date": st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(date.isoformat),
}
JOURS_DU_PROGRAMME: Final = st.dates(date(2023, 1, 1), date(2027, 12, 31)).map(date.isoformat)
# One region, several, a métropole, EPT, overseas: often enough to meet.
SIRENS: Final = st.sampled_from(
    [
        *("200084952", "200010700", "200023414", "200040277", "200066462", "200017846"),
        *("200057867", "200057875", "200039022", "249740077"),
        *list(EPCI_ET_EPT)[::50],
    ]
)


# Valid dossiers


@st.composite
def groupes(draw: st.DrawFn, groupe: type[Groupe], exiges: frozenset[str] = frozenset()) -> Json:
    """Answers to a group; `exiges`: keys due on top of what the declarations ask."""
    reponses: Json = {}
    for champ in sorted(groupe.champs.values(), key=_rang):
        if champ.si and not champ.si.tient(reponses):
            if draw(st.integers(0, 3)) == 3:
                reponses[champ.nom] = draw(restes(champ))
        elif champ.du(reponses) or champ.nom in exiges or draw(st.integers(0, 2)):
            reponses[champ.nom] = draw(valeurs(champ, reponses))
        elif champ.texte and draw(st.booleans()):
            reponses[champ.nom] = draw(BLANCS)
    return _accorder(groupe, reponses)


def _rang(champ: Champ) -> int:
    """What conditions depend on comes first."""
    return 2 if champ.sauf_si or champ.regles else 1 if champ.si else 0


def valeurs(champ: Champ, reponses: Json) -> st.SearchStrategy[Any]:
    """Valid values of a field, given the answers that its conditions depend on."""
    if champ.texte:
        if champ.texte.corps == JOUR_DU_PROGRAMME:
            return JOURS_DU_PROGRAMME
        return PAR_GENRE[champ.texte.genre]
    if champ.choix:
        return st.sampled_from([choix.value for choix in champ.choix])
    if champ.element:
        return _listes(champ, champ.element, reponses)
    if champ.groupe:
        return groupes(champ.groupe)
    scalaires: dict[Any, st.SearchStrategy[Any]] = {
        bool: st.booleans(),
        int: st.sampled_from([0, 3.0, 450_000, 2**53 - 1]),
    }
    return scalaires.get(champ.sorte, SIRENS)


@st.composite
def _listes(draw: st.DrawFn, champ: Champ, element: type[Groupe], reponses: Json) -> list[Json]:
    exiges = frozenset(
        regle.cle
        for regle in champ.regles
        if isinstance(regle, ElementsExigent) and regle.quand.tient(reponses) is regle.tient
    )
    contenus = [regle for regle in champ.regles if isinstance(regle, Contient)]
    minimum = max(len(contenus), 1) if champ.du(reponses) else 0
    liste = draw(st.lists(groupes(element, exiges), min_size=minimum, max_size=minimum + 2))
    if champ.maximum and champ.maximum < LISTE and liste and draw(st.integers(0, 9)) == 9:
        liste = (liste * champ.maximum)[: champ.maximum]
    for rang, regle in enumerate(contenus):
        liste[rang][regle.cle] = str(regle.valeur)
    # Two persons of one name would be no binôme; nobody else minds.
    return [
        {**brut, "nom": f"Nom {'abcdefghij'[rang % 10]}"} if contenus else brut
        for rang, brut in enumerate(liste)
    ]


def restes(champ: Champ) -> st.SearchStrategy[Any]:
    """What somebody may have typed before a field was hidden: of the right type, no more."""
    if champ.section:
        cles = {nom: restes(dedans) for nom, dedans in champ.section.champs.items()}
        return st.fixed_dictionaries({}, optional=cles)
    if champ.sorte is bool:
        return st.booleans()
    return st.sampled_from(["", " ", "à moitié@", "2024-02-30", "0235", "x" * 200])


def _accorder(groupe: type[Groupe], reponses: Json) -> Json:
    """What no schema can say."""
    if groupe is Action:
        debut, fin = sorted([reponses["debut"], reponses["fin"]])
        return {**reponses, "debut": debut, "fin": fin}
    if groupe is Perimetre and "epci" in reponses:
        return {**reponses, "epci": _voisins(reponses)}
    return reponses


def _voisins(reponses: Json) -> list[Json]:
    """Each EPCI once, all in one region unless the perimeter is interregional."""
    ept = reponses.get("ept") if EPT_POSSIBLE.tient(reponses) else None
    regions = set(EPCI_ET_EPT[ept].regions) if ept else set[str]()
    vus, gardes = {ept}, list[Json]()
    for choisi in cast(list[Json], reponses["epci"]):
        siren = choisi.get("siren")
        if siren is not None:
            siennes = set(EPCI_ET_EPT[siren].regions)
            communes = regions & siennes if regions else siennes
            interregional = reponses["region"] == Region.INTERREGIONAL
            if siren in vus or not (communes or interregional):
                continue
            vus.add(siren)
            regions = communes or regions
        gardes.append(choisi)
    return gardes


def dossiers() -> st.SearchStrategy[Json]:
    """Valid dossiers, hidden leftovers included."""
    return groupes(Dossier)
