"""Examples of the OpenAPI document, made by the code that answers."""

from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from pydantic_core import from_json, to_json, to_jsonable_python

from app.acces.cles_decrites import CleCreee, CleDecrite, Cles, EtatDeCle
from app.acces.droits import Portee, Role
from app.acces.refus import PorteeInsuffisante
from app.acces.tables import Preuve
from app.bac_a_sable.preparer import JetonsDEssai
from app.bac_a_sable.routes import CourrielsGardes
from app.candidatures.etats import Etat
from app.candidatures.listes import Evenement, Historique, MesCandidatures
from app.candidatures.partage.liste import Acces, EtatAcces, ListeAcces
from app.candidatures.partage.refus import TropDAcces
from app.candidatures.partage.remise import JetonRemis
from app.candidatures.partage.routes import RECUE
from app.candidatures.queries import Candidature
from app.candidatures.refus import CampagneFermee, EtatIncompatible, FormeRefusee, VersionPerimee
from app.candidatures.representation import avec_jeton, representer, resumer
from app.candidatures.tables import Antivirus
from app.candidatures.validation import presenter
from app.config import Settings
from app.corpus.caches import caches
from app.corpus.recueil import Corpus
from app.corpus.recueil import resumer as resumer_instance
from app.depots.accuse import PieceRecue, ServiceCharge, empreinte_canonique, etablir_accuse
from app.depots.depots import DepotResume, Depots
from app.depots.fenetre import campagne
from app.depots.refus import CampagnePasOuverte, DossierIncomplet
from app.formulaire.catalogue import Gravite
from app.formulaire.choix import Region, Rubrique
from app.formulaire.description import formulaire_decrit
from app.formulaire.dossier import VERSION
from app.formulaire.evaluation import examiner
from app.formulaire.interfaces.jsonforms import interface_jsonforms
from app.formulaire.messages import ecart
from app.formulaire.schemas_publies import codes, noms_des_schemas, schema_publie
from app.instruction.lister import (
    CandidatureDeposee,
    CandidaturesDeposees,
    EtatDepose,
    PiecesAnalysees,
)
from app.kit.jobs.mail import CourrielGarde
from app.kit.web.problems import (
    FichierTropGrand,
    Indisponible,
    ParametreRefuse,
    Probleme,
    RequeteInvalide,
)
from app.kit.web.readiness import Sante
from app.pieces_jointes.inspection import CodeRefus, TypeFichier
from app.pieces_jointes.refus import FichierInfecte, FichierRefuse, TropDePieces
from app.pieces_jointes.representation import PieceJointe, PiecesJointes
from app.plan_action.defauts import illisible
from app.plan_action.refus import ClasseurRefuse
from app.portails.ecriture import EcritureDuPortail
from app.portails.references import CandidatureDuPortail, CandidaturesDuPortail
from app.portails.tri import refuser
from app.publication.referentiels import chercher

Json = dict[str, Any]

_ID: Final = UUID("018c2f6e-7d0a-4c1e-9b52-3f6a1d2e4c5b")
_PIECE: Final = UUID("018c2f70-1a2b-4c3d-8e4f-5a6b7c8d9e0f")
_ACCES: Final = UUID("018c2f71-2b3c-4d4e-9f60-6b7c8d9e0f1a")
_LE: Final = datetime(2023, 9, 18, 7, 30, tzinfo=UTC)
_JETON: Final = "tic_" + "A" * 43
_LIEN: Final = "til_" + "A" * 43
_INVITEE: Final = "ali.durand@example.fr"
_NUMERO: Final = "TI-2023-7K4M-2Q9E"
_REQUETE: Final = "6f1c0d5e8b7a4f3e9d2c1b0a99887766"
_KID: Final = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
_REFERENCE: Final = "dossier-20417"
_DOSSIER: Final[Json] = from_json(Path(__file__).with_name("exemple.json").read_bytes())
_CORRECTIF: Final[Json] = {"contact": {"courriel": "jeanne.martin@example.fr", "telephone": None}}

REQUETES: Final[dict[str, Any]] = {
    "creerCandidature": {"dossier": {"demandeur": {"courriel": "jeanne.martin@example.fr"}}},
    "modifierCandidature": _CORRECTIF,
    "validerDossier": _DOSSIER,
    "inviterPersonne": {"courriel": _INVITEE, "role": "edition"},
    "demanderLiens": {"courriel": "jeanne.martin@example.fr"},
    "echangerLien": {"lien": _LIEN},
    "joindrePiece": {"rubrique": "lettres", "fichier": "%PDF-1.7…"},
    "importerPlanAction": {"fichier": "PK…"},
    "ecrireCandidatureDuPortail": {"dossier": _CORRECTIF},
    "creerCle": {
        "nom": "Portail Normandie",
        "portees": ["candidatures:lire", "candidatures:ecrire", "candidatures:deposer"],
        "regions": None,
        "reseaux": ["192.0.2.0/24"],
        "expire_le": "2024-12-31T23:00:00Z",
    },
    "roterCle": {"recouvrement": 86_400, "expire_le": None},
}

