"""The lines of a lot: written in JSON or by a sheet, all or none, and what they take by default."""

from typing import Final
from uuid import uuid4

import pytest

from app.decisions.inscrire import OCTETS_MAX
from app.decisions.ligne import LIGNES_MAX
from app.decisions.lignes_csv import COLONNES
from tests.bases import sql
from tests.client import Candidature, Client, Json
from tests.decisions.lots import Decideur, decideur
from tests.instruction.dossiers import AMIENS, ROUEN, Agent, agent, deposee_en

REFUS: Final[Json] = {
    "sens": "refusee",
    "motifs": ["perimetre", "plan_action"],
    "motivation": "- Le périmètre ;\n- le « plan », sans calendrier.",
}


@pytest.fixture(scope="module")
def normand(client: Client, url: str) -> Agent:
    return agent(client, url)


@pytest.fixture(scope="module")
def deux(client: Client, normand: Agent) -> tuple[Candidature, Candidature]:
    """Two under review; of the first one a decision is proposed."""
    une, autre = deposee_en(client, ROUEN), deposee_en(client, AMIENS, region="32")
    for candidature in (une, autre):
        normand.prendre(candidature.id).raise_for_status()
    retenu = {"nom": "Axe Seine", "epci": [ROUEN], "communes": ["76540"], "region_pilote": "28"}
    version = normand.lire(une.id)["version"]
    propose = normand.proposer(une.id, version, territoire_retenu=retenu)
    propose.raise_for_status()
    return une, autre


@pytest.fixture
def lot(ministre: Decideur) -> str:
    return ministre.creer()["id"]


def _vider(ministre: Decideur, lot: str) -> None:
    """A candidature stands in one lot: the next test needs it."""
    assert ministre.faire("DELETE", lot).status_code == 204


def test_une_ligne_prend_ce_qui_est_propose_ou_ce_qui_est_dit(
    ministre: Decideur, lot: str, deux: tuple[Candidature, Candidature]
) -> None:
    une, autre = deux
    ecrit = ministre.inscrire(
        lot, {"candidature": une.id}, {"candidature": autre.id, "decision": REFUS}
    )
    assert (ecrit["lignes"], ecrit["version"]) == (2, 2)
    lignes = {ligne["candidature"]: ligne for ligne in ministre.lignes(lot)}
    assert lignes[une.id]["sens"] == "acceptee"
    assert lignes[une.id]["territoire_retenu"]["communes"] == ["76540"]
    assert {nom: lignes[autre.id][nom] for nom in REFUS} == REFUS
    accepte = {"candidature": autre.id, "decision": {"sens": "acceptee"}, "code": "ti-3201"}
    ministre.inscrire(lot, accepte, rayees=[une.id])
    (restante,) = ministre.lignes(lot)
    assert (restante["candidature"], restante["sens"], restante["motifs"], restante["code"]) == (
        *(autre.id, "acceptee"),
        *([], "ti-3201"),
    )
    _vider(ministre, lot)


def test_toutes_les_lignes_ou_aucune_et_chaque_refus_dit_la_sienne(
    client: Client, url: str, ministre: Decideur, lot: str, deux: tuple[Candidature, Candidature]
) -> None:
    une, autre = deux
    ailleurs = ministre.creer("Ailleurs")["id"]
    ministre.inscrire(ailleurs, {"candidature": une.id})
    inconnu = {"nom": "A", "epci": ["999999999"], "communes": [], "region_pilote": None}
    etranger = {"sens": "acceptee", "territoire_retenu": inconnu | {"communes": ["76000"]}}
    voulues: list[Json] = [
        {"candidature": autre.id, "decision": REFUS},
        {"candidature": str(uuid4()), "decision": REFUS},
        {"candidature": une.id},
        {"candidature": autre.id, "decision": etranger},
    ]
    refus = ministre.faire("PATCH", lot, "/lignes", json={"lignes": voulues})
    assert (refus.status_code, refus.json()["code"]) == (422, "lignes-refusees")
    assert [(un["ligne"], un["candidature"], un["code"]) for un in refus.json()["lignes"]] == [
        (2, None, "introuvable"),
        (3, une.id, "autre-lot"),
        (4, autre.id, "doublon"),
        (4, autre.id, "siren-inconnu"),
        (4, autre.id, "commune-inconnue"),
    ]
    sans = ministre.faire("PATCH", lot, "/lignes", json={"lignes": [{"candidature": autre.id}]})
    assert [un["code"] for un in sans.json()["lignes"]] == ["proposition-absente"]
    assert ministre.lire(lot)["lignes"] == 0
    _vider(ministre, ailleurs)
    normand = decideur(client, url, "28")
    sien = normand.creer()["id"]
    hors = {"lignes": [{"candidature": autre.id, "decision": REFUS}]}
    refus = normand.faire("PATCH", sien, "/lignes", json=hors)
    assert [un["code"] for un in refus.json()["lignes"]] == ["introuvable"]


