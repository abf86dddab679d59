"""`a_cause_de`: the answers that made an answer due, for whatever the form declares."""

from dataclasses import replace
from itertools import combinations
from typing import Annotated, Any, Final

import pytest
from pydantic import Field

from app.formulaire.bilan import Bilan
from app.formulaire.causes import conditions
from app.formulaire.choix import Region
from app.formulaire.conditions import ElementsExigent, SaufSi, Si
from app.formulaire.evaluation import evaluer
from app.formulaire.messages import Ecart
from app.formulaire.section import Champ, Section
from app.formulaire.types import Facultatif, OuiNon, TexteCourt
from app.kit.json_pointer import pointeur
from tests.formulaire.degats import DECLARES
from tests.formulaire.exemples import Json
from tests.formulaire.fautes import fautes
from tests.formulaire.outils import ABSENT, TOUTES, avec

Chemin = tuple[str, ...]
EPCI: Final = "/perimetre/epci"


def trouve(dossier: Json, ici: str) -> Ecart | None:
    """The one difference found at a pointer, if there is one."""
    trouves = [e for e in evaluer(dossier, TOUTES) if e.pointeur == ici]
    assert len(trouves) <= 1
    return trouves[0] if trouves else None


def cause(chemin: Chemin, si: Si) -> str:
    """The pointer of the answer that a condition looks at, beside the field at `chemin`."""
    return pointeur(*chemin[:-1], *si.chemin.split("/"))


def autre(la: str, si: Si) -> Any:
    """An answer of the closed question at `la` with which the condition does not hold, or none."""
    (champ,) = [champ for chemin, champ in DECLARES if pointeur(*chemin) == la]
    possibles = [c.value for c in champ.choix] if champ.choix else [True, False]
    return next((valeur for valeur in possibles if valeur not in si.valeurs), ABSENT)


# Shown under a condition


SOUS_CONDITION: Final = [
    pytest.param(chemin, champ, champ.si, id="/".join(chemin))
    for chemin, champ in DECLARES
    if champ.si and champ.si.requis
]
A_CHAQUE_CHAMP: Final = pytest.mark.parametrize(("chemin", "champ", "si"), SOUS_CONDITION)


def montre(chemin: Chemin, si: Si, valeur: Any) -> Json:
    return avec({cause(chemin, si): si.valeurs[0], pointeur(*chemin): valeur})


@A_CHAQUE_CHAMP
def test_ce_qu_une_reponse_rend_obligatoire_la_nomme(chemin: Chemin, champ: Champ, si: Si) -> None:
    ici = pointeur(*chemin)
    for vide in (ABSENT, "", " \u2028") if champ.texte else (ABSENT,):
        du = trouve(montre(chemin, si, vide), ici)
        assert du and du.code == "requis"
        assert du.a_cause_de == [cause(chemin, si)]


@A_CHAQUE_CHAMP
def test_avec_l_autre_reponse_elle_n_est_plus_due(chemin: Chemin, champ: Champ, si: Si) -> None:
    la = cause(chemin, si)
    dossier = avec({la: autre(la, si)}, montre(chemin, si, ABSENT))
    assert trouve(dossier, pointeur(*chemin)) is None


@A_CHAQUE_CHAMP
def test_une_reponse_fausse_ne_l_est_que_par_elle_meme(
    chemin: Chemin, champ: Champ, si: Si
) -> None:
    codes: set[str] = set()
    for faute in fautes(champ):
        faux = trouve(montre(chemin, si, faute), pointeur(*chemin))
        if faux and faux.code != "requis":
            codes.add(faux.code)
            assert faux.a_cause_de == []
    assert codes


@pytest.mark.parametrize(
    "ici",
    [
        pointeur(*chemin)
        for chemin, champ in DECLARES
        if champ.requis and not (champ.si or champ.sauf_si)
    ],
)
def test_ce_qui_est_toujours_du_n_a_pas_de_cause(ici: str) -> None:
    du = trouve(avec({ici: ABSENT}), ici)
    assert du and (du.code, du.a_cause_de) == ("requis", [])


# A list that is due unless other answers excuse it


