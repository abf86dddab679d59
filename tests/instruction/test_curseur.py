"""Paging the list: complete, stable, and of no use to anybody else."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.acces.droits import Portee
from app.depots.inscription import NOM_MAX
from tests.acces.temoins import nouvelle_cle
from tests.bases import sql
from tests.instruction.deposees import LE, Deposee
from tests.instruction.outils import Instruction

DEBUT = datetime(2023, 9, 1, tzinfo=UTC)


def _le(rang: int) -> str:
    """Several were received at the same instant."""
    return (DEBUT + timedelta(microseconds=rang // 3)).isoformat()


@pytest.fixture
def vingt(instruction: Instruction) -> list[str]:
    """The ids of twenty, newest first, then by id."""
    deposees = [Deposee(f"Territoire {rang}", rangs=(_le(rang),)) for rang in range(20)]
    instruction.deposer(*deposees)
    triees = sorted(deposees, key=lambda une: (une.rangs[-1], une.id), reverse=True)
    return [une.id for une in triees]


def _pages(instruction: Instruction, limite: int, **parametres: Any) -> list[list[str]]:
    pages, suivant = list[list[str]](), None
    while suivant or not pages:
        apres = {"apres": suivant} if suivant else {}
        page = instruction.lire(limite=limite, **apres, **parametres)
        pages.append([une["id"] for une in page["candidatures"]])
        assert len(pages) <= 20, "les pages ne finissent pas"
        suivant = page["suivant"]
    return pages


@pytest.mark.parametrize("limite", [1, 7, 10, 20, 100])
def test_les_pages_se_suivent_sans_trou_ni_doublon(
    instruction: Instruction, vingt: list[str], limite: int
) -> None:
    pages = _pages(instruction, limite)
    assert [id for page in pages for id in page] == vingt
    assert all(len(page) == limite for page in pages[:-1])


def test_les_pages_suivent_les_filtres(instruction: Instruction, vingt: list[str]) -> None:
    pages = _pages(instruction, 3, q="territoire 1", region=["28", "53"])
    lus = [id for page in pages for id in page]
    assert len(lus) == 11
    assert [id for id in vingt if id in lus] == lus


def test_un_depot_entre_deux_pages_ne_decale_rien(
    instruction: Instruction, vingt: list[str]
) -> None:
    premiere = instruction.lire(limite=8)
    instruction.deposer(Deposee(rangs=(LE,)), Deposee(rangs=(LE,)))
    suite = instruction.ids(limite=100, apres=premiere["suivant"])
    assert [une["id"] for une in premiere["candidatures"]] + suite == vingt


def test_cinquante_par_page_par_defaut(instruction: Instruction) -> None:
    instruction.deposer(*(Deposee() for _ in range(51)))
    page = instruction.lire()
    assert len(page["candidatures"]) == 50
    assert len(instruction.ids(apres=page["suivant"])) == 1


NOMS = ("Embrun", "Épinal", "Erquy", "ERQUY 2", "L'Œuvre", "Lœuilly", "Zuydcoote")


@pytest.mark.parametrize("limite", [1, 3, 7])
def test_les_noms_se_rangent_sans_egard_aux_accents(instruction: Instruction, limite: int) -> None:
    deposees = [Deposee(nom) for nom in NOMS]
    instruction.deposer(*reversed(deposees))
    pages = _pages(instruction, limite, tri="nom_territoire")
    assert [id for page in pages for id in page] == [une.id for une in deposees]


@pytest.mark.parametrize("limite", [1, 7, 20])
def test_les_premieres_recues_d_abord(
    instruction: Instruction, vingt: list[str], limite: int
) -> None:
    pages = _pages(instruction, limite, tri="recu_le")
    assert [id for page in pages for id in page] == vingt[::-1]


def test_par_numero(instruction: Instruction, vingt: list[str]) -> None:
    lues = [id for page in _pages(instruction, 7, tri="numero") for id in page]
    assert lues == sorted(vingt, key=lambda id: f"TI-{id[:8]}")


@pytest.mark.parametrize("limite", [1, 2, 5])
def test_les_derniers_changes_ou_les_premiers_dus_d_abord(
    instruction: Instruction, limite: int
) -> None:
    jours = ("2023-09-11", "2023-10-03", "2023-10-01")
    changees = [Deposee(inscrite={"maj_le": f"{jour}T00:00:00Z"}) for jour in jours]
    jamais = Deposee()  # received before
    # By the last release, which does not say that a deposit changes it.
    redeposee = Deposee(
        rangs=("2023-10-02T00:00:00Z",), inscrite={"maj_le": "2023-09-10T00:00:00Z"}
    )
    instruction.deposer(*changees, jamais, redeposee)
    premiere, derniere, seconde = changees
    dues = ((derniere, "2023-10-20"), (premiere, "2023-10-12"))
    sql(
        instruction.url,
        *(
            f"UPDATE candidature SET correction_jusqu_au = '{jour}' WHERE id = '{une.id}'"
            for une, jour in dues
        ),
    )
    a_la_fin = sorted([seconde.id, jamais.id, redeposee.id])
    croissantes = [jamais, premiere, seconde, redeposee, derniere]
    attendus = {
        "maj_le": [une.id for une in croissantes],
        "-maj_le": [une.id for une in croissantes[::-1]],
        "echeance": [premiere.id, derniere.id, *a_la_fin],
    }
    for tri, ids in attendus.items():
        assert [id for page in _pages(instruction, limite, tri=tri) for id in page] == ids


def test_un_nom_demesure_tient_dans_un_curseur(instruction: Instruction) -> None:
    """Letters of four bytes, as many as the key holds."""
    cle = "\U00010400" * NOM_MAX
    instruction.deposer(*(Deposee(inscrite={"nom_simplifie": cle}) for _ in range(3)))
    assert sum(map(len, _pages(instruction, 1, tri="nom_territoire"))) == 3


@pytest.mark.parametrize("tri", ["", "nom", "-numero", "recu_le,numero", "pertinence;"])
def test_un_ordre_inconnu_est_refuse(instruction: Instruction, tri: str) -> None:
    assert instruction.demander(tri=tri).status_code == 422


@pytest.mark.parametrize("tri", ["recu_le", "numero", "nom_territoire", "maj_le", "echeance"])
def test_le_curseur_d_un_autre_ordre_est_refuse(
    instruction: Instruction, vingt: list[str], tri: str
) -> None:
    assert _refuse(instruction, instruction.lire(limite=5)["suivant"], tri=tri)
    assert _refuse(instruction, instruction.lire(limite=5, tri=tri)["suivant"])


# --- misused ------------------------------------------------------------------------------


def _refuse(instruction: Instruction, apres: str, cle: str | None = None, **autres: Any) -> bool:
    reponse = instruction.demander(cle, apres=apres, **autres)
    return (reponse.status_code, reponse.json().get("code")) == (422, "requete-invalide")


def test_le_curseur_d_un_autre_est_refuse(instruction: Instruction, vingt: list[str]) -> None:
    suivant = instruction.lire(limite=5)["suivant"]
    _, autre = nouvelle_cle(instruction.url, Portee.INSTRUCTION_LECTURE)
    assert _refuse(instruction, suivant, autre)
    assert _refuse(instruction, suivant, instruction.cle_de("28"))
    assert instruction.ids(apres=suivant) == vingt[5:]


@pytest.mark.parametrize(
    "filtres",
    [
        {"region": "28"},
        {"etat": "deposee"},
        {"q": "territoire"},
        {"siret": "73282932000074"},
        {"epci": "200084952"},
        {"depose_apres": "2023-01-01T00:00:00Z"},
        {"depose_avant": "2024-01-01T00:00:00Z"},
        {"affecte_a": "personne"},
        {"proposition": "aucune"},
        {"tri": "-recu_le", "etape": "a_prendre"},
    ],
    ids=str,
)
def test_le_curseur_d_une_autre_liste_est_refuse(
    instruction: Instruction, vingt: list[str], filtres: dict[str, str]
) -> None:
    assert _refuse(instruction, instruction.lire(limite=5)["suivant"], **filtres)
    avec = instruction.lire(limite=5, **filtres)["suivant"]
    assert _refuse(instruction, avec)
    assert instruction.ids(apres=avec, **filtres) == vingt[5:]


@pytest.mark.parametrize("rang", [0, 7, 30, 60, -17, -16, -1])
def test_un_curseur_retouche_est_refuse(
    instruction: Instruction, vingt: list[str], rang: int
) -> None:
    octets = bytearray(urlsafe_b64decode(instruction.lire(limite=5)["suivant"] + "=="))
    octets[rang] ^= 1
    assert _refuse(instruction, urlsafe_b64encode(octets).rstrip(b"=").decode())


@pytest.mark.parametrize("texte", ["", "a", "A" * 54, "A" * 53 + "=", "é" * 54, "../" * 18])
def test_un_curseur_invente_est_refuse(instruction: Instruction, texte: str) -> None:
    assert _refuse(instruction, texte)
