"""The address that opens a candidature: where a lost secret is sent.

What the applicant types is that address only at first. From the instant somebody was let in by it,
or somebody else did anything there, it is changed by an act of its own: a co-editor, or a key,
would else become the owner by typing another one.
"""

from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Text, and_, bindparam, exists, or_

from app.acces.droits import Role
from app.candidatures.etats import Etat
from app.candidatures.evenements import EvenementAdresse, EvenementOuverture
from app.candidatures.tables import candidature, evenement
from app.formulaire.nombres import COURRIEL_MAX
from app.kit.mailboxes import boite_de

# What these do lets nobody in.
_AUTRES: Final = ("service", "administration")
_ENTREES: Final = and_(
    evenement.c.auteur == Role.PROPRIETAIRE.value,
    or_(evenement.c.genre == EvenementOuverture.genre, evenement.c.genre == EvenementAdresse.genre),
)

CONFIRMEE: Final[ColumnElement[bool]] = exists().where(
    evenement.c.candidature_id == candidature.c.id, _ENTREES
)
"""Whether the owner was let in by a link sent to the address, or confirmed it."""

SUIT_LA_SAISIE: Final[ColumnElement[bool]] = and_(
    or_(*(candidature.c.etat == etat.value for etat in Etat if etat.en_redaction)),
    ~exists().where(
        evenement.c.candidature_id == candidature.c.id,
        or_(
            _ENTREES,
            and_(
                evenement.c.auteur != bindparam("auteur", type_=Text()),
                *(evenement.c.auteur != autre for autre in _AUTRES),
            ),
        ),
    ),
)
"""Whether what the role `auteur` types is still the address."""


def courriel_de(dossier: dict[str, Any]) -> str | None:
    """The applicant's address in a dossier, in its normal form; None where it is not one yet.

    Nor is what is longer than any address: a draft holds it, the index of PostgreSQL could not.
    """
    demandeur = dossier.get("demandeur")
    courriel = cast(dict[str, Any], demandeur).get("courriel") if demandeur else None
    if not isinstance(courriel, str) or "@" not in courriel:
        return None
    courriel = boite_de(courriel)
    return courriel if courriel and len(courriel) <= COURRIEL_MAX else None
