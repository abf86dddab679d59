"""The clamd of Debian's package behind the service, over HTTP."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.clamd import EICAR, VIRUS_D_ESSAI, clamd
from tests.client import Candidature, Client
from tests.conftest import reglages_pour, servir
from tests.exploitation.processus import service
from tests.pieces_jointes import echantillons as e
from tests.pieces_jointes.hostiles import pdf_avec_piece
from tests.pieces_jointes.outils import attendre, pdf_de, pieces

pytestmark = pytest.mark.verify
MIO = 1024 * 1024
ZIP = e.zipper({"note.txt": "bonjour", "eicar.com": EICAR})
VIRUS = {
    "png": e.png()[:33] + e.bloc_png(b"tEXt", b"a\0" + VIRUS_D_ESSAI) + e.png()[33:],
    "jpeg": e.jpeg()[:2] + e.segment_jpeg(0xFE, VIRUS_D_ESSAI) + e.jpeg()[2:],
    "xlsx": e.ajouter(e.xlsx(), {"xl/media/image1.png": EICAR}),
    "ods": e.ajouter(e.ods(), {"Pictures/image.png": EICAR}),
    "docx": e.ajouter(e.docx(), {"word/media/image1.png": EICAR}),
    "odt": e.ajouter(e.odt(), {"Pictures/image.png": EICAR}),
    "piece_d_un_pdf": pdf_avec_piece(EICAR),
    "zip_dans_un_pdf": pdf_avec_piece(ZIP),
}
# Refused before the antivirus is asked: no such type is taken.
AUTRES = {
    "nu": (EICAR, "type_refuse"),
    "zip": (ZIP, "type_refuse"),
    "zip_dans_un_xlsx": (e.ajouter(e.xlsx(), {"xl/media/a.zip": ZIP}), "archive_bombe"),
}
ENVOIS = 100


@pytest.fixture(scope="module")
def protege(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Client]:
    """A client of a service with an antivirus."""
    dossier = tmp_path_factory.mktemp("protege")
    with clamd() as antivirus:
        reglages = reglages_pour(postgres, dossier, bac_a_sable=True, clamd=antivirus.adresse)
        with servir(reglages) as client:
            yield client


@pytest.mark.parametrize(
    ("contenu", "motif"),
    [*((contenu, "virus") for contenu in VIRUS.values()), *AUTRES.values()],
    ids=[*VIRUS, *AUTRES],
)
def test_un_virus_est_refuse_a_la_porte(protege: Client, contenu: bytes, motif: str) -> None:
    candidature = protege.creer()
    reponse = candidature.joindre("lettres", "lettre", contenu)
    assert (reponse.status_code, reponse.json()["motif"]) == (415, motif)
    assert pieces(candidature) == []
    genres = [evenement["genre"] for evenement in candidature.evenements()]
    assert genres == ["creee", "piece_refusee"][: 1 + (motif == "virus")]


@pytest.mark.parametrize("contenu", e.ACCEPTES.values(), ids=lambda c: repr(c[:4]))
def test_un_vrai_fichier_passe(protege: Client, contenu: bytes) -> None:
    assert protege.creer().joindre("lettres", "a", contenu).json()["antivirus"] == "sain"


def test_cinquante_mo_passent(protege: Client) -> None:
    reponse = protege.creer().joindre("lettres", "a", pdf_de(50 * MIO - 1024))
    assert reponse.json()["antivirus"] == "sain"


def test_cent_fichiers_a_la_fois_et_chaque_virus_est_trouve(tmp_path: Path) -> None:
    """One in five infected, by twenty people; those that clamd had no time for come later."""
    virus, sain = VIRUS["xlsx"], pdf_de(2 * MIO)
    with (
        clamd() as antivirus,
        service(tmp_path, TI_CLAMD=antivirus.adresse) as lance,
        lance.client() as client,
        ThreadPoolExecutor(ENVOIS) as fils,
    ):
        candidatures = [client.creer() for _ in range(ENVOIS // 5)]

        def envoyer(rang: int) -> int:
            contenu = sain if rang % 5 else virus
            return candidatures[rang // 5].joindre("lettres", "a", contenu).status_code

        def etats(candidature: Candidature) -> list[str]:
            return [piece["antivirus"] for piece in pieces(candidature)]

        statuts = list(fils.map(envoyer, range(ENVOIS)))
        for rang, candidature in enumerate(candidatures):
            attendre(lambda ici=candidature: "en_attente" not in etats(ici), client)
            refuses = statuts[rang * 5 : rang * 5 + 5].count(415)
            assert etats(candidature).count("sain") == 4, (
                f"{statuts} {[etats(c) for c in candidatures]}"
            )
            assert refuses + etats(candidature).count("infecte") == 1
