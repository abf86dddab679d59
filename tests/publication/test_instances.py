"""The corpus through HTTP: served as it is committed, and true to what the service answers."""

from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import pytest

from app.corpus.contradictions import contradictions
from app.corpus.instance import EcartAttendu, Instance, UsageInstance
from app.corpus.recueil import instances
from app.corpus.valides import valides
from app.formulaire.dossier import VERSION
from app.publication.corpus_publie import archive
from app.publication.dossier_publie import ecrire
from tests.client import Candidature, Client, Json
from tests.depots.pieces import FICHIERS
from tests.pieces_jointes.echantillons import pdf

CORPUS: Final = list(instances())
INDEX: Final = "/v1/schemas/corpus"
ZIP: Final = f"{INDEX}.zip"
_COMMIS: Final = Path(__file__).parents[2] / "schemas" / "corpus"
_FICHIERS: Final = FICHIERS | {"bilan": ("Bilan.pdf", pdf())}
_REFUSES: Final = [une for une in contradictions() if not une.attendu.deposable]
une_instance = pytest.mark.parametrize("une", [*valides(), *_REFUSES], ids=lambda une: une.nom)

Constats = list[tuple[str, str, bool]]


def lus(ecarts: list[Json]) -> Constats:
    return sorted((e["pointeur"], e["code"], e["schema"]) for e in ecarts)


def attendus(ecarts: list[EcartAttendu]) -> Constats:
    return sorted((e.pointeur, e.code, e.schema) for e in ecarts)


def verdict(validation: Json) -> tuple[bool, Constats, Constats]:
    erreurs, avertissements = validation["erreurs"], validation["avertissements"]
    return validation["deposable"], lus(erreurs), lus(avertissements)


def annonce(une: Instance) -> tuple[bool, Constats, Constats]:
    attendu = une.attendu
    return attendu.deposable, attendus(attendu.erreurs), attendus(attendu.avertissements)


def sans_fichiers(vu: tuple[bool, Constats, Constats]) -> tuple[Constats, Constats]:
    """A draft just created has no file yet."""
    return [constat for constat in vu[1] if constat[1] != "piece_manquante"], vu[2]


# Served


@pytest.mark.parametrize("adresse", [INDEX, f"{INDEX}/valide-minimal", ZIP])
def test_le_corpus_ne_se_telecharge_qu_une_fois(client: Client, adresse: str) -> None:
    reponse = client.get(adresse)
    etiquette = reponse.headers["etag"]
    assert etiquette.startswith('"'), "une étiquette forte"
    assert reponse.headers["cache-control"] == "public, max-age=300"
    connu = client.get(adresse, headers={"If-None-Match": etiquette})
    assert (connu.status_code, connu.content) == (304, b"")


def test_l_index_nomme_chaque_instance_et_dit_ce_qu_elle_attend(client: Client) -> None:
    lu = client.get(INDEX).json()
    assert lu["version"] == VERSION
    assert [une["nom"] for une in lu["instances"]] == [une.nom for une in CORPUS]
    par_nom = {une["nom"]: une for une in lu["instances"]}
    assert par_nom["refus-contact-courriel-incomplet"] == {
        "nom": "refus-contact-courriel-incomplet",
        "titre": "« Votre courriel » (/contact/courriel) est incomplet ou mal formé.",
        "usage": "depot",
        "deposable": False,
        "codes": ["courriel_invalide"],
    }


def test_une_instance_porte_son_dossier_et_le_verdict_attendu(client: Client) -> None:
    lue = client.get(f"{INDEX}/limite-perimetre-commentaire-11-lignes-u2028").json()
    assert lue["dossier"]["perimetre"]["commentaire"] == "\u2028".join(["ligne"] * 11)
    assert lue["attendu"] == {
        "deposable": False,
        "erreurs": [
            {"pointeur": "/perimetre/commentaire", "code": "trop_de_lignes", "schema": True}
        ],
        "avertissements": [],
        "forme": [],
    }


@pytest.mark.parametrize("nom", ["index", "inconnue", "valide-minimal.json", "%00"])
def test_une_instance_inconnue_est_introuvable(client: Client, nom: str) -> None:
    reponse = client.get(f"{INDEX}/{nom}")
    assert (reponse.status_code, reponse.json()["code"]) == (404, "introuvable")


