"""A letter is what was signed, shows nothing else, and is told from a receipt."""

import json
from pathlib import Path

import pytest

from app.decisions.attester import attester
from app.decisions.lettre_signee import TYPE_JWS, sceller_lettre, verifier_lettre
from app.depots.accuse_signe import TYPE_JWS as TYPE_D_ACCUSE
from app.depots.accuse_signe import sceller
from app.kit.keys.documents import octets_canoniques
from app.kit.keys.signature import CleSignature, SignatureInvalide, charger_ou_creer, verifier
from tests.decisions.lettres import lettre
from tests.depots.test_pdf import accuse


@pytest.fixture
def cle(tmp_path: Path) -> CleSignature:
    return charger_ou_creer(tmp_path / "cle.pem")


def test_une_lettre_scellee_se_verifie(cle: CleSignature) -> None:
    publiee = sceller_lettre(lettre(), cle)
    assert [*json.loads(publiee.model_dump_json())] == ["lettre", "jws"]
    assert verifier_lettre(publiee.model_dump_json(indent=2).encode(), cle.jwks()) == lettre()
    assert verifier(publiee.jws, TYPE_JWS, cle.jwks()) == octets_canoniques(lettre())


@pytest.mark.parametrize(
    ("avant", "apres"),
    [
        ('"decision":1', '"decision":2'),
        ('"decision":1', '"decision":2,"decision":1'),
        ("refusee", "acceptee"),
        ("reste à préciser", "est précis"),
        (".456Z", ".456000Z"),
        ('{"lettre"', '{"accuse":{},"lettre"'),
    ],
)
def test_refuse_une_lettre_dont_l_affichage_a_change(
    cle: CleSignature, avant: str, apres: str
) -> None:
    publiee = sceller_lettre(lettre(), cle).model_dump_json()
    alteree = publiee.replace(avant, apres)
    assert alteree != publiee
    with pytest.raises(SignatureInvalide):
        verifier_lettre(alteree.encode(), cle.jwks())


def test_une_signature_d_accuse_ne_fait_pas_une_lettre(cle: CleSignature) -> None:
    detournee = sceller_lettre(lettre(), cle).model_copy(
        update={"jws": cle.signer(octets_canoniques(lettre()), TYPE_D_ACCUSE)}
    )
    with pytest.raises(SignatureInvalide, match="pas du type attendu"):
        verifier_lettre(detournee.model_dump_json().encode(), cle.jwks())


# --- `ti verifier` ---


def _fichiers(dossier: Path, contenu: str, cle: CleSignature) -> tuple[Path, Path]:
    (fichier := dossier / "recu.json").write_text(contenu)
    (cles := dossier / "jwks.json").write_text(json.dumps(cle.jwks()))
    return fichier, cles


def test_dit_ce_que_la_lettre_atteste(cle: CleSignature, tmp_path: Path) -> None:
    contenu = sceller_lettre(lettre(bac_a_sable=True), cle).model_dump_json()
    fichier, cles = _fichiers(tmp_path, contenu, cle)
    dit = attester(fichier, cles, [])
    for attendu in (
        "Lettre authentique : TI-2023-JYJ5-BGCJ, décision n° 1.",
        "cette lettre est un essai",
        "par Zoé Le Goff, Directrice du programme",
        "est refusée.",
        "a" * 64,
        "non qu'elle vaut encore",
    ):
        assert attendu in dit
    with pytest.raises(SignatureInvalide, match="ne nomme aucun fichier"):
        attester(fichier, cles, [fichier])
    fichier.write_text(contenu.replace("refusee", "acceptee"))
    with pytest.raises(SignatureInvalide, match="n'est pas celui qui a été signé"):
        attester(fichier, cles, [])


def test_dit_ce_que_l_accuse_atteste(cle: CleSignature, tmp_path: Path) -> None:
    contenu = sceller(accuse(), cle).model_dump_json()
    assert "Accusé authentique" in attester(*_fichiers(tmp_path, contenu, cle), [])


@pytest.mark.parametrize("contenu", ["", "[]", '{"lettre":{},"jws":""}', "[" * 100_000, "%PDF-"])
def test_refuse_ce_qui_n_est_ni_l_un_ni_l_autre(
    cle: CleSignature, tmp_path: Path, contenu: str
) -> None:
    with pytest.raises(SignatureInvalide, match="Ce fichier n'est pas"):
        attester(*_fichiers(tmp_path, contenu, cle), [])
