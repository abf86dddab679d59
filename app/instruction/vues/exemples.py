"""Views, as the examples of the contract show them."""

from typing import Final
from uuid import UUID

from app.acces.exemples import LE, agent
from app.instruction.ordre import Tri
from app.instruction.vues.vues_decrites import FiltreDit, Partage, VueAEnregistrer, VueDecrite, Vues

ID: Final = UUID("018c2f77-92a3-4415-b6c7-d8e9f0123456")


def vue_a_enregistrer() -> VueAEnregistrer:
    """A view to be saved."""
    return VueAEnregistrer(
        nom="À prendre",
        filtres=[
            FiltreDit(nom="etape", valeurs=["a_prendre"]),
            FiltreDit(nom="affecte_a", valeurs=["moi", "personne"]),
        ],
        tri=Tri.PREMIER_RECU,
        colonnes=["numero", "/perimetre/nom_territoire"],
        partage=Partage.MOI,
    )


def vue() -> VueDecrite:
    """A view."""
    une = vue_a_enregistrer()
    return VueDecrite(
        *(ID, une.nom, une.filtres, une.tri, une.colonnes, une.partage), True, agent(), LE
    )


def vues() -> Vues:
    """A page of views."""
    return Vues([vue()], None)
