"""Deposits and their receipts as the examples of the contract show them."""

from copy import deepcopy
from dataclasses import fields
from typing import Any, Final

from app.acces.exemples import LE
from app.candidatures import exemples as candidatures
from app.config import Settings
from app.depots import fenetre
from app.depots.accuse import PieceRecue, ServiceCharge, empreinte_canonique, etablir_accuse
from app.depots.accuse_signe import AccuseSigne
from app.depots.comparaison import Comparaison, comparer_pieces
from app.depots.depots import DepotLu, DepotResume, Depots
from app.formulaire.catalogue import Gravite
from app.formulaire.differences import comparer
from app.formulaire.dossier import VERSION
from app.formulaire.exemples import examen
from app.kit.keys.signature import ClePublique, ClesPubliques
from app.pieces_jointes.exemples import jointe

Json = dict[str, Any]
NUMERO: Final = "TI-2023-7K4M-2Q9B"


def campagne() -> fenetre.Campagne:
    """The dates of the call, while it is open."""
    return fenetre.campagne(Settings(), LE)


def _piece() -> PieceRecue:
    piece = jointe()
    return PieceRecue(
        id=piece.id,
        rubrique=piece.rubrique.value,
        nom=piece.nom,
        taille=piece.taille,
        empreinte=piece.empreinte,
    )


def _resume() -> DepotResume:
    return DepotResume(
        depot=1,
        numero=NUMERO,
        recu_le=LE,
        version=3,
        version_formulaire=VERSION,
        empreinte=empreinte_canonique(examen().instantane()),
        pieces=[_piece()],
    )


def liste() -> Depots:
    """The deposits of a candidature."""
    return Depots([_resume()])


def depot() -> DepotLu:
    """A deposit with its snapshot."""
    resume, trouve = _resume(), examen()
    return DepotLu(
        **{champ.name: getattr(resume, champ.name) for champ in fields(resume)},
        avertissements=[e for e in trouve.ecarts if e.gravite is Gravite.AVERTISSEMENT],
        instantane=trouve.instantane(),
    )


def comparaison() -> Comparaison:
    """What a second deposit changed: a partner of an action more, another letter."""
    avant = examen().instantane()
    apres = deepcopy(avant)
    apres["plan_action"]["actions"][0]["partenaires"].insert(
        0, {"nom": "Lycée du Havre", "type": "centre_formation"}
    )
    piece = _piece()
    autre = piece.model_copy(update={"empreinte": empreinte_canonique(apres)})
    return Comparaison(1, 2, comparer(avant, apres), comparer_pieces([piece], [autre]))


def accuse() -> AccuseSigne:
    """Its receipt, signed."""
    depose, instantane = _resume(), examen().instantane()
    etabli = etablir_accuse(
        numero=depose.numero,
        depot=depose.depot,
        recu_le=depose.recu_le,
        denomination=instantane["demandeur"]["denomination"],
        siret=instantane["demandeur"]["siret"],
        nom_territoire=instantane["perimetre"]["nom_territoire"],
        version_formulaire=depose.version_formulaire,
        empreinte=depose.empreinte,
        pieces=depose.pieces,
        service=ServiceCharge(),
    )
    return AccuseSigne(accuse=etabli, jws="eyJhbGciOiJFZDI1NTE5In0.e30.c2ln")


def cles_publiques() -> ClesPubliques:
    """The key that receipts are verified with."""
    return ClesPubliques(
        [
            ClePublique(
                kty="OKP",
                crv="Ed25519",
                x="11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                kid="kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
                use="sig",
                alg="Ed25519",
            )
        ]
    )


def retiree() -> Json:
    """A candidature that was deposited, then withdrawn."""
    return candidatures.lue() | {"etat": "retiree", "numero": NUMERO}
