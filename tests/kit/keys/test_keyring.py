"""The key that signs is replaced: what the old one did still counts."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.kit.keys.keyring import Trousseau, renouveler
from app.kit.keys.signature import CleIllisible, charger_ou_creer, verifier

TYP = "essai+jws"


@pytest.fixture
def chemin(tmp_path: Path) -> Path:
    return tmp_path / "cles" / "signature.pem"


def kids(trousseau: Trousseau) -> list[str]:
    return [cle["kid"] for cle in trousseau.jwks()["keys"]]


def test_la_nouvelle_cle_signe_et_l_ancienne_reste_publiee(chemin: Path) -> None:
    trousseau = Trousseau(chemin)
    avant, jws = trousseau.courante(), trousseau.courante().signer(b"avant", TYP)
    neuve = renouveler(chemin)
    assert trousseau.courante().kid == neuve.kid != avant.kid
    assert kids(trousseau) == [neuve.kid, avant.kid]
    assert verifier(jws, TYP, trousseau.jwks()) == b"avant"
    assert verifier(trousseau.courante().signer(b"apres", TYP), TYP, trousseau.jwks()) == b"apres"


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
