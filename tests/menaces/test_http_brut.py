"""Requests on which two readers could disagree, and headers that ask for more than their sender.

Lengths that are none: `tests/pieces_jointes/test_hostiles.py`. Sizes and times:
`tests/kit/web/test_connections.py`, `tests/kit/web/test_reception.py`.
"""

from typing import Final
from uuid import uuid4

import pytest

from tests.acces.courrier import candidature_de, demander, inviter, recu
from tests.candidatures.outils import inchangee
from tests.client import Candidature, Client
from tests.formulaire.exemples import dossier_complet
from tests.menaces.brut import echanger

_CACHEE: Final = b"GET /v1/administration/cles HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
_CORPS: Final = b'{"contact": {"nom_prenom": "Anne"}}'
_VOLEUR: Final = "voleur.example"


def _modifier(candidature: Candidature, *lignes: bytes, corps: bytes = _CORPS) -> bytes:
    """A save with these lines of headers and this body, then a second request."""
    tete = [
        f"PATCH {candidature.url} HTTP/1.1".encode(),
        b"Host: x",
        f"Authorization: Bearer {candidature.jeton}".encode(),
        b"Content-Type: application/merge-patch+json",
        *lignes,
    ]
    return b"\r\n".join([*tete, b"", corps]) + _CACHEE


_MORCEAUX: Final = b"%x\r\n%s\r\n0\r\n\r\n" % (len(_CORPS), _CORPS)
DOUTEUSES: Final = {
    "longueur_et_morceaux": ((b"Content-Length: 35", b"Transfer-Encoding: chunked"), _MORCEAUX),
    "morceaux_et_longueur": ((b"Transfer-Encoding: chunked", b"Content-Length: 4"), _MORCEAUX),
    "deux_longueurs": ((b"Content-Length: 35", b"Content-Length: 0"), _CORPS),
    "deux_longueurs_en_liste": ((b"Content-Length: 35, 0",), _CORPS),
    "longueur_pliee": ((b"Content-Length:", b" 35"), _CORPS),
    "ligne_pliee": ((b"X-Pli: a", b" b", b"Content-Length: 35"), _CORPS),
    "blanc_avant_deux_points": ((b"Content-Length : 35",), _CORPS),
    "codage_blanc": ((b"Transfer-Encoding : chunked",), _MORCEAUX),
    "codage_en_double": ((b"Transfer-Encoding: chunked", b"Transfer-Encoding: x"), _MORCEAUX),
    "codage_inconnu": ((b"Transfer-Encoding: xchunked",), _MORCEAUX),
    "taille_de_morceau_negative": ((b"Transfer-Encoding: chunked",), b"-1\r\na\r\n0\r\n\r\n"),
    "taille_de_morceau_0x": ((b"Transfer-Encoding: chunked",), b"0x23\r\n" + _MORCEAUX[4:]),
    "morceau_mal_fini": ((b"Transfer-Encoding: chunked",), b"23\r\n" + _CORPS + b"XX0\r\n\r\n"),
    "nul_dans_un_en_tete": ((b"X-Nul: a\0b", b"Content-Length: 35"), _CORPS),
    "retour_seul": ((b"X-Cr: a\rContent-Length: 0", b"Content-Length: 35"), _CORPS),
    "nom_vide": ((b": x", b"Content-Length: 35"), _CORPS),
}


@pytest.mark.parametrize(("lignes", "corps"), DOUTEUSES.values(), ids=DOUTEUSES.keys())
def test_une_requete_douteuse_est_refusee_et_sa_connexion_fermee(
    client: Client, lignes: tuple[bytes, ...], corps: bytes
) -> None:
    """RFC 9112, 6.3 and 11.2: what follows it on the connection is read by nobody."""
    candidature = client.creer()
    with inchangee(candidature):
        (refus,) = echanger(client, _modifier(candidature, *lignes, corps=corps))
    assert refus.statut in (400, 501)
    assert refus.entetes["connection"] == "close"


def test_une_requete_franche_est_suivie_de_la_suivante(client: Client) -> None:
    """What the others would be, were they not refused: a save, and then the hidden request."""
    candidature = client.creer()
    lues = echanger(client, _modifier(candidature, b"Content-Length: %d" % len(_CORPS)))
    assert [lue.statut for lue in lues] == [200, 401]
    lues = echanger(client, _modifier(candidature, b"Transfer-Encoding: chunked", corps=_MORCEAUX))
    assert [lue.statut for lue in lues] == [200, 401]


@pytest.mark.parametrize(
    "tete",
    [
        b"GET /v1/campagne HTTP/9.9\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"EHLO voleur.example\r\n",
    ],
    ids=["version", "tls", "http_2", "smtp"],
)
def test_un_autre_protocole_est_refuse(client: Client, tete: bytes) -> None:
    lues = echanger(client, tete)
    assert [lue.statut for lue in lues] in ([400], [505])


