"""A row in every table, written by the service."""

from uuid import uuid4

from tests.acces.temoins import envoyer_un_fichier
from tests.bases import sql
from tests.client import Candidature, Client, Json
from tests.depots.pieces import deposee


def remplir(client: Client, url: str) -> Candidature:
    """Empty a sandbox, then write each of its tables; returns a deposited candidature."""
    essai = client.post("/v1/bac-a-sable/reinitialiser").json()
    portail = essai["portail"]
    creee = client.creer({}, **{"Idempotency-Key": str(uuid4())})
    creee.appeler("POST", "/jeton/renouvellement").raise_for_status()
    client.put(
        "/v1/portails/candidatures/essai",
        json={"dossier": {}},
        headers={"Authorization": f"Bearer {portail}"},
    ).raise_for_status()
    client.post("/v1/acces/liens", json={"courriel": "invite@example.fr"}).raise_for_status()
    # A job writes them, and not every service of the tests does jobs; the last hour of the call.
    sql(
        url,
        "INSERT INTO premiere_arrivee (cle, candidature_id, le) "
        "SELECT id::text::bytea, id, now() FROM candidature LIMIT 1",
        "INSERT INTO lien (empreinte, acces_id, courriel, expire_le) "
        "SELECT empreinte, id, 'invite@example.fr', now() FROM acces LIMIT 1",
        "INSERT INTO courriel_garde (a, objet, texte, envoye_le) "
        "VALUES ('invite@example.fr', 'Votre lien', 'Le voici.', now())",
    )
    candidature = deposee(client)
    juste_avant = {"X-Horloge": "2023-09-22T23:59:59+02:00", "Idempotency-Key": str(uuid4())}
    candidature.deposer(**juste_avant).raise_for_status()
    _instruire(candidature, essai["instruction"])
    _etiqueter(client, essai["administration"])
    # A job writes the link, and who is consulted is told their secret by it alone.
    sql(
        url,
        "INSERT INTO lien_avis SELECT sha256(id::text::bytea), id FROM avis",
        "INSERT INTO avis_rendu SELECT id, 1, 'favorable', '', now() FROM avis",
        "INSERT INTO piece_avis (id, candidature_id, avis_id, nom, type, taille, empreinte, "
        "jointe_le, antivirus) SELECT gen_random_uuid(), candidature_id, id, 'a.pdf', "
        "'application/pdf', 1, '', now(), 'sain' FROM avis",
    )
    _decider(client, url, essai["decision"])
    sql(
        url,
        "INSERT INTO resultat (numero, publie_le) VALUES (1, now())",
        "INSERT INTO fichier_de_resultat (numero, nom, empreinte, contenu) "
        "VALUES (1, 'resultats.json', '', '')",
        "INSERT INTO decision_diffusee (candidature_id, rang, entree) "
        "SELECT candidature_id, 1, 1 FROM instruction",
    )
    _enregistrer(client, essai["instruction"])
    sql(url, "INSERT INTO numero_de_ds (candidature_id) SELECT candidature_id FROM instruction")
    # Who reads the feed has it numbered; what comes after waits.
    jeton = {"Authorization": f"Bearer {candidature.jeton}"}
    client.get("/v1/flux", headers=jeton).raise_for_status()
    sql(
        url,
        "INSERT INTO a_numeroter (evenement_id, candidature_id, type, le, etat, version) "
        "SELECT -1, id, 'candidature.retiree', now(), 'retiree', 1 FROM candidature LIMIT 1",
        "INSERT INTO a_signaler (evenement_id, candidature_id, genre, le) "
        "SELECT -1, id, 'note', now() FROM candidature LIMIT 1",
        # A webhook of somebody's, one event that it is told, one attempt.
        "INSERT INTO crochet (id, titulaire, url, libelle, format, secret, cree_le, actif, "
        "position, echecs, avertissements) SELECT gen_random_uuid(), titulaire, "
        "'https://exemple.fr', 'Essai', 'json', '', now(), false, 0, 0, 0 FROM cle_api LIMIT 1",
        "INSERT INTO livraison (crochet_id, position, candidature_id, etat, essais, prochaine, "
        "en_cours) SELECT c.id, 1, k.id, 'livree', 1, now(), false FROM crochet c, candidature k "
        "LIMIT 1",
        "INSERT INTO tentative (crochet_id, position, le, duree_ms, issue, envoyes) "
        "SELECT id, 1, now(), 1, 'livree', '{}' FROM crochet",
        # Who took an export.
        "INSERT INTO export_pris (export_id, agent, premiere_fois, derniere_fois) "
        "SELECT id, agent, now(), now() FROM export",
    )
    return candidature


