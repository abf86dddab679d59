"""What real producers write is accepted, and what is hidden in it is not.

The aims are those of the trial of 21,626 public files, in which 0.95 % of sound files were refused:
0.2 % in all, and 0.5 % of each type. `python -m tests.producteurs FOLDER` keeps the files.
"""

from collections.abc import Callable

import pytest

from app.pieces_jointes.verdict import TypeFichier
from tests.pieces_jointes.echantillons import verdict
from tests.producteurs.corpus import produire
from tests.producteurs.derives import ATTENDUS, deriver
from tests.producteurs.fichiers import Fichier
from tests.producteurs.tableau import Compte

REFUS_MAX, REFUS_MAX_PAR_TYPE = 0.2, 0.5  # percent
FICHIERS, PRODUCTEURS = 300, 25

pytestmark = [
    pytest.mark.verify,
    # The tables are of one corpus, which takes a minute to make.
    pytest.mark.xdist_group("producteurs"),
    # What libraries of producers warn of is their own matter.
    pytest.mark.filterwarnings("ignore"),
]
Afficher = Callable[[str, str], None]


@pytest.fixture(scope="module")
def corpus() -> list[Fichier]:
    return list(produire())


def test_accepte_ce_que_font_les_producteurs(
    corpus: list[Fichier], record_property: Afficher
) -> None:
    par_type, par_producteur = Compte("type"), Compte("producer")
    refuses: dict[str, str] = {}
    for fichier in corpus:
        rendu = verdict(fichier.contenu)
        par_type.noter(fichier.type.name, refuse=rendu != fichier.type)
        par_producteur.noter(fichier.producteur, refuse=rendu != fichier.type)
        if rendu != fichier.type:
            refuses[f"{fichier.producteur}: {fichier.nom}"] = rendu
    record_property("tableau", f"{par_type}\n\n{par_producteur}")
    assert len(corpus) >= FICHIERS
    assert len(par_producteur.juges) >= PRODUCTEURS
    assert par_type.juges.keys() == {type_.name for type_ in TypeFichier}
    assert par_type.total() <= REFUS_MAX, refuses
    assert all(par_type.part(nom) <= REFUS_MAX_PAR_TYPE for nom in par_type.juges), refuses


def test_refuse_ce_qu_on_y_cache(corpus: list[Fichier], record_property: Afficher) -> None:
    par_geste = Compte("trick")
    autres: dict[str, str] = {}
    # One file of each type by each producer: a trick does not depend on the variant.
    for fichier in {(un.producteur, un.type): un for un in reversed(corpus)}.values():
        for geste, contenu in deriver(fichier):
            rendu = verdict(contenu)
            par_geste.noter(geste, refuse=rendu not in list(TypeFichier))
            if rendu not in ATTENDUS[geste]:
                autres[f"{fichier.producteur}: {fichier.nom}, {geste}"] = rendu
    record_property("tableau", str(par_geste))
    assert autres == {}
