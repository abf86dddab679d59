"""An export is asked for, made by a job, taken by who may; what it holds is of one instant."""

import json
from hashlib import sha256
from itertools import pairwise
from typing import Final

from app.acces.droits import Portee
from tests.bases import sql
from tests.client import Json
from tests.exports.ecrits import csvs, feuilles
from tests.exports.outils import ICI, Atelier
from tests.instruction.deposees import Deposee, deposer
from tests.instruction.dossiers import AMIENS, ROUEN, deposee_en

_TOUT: Final = ["depots", "avis", "notes", "messages", "decisions"]


def _lignes(octets: bytes) -> list[Json]:
    return [json.loads(ligne) for ligne in octets.splitlines()]


def _numero(atelier: Atelier, id: str) -> str:
    return sql(atelier.url, f"SELECT numero FROM candidature WHERE id = '{id}'")[0][0]


def _regions(atelier: Atelier, cle: str, *regions: str) -> None:
    """Give a key other regions."""
    codes = ", ".join(f"'{code}'" for code in regions)
    sql(
        atelier.url,
        f"UPDATE cle_api SET regions = ARRAY[{codes}] WHERE empreinte = sha256('{cle}'::bytea)",
    )


def test_un_export_se_demande_se_fait_et_se_prend(atelier: Atelier) -> None:
    rouen = deposee_en(atelier.client, ROUEN)
    deposee_en(atelier.client, AMIENS, region="32")
    cle = atelier.cle("28")
    reponse = atelier.demander(cle, "xlsx", codes=True, contenus=_TOUT)
    assert reponse.status_code == 201
    dit = reponse.json()
    assert reponse.headers["Location"] == f"{ICI}/{dit['id']}"
    assert (dit["etat"], dit["fait"], dit["total"]) == ("pret", 1, 1)
    assert dit == atelier.appeler(cle, "GET", f"/{dit['id']}").json()
    assert [dit] == atelier.appeler(cle, "GET").json()["exports"]
    fichier = atelier.appeler(cle, "GET", f"/{dit['id']}/contenu")
    assert sha256(fichier.content).hexdigest() == dit["sha256"]
    assert fichier.headers["ETag"] == f'"{dit["sha256"]}"'
    assert len(fichier.content) == dit["taille"] == int(fichier.headers["Content-Length"])
    assert ".xlsx" in fichier.headers["Content-Disposition"]
    lues = feuilles(fichier.content)
    assert [ligne[0] for ligne in lues["dossiers"][2:]] == [_numero(atelier, rouen.id)]
    assert set(_TOUT) < set(lues)
    assert len(lues["pieces"]) == 4
    assert [ligne[0] for ligne in lues["evenements"][2:]] == [_numero(atelier, rouen.id)]


def test_un_agent_oublie_n_est_nomme_nulle_part(atelier: Atelier, administration: str) -> None:
    deposee_en(atelier.client, ROUEN)
    cle = atelier.cle()
    atelier.fait(cle)
    sql(atelier.url, "UPDATE agent SET prenom = 'Jeanne', nom = 'Martin', service = 'DREETS'")
    fait = atelier.fait(cle)
    assert _lignes(atelier.contenu(cle, fait))[-1]["manifeste"]["auteur"] == "Jeanne Martin, DREETS"
    oublier = f"/v1/administration/agents/{fait['par']['id']}"
    atelier.client.delete(
        oublier, headers={"Authorization": f"Bearer {administration}"}
    ).raise_for_status()
    (lignes,) = sql(atelier.url, "SELECT string_agg(export::text, ' ') FROM export")
    assert fait["id"] in lignes[0]
    assert "Martin" not in lignes[0]


