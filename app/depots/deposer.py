"""The act of depositing: window, verdict, freeze, receipt, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from asyncpg import UniqueViolationError
from pydantic_core import from_json, to_json
from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant
from app.candidatures.details import DetailDepot
from app.candidatures.etats import Etat
from app.candidatures.evenements import EvenementDepot
from app.candidatures.journal import consigner
from app.candidatures.queries import Candidature, ouvrir
from app.candidatures.refus import EtatIncompatible
from app.candidatures.tables import Antivirus
from app.depots.accuse import Accuse, ServiceCharge, etablir_accuse
from app.depots.accuse_signe import AccuseSigne, sceller
from app.depots.arrivee import constater, oublier_l_arrivee, qui_compte
from app.depots.deplacer import noter_les_regions
from app.depots.depots import DepotResume, dernier, montrer, representer
from app.depots.fenetre import verifier_recevable
from app.depots.figer import Fige, figer
from app.depots.inscription import derivees, inscription
from app.depots.numero import nouveau_numero
from app.depots.refus import DepotHorsCorrection, DossierIncomplet
from app.depots.repondre import noter_la_reponse, verifier_reponse
from app.depots.tables import depot, instruction
from app.formulaire.dossier import VERSION
from app.kit.aside import ACote, PlaceRequise
from app.kit.keys.signature import CleSignature
from app.kit.services import Services
from app.kit.web.arrival import Constat, Source
from app.kit.web.idempotency import Cle, deja_repondu, memoriser
from app.pieces_jointes.pieces import pieces_de
from app.pieces_jointes.refus import FichierInfecte
from app.pieces_jointes.representation import PieceJointe

_UNIQUE: Final = "uq_candidature_numero"


@dataclass(frozen=True, slots=True)
class _Demande:
    """Who deposits which candidature, when that arrived; the key to sign with, which all know."""

    id: UUID
    appelant: Appelant
    constats: Sequence[Constat]
    cle: Cle | None
    signature: CleSignature


@dataclass(frozen=True, slots=True)
class Reception:
    """What a deposit answers: its rank, the JSON of a `DepotLu`.

    `deja`: its content had been deposited before; `rejoue`: by this very request, retried.
    """

    rang: int
    representation: bytes
    deja: bool = False
    rejoue: bool = False


async def deposer(
    services: Services,
    id: UUID,
    appelant: Appelant,
    constats: Sequence[Constat],
    cle: Cle | None,
) -> Reception:
    """Freeze the candidature as it stands and give it a signed receipt.

    `constats`: when it arrived, this very request first, then as a ticket says. A retry under the
    same key, or with nothing changed since the last deposit, gives that one again. Raises
    `CampagneFermee`, `CampagnePasOuverte`, `EtatIncompatible`, `FichierInfecte` with every such
    file, `DossierIncomplet` with every error at once, `CleEnCours`, `CleReutilisee`; where it is to
    answer a correction, `CorrectionClose`, `DepotHorsCorrection`; `Indisponible` where the other
    processes would not know our signature.
    """
    connus = await constater(services.base, services.settings, id, appelant, constats, cle)
    demande = _Demande(id, appelant, connus, cle, await services.signataire.cle())
    try:
        async with services.etabli.pour(appelant.abonne) as a_cote:
            return await _aboutir(services, a_cote, demande)
    except (DossierIncomplet, DepotHorsCorrection, EtatIncompatible, FichierInfecte):
        if cle:  # this arrival has had its answer
            await oublier_l_arrivee(services.base, cle)
        raise


async def _aboutir(services: Services, a_cote: ACote, demande: _Demande) -> Reception:
    """Again where nothing was written: for a place, not to be waited for with a row in hand; for
    another number, when somebody has just taken the one that was drawn.
    """
    while True:
        try:
            return await _deposer(services, a_cote, demande)
        except PlaceRequise:
            await a_cote.prendre()
        except IntegrityError as erreur:
            if not _est_du_numero(erreur):
                raise


async def _deposer(services: Services, a_cote: ACote, demande: _Demande) -> Reception:
    cle, maintenant = demande.cle, demande.constats[0].le
    async with services.base.transaction() as connexion:
        memoire = await deja_repondu(connexion, cle, maintenant) if cle else None
        lue = await ouvrir(connexion, demande.id, demande.appelant, verrou=True)
        if memoire:
            return await _redonner(connexion, lue, **from_json(memoire), rejoue=True)
        jointes = await pieces_de(connexion, lue.id)
        constat = qui_compte(demande.constats, _pas_avant(lue, jointes))
        verifier_recevable(lue, services.settings, constat.le)
        _verifier_saines(lue, jointes)
        fige = await a_cote.faire_sans_attendre(len(lue.dossier_json), figer, lue, jointes)
        # A number comes with the first deposit.
        precedent = await dernier(connexion, lue.id) if lue.numero else None
        if precedent and lue.a_corriger:
            verifier_reponse(lue.a_corriger, fige, precedent.pieces)
        if precedent and fige.identique(precedent):
            recu = await _redonner(connexion, lue, precedent.depot, deja=True)
        else:
            rang = precedent.depot + 1 if precedent else 1
            recu = await _enregistrer(connexion, services, lue, demande, fige, rang, constat)
        if lue.a_corriger:
            auteur = lue.auteur(demande.appelant)
            await noter_la_reponse(connexion, lue.id, lue.a_corriger, recu.rang, auteur, constat.le)
        if cle:
            reponse = to_json({"rang": recu.rang, "deja": recu.deja}).decode()
            await memoriser(connexion, cle, demande.id, reponse, maintenant)
    return recu


async def _redonner(
    connexion: AsyncConnection, lue: Candidature, rang: int, deja: bool, rejoue: bool = False
) -> Reception:
    return Reception(rang, await representer(connexion, lue.id, rang), deja, rejoue)


def _pas_avant(lue: Candidature, jointes: list[PieceJointe]) -> datetime:
    """When all that the deposit would hold was there, and the correction that it would answer."""
    demandee = [lue.a_corriger.demandee.demandee_le] if lue.a_corriger else []
    return max([lue.modifiee_le, *(piece.jointe_le for piece in jointes), *demandee])


def _verifier_saines(lue: Candidature, jointes: list[PieceJointe]) -> None:
    """One that the antivirus has not seen yet delays nobody's deposit; nor does one that could not
    be replaced, of the deposit that is corrected.
    """
    infectees = [p for p in jointes if p.antivirus is Antivirus.INFECTE]
    if a_corriger := lue.a_corriger:
        infectees = [p for p in infectees if a_corriger.permet_fichiers(p.rubrique)]
    if infectees:
        raise FichierInfecte(pieces=infectees)


async def _enregistrer(
    connexion: AsyncConnection,
    services: Services,
    lue: Candidature,
    demande: _Demande,
    fige: Fige,
    rang: int,
    constat: Constat,
) -> Reception:
    numero = lue.numero or nouveau_numero()
    resume = DepotResume(
        rang, numero, constat.le, lue.version, VERSION, fige.empreinte, fige.pieces
    )
    accuse = sceller(_accuser(services, lue, resume, constat.par, fige), demande.signature)
    montre, avant = await _inserer(connexion, lue.id, resume, accuse, fige)
    regions = fige.perimetre.regions()
    fait = EvenementDepot(DetailDepot(rang, numero, fige.empreinte), regions)
    ecrites = {"etat": (lue.etat if lue.a_corriger else Etat.DEPOSEE).value, "numero": numero}
    auteur = lue.auteur(demande.appelant)
    await consigner(connexion, lue.id, fait, auteur, constat.le, **ecrites)
    await noter_les_regions(connexion, lue.id, avant, regions, auteur, constat.le)
    return Reception(rang, montre)


# A statement sees the rows as they were before it.
_REGIONS_D_AVANT: Final = (
    select(instruction.c.regions)
    .where(instruction.c.candidature_id == bindparam("d_candidature_id"))
    .scalar_subquery()
)
# Texts as PostgreSQL writes them, for the answer to be the same each time it is given.
_INSERER: Final = (
    insert(depot)
    .values({c.name: bindparam(f"d_{c.name}", type_=c.type) for c in depot.c})
    .add_cte(inscription().cte("inscrite"))
    .returning(depot.c.avertissements, depot.c.instantane, _REGIONS_D_AVANT)
)


async def _inserer(
    connexion: AsyncConnection,
    id: UUID,
    resume: DepotResume,
    accuse: AccuseSigne,
    fige: Fige,
) -> tuple[bytes, Sequence[str] | None]:
    """Write the row, and that of the reviewers; the JSON of a `DepotLu`, and the regions that saw
    the last one, if there was one.
    """
    region, nom_territoire = (fige.instantane["perimetre"][n] for n in ("region", "nom_territoire"))
    epci = [membre.siren for membre in fige.perimetre.membres()]
    ligne = {
        "candidature_id": id,
        "rang": resume.depot,
        "version": resume.version,
        "version_formulaire": resume.version_formulaire,
        "recu_le": resume.recu_le,
        "instantane": to_json(fige.instantane).decode(),
        "empreinte": bytes.fromhex(fige.empreinte),
        "pieces": to_json(fige.pieces).decode(),
        "avertissements": to_json(fige.avertissements).decode(),
        "accuse": accuse.model_dump_json(),
        "nom_territoire": nom_territoire,
        "region": region,
        "siret": fige.instantane["demandeur"]["siret"],
        "epci": epci,
    }
    codes, noms = [e.code for e in fige.avertissements], [piece.nom for piece in fige.pieces]
    valeurs = {
        **{f"d_{nom}": valeur for nom, valeur in ligne.items()},
        **{f"i_{nom}": ligne[nom] for nom in ("candidature_id", "rang", "recu_le")},
        **derivees(resume.numero, region, epci, fige.instantane, codes, noms),
    }
    avertissements, instantane, avant = (await connexion.execute(_INSERER, valeurs)).one()
    return montrer(resume, avertissements, instantane), avant


def _accuser(
    services: Services, lue: Candidature, resume: DepotResume, par: Source, fige: Fige
) -> Accuse:
    instantane: dict[str, Any] = fige.instantane
    return etablir_accuse(
        numero=resume.numero,
        depot=resume.depot,
        recu_le=resume.recu_le,
        constate_par=par,
        denomination=instantane["demandeur"]["denomination"],
        siret=instantane["demandeur"]["siret"],
        nom_territoire=instantane["perimetre"]["nom_territoire"],
        version_formulaire=resume.version_formulaire,
        empreinte=resume.empreinte,
        pieces=resume.pieces,
        service=ServiceCharge(telephone=services.settings.service_telephone),
        bac_a_sable=services.settings.bac_a_sable,
        correction=lue.a_corriger and lue.a_corriger.demandee.rang,
    )


def _est_du_numero(erreur: IntegrityError) -> bool:
    cause = erreur.orig.__cause__ if erreur.orig else None
    return isinstance(cause, UniqueViolationError) and cause.constraint_name == _UNIQUE
