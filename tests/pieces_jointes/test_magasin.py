"""What the store holds is what the rows name: removals, deposits, crashes, power cuts."""

import asyncio
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import NullPool, text
from sqlalchemy.ext.asyncio import create_async_engine

from app.config import Settings
from tests.client import Candidature, Client, Json
from tests.conftest import reglages_pour, servir
from tests.formulaire.exemples import dossier_complet
from tests.pieces_jointes import echantillons as e
from tests.pieces_jointes.outils import magasin, pieces, rien_de_stocke


def _joindre(candidature: Candidature, rubrique: str = "lettres", contenu: bytes = e.pdf()) -> str:
    """Attach a file; its id."""
    reponse = candidature.joindre(rubrique, "a.pdf", contenu)
    assert reponse.status_code == 201, reponse.text
    return reponse.json()["id"]


def _contenu(candidature: Candidature, piece: str) -> bytes:
    return candidature.appeler("GET", f"/pieces-jointes/{piece}/contenu").raise_for_status().content


def _retirer(candidature: Candidature, piece: str) -> int:
    return candidature.appeler("DELETE", f"/pieces-jointes/{piece}").status_code


def _deposee(client: Client) -> tuple[Candidature, str, str]:
    """A deposited candidature and its two files, plan and letter."""
    candidature = client.creer(dossier_complet())
    plan = _joindre(candidature, "plan_action_operationnel", e.xlsx())
    lettre = _joindre(candidature)
    assert candidature.deposer().status_code == 201
    return candidature, plan, lettre


def _recues(candidature: Candidature, depot: int) -> list[Json]:
    """The files that a receipt names."""
    accuse = candidature.appeler("GET", f"/depots/{depot}/accuse-reception").json()["accuse"]
    return accuse["pieces"]


# --- removal ------------------------------------------------------------------------------


def test_un_fichier_retire_n_existe_plus(client: Client, reglages: Settings) -> None:
    candidature = client.creer()
    garde, retire = _joindre(candidature), _joindre(candidature)
    assert _retirer(candidature, retire) == 204
    assert [piece["id"] for piece in pieces(candidature)] == [garde]
    for suite in ("", "/contenu"):
        ou = f"/pieces-jointes/{retire}{suite}"
        assert candidature.appeler("GET", ou).status_code == 404
    assert _retirer(candidature, retire) == 404
    assert {garde, retire} & magasin(reglages) == {garde}
    genres = [evenement["genre"] for evenement in candidature.evenements()]
    assert sorted(genres)[-3:] == ["piece_jointe", "piece_jointe", "piece_retiree"]


def test_un_brouillon_supprime_emporte_ses_fichiers(client: Client, reglages: Settings) -> None:
    candidature = client.creer()
    jointes = {_joindre(candidature), _joindre(candidature)}
    assert jointes <= magasin(reglages)
    assert candidature.appeler("DELETE").status_code == 204
    assert not jointes & magasin(reglages)


def test_un_depot_garde_le_fichier_retire_ensuite(client: Client) -> None:
    candidature, plan, lettre = _deposee(client)
    assert _retirer(candidature, lettre) == 204
    assert [piece["id"] for piece in pieces(candidature)] == [plan]
    assert _contenu(candidature, lettre) == e.pdf()
    recue = next(piece for piece in _recues(candidature, 1) if piece["id"] == lettre)
    assert recue["empreinte"] == sha256(e.pdf()).hexdigest()
    assert _retirer(candidature, lettre) == 404


def test_le_depot_suivant_ne_compte_que_les_fichiers_presents(client: Client) -> None:
    candidature, plan, lettre = _deposee(client)
    _retirer(candidature, lettre)
    nouvelle = _joindre(candidature, contenu=e.pdf_mis_a_jour())
    assert candidature.deposer().json()["depot"] == 2
    assert {piece["id"] for piece in _recues(candidature, 1)} == {plan, lettre}
    assert {piece["id"] for piece in _recues(candidature, 2)} == {plan, nouvelle}


@pytest.mark.parametrize("geste", ["joindre", "retirer"])
def test_une_candidature_retiree_ne_change_plus(
    client: Client, reglages: Settings, geste: str
) -> None:
    candidature, _, lettre = _deposee(client)
    candidature.appeler("POST", "/retrait").raise_for_status()
    with rien_de_stocke(candidature, reglages):
        if geste == "joindre":
            reponse = candidature.joindre("lettres", "b.pdf", e.pdf())
        else:
            reponse = candidature.appeler("DELETE", f"/pieces-jointes/{lettre}")
    assert (reponse.status_code, reponse.json()["code"]) == (409, "etat-incompatible")
    assert _contenu(candidature, lettre) == e.pdf()


# --- crash, power cut ---------------------------------------------------------------------


@pytest.fixture
def relance(postgres: str, tmp_path: Path) -> Callable[[], Settings]:
    """Settings of a service on a store of its own, to be started several times."""
    return lambda: reglages_pour(postgres, tmp_path, bac_a_sable=True)


def test_le_demarrage_balaie_ce_que_rien_ne_nomme(relance: Callable[[], Settings]) -> None:
    reglages = relance()
    with servir(reglages) as client:
        candidature, plan, lettre = _deposee(client)
        _retirer(candidature, lettre)
        jointe = _joindre(candidature)
    dossier = reglages.donnees / "fichiers" / "pieces"
    restes = {str(uuid4()), f"{uuid4()}#1", f"{jointe}#2"}
    for reste in restes:
        (dossier / reste).write_bytes(b"reste d'une panne")
    (dossier / ".DS_Store").write_bytes(b"")
    assert restes < magasin(reglages)
    with servir(relance(), seul=True) as client:
        assert magasin(reglages) == {plan, lettre, jointe, ".DS_Store"}
        revenue = Candidature(client, candidature.id, candidature.jeton, {})
        assert _contenu(revenue, lettre) == _contenu(revenue, jointe) == e.pdf()


def test_le_fichier_est_sur_le_disque_avant_que_sa_ligne_existe(
    client: Client, reglages: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Observes `os.fsync`, which still does its work: no power can be cut here.

    At each call, what is made durable and how many rows another connection sees.
    """
    candidature = client.creer()
    fsync, observes = os.fsync, list[tuple[int, int, int]]()

    def observer(descripteur: int) -> None:
        fsync(descripteur)
        etat = os.fstat(descripteur)
        observes.append((etat.st_ino, etat.st_size, _lignes(reglages, candidature)))

    monkeypatch.setattr(os, "fsync", observer)
    piece = _joindre(candidature)
    dossier = reglages.donnees / "fichiers" / "pieces"
    fichier, contenant = (dossier / piece).stat(), dossier.stat()
    assert (fichier.st_ino, len(e.pdf()), 0) in observes
    assert (contenant.st_ino, contenant.st_size, 0) in observes
    assert _lignes(reglages, candidature) == 1


def _lignes(reglages: Settings, candidature: Candidature) -> int:
    """How many files of this candidature are committed."""

    async def compter() -> int:
        assert reglages.database_url
        moteur = create_async_engine(reglages.database_url.get_secret_value(), poolclass=NullPool)
        async with moteur.connect() as connexion:
            lignes = await connexion.execute(
                text("SELECT count(*) FROM piece_jointe WHERE candidature_id::text = :id"),
                {"id": candidature.id},
            )
            return lignes.scalar_one()

    return asyncio.run(compter())
