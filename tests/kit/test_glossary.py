"""What is said in French of a class, beside it."""

import pytest

from app.kit.glossary import decrit, description_de


def test_ce_qui_est_dit_d_une_classe_se_retrouve_par_son_nom() -> None:
    @decrit("Un tamis.")
    class Tamis: ...

    assert description_de(Tamis.__name__) == "Un tamis."
    assert description_de("Inconnu") is None


def test_deux_composants_d_un_meme_nom_sont_une_erreur_de_programmation() -> None:
    def declarer(texte: str) -> None:
        @decrit(texte)
        class Crible: ...

        assert Crible

    declarer("Un crible.")
    with pytest.raises(ValueError, match="Crible"):
        declarer("Un autre.")