# Those of the office formats are zip archives.
_DEBUTS: Final = {
    "application/pdf": "%PDF-1.7",
    "image/png": "PNG",
    "image/jpeg": "JFIF",
    "text/plain": "Contact: mailto:securite@example.fr",
}
_RUBRIQUES: Final = ("plan_action_operationnel", "lettres")
_EXAMEN: Final = examiner(_DOSSIER, [Rubrique(code) for code in _RUBRIQUES])
_LUE: Final = Candidature(
    _ID,
    Etat.BROUILLON,
    3,
    VERSION,
    to_json(_DOSSIER).decode(),
    None,
    _LE,
    _LE,
    _ID,
    Role.PROPRIETAIRE,
    3,
    _RUBRIQUES,
)
_JOINTE: Final = PieceJointe(
    _PIECE,
    Rubrique.LETTRES,
    "Lettre d'intention.pdf",
    TypeFichier.PDF,
    48_213,
    sha256(b"lettre").hexdigest(),
    _LE,
    Antivirus.SAIN,
)
_RECUE: Final = PieceRecue(
    id=_PIECE,
    rubrique=_JOINTE.rubrique.value,
    nom=_JOINTE.nom,
    taille=_JOINTE.taille,
    empreinte=_JOINTE.empreinte,
)
_SIEN: Final = Acces(
    _PIECE,
    Preuve.JETON,
    Role.PROPRIETAIRE,
    "jeanne.martin@example.fr",
    _LE,
    None,
    EtatAcces.ACTIF,
    le_votre=True,
)
_INVITE: Final = replace(
    _SIEN,
    id=_ACCES,
    role=Role.EDITION,
    courriel=_INVITEE,
    etat=EtatAcces.INVITE,
    le_votre=False,
)
_INSTANTANE: Final = _EXAMEN.instantane()
_RESUME: Final = DepotResume(
    1, _NUMERO, _LE, 3, VERSION, empreinte_canonique(_INSTANTANE), [_RECUE]
)


_CLE: Final = CleDecrite(
    UUID("018c2f72-4d5e-4f6a-8b7c-9d0e1f2a3b4c"),
    UUID("018c2f73-5e6f-4a7b-9c8d-0e1f2a3b4c5d"),
    "Portail Normandie",
    "tip_AAAAAAAA",
    EtatDeCle.ACTIVE,
    [Portee.CANDIDATURES_LIRE, Portee.CANDIDATURES_ECRIRE, Portee.CANDIDATURES_DEPOSER],
    [Region.NORMANDIE],
    ["192.0.2.0/24"],
    _LE,
    "ti",
    None,
    None,
    None,
    _LE,
)
_CLE_CREEE: Final = CleCreee(**asdict(_CLE), secret="tip_" + "A" * 43)


_DEPOSEE: Final = CandidatureDeposee(
    id=_ID,
    numero=_NUMERO,
    etat=EtatDepose.DEPOSEE,
    nom_territoire=_INSTANTANE["perimetre"]["nom_territoire"],
    region=Region(_INSTANTANE["perimetre"]["region"]),
    siret=_INSTANTANE["demandeur"]["siret"],
    denomination=_INSTANTANE["demandeur"]["denomination"],
    epci=[epci["siren"] for epci in _INSTANTANE["perimetre"]["epci"]],
    recu_le=_LE,
    depot=1,
    version_formulaire=VERSION,
    avertissements=0,
    pieces=PiecesAnalysees(en_attente=0, sain=2, infecte=0, non_analyse=0),
)


def _depot() -> Json:
    avertissements = [e for e in _EXAMEN.ecarts if e.gravite is Gravite.AVERTISSEMENT]
    resume = to_jsonable_python(_RESUME)
    return {
        **resume,
        "avertissements": to_jsonable_python(avertissements),
        "instantane": _INSTANTANE,
    }


def _accuse() -> Json:
    accuse = etablir_accuse(
        numero=_NUMERO,
        depot=1,
        recu_le=_LE,
        denomination=_INSTANTANE["demandeur"]["denomination"],
        siret=_INSTANTANE["demandeur"]["siret"],
        nom_territoire=_INSTANTANE["perimetre"]["nom_territoire"],
        version_formulaire=VERSION,
        empreinte=_RESUME.empreinte,
        pieces=[_RECUE],
        service=ServiceCharge(),
    )
    return {"accuse": accuse.model_dump(mode="json"), "jws": "eyJhbGciOiJFZDI1NTE5In0.e30.c2ln"}


def _cles() -> Json:
    cle = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    return {"keys": [{**cle, "kid": _KID, "use": "sig", "alg": "Ed25519"}]}


