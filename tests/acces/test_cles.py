"""Keys: given once, limited, replaced with an overlap, revoked at once."""

from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import pytest

from app.acces.droits import Portee
from tests.acces.cles import DE_PORTAIL, Administration, porteur
from tests.bases import sql
from tests.candidatures.outils import probleme
from tests.client import Client, Json
from tests.conftest import reglages_pour, servir

MIENNES: Final = "/v1/portails/candidatures"
MATIN: Final = {"X-Horloge": "2023-09-18T09:00:00+02:00"}
MIDI: Final = {"X-Horloge": "2023-09-18T12:00:00+02:00"}
SOIR: Final = {"X-Horloge": "2023-09-18T20:00:00+02:00"}


def accepte(client: Client, cle: str, **entetes: str) -> bool:
    """Whether the key opens what its scope lets read."""
    reponse = client.get(MIENNES, headers=porteur(cle) | entetes)
    if reponse.status_code != 200:
        probleme(reponse, 401, "jeton-refuse")
    return reponse.status_code == 200


def test_une_cle_est_montree_une_fois(administration: Administration, postgres: str) -> None:
    creee = administration.creer(*DE_PORTAIL, nom="  Portail Normandie ", regions=["28"])
    secret = creee.pop("secret")
    assert secret.startswith("tip_") and len(secret) == 47
    assert creee["prefixe"] == secret[:12]
    assert (creee["nom"], creee["etat"], creee["regions"]) == (
        "Portail Normandie",
        "active",
        ["28"],
    )
    assert creee["portees"] == [portee.value for portee in DE_PORTAIL]
    assert creee["creee_par"] == "cle Essais"
    assert administration.voir(creee["id"]) == creee
    assert accepte(administration.client, secret)
    assert secret not in administration.appeler("GET", params={"limite": 100}).text
    gardee = sql(postgres, f"SELECT t::text FROM cle_api t WHERE id = '{creee['id']}'")
    assert secret[12:] not in str(gardee)


REFUSEES: Final[list[tuple[Json, str]]] = [
    ({"nom": ""}, "/nom"),
    ({"nom": "a" * 101}, "/nom"),
    ({"nom": "deux\nlignes"}, "/nom"),
    ({"nom": "\u202ecirtsilac"}, "/nom"),
    ({"portees": []}, "/portees"),
    ({"portees": ["candidatures:tout"]}, "/portees/0"),
    ({"regions": []}, "/regions"),
    ({"regions": ["28", "99"]}, "/regions/1"),
    ({"reseaux": ["192.0.2.1/24"]}, "/reseaux/0"),
    ({"reseaux": ["192.0.2.0/33"]}, "/reseaux/0"),
    ({"reseaux": ["exemple.fr"]}, "/reseaux/0"),
    ({"reseaux": ["::ffff:192.0.2.0/120"]}, "/reseaux/0"),
    ({"reseaux": ["192.0.2.0/24"] * 21}, "/reseaux"),
    ({"expire_le": "2023-09-18T08:59:59+02:00"}, "/expire_le"),
    ({"expire_le": "2024-01-01T00:00:00"}, "/expire_le"),
    ({"expire_le": "9999-12-31T23:59:59-14:00"}, "/expire_le"),
    ({"expire_le": 4_102_444_800}, "/expire_le"),
    ({"titulaire": str(UUID(int=1))}, "/titulaire"),
]


@pytest.mark.parametrize(("membres", "ou"), REFUSEES, ids=[str(m)[:40] for m, _ in REFUSEES])
def test_une_demande_fausse_est_refusee(
    administration: Administration, membres: Json, ou: str
) -> None:
    refus = probleme(administration.demander(**membres, entetes=MATIN), 422, "requete-invalide")
    assert [(p["dans"], p["nom"]) for p in refus["parametres"]] == [("body", ou)]


def test_une_cle_expire(administration: Administration) -> None:
    cle = administration.creer(
        Portee.CANDIDATURES_LIRE, expire_le="2023-09-18T12:00:00+02:00", entetes=MATIN
    )
    assert accepte(administration.client, cle["secret"], **MATIN)
    assert not accepte(administration.client, cle["secret"], **MIDI)
    assert administration.voir(cle["id"], **MIDI)["etat"] == "expiree"


