"""The act of depositing: window, verdict, freeze, receipt, in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from pydantic_core import from_json, to_json
from sqlalchemy import exists, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant, Auteur
from app.candidatures.etats import Acte, Etat
from app.candidatures.evenements import DetailDepot, EvenementDepot
from app.candidatures.journal import consigner
from app.candidatures.queries import Candidature, ouvrir
from app.candidatures.refus import EtatIncompatible
from app.candidatures.tables import Antivirus, candidature
from app.candidatures.validation import presenter
from app.depots.accuse import PieceRecue, ServiceCharge, empreinte_canonique, etablir_accuse
from app.depots.accuse_signe import sceller
from app.depots.depots import DepotResume, dernier
from app.depots.fenetre import verifier_ouverte
from app.depots.numero import nouveau_numero
from app.depots.refus import DossierIncomplet
from app.depots.tables import depot
from app.formulaire.catalogue import Gravite
from app.formulaire.dossier import VERSION
from app.formulaire.evaluation import Examen, examiner
from app.formulaire.perimetre import Perimetre
from app.kit.services import Services
from app.kit.web.idempotency import Cle, deja_repondu, memoriser
from app.pieces_jointes.pieces import pieces_de
from app.pieces_jointes.refus import FichierInfecte
from app.pieces_jointes.representation import PieceJointe


@dataclass(frozen=True, slots=True)
class Reception:
    """What a deposit answers: its rank.

    `deja`: its content had been deposited before; `rejoue`: by this very request, retried.
    """

    rang: int
    deja: bool = False
    rejoue: bool = False


@dataclass(frozen=True, slots=True)
class _Fige:
    """What a deposit freezes: the answers shown, normalised, and the files shown."""

    examen: Examen
    instantane: dict[str, Any]
    empreinte: str
    pieces: list[PieceRecue]

    def identique(self, precedent: DepotResume | None) -> bool:
        """Whether a deposit of the very same content stands already."""
        return precedent is not None and (self.empreinte, self.pieces) == (
            precedent.empreinte,
            precedent.pieces,
        )


async def deposer(
    services: Services,
    id: UUID,
    appelant: Appelant,
    arrivee: datetime,
    cle: Cle | None,
) -> Reception:
    """Freeze the candidature as it stands and give it a signed receipt.

    A retry under the same key, or with nothing changed since the last deposit, gives that one
    again. Raises `CampagneFermee`, `CampagnePasOuverte`, `EtatIncompatible`, `FichierInfecte` with
    every such file, `DossierIncomplet` with every error at once, `CleEnCours`, `CleReutilisee`.
    """
    async with services.base.transaction() as connexion:
        memoire = await deja_repondu(connexion, cle, arrivee) if cle else None
        lue = await ouvrir(connexion, id, appelant, verrou=True)
        if memoire:
            return Reception(**from_json(memoire), rejoue=True)
        verifier_ouverte(services.settings, arrivee)
        _verifier_etat(lue)
        jointes = await pieces_de(connexion, lue)
        _verifier_saines(jointes)
        fige = _figer(lue, jointes)
        precedent = await dernier(connexion, lue)
        rang = precedent.depot if precedent else 0
        if not (deja := fige.identique(precedent)):
            rang += 1
            auteur = lue.auteur(appelant)
            await _enregistrer(connexion, services, lue, auteur, fige, rang, arrivee)
        if cle:
            reponse = to_json({"rang": rang, "deja": deja}).decode()
            await memoriser(connexion, cle, id, reponse, arrivee)
    return Reception(rang, deja)


def _verifier_etat(lue: Candidature) -> None:
    if not lue.etat.permet(Acte.DEPOSER):
        raise EtatIncompatible(
            f"La candidature est à l'état « {lue.etat.mots} » : elle ne se dépose plus.",
            etat=lue.etat,
        )


def _verifier_saines(jointes: list[PieceJointe]) -> None:
    """One that the antivirus has not seen yet delays nobody's deposit."""
    if infectees := [p for p in jointes if p.antivirus is Antivirus.INFECTE]:
        raise FichierInfecte(pieces=infectees)


def _figer(lue: Candidature, jointes: list[PieceJointe]) -> _Fige:
    dossier, rubriques = lue.dossier(), {piece.rubrique for piece in jointes}
    # What newer versions of the form have to tell is for who still writes: it is not frozen.
    examen = examiner(dossier, rubriques)
    if not examen.deposable:
        validation = presenter(examiner(dossier, rubriques, lue.annonces))
        raise DossierIncomplet(erreurs=validation.erreurs, avertissements=validation.avertissements)
    montrees = examen.rubriques()
    instantane = examen.instantane()
    return _Fige(
        examen,
        instantane,
        empreinte_canonique(instantane),
        [
            PieceRecue(
                id=piece.id,
                rubrique=piece.rubrique.value,
                nom=piece.nom,
                taille=piece.taille,
                empreinte=piece.empreinte,
            )
            for piece in jointes
            if piece.rubrique in montrees
        ],
    )


async def _enregistrer(
    connexion: AsyncConnection,
    services: Services,
    lue: Candidature,
    auteur: Auteur,
    fige: _Fige,
    rang: int,
    arrivee: datetime,
) -> None:
    numero = lue.numero or await _numero_libre(connexion)
    demandeur, perimetre = fige.instantane["demandeur"], fige.instantane["perimetre"]
    membres = cast(Perimetre, fige.examen.valides()["perimetre"]).membres()
    accuse = etablir_accuse(
        numero=numero,
        depot=rang,
        recu_le=arrivee,
        denomination=demandeur["denomination"],
        siret=demandeur["siret"],
        nom_territoire=perimetre["nom_territoire"],
        version_formulaire=VERSION,
        empreinte=fige.empreinte,
        pieces=fige.pieces,
        service=ServiceCharge(telephone=services.settings.service_telephone),
    )
    avertissements = [e for e in fige.examen.ecarts if e.gravite is Gravite.AVERTISSEMENT]
    await connexion.execute(
        insert(depot),
        {
            "candidature_id": lue.id,
            "rang": rang,
            "version": lue.version,
            "version_formulaire": VERSION,
            "recu_le": arrivee,
            "instantane": to_json(fige.instantane).decode(),
            "empreinte": bytes.fromhex(fige.empreinte),
            "pieces": to_json(fige.pieces).decode(),
            "avertissements": to_json(avertissements).decode(),
            "accuse": sceller(accuse, services.trousseau.courante()).model_dump_json(),
            "nom_territoire": perimetre["nom_territoire"],
            "region": perimetre["region"],
            "siret": demandeur["siret"],
            "epci": [epci.siren for epci in membres],
        },
    )
    fait = EvenementDepot(DetailDepot(rang, numero, fige.empreinte))
    ecrites = {"etat": Etat.DEPOSEE.value, "numero": numero}
    await consigner(connexion, lue.id, fait, auteur, arrivee, **ecrites)


async def _numero_libre(connexion: AsyncConnection) -> str:
    while True:
        numero = nouveau_numero()
        if not await connexion.scalar(select(exists().where(candidature.c.numero == numero))):
            return numero
