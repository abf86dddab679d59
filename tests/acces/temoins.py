"""One caller of each kind, and the candidature that they all call for."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

import httpx2

from app.acces.droits import Portee, Role
from app.acces.jeton import Prefixe, nouveau_jeton
from app.contrat.matrice import TEMOINS, Temoin
from tests.bases import sql
from tests.client import Candidature, Client, Json
from tests.formulaire.exemples import dossier_complet
from tests.pieces_jointes.echantillons import pdf

REGION, AUTRE_REGION = "93", "53"
REFERENCE = "dossier-42"
PORTEES = [Portee.CANDIDATURES_LIRE, Portee.CANDIDATURES_ECRIRE, Portee.CANDIDATURES_DEPOSER]


@dataclass
class Scene:
    """The candidature, and what each kind of caller puts in `Authorization`."""

    candidature: Candidature
    region: str
    piece: str
    fichier: str
    jointe: str
    acces: str
    cle: str
    crochet: str
    evenement: str
    avis: str
    porteurs: dict[str, str | None] = field(repr=False)


def nouvelle_cle(
    url: str,
    *portees: Portee,
    regions: list[str] | None = None,
    expire_le: datetime | None = None,
) -> tuple[str, str]:
    """Insert a key; its id and its secret."""
    id, jeton = str(uuid4()), nouveau_jeton(Prefixe.CLE)
    valeurs = {
        "portees": _tableau([*portees]),
        "regions": _tableau(regions),
        "expire_le": f"'{expire_le.isoformat()}'" if expire_le else "NULL",
    }
    sql(
        url,
        "INSERT INTO cle_api (id, titulaire, empreinte, prefixe, nom, portees, regions, creee_le, "
        f"creee_par, expire_le) VALUES ('{id}', '{uuid4()}', '\\x{jeton.empreinte.hex()}', "
        f"'{jeton.texte[:12]}', 'essai', {valeurs['portees']}, {valeurs['regions']}, now(), "
        f"'essai', {valeurs['expire_le']})",
    )
    return id, jeton.texte


def nouvel_acces(
    url: str, candidature: str, role: Role, *, revoque: bool = False
) -> tuple[str, str]:
    """Insert an access to a candidature; its id and its secret, which opens nothing if revoked."""
    id, jeton = str(uuid4()), nouveau_jeton()
    empreinte = "NULL" if revoque else f"'\\x{jeton.empreinte.hex()}'"
    sql(
        url,
        "INSERT INTO acces (id, candidature_id, empreinte, genre, role, cree_le, revoque_le) "
        f"VALUES ('{id}', '{candidature}', {empreinte}, 'jeton', '{role}', now(), "
        f"{'now()' if revoque else 'NULL'})",
    )
    return id, jeton.texte


def nouvel_agent(url: str) -> str:
    """Insert somebody in the directory; their id."""
    id = str(uuid4())
    sql(url, f"INSERT INTO agent (id, cle, vu_le) VALUES ('{id}', true, now())")
    return id


def envoyer_un_fichier(candidature: Candidature, nom: str) -> str:
    """Send a file with a message of who applies; its id."""
    envoi = {"fichier": (nom, pdf())}
    joint = candidature.appeler("POST", "/messages/pieces-jointes", files=envoi)
    fichier: str = joint.raise_for_status().json()["id"]
    message = {"texte": "La voici.", "pieces": [fichier]}
    candidature.appeler("POST", "/messages", json=message).raise_for_status()
    return fichier


def joindre_a_un_avis(client: Client, consulte: str, nom: str) -> str:
    """Send a file for the opinion that this secret opens; its id."""
    reponse = client.post(
        "/v1/avis/reponse/pieces-jointes",
        files={"fichier": (nom, pdf())},
        headers={"Authorization": f"Bearer {consulte}"},
    )
    piece: str = reponse.raise_for_status().json()["id"]
    return piece


def rendre_avec_un_fichier(client: Client, consulte: str, nom: str) -> str:
    """Answer, with a file; its id."""
    piece = joindre_a_un_avis(client, consulte, nom)
    reponse = {"sens": "reserve", "texte": "Voir ci-joint.", "pieces": [piece]}
    porteur = {"Authorization": f"Bearer {consulte}"}
    client.post("/v1/avis/envoi", json=reponse, headers=porteur).raise_for_status()
    return piece


def nouveau_crochet(url: str, cle: str) -> str:
    """Insert a webhook of the holder of this key, which is off; its id."""
    id = str(uuid4())
    sql(
        url,
        "INSERT INTO crochet (id, titulaire, url, libelle, format, secret, cree_le, actif, "
        f"position, echecs, avertissements) SELECT '{id}', titulaire, 'https://exemple.fr', "
        f"'Essai', 'json', '', now(), false, 0, 0, 0 FROM cle_api WHERE id = '{cle}'",
    )
    return id


def nouvelle_etiquette(url: str, id: str | None = None) -> str:
    """Insert a label; its id."""
    id = id or str(uuid4())
    sql(
        url,
        "INSERT INTO etiquette (id, nom, nom_simplifie, couleur) "
        f"VALUES ('{id}', 'Essai', '{id}', 'green-menthe')",
    )
    return id


def nouveau_lot(url: str, region: str | None = None) -> str:
    """Insert a lot of decisions that is being prepared, of this region or of all; its id."""
    id, regions = str(uuid4()), None if region is None else [region]
    sql(
        url,
        "INSERT INTO lot (id, version, nom, etat, secret, regions, cree_le, agent) "
        f"VALUES ('{id}', 1, 'Essai', 'brouillon', true, {_tableau(regions)}, now(), "
        f"'{uuid4()}')",
    )
    return id


def nouvel_avis(url: str, candidature: str) -> tuple[str, str]:
    """Insert an opinion that is asked of somebody who followed their link; its id, their secret."""
    id, jeton = str(uuid4()), nouveau_jeton(Prefixe.AVIS)
    sql(
        url,
        "INSERT INTO avis (id, candidature_id, version, depot, courriel, fonction, question, "
        "sections, echeance, demande_le, agent, prevenu_le, empreinte, envois) "
        f"VALUES ('{id}', '{candidature}', 1, 1, '{id}@example.fr', 'dreets', 'Quoi ?', "
        "ARRAY['perimetre', 'plan_action', 'gouvernance'], '2023-12-31', '2023-09-01', "
        f"'{uuid4()}', '2023-09-01', '\\x{jeton.empreinte.hex()}', 0)",
    )
    return id, jeton.texte


def scene(client: Client, url: str) -> Scene:
    """A deposited candidature that a portal made, and one caller of each kind."""
    cle, portail = nouvelle_cle(url, *PORTEES)
    au_portail = {"Authorization": f"Bearer {portail}"}
    candidature = _deposee(client, url, au_portail)
    region = candidature.lire()["dossier"]["perimetre"]["region"]
    autre = next(code for code in (REGION, AUTRE_REGION) if code != region)
    sql(
        url,
        "INSERT INTO portail_reference (titulaire, reference, candidature_id) "
        f"SELECT titulaire, '{REFERENCE}', '{candidature.id}' FROM cle_api WHERE id = '{cle}'",
    )
    edition, editeur = nouvel_acces(url, candidature.id, Role.EDITION)
    pieces = candidature.appeler("GET", "/pieces-jointes").json()["pieces"]
    lecture, ecriture = Portee.INSTRUCTION_LECTURE, Portee.INSTRUCTION_ECRITURE
    decision = Portee.INSTRUCTION_DECISION
    crochet = nouveau_crochet(url, cle)
    avis, consulte = nouvel_avis(url, candidature.id)
    secrets = {
        "personne": None,
        "mal formé": "jeton",
        "expiré": nouvelle_cle(url, *Portee, expire_le=datetime(2023, 1, 1, tzinfo=UTC))[1],
        "révoqué": nouvel_acces(url, candidature.id, Role.PROPRIETAIRE, revoque=True)[1],
        "propriétaire": candidature.jeton,
        "autre candidat": client.creer().jeton,
        "co-éditeur": editeur,
        "co-éditeur en lecture": nouvel_acces(url, candidature.id, Role.LECTURE)[1],
        "portail": portail,
        "portail sans portée": nouvelle_cle(url)[1],
        "autre portail": nouvelle_cle(url, *PORTEES)[1],
        "instructeur": nouvelle_cle(url, lecture, regions=[region])[1],
        "instructeur qui écrit": nouvelle_cle(url, ecriture, regions=[region])[1],
        "décideur": nouvelle_cle(url, decision, regions=[region])[1],
        "instructeur d'une autre région": nouvelle_cle(url, ecriture, regions=[autre])[1],
        "consulté": consulte,
        "administration": nouvelle_cle(url, Portee.ADMINISTRATION)[1],
    }
    porteurs = {nom: secret and f"Bearer {secret}" for nom, secret in secrets.items()}
    assert [*porteurs] == [temoin.nom for temoin in TEMOINS]
    publie = client.get("/v1/flux", headers=au_portail).raise_for_status().json()
    evenement = publie["evenements"][0]["data"]["id"]
    fichier = envoyer_un_fichier(candidature, "Délibération.pdf")
    jointe = rendre_avec_un_fichier(client, consulte, "Courrier.pdf")
    lui = candidature, region, pieces[0]["id"], fichier, jointe
    return Scene(*lui, edition, cle, crochet, evenement, avis, porteurs)


def _deposee(client: Client, url: str, au_portail: dict[str, str]) -> Candidature:
    """Made by the portal, which is told no owner's secret: it is written past the service."""
    reponse = client.post(
        "/v1/candidatures", json={"dossier": dossier_complet()}, headers=au_portail
    )
    creee = reponse.raise_for_status().json()
    jeton = nouveau_jeton()
    sql(
        url,
        f"UPDATE acces SET empreinte = '\\x{jeton.empreinte.hex()}' "
        f"WHERE candidature_id = '{creee['id']}' AND role = 'proprietaire'",
    )
    candidature = Candidature(client, creee["id"], jeton.texte, creee)
    for rubrique in ("lettres", "plan_action_operationnel"):
        candidature.joindre(rubrique, f"{rubrique}.pdf", pdf()).raise_for_status()
    candidature.deposer().raise_for_status()
    return candidature


def appeler(
    client: Client, methode: str, chemin: str, autorisation: str | None, corps: Json
) -> httpx2.Response:
    """Call a route as a body of this type would be sent to it."""
    entetes = {"Authorization": autorisation} if autorisation else {}
    options: Json = {}
    if "multipart" in corps:
        options = {"files": corps["multipart"], "data": corps.get("data", {})}
    elif "json" in corps:
        entetes["Content-Type"] = corps["type"]
        options = {"content": json.dumps(corps["json"])}
    return client.request(methode, chemin, headers=entetes, **options)


def temoin(nom: str) -> Temoin:
    return next(t for t in TEMOINS if t.nom == nom)


def _tableau(valeurs: Sequence[str] | None) -> str:
    if valeurs is None:
        return "NULL"
    return "ARRAY[{}]::text[]".format(", ".join(f"'{valeur}'" for valeur in valeurs))
