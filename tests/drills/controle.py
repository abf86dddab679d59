"""The checker: all that was acknowledged is read back, over HTTP, in SQL and in the store."""

import subprocess
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import Final

import httpx2

from app.depots.accuse_signe import verifier_accuse
from app.kit.keys.signature import SignatureInvalide
from tests.bases import sql
from tests.client import Candidature, Client, Json
from tests.drills.registre import ACQUITTES, Genre, Ligne
from tests.exploitation.processus import CELUI_CI, environnement

Lecture = Callable[[str], bytes | None]
"""The bytes of a file in the store by its id; None if it is not there."""
_LECTEURS: Final = 4


@dataclass(slots=True)
class Acquis:
    """What was acknowledged of one candidature."""

    jeton: str
    rang: int = 0
    pieces: dict[str, str] = field(default_factory=dict[str, str])
    depots: dict[int, str] = field(default_factory=dict[int, str])
    inconnus: Counter[str] = field(default_factory=Counter[str])
    """How often an act of that kind was tried again without knowing, or given up."""


@dataclass(slots=True)
class Bilan:
    """What the checker found. `acquittes`: acknowledgements read back."""

    acquittes: int = 0
    perdus: list[str] = field(default_factory=list[str])
    doubles: list[str] = field(default_factory=list[str])
    ruptures: str = ""

    @property
    def intact(self) -> bool:
        """Nothing lost, nothing doubled, the record whole."""
        return not (self.perdus or self.doubles or self.ruptures)


def acquis(lignes: list[Ligne]) -> dict[str, Acquis]:
    """What the lines of a register promise, by candidature."""
    tous = dict[str, Acquis]()
    for ligne in lignes:
        if ligne.genre is Genre.CREATION:
            tous[ligne.candidature] = Acquis(ligne.valeur)
        elif ligne.candidature:
            _ajouter(tous[ligne.candidature], ligne)
    return tous


def _ajouter(un: Acquis, ligne: Ligne) -> None:
    mots = ligne.valeur.split()
    match ligne.genre:
        case Genre.ENREGISTREMENT:
            un.rang = int(mots[0])
        case Genre.PIECE:
            un.pieces[mots[0]] = mots[1]
        case Genre.DEPOT:
            un.depots[int(mots[0])] = mots[1]
        case _:
            un.inconnus[mots[0]] += 1


def candidatures(base: str) -> set[str]:
    """The ids of those that are there."""
    return {str(id_) for (id_,) in sql(base, "SELECT id FROM candidature")}


def controler(url: str, base: str, lignes: list[Ligne], objet: Lecture, deja: set[str]) -> Bilan:
    """Read everything back: by the service at `url`, in the database `base`, in the store.

    Writers have ended: what they did not acknowledge was given up. `deja`: the candidatures that
    were there before them.
    """
    promis = acquis(lignes)
    bilan = Bilan(sum(ligne.genre in ACQUITTES for ligne in lignes))
    with Client(url) as client, ThreadPoolExecutor(_LECTEURS) as fils:
        client.event_hooks = {}  # whatever it answers is to be told
        cles = client.get("/.well-known/jwks.json").raise_for_status().json()
        lire = partial(_relire, client, cles, bilan)
        list(fils.map(lire, promis.items()))
    _compter(base, promis, lignes, bilan, deja)
    for un in promis.values():
        for piece, empreinte in un.pieces.items():
            contenu = objet(piece)
            if contenu is None or sha256(contenu).hexdigest() != empreinte:
                bilan.perdus.append(f"magasin : pièce {piece}")
    bilan.ruptures = _verifier_le_journal(base)
    return bilan


def _relire(client: Client, cles: Json, bilan: Bilan, promise: tuple[str, Acquis]) -> None:
    id_, un = promise
    candidature = Candidature(client, id_, un.jeton, {})
    lue = candidature.appeler("GET")
    if lue.status_code != 200:
        bilan.perdus.append(f"candidature {id_} : {lue.status_code}")
        return
    texte = lue.json()["dossier"]["bilan"]["actions_realisees"]
    if un.rang and int(texte.removeprefix("Essai ").removesuffix(".")) < un.rang:
        bilan.perdus.append(f"enregistrement {un.rang} de {id_} : {texte}")
    for piece, empreinte in un.pieces.items():
        if faute := _retelecharger(candidature, piece, empreinte):
            bilan.perdus.append(f"pièce {piece} de {id_} : {faute}")
    for rang, numero in un.depots.items():
        if faute := _relire_le_depot(candidature, cles, un, rang, numero):
            bilan.perdus.append(f"dépôt {rang} de {id_} : {faute}")


