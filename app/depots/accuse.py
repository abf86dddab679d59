"""What an accusé de réception says.

Sources: code des relations entre le public et l'administration (CRPA), art. L. 112-11 (every
electronic submission gets one) and R. 112-11-1 (what it must mention).
"""

import calendar
import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import rfc8785
from pydantic import Field

from app.depots.numero import Numero
from app.editions.francais import date_en_lettres
from app.kit.clock import PARIS
from app.kit.glossary import decrit
from app.kit.keys.documents import Empreinte, Fige, Instant
from app.kit.web.arrival import Source

D_ESSAI: Final = "Bac à sable : cet accusé est un essai, et n'atteste la réception de rien."
EN_REPONSE: Final = "Ce dépôt est fait en réponse à la correction n° {correction}."

# How an arrival is known that this machine did not see itself.
CONSTATS: Final = {
    Source.PROXY: "heure d'arrivée au serveur frontal du service",
    Source.TICKET: "heure d'un premier envoi, attestée par un ticket d'arrivée",
    Source.CLE: "heure d'un premier envoi sous la même clé",
}


@decrit("Le service chargé de la candidature (CRPA, art. R112-11-1, 2°).")
class ServiceCharge(Fige):
    """The service in charge (CRPA, art. R. 112-11-1, 2°), which asks for its telephone too.

    The form publishes no telephone: whoever runs the call gives it, and without one the key is
    left out.
    """

    nom: str = "Délégation aux Territoires d'industrie"
    organisme: str = "Agence nationale de la cohésion des territoires"
    courriel: str = "territoires-industrie@anct.gouv.fr"
    telephone: str | None = Field(default=None, exclude_if=lambda numero: numero is None)


@decrit("Qui candidate, d'après le dépôt.")
class DemandeurAccuse(Fige):
    """Who applied, as the deposit says it."""

    denomination: str
    siret: Annotated[str, Field(pattern="^[0-9]{14}$")]


@decrit("Ce qui identifie les réponses reçues.")
class DossierRecu(Fige):
    """The answers received: SHA-256, in hexadecimal, of the RFC 8785 form of the snapshot."""

    algorithme: Literal["SHA-256"] = "SHA-256"
    empreinte: Empreinte


@decrit("Un fichier compté par un dépôt.")
class PieceRecue(Fige):
    """A file received. `taille` in bytes; `empreinte` is the SHA-256 of its content, in hex."""

    id: UUID
    rubrique: str
    nom: str
    taille: Annotated[int, Field(ge=0)]
    empreinte: Empreinte


@decrit("Un accusé de réception électronique (CRPA, art. L112-11 et R112-11-1).")
class Accuse(Fige):
    """An accusé de réception. `depot` is the rank of the deposit in its candidature, from 1.

    `constate_par`: who says that it arrived at `recu_le`, if not the service (decision 46).
    """

    numero: Numero
    depot: Annotated[int, Field(ge=1)]
    recu_le: Instant
    # Left out where the service saw it itself: all releases verify such a receipt.
    constate_par: Source | None = Field(default=None, exclude_if=lambda source: source is None)
    service: ServiceCharge
    demandeur: DemandeurAccuse
    nom_territoire: str
    version_formulaire: str
    dossier: DossierRecu
    pieces: tuple[PieceRecue, ...]
    mentions: tuple[str, ...]
    # Left out in production: what was signed before there was such a member reads the same.
    bac_a_sable: Literal[True] | None = Field(default=None, exclude_if=lambda essai: essai is None)


