"""Files and the antivirus: found at the door, or by a job when it was away."""

import re
from collections.abc import Callable

import pytest

from app.kit.files.clamd import Delais
from app.kit.services import Patiences
from tests.bases import sql
from tests.client import Candidature, Client
from tests.conftest import servir
from tests.depots.pieces import depot, prete
from tests.faux_clamd import TROP_LONG, FauxClamd
from tests.formulaire.exemples import dossier_complet
from tests.pieces_jointes import echantillons as e
from tests.pieces_jointes.avec_antivirus import INFECTE, Essai
from tests.pieces_jointes.outils import magasin, pieces


def _eteint(faux: FauxClamd) -> None:
    faux.eteindre()


def _muet(faux: FauxClamd) -> None:
    faux.muet = True


def _charabia(faux: FauxClamd) -> None:
    faux.reponse = b"stream: Can't allocate memory ERROR\0"


pannes = pytest.mark.parametrize("en_panne", [_eteint, _muet, _charabia])
Panne = Callable[[FauxClamd], None]


# --- at the door --------------------------------------------------------------------------


def test_un_fichier_sain_est_pris_et_dit_sain(lance: Essai) -> None:
    candidature = lance.client.creer()
    piece = lance.joindre(candidature, e.pdf())
    assert (piece["antivirus"], lance.travaux()) == ("sain", 0)
    assert pieces(candidature) == [piece]
    lues = sql(
        lance.url, f"SELECT analysee_le = jointe_le FROM piece_jointe WHERE id = '{piece['id']}'"
    )
    assert lues == [(True,)]


def test_un_virus_est_refuse_a_la_porte_et_le_registre_dit_qui_l_a_envoye(lance: Essai) -> None:
    candidature, avant = lance.client.creer(), magasin(lance.reglages)
    reponse = candidature.joindre("lettres", "lettre de Jeanne.pdf", INFECTE)
    assert (reponse.status_code, reponse.json()["motif"]) == (415, "virus")
    assert (magasin(lance.reglages), pieces(candidature)) == (avant, [])
    *_, refus = candidature.evenements()
    assert (refus["genre"], refus["auteur"]) == ("piece_refusee", "proprietaire")
    assert refus["details"]["virus"] == "Essai.UNOFFICIAL"
    assert refus["details"]["taille"] == len(INFECTE)
    assert "Jeanne" not in str(refus)


def test_un_fichier_trop_grand_pour_l_antivirus_ne_l_attend_pas(lance: Essai) -> None:
    lance.faux.reponse = TROP_LONG
    piece = lance.joindre(lance.client.creer(), e.pdf())
    assert (piece["antivirus"], lance.travaux()) == ("non_analyse", 0)


def test_sans_antivirus_rien_n_est_analyse(client: Client) -> None:
    candidature = client.creer()
    assert candidature.joindre("lettres", "a.pdf", INFECTE).json()["antivirus"] == "non_analyse"


def test_un_antivirus_en_panne_n_est_pas_attendu_a_chaque_fichier(
    lance: Essai,
) -> None:
    delais = Delais(porte=0.3, repit=3600)
    lance.faux.muet = True
    avant = lance.faux.scans
    autre = lance.reglages.model_copy(update={"travaux": False})
    with servir(autre, patiences=Patiences(antivirus=delais)) as client:
        candidature = client.creer()
        jointes = [lance.joindre(candidature, e.pdf()) for _ in range(5)]
    assert {piece["antivirus"] for piece in jointes} == {"en_attente"}
    # One for them all, and those of the jobs that earlier files left.
    assert lance.faux.scans - avant < len(jointes)
    compte = re.search(
        r'ti_analyses_total\{etat="en_attente"\} (\d+)', lance.client.get("/metrics").text
    )
    assert compte
    assert int(compte[1]) >= 5


# --- away ---------------------------------------------------------------------------------


@pannes
def test_une_panne_ne_retarde_pas_un_depot_et_le_fichier_est_analyse_apres(
    lance: Essai, en_panne: Panne
) -> None:
    en_panne(lance.faux)
    candidature = prete(lance.client)
    jointes = pieces(candidature)
    assert {piece["antivirus"] for piece in jointes} == {"en_attente"}
    assert candidature.deposer().status_code == 201
    assert lance.contenu(candidature, jointes[1]["id"]) == (200, e.pdf())
    evenements = candidature.evenements()
    lance.faux.retablir()
    for piece in jointes:
        lance.attendre_etat(candidature, piece, "sain")
    assert candidature.evenements() == evenements
    assert depot(candidature)["pieces"][1]["empreinte"] == jointes[1]["empreinte"]