def test_le_fichier_se_reprend_ou_l_on_en_etait(atelier: Atelier) -> None:
    deposee_en(atelier.client, ROUEN)
    cle = atelier.cle()
    fait = atelier.fait(cle)
    entier = atelier.contenu(cle, fait)
    morceaux, bornes = list[bytes](), [0, 10, 1000, len(entier)]
    for debut, fin in pairwise(bornes):
        entetes = {"Range": f"bytes={debut}-{fin - 1}", "If-Range": f'"{fait["sha256"]}"'}
        partie = atelier.appeler(cle, "GET", f"/{fait['id']}/contenu", headers=entetes)
        assert partie.status_code == 206
        morceaux.append(partie.content)
    assert b"".join(morceaux) == entier
    autre = {"Range": "bytes=0-9", "If-Range": '"autre"'}
    chemin = f"/{fait['id']}/contenu"
    assert atelier.appeler(cle, "GET", chemin, headers=autre).status_code == 200
    connu = {"If-None-Match": f'"{fait["sha256"]}"'}
    assert atelier.appeler(cle, "GET", chemin, headers=connu).status_code == 304
    loin = {"Range": f"bytes={len(entier)}-"}
    assert atelier.appeler(cle, "GET", chemin, headers=loin).status_code == 416


def test_rien_n_a_change_les_octets_non_plus(atelier: Atelier) -> None:
    une = deposee_en(atelier.client, ROUEN)
    cle = atelier.cle()
    for format_ in ("xlsx", "ods", "csv", "geojson", "ndjson"):
        premier = atelier.fait(cle, format_, contenus=_TOUT)
        assert atelier.fait(cle, format_, contenus=_TOUT)["sha256"] == premier["sha256"]
    une.modifier({"contact": {"nom_prenom": "Une Autre"}}).raise_for_status()
    # A draft is nobody's to see.
    assert atelier.fait(cle, contenus=_TOUT)["sha256"] == premier["sha256"]
    une.deposer().raise_for_status()
    assert atelier.fait(cle, contenus=_TOUT)["sha256"] != premier["sha256"]


def test_tous_les_formats_disent_la_meme_chose(atelier: Atelier) -> None:
    deposee_en(atelier.client, ROUEN)
    deposee_en(atelier.client, AMIENS, region="32")
    cle = atelier.cle()
    *dossiers, fin = _lignes(atelier.contenu(cle, atelier.fait(cle)))
    assert fin["manifeste"]["dossiers"] == len(dossiers) == 2
    xlsx, ods = (feuilles(atelier.contenu(cle, atelier.fait(cle, f))) for f in ("xlsx", "ods"))
    assert {nom: lues for nom, lues in xlsx.items() if nom != "_export"} == {
        nom: lues for nom, lues in ods.items() if nom != "_export"
    }
    numeros = [d["candidature"]["numero"] for d in dossiers]
    assert [ligne[0] for ligne in xlsx["dossiers"][2:]] == numeros == sorted(numeros)
    noms = {
        table: [valeur["nom"] for d in dossiers for valeur in d["instantane"]["perimetre"][table]]
        for table in ("epci",)
    }
    assert [ligne[-1] for ligne in xlsx["epci"][2:]] == noms["epci"]
    archive = csvs(atelier.contenu(cle, atelier.fait(cle, "csv", entetes="cles")))
    assert archive["epci.csv"].count("\r\n") == 1 + len(noms["epci"])
    assert json.loads(archive["manifeste.json"])["au"] == fin["manifeste"]["au"]


def test_une_vue_dit_lesquels_et_quelles_colonnes(atelier: Atelier) -> None:
    deposee_en(atelier.client, ROUEN)
    deposer(atelier.url, Deposee("Prise", etat="en_instruction"), Deposee("Ailleurs", region="53"))
    cle = atelier.cle()
    vue: Json = {
        "nom": "En cours",
        "filtres": [{"nom": "etape", "valeurs": ["en_cours"]}],
        "tri": "numero",
        "colonnes": ["etat", "nouveautes"],
        "partage": "moi",
    }
    entetes = {"Authorization": f"Bearer {cle}"}
    id = atelier.client.post("/v1/instruction/vues", json=vue, headers=entetes).json()["id"]
    fait = atelier.fait(cle, "ods", vue=id)
    assert fait["filtres"] == ["Vue « En cours »", "etape : en_cours"]
    lues = feuilles(atelier.contenu(cle, fait))
    assert lues["dossiers"][0] == ["numero", "etat"]
    assert [ligne[1] for ligne in lues["dossiers"][2:]] == ["En cours d'instruction"]
    assert any("nouveautes" in str(ligne[2]) for ligne in lues["_export"])
    filtres = [{"nom": "region", "valeurs": ["53"]}]
    assert atelier.fait(cle, filtres=filtres)["total"] == 1
    assert atelier.fait(cle)["total"] == 3
    fausses: list[Json] = [
        {"vue": id, "filtres": filtres},
        {"vue": "018c2f77-92a3-4415-b6c7-d8e9f0123456"},
        {"colonnes": ["inconnue"]},
        {"filtres": [{"nom": "inconnu", "valeurs": ["1"]}]},
        {"contenus": ["pieces"]},
    ]
    for faux in fausses:
        assert atelier.demander(cle, **faux).status_code == 422, faux


