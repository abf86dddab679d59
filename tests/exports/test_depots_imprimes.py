"""The deposits of a selection, printed into one archive: those of applicants, to the byte."""

import json
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from app.editions.refus import NonImprimable
from app.exports import imprimer_les_depots as module
from app.kit.web.problems import Introuvable
from tests.client import Json
from tests.exports.outils import Atelier
from tests.instruction.dossiers import AMIENS, ROUEN, deposee_en


def _ouvrir(atelier: Atelier, cle: str, export: Json) -> tuple[Json, dict[str, bytes]]:
    """The manifest, and the files beside it."""
    with ZipFile(BytesIO(atelier.contenu(cle, export))) as archive:
        assert archive.testzip() is None
        lus = {nom: archive.read(nom) for nom in archive.namelist()}
    return json.loads(lus.pop("manifeste.json")), lus


def test_chacun_est_celui_du_demandeur(atelier: Atelier) -> None:
    deposees = [deposee_en(atelier.client, ROUEN), deposee_en(atelier.client, AMIENS, region="32")]
    deposees[0].modifier({"contact": {"nom_prenom": "Une Autre"}}).raise_for_status()
    deposees[0].deposer().raise_for_status()
    cle = atelier.cle()
    fait = atelier.fait(cle, "pdf")
    assert (fait["fait"], fait["total"]) == (2, 2)
    dit, lus = _ouvrir(atelier, cle, fait)
    attendus = {
        une.appeler("GET", f"/depots/{rang}/dossier.pdf").raise_for_status().content
        for une, rang in zip(deposees, (2, 1), strict=True)
    }
    assert {*lus.values()} == attendus
    assert all(nom.startswith("TI-") and nom.endswith(".pdf") for nom in lus)
    assert dit["fichiers"] == {nom: sha256(lu).hexdigest() for nom, lu in lus.items()}
    assert (dit["dossiers"], dit["manquants"], dit["format"]) == (2, [], "pdf")
    assert atelier.fait(cle, "pdf")["sha256"] == fait["sha256"]
    picarde = atelier.cle("32")
    assert len(_ouvrir(atelier, picarde, atelier.fait(picarde, "pdf"))[1]) == 1


def test_ce_qui_ne_s_imprime_pas_est_dit(atelier: Atelier, monkeypatch: pytest.MonkeyPatch) -> None:
    for siren in (ROUEN, AMIENS):
        deposee_en(atelier.client, siren)
    refus = iter([Introuvable(), NonImprimable()])

    async def refuser(*_: Any) -> bytes:
        raise next(refus)

    monkeypatch.setattr(module, "imprimer_depot", refuser)
    cle = atelier.cle()
    dit, lus = _ouvrir(atelier, cle, atelier.fait(cle, "pdf"))
    assert lus == {}
    assert [manque.split(" : ")[1] for manque in dit["manquants"]] == [
        *("effacé entre-temps", "trop long pour être imprimé")
    ]


def test_plus_qu_il_ne_s_en_imprime_est_refuse(
    atelier: Atelier, monkeypatch: pytest.MonkeyPatch
) -> None:
    for siren in (ROUEN, AMIENS):
        deposee_en(atelier.client, siren)
    monkeypatch.setattr(module, "DOSSIERS_MAX", 1)
    cle = atelier.cle()
    dit = atelier.demander(cle, "pdf").json()
    assert (dit["etat"], dit["cause"]) == ("echec", "trop_de_dossiers")
    une = [{"nom": "q", "valeurs": ["inexistant"]}]
    dit, lus = _ouvrir(atelier, cle, atelier.fait(cle, "pdf", filtres=une))
    assert (dit["au"], lus) == (None, {})
