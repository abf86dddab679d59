"""Opinions as the examples of the contract show them to who is consulted."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from app.acces.exemples import LE
from app.avis.consulter import AvisConsulte
from app.avis.entrer import JetonDAvis, LienDAvis
from app.avis.queries import LECTURE
from app.avis.reponse import (
    PieceDAvis,
    PiecesDAvis,
    ReponseAEnvoyer,
    ReponseEbauchee,
    ReponseEnvoyee,
)
from app.avis.vocabulaire import Fonction, NomDeSection, SensAvis
from app.candidatures.tables import Antivirus
from app.depots.exemples import NUMERO, depot
from app.pieces_jointes.verdict import TypeFichier

ECHEANCE: Final = datetime(2023, 10, 20, 22, tzinfo=UTC)
QUESTION: Final = "Ce périmètre vous paraît-il cohérent avec la stratégie de la région ?"
SECTIONS_MONTREES: Final = ("perimetre", "plan_action")
_TEXTE: Final = "Un périmètre cohérent avec le bassin d'emploi."


def lien() -> LienDAvis:
    """The link that was received."""
    return LienDAvis(lien="tid_" + "A" * 43)


def jeton() -> JetonDAvis:
    """What it gives."""
    return JetonDAvis("tiv_" + "A" * 43, ECHEANCE + LECTURE)


def ebauche() -> ReponseEbauchee:
    """An answer that is being written."""
    return ReponseEbauchee(sens=SensAvis.FAVORABLE, texte=_TEXTE)


def a_envoyer() -> ReponseAEnvoyer:
    """An answer to be sent."""
    return ReponseAEnvoyer(sens=SensAvis.FAVORABLE, texte=_TEXTE)


def envoyee() -> ReponseEnvoyee:
    """An answer that was sent."""
    return ReponseEnvoyee(1, SensAvis.FAVORABLE, _TEXTE, LE, [piece()])


def piece() -> PieceDAvis:
    """A file of theirs, found clean."""
    return PieceDAvis(
        id=UUID("018c2f76-8192-43a4-b5c6-d7e8f9012346"),
        nom="Courrier de la préfète.pdf",
        type=TypeFichier.PDF,
        taille=31_407,
        empreinte=sha256(b"courrier").hexdigest(),
        jointe_le=LE,
        antivirus=Antivirus.SAIN,
    )


def envoi() -> dict[str, str]:
    """A form that sends one."""
    return {"fichier": "%PDF-1.7…"}


def pieces() -> PiecesDAvis:
    """Those that wait for an answer."""
    return PiecesDAvis([piece()])


def consulte() -> AvisConsulte:
    """An opinion that is asked for, already given once."""
    depose = depot()
    return AvisConsulte(
        numero=NUMERO,
        depot=depose.depot,
        recu_le=LE,
        version_formulaire=depose.version_formulaire,
        fonction=Fonction.PREFET_REGION,
        question=QUESTION,
        echeance=ECHEANCE,
        ouvert=True,
        lisible_avant=ECHEANCE + LECTURE,
        sections=[NomDeSection(nom) for nom in SECTIONS_MONTREES],
        pieces=[],
        brouillon=None,
        reponses=[envoyee()],
        instantane={nom: depose.instantane[nom] for nom in SECTIONS_MONTREES},
    )
