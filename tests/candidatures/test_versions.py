"""Drafts begun under an older version of the form, played through HTTP on the real database."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from app.formulaire import versions
from app.formulaire.dossier import VERSION
from app.formulaire.versions import (
    Change,
    Deplace,
    Etape,
    Operation,
    Remplace,
    Remplacement,
    Retire,
)
from tests.bases import sql
from tests.client import Candidature, Client
from tests.depots.pieces import depot, prete
from tests.formulaire.exemples import Json, dossier_complet

Vieillir = Callable[..., Candidature]


@pytest.fixture
def vieillir(postgres: str, monkeypatch: pytest.MonkeyPatch) -> Vieillir:
    """Make a candidature one that was written under 2022.9, before these operations."""

    def ecrire(candidature: Candidature, dossier: Json, *operations: Operation) -> Candidature:
        monkeypatch.setattr(versions, "ETAPES", [Etape("2022.9"), Etape(VERSION, operations)])
        texte = json.dumps(dossier).replace("'", "''").replace(":", r"\:")
        sql(
            postgres,
            f"UPDATE candidature SET version_formulaire = '2022.9', dossier = '{texte}', "
            f"revision = revision + 1 WHERE id = '{candidature.id}'",
        )
        return candidature

    return ecrire


def ligne(postgres: str, candidature: Candidature) -> tuple[Any, ...]:
    """What the database holds: the version of the form, the dossier, the answers kept beside."""
    (lue,) = sql(
        postgres,
        "SELECT version_formulaire, dossier, reponses_anciennes FROM candidature "
        f"WHERE id = '{candidature.id}'",
    )
    return lue


def annonces(lue: Json) -> list[tuple[str, str]]:
    """What is told of a new version of the form."""
    return [
        (a["code"], a["pointeur"])
        for a in lue["validation"]["avertissements"]
        if "version" in a["parametres"]
    ]


def ancien() -> Json:
    """The full dossier, as a form would have it that named three things otherwise."""
    dossier = dossier_complet()
    dossier["referent"] = {"mail": dossier["contact"].pop("courriel")}
    dossier["plan_action"]["actions"][0]["axe"] = "emploi"
    dossier["contact"]["fax"] = "02 35 99 99 99"
    return dossier


COMPATIBLES = (
    Deplace("/referent/mail", "/contact/courriel", "Votre mail"),
    Remplace("/plan_action/actions/*/axe", {"emploi": Remplacement("L'emploi", "recrutement")}),
)
FAX = Retire("/contact/fax", "Votre télécopieur")
MOBILE = Change("/contact/telephone", "Votre téléphone", "Un mobile est attendu.")
A_REFAIRE = ("question_modifiee", "/contact/telephone")


def test_la_lecture_rebase_et_le_dit_sans_rien_ecrire(
    client: Client, postgres: str, vieillir: Vieillir
) -> None:
    candidature = vieillir(client.creer(), ancien(), *COMPATIBLES, FAX)
    avant = ligne(postgres, candidature)
    lue = candidature.lire()
    assert lue["dossier"] == dossier_complet()
    assert lue["version_formulaire"] == VERSION
    assert annonces(lue) == [
        ("question_deplacee", "/contact/courriel"),
        ("choix_remplace", "/plan_action/actions/0/axe"),
        ("question_retiree", "/contact"),
    ]
    validation = candidature.appeler("GET", "/validation").json()
    assert validation == lue["validation"]
    assert ligne(postgres, candidature) == avant
    assert avant[0] == "2022.9"


def test_le_premier_enregistrement_ecrit_sous_la_version_d_aujourd_hui(
    client: Client, postgres: str, vieillir: Vieillir
) -> None:
    candidature = vieillir(client.creer(), ancien(), *COMPATIBLES, FAX)
    reponse = candidature.modifier({"contact": {"nom_prenom": "Paul Durand"}})
    assert reponse.status_code == 200, reponse.text
    version, dossier, gardees = ligne(postgres, candidature)
    assert version == VERSION
    assert dossier["contact"]["courriel"] == "jeanne.martin@seine-axe.example.fr"
    assert "fax" not in dossier["contact"]
    assert [g["parametres"]["reponse"] for g in gardees] == ["02 35 99 99 99"]
    pointeurs = candidature.evenements()[-1]["details"]["pointeurs"]
    assert {"/contact/nom_prenom", "/contact/courriel", "/plan_action/actions/0/axe"} <= {
        *pointeurs
    }


def test_les_mots_retires_se_disent_encore_apres_bien_des_enregistrements(
    client: Client, vieillir: Vieillir
) -> None:
    candidature = vieillir(client.creer(), ancien(), *COMPATIBLES, FAX)
    for nom in ("A", "B", "C"):
        modifiee = candidature.modifier({"contact": {"nom_prenom": nom}}).json()
        assert ("question_retiree", "/contact") in annonces(modifiee)
    assert annonces(candidature.lire()) == [("question_retiree", "/contact")]
    assert "02 35 99 99 99" in candidature.lire()["validation"]["avertissements"][-1]["message"]


def test_une_question_modifiee_se_dit_jusqu_a_la_nouvelle_reponse(
    client: Client, vieillir: Vieillir
) -> None:
    candidature = vieillir(client.creer(), dossier_complet(), MOBILE)
    assert annonces(candidature.lire()) == [A_REFAIRE]
    erreurs = candidature.lire()["validation"]["erreurs"]
    assert ("/contact/telephone", "requis") in {(e["pointeur"], e["code"]) for e in erreurs}
    assert annonces(candidature.modifier({"contact": {"nom_prenom": "A"}}).json()) == [A_REFAIRE]
    assert annonces(candidature.lire()) == [A_REFAIRE]
    assert not annonces(candidature.modifier({"contact": {"telephone": "0612345678"}}).json())
    assert not annonces(candidature.lire())


def test_un_correctif_sans_effet_n_ecrit_rien(
    client: Client, postgres: str, vieillir: Vieillir
) -> None:
    candidature = vieillir(client.creer(), ancien(), *COMPATIBLES, FAX)
    avant = ligne(postgres, candidature)
    inchangee = candidature.modifier({"contact": {"nom_prenom": "Jeanne Martin"}}).json()
    assert ("question_retiree", "/contact") in annonces(inchangee)
    assert ligne(postgres, candidature) == avant


def test_on_depose_un_brouillon_d_une_version_plus_ancienne(
    client: Client, vieillir: Vieillir
) -> None:
    candidature = vieillir(prete(client), ancien(), *COMPATIBLES, FAX)
    assert candidature.deposer().status_code == 201
    depose = depot(candidature)
    assert depose["version_formulaire"] == VERSION
    assert depose["instantane"]["contact"]["courriel"] == "jeanne.martin@seine-axe.example.fr"
    assert "02 35 99 99 99" not in json.dumps(depose)


def test_une_question_a_refaire_empeche_le_depot(client: Client, vieillir: Vieillir) -> None:
    candidature = vieillir(prete(client), ancien(), *COMPATIBLES, FAX, MOBILE)
    refus = candidature.deposer()
    assert refus.status_code == 422
    assert [e["pointeur"] for e in refus.json()["erreurs"]] == ["/contact/telephone"]
    validation = candidature.appeler("GET", "/validation").json()
    assert refus.json()["avertissements"] == validation["avertissements"]
    assert A_REFAIRE in annonces({"validation": validation})
    assert candidature.modifier({"contact": {"telephone": "0612345678"}}).status_code == 200
    assert candidature.deposer().status_code == 201


def test_un_depot_fige_reste_sous_sa_version(
    client: Client, postgres: str, vieillir: Vieillir
) -> None:
    candidature = prete(client)
    assert candidature.deposer().status_code == 201
    avant = depot(candidature)
    vieillir(candidature, ancien(), *COMPATIBLES, FAX)
    assert depot(candidature) == avant
    assert candidature.modifier({"contact": {"nom_prenom": "A"}}).status_code == 200
    assert depot(candidature) == avant
    assert [g["code"] for g in ligne(postgres, candidature)[2]] == ["question_retiree"]
    assert not annonces(candidature.lire())


def test_une_question_modifiee_se_dit_aussi_apres_le_depot(
    client: Client, vieillir: Vieillir
) -> None:
    candidature = prete(client)
    assert candidature.deposer().status_code == 201
    vieillir(candidature, ancien(), *COMPATIBLES, FAX, MOBILE)
    assert A_REFAIRE in annonces(candidature.modifier({"contact": {"nom_prenom": "A"}}).json())
    assert annonces(candidature.lire()) == [A_REFAIRE]
    assert annonces(candidature.modifier({"contact": {"nom_prenom": "B"}}).json()) == [A_REFAIRE]
    assert not annonces(candidature.modifier({"contact": {"telephone": "0612345678"}}).json())


def test_les_mots_retires_ne_se_disent_plus_apres_un_depot_sans_enregistrement(
    client: Client, vieillir: Vieillir
) -> None:
    candidature = vieillir(prete(client), ancien(), *COMPATIBLES, FAX)
    assert candidature.deposer().status_code == 201
    codes = [code for code, _ in annonces(candidature.lire())]
    assert codes == ["question_deplacee", "choix_remplace"]


def test_les_mots_gardes_suivent_leur_question_dans_la_version_suivante(
    client: Client, postgres: str, vieillir: Vieillir
) -> None:
    candidature = vieillir(client.creer(), dossier_complet(), MOBILE)
    assert candidature.modifier({"contact": {"nom_prenom": "A"}}).status_code == 200
    vieillir(candidature, ligne(postgres, candidature)[1], Retire("/contact/telephone", "Mobile"))
    attendue = ("question_retiree", "/contact")
    assert annonces(candidature.lire()) == [attendue]
    assert annonces(candidature.modifier({"contact": {"nom_prenom": "B"}}).json()) == [attendue]
    assert [g["code"] for g in ligne(postgres, candidature)[2]] == ["question_retiree"]


@pytest.mark.parametrize(
    ("methode", "suite"),
    [("GET", ""), ("PATCH", ""), ("DELETE", ""), ("GET", "/validation"), ("POST", "/depots")],
)
def test_un_brouillon_d_une_version_plus_recente_est_refuse_et_reste_entier(
    client: Client, postgres: str, methode: str, suite: str
) -> None:
    candidature = client.creer(dossier_complet())
    sql(
        postgres,
        "UPDATE candidature SET version_formulaire = '2031.1', revision = revision + 1 "
        f"WHERE id = '{candidature.id}'",
    )
    avant = ligne(postgres, candidature)
    options: Json = {"json": {"contact": {"nom_prenom": "A"}}} if methode == "PATCH" else {}
    reponse = candidature.appeler(methode, suite, **options)
    assert (reponse.status_code, reponse.json()["code"]) == (503, "indisponible")
    assert "2031.1" in reponse.json()["detail"]
    assert reponse.headers["Retry-After"] == "60"
    assert ligne(postgres, candidature) == avant


def test_effacer_un_brouillon_efface_aussi_les_mots_gardes(
    client: Client, postgres: str, vieillir: Vieillir
) -> None:
    candidature = vieillir(client.creer(), ancien(), *COMPATIBLES, FAX)
    assert candidature.modifier({"contact": {"nom_prenom": "A"}}).status_code == 200
    assert candidature.appeler("DELETE").status_code == 204
    assert ligne(postgres, candidature)[2] is None