@pytest.mark.parametrize(
    "ligne", [b"Upgrade: h2c\r\nHTTP2-Settings: AAMAAABk", b"Upgrade: websocket"]
)
def test_la_connexion_ne_change_pas_de_protocole(client: Client, ligne: bytes) -> None:
    tete = b"GET /v1/campagne HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\n"
    lues = echanger(client, tete + ligne + b"\r\n\r\n")
    assert [lue.statut for lue in lues] in ([200], [400])


# --- another method, another address, another sender ----------------------------------------------


@pytest.mark.parametrize(
    "entete", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "_method"]
)
def test_aucun_en_tete_ne_change_la_methode(client: Client, entete: str) -> None:
    candidature = client.creer()
    with inchangee(candidature):
        lue = candidature.appeler("GET", entetes={entete: "DELETE"})
        assert lue.status_code == 200
        lue = candidature.appeler("GET", params={"_method": "DELETE"})
        assert lue.status_code == 422
        envoi = candidature.appeler("POST", entetes={entete: "PATCH"}, json={"contact": {}})
        assert envoi.status_code == 405


@pytest.mark.parametrize("methode", ["TRACE", "CONNECT", "DEBUG", "PROPFIND", "patch", "GET\x0b"])
def test_une_methode_inattendue_ne_fait_rien(client: Client, methode: str) -> None:
    candidature = client.creer()
    lignes = f"Authorization: Bearer {candidature.jeton}\r\nConnection: close\r\n\r\n"
    with inchangee(candidature):
        (lue,) = echanger(
            client, f"{methode} {candidature.url} HTTP/1.1\r\nHost: x\r\n{lignes}".encode()
        )
    assert lue.statut in (400, 405)
    assert candidature.jeton.encode() not in lue.corps


@pytest.mark.parametrize(
    "entete",
    ["X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Uri", "X-Forwarded-Prefix", "Forwarded"],
)
def test_aucun_en_tete_ne_change_l_adresse(client: Client, entete: str) -> None:
    lue = client.get("/v1/campagne", headers={entete: "/v1/administration/cles"})
    assert lue.json().keys() == client.get("/v1/campagne").json().keys()
    assert client.get("/v1/administration/cles", headers={entete: "/v1/campagne"}).is_error


_HOTES: Final = {
    "Host": _VOLEUR,
    "X-Forwarded-Host": _VOLEUR,
    "X-Forwarded-Proto": "javascript",
    "X-Host": _VOLEUR,
    "Forwarded": f"host={_VOLEUR};proto=http",
    "Origin": f"https://{_VOLEUR}",
    "Referer": f"https://{_VOLEUR}/",
}


def test_aucune_reponse_ne_repete_l_hote_demande(client: Client) -> None:
    """No address is made from `Host`: every link is a path, or comes from the settings."""
    creee = client.post("/v1/candidatures", json={}, headers=_HOTES)
    assert creee.headers["location"] == f"/v1/candidatures/{creee.json()['id']}"
    for adresse in ("/", "/docs", "/openapi.json", "/v1/campagne", "/v1/inconnue", "/sante/pret"):
        lue = client.get(adresse, headers=_HOTES)
        assert _VOLEUR not in lue.text + str(lue.headers), adresse
    absolue = b"GET http://voleur.example/v1/campagne HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    (lue,) = echanger(client, absolue + b"\r\n")
    assert lue.statut == 200
    assert b"voleur" not in lue.corps + str(lue.entetes).encode()


def test_le_lien_d_un_courriel_ne_mene_pas_a_l_hote_demande(client: Client) -> None:
    """The classic theft: ask for the link of somebody else, with one's own host."""
    courriel, invite = f"{uuid4()}@example.fr", f"{uuid4()}@example.fr"
    candidature = candidature_de(client, courriel)
    assert demander(client, courriel, **_HOTES).is_success
    corps = {"courriel": invite, "role": "lecture"}
    assert candidature.appeler("POST", "/acces", json=corps, entetes=_HOTES).status_code == 201
    for qui in (courriel, invite):
        texte = recu(client, qui)["texte"]
        assert _VOLEUR not in texte
        assert "#" in texte


def test_une_requete_d_un_autre_site_n_a_rien_d_une_session(client: Client) -> None:
    """No cookie is set or read: a form on another site comes without the token (CSRF)."""
    candidature = client.creer(dossier_complet())
    with inchangee(candidature):
        for type_ in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data"):
            entetes = {"Cookie": f"jeton={candidature.jeton}", "Content-Type": type_}
            for suite in ("", "/pieces-jointes", "/depots", "/retrait"):
                envoi = client.post(candidature.url + suite, content=b"a=b", headers=entetes)
                assert envoi.status_code in (401, 405)
                assert "set-cookie" not in envoi.headers
    assert inviter(candidature, "a@example.fr").status_code == 201
