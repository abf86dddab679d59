"""Each number of the form stands once: changed where it is written, all that is published follows.

All are changed at once in a copy of the package, which publishes itself again.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import jsonschema_rs
import pytest

from app.formulaire import nombres
from app.formulaire.dossier import VERSION
from app.formulaire.motifs import CACHE as CACHE_LU
from app.formulaire.nombres import en_lettres
from tests.copie import PROJET, Copie
from tests.formulaire.test_libelles import ENTETE, LIGNES

PUBLIER: Final = """
import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from app.publication.dossier_publie import ecrire
ecrire(Path("schemas"))

from app.contrat.openapi import document
from app.config import Settings
from app.main import create_app
contrat = json.dumps(document(create_app(), Settings()), ensure_ascii=False, indent=2)
Path("openapi.json").write_text(contrat, encoding="utf-8")

from app.pieces_jointes.verdict import MESSAGES
Path("refus.json").write_text(json.dumps(MESSAGES, ensure_ascii=False), encoding="utf-8")

from app.plan_action.modele import modele_ods, modele_xlsx
for nom, octets in (("xlsx", modele_xlsx()), ("ods", modele_ods())):
    with ZipFile(BytesIO(octets)) as classeur:
        parties = [classeur.read(p).decode() for p in classeur.namelist()]
    Path(f"modele-{nom}.xml").write_text("\\n".join(parties), encoding="utf-8")

from app.corpus.recueil import instances
from app.formulaire.evaluation import examiner
for une in instances():
    examen, attendu = examiner(une.dossier, une.rubriques), une.attendu
    trouves = {(e.pointeur, e.code) for e in examen.ecarts}
    formes = {(e.pointeur, e.code) for e in examen.forme}
    dus = {(e.pointeur, e.code) for e in (*attendu.erreurs, *attendu.avertissements)}
    if trouves != dus or formes != {(e.pointeur, e.code) for e in attendu.forme}:
        print(une.nom)
