"""Searching the whole of what was deposited: what finds a dossier, and where it says so."""

import random
import re
import unicodedata
from itertools import product
from typing import Any, Final, cast
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg

from app.depots.tables import instruction as table
from app.formulaire.referentiels import EPCI_ET_EPT
from app.instruction import recherche
from app.instruction.recherche import trouve
from tests.bases import sql
from tests.client import Client, Json
from tests.depots.pieces import deposee
from tests.formulaire.exemples import dossier_complet
from tests.instruction.deposees import Deposee
from tests.instruction.dossiers import AMIENS, ROUEN, deposee_en
from tests.instruction.outils import Instruction, vider

DEFIS: Final = (
    "Les hauts-fourneaux de l'aciérie s'éteignent : la décarbonation des chevaux-vapeur, au cœur "
    "de l'été, demande 30 000 kW et un Plan d'Avenir Régional."
)


@pytest.fixture(scope="module")
def peuplee(service_vide: tuple[Client, str]) -> tuple[Instruction, str, str]:
    """The service, a dossier of Normandie that says all that, another of Hauts-de-France."""
    service = vider(*service_vide)
    dossier = dossier_complet()
    dossier["perimetre"]["defis_fragilites"] = DEFIS
    dossier["perimetre"]["nom_territoire"] = "Vallée de l'Œuf"
    normande = deposee(service.client, dossier)
    return service, normande.id, deposee_en(service.client, AMIENS, region="32").id


@pytest.fixture
def service(peuplee: tuple[Instruction, str, str]) -> Instruction:
    return peuplee[0]


TROUVENT = (
    *("aciérie", "ACIERIE", "acierie", "aciéries", "cœur", "coeur", "Cœurs", "éteignent d'été"),
    *("décarbon", "decarbonatio", "fourneau", "cheval", "chevaux", "30 000 kw", "regionaux"),
    *(
        '"plan d\'avenir"',
        "« plan d'avenir régional »",
        "\"plan d'avenir",
        "avenir plan",
        "oeuf vall",
    ),
    *("le la les de", "vallée aciérie", "EPCI Normandie", "d", "%", '""'),
)
NE_TROUVENT_PAS = (
    *("ciérie", "'; DROP TABLE depot; --", '"avenir plan"', '"plan aven"', "acierie & introuvable"),
    *("introuvable", "acierie:*uzz", "decarbonatiox"),
)


@pytest.mark.parametrize("q", TROUVENT)
def test_trouve(peuplee: tuple[Instruction, str, str], q: str) -> None:
    service, normande, _ = peuplee
    assert normande in service.ids(q=q)


@pytest.mark.parametrize("q", NE_TROUVENT_PAS)
def test_ne_trouve_pas(peuplee: tuple[Instruction, str, str], q: str) -> None:
    service, normande, _ = peuplee
    assert normande not in service.ids(q=q)


def test_un_numero_trouve_le_numero_et_les_textes(service: Instruction) -> None:
    une = deposee_en(service.client, ROUEN)
    numero = une.lire()["numero"]
    dossier = dossier_complet()
    dossier["perimetre"]["commentaire"] = f"Suite du dossier {numero}."
    autre = deposee(service.client, dossier)
    assert {*service.ids(q=numero)} == {une.id, autre.id}
    assert service.ids(q=numero, tri="pertinence")[0] == une.id
    assert {*service.ids(q=numero[:-2])} >= {autre.id, une.id}


def test_la_pertinence_met_le_nom_d_abord(service: Instruction) -> None:
    dossier = dossier_complet()
    dossier["perimetre"]["nom_territoire"] = "Pays des Houillères"
    nommee = deposee(service.client, dossier)
    dossier["perimetre"] |= {
        "nom_territoire": "Ailleurs",
        "commentaire": "Une houillère, puis deux.",
    }
    autre = deposee(service.client, dossier)
    assert service.ids(q="houillere") == [autre.id, nommee.id]
    assert service.ids(q="houillere", tri="pertinence") == [nommee.id, autre.id]
    premiere = service.lire(q="houillere", tri="pertinence", limite=1)["suivant"]
    suite = service.ids(q="houillere", tri="pertinence", limite=1, apres=premiere)
    assert suite == [autre.id]


