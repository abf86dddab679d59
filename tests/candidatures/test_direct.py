"""A candidature watched while others change it, through whichever process they do."""

from app.config import Settings
from tests.acces.courrier import acces, candidature_de, invitee
from tests.candidatures.outils import probleme
from tests.client import Candidature, Client
from tests.conftest import servir
from tests.flux.outils import SSE, ecouter


def _ailleurs(candidature: Candidature, client: Client) -> Candidature:
    """The same one, through another process."""
    return Candidature(client, candidature.id, candidature.jeton, candidature.creee)


def test_deux_personnes_voient_ce_que_l_autre_enregistre(
    client: Client, reglages: Settings
) -> None:
    mienne = candidature_de(client, "jeanne@example.fr")
    autre = invitee(mienne)
    qui = {acces["role"]: acces["id"] for acces in acces(mienne)}
    vu = mienne.evenements()[-1]
    with (
        servir(reglages.model_copy(update={"travaux": False})) as ailleurs,
        ecouter(client, mienne.jeton, f"{mienne.url}/evenements/direct") as evenements,
    ):
        while next(evenements)["data"] != vu:
            pass
        _ailleurs(autre, ailleurs).modifier(
            {"contact": {"courriel": "ali@example.fr"}}
        ).raise_for_status()
        recu = next(evenements)
    assert recu["event"] == recu["data"]["genre"] == "modifiee"
    assert recu["data"]["details"] == {"pointeurs": ["/contact/courriel"]}
    assert recu["data"]["acces"] == qui["edition"]
    assert recu["data"] == mienne.evenements()[-1]


def test_qui_revient_regarder_n_a_rien_manque(client: Client) -> None:
    candidature = client.creer()
    chemin = f"{candidature.url}/evenements/direct"
    with ecouter(client, candidature.jeton, chemin) as evenements:
        creee = next(evenements)
    candidature.modifier({"contact": {"courriel": "ali@example.fr"}}).raise_for_status()
    with ecouter(client, candidature.jeton, chemin, **{"Last-Event-ID": creee["id"]}) as suite:
        assert next(suite)["event"] == "modifiee"


def test_qui_est_revoque_ne_voit_plus_rien(client: Client) -> None:
    mienne = candidature_de(client, "jeanne@example.fr")
    autre = invitee(mienne)
    (sien,) = (un["id"] for un in acces(mienne) if un["role"] == "edition")
    with ecouter(client, autre.jeton, f"{autre.url}/evenements/direct") as evenements:
        next(evenements)
        mienne.appeler("DELETE", f"/acces/{sien}").raise_for_status()
        mienne.modifier({"contact": {"courriel": "m@example.fr"}}).raise_for_status()
        assert "modifiee" not in [evenement["event"] for evenement in evenements]


def test_un_effacement_met_fin_au_direct(client: Client) -> None:
    candidature = client.creer()
    with ecouter(client, candidature.jeton, f"{candidature.url}/evenements/direct") as evenements:
        next(evenements)
        candidature.appeler("DELETE").raise_for_status()
        assert [*evenements] == []


def test_ce_qu_on_n_ouvre_pas_ne_se_regarde_pas(client: Client) -> None:
    candidature, autre = client.creer(), client.creer()
    refus = candidature.client.get(
        f"{autre.url}/evenements/direct",
        headers={"Authorization": f"Bearer {candidature.jeton}", "Accept": SSE},
    )
    probleme(refus, 404, "introuvable")
