"""A sandbox that sends, on a database of its own, with little patience."""

from collections.abc import Generator

import pytest

from app.kit.services import Patiences
from tests.bases import base_migree, oublier_les_processus
from tests.candidatures.outils import Sonde
from tests.conftest import reglages_pour, servir
from tests.flux.crochets.verificateurs import Recue, verdicts
from tests.flux.livraisons.outils import SECRETS, VIF, Envois
from tests.recepteurs import RECUES


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


@pytest.fixture(scope="module", autouse=True)
def verifiees() -> Generator[None]:
    """All that the tests of a file had sent is signed, as three verifiers see it: at once, since
    they refuse what is old.
    """
    RECUES.clear()
    yield
    if not RECUES:
        return
    essais = [
        (rang, Recue(secret, recue.entetes, recue.corps))
        for rang, recue in enumerate(RECUES)
        for secret in SECRETS[recue.entetes["host"]]
    ]
    acceptees = verdicts([essai for _, essai in essais])
    signees = {rang for (rang, _), acceptee in zip(essais, acceptees, strict=True) if acceptee}
    assert signees == {*range(len(RECUES))}
