"""The secret of a candidature: its form, its hash, the header that shows it."""

import re
from base64 import urlsafe_b64decode
from hashlib import sha256

import pytest

from app.acces.jeton import (
    Jeton,
    Prefixe,
    jeton_derive,
    lire_autorisation,
    lire_jeton,
    nouveau_jeton,
)
from app.acces.refus import JetonAbsent, JetonMalForme

PREFIXE = Prefixe.CANDIDATURE
JETON = PREFIXE + "A" * 43
MAL_FORMES = [
    pytest.param(JETON, id="sans schéma"),
    pytest.param("Bearer", id="schéma seul"),
    pytest.param(f"Basic {JETON}", id="autre schéma"),
    pytest.param(f"Bearer{JETON}", id="sans espace"),
    pytest.param(f"Bearer {JETON[:-1]}", id="court"),
    pytest.param(f"Bearer {JETON}A", id="long"),
    pytest.param(f"Bearer {'A' * 47}", id="sans préfixe"),
    pytest.param(f"Bearer {PREFIXE.upper()}{'A' * 43}", id="préfixe en capitales"),
    pytest.param(f"Bearer {JETON[:-1]}+", id="caractère interdit"),
    pytest.param(f"Bearer {JETON[:-1]}é", id="accent"),
    pytest.param(f"Bearer {JETON} {JETON}", id="deux jetons"),
    pytest.param(f"Bearer {JETON},", id="virgule"),
    pytest.param(f'Bearer "{JETON}"', id="guillemets"),
]


def test_un_jeton_porte_256_bits_tires_au_hasard() -> None:
    jetons = {nouveau_jeton().texte for _ in range(100)}
    assert len(jetons) == 100
    for jeton in jetons:
        assert re.fullmatch(r"tic_[A-Za-z0-9_-]{43}", jeton)
        assert len(urlsafe_b64decode(jeton.removeprefix(PREFIXE) + "=")) == 32


def test_l_empreinte_est_le_sha_256_du_jeton() -> None:
    assert Jeton(JETON).empreinte == sha256(JETON.encode()).digest()


def test_un_jeton_ne_s_affiche_pas() -> None:
    assert "AAA" not in f"{Jeton(JETON)} {Jeton(JETON)!r}"


def test_un_jeton_derive_se_retrouve_et_depend_de_tout() -> None:
    derive = jeton_derive(b"secret", b"graine")
    assert derive == jeton_derive(b"secret", b"graine")
    assert derive != jeton_derive(b"secret", b"autre")
    assert derive != jeton_derive(b"autre", b"graine")
    assert lire_jeton(derive.texte, PREFIXE) == derive


@pytest.mark.parametrize("entete", [f"Bearer {JETON}", f"bearer {JETON}", f"BEARER   {JETON} "])
def test_le_jeton_se_lit_dans_l_en_tete(entete: str) -> None:
    assert lire_autorisation(entete) == JETON


@pytest.mark.parametrize("entete", [None, ""])
def test_sans_en_tete_le_jeton_est_absent(entete: str | None) -> None:
    with pytest.raises(JetonAbsent) as refus:
        lire_autorisation(entete)
    assert refus.value.entetes == {"WWW-Authenticate": "Bearer"}


@pytest.mark.parametrize("entete", MAL_FORMES)
def test_un_en_tete_mal_forme_n_est_jamais_un_jeton(entete: str) -> None:
    try:
        assert lire_jeton(lire_autorisation(entete), *Prefixe) is None
    except JetonMalForme as refus:
        assert refus.entetes == {"WWW-Authenticate": 'Bearer error="invalid_token"'}


def test_un_jeton_ne_sert_que_la_ou_son_genre_est_attendu() -> None:
    jeton = nouveau_jeton(Prefixe.LIEN)
    assert lire_jeton(jeton.texte, Prefixe.LIEN) == jeton
    assert lire_jeton(jeton.texte, Prefixe.CANDIDATURE, Prefixe.CLE) is None
