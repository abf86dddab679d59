"""Files attached, then removed: after a deposit as before, none stays that no deposit counts."""

from datetime import UTC, datetime
from typing import Final

from app.config import Settings
from tests.bases import sql
from tests.client import Candidature
from tests.conftest import servir
from tests.depots.pieces import deposee
from tests.pieces_jointes.echantillons import pdf
from tests.rgpd.nuits import passer
from tests.rgpd.vie import Ici

_MAXIMUM: Final = 3  # files attached


def _joindre(candidature: Candidature) -> str:
    jointe = candidature.joindre("lettres", "a.pdf", pdf())
    assert jointe.status_code == 201, jointe.text
    return jointe.json()["id"]


def _retirer(candidature: Candidature, piece: str) -> None:
    assert candidature.appeler("DELETE", f"/pieces-jointes/{piece}").status_code == 204


def test_joindre_et_retirer_apres_un_depot_ne_laisse_rien(ici: Ici) -> None:
    candidature = deposee(ici.client)
    avant = ici.fichiers()
    for _ in range(10):
        piece = _joindre(candidature)
        _retirer(candidature, piece)
        ou = f"/pieces-jointes/{piece}"
        for suite in ("", "/contenu"):
            assert candidature.appeler("GET", ou + suite).status_code == 404
    assert ici.fichiers() == avant


def test_ce_qu_un_depot_compte_se_garde_et_compte(reglages_d_ici: Settings) -> None:
    with servir(reglages_d_ici.model_copy(update={"pieces_max": _MAXIMUM})) as client:
        candidature, gardees = deposee(client), 0
        while (nouvelle := candidature.joindre("lettres", "a.pdf", pdf())).status_code == 201:
            jointes = candidature.appeler("GET", "/pieces-jointes").json()["pieces"]
            _retirer(candidature, next(p["id"] for p in jointes if p["rubrique"] == "lettres"))
            assert candidature.deposer().status_code == 201
            gardees += 1
            assert gardees < 5 * _MAXIMUM
    refus = nouvelle.json()
    assert (nouvelle.status_code, refus["code"]) == (409, "trop-de-pieces")
    assert (refus["maximum"], gardees) == (5 * _MAXIMUM, 5 * _MAXIMUM - 2)


def test_ce_qu_une_version_d_avant_gardait_pour_rien_s_en_va_la_nuit(ici: Ici) -> None:
    candidature = deposee(ici.client)
    comptees, piece = ici.fichiers(), _joindre(candidature)
    sql(ici.url, "UPDATE piece_jointe SET retiree_le = now()")  # those that are counted, as well
    passer(ici.reglages, datetime(2023, 9, 19, 6, tzinfo=UTC))
    assert ici.fichiers() == comptees
    assert candidature.appeler("GET", f"/pieces-jointes/{piece}").status_code == 404
