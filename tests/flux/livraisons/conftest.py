"""A sandbox that sends, on a database of its own, with little patience."""

from collections.abc import Generator

import pytest

from app.kit.services import Patiences
from tests.bases import base_migree, oublier_les_processus
from tests.candidatures.outils import Sonde
from tests.conftest import reglages_pour, servir
from tests.flux.livraisons.outils import VIF, Envois


@pytest.fixture(scope="session")
def envois(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Envois]:
    dossier = tmp_path_factory.mktemp("envois")
    with base_migree(postgres) as url:
        oublier_les_processus(url)
        reglages = reglages_pour(url, dossier, bac_a_sable=True, travaux=True)
        with servir(reglages, patiences=Patiences(envois=VIF)) as client:
            sonde = Sonde(url)
            yield Envois(client, url, sonde, reglages)
            sonde.fermer()