def etablir_accuse(
    *,
    numero: str,
    depot: int,
    recu_le: datetime,
    constate_par: Source = Source.SERVICE,
    denomination: str,
    siret: str,
    nom_territoire: str,
    version_formulaire: str,
    empreinte: str,
    pieces: Sequence[PieceRecue],
    service: ServiceCharge,
    bac_a_sable: bool = False,
    correction: int | None = None,
) -> Accuse:
    """The receipt of a deposit, with the mentions that the law asks for.

    `recu_le` is the arrival that counts, with a time zone, and `constate_par` who says so;
    `empreinte` is what `empreinte_canonique` gave for the snapshot; one of a `bac_a_sable` says
    first that it is worth nothing; `correction` is the rank of the one that it answers, if any.
    Raises `pydantic.ValidationError` (a ValueError) on anything ill-formed.
    """
    return Accuse(
        numero=numero,
        depot=depot,
        recu_le=recu_le,
        constate_par=None if constate_par is Source.SERVICE else constate_par,
        service=service,
        demandeur=DemandeurAccuse(denomination=denomination, siret=siret),
        nom_territoire=nom_territoire,
        version_formulaire=version_formulaire,
        dossier=DossierRecu(empreinte=empreinte),
        pieces=tuple(pieces),
        mentions=(
            *((D_ESSAI,) if bac_a_sable else ()),
            *((EN_REPONSE.format(correction=correction),) if correction else ()),
            *mentions(recu_le),
        ),
        bac_a_sable=bac_a_sable or None,
    )


def empreinte_canonique(instantane: dict[str, Any]) -> str:
    """SHA-256, in hexadecimal, of the RFC 8785 canonical form of a JSON object.

    Raises `rfc8785.CanonicalizationError` (a ValueError) on what RFC 8785 cannot write: NaN, an
    integer beyond 2⁵³, a lone surrogate.
    """
    return hashlib.sha256(rfc8785.dumps(instantane)).hexdigest()


def mentions(recu_le: datetime) -> tuple[str, ...]:
    """What the law wants said beside the date and the service, in sentences for the applicant.

    - CRPA, art. R. 112-11-1: whether silence is worth acceptance or rejection, from which date,
      and the ways of appeal.
    - CRPA, art. L. 231-4, 2°: rejection after two months when no law or decree provides for the
      procedure. The call rests on none; and the opposite rule (art. L. 231-1) is for "the public"
      of art. L. 100-3, 2°, which a local authority that applies is not.
    - Code de justice administrative, art. R. 421-1 and R. 421-2; CRPA, art. L. 411-2: appeals.

    `recu_le` has a time zone; the date of rejection is counted from its day in Paris.
    """
    rejet = date_en_lettres(_deux_mois_apres(recu_le.astimezone(PARIS).date()))
    return (
        "Cet accusé de réception électronique est délivré en application des articles L. 112-11 "
        "et R. 112-11-1 du code des relations entre le public et l'administration (CRPA). "
        "Il atteste la réception de l'envoi ; il ne préjuge ni de la recevabilité de la "
        "candidature, ni de la suite qui lui sera donnée.",
        "Si la candidature est déposée de nouveau, chaque dépôt donne lieu à son propre accusé "
        "de réception et seul le dernier dépôt est pris en compte.",
        "La candidature n'est pas susceptible de donner lieu à une décision implicite "
        "d'acceptation. Elle est susceptible de donner lieu à une décision implicite de rejet : "
        "à défaut de décision expresse, et sous réserve qu'elle soit complète, elle sera réputée "
        f"rejetée le {rejet}, deux mois après sa réception (CRPA, art. L. 231-4, 2°).",
        "La décision implicite de rejet peut être contestée devant le tribunal administratif "
        "compétent dans les deux mois qui suivent cette date ; une décision expresse de rejet, "
        "dans les deux mois qui suivent sa notification (code de justice administrative, "
        "art. R. 421-1 et R. 421-2). Dans le même délai, un recours gracieux ou hiérarchique peut "
        "être formé ; il interrompt le cours de ce délai (CRPA, art. L. 411-2).",
    )


def _deux_mois_apres(jour: date) -> date:
    """The same day two months later, or the last of that month when it has no such day."""
    report, mois = divmod(jour.month + 1, 12)
    annee, mois = jour.year + report, mois + 1
    return date(annee, mois, min(jour.day, calendar.monthrange(annee, mois)[1]))
