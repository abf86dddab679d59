"""What `docs/deployer.md` names exists: metrics, events of the log, settings, files."""

import re
from typing import Final

from app.config import Settings
from tests.client import Client
from tests.documentation.pages import DOCS, RACINE

_PAGE: Final = (DOCS / "deployer.md").read_text(encoding="utf-8")
_SUFFIXE: Final = re.compile("_(total|bucket)$")


def test_chaque_mesure_nommee_est_exposee(client: Client) -> None:
    types = re.findall(r"^# TYPE (\w+) ", client.get("/metrics").text, re.MULTILINE)
    nommees = re.findall(r"\bti_[a-z_]+(?=[\[{])", _PAGE)
    assert nommees
    exposees = {_SUFFIXE.sub("", nom) for nom in types}
    assert {_SUFFIXE.sub("", nom) for nom in nommees} <= exposees


def test_chaque_evenement_du_journal_nomme_est_ecrit_quelque_part() -> None:
    (ligne,) = re.findall(r"^\| logs \| (.+) \|$", _PAGE, re.MULTILINE)
    code = "".join(f.read_text(encoding="utf-8") for f in (RACINE / "app").rglob("*.py"))
    nommes = re.findall(r"`(\w+)`", ligne)
    assert nommes
    assert [nom for nom in nommes if f'"{nom}"' not in code] == []


def test_chaque_reglage_nomme_existe() -> None:
    connus = {f"TI_{champ.upper()}" for champ in Settings.model_fields}
    assert set(re.findall(r"\bTI_[A-Z0-9_]+", _PAGE)) <= connus
