"""What squawk is told not to say of a migration: closed for the released, little for the others."""

import runpy
from collections.abc import Callable
from typing import Any, Final, cast

import pytest

from tests.exploitation.processus import PROJET

_SQUAWK: Final = runpy.run_path(str(PROJET / ".ci" / "squawk.py"))
_ENTOUR: Final = "SET lock_timeout = '5s';\nSET statement_timeout = '60s';\nBEGIN;\n{}\nCOMMIT;\n"
_RETIRER: Final = "ALTER TABLE candidature DROP COLUMN dossier;"
_TROP_LARGE: Final = "ALTER TABLE candidature ALTER COLUMN dossier TYPE text;"


def _accepte(sql: str) -> bool:
    accepte = cast(Callable[[str, str], bool], _SQUAWK["accepte"])
    return accepte("0005", _ENTOUR.format(sql))


def test_seules_les_migrations_deja_livrees_ont_des_exceptions() -> None:
    exclues = cast(dict[str, Any], _SQUAWK["EXCLUES"])
    assert exclues.keys() <= {"0001", "0002", "0003", "0004"}


def test_une_contraction_se_dit_au_dessus_de_ce_qu_elle_retire() -> None:
    assert not _accepte(_RETIRER)
    assert _accepte(f"-- squawk-ignore ban-drop-column\n{_RETIRER}")


@pytest.mark.parametrize(
    "demande",
    [
        "-- squawk-ignore changing-column-type",
        "-- squawk-ignore",
        "-- squawk-ignore-file",
        "-- squawk-ignore ban-drop-column, changing-column-type",
        "/* squawk-ignore changing-column-type */",
    ],
)
def test_rien_d_autre_ne_se_tait(demande: str) -> None:
    assert not _accepte(f"{demande}\n{_TROP_LARGE}")
