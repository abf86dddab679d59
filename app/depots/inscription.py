"""What reviewers find a deposited candidature by: its row of `instruction`, derived from a deposit.

Each deposit writes it in its own statement. What was made under older rules, or by an older release
of the service, a job makes again.
"""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any, Final

from pydantic_core import from_json
from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Text,
    and_,
    any_,
    bindparam,
    case,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, Insert, insert

from app.candidatures.tables import candidature
from app.depots.tables import depot, instruction
from app.formulaire.choix import Region
from app.formulaire.perimetre import region_pilote, regions_concernees
from app.formulaire.referentiels import EPCI_ET_EPT
from app.formulaire.texte_lu import textes_lus
from app.kit.services import Services
from app.publication.referentiels import simplifier

Json = dict[str, Any]
# The job, and when it is due (cron, UTC).
INSCRIRE: Final = "inscrire"
QUAND_INSCRIRE: Final = "* * * * *"
# Moves with what `derivees` makes of a deposit, and with the statement of `recherche`.
REGLE: Final = 3

# Characters of the key that names are sorted by: a cursor carries it.
NOM_MAX: Final = 200
_LOT: Final = 100  # rows at a time
# Bytes: a `tsvector` is of 1 MB at most, and every word may be there twice, with its place.
_TEXTE_MAX: Final = 300_000
_MOT_MAX: Final = 200  # characters; 2,046 bytes at most, says PostgreSQL
_SIMPLE: Final[ColumnElement[str]] = literal_column("'pg_catalog.simple'::regconfig")
_FRANCAIS: Final[ColumnElement[str]] = literal_column("'pg_catalog.french'::regconfig")


def derivees(
    numero: str,
    region: str,
    epci: Sequence[str],
    instantane: Json,
    avertissements: Iterable[str],
    noms: Iterable[str],
) -> Json:
    """The columns that a deposit gives, each as `i_<name>`; `i_titre` and `i_texte` are searched.

    `region`: the one chosen; `epci`: SIREN of EPCI and EPT; `avertissements`: codes; `noms`: of
    the files.
    """
    membres = [EPCI_ET_EPT[siren] for siren in epci if siren in EPCI_ET_EPT]
    perimetre = instantane.get("perimetre", {})
    actions = instantane.get("plan_action", {}).get("actions", [])
    nom = perimetre.get("nom_territoire", "")
    regions = regions_concernees(region, membres)
    libelles = [Region(une).libelle for une in regions]
    textes = (texte for _, texte in textes_lus(instantane))
    colonnes = {
        "regions": regions,
        "region_pilote": region_pilote(region, membres),
        "nom": nom,
        "nom_simplifie": simplifier(nom)[:NOM_MAX],
        "type_perimetre": perimetre.get("type_perimetre", ""),
        "siret": instantane.get("demandeur", {}).get("siret", ""),
        "epci": list(epci),
        "departements": sorted({d for membre in membres for d in membre.departements}),
        "axes": sorted({action["axe"] for action in actions if "axe" in action}),
        "avertissements": sorted(set(avertissements)),
        "regle": REGLE,
        "titre": [mot_du_titre(mot) for mot in simplifier(f"{numero} {nom}").split()],
        "texte": _cherchable([numero, nom, *textes, *noms, *libelles]),
    }
    return {f"i_{colonne}": valeur for colonne, valeur in colonnes.items()}


def mot_du_titre(mot: str) -> str:
    """What is indexed of a word of the number or the name beside it: no text holds such a word.

    A weight would say so as well, but the index does not know it.
    """
    return f"={mot[:_MOT_MAX]}"


def _cherchable(textes: Iterable[str]) -> str:
    """The words, as many as can be indexed."""
    octets = simplifier("\n".join(textes)).encode()
    return octets[:_TEXTE_MAX].decode(errors="ignore")


