"""The feed, page by page: what it says, to whom, in which order; how far one has read."""

import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import pytest

from app.acces.droits import Portee
from app.flux.evenement import TypeEvenement
from tests.acces.cles import Administration, porteur
from tests.acces.temoins import nouvelle_cle
from tests.bases import sql
from tests.candidatures.outils import probleme
from tests.client import Client, Json
from tests.depots.pieces import deposee
from tests.flux.outils import (
    BRETAGNE,
    EPCI_BRETON,
    EPCI_NORMAND,
    FLUX,
    a_jour,
    bout,
    demander,
    demander_la_liste,
    deposer_par,
    ids,
    lire,
    lister,
    siennes,
    types,
)
from tests.portails.outils import Portail, reference


def test_un_portail_lit_ce_qui_arrive_aux_siennes(
    client: Client, portail: Portail, autre_portail: Portail
) -> None:
    depart, ref = bout(client, portail.cle), reference()
    mienne = deposer_par(portail, ref)
    deposer_par(autre_portail)
    mienne.appeler("POST", "/retrait").raise_for_status()
    page = lire(client, portail.cle, apres=depart)
    assert types(page) == ["candidature.deposee", "candidature.retiree"]
    premier, second = (evenement["data"] for evenement in page["evenements"])
    assert premier["candidature"] == {
        "id": mienne.id,
        "numero": mienne.lire()["numero"],
        "reference": ref,
        "etat": "deposee",
        "region": "28",
    }
    assert (premier["sequence"], second["sequence"]) == (1, 2)
    assert premier["depot"] == second["depot"] == 1
    assert premier["lien"] == mienne.url
    assert second["candidature"]["etat"] == "retiree"
    assert premier["position"] < second["position"]
    assert page["a_jour"]
    assert lire(client, portail.cle, apres=page["suivant"])["evenements"] == []


def test_un_second_depot_porte_un_autre_nom(client: Client) -> None:
    candidature = deposee(client)
    candidature.modifier({"perimetre": {"nom_territoire": "Ailleurs"}}).raise_for_status()
    candidature.deposer().raise_for_status()
    page = lire(client, candidature.jeton)
    assert types(page) == ["candidature.deposee", "candidature.redeposee"]
    assert [evenement["data"]["depot"] for evenement in page["evenements"]] == [1, 2]


def test_un_candidat_ne_lit_que_la_sienne_sans_reference(client: Client) -> None:
    candidature, _ = deposee(client), deposee(client)
    (lu,) = lire(client, candidature.jeton)["evenements"]
    assert lu["data"]["candidature"]["id"] == candidature.id
    assert lu["data"]["candidature"]["reference"] is None
    assert lu["data"]["lien"] == candidature.url


def test_un_brouillon_enregistre_n_entre_pas_dans_le_flux(client: Client) -> None:
    candidature = client.creer()
    candidature.modifier({"perimetre": {"nom_territoire": "Ailleurs"}}).raise_for_status()
    assert lire(client, candidature.jeton)["evenements"] == []


def test_un_instructeur_lit_ce_qui_est_depose_dans_ses_regions(
    client: Client, portail: Portail, normande: str, bretonne: str, nationale: str
) -> None:
    departs = {cle: bout(client, cle) for cle in (normande, bretonne, nationale)}
    ici, la = deposer_par(portail), deposer_par(portail, **BRETAGNE)
    lues = {
        cle: [
            evenement["data"]["candidature"]["id"]
            for evenement in siennes(lire(client, cle, apres=depart), ici, la)
        ]
        for cle, depart in departs.items()
    }
    assert lues == {normande: [ici.id], bretonne: [la.id], nationale: [ici.id, la.id]}
    (lu,) = siennes(lire(client, normande, apres=departs[normande]), ici)
    assert lu["data"]["candidature"]["reference"] is None
    assert lu["data"]["lien"] is None


def test_qui_instruit_apprend_qu_une_candidature_quitte_sa_region(
    client: Client, portail: Portail, normande: str, bretonne: str
) -> None:
    ref = reference()
    candidature = deposer_par(portail, ref)
    departs = {cle: bout(client, cle) for cle in (normande, bretonne)}
    portail.ecrire(ref, {"perimetre": BRETAGNE}).raise_for_status()
    portail.deposer(ref).raise_for_status()
    for cle, depart in departs.items():
        (lu,) = siennes(lire(client, cle, apres=depart), candidature)
        assert (lu["type"], lu["data"]["candidature"]["region"]) == ("candidature.redeposee", "53")
    # From then on it is none of the first one's business.
    departs = {cle: bout(client, cle) for cle in departs}
    candidature.appeler("POST", "/retrait").raise_for_status()
    assert siennes(lire(client, normande, apres=departs[normande]), candidature) == []
    (lu,) = siennes(lire(client, bretonne, apres=departs[bretonne]), candidature)
    assert lu["type"] == "candidature.retiree"


