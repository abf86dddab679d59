"""The hostile requests of each route, made from the contract: all of it that a caller can write.

A kind of body is a line of `demesures.MATIERES`; of an address, of a head, a line here. A new route
is played by itself.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from app.plan_action.modele import remplir
from tests.client import contrat
from tests.formulaire.exemples import action
from tests.menaces.demesures import MATIERES, corps, lieux
from tests.menaces.mesure import Banc, Envoi
from tests.pieces_jointes.echantillons import zipper

Json = dict[str, Any]
MULTIPART: Final = "multipart/form-data"
ABSENT: Final = "018c2f6e-7d0a-4c1e-9b52-3f6a1d2e4c5b"

RECHERCHES: Final = {
    "inconnus": "&".join(["x=1"] * 1_900),
    "repetes": "&".join(["rubrique=x"] * 700),
    "long": "q=" + "a" * 7_500,
    "marques": "q=e" + "%CC%81%CC%96" * 620,
    "mots": "q=" + "a+" * 3_700,
    "curseur": "apres=" + "9" * 7_500,
    "projection": "erreurs=" + "a" * 7_500,
    "esperluettes": "&" * 7_500,
}
"""What may follow `?`."""

ENTETES: Final = {
    "formats": {"Accept": "a/b;q=0.1," * 2_500},
    "parametres": {"Accept": "application/pdf" + ";q=1" * 6_000},
    "compressions": {"Accept-Encoding": "gzip;q=0." + "1" * 30_000 + "x"},
    "etiquettes": {"If-Match": '"1",' * 6_000},
    "etiquettes connues": {"If-None-Match": '"1",' * 6_000},
    "plages": {"Range": "bytes=" + "0-1," * 6_000},
    "cle": {"Idempotency-Key": "a" * 25_000},
    "jeton": {"Authorization": "Bearer " + "tic_" * 6_000},
    "relais": {"Forwarded": "for=1.2.3.4;by=x," * 1_400, "X-Forwarded-For": "1.2.3.4, " * 300},
    "heure": {"X-Horloge": "2023-09-22T23:59:59" + "0" * 20_000},
    "type": {"Content-Type": MULTIPART + "; a=b" * 5_000},
    "frontiere": {"Content-Type": f"{MULTIPART}; boundary=" + "a" * 20_000},
    "origine": {"Origin": "https://" + "a." * 10_000, "Access-Control-Request-Method": "PATCH"},
    "nombreux": {f"X-{rang}": "1" for rang in range(90)},
}
"""What may stand in a head."""


_PARTENAIRE: Final = {"nom": "Région", "type": "epci"}
DOSSIERS: Final[dict[str, Json]] = {
    "grand": {"perimetre": {"epci": [{"nom": "x" * 900}] * 1_990}},
    "hors plan": {"perimetre": {"epci": [{"nom": "\U0001f600" + "x" * 900}] * 1_990}},
    "dense": {"plan_action": {"actions": [{"partenaires": [{}] * 200}] * 40}},
    "membres": {"gouvernance": {"membres": [{}] * 190}},
}
"""What a draft may hold, and is read by who asks for it."""

FICHIERS: Final[dict[str, Callable[[], bytes]]] = {
    "vide": bytes,
    "zeros": lambda: bytes(2_000_000),
    "zip d'entrees": lambda: zipper({f"{rang}.txt": b"" for rang in range(5_000)}),
    "document d'entrees": lambda: zipper({f"word/{rang}.xml": b"<a/>" for rang in range(2_000)}),
    "gonfle": lambda: zipper({"word/document.xml": bytes(50_000_000)}),
    "pdf d'objets": lambda: b"%PDF-1.7\n" + b"1 0 obj<<>>endobj\n" * 60_000 + b"%%EOF",
    "lignes": lambda: remplir([action("Former")] * 4_900),
    "partenaires": lambda: remplir([{**action("Former"), "partenaires": [_PARTENAIRE] * 4_900}]),
}
"""What may be sent as a file, a workbook included: made by who sends it."""


@dataclass(frozen=True)
class Operation:
    """One of the contract."""

    nom: str
    methode: str
    chemin: str
    decrite: Json = field(repr=False)

    @property
    def medias(self) -> Json:
        return self.decrite.get("requestBody", {}).get("content", {})

    @property
    def media(self) -> str:
        return next(iter(self.medias), "")


OPERATIONS: Final = {
    decrite["operationId"]: Operation(decrite["operationId"], methode.upper(), chemin, decrite)
    for chemin, methodes in contrat()["paths"].items()
    for methode, decrite in methodes.items()
}
AVEC_CORPS: Final = [nom for nom, une in OPERATIONS.items() if une.media]
EN_JSON: Final = [nom for nom in AVEC_CORPS if OPERATIONS[nom].media != MULTIPART]


@dataclass
class Appelants:
    """Who calls: a draft of its own, and the keys of the sandbox."""

    banc: Banc
    cles: dict[str, str] = field(repr=False)
    candidature: str = ABSENT
    jeton: str = field(default="", repr=False)

    @classmethod
    def du_bac_a_sable(cls, banc: Banc) -> "Appelants":
        _, essai = banc.envoyer(Envoi("POST", "/v1/bac-a-sable/reinitialiser", {}))
        return cls(banc, json.loads(essai))

    def ouvrir(self, dossier: Json) -> None:
        """Call for a new draft from now on."""
        octets = json.dumps({"dossier": dossier}, ensure_ascii=False).encode()
        entetes = {"Content-Type": "application/json"}
        statut, recu = self.banc.envoyer(Envoi("POST", "/v1/candidatures", entetes, octets))
        assert statut == 201, recu
        creee = json.loads(recu)
        self.candidature, self.jeton = creee["id"], creee["jeton"]

    def envoi(
        self,
        nom: str,
        octets: bytes = b"",
        recherche: str = "",
        entetes: dict[str, str] | None = None,
        pese: int = 0,
    ) -> Envoi:
        """A call of this operation by who may."""
        une = OPERATIONS[nom]
        valeurs = dict.fromkeys(
            (
                *("piece", "acces", "cle", "crochet", "agent", "etiquette", "vue", "avis", "lot"),
                "demande",
            ),
            ABSENT,
        )
        autres = {
            "nom": "epci",
            "code": "introuvable",
            "lien": "tis_" + "A" * 43,
            "bibliotheque": "rjsf",
            "rang": "1",
            "autre": "1",
            "version": "1",
        }
        autres["evenement"] = f"evt_{0:032x}"
        cible = une.chemin.format(
            id=self.candidature, reference=self.candidature, **valeurs, **autres
        )
        porteur = {"Authorization": f"Bearer {self._secret(une.chemin)}"}
        type_ = {"Content-Type": une.media} if octets else {}
        cible += f"?{recherche}" if recherche else ""
        return Envoi(une.methode, cible, porteur | type_ | (entetes or {}), octets, pese)

    def _secret(self, chemin: str) -> str:
        salle = chemin.split("/")[2]
        par_cle = {"administration": "administration", "portails": "portail"}
        par_cle["instruction"] = "decision" if "/lots" in chemin else "instruction"
        return self.cles[par_cle[salle]] if salle in par_cle else self.jeton


def envois_json(nom: str, tailles: tuple[int, ...]) -> Iterator[tuple[str, bytes]]:
    """Rubbish of every kind, of these sizes, in the places of a body; what is it called."""
    schema = OPERATIONS[nom].medias[OPERATIONS[nom].media]["schema"]
    for lieu in _choisis(schema):
        for matiere, faire in MATIERES.items():
            for taille in tailles:
                yield f"{'/'.join(lieu)} {matiere} {taille}", corps(lieu, faire(taille))


NOMS: Final = {
    "etendus": ";filename*=a" * 330,
    "guillemets": '"\\' * 2_000,
    "idna": '; filename="=?idna?q?xn--' + "a" * 3_900 + '?="',
}
"""What may follow the name of a field."""


def parties(suite: str) -> tuple[bytes, str]:
    """A multipart body of as many parts as are read, whose names are written thus; its type."""
    partie = f'--f\r\nContent-Disposition: form-data; name="{{}}"{suite}\r\n\r\n\r\n'
    octets = "".join(partie.format(rang) for rang in range(10)) + "--f--\r\n"
    return octets.encode(), f"{MULTIPART}; boundary=f"


def formulaire(nom: str, contenu: bytes) -> tuple[bytes, str]:
    """The multipart body that sends a file, and its type."""
    frontiere = "frontiere"
    champs = [('fichier"; filename="a.xlsx', contenu)]
    if nom == "joindrePiece":
        champs.append(("rubrique", b"lettres"))
    octets = b"".join(
        f'--{frontiere}\r\nContent-Disposition: form-data; name="{champ}"\r\n\r\n'.encode()
        + valeur
        + b"\r\n"
        for champ, valeur in champs
    )
    return octets + f"--{frontiere}--\r\n".encode(), f"{MULTIPART}; boundary={frontiere}"


def _choisis(schema: Json) -> Iterator[tuple[str, ...]]:
    """Nowhere, where nothing is due, and of what is: the places of lists, one of each depth."""
    yield from ((), ("inconnue",))
    vus = set[int]()
    for lieu in lieux(schema, contrat()):
        if lieu[-1] in ("epci", "membres", "actions") or len(lieu) not in vus:
            vus.add(len(lieu))
            yield lieu
