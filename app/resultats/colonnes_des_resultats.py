"""The columns of the three tables of results: their names, and what the Table Schema says of them.

Source of the names: the files that the ANCT published on 14 November 2023 (`liste-ti-…`,
`liste-ti-grpt2023-…`, `liste-ti-com2023-…`); after the first two of the first one they are ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from app.formulaire.choix import TypePerimetre
from app.formulaire.nombres import MILLESIME, NOM_DU_PROGRAMME

Json = dict[str, Any]
_CODE: Final = "^ti-[0-9]{4}$"
_SIREN: Final = "^[0-9]{9}$"


@dataclass(frozen=True, slots=True)
class Champ:
    """A column: its name, its title and what it means, in French; its type, what it must be."""

    nom: str
    titre: str
    sens: str
    type: str = "string"
    contraintes: Json = field(default_factory=lambda: {"required": True})

    def schema(self) -> Json:
        """The same, as Table Schema says it."""
        return {
            "name": self.nom,
            "title": self.titre,
            "description": self.sens,
            "type": self.type,
            "constraints": self.contraintes,
        }


@dataclass(frozen=True, slots=True)
class Tableau:
    """A table: its columns, those that tell its rows apart."""

    nom: str
    titre: str
    champs: Sequence[Champ]
    cle: Sequence[str]

    def schema(self) -> Json:
        """Its Table Schema (specs.frictionlessdata.io), which Validata reads."""
        return {
            "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
            "name": f"territoires-industrie-{self.nom}",
            "title": self.titre,
            "description": f"{self.titre}. Découpage administratif de {MILLESIME}.",
            "countryCode": "FR",
            "fields": [champ.schema() for champ in self.champs],
            "primaryKey": [*self.cle],
        }


def _requis(**autres: Any) -> Json:
    return {"required": True, **autres}


_ID: Final = Champ(
    *("id_ti", "Code du territoire", "`ti-`, la région (INSEE), deux chiffres."),
    contraintes=_requis(pattern=_CODE),
)
TERRITOIRES: Final = Tableau(
    "territoires",
    f"Les territoires retenus par l'appel « {NOM_DU_PROGRAMME} »",
    (
        _ID,
        Champ("lib_ti", "Nom du territoire", "Son nom, tel que la décision le retient."),
        Champ(
            *("region", "Région", "La région qui le pilote (code INSEE)."),
            contraintes=_requis(pattern="^[0-9]{2}$"),
        ),
        Champ(
            *("siren_demandeur", "SIREN du demandeur", "Qui a déposé la candidature."),
            contraintes=_requis(pattern=_SIREN),
        ),
        Champ(
            *("type_perimetre", "Type de périmètre", "Ce qu'en dit la candidature."),
            contraintes=_requis(enum=[un.value for un in TypePerimetre]),
        ),
        Champ(
            *("nb_epci", "Nombre d'EPCI", "EPCI et EPT retenus en entier.", "integer"),
            _requis(minimum=0),
        ),
        Champ("date_decision", "Date de la décision", "Le jour où elle a été arrêtée.", "date"),
    ),
    ("id_ti",),
)
GROUPEMENTS: Final = Tableau(
    "groupements",
    "Les intercommunalités des territoires retenus",
    (
        _ID,
        Champ(
            *("siren_groupement", "SIREN", "L'EPCI ou l'EPT, retenu en entier."),
            contraintes=_requis(pattern=_SIREN),
        ),
        Champ("lib_groupement", "Nom", "Son nom officiel."),
    ),
    ("id_ti", "siren_groupement"),
)
COMMUNES: Final = Tableau(
    "communes",
    "Les communes des territoires retenus",
    (
        Champ(
            *("insee_com", "Code INSEE", "Le code officiel géographique de la commune."),
            contraintes=_requis(pattern="^[0-9][0-9AB][0-9]{3}$", unique=True),
        ),
        Champ(
            *("lib_com", "Nom de la commune", "Son nom ; vide si le code n'est pas connu."),
            contraintes={},
        ),
        Champ(
            *("id_ti", "Codes des territoires", "Le sien ; s'il y en a plusieurs, « ; » entre."),
            contraintes=_requis(pattern="^ti-[0-9]{4}( ; ti-[0-9]{4})*$"),
        ),
        Champ("lib_ti", "Noms des territoires", "Dans le même ordre, séparés de même."),
    ),
    ("insee_com",),
)
TABLEAUX: Final = (TERRITOIRES, GROUPEMENTS, COMMUNES)
