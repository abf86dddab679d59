"""A receipt is what was signed, and shows nothing else."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.depots.accuse import Accuse, ServiceCharge, etablir_accuse
from app.depots.accuse_signe import TYPE_JWS, sceller, verifier_accuse
from app.kit.keys.documents import octets_canoniques
from app.kit.keys.signature import CleSignature, SignatureInvalide, charger_ou_creer, verifier


@pytest.fixture
def cle(tmp_path: Path) -> CleSignature:
    return charger_ou_creer(tmp_path / "cle.pem")


@pytest.fixture
def accuse() -> Accuse:
    return etablir_accuse(
        numero="TI-2023-JYJ5-BGCJ",
        depot=1,
        recu_le=datetime(2023, 9, 22, 19, 4, 5, 123_000, tzinfo=UTC),
        denomination="Communauté de communes du Pays d'Ancenis",
        siret="20005799000016",
        nom_territoire="Pays d'Ancenis",
        version_formulaire="2023.1",
        empreinte="a" * 64,
        pieces=[],
        service=ServiceCharge(),
    )


def test_un_accuse_scelle_se_verifie(accuse: Accuse, cle: CleSignature) -> None:
    publie = sceller(accuse, cle).model_dump_json(indent=2).encode()
    assert set(json.loads(publie)) == {"accuse", "jws"}
    assert verifier_accuse(publie, cle.jwks()) == accuse


def test_la_charge_signee_est_la_forme_canonique(accuse: Accuse, cle: CleSignature) -> None:
    assert verifier(sceller(accuse, cle).jws, TYPE_JWS, cle.jwks()) == octets_canoniques(accuse)


@pytest.mark.parametrize(
    ("avant", "apres"),
    [
        ('"depot":1', '"depot":2'),
        ('"depot":1', '"depot":"1"'),
        ('"depot":1', '"depot":1,"ajout":1'),
        ('"depot":1', '"depot":2,"depot":1'),
        ("Ancenis", "Redon"),
        (".123Z", ".124Z"),
        (".123Z", ".123999Z"),
        ("19:04:05.123Z", "21:04:05.123+02:00"),
        ('"mentions":[', '"mentions":["Candidature acceptée.",'),
        ('"pieces":[]', '"pieces":[],"pieces":[]'),
        ('{"accuse"', '{"autre":1,"accuse"'),
    ],
)
def test_refuse_un_accuse_dont_l_affichage_a_change(
    accuse: Accuse, cle: CleSignature, avant: str, apres: str
) -> None:
    publie = sceller(accuse, cle).model_dump_json()
    altere = publie.replace(avant, apres)
    assert altere != publie
    with pytest.raises(SignatureInvalide):
        verifier_accuse(altere.encode(), cle.jwks())


def test_refuse_la_signature_d_un_autre_accuse(accuse: Accuse, cle: CleSignature) -> None:
    autre = sceller(accuse.model_copy(update={"depot": 2}), cle)
    melange = sceller(accuse, cle).model_copy(update={"jws": autre.jws})
    with pytest.raises(SignatureInvalide, match="Le contenu affiché n'est pas celui"):
        verifier_accuse(melange.model_dump_json().encode(), cle.jwks())


@pytest.mark.parametrize(
    "contenu",
    [b"", b"{}", b"null", b"[1]", b'{"accuse":{},"jws":""}', b"\xff\xfe", b"[" * 100_000, b"%PDF-"],
    ids=["vide", "objet", "null", "liste", "creux", "binaire", "profond", "pdf"],
)
def test_refuse_un_fichier_qui_n_est_pas_un_accuse(cle: CleSignature, contenu: bytes) -> None:
    with pytest.raises(SignatureInvalide, match="pas un accusé de réception signé"):
        verifier_accuse(contenu, cle.jwks())
