"""The connection to the database is lost while an upload commits: what is known is asked for."""

from pathlib import Path

import pytest

from tests.conftest import reglages_pour, servir
from tests.depots.pieces import FICHIERS, prete
from tests.pieces_jointes.echantillons import pdf
from tests.pieces_jointes.outils import magasin, pieces
from tests.relais import Coupure, relais


@pytest.mark.parametrize("coupure", [Coupure.DEMANDE, Coupure.REPONSE], ids=lambda c: c.name)
def test_la_ligne_et_le_fichier_sont_la_tous_deux_ou_aucun(
    postgres: str, tmp_path: Path, coupure: Coupure
) -> None:
    """Else a deposit would be given a receipt that names a file which is not there."""
    with relais(postgres) as ouvert:
        reglages = reglages_pour(ouvert.url, tmp_path, bac_a_sable=True)
        with servir(reglages) as client:
            candidature = prete(client)
            avant = magasin(reglages)
            client.event_hooks = {}  # whatever it answers: nobody knows
            ouvert.coupure = coupure
            reponse = candidature.joindre("lettres", "a.pdf", pdf())
            assert (reponse.status_code >= 500, ouvert.coupure) == (True, Coupure.RIEN)
            ajoutees = magasin(reglages) - avant
            jointes = {piece["id"] for piece in pieces(candidature)}
            assert ajoutees == jointes - avant
            assert len(ajoutees) == (coupure is Coupure.REPONSE)
            assert len(jointes) == len(FICHIERS) + len(ajoutees)