def test_redemande_sous_la_meme_cle_il_ne_se_fait_qu_une_fois(atelier: Atelier) -> None:
    cle, entetes = atelier.cle(), {"Idempotency-Key": "une-cle-tiree-au-hasard"}
    premier = atelier.demander(cle, headers=entetes)
    second = atelier.demander(cle, headers=entetes)
    assert second.headers["Idempotency-Replayed"] == "true"
    assert second.json()["id"] == premier.json()["id"]
    assert len(atelier.appeler(cle, "GET").json()["exports"]) == 1
    assert atelier.demander(cle, "ods", headers=entetes).status_code == 422


def test_l_export_d_un_autre_est_introuvable_sauf_a_qui_administre(
    atelier: Atelier, administration: str
) -> None:
    sien, autre = atelier.cle("28"), atelier.cle("28")
    chemin = f"/{atelier.fait(sien)['id']}"
    for methode, suite in (("GET", ""), ("GET", "/contenu"), ("DELETE", "")):
        assert atelier.appeler(autre, methode, chemin + suite).status_code == 404
    assert atelier.appeler(autre, "GET").json()["exports"] == []
    ailleurs = atelier.cle("53", portee=Portee.ADMINISTRATION)
    assert atelier.appeler(ailleurs, "GET", chemin).status_code == 404
    assert atelier.appeler(administration, "GET", f"{chemin}/contenu").status_code == 200
    assert len(atelier.appeler(administration, "GET").json()["exports"]) == 1
    # Who took it is known.
    assert sql(atelier.url, "SELECT count(*) FROM export_pris") == [(1,)]


def test_les_droits_se_jugent_a_chaque_fois(atelier: Atelier) -> None:
    cle = atelier.cle("28", "32")
    chemin = f"/{atelier.fait(cle)['id']}/contenu"
    assert atelier.appeler(cle, "GET", chemin).status_code == 200
    _regions(atelier, cle, "28")
    assert atelier.appeler(cle, "GET", chemin).status_code == 404
    _regions(atelier, cle, "28", "32", "53")
    assert atelier.appeler(cle, "GET", chemin).status_code == 200
    sql(
        atelier.url,
        "UPDATE cle_api SET portees = ARRAY['candidatures:lire'] "
        f"WHERE empreinte = sha256('{cle}'::bytea)",
    )
    assert atelier.appeler(cle, "GET", chemin).status_code == 403


def test_ce_qui_est_arrete_en_secret_ne_s_exporte_que_pour_qui_decide(atelier: Atelier) -> None:
    secret = Deposee("Secret", etat="en_instruction", propositions=("acceptee",))
    deposer(atelier.url, secret)
    sql(atelier.url, "UPDATE instruction SET sens_secret = true")
    cle, decide = atelier.cle(), atelier.cle(portee=Portee.INSTRUCTION_DECISION)
    lu, su = (_lignes(atelier.contenu(qui, atelier.fait(qui)))[0] for qui in (cle, decide))
    assert lu["candidature"]["proposition"] is None
    assert su["candidature"]["proposition"] == "acceptee"
    # Who decides no more does not take what they asked for when they did.
    chemin = f"/{atelier.fait(decide)['id']}/contenu"
    sql(
        atelier.url,
        "UPDATE cle_api SET portees = ARRAY['instruction:lecture'] "
        f"WHERE empreinte = sha256('{decide}'::bytea)",
    )
    assert atelier.appeler(decide, "GET", chemin).status_code == 404