"""
DEPOT: Final = "schemas/2020-12/dossier-depot.json"
BROUILLON: Final = "schemas/2020-12/dossier-brouillon.json"
CODES: Final = "schemas/codes.json"
CACHE: Final = json.dumps(CACHE_LU)[1:-1]
CORPUS: Final = f"schemas/corpus/{VERSION}/index.json"
FORMULAIRE: Final = "schemas/formulaire.json"
RJSF: Final = "schemas/ui/rjsf.json"
XLSX: Final = "modele-xlsx.xml"
ODS: Final = "modele-ods.xml"


@dataclass(frozen=True)
class Change:
    """A number changed: what it becomes, where that shows, what showed it before (a pattern)."""

    neuf: object
    montre: dict[str, list[str]]
    ancien: str


CHANGES: Final = {
    "TEXTE_COURT": Change(
        260,
        {
            DEPOT: ['"maxLength": 260'],
            FORMULAIRE: ['"longueur_max": 260'],
            CORPUS: ["perimetre-nom_territoire-261"],
            XLSX: ["dépasse 260 caractères", "<formula1>260<"],
            ODS: ["260 caractères au plus.", "text-length()&lt;=260"],
        },
        r"\b25[01]\b(?! fautes)",
    ),
    "TEXTE_LONG": Change(
        9_000,
        {
            DEPOT: ['"maxLength": 9000'],
            FORMULAIRE: ['"longueur_max": 9000'],
            CORPUS: ["plan_action-priorites-9001"],
            XLSX: ["9\u202f000 caractères", "<formula1>9000<"],
            ODS: ["9\u202f000 caractères au plus.", "text-length()&lt;=9000"],
        },
        "\\b10[ \u202f]?00[01]\\b",
    ),
    "TEXTE_EN_LIGNES": Change(
        1_900,
        {
            DEPOT: ['"maxLength": 1900'],
            FORMULAIRE: ['"longueur_max": 1900'],
            CORPUS: ["perimetre-commentaire-1901"],
        },
        '(?<!")\\b2[ \u202f]?000\\b',
    ),
    "TEXTE_CODE": Change(
        60,
        {DEPOT: ['"maxLength": 60'], CORPUS: ["demandeur-siret-61"]},
        r'"(maxLength|longueur_max)": 50\b',
    ),
    "COURRIEL_MAX": Change(
        200,
        {
            DEPOT: ['"maxLength": 200'],
            CORPUS: ["contact-courriel-201"],
            "openapi.json": ['"maxLength": 200'],
        },
        r"\b254\b",
    ),
    "LIGNES_MAX": Change(
        13,
        {
            DEPOT: ["{0,12}"],
            CODES: ["Ce texte dépasse 13 lignes.", "plus de treize lignes"],
            CORPUS: ["-13-lignes-lf", "compte quatorze lignes, dont douze blanches"],
            RJSF: ['"rows": 13'],
        },
        r'\b1[01][ -]lignes(?! maximum)|\bdix lignes|\bonze lignes|\{0,9\}|"rows": 10\b',
    ),
    "CHIFFRES_MIN": Change(5, {DEPOT: ["[0-9]){4,"], CODES: ["de cinq à "]}, r"\{5,1|\bde six à "),
    "CHIFFRES_MAX": Change(
        17, {DEPOT: [",16}"], CODES: ["à dix-sept chiffres"]}, r",17\}|\bdix-huit chiffres"
    ),
    "SIECLES": Change(
        (18, 19, 20),
        {DEPOT: [f"(?:1{CACHE}8{CACHE}[0-9]"], CODES: ["de 1800 à 2099"], CORPUS: ["-1799-12-31"]},
        rf"\(\?:1{re.escape(CACHE)}9|\bde 1900\b|\b1899\b",
    ),
    "PREMIERE_ANNEE": Change(
        2022,
        {
            DEPOT: [f"2{CACHE}[2-9]", "Entre 2022 et "],
            CODES: ["le 1er janvier 2022 et "],
            CORPUS: ["debut-2021-12-31", "debut-2022-01-01"],
            XLSX: ["01/01/2022", "industrie 2022-", "<formula1>44562<"],
            ODS: ["DATE(2022;1;1)"],
            "openapi.json": ['"title": "Territoires d\'industrie 2022-', "(2022-"],
        },
        r"\b[Ee]ntre 2023|janvier 2023|\[3-7\]|DATE\(2023|industrie 2023-|44927",
    ),
    "DERNIERE_ANNEE": Change(
        2031,
        {
            DEPOT: [f"3{CACHE}[0-1]", " et 2031."],
            CODES: ["et le 31 décembre 2031."],
            CORPUS: ["fin-2031-12-31", "fin-2032-01-01"],
            XLSX: ["31/12/2031", "-2031", "<formula2>48213<"],
            ODS: ["DATE(2031;12;31)"],
            "openapi.json": ["-2031)"],
        },
        r"\b2027\b|\[3-7\]|46752",
    ),
    "MILLESIME": Change(
        2024,
        {
            DEPOT: ["EPCI de 2024"],
            CODES: ["EPCI de 2024"],
            CORPUS: ["EPCI de 2024"],
            "openapi.json": ["EPCI et EPT de 2024"],
        },
        r"EPCI (et EPT )?de 2023",
    ),
    "ACTIONS_MAX": Change(
        12,
        {
            DEPOT: ['"maxItems": 12'],
            FORMULAIRE: ['"elements_max": 12'],
            CORPUS: ["refus-plusieurs-treize-actions", "plan_action-actions-13"],
            XLSX: ["12 actions au plus", "$A$2:$A$13", 'sqref="A2:A241"'],
            ODS: ["12 actions au plus"],
        },
        r'"(maxItems|elements_max)": 10\b|\b10 actions|onze[ -]actions|actions-11\b|\$A\$11\b',
    ),
    "PARTENAIRES_MAX": Change(
        30,
        {
            DEPOT: ['"maxItems": 30'],
            FORMULAIRE: ['"elements_max": 30'],
            CORPUS: ["partenaires-31"],
            XLSX: ["30 au plus"],
            ODS: ["30 au plus"],
        },
        r'"(maxItems|elements_max)": 50\b|\b50 au plus|partenaires-51',
    ),
    "LISTE": Change(
        1_800,
        {
            DEPOT: ['"maxItems": 1800'],
            FORMULAIRE: ['"elements_max": 1800'],
            CORPUS: ["perimetre-epci-1801"],
        },
        '(?<!")\\b2[ \u202f]?000\\b|epci-2001',
    ),
    "MARGE": Change(
        3,
        {
            BROUILLON: ['"maxLength": 780', '"maxLength": 27000', '"maxItems": 36'],
            CODES: ["plus de trois fois"],
            CORPUS: ["brouillon-perimetre-region-781", "brouillon-plan_action-actions-37"],
        },
        r"\bquatre fois\b",
    ),
}
TYPES: Final = {"WEBP": "image/webp", "ODG": "application/vnd.oasis.opendocument.graphics"}


ANCIENS_TYPES: Final = r"ODT, PNG ou JPEG|ODT ou PDF|PNG, JPEG\."
# The words of the original form that hold a year: they stay.
DATEES: Final = [ENTETE, *(ligne for ligne in LIGNES if re.search("20[0-9]{2}", ligne))]
DE_L_ORIGINAL: Final = re.compile("|".join(map(re.escape, DATEES)))


@pytest.fixture(scope="module")
def copie(tmp_path_factory: pytest.TempPathFactory) -> Copie:
    """The package with every number changed, and two types of files more."""
    faite = Copie(tmp_path_factory.mktemp("nombres"))
    for nom, change in CHANGES.items():
        motif, neuf = rf"^({nom}: Final) = .*$", rf"\1 = {change.neuf}"
        faite.remplacer("app/formulaire/nombres.py", motif, neuf)
    ajouts = "".join(rf"\n    {nom} = {valeur!r}" for nom, valeur in TYPES.items())
    jpeg = r'^    JPEG = "image/jpeg"$'
    faite.remplacer("app/pieces_jointes/verdict.py", jpeg, rf"\g<0>{ajouts}")
    return faite


@pytest.fixture(scope="module")
def mal_juges(copie: Copie) -> list[str]:
    """The instances of the corpus not judged as they say; all is published by then."""
    return copie.executer(PUBLIER).split()


@pytest.fixture(scope="module")
def publies(copie: Copie, mal_juges: list[str]) -> dict[str, str]:
    """The text of each file that the copy publishes."""
    return _lire(copie.racine)


@pytest.fixture(scope="module")
def avant() -> dict[str, str]:
    """The text of each file that the project publishes."""
    return _lire(PROJET)


def _lire(racine: Path) -> dict[str, str]:
    """What is published, but for the words of the original form.

    In one dialect; of the corpus its index, which says it all in words.
    """
    motifs = ("*.json", "*.xml", "schemas/*.json", "schemas/ui/*.json", "schemas/2020-12/*.json")
    fichiers = [racine / CORPUS, *(fichier for motif in motifs for fichier in racine.glob(motif))]
    return {
        fichier.relative_to(racine).as_posix(): DE_L_ORIGINAL.sub(
            "", fichier.read_text(encoding="utf-8")
        )
        for fichier in fichiers
    }


def _restes(publies: dict[str, str], ancien: str) -> list[str]:
    """Where an old number still stands."""
    return [
        f"{nom} : {texte[trouve.start() - 40 : trouve.end() + 40]}"
        for nom, texte in publies.items()
        for trouve in re.finditer(ancien, texte)
    ]


def test_chaque_nombre_est_change() -> None:
    declares = {nom for nom, valeur in vars(nombres).items() if isinstance(valeur, int | tuple)}
    assert declares == set(CHANGES)


@pytest.mark.verify
def test_ce_qui_est_publie_montre_chaque_nombre_change(publies: dict[str, str]) -> None:
    manques = [
        f"{nom} = {change.neuf} : {fichier} ne dit pas {mots}"
        for nom, change in CHANGES.items()
        for fichier, dits in change.montre.items()
        for mots in dits
        if mots not in publies[fichier]
    ]
    assert not manques


@pytest.mark.verify
@pytest.mark.parametrize("ancien", [change.ancien for change in CHANGES.values()], ids=[*CHANGES])
def test_l_ancien_nombre_ne_reste_nulle_part(
    avant: dict[str, str], publies: dict[str, str], ancien: str
) -> None:
    assert _restes(avant, ancien)
    assert not _restes(publies, ancien)


@pytest.mark.verify
def test_le_corpus_est_juge_comme_il_le_dit(copie: Copie, mal_juges: list[str]) -> None:
    assert not mal_juges
    schema = jsonschema_rs.validator_for(json.loads((copie.racine / DEPOT).read_bytes()))
    noms = [f for f in (copie.racine / CORPUS).parent.glob("*.json") if f.stem != "index"]
    assert len(noms) > 500
    for nom in noms:
        une = json.loads(nom.read_bytes())
        refuse = any(erreur["schema"] for erreur in une["attendu"]["erreurs"])
        assert schema.is_valid(une["dossier"]) is not refuse, une["nom"]


@pytest.mark.verify
def test_les_types_de_fichiers_se_disent_partout(publies: dict[str, str]) -> None:
    assert "PDF, XLSX, ODS, DOCX, ODT, PNG, JPEG, WEBP, ODG." in publies["refus.json"]
    assert "(XLSX, ODS, DOCX, ODT ou ODG)" in publies["refus.json"]
    assert "PNG, JPEG, WEBP ou ODG, sans macro" in publies["openapi.json"]
    assert not _restes(publies, ANCIENS_TYPES)


@pytest.mark.parametrize(
    ("nombre", "lettres"),
    [(0, "zéro"), (10, "dix"), (20, "vingt"), (21, "21"), (1_255, "1\u202f255")],
)
def test_un_petit_nombre_s_ecrit_en_lettres(nombre: int, lettres: str) -> None:
    assert en_lettres(nombre) == lettres
