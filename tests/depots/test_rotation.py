"""The key that signs is replaced under a running service: what the old one did still counts."""

import os
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest

from app.config import Settings
from app.depots.signature import CleIllisible, charger, charger_ou_creer, verifier
from app.depots.trousseau import Trousseau, renouveler
from tests.bases import sql
from tests.client import Candidature, Client
from tests.conftest import reglages_pour, servir
from tests.depots.pieces import accuse, deposee
from tests.exploitation.test_cli import echoue_sans_trace, ti


@pytest.fixture
def chemin(tmp_path: Path) -> Path:
    return tmp_path / "cles" / "signature.pem"


def kids(trousseau: Trousseau) -> list[str]:
    return [cle["kid"] for cle in trousseau.jwks()["keys"]]


# --- The ring ---


def test_la_nouvelle_cle_signe_et_l_ancienne_reste_publiee(chemin: Path) -> None:
    trousseau = Trousseau(chemin)
    avant, jws = trousseau.courante(), trousseau.courante().signer(b"avant")
    neuve = renouveler(chemin)
    assert trousseau.courante().kid == neuve.kid != avant.kid
    assert kids(trousseau) == [neuve.kid, avant.kid]
    assert verifier(jws, trousseau.jwks()) == b"avant"
    assert verifier(trousseau.courante().signer(b"apres"), trousseau.jwks()) == b"apres"


def test_la_nouvelle_cle_n_est_lisible_que_du_service(chemin: Path) -> None:
    ancienne = charger_ou_creer(chemin).kid
    renouveler(chemin)
    noms = {fichier.name: fichier.stat().st_mode & 0o777 for fichier in chemin.parent.iterdir()}
    assert noms == {"signature.pem": 0o600, f"signature-{ancienne}.pem": 0o600}


def test_la_nouvelle_cle_est_a_qui_lisait_l_ancienne(chemin: Path) -> None:
    """Whoever types the command need not be who runs the service."""
    charger_ou_creer(chemin)
    chemin.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(chemin, 65534, 65534)
    avant = chemin.stat()
    renouveler(chemin)
    apres = chemin.stat()
    assert apres.st_ino != avant.st_ino
    assert (apres.st_uid, apres.st_gid, apres.st_mode) == (
        avant.st_uid,
        avant.st_gid,
        avant.st_mode,
    )


def test_ce_que_l_ancienne_derivait_se_derive_encore(chemin: Path) -> None:
    trousseau = Trousseau(chemin)
    (avant,) = trousseau.secrets("jetons")
    renouveler(chemin)
    apres, garde = trousseau.secrets("jetons")
    assert garde == avant != apres
    assert trousseau.secrets("autre")[1] != avant


def test_une_rotation_interrompue_ne_publie_pas_deux_fois_la_cle(chemin: Path) -> None:
    cle = charger_ou_creer(chemin)
    chemin.with_name(f"signature-{cle.kid}.pem").hardlink_to(chemin)
    assert kids(Trousseau(chemin)) == [cle.kid]
    neuve = renouveler(chemin)
    assert kids(Trousseau(chemin)) == [neuve.kid, cle.kid]


def test_des_rotations_simultanees_ne_perdent_aucune_cle(chemin: Path) -> None:
    premiere = charger_ou_creer(chemin).kid
    with ThreadPoolExecutor(8) as fils:
        neuves = {cle.kid for cle in fils.map(renouveler, [chemin] * 16)}
    gardees = kids(Trousseau(chemin))
    assert len(gardees) == 17
    assert {premiere, *neuves} <= set(gardees)


def test_ce_qui_n_est_pas_une_cle_retiree_est_ignore(chemin: Path) -> None:
    cle = charger_ou_creer(chemin)
    for nom in ("signature-publique.pem", "signature.pem.bak", f"autre-{cle.kid}.pem"):
        (chemin.parent / nom).write_text("pas une clé")
    assert kids(Trousseau(chemin)) == [cle.kid]


def test_refuse_de_commencer_avec_une_cle_retiree_illisible(chemin: Path) -> None:
    cle = charger_ou_creer(chemin)
    chemin.with_name(f"signature-{cle.kid}.pem").write_text("pas une clé")
    with pytest.raises(CleIllisible):
        Trousseau(chemin)


@pytest.mark.parametrize("abimee", [b"", None], ids=["vide", "absente"])
def test_une_cle_abimee_en_marche_n_arrete_rien(chemin: Path, abimee: bytes | None) -> None:
    trousseau = Trousseau(chemin)
    contenu, kid = chemin.read_bytes(), trousseau.courante().kid
    if abimee is None:
        chemin.unlink()
    else:
        chemin.write_bytes(abimee)
    assert [trousseau.courante().kid for _ in range(2)] == [kid, kid]
    chemin.write_bytes(contenu)
    neuve = renouveler(chemin)
    assert kids(trousseau) == [neuve.kid, kid]


def test_ne_retire_pas_ce_qui_n_est_pas_une_cle(chemin: Path) -> None:
    charger_ou_creer(chemin)
    chemin.write_text("pas une clé")
    with pytest.raises(CleIllisible):
        renouveler(chemin)
    assert [fichier.name for fichier in chemin.parent.iterdir()] == ["signature.pem"]


# --- The service ---


@dataclass
class Service:
    """A running service and its settings."""

    client: Client
    reglages: Settings

    def tourner(self) -> str:
        """Replace its key, as an administrator does; the kid of the new one."""
        dit = ti("rotation", TI_DONNEES=str(self.reglages.donnees))
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
    avant, kid = accuse(deposee(service.client)), service.tourner()
    apres = accuse(deposee(service.client))
    publiees = service.client.get("/.well-known/jwks.json")
    assert publiees.json()["keys"][0]["kid"] == kid
    (tmp_path / "jwks.json").write_bytes(publiees.content)
    for nom, recu in (("avant", avant), ("apres", apres)):
        fichier = tmp_path / f"{nom}.json"
        fichier.write_bytes(recu.content)
        assert ti("verifier", fichier, "--cles", tmp_path / "jwks.json").returncode == 0
        assert ti("verifier", fichier, TI_DONNEES=str(service.reglages.donnees)).returncode == 0
    verifier(apres.json()["jws"], {"keys": publiees.json()["keys"][:1]})


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
    service.reglages.fichier_de_cle.with_name(f"signature-{ancienne}.pem").unlink()
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
