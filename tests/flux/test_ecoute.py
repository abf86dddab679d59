"""What comes next: a stream that lasts, a page that is waited for; how they end."""

import threading
from contextlib import closing
from http.client import HTTPConnection

import httpx2
import pytest

from app.kit.web.streams import PAR_APPELANT
from tests.acces.cles import DE_PORTAIL, porteur
from tests.acces.temoins import nouvelle_cle
from tests.bases import sql
from tests.candidatures.outils import probleme
from tests.client import Candidature, Client
from tests.depots.pieces import deposee
from tests.flux.outils import FLUX, SSE, bout, demander, deposer_par, ecouter, lire, types
from tests.pieces_jointes.outils import attendre
from tests.portails.outils import Portail


def _retirer_bientot(candidature: Candidature) -> threading.Thread:
    fil = threading.Thread(target=candidature.appeler, args=("POST", "/retrait"))
    fil.start()
    return fil


def test_un_flux_donne_ce_qui_etait_puis_ce_qui_vient(client: Client) -> None:
    candidature = deposee(client)
    with ecouter(client, candidature.jeton) as evenements:
        assert next(evenements)["event"] == "candidature.deposee"
        fil = _retirer_bientot(candidature)
        recu = next(evenements)
        fil.join()
    assert recu["event"] == recu["data"]["type"] == "candidature.retiree"
    assert recu["data"] == lire(client, candidature.jeton)["evenements"][1]


def test_qui_revient_recoit_ce_qu_il_a_manque(client: Client) -> None:
    candidature = deposee(client)
    with ecouter(client, candidature.jeton) as evenements:
        vu = next(evenements)["id"]
    candidature.appeler("POST", "/retrait").raise_for_status()
    with ecouter(client, candidature.jeton, **{"Last-Event-ID": vu}) as evenements:
        assert next(evenements)["event"] == "candidature.retiree"
    assert types(lire(client, candidature.jeton, apres=vu)) == ["candidature.retiree"]


def test_un_flux_refuse_un_curseur_inconnu_avant_de_commencer(client: Client) -> None:
    candidature, autre = deposee(client), deposee(client)
    entetes = {"Accept": SSE, "Last-Event-ID": lire(client, autre.jeton)["suivant"]}
    probleme(demander(client, candidature.jeton, entetes=entetes), 410, "curseur-inconnu")


@pytest.mark.parametrize("perte", ["cle", "portee"])
def test_qui_attend_perd_ses_droits_avec_sa_cle(client: Client, postgres: str, perte: str) -> None:
    """Of a stream, and of a page that is waited for."""
    id, cle = nouvelle_cle(postgres, *DE_PORTAIL)
    deposer_par(Portail(client, cle))
    vu = bout(client, cle)
    perdre = {
        "cle": "revoquee_le = now(), revoquee_par = 'essai'",
        "portee": "portees = '{candidatures:ecrire}'",
    }
    attendue = HTTPConnection(str(client.base_url.host), client.base_url.port)
    with ecouter(client, cle) as evenements, closing(attendue):
        next(evenements)
        attendue.request("GET", f"{FLUX}?apres={vu}&attente=30", headers=porteur(cle))
        lire(client, cle)  # by then the other one waits
        sql(postgres, f"UPDATE cle_api SET {perdre[perte]} WHERE id = '{id}'")
        deposee(client)  # somebody else's, which wakes them
        assert [*evenements] == []
        assert attendue.getresponse().status == {"cle": 401, "portee": 403}[perte]


def test_ce_qui_dure_dit_qu_il_est_la_puis_finit(bref: Client) -> None:
    candidature = deposee(bref)
    for chemin in (FLUX, f"{candidature.url}/evenements/direct"):
        lu = bref.get(chemin, headers=porteur(candidature.jeton) | {"Accept": SSE})
        assert lu.status_code == 200 and "\ndata: {" in lu.text
        assert lu.text.endswith(": ping\n\n")
    vu = bout(bref, candidature.jeton)
    assert types(lire(bref, candidature.jeton, apres=vu, attente=30)) == []


def test_une_page_attendue_vient_avec_ce_qui_arrive(client: Client) -> None:
    candidature = deposee(client)
    vu = lire(client, candidature.jeton)["suivant"]
    fil = _retirer_bientot(candidature)
    page = lire(client, candidature.jeton, apres=vu, attente=30)
    fil.join()
    assert types(page) == ["candidature.retiree"]


def test_qui_n_ouvre_rien_n_attend_pas(client: Client) -> None:
    """Else whoever shows any secret would hold places for nothing."""
    candidature = client.creer()
    candidature.appeler("DELETE").raise_for_status()
    assert lire(client, candidature.jeton, attente=30)["evenements"] == []
    with ecouter(client, candidature.jeton) as evenements:
        assert [*evenements] == []


def test_un_appelant_n_a_pas_plus_de_flux_que_permis(client: Client, portail: Portail) -> None:
    with httpx2.Client(base_url=client.base_url, trust_env=False) as libre:
        entetes = porteur(portail.cle) | {"Accept": SSE}
        ouverts = [
            libre.send(libre.build_request("GET", FLUX, headers=entetes), stream=True)
            for _ in range(PAR_APPELANT)
        ]
        assert {ouvert.status_code for ouvert in ouverts} == {200}
        lectures = [ouvert.iter_raw() for ouvert in ouverts]
        for lecture in lectures:
            next(lecture)  # it has begun
        trop = probleme(demander(client, portail.cle, entetes={"Accept": SSE}), 503, "indisponible")
        assert "restent ouvertes" in trop["detail"]
        for ouvert in ouverts:
            ouvert.close()
    # As they are closed there is room again.
    attendre(lambda: demander(client, portail.cle, attente=1).status_code == 200, client)


def test_une_base_restauree_fait_recommencer_qui_suivait(client: Client, postgres: str) -> None:
    candidature = deposee(client)
    vu = bout(client, candidature.jeton)
    sql(postgres, "UPDATE flux_epoque SET identite = 'une autre base'")
    candidature.appeler("POST", "/retrait").raise_for_status()
    probleme(demander(client, candidature.jeton, apres=vu), 410, "curseur-inconnu")
    assert types(lire(client, candidature.jeton)) == ["candidature.deposee", "candidature.retiree"]
