"""Who declares webhooks: for the holder of a key, whichever key it shows; nobody else sees them."""

from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from app.acces.droits import Portee
from app.config import Settings
from app.flux.crochets.cible_url import URL_MAX
from app.flux.crochets.declarer import CROCHETS_MAX
from tests.acces.cles import Administration, porteur
from tests.acces.temoins import nouvelle_cle
from tests.bases import sql
from tests.candidatures.outils import Sonde
from tests.client import MERGE_PATCH, Client, Json
from tests.conftest import reglages_pour, servir
from tests.flux.crochets.outils import CROCHETS, URL, Titulaire, motifs


def test_declare_un_crochet_et_ne_montre_son_secret_qu_une_fois(titulaire: Titulaire) -> None:
    reponse = titulaire.demander(types=["candidature.deposee"], courriel="Ici@Exemple.FR")
    declare = reponse.json()
    assert reponse.status_code == 201
    assert reponse.headers["Location"] == f"{CROCHETS}/{declare['id']}"
    secret = declare.pop("secret")
    assert secret.startswith("whsec_") and len(b64decode(secret[6:])) == 32
    assert declare["actif"] and declare["format"] == "json"
    assert declare["types"] == ["candidature.deposee"] and declare["courriel"] == "ici@exemple.fr"
    assert titulaire.lire(declare["id"]) == declare
    liste = titulaire.appeler("GET")
    assert liste.json() == {"crochets": [declare]}
    assert secret not in liste.text


def test_la_base_ne_tient_pas_le_secret(titulaire: Titulaire, sonde: Sonde) -> None:
    declare = titulaire.declarer()
    (garde,) = (ligne for ligne in sonde.contenu()["crochet"] if declare["id"] in ligne)
    texte = declare["secret"].removeprefix("whsec_")
    assert not [c for c in (texte, texte.encode().hex(), b64decode(texte).hex()) if c in garde]


def test_sans_rien_dire_tout_est_envoye(titulaire: Titulaire) -> None:
    declare = titulaire.declarer()
    assert (declare["types"], declare["format"], declare["courriel"]) == (None, "json", None)


def test_les_cles_d_un_titulaire_les_partagent(
    client: Client, administration: Administration
) -> None:
    cle = administration.creer(Portee.CANDIDATURES_LIRE)
    declare = Titulaire(client, cle["secret"]).declarer()
    suivante = Titulaire(client, administration.roter(cle["id"], 60).json()["secret"])
    assert suivante.lire(declare["id"])["id"] == declare["id"]


def test_celui_d_un_autre_n_existe_pas(titulaire: Titulaire, autre: Titulaire) -> None:
    ici, ailleurs = titulaire.declarer()["id"], str(uuid4())
    for methode, suite, corps in (
        ("GET", "", None),
        ("PATCH", "", {"actif": False}),
        ("DELETE", "", None),
        ("POST", "/secret", {}),
    ):
        refus = [
            autre.appeler(methode, f"/{id}{suite}", **({} if corps is None else {"json": corps}))
            for id in (ici, ailleurs)
        ]
        assert [r.status_code for r in refus] == [404, 404]
        dits = [r.json() | {"requete": ""} for r in refus]
        assert dits[0] == dits[1]
    assert autre.appeler("GET").json() == {"crochets": []}
    assert titulaire.lire(ici)["actif"]


@pytest.mark.parametrize("portee", [Portee.CANDIDATURES_LIRE, Portee.INSTRUCTION_LECTURE])
def test_une_cle_qui_lit_suffit(client: Client, postgres: str, portee: Portee) -> None:
    assert Titulaire(client, nouvelle_cle(postgres, portee)[1]).declarer()


def test_une_cle_qui_ne_lit_pas_et_un_jeton_ne_suffisent_pas(client: Client, postgres: str) -> None:
    muette = Titulaire(client, nouvelle_cle(postgres, Portee.CANDIDATURES_ECRIRE)[1]).demander()
    assert (muette.status_code, muette.json()["code"]) == (403, "portee-insuffisante")
    jeton = client.get(CROCHETS, headers=porteur(client.creer().jeton))
    assert (jeton.status_code, jeton.json()["code"]) == (403, "acces-insuffisant")


def test_vingt_au_plus_meme_declares_ensemble(titulaire: Titulaire, autre: Titulaire) -> None:
    with ThreadPoolExecutor(8) as fils:
        demandes = [fils.submit(titulaire.demander) for _ in range(CROCHETS_MAX + 4)]
    reponses = [demande.result() for demande in demandes]
    assert sorted(r.status_code for r in reponses) == [201] * CROCHETS_MAX + [409] * 4
    refus = next(r.json() for r in reponses if r.status_code == 409)
    assert (refus["code"], refus["maximum"]) == ("trop-de-crochets", CROCHETS_MAX)
    assert autre.declarer()
    libere = titulaire.appeler("GET").json()["crochets"][0]["id"]
    assert titulaire.appeler("DELETE", f"/{libere}").status_code == 204
    assert titulaire.demander().status_code == 201


