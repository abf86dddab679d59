"""A lost secret: links sent to the address of the applicant, each good once, and briefly."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from app.acces.droits import Role
from app.candidatures.etats import Etat
from app.candidatures.partage.courriels import ENTREES_MAX, Entree, retrouvailles
from tests.acces.courrier import (
    acces,
    adresse,
    candidature_de,
    demander,
    echanger,
    evenements_d_acces,
    invitee,
    inviter,
    lien_recu,
    liens,
    recu,
    recus,
    suivre,
)
from tests.candidatures.outils import Sonde, probleme
from tests.client import Candidature, Client, Json
from tests.depots.pieces import deposee
from tests.formulaire.exemples import dossier_complet

LE = datetime(2023, 9, 18, tzinfo=UTC)
LIGNE = "SELECT 1 FROM candidature WHERE id = CAST(:id AS uuid) FOR UPDATE"


@pytest.fixture
def courriel() -> str:
    return adresse()


@pytest.fixture
def candidature(client: Client, courriel: str) -> Candidature:
    return candidature_de(client, courriel)


def _retrouver(client: Client, courriel: str, rang: int = 1) -> str:
    """The link received by somebody who asked for it, and opens one candidature."""
    assert demander(client, courriel).status_code == 202
    return lien_recu(client, courriel, rang)


# --- Found again ---


def test_un_jeton_perdu_se_retrouve_par_courriel(
    client: Client, candidature: Candidature, courriel: str
) -> None:
    retrouvee = suivre(client, _retrouver(client, courriel.upper()))
    assert retrouvee.creee.keys() == {"candidature", "role", "jeton", "autres_acces"}
    assert retrouvee.creee["autres_acces"] == []
    assert (retrouvee.id, retrouvee.creee["role"]) == (candidature.id, "proprietaire")
    assert retrouvee.modifier({"contact": {"nom_prenom": "Jeanne"}}).status_code == 200
    probleme(candidature.appeler("GET"), 404, "introuvable")
    assert evenements_d_acces(retrouvee) == [("acces_ouvert", "proprietaire", "proprietaire")]


def test_une_personne_invitee_retrouve_son_jeton(client: Client, candidature: Candidature) -> None:
    editrice = invitee(candidature)
    courriel = acces(candidature)[1]["courriel"]
    lien = _retrouver(client, courriel, 2)
    assert suivre(client, lien).creee["role"] == "edition"
    probleme(editrice.appeler("GET"), 404, "introuvable")
    assert candidature.lire()


def test_un_courriel_donne_un_lien_par_candidature(client: Client, courriel: str) -> None:
    dossier = dossier_complet()
    dossier["demandeur"]["courriel"] = courriel
    une, deux = deposee(client, dossier), candidature_de(client, courriel)
    retiree, supprimee = deposee(client, dossier), candidature_de(client, courriel)
    retiree.appeler("POST", "/retrait").raise_for_status()
    supprimee.appeler("DELETE").raise_for_status()
    revoquee = client.creer()
    for partagee, role in ((client.creer(), "lecture"), (revoquee, "edition")):
        inviter(partagee, courriel, role).raise_for_status()
    for rang in (1, 2):
        suivre(client, lien_recu(client, courriel, rang))
    revoquee.appeler("DELETE", f"/acces/{acces(revoquee)[1]['id']}").raise_for_status()
    demander(client, courriel).raise_for_status()
    texte = recu(client, courriel, 3)["texte"]
    ouvertes = [suivre(client, lien) for lien in liens(texte)]
    roles = [ouverte.creee["role"] for ouverte in ouvertes]
    assert sorted(roles) == ["lecture", "proprietaire", "proprietaire", "proprietaire"]
    ids = {o.id for o in ouvertes if o.creee["role"] == "proprietaire"}
    assert ids == {une.id, deux.id, retiree.id}
    numeros = [ouverte.lire()["numero"] for ouverte in ouvertes]
    assert all(numero in texte for numero in numeros if numero)
    for mot in ("18/09/2023, déposée", "18/09/2023, retirée", "en cours de rédaction"):
        assert mot in texte


def test_dix_brouillons_d_un_autre_n_ecartent_pas_les_siens(client: Client, courriel: str) -> None:
    """Deposited and confirmed ones come first, drafts that only give the address apart; and all."""
    dossier = dossier_complet()
    dossier["demandeur"]["courriel"] = courriel
    sienne, confirmee = deposee(client, dossier), candidature_de(client, courriel)
    demander(client, courriel).raise_for_status()
    for lien in liens(recu(client, courriel)["texte"]):
        suivre(client, lien)
    autres = [candidature_de(client, courriel) for _ in range(11)]
    invitee(autres[0])
    demander(client, courriel).raise_for_status()
    texte = recu(client, courriel, 2)["texte"]
    siennes, _, apart = texte.partition("sans que personne l'ait")
    assert len(liens(siennes)) == 2 and len(liens(apart)) == 11
    assert {suivre(client, lien).id for lien in liens(siennes)} == {sienne.id, confirmee.id}
    assert apart.count("autres accès ouverts : 1") == texte.count("autres accès ouverts") == 1


def test_autant_de_courriels_qu_il_en_faut(client: Client, courriel: str) -> None:
    entrees = [
        Entree(Role.PROPRIETAIRE, None, Etat.BROUILLON, LE, rang == ENTREES_MAX, 0, f"#{rang};")
        for rang in range(2 * ENTREES_MAX + 1)
    ]
    textes = [c.texte for c in retrouvailles(courriel, entrees)]
    assert [texte.count("Candidature sans numéro") for texte in textes] == [100, 100, 1]
    assert textes[0].index(f"#{ENTREES_MAX};") < textes[0].index("#0;")
    assert all(any(f"#{rang};" in texte for texte in textes) for rang in range(len(entrees)))
    assert "Message 3 sur 3" in textes[2]


def test_un_proprietaire_apprend_qui_d_autre_entre_et_ferme_tout_d_un_coup(
    client: Client, candidature: Candidature, courriel: str
) -> None:
    editrice, invite = invitee(candidature), adresse("eve")
    inviter(candidature, invite, "lecture").raise_for_status()
    retrouvee = suivre(client, _retrouver(client, courriel))
    autres = retrouvee.creee["autres_acces"]
    assert [(a["role"], a["etat"]) for a in autres] == [("edition", "actif"), ("lecture", "invite")]
    probleme(editrice.appeler("DELETE", "/acces"), 403, "acces-insuffisant")
    assert retrouvee.appeler("DELETE", "/acces").status_code == 204
    probleme(editrice.appeler("GET"), 404, "introuvable")
    probleme(echanger(client, lien_recu(client, invite)), 404, "lien-refuse")
    assert [a["etat"] for a in acces(retrouvee)] == ["actif", "revoque", "revoque"]


def test_une_invitation_pas_encore_suivie_ne_se_retrouve_pas(
    client: Client, candidature: Candidature, courriel: str
) -> None:
    invite = adresse("ali")
    inviter(candidature, invite).raise_for_status()
    recu(client, invite)
    demander(client, invite).raise_for_status()
    _retrouver(client, courriel)  # asked for later, and answered
    assert len(recus(client, invite)) == 1


# --- One answer for all ---


def test_la_requete_fait_le_meme_travail_que_l_adresse_soit_connue_ou_non(
    client: Client, candidature: Candidature, courriel: str, sonde: Sonde
) -> None:
    """Nobody can read where addresses are while the requests are answered: they look at nothing."""
    tables = "candidature, acces, lien"
    with sonde.verrou(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE"):
        autre = adresse()
        connue, inconnue = demander(client, courriel), demander(client, autre)
        file = "SELECT priority FROM pgqueuer WHERE convert_from(payload, 'UTF8') LIKE :contenu"
        for une in (courriel, autre):
            assert sonde.lignes(file, contenu=f"%{une}%") == [(0,)]
    assert (connue.status_code, connue.json()) == (202, inconnue.json())
    entetes = {*connue.headers} ^ {*inconnue.headers}
    assert (inconnue.status_code, entetes) == (202, set())
    assert lien_recu(client, courriel)


def test_rien_ne_part_a_une_adresse_inconnue(client: Client, courriel: str) -> None:
    candidature_de(client, courriel)
    inconnue = adresse()
    assert demander(client, inconnue).status_code == 202
    _retrouver(client, courriel)
    assert recus(client, inconnue) == []


@pytest.mark.parametrize("corps", [{"courriel": "jeanne"}, {}, {"courriel": None}])
def test_une_adresse_mal_formee_est_refusee(client: Client, corps: Json) -> None:
    document = probleme(client.post("/v1/acces/liens", json=corps), 422, "requete-invalide")
    assert [p["nom"] for p in document["parametres"]] == ["/courriel"]


def test_la_demande_est_comptee(client: Client, candidature: Candidature, courriel: str) -> None:
    une, autre = demander(client, courriel), inviter(candidature, adresse())
    restes = [int(reponse.headers["ratelimit-remaining"]) for reponse in (une, autre)]
    assert restes[1] == restes[0] - 1


# --- Good once, and briefly ---


def test_tout_lien_qui_ne_fonctionne_pas_recoit_la_meme_reponse(
    client: Client, candidature: Candidature, courriel: str
) -> None:
    servi, expire = _retrouver(client, courriel), _retrouver(client, courriel, 2)
    le = datetime.fromisoformat(recu(client, courriel, 2)["envoye_le"])
    trop_tard = {"X-Horloge": (le + timedelta(minutes=15)).isoformat()}
    refus = [echanger(client, expire, **trop_tard)]
    suivre(client, servi)
    # With the one that served, the others of the same access are dead.
    textes = (servi, expire, f"til_{'A' * 43}", "til_", "", candidature.jeton, f" {servi}")
    refus += [echanger(client, texte) for texte in textes]
    documents = [probleme(reponse, 404, "lien-refuse") for reponse in refus]
    for document in documents:
        del document["requete"]
    assert documents == [documents[0]] * len(textes) + [documents[0]]


def test_le_lien_part_de_l_heure_de_la_requete_si_elle_est_plus_tardive(
    client: Client, candidature: Candidature, courriel: str
) -> None:
    le = {"X-Horloge": "2023-09-22T23:50:00+02:00"}
    demander(client, courriel, **le).raise_for_status()
    lien = lien_recu(client, courriel)
    assert echanger(client, lien, **le).status_code == 200


def test_de_plusieurs_echanges_a_la_fois_un_seul_passe(
    client: Client, candidature: Candidature, courriel: str, sonde: Sonde
) -> None:
    lien = _retrouver(client, courriel)
    with ThreadPoolExecutor(6) as fils:
        with sonde.verrou(LIGNE, id=candidature.id):
            appels = [fils.submit(echanger, client, lien) for _ in range(6)]
            sonde.attendre_la_file(*appels)
        reponses = sorted((appel.result() for appel in appels), key=lambda r: r.status_code)
    assert [reponse.status_code for reponse in reponses] == [200] + [404] * 5
    gagnee = Candidature(client, candidature.id, reponses[0].json()["jeton"], {})
    assert evenements_d_acces(gagnee) == [("acces_ouvert", "proprietaire", "proprietaire")]


def test_un_lien_ne_sert_pas_dans_une_adresse(
    client: Client, candidature: Candidature, courriel: str
) -> None:
    lien = _retrouver(client, courriel)
    nu = client.post(f"/v1/acces/liens/echange?lien={lien}", json={})
    probleme(nu, 400, "jeton-dans-adresse")
    en_tete = {"Authorization": f"Bearer {lien}"}
    probleme(client.get(candidature.url, headers=en_tete), 401, "jeton-mal-forme")
    assert suivre(client, lien).id == candidature.id


def test_ni_lien_ni_jeton_n_est_stocke_ni_journalise(
    client: Client,
    candidature: Candidature,
    courriel: str,
    sonde: Sonde,
    capfd: pytest.CaptureFixture[str],
) -> None:
    lien = _retrouver(client, courriel)
    jeton = suivre(client, lien).jeton
    probleme(echanger(client, lien), 404, "lien-refuse")
    file = [ligne for (ligne,) in sonde.lignes("SELECT t::text FROM pgqueuer t")]
    tables = sonde.contenu()
    del tables["courriel_garde"]  # the mailbox of a sandbox, where it was read
    stocke = "\n".join([*file, *(ligne for table in tables.values() for ligne in table)])
    sorti = "".join(capfd.readouterr())
    assert candidature.id in stocke and "/v1/acces/liens/echange" in sorti
    for secret in (lien, jeton):
        assert secret not in stocke and secret not in sorti
    assert courriel not in sorti