@cache
def _reponses() -> dict[str, Any]:
    lue = from_json(representer(_LUE))
    retiree = lue | {"etat": "retiree", "numero": _NUMERO}
    evenement = Evenement(
        "modifiee",
        _LE,
        _ID,
        "proprietaire",
        "192.0.2.0/24",
        3,
        {"pointeurs": ["/contact/courriel"]},
    )
    return {
        "lireFormulaire": formulaire_decrit(),
        "listerCodes": codes(),
        "listerSchemas": noms_des_schemas(),
        "lireSchema": schema_publie("contact-depot"),
        "lireInterface": interface_jsonforms(),
        "listerCorpus": Corpus(VERSION, [resumer_instance(une) for une in islice(caches(), 3)]),
        "lireInstance": next(caches()),
        "chercherReferentiel": chercher("epci", "havre", None, 20),
        "lireProbleme": {
            "code": DossierIncomplet.code,
            "status": int(DossierIncomplet.statut),
            "title": DossierIncomplet.titre,
            "sens": DossierIncomplet.sens,
        },
        "validerDossier": presenter(_EXAMEN),
        "creerCandidature": from_json(avec_jeton(representer(_LUE), _JETON)),
        "listerCandidatures": MesCandidatures([resumer(_LUE)]),
        "lireCandidature": lue,
        "modifierCandidature": lue,
        "importerPlanAction": lue,
        "retirerCandidature": retiree,
        "validerCandidature": presenter(_EXAMEN),
        "listerEvenements": Historique([evenement], None),
        "listerAcces": ListeAcces([_SIEN, _INVITE]),
        "inviterPersonne": _INVITE,
        "renouvelerJeton": JetonRemis(_ID, Role.PROPRIETAIRE, _JETON),
        "demanderLiens": RECUE,
        "echangerLien": JetonRemis(_ID, Role.EDITION, _JETON),
        "joindrePiece": _JOINTE,
        "lirePiece": _JOINTE,
        "listerPieces": PiecesJointes([_JOINTE]),
        "lireCampagne": campagne(Settings(), _LE),
        "listerCandidaturesDeposees": CandidaturesDeposees([_DEPOSEE], None),
        "deposerCandidature": _depot(),
        "lireDepot": _depot(),
        "listerDepots": Depots([_RESUME]),
        "lireAccuseReception": _accuse(),
        "lireClesPubliques": _cles(),
        "ecrireCandidatureDuPortail": EcritureDuPortail(
            _REFERENCE,
            resumer(_LUE),
            ["/contact/courriel"],
            ["/contact/telephone"],
            [refuser(ecart("/contact/fax", "champ_inconnu"), "/contact/fax")],
            presenter(_EXAMEN),
        ),
        "lireCandidatureDuPortail": lue,
        "listerCandidaturesDuPortail": CandidaturesDuPortail(
            [CandidatureDuPortail(_REFERENCE, resumer(_LUE))], None
        ),
        "deposerPourLeCandidat": _depot(),
        "creerCle": _CLE_CREEE,
        "roterCle": _CLE_CREEE,
        "listerCles": Cles([_CLE], None),
        "estPret": Sante(base=True, migrations=True, magasin=True),
        "reinitialiserBacASable": JetonsDEssai(_ID, _JETON, *[_CLE_CREEE.secret] * 3),
        "listerCourriels": CourrielsGardes(
            [CourrielGarde("a.martin@example.fr", "Votre candidature", "Bonjour.\n", _LE)]
        ),
    }


def reponse(operation: str) -> Any:
    """What an operation answers when all goes well, as JSON."""
    return to_jsonable_python(_reponses()[operation])


def debut(media: str) -> str:
    """How a file of this type begins, in ASCII."""
    return _DEBUTS.get(media, "PK")


_PRECISIONS: Final[dict[type[Probleme], Json]] = {
    FormeRefusee: {"erreurs": [ecart("/contact/nom", "champ_inconnu")]},
    DossierIncomplet: {
        "erreurs": [ecart("/contact/courriel", "requis")],
        "avertissements": [],
    },
    VersionPerimee: {"version": 4, "pointeurs": ["/contact/courriel"]},
    CampagneFermee: {"arrivee": "2023-09-22T22:00:00Z", "cloture": "2023-09-22T22:00:00Z"},
    CampagnePasOuverte: {"arrivee": "2023-06-22T21:59:59Z", "ouverture": "2023-06-22T22:00:00Z"},
    EtatIncompatible: {"etat": "retiree"},
    PorteeInsuffisante: {"portee": "candidatures:deposer"},
    TropDAcces: {"maximum": 20},
    TropDePieces: {"maximum": 20},
    FichierInfecte: {"pieces": [replace(_JOINTE, antivirus=Antivirus.INFECTE)]},
    FichierTropGrand: {"maximum": 52_428_800},
    FichierRefuse: {"motif": CodeRefus.MACROS},
    ClasseurRefuse: {"defauts": [illisible()]},
    Indisponible: {},
    RequeteInvalide: {"parametres": [ParametreRefuse("path", "id", "uuid_parsing")]},
}


def probleme(classe: type[Probleme]) -> Json:
    """A problem document of this kind."""
    return to_jsonable_python(classe(**_PRECISIONS.get(classe, {})).document(_REQUETE))
