"""A provider of identities that does what a real one refuses to do, on a port of its own."""

import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import time
from typing import Any, Self

from joserfc.jwk import Key, RSAKey
from joserfc.jws import serialize_compact
from joserfc.util import urlsafe_b64encode

Json = dict[str, Any]
INTROSPECTION = "token-introspection+jwt"


@dataclass(frozen=True)
class Reponse:
    """What is sent back; a body in pieces ends with its connection, without a length."""

    corps: bytes | Iterable[bytes] = b""
    media: str = "application/json"
    statut: int = 200
    entetes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Appel:
    """What was asked for, and with what."""

    chemin: str
    corps: str
    autorisation: str | None
    accepte: str | None


def en_json(objet: object, statut: int = 200) -> Reponse:
    return Reponse(json.dumps(objet).encode(), statut=statut)


@cache
def cle_rsa(kid: str | None, exemplaire: int = 0) -> RSAKey:
    """A key that signs by RS256, made once; another `exemplaire` bears the same name."""
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"} if kid else {"use": "sig"})


def assembler(entete: Json, charge: Json, signer: Callable[[bytes], bytes]) -> str:
    """A compact JWS, signed in whatever way."""
    parties = [urlsafe_b64encode(json.dumps(partie).encode()) for partie in (entete, charge)]
    dit = b".".join(parties)
    return (dit + b"." + urlsafe_b64encode(signer(dit))).decode()


class Pirate:
    """The provider. `pages` holds its answers by path, `appels` what it was asked."""

    def __init__(self, client: str, cle: RSAKey | None = None) -> None:
        self._client = client
        self._serveur = _Serveur(("127.0.0.1", 0), _traiteur(self))
        self.emetteur = f"http://127.0.0.1:{self._serveur.server_port}"
        self.appels: list[Appel] = []
        self.cle = cle or cle_rsa("premiere")
        self.decouverte: Json = {
            "issuer": self.emetteur,
            "jwks_uri": f"{self.emetteur}/jwks",
            "introspection_endpoint": f"{self.emetteur}/introspection",
        }
        self.pages: dict[str, Callable[[], Reponse]] = {
            "/.well-known/openid-configuration": lambda: en_json(self.decouverte)
        }
        self.publier(self.cle)

    def __enter__(self) -> Self:
        threading.Thread(target=self._serveur.serve_forever, args=(0.005,)).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._serveur.shutdown()
        self._serveur.server_close()

    def appels_de(self, chemin: str) -> int:
        """How often a path was asked for."""
        return sum(appel.chemin == chemin for appel in self.appels)

    def publier(self, *cles: Key) -> None:
        """Publish these keys, and no other."""
        jwks = {"keys": [cle.as_dict(private=False) for cle in cles]}
        self.pages["/jwks"] = lambda: en_json(jwks)

    def repondre(self, reponse: Reponse, page: str = "/introspection") -> None:
        """Answer so, always."""
        self.pages[page] = lambda: reponse

    def revendications(self, **autres: object) -> Json:
        """The claims of a token that is good, but for what is given; None takes one away."""
        ici = int(time())
        bonnes = {
            "iss": self.emetteur,
            "sub": "agent",
            "aud": "front",
            "client_id": "front",
            "iat": ici,
            "exp": ici + 300,
            **autres,
        }
        return {nom: valeur for nom, valeur in bonnes.items() if valeur is not None}

    def jeton(self, cle: Key | None = None, entete: Json | None = None, **autres: object) -> str:
        """A signed access token that is good, but for what is given."""
        return self._signer("at+jwt", cle, entete, self.revendications(**autres))

    def introspection(self, **autres: object) -> Json:
        """The answer about a token that is good, but for what is given."""
        return self.revendications(**{"active": True, "token_type": "Bearer", **autres})

    def introspection_signee(
        self, cle: Key | None = None, entete: Json | None = None, **autres: object
    ) -> Reponse:
        """A signed answer about a token that is good; `autres` changes the envelope."""
        enveloppe = {
            "iss": self.emetteur,
            "aud": self._client,
            "iat": int(time()),
            "token_introspection": self.introspection(),
            **autres,
        }
        jws = self._signer(INTROSPECTION, cle, entete, enveloppe)
        return Reponse(jws.encode(), f"application/{INTROSPECTION}")

    def compte_signe(
        self, cle: Key | None = None, entete: Json | None = None, **compte: object
    ) -> Reponse:
        """A signed account (OpenID Connect Core, 5.3.2)."""
        jws = self._signer("JWT", cle, entete, {"iss": self.emetteur, "aud": "front", **compte})
        return Reponse(jws.encode(), "application/jwt")

    def _signer(self, typ: str, cle: Key | None, entete: Json | None, charge: Json) -> str:
        cle = cle or self.cle
        complet = {"alg": "RS256", "typ": typ, "kid": cle.kid, **(entete or {})}
        complet = {nom: valeur for nom, valeur in complet.items() if valeur is not None}
        return serialize_compact(complet, json.dumps(charge), cle, algorithms=[complet["alg"]])


class _Serveur(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of who hangs up."""


def _traiteur(pirate: Pirate) -> type[BaseHTTPRequestHandler]:
    class Traiteur(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet

        def do_GET(self) -> None:
            recu = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            entetes = (self.headers.get("Authorization"), self.headers.get("Accept"))
            pirate.appels.append(Appel(self.path, recu, *entetes))
            page = pirate.pages.get(self.path)
            reponse = page() if page else Reponse(statut=404)
            self.send_response(reponse.statut)
            self.send_header("Content-Type", reponse.media)
            for nom, valeur in reponse.entetes:
                self.send_header(nom, valeur)
            if isinstance(reponse.corps, bytes):
                self.send_header("Content-Length", str(len(reponse.corps)))
                morceaux = [reponse.corps]
            else:
                self.send_header("Connection", "close")
                morceaux = reponse.corps
            self.end_headers()
            for morceau in morceaux:
                self.wfile.write(morceau)
                self.wfile.flush()

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Traiteur
