from datetime import UTC, datetime, timedelta
from typing import Final

from app.kit.respite import Repit

_T0: Final = datetime(2023, 9, 18, 7, tzinfo=UTC)
_TRENTE: Final = timedelta(seconds=30)


def test_un_repit_dure_puis_finit() -> None:
    repit = Repit(_TRENTE)
    assert not repit.dure(_T0)
    repit.commencer(_T0)
    apres = (timedelta(0), _TRENTE - timedelta(seconds=1), _TRENTE)
    assert [repit.dure(_T0 + delai) for delai in apres] == [True, True, False]


def test_ce_qui_marche_de_nouveau_n_attend_plus() -> None:
    repit = Repit(_TRENTE)
    repit.commencer(_T0)
    repit.finir()
    assert not repit.dure(_T0)


def test_une_horloge_remise_en_arriere_ne_prolonge_rien() -> None:
    repit = Repit(_TRENTE)
    repit.commencer(_T0)
    assert not repit.dure(_T0 - timedelta(days=1))
