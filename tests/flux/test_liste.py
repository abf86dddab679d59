"""The list by increments: how candidatures are now, and which have gone, for whom."""

from typing import Any

import pytest

from tests.acces.cles import Administration
from tests.bases import sql
from tests.candidatures.outils import probleme
from tests.client import Client, Json
from tests.depots.pieces import deposee
from tests.flux.outils import (
    BRETAGNE,
    GUYANE,
    a_jour,
    bout,
    demander_la_liste,
    deposer_par,
    dites,
    effacer,
    lister,
    redeposer,
    siennes,
)
from tests.portails.outils import Portail, reference

SIRET, AUTRE_SIRET = "73282932000074", "35600000000048"


def test_un_portail_lit_ou_en_est_la_sienne(
    client: Client, portail: Portail, autre_portail: Portail
) -> None:
    depuis, ref = a_jour(client, portail.cle), reference()
    mienne = deposer_par(portail, ref)
    deposer_par(autre_portail)
    page = lister(client, portail.cle, depuis=depuis)
    (ligne,) = page["candidatures"]
    lue = mienne.lire()
    assert ligne["dernier_depot"].pop("recu_le")
    assert ligne.pop("position") > 0
    assert ligne == {
        "id": mienne.id,
        "numero": lue["numero"],
        "reference": ref,
        "supprimee": False,
        "etat": "deposee",
        "region": "28",
        "regions": ["28"],
        "dernier_depot": {
            "depot": 1,
            "siret": SIRET,
            "nom_territoire": lue["dossier"]["perimetre"]["nom_territoire"],
        },
        "version": lue["version"],
        "modifiee_le": lue["modifiee_le"],
        "etiquette": mienne.appeler("GET").headers["etag"],
        "sequence": 1,
    }
    assert (page["a_jour"], page["total"]) == (True, None)


def test_qui_instruit_lit_le_depot_et_rien_du_brouillon(
    client: Client, portail: Portail, normande: str
) -> None:
    depuis = a_jour(client, normande)
    candidature = deposer_par(portail)
    (ligne,) = siennes(lister(client, normande, depuis=depuis), candidature)
    assert (ligne["etat"], ligne["dernier_depot"]["depot"]) == ("deposee", 1)
    tus = ("reference", "version", "modifiee_le", "etiquette")
    assert [ligne[nom] for nom in tus] == [None] * len(tus)


def test_une_candidature_qui_change_se_relit_une_fois_plus_loin(client: Client) -> None:
    candidature = deposee(client)
    premiere = lister(client, candidature.jeton)
    assert dites(lister(client, candidature.jeton, depuis=premiere["suivant"])) == []
    candidature.modifier({"perimetre": {"nom_territoire": "Ailleurs"}}).raise_for_status()
    candidature.deposer().raise_for_status()
    candidature.appeler("POST", "/retrait").raise_for_status()
    (ligne,) = lister(client, candidature.jeton, depuis=premiere["suivant"])["candidatures"]
    assert (ligne["etat"], ligne["dernier_depot"]["depot"], ligne["sequence"]) == ("retiree", 2, 3)


def test_ce_qui_change_entre_deux_pages_ne_se_perd_pas(client: Client, portail: Portail) -> None:
    depuis = a_jour(client, portail.cle)
    trois = [deposer_par(portail) for _ in range(3)]
    page = lister(client, portail.cle, depuis=depuis, limite=1)
    assert (dites(page), page["a_jour"]) == ([(trois[0].id, False)], False)
    # One that was told, and the next one: both move behind the last.
    for candidature in trois[:2]:
        candidature.appeler("POST", "/retrait").raise_for_status()
    suite: list[tuple[str, bool]] = []
    while not page["a_jour"]:
        page = lister(client, portail.cle, depuis=page["suivant"], limite=1)
        suite += dites(page)
    assert suite == [(une.id, False) for une in (trois[2], *trois[:2])]


