"""What a section may declare: what the schemas say of a field, the verdict says too."""

from typing import Annotated, Any

import pytest
from pydantic import Field, create_model

from app.formulaire.conditions import Contient, SaufSi, Si
from app.formulaire.section import Groupe, Section
from app.formulaire.types import Facultatif, OuiNon, TexteCourt


class _Pont(Section):
    payant: OuiNon = Field(title="Payant")


class _Pile(Groupe):
    hauteur: TexteCourt = Field(title="Hauteur")


@pytest.mark.parametrize(
    "sorte",
    [
        Annotated[Facultatif[TexteCourt], Si("payant", True)],
        Annotated[list[_Pile], SaufSi(Si("payant", True))],
        Annotated[list[_Pile], Contient("hauteur", "10 m", "requis")],
        Facultatif[_Pont],
    ],
    ids=["si", "sauf_si", "contient", "section"],
)
def test_un_element_de_liste_ne_pose_pas_de_condition(sorte: Any) -> None:
    with pytest.raises(
        TypeError, match=r"Travee\.peage : .* que dans une Section, hors des listes"
    ):
        create_model("Travee", __base__=Groupe, payant=OuiNon, peage=(sorte, None))


def test_une_section_n_est_pas_l_element_d_une_liste() -> None:
    with pytest.raises(TypeError, match=r"Route\.ponts : une liste contient des Groupe"):
        create_model("Route", __base__=Section, ponts=list[_Pont])
