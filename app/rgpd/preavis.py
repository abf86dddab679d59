"""What is written to an applicant two weeks before their candidature is erased."""

from datetime import datetime
from typing import Final

from app.kit.clock import PARIS
from app.kit.jobs.mail import Courriel
from app.rgpd.echeances import Due

_BROUILLON: Final = """Votre brouillon de candidature au programme Territoires d'industrie, créé
le {creee_le}, n'a pas changé depuis le {depuis}. Il sera effacé le
{effacement}, avec ses fichiers.

Pour le garder, modifiez-le d'ici là."""
_DECIDEE: Final = """Votre candidature {numero} au programme Territoires
d'industrie est close depuis le {depuis}. Elle sera effacée le
{effacement}, avec ses dépôts et ses fichiers.

Si vous en voulez une copie, demandez-la au service d'ici là : votre accès
permet d'exporter tout ce qui est conservé."""
_TEXTE: Final = """Bonjour,

{quoi}

Le service n'en gardera que le numéro, les dates et la trace des actes : les
données personnelles ne se conservent pas au-delà du nécessaire (RGPD,
article 5).

Vous n'avez plus votre jeton ? Demandez un lien à cette adresse électronique,
comme pour un mot de passe oublié.

Candidature {id}
Territoires d'industrie
Message automatique : n'y répondez pas.
"""


def preavis(a: str, due: Due, effacement: datetime) -> Courriel:
    """The mail; raises `ValueError` when `a` is not an address.

    The same at each try, so that a second copy is recognised as such.
    """
    jours = {
        nom: le.astimezone(PARIS).strftime("%d/%m/%Y")
        for nom, le in (
            ("creee_le", due.creee_le),
            ("depuis", due.depuis),
            ("effacement", effacement),
        )
    }
    modele = _BROUILLON if due.etat.en_redaction else _DECIDEE
    texte = _TEXTE.format(quoi=modele.format(numero=due.numero, **jours), id=due.id)
    objet = f"Votre candidature Territoires d'industrie sera effacée le {jours['effacement']}"
    return Courriel(a, objet, texte, cle=f"{due.id.hex}{due.depuis:%Y%m%d%H%M%S}")
