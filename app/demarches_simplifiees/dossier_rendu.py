"""A dossier as DS gives it: its last deposit, never what was saved since."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from pydantic_core import from_json

from app.demarches_simplifiees.champs import Reponses
from app.demarches_simplifiees.etats_de_ds import DECISIONS, ETATS, PASSAGES
from app.demarches_simplifiees.groupes import groupe
from app.demarches_simplifiees.identifiants import encoder
from app.demarches_simplifiees.personnes import demandeur, profil
from app.demarches_simplifiees.questions import questions
from app.pieces_jointes.en_archive import nom_sur

Json = dict[str, Any]
_ANTIVIRUS: Final = {"en_attente": "pending", "sain": "safe", "non_analyse": "pending"}


def rendre(lu: Mapping[str, Any], procedure: Mapping[str, Any]) -> Json:
    """What is told of a row of `lectures.montrer`, whose deposit is text yet, of a procedure."""
    instantane, passages, numero = from_json(lu["instantane"]), lu["passages"], lu["numero"]
    premier = next((un["le"] for un in passages if un["genre"] == "deposee"), lu["recu_le"])
    return {
        "id": encoder("Dossier", numero),
        "number": numero,
        "state": ETATS[lu["etat"]],
        "archived": False,
        "prefilled": False,
        "connectionUsager": "password",
        "dateDepot": premier,
        "datePassageEnConstruction": lu["recu_le"],
        "datePassageEnInstruction": _tient(passages, "prise_en_instruction", sauf="rendue"),
        "dateTraitement": _tient(passages, *DECISIONS, sauf="reexamen"),
        "dateDerniereModification": lu["maj_le"],
        "dateDerniereModificationChamps": lu["recu_le"],
        "dateDerniereModificationAnnotations": premier,
        "dateDerniereCorrectionEnAttente": lu["correction_demandee_le"],
        "motivation": lu["motivation"],
        "usager": profil(lu["courriel"], numero),
        "demandeur": demandeur(instantane["demandeur"], numero),
        "groupeInstructeur": groupe(lu["groupe"]),
        "demarche": procedure,
        "revision": procedure["revision"],
        "champs": Reponses(
            instantane,
            datetime.fromisoformat(lu["recu_le"]),
            _fichiers(lu["pieces"]),
            numero=numero,
            venu_le=datetime.fromisoformat(premier),
        ).champs(),
        "traitements": [*_traitements(passages, lu, procedure["revision"])],
        **{nom: [] for nom in ("annotations", "avis", "messages", "labels", "instructeurs")},
    }


def _tient(passages: Sequence[Json], *genres: str, sauf: str) -> str | None:
    """When the last of these came about, unless it was undone since."""
    derniers = (un for un in reversed(passages) if un["genre"] in (*genres, sauf))
    dernier = next(derniers, {"genre": sauf})
    return None if dernier["genre"] == sauf else dernier["le"]


def _traitements(
    passages: Sequence[Json], lu: Mapping[str, Any], revision: Mapping[str, Any]
) -> Iterator[Json]:
    for rang, un in enumerate(passages, 1):
        evenement, etat = (PASSAGES | DECISIONS)[un["genre"]]
        # Of those that were taken back nothing more is said.
        derniere = un["genre"] in DECISIONS and rang == len(passages)
        yield {
            "id": encoder("Traitement", f"{lu['numero']}-{rang}"),
            "event": evenement,
            "state": etat,
            "dateTraitement": un["le"],
            "motivation": lu["motivation"] if derniere else None,
            "revision": revision,
        }


def _fichiers(pieces: Sequence[Json]) -> Mapping[str, Sequence[Json]]:
    """The files by the question that they answer; none has the name of another of the dossier."""
    ou = {une.pointeur.rpartition("/")[2]: une.pointeur for une in questions()}
    tous, pris = defaultdict[str, list[Json]](list), set[str]()
    for piece in pieces:
        nom = _nom(piece["nom"], pris)  # which no verdict changes
        if dit := _ANTIVIRUS.get(piece["antivirus"]):  # an infected one is nowhere
            tous[ou[piece["rubrique"]]].append(_fichier(piece, dit, nom))
    return tous


def _nom(nom: str, pris: set[str]) -> str:
    """Itself, or with its rank where it would be another's on a system that ignores case."""
    libre, rang = nom, 1
    while libre.casefold() in pris:
        rang += 1
        racine, point, extension = nom_sur(nom).rpartition(".")
        libre = f"{racine} ({rang}){point}{extension}"
    pris.add(libre.casefold())
    return libre


def _fichier(piece: Json, dit: str, nom: str) -> Json:
    return {
        "filename": nom,
        "contentType": piece["type"],
        "byteSize": piece["taille"],
        "byteSizeBigInt": str(piece["taille"]),
        "checksum": "",  # of MD5: none is kept, and what is no MD5 stops the official client
        "createdAt": piece["jointe_le"],
        "url": piece["adresse"],
        "virusScanResult": dit,
    }
