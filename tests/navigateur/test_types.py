"""The pages and their scenarios compile against the contract of the service."""

from pathlib import Path

import pytest

from tests.navigateur.banc import ICI, node

pytestmark = pytest.mark.verify


def test_les_pages_et_les_scenarios_se_compilent_sans_une_erreur(contrat: Path) -> None:
    assert contrat.exists()
    tsc = ICI / "node_modules" / "typescript" / "bin" / "tsc"
    assert node(tsc, "--project", "tsconfig.json") == ""


@pytest.mark.parametrize("interdit", [": any", "as any", "<any>", "@ts-ignore", "@ts-expect-error"])
def test_aucune_erreur_de_type_n_est_tue(interdit: str) -> None:
    sources = [f for d in ("commun", "jsonforms", "rjsf") for f in (ICI / d).glob("*.ts*")]
    assert len(sources) > 10
    ecrits = [f for f in sources if not f.name.endswith("contrat.d.ts")]
    assert not [f.name for f in ecrits if interdit in f.read_text(encoding="utf-8")]