def test_une_region_quittee_laisse_une_ligne_supprimee_l_autre_une_entree(
    client: Client, portail: Portail, normande: str, bretonne: str
) -> None:
    ref = reference()
    candidature = deposer_par(portail, ref)
    departs = {cle: a_jour(client, cle) for cle in (normande, bretonne)}
    redeposer(portail, ref, **BRETAGNE)
    partie, arrivee = (lister(client, cle, depuis=lu) for cle, lu in departs.items())
    connus = {"id", "numero", "reference", "supprimee", "position", "sequence", "regions"}
    (ligne,), (entree,) = (siennes(page, candidature) for page in (partie, arrivee))
    assert (ligne["supprimee"], entree["supprimee"]) == (True, False)
    assert [nom for nom, valeur in ligne.items() if valeur is not None] == [
        nom for nom in ligne if nom in connus - {"reference"}
    ]
    assert ligne["regions"] == []


def test_un_depot_qui_n_a_pas_sa_position_ne_se_montre_pas_ailleurs(
    client: Client, portail: Portail, postgres: str, normande: str
) -> None:
    """Its region left, not yet numbered: what is told is the deposit that was seen there."""
    ref = reference()
    deposer_par(portail, ref)
    depuis = a_jour(client, normande)
    candidature = portail.candidature(ref)
    candidature.appeler("POST", "/retrait").raise_for_status()
    autre = (
        'INSERT INTO depot SELECT (jsonb_populate_record(d, \'{"rang": 2, "region": "53"}\')).*'
        f" FROM depot d WHERE candidature_id = '{candidature.id}'"
    )
    sql(postgres, autre)
    (ligne,) = siennes(lister(client, normande, depuis=depuis), candidature)
    assert ligne["dernier_depot"]["depot"] == 1


def test_une_candidature_effacee_se_dit_a_qui_l_avait_lue(
    client: Client, portail: Portail, nationale: str, administration: Administration
) -> None:
    ref = reference()
    candidature = deposer_par(portail, ref)
    candidature.appeler("POST", "/retrait").raise_for_status()
    departs = {cle: a_jour(client, cle) for cle in (portail.cle, nationale)}
    effacer(client, administration, candidature.id)
    for cle, depuis in departs.items():
        (ligne,) = siennes(lister(client, cle, depuis=depuis), candidature)
        assert ligne["supprimee"]
        assert ligne["reference"] == (ref if cle == portail.cle else None)
        assert ligne["numero"]
        # Who begins now has never had it.
        assert (candidature.id, True) not in dites(lister(client, cle, limite=500))


def test_un_portail_dont_l_acces_est_revoque_ne_lit_plus_la_candidature(
    client: Client, portail: Portail, postgres: str
) -> None:
    depuis = a_jour(client, portail.cle)
    candidature = deposer_par(portail)
    fermer = "UPDATE acces SET empreinte = NULL, revoque_le = now() WHERE role = 'portail'"
    sql(postgres, f"{fermer} AND candidature_id = '{candidature.id}'")
    assert dites(lister(client, portail.cle, depuis=depuis)) == [(candidature.id, True)]


@pytest.mark.parametrize(
    ("filtre", "ailleurs"),
    [
        ({"region": "28"}, BRETAGNE),
        ({"siret": ""}, {}),
        ({"epci": ""}, BRETAGNE),
        ({"etat": "deposee"}, {}),
    ],
    ids=["region", "siret", "epci", "etat"],
)
def test_ce_qui_ne_repond_plus_au_filtre_se_dit_supprime(
    client: Client, portail: Portail, filtre: Json, ailleurs: Json
) -> None:
    ref = reference()
    candidature = deposer_par(portail, ref)
    dossier = candidature.lire()["dossier"]
    siens = {
        "siret": SIRET,
        "epci": dossier["perimetre"]["epci"][0]["siren"],
    }
    filtre = {nom: valeur or siens[nom] for nom, valeur in filtre.items()}
    depuis = a_jour(client, portail.cle, **filtre)
    autre = deposer_par(portail, region="94", epci=[{"siren": "200038958"}])
    if "etat" in filtre:
        candidature.appeler("POST", "/retrait").raise_for_status()
    else:
        if "siret" in filtre:
            portail.ecrire(ref, {"demandeur": {"siret": AUTRE_SIRET}}).raise_for_status()
        redeposer(portail, ref, **ailleurs)
    lues = dict(dites(lister(client, portail.cle, depuis=depuis, **filtre)))
    assert lues[candidature.id] is True
    # What never answered it is not told at all.
    assert lues.get(autre.id, False) is False
    assert (autre.id in lues) is ("etat" in filtre or "siret" in filtre)


