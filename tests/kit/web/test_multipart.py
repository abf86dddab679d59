"""A form read as it comes: the same however the network cuts it, never a crash."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from itertools import pairwise

import pytest
from fastapi import Request
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import ClientDisconnect

from app.kit.files.upload import Envoi
from app.kit.web.multipart import lire_formulaire, recevoir_fichier
from app.kit.web.problems import (
    CorpsIllisible,
    FichierTropGrand,
    Probleme,
    RequeteInvalide,
    TypeDeContenuRefuse,
)

FRONTIERE = "--frontiere"
CONTENU = b"un\r\n--frontier\r\n--\x00\xff" * 20
CORPS = (
    b'----frontiere\r\nContent-Disposition: form-data; name="rubrique"\r\n\r\nbilan\r\n'
    b"----frontiere\r\nContent-Type: application/pdf\r\n"
    b'content-disposition: form-data; name="fichier"; filename="\xc3\xa9t\xc3\xa9.pdf"\r\n\r\n'
    + CONTENU
    + b'\r\n----frontiere\r\nContent-Disposition: form-data; name="note"\r\n\r\n\r\n'
    b"----frontiere--\r\n"
)
TYPE = f"multipart/form-data; boundary={FRONTIERE}"


async def _venir(morceaux: Iterable[bytes], fin: Exception | None = None) -> AsyncIterator[bytes]:
    """A body that comes in these pieces; `fin` is how it is cut."""
    for morceau in morceaux:
        yield morceau
    if fin:
        raise fin


def _lire(
    morceaux: Iterable[bytes],
    maximum: int = 10_000,
    genre: str = TYPE,
    fin: Exception | None = None,
) -> tuple[bytes, Envoi]:
    envoi = lire_formulaire("essai", _venir(morceaux, fin), genre, "fichier", maximum)

    async def tout() -> bytes:
        return b"".join([morceau async for morceau in envoi.contenu])

    return asyncio.run(tout()), envoi


@given(coupes=st.lists(st.integers(0, len(CORPS)), max_size=20))
def test_les_coupures_du_reseau_ne_changent_rien(coupes: list[int]) -> None:
    bornes = [0, *sorted(coupes), len(CORPS)]
    contenu, lu = _lire(CORPS[debut:fin] for debut, fin in pairwise(bornes))
    assert contenu == CONTENU
    assert (lu.nom, lu.textes) == ("été.pdf", {"rubrique": "bilan", "note": ""})


def test_se_lit_octet_par_octet() -> None:
    contenu, lu = _lire(CORPS[rang : rang + 1] for rang in range(len(CORPS)))
    assert (contenu, lu.nom) == (CONTENU, "été.pdf")


def test_rend_le_fichier_avant_que_tout_soit_arrive() -> None:
    """Nothing is spooled: what has come is handed on before the next is asked for."""
    demandes: list[int] = []

    def morceaux() -> Iterable[bytes]:
        debut, suite = CORPS.split(CONTENU)
        for rang, morceau in enumerate([debut, b"a" * 100, b"b" * 100, suite]):
            demandes.append(rang)
            yield morceau

    async def premier() -> bytes:
        envoi = lire_formulaire("essai", _venir(morceaux()), TYPE, "fichier", 1000)
        return await anext(envoi.contenu)

    assert asyncio.run(premier()).startswith(b"a")
    assert demandes[-1] <= 2


@pytest.mark.parametrize(("maximum", "passe"), [(len(CONTENU), True), (len(CONTENU) - 1, False)])
def test_la_taille_se_juge_a_l_octet(maximum: int, passe: bool) -> None:
    if passe:
        assert _lire([CORPS], maximum)[0] == CONTENU
        return
    with pytest.raises(FichierTropGrand) as refus:
        _lire([CORPS], maximum)
    assert refus.value.maximum == maximum


def test_une_taille_annoncee_trop_grande_est_refusee_sans_rien_lire() -> None:
    annonce = (b"content-length", b"1000000")
    with pytest.raises(FichierTropGrand):
        recevoir_fichier(Request({"type": "http", "headers": [annonce]}), "fichier", 1000)


@pytest.mark.parametrize(
    ("maximum", "limite"), [(50 * 1024 * 1024, "50 Mo"), (100 * 1024, "100 ko")]
)
def test_un_fichier_trop_grand_dit_la_limite_et_le_geste(maximum: int, limite: str) -> None:
    annonce = (b"content-length", b"1000000000")
    with pytest.raises(FichierTropGrand) as refus:
        recevoir_fichier(Request({"type": "http", "headers": [annonce]}), "fichier", maximum)
    gestes = "résolution plus basse.*JPEG.*compressez les images.*plusieurs fichiers"
    assert re.search(f"dépasse {limite}, .*{gestes}", refus.value.detail)


def test_des_entetes_de_partie_sans_fin_sont_refuses() -> None:
    with pytest.raises(Probleme):
        _lire([CORPS[:50], *[b"a" * 1000] * 200])


@pytest.mark.parametrize("longueur", range(0, len(CORPS) - 4, 37))
def test_un_corps_coupe_est_illisible(longueur: int) -> None:
    """Whether the message ends there or the client hangs up."""
    for fin in (None, ClientDisconnect()):
        with pytest.raises((CorpsIllisible, RequeteInvalide)):
            _lire([CORPS[:longueur]], fin=fin)


DISPOSITIONS = st.lists(
    st.sampled_from(
        [
            *(
                b"form-data",
                b"; ",
                b"name",
                b"filename",
                b"=",
                b'"',
                b"\\",
                b"fichier",
                b"rubrique",
            ),
            *(b"*0", b"*", b"UTF-8''%ff", b"\xc3\xa9", b"\xff", b"\t", b"\r\n X: y", b"C:\\a"),
        ]
    ),
    max_size=16,
).map(b"".join)


@given(disposition=DISPOSITIONS, reste=st.binary(max_size=30))
def test_aucune_partie_ne_fait_tomber_le_service(disposition: bytes, reste: bytes) -> None:
    corps = b"----frontiere\r\nContent-Disposition: %b\r\n\r\n%b\r\n----frontiere--\r\n"
    try:
        contenu, _ = _lire([corps % (disposition, reste)])
    except Probleme:
        return
    assert contenu == reste


@given(
    type_=st.sampled_from(["multipart/form-data", "Multipart/Form-Data", "text/plain"]),
    suite=st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=80),
    corps=st.binary(max_size=200),
)
def test_aucun_type_ni_aucun_corps_ne_fait_tomber_le_service(
    type_: str, suite: str, corps: bytes
) -> None:
    with pytest.raises(Probleme):
        _lire([corps], genre=f"{type_};boundary={suite}")


@pytest.mark.parametrize("longueur", [257, 5_000])
def test_une_frontiere_trop_longue_est_refusee_en_le_disant(longueur: int) -> None:
    with pytest.raises(TypeDeContenuRefuse, match="256 octets"):
        _lire([CORPS], genre=f"multipart/form-data; boundary={'b' * longueur}")
