"""Every pattern that we publish means the same in JavaScript, Python, Rust, RE2 and PCRE."""

import re
from typing import Any, Final

import jsonschema_rs
import pytest
from hypothesis import strategies as st
from pydantic_core import SchemaValidator, core_schema

from app.formulaire.motifs import BLANCS
from app.formulaire.schemas_publies import noms_des_schemas, schema_publie
from tests.formulaire.ajv import reconnus
from tests.formulaire.exemples import Json
from tests.formulaire.expressions import selon_pcre, selon_re2
from tests.formulaire.fautes import CHIFFRES, DOUTEUX, PAR_GENRE, fins_melangees, variantes
from tests.formulaire.schemas import noeuds
from tests.tirages import eprouver, tirages

NOEUDS: Final[list[Json]] = [n for nom in noms_des_schemas() for n in noeuds(schema_publie(nom))]
# A field could be called "pattern": its schema is no pattern.
MOTIFS: Final = sorted({n["pattern"] for n in NOEUDS if isinstance(n.get("pattern"), str)})

_SIGNES: Final = sorted(
    {*"aZé0159@.,;<>()[]+-/ _\0🏭‐–−ﬁ", *BLANCS, *"".join([*DOUTEUX, *CHIFFRES])}
)
_ECRITS: Final = [*(e for ecrits in PAR_GENRE.values() for e in ecrits), "Vallée\nde\r\nla Seine"]
TEXTES: Final = st.one_of(
    st.text(st.sampled_from(_SIGNES), max_size=30),
    st.sampled_from([variante for ecrit in _ECRITS for variante in variantes(ecrit)]),
    st.builds("{}{}".format, st.integers(1, 12).map(fins_melangees), st.sampled_from(DOUTEUX)),
    st.text(max_size=5),
)


@tirages(20, 100)
def test_tous_reconnaissent_les_memes_textes(nombre: int) -> None:
    eprouver(_tous_d_accord, nombre, st.lists(TEXTES, min_size=20, max_size=50))


def _tous_d_accord(textes: list[str]) -> None:
    selon_javascript = reconnus(MOTIFS, textes, ["u", "v", ""])
    for rang, motif in enumerate(MOTIFS):
        moderne = jsonschema_rs.Draft202012Validator({"pattern": motif})
        ancien = jsonschema_rs.Draft7Validator({"pattern": motif})
        attendus = [re.search(motif, texte) is not None for texte in textes]
        assert [moderne.is_valid(texte) for texte in textes] == attendus
        assert [ancien.is_valid(texte) for texte in textes] == attendus
        assert [_selon_pydantic(motif, texte) for texte in textes] == attendus
        assert selon_re2(motif, textes) == attendus
        assert selon_pcre(motif, textes) == attendus
        for drapeau in selon_javascript:
            assert drapeau[rang] == attendus


def _selon_pydantic(motif: str, texte: str) -> bool:
    return SchemaValidator(core_schema.str_schema(pattern=motif)).isinstance_python(texte)


@pytest.mark.parametrize("motif", MOTIFS)
def test_un_motif_n_ecrit_que_ce_que_tous_lisent(motif: str) -> None:
    assert re.fullmatch(r"\^\(\?:.*\)\$", motif)
    corps = motif.removeprefix("^").removesuffix("$")
    # \d, \s, \w and \b differ from one to the other; look-around is unknown to Rust and RE2, \u to
    # RE2 and PCRE. Above U+FFFF an engine without the flag `u` sees two characters.
    assert re.findall(r"\\(?!x[0-9a-f]{2})", corps) == []
    assert max(corps) <= "\uffff"
    assert re.findall(r"\(\?[^:]", corps) == []
    # A dot or an anchor outside a class: they differ on the ends of lines.
    hors_classe = re.sub(r"\[[^\]]*\]|\\x[0-9a-f]{2}", "", corps)
    assert re.findall(r"[.^$]", hors_classe) == []


@pytest.mark.parametrize("motif", MOTIFS)
@pytest.mark.parametrize("fin", ["\n", "\r\n", "\u2028"])
def test_une_fin_de_ligne_a_la_fin_ne_change_rien(motif: str, fin: str) -> None:
    """Python alone also lets `$` match before a final line feed."""
    acceptes = [e for e in ["7348", "2024-01-01", "a@b.fr", *_ECRITS] if re.search(motif, e)]
    assert acceptes
    assert all(re.fullmatch(motif.removesuffix("$"), ecrit + fin) for ecrit in acceptes)


def test_aucun_format_ne_garde_seul_une_reponse() -> None:
    gardes: list[Any] = [n for n in NOEUDS if isinstance(n.get("format"), str)]
    assert all("pattern" in n or "enum" in n or "oneOf" in n for n in gardes)
