"""What a decision says: kept as JSON, and read by all that follows from it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from app.decisions.ligne import Code
from app.decisions.lignes_du_lot import Ligne
from app.formulaire.choix import Region
from app.instruction.lieux_retenus import groupements_des
from app.instruction.proposition import Motif, Proposition, Sens
from app.kit.glossary import decrit

HORS_PERIMETRE: Final = "commune-hors-perimetre"


@decrit("Un territoire accepté, tel que la décision le retient.")
class TerritoireAccepte(BaseModel):
    """What is granted; `communes`: INSEE codes of those that are retained by themselves."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Annotated[Code, Field(description="Son code, `ti-` et quatre chiffres.")]
    nom: Annotated[str, Field(description="Son nom.")]
    epci: Annotated[Sequence[str], Field(description="SIREN des EPCI et EPT retenus.")]
    communes: Annotated[Sequence[str], Field(description="Communes retenues seules (code INSEE).")]
    region_pilote: Annotated[Region, Field(description="La région qui le pilote.")]


class ContenuDeDecision(BaseModel):
    """Why, and what is granted: nothing, but where a candidature is accepted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    motifs: Sequence[Motif]
    motivation: str | None
    territoire: TerritoireAccepte | None


def lieux_de(ligne: Ligne) -> frozenset[str]:
    """The EPCI (SIREN) and communes (INSEE codes) that a line grants; none unless it accepts."""
    if ligne.decision.sens is not Sens.ACCEPTEE:
        return frozenset()
    retenu = ligne.decision.territoire_retenu
    return frozenset([*retenu.epci, *retenu.communes] if retenu else ligne.epci)


async def groupements_des_communes(
    decisions: Iterable[Proposition],
) -> Mapping[str, Collection[str]]:
    """Of each commune that these retain by itself, the EPCI and EPT (SIREN) that it belongs to;
    what is no commune is not there.
    """
    retenus = [une.territoire_retenu for une in decisions if une.territoire_retenu]
    communes = {commune for retenu in retenus for commune in retenu.communes}
    return await groupements_des(communes)


def defauts_du_territoire(
    ligne: Ligne, groupements: Mapping[str, Collection[str]]
) -> Iterator[str]:
    """Why what a line grants is no territory; `groupements`: those of the communes."""
    retenu = ligne.decision.territoire_retenu
    lieux = [*retenu.epci, *retenu.communes] if retenu else ligne.epci
    if not lieux:
        yield "territoire-vide"
    if len(set(lieux)) < len(lieux):
        yield "lieu-en-double"
    siens = {*lieux, *ligne.epci}
    if retenu and any(siens.isdisjoint(groupements.get(une, ())) for une in retenu.communes):
        yield HORS_PERIMETRE


def pilote_de(ligne: Ligne) -> str | None:
    """The INSEE code of the region that leads what a line grants; None where it is to be chosen."""
    retenu = ligne.decision.territoire_retenu
    pilote = (retenu and retenu.region_pilote) or ligne.region_pilote
    return pilote if pilote and pilote.isdigit() else None


def contenu_de(ligne: Ligne, code: str | None) -> ContenuDeDecision:
    """What is decided of a line that nothing hinders; `code`: its own, where it is accepted."""
    decidee, territoire = ligne.decision, None
    if code is not None:
        retenu, pilote = decidee.territoire_retenu, pilote_de(ligne)
        territoire = TerritoireAccepte(
            code=code,
            nom=retenu.nom if retenu else ligne.nom,
            epci=retenu.epci if retenu else ligne.epci,
            communes=retenu.communes if retenu else [],
            region_pilote=Region(pilote),
        )
    return ContenuDeDecision(
        motifs=decidee.motifs, motivation=decidee.motivation, territoire=territoire
    )