def _retelecharger(candidature: Candidature, piece: str, empreinte: str) -> str:
    """What is wrong with a file; empty if nothing is."""
    try:
        lu = candidature.appeler("GET", f"/pieces-jointes/{piece}/contenu")
    except httpx2.TransportError as faute:  # fewer bytes than announced
        return str(faute)
    return "" if sha256(lu.content).hexdigest() == empreinte else str(lu.status_code)


def _relire_le_depot(
    candidature: Candidature, cles: Json, un: Acquis, rang: int, numero: str
) -> str:
    """What is wrong with the receipt of a deposit; empty if nothing is."""
    lu = candidature.appeler("GET", f"/depots/{rang}/accuse-reception")
    if lu.status_code != 200:
        return str(lu.status_code)
    try:
        accuse = verifier_accuse(lu.content, cles)
    except SignatureInvalide as faute:
        return str(faute)
    nommees = {str(piece.id): piece.empreinte for piece in accuse.pieces}
    if (accuse.numero, accuse.depot) != (numero, rang):
        return f"accusé de {accuse.numero}"
    return "" if un.pieces.items() <= nommees.items() else f"pièces {nommees}"


_COMPTES: Final = """
    SELECT id, (SELECT count(*) FROM depot WHERE candidature_id = c.id),
        (SELECT count(*) FROM piece_jointe WHERE candidature_id = c.id AND retiree_le IS NULL),
        (SELECT count(DISTINCT empreinte) FROM piece_jointe
            WHERE candidature_id = c.id AND retiree_le IS NULL)
    FROM candidature AS c
"""


def _compter(
    base: str, promis: dict[str, Acquis], lignes: list[Ligne], bilan: Bilan, deja: set[str]
) -> None:
    """Rows that nobody was told of, but for what was given up or, of files, asked twice."""
    abandons = Counter(ligne.valeur for ligne in lignes if ligne.genre is Genre.ABANDON)
    lues = {str(id_): reste for id_, *reste in sql(base, _COMPTES) if str(id_) not in deja}
    de_trop = len(lues.keys() - promis.keys()) - abandons[Genre.CREATION]
    bilan.doubles += ["candidature"] * max(de_trop, 0)
    bilan.perdus += [f"SQL : candidature {id_}" for id_ in promis.keys() - lues.keys()]
    parties = _abandonnees(lignes)
    for id_ in promis.keys() & lues.keys():
        depots, pieces, distinctes = lues[id_]
        un, laisses = promis[id_], parties[id_]
        ecart = depots - len(un.depots)
        if ecart < 0:
            bilan.perdus.append(f"SQL : {-ecart} dépôts de {id_}")
        if ecart > laisses[Genre.DEPOT]:
            bilan.doubles.append(f"dépôts de {id_} : {depots} pour {len(un.depots)}")
        if pieces > distinctes and not un.inconnus[Genre.PIECE]:
            bilan.doubles.append(f"pièces de {id_} : {pieces} pour {distinctes}")


def _abandonnees(lignes: list[Ligne]) -> defaultdict[str, Counter[str]]:
    parties = defaultdict[str, Counter[str]](Counter)
    for ligne in lignes:
        if ligne.genre is Genre.ABANDON:
            parties[ligne.candidature][ligne.valeur] += 1
    return parties


def _verifier_le_journal(base: str) -> str:
    """What `ti journal verifier` says if the record does not hold; empty if it does."""
    fini = subprocess.run(
        CELUI_CI.commande("journal", "verifier"),
        cwd=CELUI_CI.racine,
        env=environnement(TI_DATABASE_URL=base),
        capture_output=True,
        text=True,
    )
    return "" if fini.returncode == 0 else fini.stdout + fini.stderr
