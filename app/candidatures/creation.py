"""The act that opens a draft and gives its secret."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID, uuid4

from pydantic_core import from_json, to_json
from sqlalchemy import bindparam, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant, Auteur
from app.acces.droits import Role
from app.acces.jeton import Jeton, jeton_derive, nouveau_jeton
from app.acces.tables import Preuve, acces
from app.candidatures.adresse import courriel_de
from app.candidatures.dossier_envoye import dossier_envoye, en_texte, verifier_forme
from app.candidatures.etats import Etat
from app.candidatures.evenements import EvenementCreation
from app.candidatures.fusion import sans_nuls
from app.candidatures.journal import evenement_de, parametres, sceau
from app.candidatures.queries import Candidature, fermee
from app.candidatures.representation import representer
from app.candidatures.tables import candidature
from app.formulaire.dossier import VERSION
from app.formulaire.evaluation import Examen, examiner
from app.formulaire.projections import Projection
from app.kit.postgres.database import Base
from app.kit.postgres.statements import Preparee
from app.kit.services import Services
from app.kit.web.idempotency import Cle, deja_repondu, memoriser
from app.kit.web.problems import CleReutilisee


@dataclass(frozen=True, slots=True)
class Creation:
    """What a creation answers: the candidature (JSON), its secret, whether it is a replay.

    A key is told no secret: it has one of its own, and an owner's would outlive it.
    """

    id: UUID
    representation: bytes
    jeton: Jeton | None
    rejouee: bool = False


async def creer(
    services: Services,
    envoye: bytes,
    arrivee: datetime,
    cle: Cle | None,
    projection: Projection | None = None,
    compte: Appelant | None = None,
    origine: str | None = None,
    abonne: str = "",
) -> Creation:
    """Open a draft with a secret of its own; under the same key, the same one again.

    `envoye`: the JSON of `{"dossier": {…}}`.

    `compte`: a public agent or a portal, who finds it again by their account or key as well; what
    an agent's account says of the applicant is filled in where the dossier says nothing. `origine`:
    the caller's address, shortened, for the record; `abonne`: who they are where places are shared.

    `projection`: the shape in which to give its errors as well; a replay is in that of the first.
    Raises `CampagneFermee` after the closing, `CorpsIllisible`, `FormeRefusee` for a dossier of the
    wrong shape, `CorpsTropGrand`, `CleEnCours`, `CleReutilisee`.
    """
    async with services.etabli.pour(abonne) as a_cote:
        dossier = await a_cote.faire(len(envoye), dossier_envoye, envoye)

        async def preparer() -> tuple[Candidature, Examen]:
            rempli = _prerempli(dossier, compte)
            return await a_cote.faire(len(envoye), composer, services, rempli, arrivee, compte)

        if cle is None and compte is None:
            neuve, examen = await preparer()
            jeton = nouveau_jeton()
            await inserer(services.base, neuve, jeton, origine)
            return Creation(neuve.id, representer(neuve, arrivee, examen, projection), jeton)
        portail = compte is not None and compte.genre is Preuve.CLE
        async with services.base.transaction() as connexion:
            if cle and (memoire := await deja_repondu(connexion, cle, arrivee)):
                lue = from_json(memoire)
                premiere = UUID(lue["id"])
                redonne = None
                if not portail:
                    redonne = await _redonner(connexion, services, cle, premiere)
                return Creation(premiere, _entiere(memoire, lue), redonne, rejouee=True)
            neuve, examen = await preparer()
            representation = representer(neuve, arrivee, examen, projection)
            jeton = _jetons(services, cle, neuve.id)[0] if cle else nouveau_jeton()
            await inserer_avec(connexion, neuve, jeton, compte, origine)
            if cle:
                await memoriser(connexion, cle, neuve.id, representation.decode(), arrivee)
        return Creation(neuve.id, representation, None if portail else jeton)


def _entiere(memoire: str, lue: dict[str, Any]) -> bytes:
    """A first answer, with what 0.3.0 did not know of if it was the one to remember it."""
    return memoire.encode() if "correction" in lue else to_json({**lue, "correction": None})


def composer(
    services: Services, dossier: dict[str, Any], arrivee: datetime, compte: Appelant | None = None
) -> tuple[Candidature, Examen]:
    """A draft yet to be inserted, and the verdict on it.

    Raises `CampagneFermee`, `FormeRefusee`, `CorpsTropGrand`.
    """
    if arrivee >= services.settings.cloture:
        raise fermee(arrivee, services.settings)
    examen = examiner(sans_nuls(dossier))
    verifier_forme(examen)
    return nouvelle(en_texte(examen.reponses, services.settings), arrivee, compte), examen


def _prerempli(dossier: dict[str, Any], compte: Appelant | None) -> dict[str, Any]:
    connus = {"courriel": compte.courriel, "siret": compte.siret} if compte else {}
    connus = {cle: valeur for cle, valeur in connus.items() if valeur}
    demandeur = dossier.get("demandeur", {})
    if not connus or not isinstance(demandeur, dict):
        return dossier
    return {**dossier, "demandeur": {**connus, **cast(dict[str, Any], demandeur)}}


def _jetons(services: Services, cle: Cle, id: UUID) -> list[Jeton]:
    """What each secret of the service derives, the one in use first."""
    return [jeton_derive(secret, cle.empreinte + id.bytes) for secret in services.secrets()]


async def _redonner(
    connexion: AsyncConnection, services: Services, cle: Cle, premiere: UUID
) -> Jeton:
    """The secret that the first answer gave, whichever key of the service made it."""
    jetons = {jeton.empreinte: jeton for jeton in _jetons(services, cle, premiere)}
    gardee = await connexion.scalar(
        select(acces.c.empreinte).where(
            acces.c.candidature_id == premiere, acces.c.empreinte.in_(jetons)
        )
    )
    if gardee is None:
        raise CleReutilisee(
            "La première réponse ne peut plus être redonnée : son jeton ne vaut plus. "
            "Prenez une nouvelle clé."
        )
    return jetons[gardee]


_CREEE: Final = literal(EvenementCreation.genre)


def _creation() -> Any:
    creee = (
        insert(candidature)
        .values(
            id=bindparam("id"),
            etat=Etat.BROUILLON.value,
            version=1,
            revision=1,
            version_formulaire=VERSION,
            dossier=bindparam("dossier"),
            creee_le=bindparam("le"),
            modifiee_le=bindparam("le"),
            courriel=bindparam("courriel"),
            chaine=sceau(literal(b""), bindparam("id", type_=candidature.c.id.type), 1, _CREEE),
        )
        .returning(candidature.c.id, candidature.c.version, candidature.c.chaine)
        .cte("creee")
    )
    ouverte = (
        insert(acces)
        .from_select(
            ["id", "candidature_id", "empreinte", "genre", "role", "cree_le"],
            select(
                bindparam("jeton_id", type_=acces.c.id.type),
                creee.c.id,
                bindparam("empreinte", type_=acces.c.empreinte.type),
                literal(Preuve.JETON.value),
                literal(Role.PROPRIETAIRE.value),
                bindparam("le", type_=acces.c.cree_le.type),
            ),
        )
        .cte("ouverte")
    )
    return evenement_de(creee, _CREEE).add_cte(ouverte)


_CREATION: Final = _creation()
_CREER: Final = Preparee(_CREATION)


def nouvelle(dossier: str, arrivee: datetime, compte: Appelant | None = None) -> Candidature:
    """A draft yet to be inserted; `dossier` is JSON text of the right shape."""
    portail = compte is not None and compte.genre is Preuve.CLE
    return Candidature(
        id=uuid4(),
        etat=Etat.BROUILLON,
        version=1,
        version_formulaire=VERSION,
        dossier_json=dossier,
        numero=None,
        creee_le=arrivee,
        modifiee_le=arrivee,
        acces_id=uuid4(),
        role=Role.PORTAIL if portail else Role.PROPRIETAIRE,
        revision=1,
        rubriques=(),
    )


async def inserer(base: Base, neuve: Candidature, jeton: Jeton, origine: str | None = None) -> None:
    """Insert a draft that `jeton` opens, in one statement."""
    await base.ecrire(_CREER, **_parametres(neuve, jeton, None, origine))


async def inserer_avec(
    connexion: AsyncConnection,
    neuve: Candidature,
    jeton: Jeton,
    compte: Appelant | None,
    origine: str | None,
) -> None:
    """Insert a draft that `jeton` opens, and the account or the key of who creates it."""
    await connexion.execute(_CREATION, _parametres(neuve, jeton, compte, origine))
    if compte is None:
        return
    await connexion.execute(
        insert(acces).values(
            id=neuve.acces_id,
            candidature_id=neuve.id,
            empreinte=compte.empreinte,
            genre=compte.genre.value,
            role=neuve.role.value,
            cree_le=neuve.creee_le,
        )
    )


def _parametres(
    neuve: Candidature, jeton: Jeton, compte: Appelant | None, origine: str | None
) -> dict[str, Any]:
    auteur = Auteur(neuve.role, neuve.acces_id, origine)
    return {
        "id": neuve.id,
        "dossier": neuve.dossier_json,
        "courriel": courriel_de(neuve.dossier()),
        "jeton_id": uuid4() if compte else neuve.acces_id,
        "empreinte": jeton.empreinte,
        **parametres(auteur, neuve.creee_le, EvenementCreation().texte()),
    }