def test_le_zip_est_le_dossier_publie(client: Client) -> None:
    reponse = client.get(ZIP)
    assert reponse.headers["content-type"] == "application/zip"
    telecharge = f'attachment; filename="corpus-{VERSION}.zip"'
    assert reponse.headers["content-disposition"] == telecharge
    with ZipFile(BytesIO(reponse.content)) as zip_:
        servis = {nom: zip_.read(nom) for nom in zip_.namelist()}
    commis = {f.relative_to(_COMMIS).as_posix(): f.read_bytes() for f in _COMMIS.rglob("*.json")}
    assert set(servis) == set(commis), "lancez `make generated`"
    assert [nom for nom in servis if servis[nom] != commis[nom]] == [], "lancez `make generated`"
    un = client.get(f"{INDEX}/valide-complet").content
    assert servis[f"{VERSION}/valide-complet.json"] == un


def test_le_zip_a_toujours_les_memes_octets() -> None:
    premier = archive()
    archive.cache_clear()
    assert archive() == premier


def test_ecrire_le_corpus_retire_les_instances_d_autrefois(tmp_path: Path) -> None:
    anciennes = [tmp_path / "corpus" / dossier / "ancienne.json" for dossier in (VERSION, "2019.1")]
    for ancienne in anciennes:
        ancienne.parent.mkdir(parents=True)
        ancienne.write_text("{}", encoding="utf-8")
    ecrire(tmp_path)
    assert not any(ancienne.exists() for ancienne in anciennes)
    assert (tmp_path / "corpus" / VERSION / "valide-minimal.json").exists()


def test_ce_qui_ne_se_voit_pas_est_ecrit_en_ascii(client: Client) -> None:
    for nom in (
        "limite-perimetre-nom_territoire-hors-bmp-250",
        "limite-perimetre-commentaire-blanc",
    ):
        texte = client.get(f"{INDEX}/{nom}").text
        assert all(caractere == "\n" or caractere.isprintable() for caractere in texte)
        assert not set("🏭\u2003\u2028\ufeff") & set(texte)


# True to what the service answers


def test_a_blanc_le_service_rend_le_verdict_annonce(client: Client) -> None:
    def a_blanc(une: Instance) -> Json:
        rubriques = {"rubrique": [rubrique.value for rubrique in une.rubriques]}
        reponse = client.post("/v1/validation", json=une.dossier, params=rubriques)
        assert reponse.status_code == 200, une.nom
        return reponse.json()

    for une in CORPUS:
        assert verdict(a_blanc(une)) == annonce(une), une.nom


def test_un_brouillon_est_garde_comme_annonce(client: Client) -> None:
    for une in CORPUS:
        if not une.attendu.forme:
            gardee = _gardee(client, une)
            assert gardee["dossier"] == une.dossier, une.nom
            trouve = sans_fichiers(verdict(gardee["validation"]))
            assert trouve == sans_fichiers(annonce(une)), une.nom


def _gardee(client: Client, une: Instance) -> Json:
    if une.usage is UsageInstance.DEPOT:
        return client.creer(une.dossier).creee
    return client.creer().modifier(une.dossier).raise_for_status().json()


def test_un_brouillon_est_refuse_comme_annonce(client: Client) -> None:
    vide = client.creer()
    for une in CORPUS:
        if une.attendu.forme:
            reponse = vide.modifier(une.dossier)
            assert (reponse.status_code, reponse.json()["code"]) == (422, "forme-refusee")
            assert lus(reponse.json()["erreurs"]) == attendus(une.attendu.forme), une.nom
    assert vide.lire()["dossier"] == {}


@une_instance
def test_un_depot_est_recu_ou_refuse_comme_annonce(client: Client, une: Instance) -> None:
    candidature = _avec_fichiers(client, une)
    reponse = candidature.deposer()
    corps = reponse.json()
    assert reponse.status_code == (201 if une.attendu.deposable else 422)
    assert lus(corps["avertissements"]) == attendus(une.attendu.avertissements)
    assert lus(corps.get("erreurs", [])) == attendus(une.attendu.erreurs)


def _avec_fichiers(client: Client, une: Instance) -> Candidature:
    candidature = client.creer(une.dossier)
    for rubrique in une.rubriques:
        nom, contenu = _FICHIERS[rubrique.value]
        assert candidature.joindre(rubrique.value, nom, contenu).status_code == 201
    return candidature