def test_une_reference_ne_trouve_que_celle_du_portail(
    client: Client, portail: Portail, nationale: str
) -> None:
    ref = reference()
    candidature, _ = deposer_par(portail, ref), deposer_par(portail)
    page = lister(client, portail.cle, reference=ref, total=True)
    assert (dites(page), page["total"]) == ([(candidature.id, False)], 1)
    assert dites(lister(client, nationale, reference=ref)) == []


def test_le_total_compte_celles_qui_repondent_aux_filtres(client: Client, portail: Portail) -> None:
    def total(**filtres: Any) -> int:
        return lister(client, portail.cle, total=True, limite=1, **filtres)["total"]

    avant, retirees = total(), total(etat="retiree")
    deposer_par(portail)
    deposer_par(portail).appeler("POST", "/retrait").raise_for_status()
    assert (total(), total(etat="retiree")) == (avant + 2, retirees + 1)
    assert total(etat="retiree", depuis=a_jour(client, portail.cle, etat="retiree")) == retirees + 1


def test_qui_a_deja_la_page_n_en_recoit_pas_une_autre(
    client: Client, portail: Portail, guyanaise: str, postgres: str
) -> None:
    candidature = deposer_par(portail, **GUYANE)
    page = demander_la_liste(client, guyanaise, limite=500)
    connue = {"If-None-Match": page.headers["etag"]}

    def statut(**parametres: Any) -> int:
        return demander_la_liste(client, guyanaise, limite=500, **parametres).status_code

    deposer_par(portail, **BRETAGNE)  # what happens elsewhere changes nothing
    assert statut(entetes=connue) == 304
    elargir = "UPDATE cle_api SET regions = '{regions}' WHERE regions = '{ancien}'"
    sql(postgres, elargir.format(regions="{03,94}", ancien="{03}"))
    assert statut(entetes=connue) == 200
    sql(postgres, elargir.format(regions="{03}", ancien="{03,94}"))
    candidature.appeler("POST", "/retrait").raise_for_status()
    assert statut(entetes=connue) == 200


@pytest.mark.parametrize("altere", ["d'un autre", "d'un autre filtre", "altéré", "d'une autre vie"])
def test_un_curseur_ne_sert_qu_a_qui_l_a_recu(client: Client, postgres: str, altere: str) -> None:
    candidature, autre = deposee(client), deposee(client)
    curseur = a_jour(client, candidature.jeton)
    essais: dict[str, tuple[str, Json]] = {
        "d'un autre": (autre.jeton, {"depuis": curseur}),
        "d'un autre filtre": (candidature.jeton, {"depuis": curseur, "etat": "deposee"}),
        "altéré": (candidature.jeton, {"depuis": f"A{curseur[1:-1]}A"}),
        "d'une autre vie": (candidature.jeton, {"depuis": curseur}),
    }
    if altere == "d'une autre vie":
        sql(postgres, "UPDATE flux_epoque SET identite = 'une autre base'")
        candidature.appeler("POST", "/retrait").raise_for_status()
    jeton, parametres = essais[altere]
    probleme(demander_la_liste(client, jeton, **parametres), 410, "curseur-inconnu")


def test_un_curseur_du_flux_vaut_pour_la_liste_sans_filtre(client: Client) -> None:
    candidature = deposee(client)
    lu = bout(client, candidature.jeton)
    candidature.appeler("POST", "/retrait").raise_for_status()
    assert dites(lister(client, candidature.jeton, depuis=lu)) == [(candidature.id, False)]
    filtree = demander_la_liste(client, candidature.jeton, depuis=lu, etat="retiree")
    probleme(filtree, 410, "curseur-inconnu")


def test_une_page_n_a_pas_plus_de_lignes_que_permis(client: Client) -> None:
    candidature = deposee(client)
    probleme(demander_la_liste(client, candidature.jeton, limite=501), 422, "requete-invalide")
    probleme(demander_la_liste(client, candidature.jeton, depuis="AAAA"), 422, "requete-invalide")
