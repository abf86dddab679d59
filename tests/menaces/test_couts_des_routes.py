"""One request costs what its size deserves, on every route, asked of a service as it runs.

Beyond what any request may take. Of several runs the best counts: it is the machine's that vary.
"""

import json
import os
from collections.abc import Generator
from typing import Final

import pytest

from tests.client import Client
from tests.exploitation.processus import service
from tests.formulaire.exemples import dossier_complet
from tests.menaces.demandes import (
    AVEC_CORPS,
    DOSSIERS,
    EN_JSON,
    ENTETES,
    FICHIERS,
    NOMS,
    OPERATIONS,
    RECHERCHES,
    Appelants,
    envois_json,
    formulaire,
    parties,
)
from tests.menaces.mesure import Banc, Envoi

MARGE: Final = 2  # of processor: not every machine is this one
SOCLE: Final = 0.020  # seconds that any request may take
PAR_KO: Final = 0.001
PAR_FICHIER: Final = 0.2  # a process of its own
ARRET: Final = 0.050
REPONSE: Final = 32 * 1024  # bytes that any answer may have
FOIS: Final = 20
MEMOIRE: Final = 20_000_000
ESSAIS: Final = 4
GROS: Final = 30_000  # bytes from which others could notice

TAILLES: Final = (1_000, 31_000, 500_000, 1_900_000)


@pytest.fixture(scope="module")
def appelants(tmp_path_factory: pytest.TempPathFactory) -> Generator[Appelants]:
    """Those who call a service that has served before."""
    with service(tmp_path_factory.mktemp("couts"), TI_PROCESSUS="1") as lance:
        banc = Banc(lance.ouvriers().pop(), int(lance.url.rpartition(":")[2]))
        ceux = Appelants.du_bac_a_sable(banc)
        for _ in range(30):
            ceux.ouvrir(dossier_complet())
            for nom in ("validerCandidature", "lireCandidature"):
                banc.envoyer(ceux.envoi(nom))
        yield ceux
        banc.fermer()


def _depassement(banc: Banc, envoi: Envoi, socle: float = SOCLE) -> str:
    """What one run takes beyond the lines, if anything."""
    mesure, ko = banc.mesurer(envoi), envoi.taille / 1024
    assert mesure.statut < 500, envoi.cible
    arret = banc.arret(envoi) if envoi.taille >= GROS else 0.0
    lignes = {
        "s de processeur": (mesure.processeur, MARGE * (socle + PAR_KO * ko)),
        "s d'arrêt": (arret, ARRET),
        "octets en réponse": (mesure.recu, REPONSE + FOIS * envoi.taille),
        "octets de mémoire": (mesure.memoire, MEMOIRE),
    }
    return ", ".join(f"{pris} {quoi}" for quoi, (pris, ligne) in lignes.items() if pris > ligne)


def _exiger(banc: Banc, quoi: str, envoi: Envoi, socle: float = SOCLE) -> None:
    vus = list[str]()
    for _ in range(ESSAIS):
        if not (vu := _depassement(banc, envoi, socle)):
            return
        vus.append(vu)
    pytest.fail(f"{quoi} ({envoi.taille} octets) : {' ; '.join(vus)}")


@pytest.mark.verify
@pytest.mark.parametrize("nom", EN_JSON)
def test_un_corps_ne_coute_que_ce_qu_il_vaut(appelants: Appelants, nom: str) -> None:
    for quoi, octets in envois_json(nom, TAILLES):
        appelants.ouvrir({})
        recherche = "erreurs=ajv" if nom in _JUGENT else ""
        _exiger(appelants.banc, quoi, appelants.envoi(nom, octets, recherche))


_JUGENT: Final = {
    nom
    for nom, une in OPERATIONS.items()
    if any(p.get("name") == "erreurs" for p in une.decrite["parameters"])
}


@pytest.mark.verify
@pytest.mark.parametrize("nom", OPERATIONS)
def test_une_adresse_et_une_tete_ne_coutent_que_ce_qu_elles_valent(
    appelants: Appelants, nom: str
) -> None:
    appelants.ouvrir(dossier_complet())
    pese = len(appelants.banc.envoyer(appelants.envoi(nom))[1])
    for quoi, recherche in RECHERCHES.items():
        _exiger(appelants.banc, quoi, appelants.envoi(nom, recherche=recherche, pese=pese))
    for quoi, entetes in ENTETES.items():
        _exiger(appelants.banc, quoi, appelants.envoi(nom, entetes=entetes, pese=pese))


@pytest.mark.verify
@pytest.mark.parametrize("dossier", DOSSIERS)
def test_ce_qui_est_enregistre_ne_coute_a_relire_que_ce_qu_il_vaut(
    appelants: Appelants, dossier: str
) -> None:
    pese = len(json.dumps(DOSSIERS[dossier], ensure_ascii=False).encode())
    for nom, une in OPERATIONS.items():
        if "{id}" not in une.chemin or une.medias:
            continue
        appelants.ouvrir(DOSSIERS[dossier])
        recherche = "erreurs=ajv" if nom in _JUGENT else ""
        _exiger(appelants.banc, f"{nom} {dossier}", appelants.envoi(nom, b"", recherche, pese=pese))
    petit = b'{"contact":{"courriel":"a"}}'
    envoi = appelants.envoi("modifierCandidature", petit, pese=pese)
    _exiger(appelants.banc, f"modifierCandidature {dossier}", envoi)


@pytest.mark.verify
@pytest.mark.parametrize("fichier", FICHIERS)
@pytest.mark.parametrize("nom", sorted({*AVEC_CORPS} - {*EN_JSON}))
def test_un_fichier_ne_coute_que_ce_qu_il_vaut(
    appelants: Appelants, nom: str, fichier: str
) -> None:
    appelants.ouvrir({})
    octets, type_ = formulaire(nom, FICHIERS[fichier]())
    envoi = appelants.envoi(nom, octets, entetes={"Content-Type": type_})
    _exiger(appelants.banc, fichier, envoi, PAR_FICHIER)


@pytest.mark.verify
@pytest.mark.parametrize("ecrit", NOMS)
def test_un_nom_de_fichier_ne_coute_que_ce_qu_il_vaut(appelants: Appelants, ecrit: str) -> None:
    appelants.ouvrir({})
    octets, type_ = parties(NOMS[ecrit])
    envoi = appelants.envoi("joindrePiece", octets, entetes={"Content-Type": type_})
    _exiger(appelants.banc, ecrit, envoi)


@pytest.mark.parametrize("nom", EN_JSON)
def test_une_reponse_n_a_que_la_taille_de_ce_qu_elle_repond(client: Client, nom: str) -> None:
    """Those of the smallest bodies, which would be answered by the most in proportion."""
    port = client.base_url.port
    assert port
    banc = Banc(os.getpid(), port)
    try:
        appelants = Appelants(
            banc, dict.fromkeys(("administration", "portail", "instruction", "decision"), "")
        )
        for quoi, octets in envois_json(nom, (700,)):
            appelants.ouvrir({})
            envoi = appelants.envoi(nom, octets, "erreurs=ajv" if nom in _JUGENT else "")
            statut, recu = banc.envoyer(envoi)
            assert statut < 500, quoi
            assert len(recu) <= REPONSE + FOIS * envoi.taille, quoi
    finally:
        banc.fermer()
