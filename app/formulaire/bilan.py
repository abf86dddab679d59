"""Pour les Territoires d'industrie existants, bilan du programme."""

from pydantic import Field

from app.formulaire.choix import Rubrique
from app.formulaire.section import PieceDemandee, Section
from app.formulaire.types import Facultatif, TexteLong


class Bilan(Section):
    """What an existing territory did from 2019 to 2023: invited, never required."""

    titre = "Pour les Territoires d'industrie existants, bilan du programme"
    compte_pour_la_selection = True
    pieces = (
        PieceDemandee(
            Rubrique.BILAN,
            requise=False,
            aide="Les documents fournis peuvent être des compte-rendus de comités de pilotage ou "
            "des fiches actions complétées par exemple.",
        ),
    )

    actions_realisees: Facultatif[TexteLong] = Field(
        None,
        title="Veuillez préciser les principales actions réalisées dans le cadre du programme "
        "sur la période 2019-2023.",
        description="Les territoires candidats issus d'un redécoupage de Territoires d'industrie "
        "existants ou reprenant un périmètre existant sont invités à renseigner de manière "
        "synthétique des éléments de bilan des actions menées depuis le lancement du programme.",
    )
