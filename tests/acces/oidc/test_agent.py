"""What is believed of an agent's account."""

import pytest

from app.acces.droits import Habilitation
from app.acces.oidc.agent import Agent, lire_agent
from app.config import Settings
from tests.acces.oidc.outils import reglages

EMETTEUR = "https://identites.exemple.gouv.fr"


def _agent(settings: Settings | None = None, **lues: object) -> Agent:
    return lire_agent({"iss": EMETTEUR, "sub": "agent", **lues}, settings or reglages(EMETTEUR))


@pytest.mark.parametrize(
    "email", ["", "agent", "Agent <a@x.fr>", "a@x.fr, b@x.fr", "a@localhost", 7, ["a@x.fr"], None]
)
def test_ce_qui_n_est_pas_une_adresse_est_laisse(email: object) -> None:
    assert _agent(email=email).courriel is None


def test_l_adresse_est_en_minuscules() -> None:
    assert _agent(email=" Agent@Interco.FR ").courriel == "agent@interco.fr"


@pytest.mark.parametrize("verifie", [False, "false"])
def test_une_adresse_non_verifiee_est_laissee(verifie: object) -> None:
    assert _agent(email="a@interco.fr", email_verified=verifie).courriel is None
    assert _agent(email="a@interco.fr", email_verified=True).courriel == "a@interco.fr"


@pytest.mark.parametrize("siret", ["20005478100023", "200054781", "", 20005478100022, None])
def test_ce_qui_n_est_pas_un_siret_est_laisse(siret: object) -> None:
    assert _agent(siret=siret).siret is None
    assert _agent(siret="200 054 781 00022").siret == "20005478100022"


@pytest.mark.parametrize(
    "roles",
    [
        ["instruction", "lecture", "agent_public", 7, None, "ADMINISTRATION"],
        "instruction agent_public lecture",
    ],
)
def test_les_roles_sont_ceux_que_la_revendication_reglee_nomme(roles: object) -> None:
    attendus = {Habilitation.INSTRUCTION, Habilitation.LECTURE}
    settings = reglages(EMETTEUR, oidc_roles="groupes")
    assert _agent(settings, groupes=roles).roles == attendus
    assert _agent(settings, roles=roles).roles == frozenset()
    assert _agent(groupes=roles, roles=roles).roles == frozenset()


@pytest.mark.parametrize("roles", [None, {"administration": True}, True, [["lecture"]], "lecture,"])
def test_des_roles_illisibles_n_en_donnent_aucun(roles: object) -> None:
    settings = reglages(EMETTEUR, oidc_roles="groupes")
    assert _agent(settings, groupes=roles).roles == frozenset()


def test_les_regions_inconnues_sont_laissees() -> None:
    settings = reglages(EMETTEUR, oidc_regions="regions")
    assert _agent(settings, regions=["84", "00", "Bretagne", 27]).regions == {"84"}
    assert _agent(settings, regions="53 28").regions == {"53", "28"}


@pytest.mark.parametrize("regions", [None, [], ["00"], "", "**", {"*": True}, 84])
def test_aucune_region_n_est_pas_toutes_les_regions(regions: object) -> None:
    settings = reglages(EMETTEUR, oidc_regions="regions")
    assert _agent(settings, regions=regions).regions == frozenset()
    assert _agent(settings).regions == frozenset()
    assert _agent(regions=regions).regions is None


@pytest.mark.parametrize("regions", ["*", ["*"], ["84", "*"]])
def test_une_etoile_leve_la_limite(regions: object) -> None:
    assert _agent(reglages(EMETTEUR, oidc_regions="regions"), regions=regions).regions is None


def test_l_empreinte_distingue_les_agents_et_les_emetteurs() -> None:
    empreintes = {
        Agent(emetteur, sujet).empreinte
        for emetteur in (EMETTEUR, f"{EMETTEUR}/")
        for sujet in ("a", "b", "a/")
    }
    assert len(empreintes) == 6
    assert Agent(EMETTEUR, "a", "a@x.fr").empreinte in empreintes


def test_ce_qui_s_affiche_d_un_agent_ne_le_nomme_pas() -> None:
    agent = _agent(sub="sujet-marque", email="marque@interco.fr", siret="20005478100022")
    assert "marque" not in repr(agent)
    assert "20005478100022" not in repr(agent)
