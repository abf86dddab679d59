"""Whatever is asked, rightly or wrongly, the answer is one that the contract announces."""

from pathlib import Path

import pytest

from tests.client import Client
from tests.contrat.essais import CAS_MIN, eprouver


@pytest.mark.verify
def test_des_milliers_d_appels_ne_trouvent_rien(client: Client, tmp_path: Path) -> None:
    joues, texte = eprouver(client, tmp_path)
    assert joues >= CAS_MIN, texte
