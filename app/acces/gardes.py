"""Who may call a route: each declares exactly one of these guards.

`docs/acces.md` is written from them: `ti acces`.
"""

from typing import Annotated, Final

from fastapi import Depends

from app.acces.admission import COMPTES, Comptee, DuBacASable, Facultative, Obligatoire, Ouverte
from app.acces.appelant import Appelant
from app.acces.droits import Droit, Habilitation
from app.acces.jeton import lire_autorisation_de_ds
from app.acces.tables import OUVRENT, Preuve

_JETONS: Final = frozenset({Preuve.JETON})
_CANDIDATS: Final = frozenset({Preuve.JETON, Preuve.AGENT})
_TOUS: Final = frozenset(OUVRENT)
_CLES: Final = frozenset({Preuve.CLE})

TOUT_PUBLIC: Final = Ouverte("public", "Tout le monde.")
SEUL_BAC_A_SABLE: Final = DuBacASable(
    "bac_a_sable", "Tout le monde, dans le bac à sable ; ailleurs l'adresse n'existe pas."
)
PORTEUR_D_ADRESSE: Final = Ouverte(
    "porteur_d_adresse", "Qui a reçu l'adresse d'un fichier, pendant une heure."
)
CREATEUR: Final = Facultative(
    "createur",
    "Tout le monde ; un agent ou un portail qui s'annonce retrouve ce qu'il a créé.",
    _TOUS,
    Droit.MODIFIER,
)
# A portal has a list of its own, by pages: it may have made thousands.
CANDIDAT: Final = Obligatoire("candidat", "Qui présente un jeton ou un compte.", _CANDIDATS)
LECTEUR: Final = Obligatoire("lecteur", "Qui peut lire la candidature.", _TOUS)
REDACTEUR: Final = Obligatoire(
    "redacteur", "Qui peut modifier la candidature.", _TOUS, Droit.MODIFIER
)
DEPOSANT: Final = Obligatoire(
    "deposant", "Qui peut la déposer ou la retirer.", _TOUS, Droit.DEPOSER
)
PROPRIETAIRE: Final = Obligatoire(
    "proprietaire", "Son propriétaire.", _CANDIDATS, Droit.ADMINISTRER
)
DETENTEUR: Final = Obligatoire("detenteur", "Qui détient un jeton de la candidature.", _JETONS)
PORTAIL: Final = Obligatoire("portail", "Un portail, pour ses candidatures.", _CLES, Droit.MODIFIER)
PORTAIL_LECTEUR: Final = Obligatoire(
    "portail_lecteur", "Un portail, pour lire ses candidatures.", _CLES
)
PORTAIL_DEPOSANT: Final = Obligatoire(
    "portail_deposant", "Un portail, pour déposer.", _CLES, Droit.DEPOSER
)
SUIVEUR: Final = Obligatoire(
    "suiveur",
    "Qui peut lire des candidatures, pour apprendre ce qui leur arrive.",
    _TOUS,
    a_defaut=Habilitation.LECTURE,
)
TITULAIRE: Final = Obligatoire(
    "titulaire",
    "Un portail ou un outil d'instruction qui peut lire, pour ses crochets.",
    _CLES,
    a_defaut=Habilitation.LECTURE,
)
# Who holds a token opens few, and copies each.
COLLECTEUR: Final = Obligatoire(
    "collecteur",
    "Un compte ou une clé qui peut lire des candidatures, pour les prendre toutes.",
    COMPTES,
    a_defaut=Habilitation.LECTURE,
)
INSTRUCTEUR: Final = Obligatoire(
    "instructeur",
    "Un agent ou un outil habilité à lire ce qui est déposé, dans ses régions.",
    COMPTES,
    habilitation=Habilitation.LECTURE,
)
REDACTEUR_INSTRUCTION: Final = Comptee(
    "redacteur_instruction",
    "Un agent ou un outil habilité à instruire, dans ses régions.",
    COMPTES,
    habilitation=Habilitation.INSTRUCTION,
)
DECIDEUR: Final = Comptee(
    "decideur",
    "Un agent ou un outil habilité à décider.",
    COMPTES,
    habilitation=Habilitation.DECISION,
)
DECIDEUR_LECTEUR: Final = Obligatoire(
    "decideur_lecteur",
    "Un agent ou un outil habilité à décider, pour lire ce qui se prépare.",
    COMPTES,
    habilitation=Habilitation.DECISION,
)
CONSULTE: Final = Obligatoire(
    "consulte",
    "Qui est consulté : le jeton d'un avis qui lui est demandé.",
    frozenset({Preuve.AVIS}),
)
LECTEUR_DE_DS: Final = Facultative(
    "lecteur_de_ds",
    "Qui interroge le service comme Démarches Simplifiées : un outil habilité à lire ce qui est "
    "déposé, dans ses régions ; sans clé, ce qui décrit le formulaire.",
    _CLES,
    habilitation=Habilitation.LECTURE,
    lire=lire_autorisation_de_ds,
)
ADMINISTRATEUR: Final = Obligatoire(
    "administrateur",
    "L'administration du service.",
    COMPTES,
    habilitation=Habilitation.ADMINISTRATION,
)