def test_une_cle_revoquee_n_ouvre_plus_rien(administration: Administration) -> None:
    cle = administration.creer(Portee.CANDIDATURES_LIRE)
    assert accepte(administration.client, cle["secret"])
    for heure in (MIDI, SOIR):  # revoking again changes nothing
        reponse = administration.appeler("DELETE", f"/{cle['id']}", entetes=heure)
        assert reponse.status_code == 204
    assert not accepte(administration.client, cle["secret"])
    vue = administration.voir(cle["id"])
    assert (vue["etat"], vue["revoquee_le"]) == ("revoquee", "2023-09-18T10:00:00Z")


def test_la_rotation_laisse_un_recouvrement(administration: Administration) -> None:
    client = administration.client
    ancienne = administration.creer(*DE_PORTAIL, nom="À tourner", reseaux=["127.0.0.0/8"])
    chemin = f"{MIENNES}/rotation-{uuid4()}"
    client.put(chemin, json={}, headers=porteur(ancienne["secret"])).raise_for_status()

    tournee = administration.roter(
        ancienne["id"], 3 * 3600, expire_le="2023-12-31T00:00:00Z", entetes=MATIN
    )
    assert tournee.status_code == 201
    neuve = tournee.json()
    gardes = ("titulaire", "nom", "portees", "regions", "reseaux")
    assert {c: neuve[c] for c in gardes} == {c: ancienne[c] for c in gardes}
    assert neuve["expire_le"] == "2023-12-31T00:00:00Z"
    assert administration.voir(ancienne["id"])["expire_le"] == "2023-09-18T10:00:00Z"

    assert accepte(client, ancienne["secret"], **MATIN)
    assert not accepte(client, ancienne["secret"], **MIDI)
    assert accepte(client, neuve["secret"], **MIDI)
    # What the holder made is theirs whichever key they show.
    assert client.get(chemin, headers=porteur(neuve["secret"])).status_code == 200


def test_sans_recouvrement_l_ancienne_cle_est_finie_aussitot(
    administration: Administration,
) -> None:
    ancienne = administration.creer(Portee.CANDIDATURES_LIRE)
    neuve = administration.roter(ancienne["id"], 0, entetes=MATIN).json()
    assert not accepte(administration.client, ancienne["secret"], **MATIN)
    assert accepte(administration.client, neuve["secret"], **MATIN)


def test_une_cle_finie_se_remplace_sans_revivre(administration: Administration) -> None:
    client = administration.client
    cle = administration.creer(
        Portee.CANDIDATURES_LIRE, expire_le="2023-09-18T12:00:00+02:00", entetes=MATIN
    )
    neuve = administration.roter(cle["id"], 86_400, entetes=SOIR).json()
    assert neuve["titulaire"] == cle["titulaire"]
    assert administration.voir(cle["id"])["expire_le"] == cle["expire_le"]
    administration.appeler("DELETE", f"/{neuve['id']}")
    derniere = administration.roter(neuve["id"], 86_400).json()
    assert not accepte(client, neuve["secret"])
    assert accepte(client, derniere["secret"])


@pytest.mark.parametrize(
    "corps", [{}, {"recouvrement": -1}, {"recouvrement": 2_592_001}, {"recouvrement": "PT1H"}]
)
def test_un_recouvrement_est_borne(administration: Administration, corps: Json) -> None:
    cle = administration.creer(Portee.CANDIDATURES_LIRE)
    refus = administration.appeler("POST", f"/{cle['id']}/rotation", corps)
    assert probleme(refus, 422, "requete-invalide")["parametres"][0]["nom"] == "/recouvrement"


def test_une_cle_inconnue_est_introuvable(administration: Administration) -> None:
    probleme(administration.roter(str(uuid4()), 0), 404, "introuvable")
    probleme(administration.appeler("DELETE", f"/{uuid4()}"), 404, "introuvable")


