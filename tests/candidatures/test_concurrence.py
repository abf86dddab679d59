"""Several people on one draft at once, in real threads."""

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier
from typing import Any, Final

import httpx2

from tests.candidatures.outils import Sonde, probleme
from tests.client import Candidature, Client, Json
from tests.formulaire.exemples import dossier_complet
from tests.pieces_jointes.echantillons import pdf

CHAMPS: Final = [
    (section, champ)
    for section, champs in {
        "demandeur": "courriel siret denomination forme_juridique categorie_juridique",
        "perimetre": "region type_perimetre caracteristiques_industrielles defis_fragilites "
        "nom_territoire commentaire",
        "plan_action": "priorites",
        "contact": "nom_prenom fonction_organisation courriel telephone suite_nom_prenom "
        "suite_fonction_organisation suite_courriel suite_telephone",
    }.items()
    for champ in champs.split()
]


def _a_la_fois(candidature: Candidature, correctifs: list[Json], **entetes: str) -> list[Any]:
    """The answers to these patches, sent at the same moment."""
    depart = Barrier(len(correctifs))

    def envoyer(correctif: Json) -> httpx2.Response:
        depart.wait()
        return candidature.modifier(correctif, **entetes)

    with ThreadPoolExecutor(len(correctifs)) as fils:
        return list(fils.map(envoyer, correctifs))


def test_vingt_modifications_a_la_fois_tiennent_toutes(client: Client) -> None:
    candidature = client.creer()
    correctifs = [{section: {champ: f"{section} {champ}"}} for section, champ in CHAMPS]
    assert len(correctifs) == 20
    reponses = _a_la_fois(candidature, correctifs)
    assert [r.status_code for r in reponses] == [200] * 20
    assert sorted(r.json()["version"] for r in reponses) == list(range(2, 22))
    lue = candidature.lire()
    for section, champ in CHAMPS:
        assert lue["dossier"][section][champ] == f"{section} {champ}"
    modifiees = candidature.evenements()[1:]
    assert [e["version"] for e in modifiees] == list(range(2, 22))
    assert sorted(p for e in modifiees for p in e["details"]["pointeurs"]) == sorted(
        f"/{section}/{champ}" for section, champ in CHAMPS
    )


def test_chacun_lit_dans_sa_reponse_ce_qu_il_vient_d_ecrire(client: Client) -> None:
    correctifs = [{section: {champ: "écrit"}} for section, champ in CHAMPS[:8]]
    reponses = _a_la_fois(client.creer(), correctifs)
    for reponse, (section, champ) in zip(reponses, CHAMPS, strict=False):
        assert reponse.json()["dossier"][section][champ] == "écrit"


def test_sous_une_meme_version_une_seule_modification_passe(client: Client) -> None:
    candidature = client.creer()
    correctifs = [{"contact": {"courriel": f"{rang}@"}} for rang in range(8)]
    reponses = _a_la_fois(candidature, correctifs, **{"If-Match": '"1"'})
    gagnants = [r for r in reponses if r.status_code == 200]
    assert len(gagnants) == 1
    for reponse in reponses:
        if reponse is not gagnants[0]:
            document = probleme(reponse, 412, "version-perimee")
            assert document["pointeurs"] == ["/contact/courriel"]
    assert candidature.lire() == gagnants[0].json()


def _pendant(candidature: Candidature, sonde: Sonde, *appel: str) -> tuple[Any, Any]:
    """The answers to a call and to a patch, which has read the draft before the call writes it.

    Both wait behind a lock of the test's own, the call first.
    """
    ligne = "SELECT 1 FROM candidature WHERE id = CAST(:id AS uuid) FOR UPDATE"
    with ThreadPoolExecutor(2) as fils:
        with sonde.verrou(ligne, id=candidature.id):
            premier: Future[httpx2.Response] = fils.submit(candidature.appeler, *appel)
            sonde.attendre_la_file(premier)
            second = fils.submit(candidature.modifier, {"contact": {"courriel": "revenant@"}})
            sonde.attendre_la_file(premier, second)
        return premier.result(), second.result()


def test_une_modification_ne_ressuscite_pas_un_brouillon_supprime(
    client: Client, sonde: Sonde
) -> None:
    candidature = client.creer({"contact": {"nom_prenom": "Jeanne Martin"}})
    suppression, modification = _pendant(candidature, sonde, "DELETE")
    assert suppression.status_code == 204
    probleme(modification, 404, "introuvable")
    requete = "SELECT etat, dossier::text, version FROM candidature WHERE id = CAST(:id AS uuid)"
    assert sonde.lignes(requete, id=candidature.id) == [("supprimee", "{}", 1)]


def test_une_modification_ne_passe_pas_apres_un_retrait(client: Client, sonde: Sonde) -> None:
    candidature = client.creer(dossier_complet())
    for rubrique in ("lettres", "plan_action_operationnel"):
        candidature.joindre(rubrique, "piece.pdf", pdf()).raise_for_status()
    candidature.deposer().raise_for_status()
    retrait, modification = _pendant(candidature, sonde, "POST", "/retrait")
    assert retrait.status_code == 200
    assert probleme(modification, 409, "etat-incompatible")["etat"] == "retiree"
    assert candidature.lire()["dossier"] == dossier_complet()