@pytest.mark.parametrize(
    ("membres", "motif"),
    [
        ({"url": "http://exemple.fr"}, ("/url", "https_attendu")),
        ({"url": "https://moi:mdp@exemple.fr"}, ("/url", "url_avec_identifiants")),
        ({"url": "https://exemple.fr:22"}, ("/url", "port_refuse")),
        ({"url": "https://a.fr/" + "x" * URL_MAX}, ("/url", "string_too_long")),
        ({"url": None}, ("/url", "string_type")),
        ({"libelle": "x" * 256}, ("/libelle", "string_too_long")),
        ({"libelle": "  "}, ("/libelle", "string_too_short")),
        ({"libelle": "a\u202eb"}, ("/libelle", "string_pattern_mismatch")),
        ({"types": []}, ("/types", "too_short")),
        ({"types": ["acces_ouvert"]}, ("/types/0", "enum")),
        ({"format": "xml"}, ("/format", "enum")),
        ({"courriel": "nulle part"}, ("/courriel", "string_pattern_mismatch")),
        ({"secret": "whsec_AAAA"}, ("/secret", "extra_forbidden")),
    ],
)
def test_ce_qui_ne_convient_pas_est_refuse_et_nomme(
    titulaire: Titulaire, membres: Json, motif: tuple[str, str]
) -> None:
    assert motifs(titulaire.demander(**membres)) == [motif]
    if "secret" not in membres:
        assert motifs(titulaire.modifier(titulaire.declarer()["id"], **membres)) == [motif]
    assert len(titulaire.appeler("GET").json()["crochets"]) <= 1


def test_http_et_cette_machine_dans_le_bac_a_sable_seul(
    titulaire: Titulaire, production: str, reglages: Settings
) -> None:
    ici = "http://127.0.0.1:3000/crochet"
    assert titulaire.declarer(url=ici)["url"] == ici
    with servir(reglages_pour(production, reglages.donnees / "production")) as client:
        ailleurs = Titulaire(client, nouvelle_cle(production, Portee.CANDIDATURES_LIRE)[1])
        assert motifs(ailleurs.demander(url=ici)) == [("/url", "https_attendu")]
        assert ailleurs.declarer(url=URL)


def test_une_modification_change_ce_qu_elle_dit(titulaire: Titulaire) -> None:
    declare = titulaire.declarer(types=["candidature.deposee"], courriel="a@exemple.fr")
    del declare["secret"]
    assert titulaire.modifier(declare["id"]).json() == declare
    change: Json = {
        "url": "https://ailleurs.exemple.fr",
        "libelle": "Autre",
        "format": "cloudevents",
        "types": ["candidature.retiree", "candidature.retiree"],
    }
    change_attendu = declare | change | {"types": ["candidature.retiree"]}
    assert titulaire.modifier(declare["id"], **change).json() == change_attendu
    nul = titulaire.appeler(
        "PATCH",
        f"/{declare['id']}",
        content=b'{"types": null, "courriel": null}',
        entetes={"Content-Type": MERGE_PATCH},
    ).json()
    assert nul == change_attendu | {"types": None, "courriel": None}
    assert titulaire.lire(declare["id"]) == nul


def test_coupe_puis_rallume_il_reprend_ou_il_en_etait(titulaire: Titulaire, postgres: str) -> None:
    declare = titulaire.declarer()
    coupe = titulaire.modifier(declare["id"], actif=False).json()
    assert (coupe["actif"], coupe["coupe_pour"]) == (False, "demande")
    assert titulaire.modifier(declare["id"], actif=False).json() == coupe
    sql(
        postgres,
        "UPDATE crochet SET echoue_depuis = now(), echecs = 12, avertissements = 3, "
        f"coupe_pour = 'echecs' WHERE id = '{declare['id']}'",
    )
    assert titulaire.modifier(declare["id"], actif=False).json()["coupe_pour"] == "echecs"
    rallume = titulaire.modifier(declare["id"], actif=True).json()
    assert rallume == {nom: declare[nom] for nom in declare if nom != "secret"}


def test_supprime_il_n_existe_plus(titulaire: Titulaire) -> None:
    id = titulaire.declarer()["id"]
    assert titulaire.appeler("DELETE", f"/{id}").status_code == 204
    assert titulaire.appeler("GET", f"/{id}").status_code == 404
    assert titulaire.appeler("DELETE", f"/{id}").status_code == 404


def test_un_corps_n_est_lu_que_jusqu_a_sa_limite(titulaire: Titulaire) -> None:
    declare = titulaire.declarer()
    for methode, suite, limite in (
        ("POST", "", 16_384),
        ("PATCH", f"/{declare['id']}", 16_384),
        ("POST", f"/{declare['id']}/secret", 16_384),
        ("POST", f"/{declare['id']}/rejouer", 8_192),
    ):
        for taille, statut in ((limite, 422), (limite + 1, 413)):
            corps = b'{"inconnu":"%b"}' % (b"x" * (taille - 14))
            entetes = {"Content-Type": "application/json"}
            refus = titulaire.appeler(methode, suite, content=corps, entetes=entetes)
            assert refus.status_code == statut, refus.text
    assert titulaire.lire(declare["id"]) == {
        nom: declare[nom] for nom in declare if nom != "secret"
    }
