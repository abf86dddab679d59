"""An act writes the row of its candidature once, its event with it."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Final

import pytest

from tests.bases import sql
from tests.client import Candidature
from tests.depots.pieces import SUITE_SOI_MEME, deposee, prete
from tests.rgpd.nuits import EFFACER, PREVENIR, creer, etat_de, passer
from tests.rgpd.vie import Ici, administrateur

_ESPION: Final = (
    "CREATE TABLE ecriture (id uuid)",
    "CREATE FUNCTION noter() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS "
    "$$ BEGIN INSERT INTO ecriture VALUES (NEW.id); RETURN NEW; END $$",
    "CREATE TRIGGER noter AFTER UPDATE ON candidature FOR EACH ROW EXECUTE FUNCTION noter()",
)


@contextmanager
def _une_seule(ici: Ici, candidature: Candidature) -> Generator[None]:
    """Count the updates of the candidature within the block."""
    sql(ici.url, "TRUNCATE ecriture")
    yield
    comptees = f"SELECT count(*) FROM ecriture WHERE id = '{candidature.id}'"
    assert sql(ici.url, comptees) == [(1,)]


@pytest.fixture
def observee(ici: Ici) -> Ici:
    sql(ici.url, *_ESPION)
    return ici


def _prete(ici: Ici) -> Candidature:
    return prete(ici.client)


def _deposee(ici: Ici) -> Candidature:
    return deposee(ici.client)


def _redeposable(ici: Ici) -> Candidature:
    candidature = deposee(ici.client)
    candidature.modifier(SUITE_SOI_MEME).raise_for_status()
    return candidature


def _deposer(_: Ici, candidature: Candidature) -> None:
    assert candidature.deposer().status_code == 201


def _retirer(_: Ici, candidature: Candidature) -> None:
    candidature.appeler("POST", "/retrait").raise_for_status()


def _effacer(_: Ici, candidature: Candidature) -> None:
    candidature.appeler("DELETE").raise_for_status()


def _effacer_d_office(ici: Ici, candidature: Candidature) -> None:
    adresse = f"/v1/administration/candidatures/{candidature.id}?motif=injonction"
    ici.client.delete(adresse, headers=administrateur(ici.url)).raise_for_status()


@pytest.mark.parametrize(
    ("vecue", "agir"),
    [
        (_prete, _deposer),
        (_redeposable, _deposer),
        (_deposee, _retirer),
        (_prete, _effacer),
        (_deposee, _effacer_d_office),
    ],
)
def test_un_acte_ecrit_une_fois_la_candidature(
    observee: Ici, vecue: Callable[[Ici], Candidature], agir: Callable[[Ici, Candidature], None]
) -> None:
    candidature = vecue(observee)
    with _une_seule(observee, candidature):
        agir(observee, candidature)


def test_le_preavis_et_l_effacement_a_terme_ecrivent_une_fois_chacun(observee: Ici) -> None:
    candidature = creer(observee.client)
    for nuit in (PREVENIR, EFFACER):
        with _une_seule(observee, candidature):
            passer(observee.reglages, nuit)
    assert etat_de(observee, candidature) == "supprimee"