def _enregistrer(client: Client, cle: str) -> None:
    """What a reviewer keeps for themselves."""
    vue: Json = {"nom": "Tout", "filtres": [], "tri": "numero", "colonnes": [], "partage": "moi"}
    porteur = {"Authorization": f"Bearer {cle}"}
    client.post("/v1/instruction/vues", json=vue, headers=porteur).raise_for_status()
    nouveautes = "/v1/instruction/nouveautes"
    client.get(nouveautes, headers=porteur).raise_for_status()
    lue = {"jusqu_a": 1}
    client.post(f"{nouveautes}/lecture", json=lue, headers=porteur).raise_for_status()
    demande = client.post("/v1/instruction/exports", json={"format": "ods"}, headers=porteur)
    demande.raise_for_status()
    reglages = {"courrier_quotidien": False}
    client.put("/v1/instruction/moi", json=reglages, headers=porteur).raise_for_status()


def _decider(client: Client, url: str, cle: str) -> None:
    """A lot of decisions, a line of it, a decision."""
    porteur = {"Authorization": f"Bearer {cle}"}
    client.post("/v1/instruction/lots", json={"nom": "Essai"}, headers=porteur).raise_for_status()
    sql(
        url,
        "INSERT INTO ligne_de_lot (lot, candidature_id, depot, sens, motifs, publiee) "
        "SELECT l.id, i.candidature_id, 1, 'acceptee', '{}', false FROM lot l, instruction i",
        "INSERT INTO decision (candidature_id, rang, lot, depot, sens, contenu, arretee_le, "
        "lettre, empreinte) SELECT candidature_id, 1, lot, 1, sens, '{}', now(), '', '' "
        "FROM ligne_de_lot",
        "INSERT INTO code_donne (code) VALUES ('ti-2899')",
    )


def _etiqueter(client: Client, cle: str) -> None:
    """A label, as the administration makes it."""
    voulue = {"nom": "À revoir", "couleur": "green-menthe"}
    administration = {"Authorization": f"Bearer {cle}"}
    creee = client.post("/v1/administration/etiquettes", json=voulue, headers=administration)
    creee.raise_for_status()


def _instruire(candidature: Candidature, cle: str) -> None:
    """What reviewers do, once the call is closed."""
    client = candidature.client
    agent = {"Authorization": f"Bearer {cle}", "X-Horloge": "2023-09-25T08:00:00Z"}
    ici = f"/v1/instruction/candidatures/{candidature.id}"
    pris = client.post(f"{ici}/prise-en-instruction", headers=agent).raise_for_status()
    demande = {"motif": "incomplete", "message": "Qui ?", "pointeurs": ["/contact"]}
    faite = client.post(
        f"{ici}/corrections",
        json=demande | {"jusqu_au": "2023-10-10T12:00:00Z"},
        headers=agent | {"If-Match": pris.headers["ETag"]},
    ).raise_for_status()
    client.request(
        "DELETE",
        f"{ici}/corrections/1",
        json={"motif": "Demandée par erreur."},
        headers=agent | {"If-Match": faite.headers["ETag"]},
    ).raise_for_status()
    voulue = {"courriel": "sgar@example.fr", "fonction": "prefet_region", "question": "Quoi ?"}
    avis = voulue | {"echeance": "2023-10-20T22:00:00Z"}
    client.post(f"{ici}/avis", json=avis, headers=agent).raise_for_status()
    note = {"texte": "À relire."}
    client.post(f"{ici}/notes", json=note, headers=agent).raise_for_status()
    client.post(f"{ici}/messages", json=note, headers=agent).raise_for_status()
    envoyer_un_fichier(candidature, "Délibération.pdf")
    lue = candidature.appeler("POST", "/messages/lecture", json={"jusqu_a": 1})
    lue.raise_for_status()
    client.put(
        f"{ici}/proposition",
        json={"sens": "acceptee"},
        headers=agent | {"If-Match": "*"},
    ).raise_for_status()
