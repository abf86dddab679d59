"""What passes between the service and S3: a request for a file, and what holds when it is lost."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.exploitation import sante
from app.kit.files import storage
from app.kit.services import Patiences
from tests.bases import base_migree
from tests.client import Candidature, Client
from tests.conftest import servir
from tests.passage import Passage, passage
from tests.pieces_jointes import echantillons as e
from tests.pieces_jointes.avec_antivirus import VITE
from tests.pieces_jointes.outils import Envoi, attendre, formulaire, pdf_de, pieces
from tests.pieces_jointes.seaweed import PREFIXE, SEAU, Seaweed

MIO = 1024 * 1024
EFFACER = f"POST /{SEAU}?delete"


@dataclass
class Trajet:
    """A draft, whose files go that way."""

    candidature: Candidature
    chemin: Passage
    s3: Seaweed

    def joindre(self, contenu: bytes, statut: int = 201) -> str:
        """Attach a file; its id, if it has one."""
        reponse = self.candidature.joindre("lettres", "a.pdf", contenu)
        assert reponse.status_code == statut, reponse.text
        return reponse.json().get("id", "")

    def vu(self) -> tuple[list[str], int]:
        """The requests since this was last asked, and the connections opened for them."""
        vu = list(self.chemin.demandes), self.chemin.connexions
        self.chemin.oublier()
        return vu


@pytest.fixture
def trajet(client_s3: Client, chemin_s3: Passage, s3: Seaweed) -> Generator[Trajet]:
    """With a connection that is open, and has nothing to do."""
    trajet = Trajet(client_s3.creer(), chemin_s3, s3)
    assert client_s3.get("/sante/pret").json()["magasin"] is True
    trajet.vu()
    yield trajet
    chemin_s3.muet = chemin_s3.sourd = chemin_s3.altere = False


def _ou(id: str) -> str:
    return f"/{SEAU}/{PREFIXE}/pieces/{id}"


@pytest.mark.parametrize("taille", [12_000, 12 * MIO])
def test_un_fichier_coute_une_requete_sans_nouvelle_connexion(trajet: Trajet, taille: int) -> None:
    """To send it, and to fetch it; two to erase it, wherever it is."""
    id = trajet.joindre(contenu := pdf_de(taille))
    assert trajet.vu() == ([f"PUT {_ou(id)}"], 0)
    piece = f"/pieces-jointes/{id}"
    assert trajet.candidature.appeler("GET", f"{piece}/contenu").content == contenu
    assert trajet.vu() == ([f"GET {_ou(id)}"], 0)
    trajet.candidature.appeler("DELETE", piece).raise_for_status()
    assert trajet.vu() == ([EFFACER] * 2, 0)


def test_plusieurs_fichiers_s_effacent_d_une_fois(trajet: Trajet) -> None:
    for _ in range(3):
        trajet.joindre(e.png())
    trajet.vu()
    trajet.candidature.appeler("DELETE").raise_for_status()
    assert trajet.vu() == ([EFFACER] * 2, 0)


def test_un_fichier_refuse_ne_part_pas(trajet: Trajet) -> None:
    for contenu in (b"", b"<!doctype html>", pdf_de(12 * MIO)[:-50]):
        trajet.joindre(contenu, 415)
    assert trajet.vu() == ([], 0)


def test_un_envoi_interrompu_ne_part_pas(trajet: Trajet) -> None:
    corps = formulaire(pdf_de(12 * MIO))
    with Envoi(trajet.candidature, **{"Content-Length": str(len(corps))}) as envoi:
        envoi.envoyer(corps[: 8 * MIO])
    trajet.joindre(b"", 415)
    assert (trajet.vu(), pieces(trajet.candidature)) == (([], 0), [])


def test_la_sante_coute_une_requete(trajet: Trajet) -> None:
    trajet.candidature.client.get("/sante/pret")
    assert trajet.vu() == ([f"GET /{SEAU}/{PREFIXE}/marque.json"], 0)


def test_le_magasin_refuse_un_fichier_abime_en_route(trajet: Trajet) -> None:
    """He is told the SHA-256 of what he is sent."""
    avant, trajet.chemin.altere = trajet.s3.objets(), True
    trajet.joindre(pdf_de(200_000), 503)
    assert (trajet.s3.objets(), pieces(trajet.candidature)) == (avant, [])


def test_un_magasin_dont_la_reponse_se_perd_ne_garde_rien(
    s3: Seaweed, postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has the file: nobody is told so, no row names it, and a job erases it."""
    monkeypatch.setattr(storage, "_ATTENTE", 0.5)
    with base_migree(postgres) as url, passage(s3.s3) as chemin:
        reglages = s3.reglages(url, tmp_path, port=chemin.port)
        travaille = reglages.model_copy(update={"travaux": True})
        with servir(travaille, patiences=Patiences(travaux=VITE)) as client:
            trajet, avant = Trajet(client.creer(), chemin, s3), s3.objets()
            chemin.muet = True
            chemin.oublier()
            trajet.joindre(e.png(), 503)
            assert pieces(trajet.candidature) == []
            assert [une[:4] for une in chemin.demandes].count("PUT ") > 0
            chemin.muet = False
            attendre(lambda: s3.objets() == avant, client)


def test_un_magasin_qui_ne_repond_pas_n_empeche_pas_d_enregistrer(
    trajet: Trajet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sante, "_DELAI", 0.5)
    trajet.chemin.muet = True
    reponse = trajet.candidature.client.get("/sante/pret")
    assert (reponse.status_code, reponse.json()) == (
        200,
        {
            **{"base": True, "migrations": True, "magasin": False},
            **{"ecritures": True, "ouvert": True, "commun": True},
        },
    )
    assert trajet.candidature.modifier({"contact": {"nom_prenom": "A"}}).status_code == 200
