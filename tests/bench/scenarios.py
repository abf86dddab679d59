"""What is asked of both servers: the same acts on the same dossiers, by each one's contract."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from pydantic_core import from_json, to_json

from tests.bench.client import Requete, Salve, Tireur, requete
from tests.bench.exemples import dossier, pdf, perimetres
from tests.bench.servers import Serveur

MIO: Final = 1024 * 1024
# About as many as the 123 territories of 2023; a multiple of the connections, so that each of
# these keeps to candidatures of its own.
TERRITOIRES: Final = 128
CINQ_MIO: Final = pdf(5 * MIO)
_LIMITE: Final = "banc-5d41402abc4b2a76b9719d911017c592"  # boundary of a form
_QUI, _MARQUES = "123456", [f"98765{rang}" for rang in range(5)]
_PERIMETRES: Final = [
    dict(zip((b"un", b"autre", b"region"), map(str.encode, perimetre), strict=True))
    for perimetre in perimetres()
]


def _gabarit() -> bytes:
    """The JSON of a dossier with places for `qui`, its perimeter and the five marks."""
    lieux = ("<un>", "<autre>", "<region>")
    texte = to_json(dossier(_QUI, lieux, _MARQUES)).replace(b"%", b"%%")
    texte = texte.replace(_QUI.encode(), b"%(qui)06d")
    for lieu in lieux:
        texte = texte.replace(lieu.encode(), b"%%(%b)b" % lieu.strip("<>").encode())
    for rang, marque in enumerate(_MARQUES):
        texte = texte.replace(marque.encode(), b"%%(%d)06d" % rang)
    return texte


_GABARIT: Final = _gabarit()
_numeros = count(2)


@dataclass(slots=True)
class Brouillon:
    """A dossier as the client has it; `jeton` is the secret that the service gave for it.

    `qui` draws its persons and places: the same for all, unless told otherwise.
    """

    qui: int = 1
    marques: list[int] = field(default_factory=lambda: [0] * 5)
    revision: int = 0
    id: str = ""
    jeton: str | None = None

    def json(self) -> bytes:
        """The dossier."""
        marques = {b"%d" % rang: marque for rang, marque in enumerate(self.marques)}
        perimetre = _PERIMETRES[self.qui % len(_PERIMETRES)]
        return _GABARIT % ({b"qui": self.qui} | perimetre | marques)

    def modifier(self) -> None:
        """Change one answer, each time in another section."""
        self.revision += 1
        self.marques[self.revision % 5] = self.revision


@dataclass(slots=True)
class Cible:
    """One of the two servers, and the candidatures prepared on it."""

    serveur: Serveur
    brouillons: list[Brouillon] = field(default_factory=list[Brouillon])

    @property
    def nom(self) -> str:
        """Which of the two."""
        return self.serveur.nom

    async def preparer(self, nombre: int) -> None:
        """Create the candidatures that the acts take in turn."""
        brouillons = [Brouillon() for _ in range(nombre)]
        salve = await self.salve([self.creer(brouillon) for brouillon in brouillons], 1)
        for brouillon, reponse in zip(brouillons, salve.reponses, strict=True):
            creee: dict[str, Any] = from_json(reponse.corps)
            brouillon.id, brouillon.jeton = creee["id"], creee.get("jeton")
        self.brouillons = brouillons

    async def salve(self, requetes: list[Requete], connexions: int = 8) -> Salve:
        """Send requests that nobody measures."""
        async with Tireur(self.serveur.port, connexions) as tireur:
            salve = await tireur.tirer(requetes)
        salve.exiger(self.nom)
        return salve

    def a_la_suite(self, nombre: int, parmi: int = TERRITOIRES) -> list[Brouillon]:
        """So many candidatures, the first `parmi` coming again and again."""
        return [self.brouillons[rang % parmi] for rang in range(nombre)]

    def creer(self, brouillon: Brouillon) -> Requete:
        """A new candidature, dossier included."""
        return requete(
            "POST", "/v1/candidatures", {"Content-Type": "application/json"}, brouillon.json()
        )

    def enregistrer(self, brouillon: Brouillon) -> Requete:
        """The whole dossier, in which one answer has changed."""
        brouillon.modifier()
        return self.sur(brouillon, "PATCH", "", "application/merge-patch+json", brouillon.json())

    def joindre(self, brouillon: Brouillon, contenu: bytes, rubrique: str = "lettres") -> Requete:
        """A file."""
        return self.sur(brouillon, "POST", "/pieces-jointes", "application/pdf", contenu)

    def sur(
        self, brouillon: Brouillon, methode: str, suite: str, type_: str = "", *corps: bytes
    ) -> Requete:
        """A request on a candidature."""
        entetes = {"Content-Type": type_} if type_ else {}
        if brouillon.jeton:
            entetes["Authorization"] = f"Bearer {brouillon.jeton}"
        return requete(methode, f"/v1/candidatures/{brouillon.id}{suite}", entetes, *corps)


class CibleService(Cible):
    """The service: a dossier comes in an object, a file in a form (RFC 7578)."""

    def creer(self, brouillon: Brouillon) -> Requete:
        """A new candidature, dossier included."""
        corps = b'{"dossier":%b}' % brouillon.json()
        return requete("POST", "/v1/candidatures", {"Content-Type": "application/json"}, corps)

    def joindre(self, brouillon: Brouillon, contenu: bytes, rubrique: str = "lettres") -> Requete:
        """A file."""
        avant = (
            f'--{_LIMITE}\r\nContent-Disposition: form-data; name="rubrique"\r\n\r\n{rubrique}\r\n'
            f'--{_LIMITE}\r\nContent-Disposition: form-data; name="fichier"; '
            'filename="lettre.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
        ).encode()
        apres = f"\r\n--{_LIMITE}--\r\n".encode()
        type_ = f"multipart/form-data; boundary={_LIMITE}"
        return self.sur(brouillon, "POST", "/pieces-jointes", type_, avant, contenu, apres)


@dataclass(frozen=True, slots=True)
class Acte:
    """Something to measure: how many requests a round, over how many connections.

    `vise` is the ratio to the bare app to reach, in percent of processor time.
    """

    nom: str
    nombre: int
    connexions: int
    vise: int | None = None

    async def preparer(self, cible: Cible) -> None:
        """Once, before the first round."""

    async def avant(self, cible: Cible) -> None:
        """Before each round, not measured."""

    def requetes(self, cible: Cible) -> list[Requete]:
        """What a round sends."""
        raise NotImplementedError

    async def apres(self, cible: Cible, salve: Salve) -> None:
        """After each round, not measured."""


class Enregistrement(Acte):
    """Save: PATCH with the whole dossier, one answer changed."""

    def requetes(self, cible: Cible) -> list[Requete]:
        """What a round sends."""
        return [cible.enregistrer(brouillon) for brouillon in cible.a_la_suite(self.nombre)]


class Creation(Acte):
    """Create: POST of the dossier."""

    def requetes(self, cible: Cible) -> list[Requete]:
        """What a round sends."""
        return [cible.creer(Brouillon()) for _ in range(self.nombre)]


class PremiereCreation(Acte):
    """Create, each time with a dossier whose persons, places and texts were never seen."""

    def requetes(self, cible: Cible) -> list[Requete]:
        """What a round sends."""
        return [cible.creer(Brouillon(next(_numeros) % 1_000_000)) for _ in range(self.nombre)]


class Lecture(Acte):
    """Read: GET."""

    def requetes(self, cible: Cible) -> list[Requete]:
        """What a round sends."""
        return [cible.sur(brouillon, "GET", "") for brouillon in cible.a_la_suite(self.nombre)]


class Televersement(Acte):
    """Upload: POST of a PDF of 5 MiB; removed afterwards, for a candidature holds 20 at most."""

    def requetes(self, cible: Cible) -> list[Requete]:
        """What a round sends."""
        return [cible.joindre(brouillon, CINQ_MIO) for brouillon in cible.a_la_suite(self.nombre)]

    async def apres(self, cible: Cible, salve: Salve) -> None:
        """Remove the files."""
        brouillons = cible.a_la_suite(self.nombre)
        await cible.salve(
            [
                cible.sur(brouillon, "DELETE", f"/pieces-jointes/{from_json(reponse.corps)['id']}")
                for brouillon, reponse in zip(brouillons, salve.reponses, strict=True)
            ]
        )


@dataclass(frozen=True, slots=True)
class Liste(Acte):
    """List: 50 deposited candidatures, as a reviewer reads them; `cle` is theirs."""

    cle: str = field(default="", repr=False)

    def requetes(self, cible: Cible) -> list[Requete]:
        """What a round sends."""
        entetes = {"Authorization": f"Bearer {self.cle}"}
        chemin = "/v1/instruction/candidatures?limite=50"
        return [requete("GET", chemin, entetes)] * self.nombre


class Depot(Acte):
    """Deposit: POST, each candidature once a round, changed since the round before."""

    async def preparer(self, cible: Cible) -> None:
        """Attach the files that a deposit requires."""
        for rubrique in ("plan_action_operationnel", "lettres", "bilan"):
            brouillons = cible.a_la_suite(self.nombre)
            await cible.salve([cible.joindre(b, pdf(50_000), rubrique) for b in brouillons])

    async def avant(self, cible: Cible) -> None:
        """Change each candidature: the same content twice would be one deposit."""
        await cible.salve([cible.enregistrer(b) for b in cible.a_la_suite(self.nombre)])

    def requetes(self, cible: Cible) -> list[Requete]:
        """What a round sends."""
        return [cible.sur(b, "POST", "/depots") for b in cible.a_la_suite(self.nombre)]
