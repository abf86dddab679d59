"""An export as it is asked for, and as it is kept: of what, how written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from app.exports.options import Entetes, Format, Options
from app.exports.tables_des_faits import Contenu
from app.formulaire.motifs import SANS_NUL, motif
from app.instruction.criteres import ID, Filtres
from app.instruction.vues.vues_decrites import COLONNES_MAX, FiltreDit
from app.kit.glossary import decrit

_COLONNE_MAX: Final = 200


@decrit("Un export à faire.")
class ExportADemander(BaseModel):
    """An export; `vue` or `filtres` say of which dossiers, all that count without either."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Annotated[Format, Field(strict=False)]
    vue: Annotated[
        Annotated[str, Field(pattern=ID, max_length=36)] | None,
        Field(description="Une vue enregistrée : ses filtres et ses colonnes. Pas avec `filtres`."),
    ] = None
    filtres: Annotated[
        list[FiltreDit],
        Field(
            max_length=len(Filtres.model_fields),
            description="Les filtres de `listerCandidaturesDeposees` ; vide : tout ce qui compte.",
        ),
    ] = []
    colonnes: Annotated[
        list[Annotated[str, Field(max_length=_COLONNE_MAX, pattern=motif(SANS_NUL))]],
        Field(
            max_length=COLONNES_MAX,
            description="Sections ou champs du formulaire (pointeurs), membres d'une ligne de la "
            "liste, dans l'ordre voulu ; vide : toutes. Sans effet sur `ndjson`, `pdf` et "
            "`geojson`.",
        ),
    ] = []
    contenus: Annotated[
        list[Annotated[Contenu, Field(strict=False)]],
        Field(max_length=len(Contenu), description="Ce qu'il contient de plus."),
    ] = []
    codes: Annotated[
        bool, Field(description="Les codes des choix, dans une colonne à côté de leur libellé.")
    ] = False
    entetes: Annotated[
        Annotated[Entetes, Field(strict=False)] | None,
        Field(description="Les premières lignes d'un `csv` ; sans elles, les libellés."),
    ] = None
    brut: Annotated[
        bool,
        Field(
            description="Un `csv` pour une machine : virgules, sans marque d'ordre des octets, "
            "rien d'altéré. Ne pas l'ouvrir dans un tableur."
        ),
    ] = False


@dataclass(frozen=True, slots=True)
class Demande:
    """What is kept of it: the filters and columns that its view had then."""

    format: Format
    vue: str | None
    filtres: Sequence[FiltreDit]
    colonnes: Sequence[str]
    contenus: Sequence[Contenu]
    codes: bool
    entetes: Entetes
    brut: bool

    @property
    def options(self) -> Options:
        """How it is written."""
        return Options(self.format, self.entetes, self.brut)

    def dire(self) -> list[str]:
        """The filters in words."""
        vue = [f"Vue « {self.vue} »"] if self.vue else []
        dits = [f"{filtre.nom} : {', '.join(filtre.valeurs)}" for filtre in self.filtres]
        return [*vue, *dits] or ["Toutes les candidatures déposées qui comptent"]


DEMANDES: Final = TypeAdapter(Demande)