def test_un_perimetre_a_cheval_se_dit_aux_deux_regions(
    client: Client, portail: Portail, normande: str, bretonne: str
) -> None:
    departs = {cle: bout(client, cle) for cle in (normande, bretonne)}
    epci = [EPCI_NORMAND, EPCI_BRETON]
    candidature = deposer_par(portail, region="interregional", epci=epci)
    for cle, depart in departs.items():
        (lu,) = siennes(lire(client, cle, apres=depart), candidature)
        assert lu["type"] == "candidature.deposee"


def test_une_candidature_effacee_se_dit_a_qui_la_connaissait(
    client: Client, portail: Portail, nationale: str, administration: Administration
) -> None:
    ref = reference()
    candidature = deposer_par(portail, ref)
    candidature.appeler("POST", "/retrait").raise_for_status()
    departs = {cle: bout(client, cle) for cle in (portail.cle, nationale)}
    chemin = f"/v1/administration/candidatures/{candidature.id}"
    effacee = client.delete(
        chemin, params={"motif": "demande"}, headers=porteur(administration.cle)
    )
    assert effacee.status_code == 204, effacee.text
    for cle, depart in departs.items():
        (lu,) = lire(client, cle, apres=depart)["evenements"]
        assert lu["type"] == "candidature.supprimee"
        assert lu["data"]["candidature"]["etat"] == "supprimee"
        assert lu["data"]["candidature"]["reference"] == (ref if cle == portail.cle else None)
        assert (lu["data"]["depot"], lu["data"]["lien"]) == (1, None)


def test_une_page_ne_donne_que_les_types_demandes(client: Client) -> None:
    candidature = deposee(client)
    candidature.appeler("POST", "/retrait").raise_for_status()
    page = lire(client, candidature.jeton, type="candidature.retiree")
    assert types(page) == ["candidature.retiree"]
    inconnu = demander(client, candidature.jeton, type="candidature.creee")
    probleme(inconnu, 422, "requete-invalide")


def test_les_pages_se_suivent_sans_trou_ni_double(client: Client) -> None:
    candidature = deposee(client)
    for nom in ("Ici", "Ailleurs"):
        candidature.modifier({"perimetre": {"nom_territoire": nom}}).raise_for_status()
        candidature.deposer().raise_for_status()
    toutes = ids(lire(client, candidature.jeton))
    assert len(toutes) == 3
    lues: list[str] = []
    page = lire(client, candidature.jeton, limite=2)
    assert not page["a_jour"]
    while page["evenements"]:
        lues += ids(page)
        page = lire(client, candidature.jeton, limite=2, apres=page["suivant"])
    assert page["a_jour"]
    assert lues == toutes


def test_le_flux_se_lit_depuis_un_instant(client: Client) -> None:
    candidature = deposee(client)
    (lu,) = lire(client, candidature.jeton)["evenements"]
    assert ids(lire(client, candidature.jeton, depuis=lu["timestamp"])) == [lu["data"]["id"]]
    apres = lire(client, candidature.jeton, depuis="2099-01-01T00:00:00Z")
    assert (apres["evenements"], apres["a_jour"]) == ([], True)
    ambigu = demander(client, candidature.jeton, depuis=lu["timestamp"], apres=apres["suivant"])
    assert probleme(ambigu, 422, "requete-invalide")["parametres"][0]["nom"] == "depuis"


def test_les_lignes_disent_la_meme_chose_que_la_page(client: Client) -> None:
    candidature = deposee(client)
    page = lire(client, candidature.jeton)
    reponse = demander(client, candidature.jeton, entetes={"Accept": "application/x-ndjson"})
    *evenements, fin = (json.loads(ligne) for ligne in reponse.text.splitlines())
    assert evenements == page["evenements"]
    assert fin == {"suivant": page["suivant"], "a_jour": True}


def test_qui_a_deja_la_page_n_en_recoit_pas_une_autre(client: Client) -> None:
    candidature = deposee(client)
    page = demander(client, candidature.jeton)
    connue = {"If-None-Match": page.headers["etag"]}
    assert demander(client, candidature.jeton, entetes=connue).status_code == 304
    deposee(client)  # what happens to others changes nothing
    assert demander(client, candidature.jeton, entetes=connue).status_code == 304
    candidature.appeler("POST", "/retrait").raise_for_status()
    assert demander(client, candidature.jeton, entetes=connue).status_code == 200


