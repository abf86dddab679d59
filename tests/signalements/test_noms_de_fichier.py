"""File names as clients write them in forms.

`filename*` alone: psf/requests#4652, requests/toolbelt#271, sanic#1497, werkzeug#932. An encoded
word beside it, as .NET writes: dotnet/corefx#22806 and #24482, PowerShell#19456. Windows-1252:
readthedocs-fr/bin-server#105, curl#3020, cherrypy#1140.
"""

import httpx2
import pytest

from tests.candidatures.outils import probleme
from tests.client import Candidature, Client
from tests.pieces_jointes import echantillons as e

_LIMITE = "limite"


@pytest.fixture(scope="module")
def candidature(client: Client) -> Candidature:
    return client.creer()


def _joindre(candidature: Candidature, nom: bytes) -> httpx2.Response:
    parties = [
        b'Content-Disposition: form-data; name="rubrique"\r\n\r\nlettres',
        b'Content-Disposition: form-data; name="fichier"' + nom + b"\r\n\r\n" + e.pdf(),
    ]
    corps = b"".join(b"--limite\r\n" + partie + b"\r\n" for partie in parties) + b"--limite--\r\n"
    type_ = {"Content-Type": f"multipart/form-data; boundary={_LIMITE}"}
    return candidature.appeler("POST", "/pieces-jointes", content=corps, entetes=type_)


@pytest.mark.parametrize(
    ("nom", "lu"),
    [
        (b"; filename*=utf-8''Lettre%20sign%C3%A9e.pdf", "Lettre signée.pdf"),
        (b"; filename=\"L.pdf\"; filename*=UTF-8'fr'%C3%A9.pdf", "é.pdf"),
        (b"; filename*=ISO-8859-1''%E9.pdf; filename=\"L.pdf\"", "é.pdf"),
        (b"; filename*=koi8-r''%C1.pdf; filename=\"L.pdf\"", "L.pdf"),
        (b"; filename=\"a; filename*=utf-8''b.pdf\"", "a; filename*=utf-8''b.pdf"),
        (b'; filename="=?utf-8?B?w6kucGRm?="', "é.pdf"),
        (
            b"; filename=\"=?utf-8?B?w6kucGRm?=\"; filename*=utf-8''%C3%A9t%C3%A9.pdf",
            "été.pdf",
        ),
        (b'; filename="=?iso-8859-1?Q?=E9.pdf?="', "é.pdf"),
        (b'; filename="=?x-inconnu?Q?a?=.pdf"', "=?x-inconnu?Q?a?=.pdf"),
        (b'; filename="\xc3\xa9.pdf"', "é.pdf"),
        (b'; filename="Lettre sign\xe9e.pdf"', "Lettre signée.pdf"),
        (b'; filename="dit %22A%22.pdf"', 'dit "A".pdf'),
        (b'; filename="=?utf-\xc3\xa9?q?a?=.pdf"', "=?utf-é?q?a?=.pdf"),
    ],
    ids=range(13),
)
def test_un_nom_se_lit_comme_il_a_ete_ecrit(candidature: Candidature, nom: bytes, lu: str) -> None:
    piece = _joindre(candidature, nom)
    assert piece.status_code == 201, piece.text
    assert piece.json()["nom"] == lu
    candidature.appeler("DELETE", f"/pieces-jointes/{piece.json()['id']}")


def test_un_fichier_sans_nom_est_refuse_en_le_disant(candidature: Candidature) -> None:
    dit = probleme(_joindre(candidature, b""), 422, "requete-invalide")
    assert "« filename »" in dit["detail"]
