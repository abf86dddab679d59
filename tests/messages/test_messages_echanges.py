"""Who applies and those who review write to each other: in order, once, never rewritten."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from app.acces.droits import Portee, Role
from app.messages.ajouter import MESSAGES_MAX, PAR_AUTEUR, PAR_JOUR
from app.messages.representation import TEXTE_MAX
from tests.acces.temoins import nouvel_acces
from tests.bases import sql
from tests.candidatures.outils import probleme
from tests.client import Candidature, Client, Json
from tests.depots.pieces import prete
from tests.instruction.dossiers import Agent, agent
from tests.messages.fil import NOM, QUALITE, SECRETS, SERVICE, ecrire, lus_par, repondre


def test_chaque_cote_lit_ce_que_l_autre_a_ecrit(
    dossier: Candidature, normand: Agent, client: Client, url: str
) -> None:
    picard = agent(client, url, "32")
    assert repondre(normand, dossier, "Où en est le plan ?").json()["rang"] == 1
    envoye = ecrire(dossier, "  Il est joint.\n").raise_for_status().json()
    assert (envoye["texte"], envoye["de"]) == ("Il est joint.", "demandeur")
    assert repondre(picard, dossier, "Merci.").json()["rang"] == 3
    recus = lus_par(dossier, dossier)["messages"]
    assert [(m["de"], m["service"], m["texte"]) for m in recus] == [
        ("instruction", SERVICE, "Où en est le plan ?"),
        ("demandeur", None, "Il est joint."),
        ("instruction", None, "Merci."),
    ]
    du_service, du_demandeur, _ = lus_par(picard, dossier)["messages"]
    assert du_service["agent"] | {"id": None} == {
        **{"id": None, "nom": NOM, "service": SERVICE, "qualite": QUALITE}
    }
    assert (du_demandeur["agent"], du_demandeur["role"]) == (None, "proprietaire")
    assert du_demandeur["courriel"] == dossier.lire()["dossier"]["demandeur"]["courriel"]
    page = lus_par(dossier, dossier, "?limite=2")
    assert ([m["rang"] for m in page["messages"]], page["suivant"]) == ([1, 2], "2")
    suite = lus_par(normand, dossier, "?limite=2&apres=2")
    assert ([m["rang"] for m in suite["messages"]], suite["suivant"]) == ([3], None)


def test_rien_ne_dit_au_demandeur_quel_agent_lui_ecrit(
    dossier: Candidature, normand: Agent, url: str
) -> None:
    ecrit = repondre(normand, dossier, "Bonjour.").raise_for_status().json()
    ecrire(dossier, "Bonjour à vous.").raise_for_status()
    lu = {"jusqu_a": 2}
    normand.appeler("POST", f"/candidatures/{dossier.id}/messages/lecture", json=lu)
    vus = [
        dossier.appeler("GET", chemin).raise_for_status().content
        for chemin in ("", "/messages", "/evenements", "/corrections", "/validation", "/depots")
    ]
    vus.append(dossier.appeler("POST", "/messages/lecture", json=lu).content)
    jeton = {"Authorization": f"Bearer {dossier.jeton}"}
    vus.append(dossier.client.get("/v1/flux", headers=jeton).content)
    for secret in (*SECRETS, ecrit["agent"]["id"]):
        assert not any(secret.encode() in vu for vu in vus), secret


def test_chaque_cote_sait_quand_l_autre_a_lu(dossier: Candidature, normand: Agent) -> None:
    for texte in ("Un.", "Deux.", "Trois."):
        repondre(normand, dossier, texte).raise_for_status()
    ecrire(dossier, "Quatre.").raise_for_status()

    def lire(qui: Any, jusqu_a: int, le: str) -> Json:
        corps, heure = {"jusqu_a": jusqu_a}, {"X-Horloge": le}
        if isinstance(qui, Agent):
            chemin = f"/candidatures/{dossier.id}/messages/lecture"
            fait = qui.appeler("POST", chemin, json=corps, headers=heure)
        else:
            fait = dossier.appeler("POST", "/messages/lecture", json=corps, entetes=heure)
        return fait.raise_for_status().json()

    assert lire(dossier, 1, "2023-09-26T08:00:00Z")["jusqu_a"] == 1
    assert lire(dossier, 3, "2023-09-27T08:00:00Z")["jusqu_a"] == 3
    redit = {"jusqu_a": 3, "le": "2023-09-27T08:00:00Z"}
    assert lire(dossier, 2, "2023-09-28T08:00:00Z") == redit
    lire(normand, 4, "2023-09-29T08:00:00Z")
    jours = ["2023-09-26T08:00:00Z", *["2023-09-27T08:00:00Z"] * 2, "2023-09-29T08:00:00Z"]
    for qui in (dossier, normand):
        assert [m["lu_le"] for m in lus_par(qui, dossier)["messages"]] == jours
    absent = dossier.appeler("POST", "/messages/lecture", json={"jusqu_a": 5})
    assert absent.json()["parametres"][0]["type"] == "message_inconnu"


def test_il_s_ecrit_une_fois_deposee_et_tant_qu_elle_n_est_pas_retiree(
    client: Client, dossier: Candidature, normand: Agent, url: str
) -> None:
    brouillon = prete(client)
    assert lus_par(brouillon, brouillon) == {"messages": [], "suivant": None}
    probleme(ecrire(brouillon, "Bonjour."), 409, "etat-incompatible")
    probleme(repondre(normand, brouillon, "Bonjour."), 404, "introuvable")
    repondre(normand, dossier, "Bonjour.").raise_for_status()
    dossier.appeler("POST", "/retrait").raise_for_status()
    probleme(ecrire(dossier, "Au revoir."), 409, "etat-incompatible")
    probleme(repondre(normand, dossier, "Au revoir."), 409, "etat-incompatible")
    assert len(lus_par(dossier, dossier)["messages"]) == 1
    assert len(lus_par(normand, dossier)["messages"]) == 1


def test_n_ecrit_et_ne_dit_lu_que_qui_le_peut(
    dossier: Candidature, normand: Agent, client: Client, url: str
) -> None:
    repondre(normand, dossier, "Bonjour.").raise_for_status()
    lecteur = agent(client, url, "28", portee=Portee.INSTRUCTION_LECTURE)
    assert len(lus_par(lecteur, dossier)["messages"]) == 1
    _, jeton = nouvel_acces(url, dossier.id, Role.LECTURE)
    invite = Candidature(client, dossier.id, jeton, dossier.creee)
    assert len(lus_par(invite, invite)["messages"]) == 1
    ailleurs, lu = agent(client, url, "53"), {"jusqu_a": 1}
    for qui, statut in ((lecteur, 403), (ailleurs, 404)):
        assert repondre(qui, dossier, "Moi aussi.").status_code == statut
        chemin = f"/candidatures/{dossier.id}/messages/lecture"
        assert qui.appeler("POST", chemin, json=lu).status_code == statut
    assert ailleurs.appeler("GET", f"/candidatures/{dossier.id}/messages").status_code == 404
    assert ecrire(invite, "Moi aussi.").status_code == 403
    assert invite.appeler("POST", "/messages/lecture", json=lu).status_code == 403
    assert [m["lu_le"] for m in lus_par(dossier, dossier)["messages"]] == [None]


@pytest.mark.parametrize(
    "texte",
    [
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "Payez \u202eRF67\u202c vite\u2069 \u200b\ufeff.",
        "=cmd|' /C calc'!A0",
        "{{7*7}} ${jndi:ldap://x} %s %n\r\nBcc: a@b.fr",
        "\U0001f469\u200d\U0001f4bb" * (TEXTE_MAX // 3),
    ],
)
def test_un_texte_reste_un_texte(dossier: Candidature, normand: Agent, texte: str) -> None:
    ecrire(dossier, texte).raise_for_status()
    (lu,) = lus_par(normand, dossier)["messages"]
    assert lu["texte"] == texte


@pytest.mark.parametrize(
    "corps",
    [
        *({}, {"texte": ""}, {"texte": " \n"}, {"texte": "a" * (TEXTE_MAX + 1)}),
        *({"texte": "a\0b"}, {"texte": "Qui ?", "de": "instruction"}, {"texte": ["a"]}),
    ],
)
def test_ce_qui_n_est_pas_un_message_se_refuse(
    dossier: Candidature, normand: Agent, corps: Json
) -> None:
    chemin = f"/candidatures/{dossier.id}/messages"
    for refus in (
        dossier.appeler("POST", "/messages", json=corps),
        normand.appeler("POST", chemin, json=corps),
    ):
        probleme(refus, 422, "requete-invalide")
    assert lus_par(dossier, dossier)["messages"] == []


@pytest.mark.parametrize(("nombre", "jours"), [(PAR_JOUR, 0), (MESSAGES_MAX, 2)])
def test_un_cote_en_envoie_un_nombre_limite_sans_empecher_l_autre(
    dossier: Candidature, normand: Agent, url: str, nombre: int, jours: int
) -> None:
    sql(
        url,
        "INSERT INTO message (candidature_id, rang, cote, auteur, texte, le) SELECT "
        f"'{dossier.id}', n, 'demandeur', gen_random_uuid(), 'Encore.', "
        f"timestamptz '2023-09-25T07:00:00Z' - interval '{jours} days' "
        f"FROM generate_series(1, {nombre}) n",
    )
    refus = ecrire(dossier, "De trop.")
    probleme(refus, 409, "trop-de-messages")
    assert refus.json()["maximum"] == nombre
    assert repondre(normand, dossier, "Merci.").json()["rang"] == nombre + 1
    if not jours:
        demain = {"X-Horloge": "2023-09-26T07:00:01Z"}
        assert ecrire(dossier, "Le lendemain.", **demain).status_code == 201


def test_un_agent_ne_prend_pas_la_place_des_autres(
    dossier: Candidature, normand: Agent, client: Client, url: str
) -> None:
    premier = repondre(normand, dossier, "Un.").raise_for_status().json()
    sql(
        url,
        "INSERT INTO message (candidature_id, rang, cote, auteur, texte, le) SELECT "
        f"candidature_id, rang + n, cote, auteur, texte, le FROM message, "
        f"generate_series(1, {PAR_AUTEUR - 1}) n WHERE candidature_id = '{dossier.id}'",
    )
    refus = repondre(normand, dossier, "De trop.")
    probleme(refus, 409, "trop-de-messages")
    assert refus.json()["maximum"] == PAR_AUTEUR
    autre = repondre(agent(client, url, "32"), dossier, "Moi aussi.").raise_for_status()
    assert autre.json()["rang"] == premier["rang"] + PAR_AUTEUR


def test_le_meme_envoi_sous_la_meme_cle_n_en_fait_qu_un(
    dossier: Candidature, normand: Agent
) -> None:
    cle = {"Idempotency-Key": str(uuid4())}
    premier, second = (ecrire(dossier, "Une fois.", **cle) for _ in range(2))
    assert (second.status_code, second.json()) == (201, premier.json())
    assert second.headers["Idempotency-Replayed"] == "true"
    probleme(ecrire(dossier, "Deux fois.", **cle), 422, "cle-reutilisee")
    premier, second = (repondre(normand, dossier, "Une fois.", headers=cle) for _ in range(2))
    assert (second.json(), second.headers["ETag"]) == (premier.json(), premier.headers["ETag"])
    assert [m["rang"] for m in lus_par(dossier, dossier)["messages"]] == [1, 2]


def test_ceux_qui_ecrivent_ensemble_ecrivent_l_un_apres_l_autre(
    dossier: Candidature, normand: Agent
) -> None:
    def un(rang: int) -> int:
        envoye = repondre(normand, dossier, "A.") if rang % 2 else ecrire(dossier, "B.")
        return envoye.raise_for_status().json()["rang"]

    with ThreadPoolExecutor(4) as ensemble:
        assert sorted(ensemble.map(un, range(12))) == [*range(1, 13)]


def test_chacun_apprend_qu_un_message_est_la_et_non_ce_qu_il_dit(
    dossier: Candidature, normand: Agent
) -> None:
    lu = normand.lire(dossier.id)["version"]
    repondre(normand, dossier, "Mots secrets.").raise_for_status()
    ecrire(dossier, "Mots secrets.").raise_for_status()
    recu, envoye = dossier.evenements()[-2:]
    assert (recu["genre"], recu["details"]) == ("message_recu", {"message": 1})
    assert (recu["auteur"], recu["acces"], recu["origine"]) == ("instruction", None, None)
    assert (envoye["genre"], envoye["details"]) == ("message_envoye", {"message": 2})
    jeton = {"Authorization": f"Bearer {dossier.jeton}"}
    flux = dossier.client.get("/v1/flux", headers=jeton).raise_for_status()
    types = [e["type"] for e in flux.json()["evenements"]]
    assert types[-2:] == ["message.recu", "message.envoye"]
    assert "secrets" not in flux.text + dossier.appeler("GET", "/evenements").text
    # Whoever decides has read what came, or is told of it.
    normand.appeler("POST", f"/candidatures/{dossier.id}/prise-en-instruction").raise_for_status()
    perimee = normand.proposer(dossier.id, lu).json()
    assert [c["genre"] for c in perimee["changements"]][:2] == ["message_recu", "message_envoye"]
