"""The key that signs is replaced under a running service: what the old one did still counts."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest

from app.config import Settings
from app.depots.accuse_signe import TYPE_JWS
from app.kit.keys.signature import charger, verifier
from tests.bases import sql
from tests.client import Candidature, Client
from tests.conftest import reglages_pour, servir
from tests.depots.pieces import accuse, deposee
from tests.exploitation.commandes import Commande, echoue_sans_trace, ti, ti_seul


@dataclass
class Service:
    """A running service and its settings."""

    client: Client
    reglages: Settings

    def tourner(self, commander: Commande = ti) -> str:
        """Replace its key, as an administrator does; the kid of the new one."""
        dit = commander("rotation", TI_DONNEES=str(self.reglages.donnees), TI_BAC_A_SABLE="true")
        assert dit.returncode == 0, dit.stderr
        kid = charger(self.reglages.fichier_de_cle).kid
        assert kid in dit.stdout
        return kid

    def creer(self, cle: str) -> httpx2.Response:
        return self.client.post("/v1/candidatures", json={}, headers={"Idempotency-Key": cle})


@pytest.fixture(scope="module")
def service(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Service]:
    reglages = reglages_pour(postgres, tmp_path_factory.mktemp("rotation"), bac_a_sable=True)
    with servir(reglages) as client:
        yield Service(client, reglages)


def test_les_accuses_d_avant_et_d_apres_se_verifient(service: Service, tmp_path: Path) -> None:
    avant, kid = accuse(deposee(service.client)), service.tourner(ti_seul)
    apres = accuse(deposee(service.client))
    publiees = service.client.get("/.well-known/jwks.json")
    assert publiees.json()["keys"][0]["kid"] == kid
    (tmp_path / "jwks.json").write_bytes(publiees.content)
    for nom, recu in (("avant", avant), ("apres", apres)):
        fichier = tmp_path / f"{nom}.json"
        fichier.write_bytes(recu.content)
        assert ti("verifier", fichier, "--cles", tmp_path / "jwks.json").returncode == 0
        assert ti("verifier", fichier, TI_DONNEES=str(service.reglages.donnees)).returncode == 0
    verifier(apres.json()["jws"], TYPE_JWS, {"keys": publiees.json()["keys"][:1]})


def test_une_creation_rejouee_redonne_son_jeton(service: Service) -> None:
    cle = str(uuid4())
    premiere = service.creer(cle)
    service.tourner()
    seconde = service.creer(cle)
    assert seconde.headers["idempotency-replayed"] == "true"
    assert seconde.json() == premiere.json()
    lue = seconde.json()
    assert Candidature(service.client, lue["id"], lue["jeton"], lue).lire()["id"] == lue["id"]


def test_sans_la_cle_d_alors_aucun_jeton_n_est_redonne(service: Service) -> None:
    """A wrong secret would be worse than none."""
    cle = str(uuid4())
    creee = service.creer(cle)
    ancienne = charger(service.reglages.fichier_de_cle).kid
    service.tourner()
    service.reglages.fichier_de_cle.with_name(f"bac-a-sable-{ancienne}.pem").unlink()
    rejouee = service.creer(cle)
    assert (rejouee.status_code, rejouee.json()["code"]) == (422, "cle-reutilisee")
    assert creee.json()["id"] not in rejouee.text


def test_un_jeton_remplace_depuis_n_est_pas_redonne(service: Service) -> None:
    cle = str(uuid4())
    id = service.creer(cle).json()["id"]
    url = service.reglages.database_url
    assert url is not None
    sql(
        url.get_secret_value(),
        f"UPDATE acces SET empreinte = sha256(empreinte) WHERE candidature_id = '{id}'",
    )
    assert service.creer(cle).status_code == 422


def test_rotation_demande_une_cle(tmp_path: Path) -> None:
    dit = echoue_sans_trace(ti("rotation", TI_DONNEES=str(tmp_path)))
    assert "La clé n'a pas été remplacée" in dit
    assert list(tmp_path.iterdir()) == []