def _recherche() -> ColumnElement[Any]:
    """Every word as it is, by which beginnings and phrases are found; then the stems, and the
    words of the title.
    """
    texte, titre = bindparam("i_texte", type_=Text), bindparam("i_titre", type_=ARRAY(Text))
    racines = func.strip(func.to_tsvector(_FRANCAIS, texte))
    du_titre = func.array_to_tsvector(titre)
    return func.to_tsvector(_SIMPLE, texte).op("||")(racines).op("||")(du_titre)


_RECHERCHE: Final = _recherche()
_DU_DEPOT: Final = ("candidature_id", "rang", "recu_le")
_DERIVEES: Final = (
    *("regions", "region_pilote", "nom", "nom_simplifie", "type_perimetre", "siret", "epci"),
    *("departements", "axes", "avertissements", "regle"),
)


def inscription() -> Insert:
    """The statement that writes the row, from `derivees` and `i_candidature_id`, `i_rang`,
    `i_recu_le`.
    """
    ecrites: Json = {nom: _parametre(nom) for nom in (*_DU_DEPOT, *_DERIVEES)}
    ecrites |= {"recherche": _RECHERCHE, "maj_le": ecrites["recu_le"]}
    enonce = insert(instruction).values(ecrites)
    neuve = {nom: enonce.excluded[nom] for nom in ecrites if nom != "candidature_id"}
    return enonce.on_conflict_do_update(
        index_elements=[instruction.c.candidature_id],
        set_={**neuve, "version": instruction.c.version + 1, **_du_pilote(neuve)},
    )


def _du_pilote(neuve: Json) -> Json:
    """The region that people chose goes on to lead, while it is concerned."""
    c = instruction.c
    tient = and_(c.pilote_choisie, c.region_pilote == any_(neuve["regions"]))
    return {
        "pilote_choisie": tient,
        "region_pilote": case((tient, c.region_pilote), else_=neuve["region_pilote"]),
    }


def _parametre(nom: str) -> Any:
    return bindparam(f"i_{nom}", type_=instruction.c[nom].type)


def _refaire() -> Any:
    neuve = {nom: _parametre(nom) for nom in _DERIVEES}
    return (
        update(instruction)
        .where(instruction.c.candidature_id == bindparam("i_candidature_id"))
        .values(**neuve | _du_pilote(neuve), recherche=_RECHERCHE)
    )


_REFAIRE: Final = _refaire()
# Locked: a deposit of the same candidature comes before, or after.
_A_REFAIRE: Final = (
    select(
        *(instruction.c.candidature_id, candidature.c.numero, depot.c.region, depot.c.epci),
        *(depot.c.instantane, depot.c.avertissements, depot.c.pieces),
    )
    .join(
        depot,
        and_(
            depot.c.candidature_id == instruction.c.candidature_id,
            depot.c.rang == instruction.c.rang,
        ),
    )
    .join(candidature, candidature.c.id == instruction.c.candidature_id)
    .where(instruction.c.regle < REGLE)
    .limit(_LOT)
    .with_for_update(of=instruction, skip_locked=True)
)


async def inscrire(services: Services, _contenu: Json) -> None:
    """The job: rows that older rules made, a transaction for each batch."""
    while True:
        async with services.base.transaction() as connexion:
            lignes = (await connexion.execute(_A_REFAIRE)).mappings().all()
            if not lignes:
                return
            refaites = await asyncio.to_thread(_refaites, lignes)
            await connexion.execute(_REFAIRE, refaites)


def _refaites(lues: Sequence[RowMapping]) -> list[Json]:
    return [_refaite(lue) for lue in lues]


def _refaite(lue: RowMapping) -> Json:
    avertissements, pieces = from_json(lue["avertissements"]), from_json(lue["pieces"])
    return {
        "i_candidature_id": lue["candidature_id"],
        **derivees(
            lue["numero"],
            lue["region"],
            lue["epci"],
            from_json(lue["instantane"]),
            [avertissement["code"] for avertissement in avertissements],
            [piece["nom"] for piece in pieces],
        ),
    }
