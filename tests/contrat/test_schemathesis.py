"""Whatever is asked, rightly or wrongly, the answer is one that the contract announces."""

from pathlib import Path

import pytest

from app.config import Settings
from tests.conftest import QUI_FINIT, servir
from tests.contrat.essais import CAS_MIN, eprouver


@pytest.mark.verify
def test_des_milliers_d_appels_ne_trouvent_rien(reglages: Settings, tmp_path: Path) -> None:
    assert reglages.database_url
    url = reglages.database_url.get_secret_value()
    with servir(reglages, patiences=QUI_FINIT) as client:
        joues, texte = eprouver(client, url, tmp_path)
    assert joues >= CAS_MIN, texte
