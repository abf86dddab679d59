"""What others wrote and the service or its tests run: each by its hash, from no named host."""

import json
import re
from pathlib import Path
from typing import Final

import pytest

_RACINE: Final = Path(__file__).parents[2]
_PIP: Final = sorted(_RACINE.glob("*.lock"))
_NPM: Final = sorted(_RACINE.glob("tests/*/package-lock.json"))
_FIXE: Final = re.compile(r"[A-Za-z0-9._\[\]-]+==\S+( ; [^\\]+)?( --hash=sha256:[0-9a-f]{64})+")
# Words of a command line, what follows on the next lines included.
_INSTALLE: Final = re.compile(r"^.*\bpip .*?\binstall\b(?:.*\\\n)*.*$", re.MULTILINE)
_ADRESSE: Final = re.compile(r"https?://")


@pytest.mark.parametrize("verrou", _PIP, ids=lambda chemin: chemin.name)
def test_chaque_paquet_python_est_fixe_par_ses_empreintes(verrou: Path) -> None:
    texte = verrou.read_text(encoding="utf-8")
    lignes = re.sub(r"\s*\\\n\s*", " ", texte).strip().splitlines()
    assert len(lignes) > 20
    assert [ligne for ligne in lignes if not _FIXE.fullmatch(ligne)] == []
    assert not _ADRESSE.search(texte)


@pytest.mark.parametrize("verrou", _NPM, ids=lambda chemin: chemin.parent.name)
def test_chaque_paquet_npm_est_fixe_par_son_empreinte(verrou: Path) -> None:
    paquets = json.loads(verrou.read_text(encoding="utf-8"))["packages"]
    assert len(paquets) > 20
    for nom, paquet in paquets.items():
        ici = nom == "" or paquet.get("link")
        assert ici or paquet["integrity"].startswith("sha512-"), nom
        assert "resolved" not in paquet or not _ADRESSE.match(paquet["resolved"]), nom


@pytest.mark.parametrize("nom", ["Makefile", "Dockerfile"])
def test_rien_ne_s_installe_sans_ses_empreintes(nom: str) -> None:
    texte = (_RACINE / nom).read_text(encoding="utf-8")
    installations = [ligne for ligne in _INSTALLE.findall(texte) if "--editable ." not in ligne]
    assert installations  # of others' packages: the last one is our own
    for installation in installations:
        assert "--require-hashes" in installation, installation
        assert "--no-deps" in installation, installation
    assert "npm install" not in texte


def test_aucun_texte_n_est_execute() -> None:
    """Neither code, nor a shell, nor objects read from bytes."""
    motif = re.compile(r"\b(eval|exec|__import__|urlopen|pickle\.loads?|os\.system)\(|shell=True")
    programmes = [*(_RACINE / "app").rglob("*.py"), *(_RACINE / "migrations").rglob("*.py")]
    assert len(programmes) > 100
    assert [p for p in programmes if motif.search(p.read_text(encoding="utf-8"))] == []
