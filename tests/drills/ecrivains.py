"""Writers: they lead candidatures to their deposit, and try again until they are answered."""

import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final
from uuid import uuid4

import httpx2

from tests.client import Candidature, Client
from tests.drills.registre import Genre, Registre
from tests.formulaire.exemples import dossier_complet
from tests.pieces_jointes.echantillons import pdf

_ENREGISTREMENTS: Final = 4
_PATIENCE: Final = 120.0  # seconds after which a writer gives up an act, and its candidature
_REPONSE: Final = 20.0  # seconds after which an answer is taken for lost
_REVENIR: Final = frozenset({429, 502, 503, 504})
# Those that come from a proxy, or tell that something failed on the way, leave open what was done.
_INCONNUS: Final = frozenset({500, 502, 503, 504})
_PAUSE: Final = 0.25  # seconds before an act is tried again
RUBRIQUES: Final = ("plan_action_operationnel", "lettres")
Demande = Callable[[dict[str, str]], httpx2.Response]


class Abandon(Exception):
    """An act was not answered in time: what became of it is unknown for good."""


class Refus(Exception):
    """An answer that no drill may bring about."""


@dataclass(slots=True)
class Ecrivain:
    """One writer. `fini` is set when no candidature is to be begun any more."""

    url: str
    registre: Registre
    fini: threading.Event

    def ecrire(self) -> None:
        """Lead candidatures to their deposit, one after the other, until told to stop."""
        with Client(self.url) as client:
            client.event_hooks = {}  # a proxy answers as well, by no contract
            client.timeout = httpx2.Timeout(_REPONSE)
            while not self.fini.is_set():
                try:
                    self._mener_au_depot(client)
                except Abandon:
                    continue

    def _mener_au_depot(self, client: Client) -> None:
        cle = {"Idempotency-Key": str(uuid4())}
        corps = {"dossier": dossier_complet()}
        creee = self._insister(
            "", Genre.CREATION, lambda _: client.post("/v1/candidatures", json=corps, headers=cle)
        ).json()
        candidature = Candidature(client, creee["id"], creee["jeton"], creee)
        self.registre.noter(Genre.CREATION, candidature.id, candidature.jeton)
        self._enregistrer(candidature, 0)
        for rubrique in RUBRIQUES:
            self._joindre(candidature, rubrique)
        self._deposer(candidature)
        self._enregistrer(candidature, _ENREGISTREMENTS)
        self._deposer(candidature)

    def _enregistrer(self, candidature: Candidature, depuis: int) -> None:
        for rang in range(depuis + 1, depuis + 1 + _ENREGISTREMENTS):
            correctif = {"bilan": {"actions_realisees": f"Essai {rang}."}}
            self._insister(
                candidature.id, Genre.ENREGISTREMENT, lambda _, c=correctif: candidature.modifier(c)
            )
            self.registre.noter(Genre.ENREGISTREMENT, candidature.id, str(rang))

    def _joindre(self, candidature: Candidature, rubrique: str) -> None:
        """Upload a file found nowhere else; after an unknown outcome, ask before sending again."""
        contenu = pdf()[:1000] + uuid4().bytes * 500 + pdf()
        empreinte = sha256(contenu).hexdigest()

        def demander(_: dict[str, str]) -> httpx2.Response:
            listees = candidature.appeler("GET", "/pieces-jointes")
            if listees.status_code == 200 and _trouver(listees.json(), empreinte):
                return listees
            return candidature.joindre(rubrique, "a.pdf", contenu)

        piece = self._insister(candidature.id, Genre.PIECE, demander).json()
        trouvee = piece if "id" in piece else _trouver(piece, empreinte)
        assert trouvee
        self.registre.noter(Genre.PIECE, candidature.id, f"{trouvee['id']} {empreinte}")

    def _deposer(self, candidature: Candidature) -> None:
        cle = {"Idempotency-Key": str(uuid4())}
        depot = self._insister(
            candidature.id, Genre.DEPOT, lambda ticket: candidature.deposer(**cle, **ticket)
        ).json()
        self.registre.noter(Genre.DEPOT, candidature.id, f"{depot['depot']} {depot['numero']}")

    def _insister(self, candidature: str, genre: Genre, demande: Demande) -> httpx2.Response:
        """Ask until there is an answer; `demande` is given the ticket of the last refusal."""
        limite, ticket = time.monotonic() + _PATIENCE, dict[str, str]()
        while time.monotonic() < limite:
            try:
                reponse = demande(ticket)
            except httpx2.TransportError:
                reponse = None
            if reponse is not None and reponse.is_success:
                return reponse
            if reponse is not None and reponse.status_code not in _REVENIR | _INCONNUS:
                raise Refus(f"{genre} : {reponse.status_code} {reponse.text[:500]}")
            self._noter_l_echec(candidature, genre, reponse)
            if reponse is not None and (donne := reponse.headers.get("ticket-arrivee")):
                ticket = {"Ticket-Arrivee": donne}
            self.fini.wait(_PAUSE)
        self.registre.noter(Genre.ABANDON, candidature, genre)
        raise Abandon

    def _noter_l_echec(
        self, candidature: str, genre: Genre, reponse: httpx2.Response | None
    ) -> None:
        if reponse is None or reponse.status_code in _INCONNUS:
            statut = "-" if reponse is None else reponse.status_code
            self.registre.noter(Genre.INCONNU, candidature, f"{genre} {statut}")


def _trouver(liste: Any, empreinte: str) -> Any:
    pieces = liste["pieces"]
    return next((piece for piece in pieces if piece["empreinte"] == empreinte), None)


@contextmanager
def ecrivains(url: str, registre: Registre, nombre: int) -> Generator[None]:
    """So many of them at work; at the end of the block each finishes its candidature."""
    fini = threading.Event()
    with ThreadPoolExecutor(nombre) as fils:
        travaux = [fils.submit(Ecrivain(url, registre, fini).ecrire) for _ in range(nombre)]
        try:
            yield
        finally:
            fini.set()
    for travail in travaux:
        travail.result()