@pytest.mark.parametrize("forme", ["telle", "virgules", "windows", "melangee"])
def test_ce_qu_un_tableur_renvoie_est_ce_qui_lui_a_ete_donne(
    ministre: Decideur, lot: str, deux: tuple[Candidature, Candidature], forme: str
) -> None:
    une, autre = deux
    raison = "L'intercommunalité est partagée, de l'accord des deux."
    admise = {"candidature": autre.id, "decision": REFUS, "admis": raison}
    ministre.inscrire(lot, {"candidature": une.id, "code": "ti-2807"}, admise)
    avant = ministre.lignes(lot)
    donnee = ministre.feuille(lot)
    texte = donnee.decode("utf-8-sig")
    # A list of dashes would be a formula; a line break stays within its cell.
    assert donnee.startswith(b"\xef\xbb\xbfnumero;") and "\"'- Le périmètre ;\n- le" in texte
    renvoyee = {
        "telle": donnee,
        "virgules": ministre.recopier(texte, ",", COLONNES).encode(),
        "windows": ministre.recopier(texte, ";", COLONNES).encode("cp1252"),
        "melangee": ministre.recopier(texte, ";", tuple(reversed(COLONNES))).encode("utf-8-sig"),
    }[forme]
    assert ministre.renvoyer(lot, renvoyee).status_code == 200
    assert ministre.lignes(lot) == avant
    assert ministre.feuille(lot) == donnee
    _vider(ministre, lot)


def test_une_feuille_fautive_ne_change_rien_et_dit_chaque_ligne(
    ministre: Decideur, lot: str, deux: tuple[Candidature, Candidature]
) -> None:
    une, autre = deux
    numeros = [une.lire()["numero"], autre.lire()["numero"]]
    ministre.inscrire(lot, {"candidature": une.id})
    feuille = (
        "Sens;Numero;motifs;motivation;code\n"
        f"peut-être;{numeros[0]};;;\n"
        ";;;;\n"
        f'refusée;{numeros[1]};perimetre, autre;"Vraiment\ntrop grand, et sans plan.";\n'
        f"Sans suite;{numeros[1]};perimetre;Vraiment trop grand, et sans plan.;ti-1\n"
        f"acceptee;{numeros[0]};;;;de trop\n"
    )
    refus = ministre.renvoyer(lot, feuille.encode())
    assert [
        (un["ligne"], un["numero"], un["code"], un["colonne"]) for un in refus.json()["lignes"]
    ] == [
        (2, numeros[0], "cellule-invalide", "sens"),
        (5, numeros[1], "cellule-invalide", "code"),
        (6, None, "cellule-en-trop", None),
    ]
    assert [ligne["candidature"] for ligne in ministre.lignes(lot)] == [une.id]
    retenu = f"numero;sens;retenu_nom;retenu_communes\n{numeros[0]};acceptee;B;76540"
    assert ministre.renvoyer(lot, retenu.encode()).status_code == 200
    # The number of the post office of Rouen, which is that of no commune.
    refus = ministre.renvoyer(lot, f"{retenu} 76000".encode())
    assert [(un["ligne"], un["numero"], un["code"]) for un in refus.json()["lignes"]] == [
        (2, numeros[0], "commune-inconnue")
    ]
    bonne = feuille.splitlines(keepends=True)
    assert ministre.renvoyer(lot, "".join(bonne[:1] + bonne[2:5]).encode()).status_code == 200
    (ligne,) = ministre.lignes(lot)
    assert (ligne["sens"], ligne["motifs"], ligne["motivation"]) == (
        "refusee",
        ["perimetre", "autre"],
        "Vraiment\ntrop grand, et sans plan.",
    )
    _vider(ministre, lot)


