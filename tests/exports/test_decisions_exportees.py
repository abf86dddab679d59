"""Decisions leave in exports once published; sealed, with who decides, which is recorded."""

import json
from contextlib import AbstractContextManager
from typing import Any, Final
from unittest.mock import patch

from app.acces.droits import Portee
from tests.bases import sql
from tests.client import Json
from tests.decisions.lots import SIGNATAIRE, Decideur, decideur, epci_neuf, prise
from tests.enonces import enonces
from tests.exports.ecrits import feuilles
from tests.exports.outils import Atelier

_MOTIVATION: Final = "Le périmètre est trop étendu pour un projet."
_LUES: Final = "SELECT count(*) FROM evenement WHERE genre = 'decision_scellee_lue'"


def _sceller(atelier: Atelier, ministre: Decideur, combien: int = 1, **dits: Any) -> str:
    """A lot that is sealed, of refusals."""
    qui = decideur(atelier.client, atelier.url).agent
    refus = {"sens": "refusee", "motifs": ["perimetre", "autre"], "motivation": _MOTIVATION}
    lot: str = ministre.creer(signataire=SIGNATAIRE, **dits)["id"]
    dossiers = [prise(atelier.client, qui, epci_neuf()) for _ in range(combien)]
    ministre.inscrire(lot, *({"candidature": un.id, "decision": refus} for un in dossiers))
    ministre.faire("POST", lot, "/arret").raise_for_status()
    return lot


def _decisions(atelier: Atelier, cle: str) -> list[Json]:
    fait = atelier.fait(cle, contenus=["decisions"])
    return json.loads(atelier.contenu(cle, fait).splitlines()[0])["decisions"]


def test_arretee_en_secret_pour_qui_decide_publiee_pour_tous(atelier: Atelier) -> None:
    ministre = decideur(atelier.client, atelier.url)
    lot = _sceller(atelier, ministre)
    cle, decide = atelier.cle(), atelier.cle(portee=Portee.INSTRUCTION_DECISION)
    assert _decisions(atelier, cle) == []
    atelier.fait(decide)
    assert sql(atelier.url, _LUES) == [(0,)]
    (scellee,) = _decisions(atelier, decide)
    assert (scellee["sens"], scellee["publiee_le"]) == ("refusee", None)
    assert sql(atelier.url, _LUES) == [(1,)]
    du_dossier = "SELECT count(*) FROM evenement JOIN export ON acces_id = agent WHERE genre = "
    assert sql(atelier.url, f"{du_dossier}'decision_scellee_lue'") == [(2,)]
    premier = atelier.fait(decide, contenus=["decisions"])["sha256"]
    assert atelier.fait(decide, contenus=["decisions"])["sha256"] == premier
    ministre.faire("POST", lot, "/publication", json={"maintenant": True}).raise_for_status()
    lues = sql(atelier.url, _LUES)
    publiees = [_decisions(atelier, qui) for qui in (cle, decide)]
    assert publiees[0] == publiees[1]
    assert publiees[0][0]["publiee_le"]
    assert sql(atelier.url, _LUES) == lues


def _enonces() -> AbstractContextManager[list[str]]:
    """The statements that record the reading of what is sealed."""
    return enonces(
        lambda dit, dits: "INSERT INTO evenement" in dit and "decision_scellee_lue" in dits
    )


def test_un_enonce_consigne_la_lecture_de_beaucoup(atelier: Atelier) -> None:
    _sceller(atelier, decideur(atelier.client, atelier.url), 3)
    decide = atelier.cle(portee=Portee.INSTRUCTION_DECISION)
    with _enonces() as ensemble:
        atelier.fait(decide, contenus=["decisions"])
    assert (len(ensemble), sql(atelier.url, _LUES)) == (1, [(3,)])
    with (
        patch("app.exports.lire_les_dossiers.LOT", 1),
        patch("app.exports.consigner_les_scellees._ENSEMBLE", 2),
        _enonces() as par_deux,
    ):
        atelier.fait(decide, contenus=["decisions"])
    assert (len(par_deux), sql(atelier.url, _LUES)) == (2, [(6,)])


def test_ce_qui_n_est_pas_secret_se_lit_et_se_consigne(atelier: Atelier) -> None:
    _sceller(atelier, decideur(atelier.client, atelier.url), secret=False)
    assert len(_decisions(atelier, atelier.cle())) == 1
    assert sql(atelier.url, _LUES) == [(1,)]


def test_une_feuille_dit_ce_que_dit_la_decision(atelier: Atelier) -> None:
    ministre = decideur(atelier.client, atelier.url)
    lot = _sceller(atelier, ministre)
    ministre.faire("POST", lot, "/publication", json={"maintenant": True}).raise_for_status()
    cle = atelier.cle()
    fait = atelier.fait(cle, "xlsx", contenus=["decisions"], codes=True)
    cles, _, ligne = feuilles(atelier.contenu(cle, fait))["decisions"]
    lue = dict(zip(cles, ligne, strict=True))
    assert (lue["rang"], lue["sens"], lue["sens#code"]) == (1, "Refusée", "refusee")
    assert lue["motifs"] == "Périmètre, Autre motif"
    assert (lue["motivation"], lue["nom"], lue["code"]) == (_MOTIVATION, "", "")
    assert lue["publiee_le"]
    assert not lue["consultee_le"]