GARDES: Final = (
    TOUT_PUBLIC,
    SEUL_BAC_A_SABLE,
    PORTEUR_D_ADRESSE,
    CREATEUR,
    CANDIDAT,
    LECTEUR,
    REDACTEUR,
    DEPOSANT,
    PROPRIETAIRE,
    DETENTEUR,
    PORTAIL,
    PORTAIL_LECTEUR,
    PORTAIL_DEPOSANT,
    SUIVEUR,
    TITULAIRE,
    COLLECTEUR,
    INSTRUCTEUR,
    REDACTEUR_INSTRUCTION,
    DECIDEUR,
    DECIDEUR_LECTEUR,
    CONSULTE,
    LECTEUR_DE_DS,
    ADMINISTRATEUR,
)

PUBLIC: Final = Depends(TOUT_PUBLIC)
ADRESSE: Final = Depends(PORTEUR_D_ADRESSE)
BAC_A_SABLE: Final = Depends(SEUL_BAC_A_SABLE)
Createur = Annotated[Appelant | None, Depends(CREATEUR)]
LecteurDeDs = Annotated[Appelant | None, Depends(LECTEUR_DE_DS)]
Candidat = Annotated[Appelant, Depends(CANDIDAT)]
Lecteur = Annotated[Appelant, Depends(LECTEUR)]
Redacteur = Annotated[Appelant, Depends(REDACTEUR)]
Deposant = Annotated[Appelant, Depends(DEPOSANT)]
Proprietaire = Annotated[Appelant, Depends(PROPRIETAIRE)]
Detenteur = Annotated[Appelant, Depends(DETENTEUR)]
Portail = Annotated[Appelant, Depends(PORTAIL)]
PortailLecteur = Annotated[Appelant, Depends(PORTAIL_LECTEUR)]
PortailDeposant = Annotated[Appelant, Depends(PORTAIL_DEPOSANT)]
Suiveur = Annotated[Appelant, Depends(SUIVEUR)]
Titulaire = Annotated[Appelant, Depends(TITULAIRE)]
Collecteur = Annotated[Appelant, Depends(COLLECTEUR)]
Instructeur = Annotated[Appelant, Depends(INSTRUCTEUR)]
RedacteurInstruction = Annotated[Appelant, Depends(REDACTEUR_INSTRUCTION)]
Decideur = Annotated[Appelant, Depends(DECIDEUR)]
DecideurLecteur = Annotated[Appelant, Depends(DECIDEUR_LECTEUR)]
Consulte = Annotated[Appelant, Depends(CONSULTE)]
Administrateur = Annotated[Appelant, Depends(ADMINISTRATEUR)]