@pytest.mark.parametrize(
    ("feuille", "code", "ou"),
    [
        ("numero;avis\n", "requete-invalide", [("/1/2", "colonne_inconnue")]),
        (
            "sens;sens\n",
            "requete-invalide",
            [("/1/2", "doublon"), ("/1", "colonne_numero_absente")],
        ),
        ("", "requete-invalide", [("/1", "colonne_numero_absente")]),
        ('numero;sens\nA;"b\n', "corps-illisible", []),
        ("numero\n" + "\n" * 20_000, "corps-illisible", []),
        ("numero" + "," * 100_001, "corps-trop-grand", []),
        ('numero;sens\n"' + "\n;" * 100_001 + '"\n', "corps-trop-grand", []),
    ],
    ids=["inconnue", "deux fois", "vide", "guillemet", "sans fin", "large", "large cellule"],
)
def test_une_feuille_qui_n_en_est_pas_une_se_refuse(
    ministre: Decideur, lot: str, feuille: str, code: str, ou: list[tuple[str, str]]
) -> None:
    refus = ministre.renvoyer(lot, feuille.encode())
    assert refus.json()["code"] == code
    assert [(p["nom"], p["type"]) for p in refus.json().get("parametres", [])] == ou


@pytest.mark.parametrize(("epci", "attendu"), [(19, 422), (20, 413)])
def test_un_corps_de_toutes_les_lignes_dit_par_ou_en_ecrire_de_plus_longues(
    ministre: Decideur, lot: str, epci: int, attendu: int
) -> None:
    """Whole lines, of as many EPCI as it says; the sheet of the longer ones is read."""
    retenu = {"nom": "B", "epci": [ROUEN] * epci, "communes": [], "region_pilote": "28"}
    dites = {"code": "ti-2801", "admis": "Les deux en sont convenues."}
    decision = REFUS | {"motifs": ["perimetre"], "territoire_retenu": retenu}
    lignes = [{"candidature": str(uuid4()), "decision": decision, **dites}] * LIGNES_MAX
    refus = ministre.faire("PATCH", lot, "/lignes", json={"lignes": lignes})
    assert refus.status_code == attendu
    assert (attendu == 413) == ("en plusieurs fois, ou par une feuille" in refus.json()["detail"])
    ligne = f"TI-2023-AAAA-AAAA;sans_suite;perimetre;B;{' '.join([ROUEN] * epci)};28;ti-2801\n"
    entete = "numero;sens;motifs;retenu_nom;retenu_epci;retenu_region_pilote;code\n"
    lue = ministre.renvoyer(lot, (entete + ligne * LIGNES_MAX).encode())
    assert (lue.status_code, lue.json()["lignes"][0]["code"]) == (422, "introuvable")


def test_une_feuille_qui_mele_deux_codages_ne_se_devine_pas(ministre: Decideur, lot: str) -> None:
    feuille = "numero;motivation\nTI-1;Le périmètre n’est pas ".encode() + b"\xe9tabli.\n"
    refus = ministre.renvoyer(lot, feuille)
    assert (refus.status_code, refus.json()["code"]) == (400, "corps-illisible")


def test_deux_regions_pilotes_ne_sont_pas_la_premiere(ministre: Decideur, lot: str) -> None:
    feuille = "numero;sens;retenu_nom;retenu_epci;retenu_region_pilote\nTI-1;acceptee;A;{};28 11\n"
    (refus,) = ministre.renvoyer(lot, feuille.format(ROUEN).encode()).json()["lignes"]
    assert (refus["code"], refus["colonne"]) == ("cellule-invalide", "retenu_region_pilote")


def test_un_lot_ne_garde_que_tant_de_texte(
    url: str, ministre: Decideur, lot: str, deux: tuple[Candidature, Candidature]
) -> None:
    une, autre = deux
    ministre.inscrire(lot, {"candidature": une.id, "decision": REFUS})
    # Beside what the other line has: to the byte.
    octets = len(str(REFUS["motivation"]).encode())
    place = f"repeat('a', {OCTETS_MAX - octets})"
    long = f"UPDATE ligne_de_lot SET motivation = {{}} WHERE candidature_id = '{une.id}'"
    ligne: Json = {"lignes": [{"candidature": autre.id, "decision": REFUS}]}
    sql(url, long.format(f"{place} || 'a'"))
    refus = ministre.faire("PATCH", lot, "/lignes", json=ligne)
    assert (refus.status_code, refus.json()["code"]) == (409, "lot-trop-grand")
    assert refus.json()["octets"] == OCTETS_MAX
    assert ministre.lire(lot)["lignes"] == 1
    sql(url, long.format(place))
    assert ministre.faire("PATCH", lot, "/lignes", json=ligne).json()["lignes"] == 2
    _vider(ministre, lot)
