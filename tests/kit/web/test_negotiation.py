"""The format of an answer, chosen by `Accept` (RFC 9110, section 12.5.1)."""

from typing import Final

import pytest

from app.kit.web.negotiation import choisir
from app.kit.web.problems import FormatNonDisponible

_JSON: Final = "application/json"
_PDF: Final = "application/pdf"
# What a browser sends when one follows a link.
_NAVIGATEUR: Final = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "choisi"),
    [
        (None, _JSON),
        ("", _JSON),
        ("*/*", _JSON),
        ("application/*", _JSON),
        (_NAVIGATEUR, _JSON),
        ("application/json", _JSON),
        ("application/pdf", _PDF),
        ("APPLICATION/PDF", _PDF),
        ("application/pdf, application/json", _JSON),
        ("application/json;q=0.5, application/pdf", _PDF),
        ("application/json; q=0.5 , application/pdf;q=0.4", _JSON),
        ("application/pdf;q=0.001", _PDF),
        ("*/*;q=0.1, application/pdf", _PDF),
        ("application/json;q=0, */*", _PDF),
        ("application/json;q=0, application/*", _PDF),
        ("text/html, application/pdf", _PDF),
        ("application/pdf;version=1.7", _PDF),
        ("application/pdf; Q=1, application/json; q=0.2", _PDF),
    ],
)
def test_choisit_ce_que_le_client_prefere(accept: str | None, choisi: str) -> None:
    assert choisir(accept, (_JSON, _PDF)) == choisi


@pytest.mark.parametrize(
    "accept",
    [
        "text/html",
        "image/*",
        "application/json;q=0",
        "*/*;q=0",
        "application/json;q=nan, application/pdf;q=nan",
        "application/json;q=abc",
        "n'importe quoi",
        ",;,",
    ],
)
def test_refuse_quand_rien_ne_convient_et_dit_ce_qui_existe(accept: str) -> None:
    with pytest.raises(FormatNonDisponible) as refus:
        choisir(accept, (_JSON, _PDF))
    assert _JSON in refus.value.detail and _PDF in refus.value.detail