def test_l_empreinte_est_celle_des_evenements_que_l_on_a(client: Client) -> None:
    candidature = deposee(client)
    candidature.appeler("POST", "/retrait").raise_for_status()
    page = lire(client, candidature.jeton)
    gardes = "".join(f"{id}\n" for id in ids(page)).encode()
    entetes = porteur(candidature.jeton)
    lue = client.get(f"{FLUX}/empreinte", headers=entetes).raise_for_status().json()
    assert lue["nombre"] == 2
    assert lue["empreinte"] == sha256(gardes).hexdigest()
    premiere = page["evenements"][0]["data"]["position"]
    lue = client.get(f"{FLUX}/empreinte", params={"jusqu_a": premiere}, headers=entetes).json()
    assert (lue["jusqu_a"], lue["nombre"]) == (premiere, 1)
    trop = client.get(f"{FLUX}/empreinte", params={"jusqu_a": 2**40}, headers=entetes)
    probleme(trop, 410, "curseur-inconnu")


@pytest.mark.parametrize("altere", ["d'un autre", "d'un autre filtre", "altéré", "court"])
def test_un_curseur_ne_sert_qu_a_qui_l_a_recu(client: Client, altere: str) -> None:
    candidature, autre = deposee(client), deposee(client)
    curseur = lire(client, candidature.jeton)["suivant"]
    if altere == "court":
        probleme(demander(client, candidature.jeton, apres="AAAA"), 422, "requete-invalide")
        return
    essais = {
        "d'un autre": demander(client, autre.jeton, apres=curseur),
        "d'un autre filtre": demander(
            client, candidature.jeton, apres=curseur, type="candidature.retiree"
        ),
        "altéré": demander(client, candidature.jeton, apres=f"A{curseur[1:-1]}A"),
    }
    probleme(essais[altere], 410, "curseur-inconnu")


def _pages(lit: Callable[..., Json], curseur: str, client: Client, cle: str) -> Iterator[Json]:
    """All there are."""
    yield (page := lit(client, cle, limite=500))
    while not page["a_jour"]:
        yield (page := lit(client, cle, limite=500, **{curseur: page["suivant"]}))


@pytest.mark.parametrize(
    ("avant", "apres", "vues"),
    [
        pytest.param(["28"], ["28", "53"], 2, id="elargis"),
        pytest.param(["28", "53"], ["28"], 1, id="reduits"),
        pytest.param(["53"], ["28"], 1, id="changes"),
    ],
)
def test_un_curseur_ne_survit_pas_a_des_droits_qui_changent(
    client: Client, portail: Portail, postgres: str, avant: list[str], apres: list[str], vues: int
) -> None:
    """What happened before in a region that one is given would else be missed."""
    id, cle = nouvelle_cle(postgres, Portee.INSTRUCTION_LECTURE, regions=avant)
    ici, la = deposer_par(portail), deposer_par(portail, **BRETAGNE)
    lus = bout(client, cle), a_jour(client, cle)

    def donner(regions: list[str]) -> None:
        sql(postgres, f"UPDATE cle_api SET regions = '{{{','.join(regions)}}}' WHERE id = '{id}'")

    donner(apres)
    probleme(demander(client, cle, apres=lus[0]), 410, "curseur-inconnu")
    probleme(demander_la_liste(client, cle, depuis=lus[1]), 410, "curseur-inconnu")
    # Who starts over has what is theirs by now, and nothing else.
    for lit, curseur in ((lire, "apres"), (lister, "depuis")):
        pages = [*_pages(lit, curseur, client, cle)]
        assert sum(len(siennes(page, ici)) for page in pages) == 1
        assert sum(len(siennes(page, ici, la)) for page in pages) == vues
    donner(avant)
    assert demander(client, cle, apres=lus[0]).status_code == 200


def test_un_jeton_renouvele_garde_le_fil(client: Client) -> None:
    candidature = deposee(client)
    curseur = lire(client, candidature.jeton)["suivant"]
    reponse = candidature.appeler("POST", "/jeton/renouvellement").raise_for_status().json()
    assert lire(client, reponse["jeton"], apres=curseur)["evenements"] == []


@pytest.mark.parametrize(
    ("nom", "permis", "refuse"),
    [
        ("limite", 500, 501),
        ("limite", 1, 0),
        ("attente", 0, 31),
        ("attente", 30, -1),
        ("type", [*TypeEvenement], [*TypeEvenement, TypeEvenement("candidature.deposee")]),
    ],
)
def test_une_lecture_ne_demande_pas_plus_que_permis(
    client: Client, nom: str, permis: Any, refuse: Any
) -> None:
    jeton = deposee(client).jeton
    assert demander(client, jeton, **{nom: permis}).status_code == 200
    trop = probleme(demander(client, jeton, **{nom: refuse}), 422, "requete-invalide")
    assert {parametre["nom"] for parametre in trop["parametres"]} == {nom}


def test_une_cle_sans_portee_n_apprend_rien(client: Client, postgres: str) -> None:
    _, sans = nouvelle_cle(postgres, Portee.CANDIDATURES_ECRIRE)
    assert probleme(demander(client, sans), 403, "portee-insuffisante")["portee"] == (
        "candidatures:lire"
    )