def test_une_cle_ne_sert_que_de_ses_reseaux(administration: Administration) -> None:
    ici = administration.creer(Portee.CANDIDATURES_LIRE, reseaux=["192.0.2.0/24", "127.0.0.1/32"])
    ailleurs = administration.creer(Portee.CANDIDATURES_LIRE, reseaux=["192.0.2.0/24", "::/0"])
    assert accepte(administration.client, ici["secret"])
    refus = administration.client.get(MIENNES, headers=porteur(ailleurs["secret"]))
    probleme(refus, 403, "adresse-refusee")
    assert administration.voir(ailleurs["id"])["dernier_usage"] is None


def test_derriere_un_proxy_l_adresse_est_celle_du_client(
    administration: Administration, postgres: str, tmp_path: Path
) -> None:
    reseau = administration.creer(Portee.CANDIDATURES_LIRE, reseaux=["198.51.100.0/24"])["secret"]
    reglages = reglages_pour(postgres, tmp_path, proxys=["127.0.0.1/32"], bac_a_sable=True)

    def statut(relaye: str) -> int:
        entetes = porteur(reseau) | {"X-Forwarded-For": relaye}
        return client.get(MIENNES, headers=entetes).status_code

    with servir(reglages) as client:
        assert [statut(de) for de in ("198.51.100.7", "::ffff:198.51.100.7")] == [200, 200]
        assert [statut(de) for de in ("203.0.113.7", "198.51.100.7, 203.0.113.7")] == [403, 403]


def test_le_dernier_usage_est_connu_a_la_minute(administration: Administration) -> None:
    cle = administration.creer(Portee.CANDIDATURES_LIRE)
    assert cle["dernier_usage"] is None
    vus: list[Any] = []
    for heure in ("10:00:00", "10:00:59", "10:01:00"):
        accepte(administration.client, cle["secret"], **{"X-Horloge": f"2023-09-18T{heure}Z"})
        vus.append(administration.voir(cle["id"])["dernier_usage"])
    assert vus == ["2023-09-18T10:00:00Z"] * 2 + ["2023-09-18T10:01:00Z"]


def test_les_cles_se_listent_par_pages_de_la_plus_recente(administration: Administration) -> None:
    heures = [{"X-Horloge": f"2031-01-01T00:00:0{rang}Z"} for rang in range(3)]
    faites = [administration.creer(Portee.CANDIDATURES_LIRE, entetes=h)["id"] for h in heures]
    page = administration.appeler("GET", params={"limite": 2}).json()
    assert [cle["id"] for cle in page["cles"]] == faites[:0:-1]
    suite = administration.appeler("GET", params={"limite": 2, "apres": page["suivant"]}).json()
    assert suite["cles"][0]["id"] == faites[0]
    assert administration.appeler("GET", params={"apres": str(uuid4())}).json()["cles"] == []


@pytest.mark.parametrize(
    ("portees", "regions"),
    [
        ([Portee.INSTRUCTION_ECRITURE], None),
        ([*DE_PORTAIL], None),
        ([Portee.ADMINISTRATION], ["28"]),
    ],
    ids=["instruction", "portail", "administration d'une région"],
)
def test_les_cles_sont_a_l_administration_de_toutes_les_regions(
    administration: Administration, portees: list[Portee], regions: list[str] | None
) -> None:
    cle = administration.creer(*portees, regions=regions)
    autre = Administration(administration.client, cle["secret"])
    for tentative in (
        autre.demander(),
        autre.appeler("GET"),
        autre.roter(cle["id"], 0),
        autre.appeler("DELETE", f"/{cle['id']}"),
    ):
        probleme(tentative, 403, "acces-insuffisant")
    assert administration.voir(cle["id"])["etat"] == "active"


def test_une_cle_n_est_pas_dans_les_journaux(
    administration: Administration, capfd: pytest.CaptureFixture[str]
) -> None:
    creee = administration.creer(Portee.CANDIDATURES_LIRE)
    neuve = administration.roter(creee["id"], 60).json()
    for cle in (
        creee["secret"],
        neuve["secret"],
        creee["secret"][:-1],
        creee["secret"][:-2] + "__",
    ):
        administration.client.get(MIENNES, headers=porteur(cle))
    # On the same connection: once it is answered, all that came before has been logged.
    administration.client.get("/sante/vivant")
    journal = capfd.readouterr().out
    assert journal.count("statut=") >= 6
    assert creee["secret"][4:-4] not in journal and neuve["secret"][4:-4] not in journal
