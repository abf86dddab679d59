"""Decisions leave in exports once published; sealed, with who decides, which is recorded."""

import json
from typing import Any, Final

from app.acces.droits import Portee
from tests.bases import sql
from tests.client import Json
from tests.decisions.lots import SIGNATAIRE, Decideur, decideur, epci_neuf, prise
from tests.exports.ecrits import feuilles
from tests.exports.outils import Atelier

_MOTIVATION: Final = "Le périmètre est trop étendu pour un projet."
_LUES: Final = "SELECT count(*) FROM evenement WHERE genre = 'decision_scellee_lue'"


def _sceller(atelier: Atelier, ministre: Decideur, **dits: Any) -> str:
    """A lot that is sealed, of one refusal."""
    dossier = prise(atelier.client, decideur(atelier.client, atelier.url).agent, epci_neuf())
    refus = {"sens": "refusee", "motifs": ["perimetre", "autre"], "motivation": _MOTIVATION}
    lot: str = ministre.creer(signataire=SIGNATAIRE, **dits)["id"]
    ministre.inscrire(lot, {"candidature": dossier.id, "decision": refus})
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
