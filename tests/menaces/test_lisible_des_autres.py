"""Another user of the machine: nothing that the service writes is theirs to read."""

import stat
from pathlib import Path

from tests.depots.pieces import deposee
from tests.exploitation.processus import service


def test_rien_de_ce_que_le_service_ecrit_ne_se_lit_d_un_autre_compte(tmp_path: Path) -> None:
    donnees = tmp_path / "donnees"
    with service(donnees) as lance, lance.client() as client:
        deposee(client)
        ecrits = [donnees, *donnees.rglob("*")]
        assert len(ecrits) > 100
        ouverts = [
            chemin.relative_to(tmp_path).as_posix()
            for chemin in ecrits
            if not chemin.is_symlink() and stat.S_IMODE(chemin.lstat().st_mode) & 0o077
        ]
    assert ouverts == []
