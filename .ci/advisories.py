"""pip-audit reads the locks: no package has a published vulnerability, as far as can be known here.

An index that answers nothing about a package leaves it unaudited: that is said, loudly, and is no
failure, for there the check could never pass. What has a vulnerability fails.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

PIP_AUDIT: Final = Path(sys.executable).with_name("pip-audit")
VERROUS: Final = ("requirements.lock", "requirements-dev.lock", "requirements-verify.lock")
Paquet = dict[str, Any]


def main() -> None:
    """Exit with 1 when a package is vulnerable; say which nobody could be asked about."""
    trouves = {paquet["name"]: paquet for verrou in VERROUS for paquet in lire(verrou)}
    dit, statut = rapport(list(trouves.values()))
    print(dit)  # noqa: T201 -- for who reads the run
    sys.exit(statut)


def lire(verrou: str) -> list[Paquet]:
    """What pip-audit says of each package of a lock; all unaudited when it says nothing at all."""
    options = ["--format=json", "--progress-spinner=off", "--disable-pip", "--require-hashes"]
    fini = subprocess.run(  # noqa: S603 -- our own arguments
        [PIP_AUDIT, *options, "--requirement", verrou], capture_output=True, text=True, check=False
    )
    if fini.stdout:
        return json.loads(fini.stdout)["dependencies"]
    return [{"name": verrou, "skip_reason": (fini.stderr.strip() or "no answer").splitlines()[-1]}]


def rapport(paquets: list[Paquet]) -> tuple[str, int]:
    """What there is to say of them, and the status to exit with."""
    sautes = [paquet for paquet in paquets if "skip_reason" in paquet]
    fautes = [
        f"VULNERABLE: {paquet['name']} {paquet['version']}: {faute['id']}, "
        f"mended in {', '.join(faute['fix_versions']) or 'no release'}"
        for paquet in paquets
        for faute in paquet.get("vulns", ())
    ]
    lignes = [f"{len(paquets) - len(sautes)} of {len(paquets)} packages audited.", *fautes]
    if sautes:
        lignes += [
            f"!!! NOT AUDITED: {len(sautes)} packages, about which the index here answers nothing.",
            f"!!! For example {sautes[0]['name']}: {sautes[0]['skip_reason']}",
            "!!! Nothing is known of their vulnerabilities: run this where pypi.org is reached.",
        ]
    return "\n".join(lignes), 1 if fautes else 0


if __name__ == "__main__":
    main()