def test_d_une_page_a_l_autre_rien_ne_se_perd_ni_ne_revient(
    service: Instruction, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether few are found or many: by their title, elsewhere, or both."""
    dits = {True: "ardoise bleue =ardoise =bleue", False: "ardoise bleue =ardoise"}
    au_titre = [True, False, False, True, True, False, True]
    deposees = [
        Deposee(rangs=[f"2023-09-{rang // 2 + 10}T10:00:00Z"], inscrite={"recherche": dits[dit]})
        for rang, dit in enumerate(au_titre)
    ]
    service.deposer(*deposees)
    recues = sorted(deposees, key=lambda une: (une.rangs, une.id), reverse=True)
    attendues = [une for une in recues if au_titre[deposees.index(une)]]
    attendues += [une for une in recues if une not in attendues]
    for beaucoup, q, limite in product((100, 3, 0), ("bleue ardoise", "ardoise bl"), (1, 3, 4, 7)):
        monkeypatch.setattr(recherche, "BEAUCOUP", beaucoup)
        assert _pages(service, q, limite) == [une.id for une in attendues]
        assert service.ids(q=q) == [une.id for une in recues]


def _pages(service: Instruction, q: str, limite: int) -> list[str]:
    """The ids of all pages one after the other, each full but the last."""
    page = service.lire(q=q, tri="pertinence", limite=limite, total=True)
    ids, total = [une["id"] for une in page["candidatures"]], page["total"]
    while page["suivant"]:
        assert len(page["candidatures"]) == limite
        page = service.lire(q=q, tri="pertinence", limite=limite, apres=page["suivant"])
        ids += [une["id"] for une in page["candidatures"]]
    assert len(ids) == total
    return ids


def test_sans_mot_tout_est_pertinent(service: Instruction) -> None:
    assert service.ids(q="%", tri="pertinence") == service.ids()


def test_la_pertinence_est_celle_d_une_recherche(service: Instruction) -> None:
    assert service.demander(tri="pertinence").status_code == 422


def test_les_mots_du_nom_se_cherchent_aussitot(service: Instruction) -> None:
    """Of what the last release deposits too, before any job."""
    une = Deposee("Grand Bœuf d'Hiver")
    service.deposer(une)
    assert service.ids(q="boeuf hiver") == [une.id]


# --- extracts ---


def _extrait(peuplee: tuple[Instruction, str, str], q: str) -> Json:
    service, normande, _ = peuplee
    (une,) = (une for une in service.lire(q=q)["candidatures"] if une["id"] == normande)
    return une["extrait"]


def _marques(extrait: Json) -> list[str]:
    return [segment["texte"] for segment in extrait["segments"] if segment["trouve"]]


@pytest.mark.parametrize(
    ("q", "marques"),
    [
        ("acierie", ["aciérie"]),
        ("kw decarb", ["décarbonation", "kW"]),
        ("cheval", ["chevaux"]),
        ("cœurs", ["cœur"]),
        ('"plan d\'avenir régional"', ["Plan", "d", "Avenir", "Régional"]),
        ("kw fourneau", ["fourneaux", "kW"]),
    ],
)
def test_l_extrait_montre_ce_qui_a_ete_trouve(
    peuplee: tuple[Instruction, str, str], q: str, marques: list[str]
) -> None:
    extrait = _extrait(peuplee, q)
    assert extrait["pointeur"] == "/perimetre/defis_fragilites"
    assert "défis" in extrait["libelle"].lower()
    assert _marques(extrait) == marques
    assert "".join(s["texte"] for s in extrait["segments"]) in DEFIS


def test_l_extrait_du_nom_du_numero_d_un_epci(peuplee: tuple[Instruction, str, str]) -> None:
    service, normande, _ = peuplee
    (une,) = (une for une in service.lire()["candidatures"] if une["id"] == normande)
    assert une["extrait"] is None
    assert _extrait(peuplee, "oeuf")["pointeur"] == "/perimetre/nom_territoire"
    numero = _extrait(peuplee, une["numero"])
    assert (numero["pointeur"], numero["libelle"]) == (None, "Numéro")
    siren = _extrait(peuplee, une["epci"][0])
    assert siren["pointeur"].startswith("/perimetre/epci/0")


def test_chacun_montre_le_mot_qu_il_dit_de_meme_racine(service: Instruction) -> None:
    """Whatever the first ones of the page say, and after them."""
    noms = [*["Les bocaux"] * 6, "Un bocal", "Les bocaux"]
    mots = {"recherche": "bocal bocaux"}
    service.deposer(
        *(
            Deposee(nom, inscrite=mots, rangs=[f"{2030 - rang}-01-01T00:00Z"])
            for rang, nom in enumerate(noms)
        )
    )
    lues = service.lire(q="bocals")["candidatures"]
    assert [_marques(une["extrait"]) for une in lues] == [nom.split()[1:] for nom in noms]


def test_un_extrait_long_est_coupe(service: Instruction) -> None:
    dossier = dossier_complet()
    long = " ".join(["avant"] * 200 + ["aiguille"] + ["apres"] * 200)
    dossier["perimetre"]["defis_fragilites"] = long
    deposee(service.client, dossier)
    (une,) = service.lire(q="aiguille")["candidatures"]
    assert _marques(une["extrait"]) == ["aiguille"]
    texte = "".join(segment["texte"] for segment in une["extrait"]["segments"])
    assert texte in long
    assert len(texte) < 400


# --- regions ---


def test_ni_trouvee_ni_comptee_ni_citee_ailleurs(peuplee: tuple[Instruction, str, str]) -> None:
    service, normande, picarde = peuplee
    cle = service.cle_de("32")
    for q in ("aciérie", "œuf", '"plan d\'avenir"', "30 000"):
        page = service.lire(cle, q=q, total=True, tri="pertinence")
        assert (page["candidatures"], page["total"], page["suivant"]) == ([], 0, None)
    assert service.ids(cle, q=EPCI_ET_EPT[AMIENS].nom) == [picarde]
    assert normande not in service.ids(cle)


# --- every word ---

_LETTRES: Final = "abcdefghijklmnopqrstuvwxyzàâçéèêëîïôùûüÿœæßñ0123456789"


def _mots_au_hasard(nombre: int) -> str:
    hasard = random.Random(2023)  # noqa: S311 -- the same words at each run
    mots = ("".join(hasard.choices(_LETTRES, k=hasard.randint(1, 14))) for _ in range(nombre))
    return " ".join(mot + hasard.choice(("", ",", "’", "-", "/", "...")) for mot in mots)


def _textes(valeur: Any) -> list[str]:
    """Every text of a JSON document."""
    if isinstance(valeur, dict):
        return [texte for une in cast(Json, valeur).values() for texte in _textes(une)]
    if isinstance(valeur, list):
        return [texte for une in cast(list[Any], valeur) for texte in _textes(une)]
    return [valeur] if isinstance(valeur, str) else []


def _sans_accents(mot: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", mot) if not unicodedata.combining(c))


def test_chaque_mot_trouve_son_dossier(service: Instruction) -> None:
    dossier = dossier_complet()
    dossier["perimetre"]["defis_fragilites"] = _mots_au_hasard(300)
    candidature = deposee(service.client, dossier)
    depose = candidature.appeler("GET", "/depots/1").json()
    mots = set(re.findall(r"[^\W_]{3,}", "\n".join(_textes(depose["instantane"]))))
    assert len(mots) > 300
    formes = sorted({*mots, *map(_sans_accents, mots), *(mot.upper() for mot in mots)})
    for debut in range(0, len(formes), 500):
        lot = formes[debut : debut + 500]
        enonce = select(*(trouve(mot) for mot in lot)).where(
            table.c.candidature_id == UUID(candidature.id)
        )
        compile_: Any = enonce.compile(
            dialect=PGDialect_asyncpg(),
            compile_kwargs={"literal_binds": True, "render_postcompile": True},
        )
        (ligne,) = sql(service.url, str(compile_).replace(":", r"\:"))
        assert [mot for mot, vu in zip(lot, ligne, strict=True) if not vu] == []