@pannes
def test_un_virus_passe_pendant_une_panne_est_isole_au_retour(
    lance: Essai, en_panne: Panne
) -> None:
    en_panne(lance.faux)
    candidature = prete(lance.client)
    infectee = lance.joindre(candidature, INFECTE)
    lance.faux.retablir()
    lance.attendre_etat(candidature, infectee, "infecte")
    *_, evenement = candidature.evenements()
    assert (evenement["genre"], evenement["auteur"]) == ("piece_infectee", "service")
    assert evenement["details"]["piece"] == infectee["id"]
    lance.attendre_la_fin()
    assert infectee["id"] in lance.isolees() - magasin(lance.reglages)


# --- infected -----------------------------------------------------------------------------


@pytest.fixture
def infectee(lance: Essai) -> tuple[Candidature, str]:
    """A candidature that lacks nothing, one file of which, in excess, was found infected."""
    candidature = prete(lance.client)
    return candidature, _infecter(lance, candidature)


def _infecter(lance: Essai, candidature: Candidature, rubrique: str = "lettres") -> str:
    lance.faux.eteindre()
    piece = lance.joindre(candidature, INFECTE, rubrique)
    lance.faux.allumer()
    lance.attendre_etat(candidature, piece, "infecte")
    lance.attendre_la_fin()
    return piece["id"]


@pytest.mark.parametrize("entetes", [{}, {"Range": "bytes=0-10"}, {"If-None-Match": "*"}])
def test_un_fichier_infecte_ne_se_telecharge_plus(
    infectee: tuple[Candidature, str], entetes: dict[str, str]
) -> None:
    candidature, piece = infectee
    ou = f"/pieces-jointes/{piece}/contenu"
    reponse = candidature.appeler("GET", ou, entetes=entetes)
    assert (reponse.status_code, reponse.json()["code"]) == (409, "fichier-infecte")
    assert [nommee["id"] for nommee in reponse.json()["pieces"]] == [piece]


def test_un_depot_refuse_tous_les_fichiers_infectes_jusqu_a_leur_retrait(
    lance: Essai, infectee: tuple[Candidature, str]
) -> None:
    candidature, premiere = infectee
    fautives = {premiere, _infecter(lance, candidature)}
    refus = candidature.deposer()
    assert (refus.status_code, refus.json()["code"]) == (409, "fichier-infecte")
    assert {piece["id"] for piece in refus.json()["pieces"]} == fautives
    for piece in fautives:
        assert candidature.appeler("DELETE", f"/pieces-jointes/{piece}").status_code == 204
    assert not fautives & (magasin(lance.reglages) | lance.isolees())
    assert candidature.deposer().status_code == 201


def test_un_fichier_infecte_ne_remplit_pas_sa_rubrique(lance: Essai) -> None:
    """The next save sees it too, although this process remembers the candidature as it was."""
    candidature = lance.client.creer(dossier_complet())
    lance.joindre(candidature, e.xlsx(), "plan_action_operationnel")
    lance.faux.eteindre()
    piece = lance.joindre(candidature, INFECTE)
    validations = [candidature.modifier({"bilan": {"actions_realisees": "Essai 1."}}).json()]
    lance.faux.allumer()
    lance.attendre_etat(candidature, piece, "infecte")
    validations += [candidature.modifier({"bilan": {"actions_realisees": "Essai 2."}}).json()]
    assert [lue["validation"]["deposable"] for lue in validations] == [True, False]


def test_un_depot_deja_fait_nomme_toujours_le_fichier(lance: Essai) -> None:
    lance.faux.eteindre()
    candidature = prete(lance.client)
    piece = lance.joindre(candidature, INFECTE)
    fait = candidature.deposer()
    assert fait.status_code == 201
    lance.faux.allumer()
    lance.attendre_etat(candidature, piece, "infecte")
    assert depot(candidature) == fait.json()
    assert lance.contenu(candidature, piece["id"])[0] == candidature.deposer().status_code == 409
    assert candidature.appeler("DELETE", f"/pieces-jointes/{piece['id']}").status_code == 204
    assert lance.contenu(candidature, piece["id"])[0] == 409  # kept, since a deposit names it
    assert depot(candidature) == fait.json()
