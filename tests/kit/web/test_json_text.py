"""What a JSON body may cost before anything is done with it."""

import pytest
from pydantic import BaseModel, ConfigDict

from app.kit.web.json_text import lire_modele
from app.kit.web.problems import CorpsTropGrand, RequeteInvalide


class _Liste(BaseModel):
    model_config = ConfigDict(extra="forbid")

    valeurs: list[int | str]


@pytest.mark.parametrize("valeur", ["{}", "[]", '""', "1"])
def test_trop_de_valeurs_ne_se_lisent_pas(valeur: str) -> None:
    """Right or wrong: what they would take is known before any is read."""
    corps = f'{{"valeurs":[{",".join([valeur] * 250_000)}]}}'.encode()
    with pytest.raises(CorpsTropGrand, match="30000 objets et listes, 200000 guillemets et 200000"):
        lire_modele(corps, _Liste)


def test_les_premieres_fautes_se_nomment_tant_qu_elles_se_comptent() -> None:
    peu, trop = (f'{{"valeurs":[{",".join(["null"] * combien)}]}}' for combien in (2_000, 9_000))
    with pytest.raises(RequeteInvalide) as nommees:
        lire_modele(peu.encode(), _Liste)
    assert nommees.value.document("")["parametres"][0].nom == "/valeurs/0/int"
    with pytest.raises(RequeteInvalide) as tues:
        lire_modele(trop.encode(), _Liste)
    assert "parametres" not in tues.value.document("")
