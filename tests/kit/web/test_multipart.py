"""A form read as it comes: the same however the network cuts it, never a crash."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import Request
from hypothesis import given
from hypothesis import strategies as st

from app.kit.clock import DEPART_DU_BAC_A_SABLE
from app.kit.web.call import CLE, Appel
from app.kit.web.multipart import Formulaire
from app.kit.web.patience import Patience
from app.kit.web.problems import CorpsIllisible, FichierTropGrand, Probleme, RequeteInvalide

FRONTIERE = "--frontiere"
_APP = SimpleNamespace(state=SimpleNamespace(services=SimpleNamespace(patience=Patience())))
CONTENU = b"un\r\n--frontier\r\n--\x00\xff" * 20
CORPS = (
    b'----frontiere\r\nContent-Disposition: form-data; name="rubrique"\r\n\r\nbilan\r\n'
    b"----frontiere\r\nContent-Type: application/pdf\r\n"
    b'content-disposition: form-data; name="fichier"; filename="\xc3\xa9t\xc3\xa9.pdf"\r\n\r\n'
    + CONTENU
    + b'\r\n----frontiere\r\nContent-Disposition: form-data; name="note"\r\n\r\n\r\n'
    b"----frontiere--\r\n"
)


def _requete(morceaux: Iterable[bytes], fin: str = "http.request", **entetes: str) -> Request:
    """A request whose body comes in these pieces; `fin` is how it ends."""
    suite = iter([*morceaux, None])

    async def recevoir() -> dict[str, Any]:
        morceau = next(suite)
        if morceau is None:
            return {"type": fin, "body": b"", "more_body": False}
        return {"type": "http.request", "body": morceau, "more_body": True}

    tous = {"content-type": f"multipart/form-data; boundary={FRONTIERE}", **entetes}
    brutes = [(nom.encode(), valeur.encode("latin-1")) for nom, valeur in tous.items()]
    scope = {"type": "http", "method": "POST", "headers": brutes, "app": _APP}
    return Request({**scope, "state": {CLE: Appel("essai", DEPART_DU_BAC_A_SABLE)}}, recevoir)


def _lire(requete: Request, maximum: int = 10_000) -> tuple[bytes, Formulaire]:
    formulaire = Formulaire(requete, "fichier", maximum)

    async def tout() -> bytes:
        return b"".join([morceau async for morceau in formulaire.fichier()])

    return asyncio.run(tout()), formulaire


@given(coupes=st.lists(st.integers(0, len(CORPS)), max_size=20))
def test_les_coupures_du_reseau_ne_changent_rien(coupes: list[int]) -> None:
    bornes = [0, *sorted(coupes), len(CORPS)]
    contenu, lu = _lire(_requete(CORPS[debut:fin] for debut, fin in pairwise(bornes)))
    assert contenu == CONTENU
    assert (lu.nom, lu.textes) == ("été.pdf", {"rubrique": "bilan", "note": ""})


def test_se_lit_octet_par_octet() -> None:
    contenu, lu = _lire(_requete(CORPS[rang : rang + 1] for rang in range(len(CORPS))))
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
        requete = Request(_requete([]).scope, _paresseux(morceaux()))
        fichier: AsyncIterator[bytes] = Formulaire(requete, "fichier", 1000).fichier()
        return await anext(fichier)

    assert asyncio.run(premier()).startswith(b"a")
    assert demandes[-1] <= 2


def _paresseux(morceaux: Iterable[bytes]) -> Any:
    suite = iter(morceaux)

    async def recevoir() -> dict[str, Any]:
        return {"type": "http.request", "body": next(suite), "more_body": True}

    return recevoir


@pytest.mark.parametrize(("maximum", "passe"), [(len(CONTENU), True), (len(CONTENU) - 1, False)])
def test_la_taille_se_juge_a_l_octet(maximum: int, passe: bool) -> None:
    if passe:
        assert _lire(_requete([CORPS]), maximum)[0] == CONTENU
        return
    with pytest.raises(FichierTropGrand) as refus:
        _lire(_requete([CORPS]), maximum)
    assert refus.value.maximum == maximum


def test_une_taille_annoncee_trop_grande_est_refusee_sans_rien_lire() -> None:
    with pytest.raises(FichierTropGrand):
        Formulaire(_requete([], **{"content-length": "1000000"}), "fichier", 1000)


def test_des_entetes_de_partie_sans_fin_sont_refuses() -> None:
    with pytest.raises(Probleme):
        _lire(_requete([CORPS[:50], *[b"a" * 1000] * 200]))


@pytest.mark.parametrize("longueur", range(0, len(CORPS) - 4, 37))
def test_un_corps_coupe_est_illisible(longueur: int) -> None:
    """Whether the message ends there or the client hangs up."""
    for fin in ("http.request", "http.disconnect"):
        with pytest.raises((CorpsIllisible, RequeteInvalide)):
            _lire(_requete([CORPS[:longueur]], fin))


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
        contenu, _ = _lire(_requete([corps % (disposition, reste)]))
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
        _lire(_requete([corps], **{"content-type": f"{type_};boundary={suite}"}))
