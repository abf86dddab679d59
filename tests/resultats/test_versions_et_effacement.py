"""What was published is told by a version, though its candidature is erased in the same instant."""

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

import httpx2

from tests.candidatures.outils import Sonde
from tests.client import Client
from tests.decisions.lots import Decideur, epci_neuf, prise
from tests.instruction.dossiers import Agent
from tests.resultats.publies import acceptee, arreter, lignes, lire
from tests.rgpd.vie import administrateur

# As a publication does, which holds the row of each candidature until it is committed.
_PUBLIER: Final = (
    "WITH publiee AS (UPDATE decision SET publiee_le = '2023-11-09T10:00:00Z' "
    "WHERE candidature_id = CAST(:id AS uuid)) "
    "SELECT 1 FROM candidature WHERE id = CAST(:id AS uuid) FOR UPDATE"
)


def test_ce_qui_est_publie_pendant_qu_on_l_efface_est_dit_tout_de_meme(
    client: Client, url: str, ministre: Decideur, normand: Agent
) -> None:
    une, sonde = prise(client, normand, epci_neuf()), Sonde(url)
    arreter(ministre, acceptee(une))
    adresse = f"/v1/administration/candidatures/{une.id}?motif=injonction"
    with ThreadPoolExecutor(1) as fil:
        with sonde.verrou(_PUBLIER, id=une.id):
            efface: Future[httpx2.Response] = fil.submit(
                client.delete, adresse, headers=administrateur(url)
            )
            sonde.attendre_la_file(efface)
        assert efface.result().status_code == 204
    sonde.fermer()
    (publiee,) = lignes(lire(client, "/v1/resultats.csv").content)
    assert publiee["id_ti"] == "ti-2801"
