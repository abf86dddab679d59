"""A mark before JSON is no part of it; a compressed body is refused for what it is.

RestSharp#826 and #900, DaveGamble/cJSON#184; fastapi#1848, httpbin#577, hug#558.
"""

import gzip

from tests.candidatures.outils import probleme
from tests.client import Client
from tests.pieces_jointes import echantillons as e


def test_une_marque_devant_le_json_est_lue_comme_rien(client: Client) -> None:
    candidature = client.creer()
    candidature.modifier(b'\xef\xbb\xbf{"contact": {"nom_prenom": "Jeanne"}}').raise_for_status()
    assert candidature.lire()["dossier"] == {"contact": {"nom_prenom": "Jeanne"}}


def test_un_corps_compresse_est_refuse_en_le_disant(client: Client) -> None:
    candidature = client.creer()
    reponse = candidature.modifier(gzip.compress(b"{}"), **{"Content-Encoding": "gzip"})
    assert "compressé" in probleme(reponse, 415, "type-de-contenu-refuse")["detail"]
    assert reponse.headers["accept-encoding"] == "identity"
    jointe = candidature.joindre("lettres", "a.pdf", e.pdf(), **{"Content-Encoding": "br"})
    probleme(jointe, 415, "type-de-contenu-refuse")
    assert candidature.modifier(b"{}", **{"Content-Encoding": "identity"}).status_code == 200
