import base64
import hashlib
import hmac
import json
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from app.kit.keys.signature import (
    CleIllisible,
    CleSignature,
    SignatureInvalide,
    charger_ou_creer,
    verifier,
)

TYP = "essai+jws"
PEM = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.fixture
def cle(tmp_path: Path) -> CleSignature:
    return charger_ou_creer(tmp_path / "cle.pem")


def b64(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def de_b64(texte: str) -> bytes:
    return base64.urlsafe_b64decode(texte + "=" * (-len(texte) % 4))


def forge(entete: object, charge: bytes, signer: Callable[[bytes], bytes]) -> str:
    debut = f"{b64(json.dumps(entete).encode())}.{b64(charge)}"
    return f"{debut}.{b64(signer(debut.encode()))}"


# --- Keys ---


def test_la_cle_creee_est_relue_et_n_est_lisible_que_du_service(tmp_path: Path) -> None:
    chemin = tmp_path / "cles" / "cle.pem"
    premiere = charger_ou_creer(chemin)
    contenu = chemin.read_bytes()
    assert charger_ou_creer(chemin).kid == premiere.kid
    assert chemin.read_bytes() == contenu
    assert chemin.stat().st_mode & 0o777 == 0o600
    assert list(chemin.parent.iterdir()) == [chemin]


def test_l_identifiant_est_l_empreinte_de_la_rfc_7638(tmp_path: Path) -> None:
    # RFC 8037, appendices A.1 and A.3.
    prive = Ed25519PrivateKey.from_private_bytes(
        de_b64("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")
    )
    (tmp_path / "cle.pem").write_bytes(prive.private_bytes(*PEM))
    cle = charger_ou_creer(tmp_path / "cle.pem")
    assert cle.jwks() == {
        "keys": [
            {
                "kty": "OKP",
                "crv": "Ed25519",
                "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
                "use": "sig",
                "alg": "Ed25519",
            }
        ]
    }


@pytest.mark.parametrize(
    "contenu",
    [
        b"",
        b"pas une cle",
        X25519PrivateKey.generate().private_bytes(*PEM),
        ec.generate_private_key(ec.SECP256R1()).private_bytes(*PEM),
        Ed25519PrivateKey.generate()
        .public_key()
        .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    ],
    ids=["vide", "texte", "x25519", "p256", "publique"],
)
def test_refuse_un_fichier_sans_cle_privee_et_n_y_touche_pas(
    tmp_path: Path, contenu: bytes
) -> None:
    chemin = tmp_path / "cle.pem"
    chemin.write_bytes(contenu)
    with pytest.raises(CleIllisible):
        charger_ou_creer(chemin)
    assert chemin.read_bytes() == contenu


PROCESSUS = """
import sys
from pathlib import Path
from app.kit.keys.signature import charger_ou_creer

for chemin in sys.stdin:
    print(charger_ou_creer(Path(chemin.strip())).kid, flush=True)
"""


def test_des_processus_lances_ensemble_ont_la_meme_cle(tmp_path: Path) -> None:
    with ExitStack() as pile:
        processus = [pile.enter_context(lance()) for _ in range(4)]
        for tour in range(20):
            for p in processus:
                print(tmp_path / f"{tour}.pem", file=p.stdin, flush=True)
            kids = {p.stdout.readline().strip() for p in processus if p.stdout}
            assert kids == {charger_ou_creer(tmp_path / f"{tour}.pem").kid}
    assert len(list(tmp_path.iterdir())) == 20


def lance() -> Popen[str]:
    return Popen([sys.executable, "-c", PROCESSUS], stdin=PIPE, stdout=PIPE, text=True)


# --- JWS ---


def test_la_signature_se_verifie_sans_notre_code(cle: CleSignature) -> None:
    debut, _, signature = cle.signer(b"charge", TYP).rpartition(".")
    entete, charge = debut.split(".")
    (publique,) = cle.jwks()["keys"]
    assert json.loads(de_b64(entete)) == {
        "alg": "Ed25519",
        "kid": publique["kid"],
        "typ": TYP,
    }
    assert de_b64(charge) == b"charge"
    Ed25519PublicKey.from_public_bytes(de_b64(publique["x"])).verify(
        de_b64(signature), debut.encode()
    )


def test_rend_la_charge_signee_parmi_plusieurs_cles(cle: CleSignature, tmp_path: Path) -> None:
    autre = charger_ou_creer(tmp_path / "autre.pem")
    etrangere = {"kty": "RSA", "n": "AQAB", "e": "AQAB"}
    jwks = {"keys": [etrangere, *autre.jwks()["keys"], *cle.jwks()["keys"]]}
    assert verifier(cle.signer(b"charge", TYP), TYP, jwks) == b"charge"


def test_refuse_une_signature_dont_un_seul_caractere_change(cle: CleSignature) -> None:
    jws = cle.signer(b'{"numero":"TI-2023-JYJ5-BGCJ"}', TYP)
    for position, caractere in enumerate(jws):
        altere = jws[:position] + ("B" if caractere == "A" else "A") + jws[position + 1 :]
        with pytest.raises(SignatureInvalide):
            verifier(altere, TYP, cle.jwks())


@pytest.mark.parametrize("jws", ["", ".", "..", "a.b.c", "é.é.é", "e30..", "bnVsbA.e30.", "W10.."])
def test_refuse_ce_qui_n_est_pas_un_jws(cle: CleSignature, jws: str) -> None:
    with pytest.raises(SignatureInvalide):
        verifier(jws, TYP, cle.jwks())


@pytest.mark.parametrize("ajout", [".", "=", "\n", " ", ".e30"])
def test_refuse_un_ajout_apres_la_signature(cle: CleSignature, ajout: str) -> None:
    with pytest.raises(SignatureInvalide):
        verifier(cle.signer(b"charge", TYP) + ajout, TYP, cle.jwks())


def test_refuse_un_jws_sans_signature(cle: CleSignature) -> None:
    for alg in ("none", "Ed25519"):
        entete = {"alg": alg, "kid": cle.kid, "typ": TYP}
        with pytest.raises(SignatureInvalide):
            verifier(forge(entete, b"charge", lambda _: b""), TYP, cle.jwks())


def test_refuse_un_hmac_fait_avec_la_cle_publique(cle: CleSignature) -> None:
    publique = de_b64(cle.jwks()["keys"][0]["x"])
    entete = {"alg": "HS256", "kid": cle.kid, "typ": TYP}
    faux = forge(entete, b"charge", lambda d: hmac.digest(publique, d, hashlib.sha256))
    with pytest.raises(SignatureInvalide):
        verifier(faux, TYP, cle.jwks())


@pytest.mark.parametrize(
    "entete",
    [
        {"alg": "EdDSA"},
        {"typ": "JWT"},
        {"typ": None},
        {"kid": None},
        {"kid": ["a"]},
        {"crit": ["b64"], "b64": False},
        {"jwk": {"kty": "OKP", "crv": "Ed25519", "x": "a"}},
    ],
    ids=lambda entete: "-".join(entete),
)
def test_refuse_un_en_tete_inattendu_meme_bien_signe(
    tmp_path: Path, entete: dict[str, Any]
) -> None:
    prive = Ed25519PrivateKey.generate()
    (tmp_path / "cle.pem").write_bytes(prive.private_bytes(*PEM))
    cle = charger_ou_creer(tmp_path / "cle.pem")
    attendu: dict[str, Any] = {"alg": "Ed25519", "kid": cle.kid, "typ": TYP}
    assert verifier(forge(attendu, b"charge", prive.sign), TYP, cle.jwks()) == b"charge"
    with pytest.raises(SignatureInvalide, match="type attendu"):
        verifier(forge({**attendu, **entete}, b"charge", prive.sign), TYP, cle.jwks())


def test_refuse_une_cle_que_le_service_ne_publie_pas(cle: CleSignature, tmp_path: Path) -> None:
    autre = charger_ou_creer(tmp_path / "autre.pem")
    with pytest.raises(SignatureInvalide, match="pas parmi les clés publiques"):
        verifier(autre.signer(b"charge", TYP), TYP, cle.jwks())


def test_refuse_une_cle_qui_en_usurpe_une_autre(cle: CleSignature, tmp_path: Path) -> None:
    autre = CleSignature(charger_ou_creer(tmp_path / "autre.pem")._cle, cle.kid)  # pyright: ignore[reportPrivateUsage]
    with pytest.raises(SignatureInvalide, match="ne correspond pas"):
        verifier(autre.signer(b"charge", TYP), TYP, cle.jwks())


@pytest.mark.parametrize("x", ["a", "é", "AAAA", "=" * 43])
def test_refuse_des_cles_publiques_illisibles(cle: CleSignature, x: str) -> None:
    (publique,) = cle.jwks()["keys"]
    for jwks in ({"keys": [{**publique, "x": x}]}, {"keys": 1}, {}):
        with pytest.raises(SignatureInvalide, match="illisibles"):
            verifier(cle.signer(b"charge", TYP), TYP, jwks)
