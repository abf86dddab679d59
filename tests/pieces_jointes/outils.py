"""Forms written byte by byte, requests sent piece by piece, and a look into the store."""

import http.client
import json
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager
from time import monotonic
from types import TracebackType
from typing import Any, Self

from app.config import Settings
from tests.client import Candidature, Client, Json
from tests.pieces_jointes import echantillons as e

FRONTIERE = "frontiere-d-essai"
MULTIPART = f"multipart/form-data; boundary={FRONTIERE}"
FIN = f"--{FRONTIERE}--\r\n".encode()
DELAI = 30  # seconds after which a wait is a failure
CLOTURE = "2023-09-23T00:00:00+02:00"


def partie(disposition: str | bytes, contenu: bytes) -> bytes:
    """A part of a form; `disposition` is what follows `form-data`, such as `; name="a"`."""
    suite = disposition if isinstance(disposition, bytes) else disposition.encode()
    tete = b"--%b\r\nContent-Disposition: form-data%b\r\n\r\n" % (FRONTIERE.encode(), suite)
    return tete + contenu + b"\r\n"


def texte(valeur: str = "lettres", champ: str = "rubrique") -> bytes:
    return partie(f'; name="{champ}"', valeur.encode())


def fichier(contenu: bytes, nom: str | bytes = "lettre.pdf", champ: str = "fichier") -> bytes:
    brut = nom if isinstance(nom, bytes) else nom.encode()
    return partie(b'; name="%b"; filename="%b"' % (champ.encode(), brut), contenu)


def formulaire(contenu: bytes, nom: str | bytes = "lettre.pdf") -> bytes:
    """A whole form that is in order."""
    return texte() + fichier(contenu, nom) + FIN


def pdf_de(taille: int) -> bytes:
    """A PDF of so many bytes: what pads it stands before its end."""
    modele = e.pdf()
    return modele[:1000] + bytes(taille - len(modele) - 1000) + modele


def envoyer(candidature: Candidature, corps: Any, type_: str = MULTIPART, **entetes: str) -> Any:
    """Send a body as it is; a generator goes in chunks unless `Content-Length` is given."""
    return candidature.appeler(
        "POST", "/pieces-jointes", content=corps, entetes={"Content-Type": type_, **entetes}
    )


def pieces(candidature: Candidature) -> list[Json]:
    """The files that the candidature lists."""
    lues = candidature.appeler("GET", "/pieces-jointes").raise_for_status().json()
    return lues["pieces"]


def magasin(reglages: Settings) -> set[str]:
    """The names in the local store, unfinished writes included."""
    return {chemin.name for chemin in (reglages.donnees / "fichiers" / "pieces").iterdir()}


@contextmanager
def rien_de_stocke(candidature: Candidature, reglages: Settings) -> Generator[None]:
    """Fail when the block leaves a row, an event or an object."""
    avant = magasin(reglages), pieces(candidature), len(candidature.evenements())
    yield
    assert (magasin(reglages), pieces(candidature), len(candidature.evenements())) == avant


def attendre(vraie: Callable[[], bool], client: Client) -> None:
    """Return once true; each try lets the service answer a request in between."""
    limite = monotonic() + DELAI
    while not vraie():
        assert monotonic() < limite, "ce qui était attendu n'est pas arrivé"
        client.get("/sante/vivant")


class Envoi:
    """An upload on a socket of its own, sent piece by piece."""

    def __init__(self, candidature: Candidature, **entetes: str) -> None:
        adresse = candidature.client.base_url
        self._socket = socket.create_connection((adresse.host, adresse.port or 80), DELAI)
        self._lecture = self._socket.makefile("rb")
        tous = {
            "Host": adresse.host,
            "Authorization": f"Bearer {candidature.jeton}",
            "Content-Type": MULTIPART,
            **entetes,
        }
        lignes = [f"POST {candidature.url}/pieces-jointes HTTP/1.1"]
        lignes += [f"{nom.replace('_', '-')}: {valeur}" for nom, valeur in tous.items()]
        self.envoyer("\r\n".join([*lignes, "", ""]).encode())

    def envoyer(self, octets: bytes) -> None:
        self._socket.sendall(octets)

    def accepte(self) -> bool:
        """Whether the service asks for the body (RFC 9110, 10.1.1), having checked the rest."""
        ligne = self._lecture.readline()
        return ligne == b"HTTP/1.1 100 Continue\r\n" and self._lecture.readline() == b"\r\n"

    def statut(self) -> int:
        """The status of the answer."""
        return int(self._lecture.readline().split()[1])

    def reponse(self) -> tuple[int, Json]:
        """The status and the body of the answer."""
        statut = self.statut()
        taille = int(http.client.parse_headers(self._lecture)["Content-Length"])
        return statut, json.loads(self._lecture.read(taille))

    def fermer(self) -> None:
        self._lecture.close()
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.fermer()
