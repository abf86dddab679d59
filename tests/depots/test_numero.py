import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.depots.numero import ALPHABET, MOTIF_NUMERO, nouveau_numero, numero_valide

sept_caracteres = st.text(ALPHABET, min_size=7, max_size=7)


def ecrit(huit: str) -> str:
    return f"TI-2023-{huit[:4]}-{huit[4:]}"


def complete(sept: str) -> str:
    """The eight characters that begin with these seven: there must be one check character."""
    (cle,) = [c for c in ALPHABET if numero_valide(ecrit(sept + c))]
    return sept + cle


def test_tire_des_numeros_valides_et_differents() -> None:
    numeros = {nouveau_numero() for _ in range(500)}
    assert len(numeros) == 500
    for numero in numeros:
        assert re.fullmatch(MOTIF_NUMERO, numero)
        assert numero_valide(numero)


def test_le_tirage_emploie_tout_l_alphabet_sans_lettre_ambigue() -> None:
    tires = "".join(nouveau_numero().removeprefix("TI-2023-") for _ in range(500))
    assert set(tires) - {"-"} == set(ALPHABET)
    assert len(ALPHABET) == 32
    assert not set("ILOU") & set(ALPHABET)


def test_la_cle_de_controle_ne_change_pas_d_une_version_a_l_autre() -> None:
    assert numero_valide("TI-2023-JYJ5-BGCJ")
    assert numero_valide("TI-2023-0000-0012")


@given(sept_caracteres)
def test_refuse_tout_caractere_errone(sept: str) -> None:
    juste = complete(sept)
    for position, autre in product(range(8), ALPHABET):
        if autre != juste[position]:
            faux = juste[:position] + autre + juste[position + 1 :]
            assert not numero_valide(ecrit(faux))


def test_refuse_toute_interversion_de_voisins() -> None:
    for position, gauche, droite in product(range(6), ALPHABET, ALPHABET):
        if gauche != droite:
            sept = ("7" * position + gauche + droite).ljust(7, "7")
            refuse_l_interversion(complete(sept), position, position + 1)


@given(sept_caracteres)
def test_refuse_toute_interversion_meme_avec_la_cle(sept: str) -> None:
    juste = complete(sept)
    for i, j in product(range(8), range(8)):
        if juste[i] != juste[j]:
            refuse_l_interversion(juste, i, j)


def refuse_l_interversion(juste: str, i: int, j: int) -> None:
    caracteres = list(juste)
    caracteres[i], caracteres[j] = caracteres[j], caracteres[i]
    assert not numero_valide(ecrit("".join(caracteres)))


@pytest.mark.parametrize("lu", ["ti-2023-jyj5-bgcj", "TI-2023-oool-OO0G", "TI-2023-000i-000g"])
def test_relit_les_minuscules_et_les_lettres_confondues(lu: str) -> None:
    assert numero_valide(lu)


@pytest.mark.parametrize(
    "texte",
    [
        "",
        "JYJ5-BGCJ",
        "TI-2023-JYJ5BGCJ",
        "TI-2023-JYJ5-BGCJ\n",
        " TI-2023-JYJ5-BGCJ",
        "TI-2024-JYJ5-BGCJ",
        "T1-2023-JYJ5-BGCJ",
        "TI-2O23-JYJ5-BGCJ",
        "TI-2023-JYJ-5BGCJ",
        "TI-2023-UUUU-UUUU",
        "TI-2023-0000-000٠",
    ],
)
def test_refuse_ce_qui_n_a_pas_la_forme_d_un_numero(texte: str) -> None:
    assert not numero_valide(texte)


def test_refuse_une_lettre_qui_ne_devient_ascii_qu_en_majuscule() -> None:
    juste = ecrit(complete("S000000"))
    assert not numero_valide(juste.replace("S", "ſ"))