@pytest.mark.parametrize(
    ("chemin", "sauf_si"),
    [pytest.param(chemin, c.sauf_si, id="/".join(chemin)) for chemin, c in DECLARES if c.sauf_si],
)
@pytest.mark.parametrize(("vide", "code"), [(ABSENT, "requis"), ([], "liste_vide")])
def test_une_liste_due_nomme_chaque_reponse_qui_ne_l_excuse_pas(
    chemin: Chemin, sauf_si: SaufSi, vide: Any, code: str
) -> None:
    ici = pointeur(*chemin)
    lieux = {cause(chemin, si): si for si in sauf_si.conditions}
    excusee = avec({la: si.valeurs[0] for la, si in lieux.items()} | {ici: vide})
    assert trouve(excusee, ici) is None
    for nombre in range(1, len(lieux) + 1):
        for manquent in combinations(lieux, nombre):
            due = trouve(avec({la: autre(la, lieux[la]) for la in manquent}, excusee), ici)
            assert due and (due.code, due.a_cause_de) == (code, list(manquent))


# What each element of a list must hold, given another answer


@pytest.mark.parametrize("region", [Region.NORMANDIE, Region.COLLECTIVITES_OUTRE_MER])
def test_ce_qu_exige_chaque_element_nomme_la_reponse(region: Region) -> None:
    (liste,) = [(chemin, champ) for chemin, champ in DECLARES if pointeur(*chemin) == EPCI]
    exigences = [regle for regle in liste[1].regles if isinstance(regle, ElementsExigent)]
    assert len(exigences) == 2
    for exigence in exigences:
        la = cause(liste[0], exigence.quand)
        vide = avec({la: region.value, EPCI: [{}, {exigence.cle: " "}]})
        exige = exigence.quand.tient({"region": region.value}) is exigence.tient
        for rang in range(2):
            du = trouve(vide, f"{EPCI}/{rang}/{exigence.cle}")
            causes = du.a_cause_de if du and du.code == "requis" else None
            assert causes == ([la] if exige else None)


# What a condition shows as a whole


def test_un_fichier_demande_par_une_section_conditionnelle_en_nomme_la_condition(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (piece,) = Bilan.pieces
    monkeypatch.setattr(Bilan, "pieces", (replace(piece, requise=True),))
    la = pointeur("bilan", piece.rubrique.value)
    pieces = TOUTES - {piece.rubrique}
    (manque,) = [e for e in evaluer(avec({}), pieces) if e.code == "piece_manquante"]
    assert (manque.pointeur, manque.a_cause_de) == (la, ["/perimetre/type_perimetre"])
    assert evaluer(avec({"/perimetre/type_perimetre": "nouveau"}), pieces) == []


def test_un_fichier_toujours_demande_n_a_pas_de_cause() -> None:
    manquent = [e for e in evaluer(avec({})) if e.code == "piece_manquante"]
    assert len(manquent) == 2
    assert [e.a_cause_de for e in manquent] == [[], []]


class _Pont(Section):
    longueur: TexteCourt = Field(title="Longueur")
    peage: Annotated[Facultatif[TexteCourt], Si("payant", True)] = Field(None, title="Péage")
    payant: OuiNon = Field(title="Payant")


class _Route(Section):
    pont: OuiNon = Field(title="Un pont ?")
    ouvrage: Annotated[Facultatif[_Pont], Si("pont", True, requis=False)] = Field(None, title="Le")


class _Reseau(Section):
    existe: OuiNon = Field(title="Un réseau ?")
    route: Annotated[Facultatif[_Route], Si("existe", True)] = Field(None, title="La route")


@pytest.mark.parametrize(
    ("ici", "attendues"),
    [
        ("/existe", []),
        ("/route", ["/existe"]),
        ("/route/pont", ["/existe"]),
        ("/route/ouvrage/longueur", ["/existe", "/route/pont"]),
        ("/route/ouvrage/peage", ["/existe", "/route/pont", "/route/ouvrage/payant"]),
        ("/route/ouvrage/inconnu", ["/existe", "/route/pont"]),
    ],
)
def test_les_conditions_s_ajoutent_de_l_exterieur_vers_l_interieur(
    ici: str, attendues: list[str]
) -> None:
    assert conditions(ici, _Reseau) == attendues
