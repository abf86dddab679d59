"""The documentation page in a real browser that reaches nothing but the service."""

from pathlib import Path

import pytest

from tests.client import Client
from tests.navigateur.banc import Banc


@pytest.mark.verify
def test_la_page_se_lit_en_francais_sans_rien_demander_ailleurs(
    client: Client, tmp_path: Path
) -> None:
    banc = Banc(str(client.base_url.join("/docs")), client, tmp_path, {})
    assert banc.jouer("documentation/scenario.ts", {}) == {"ailleurs": []}
