"""The first forms of the documentation, as printed: built, served and filled in in a browser."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx2
import pytest

from tests.conftest import reglages_pour, servir
from tests.depots.pieces import FICHIERS
from tests.documentation.pages import SERVICE, blocs, commande, port_libre
from tests.formulaire.exemples import dossier_complet
from tests.navigateur.banc import ICI, Banc, node

pytestmark = pytest.mark.verify

_PAGE: Final = "127.0.0.1:8080"
"""The address of the page in every snippet."""
_TYPES: Final = ICI / "node_modules" / "@types"
_BIN: Final = Path(sys.executable).parent
_LANGAGES: Final = ("html", "tsx", "ts")
_SERVEURS: Final = {"html": "python3", "react-rjsf": "npx esbuild", "vue-jsonforms": "npx esbuild"}
_AVEC_NPM: Final = ["react-rjsf", "vue-jsonforms"]
_CONTACT: Final = {"nom_prenom": "Jeanne Martin", "courriel": "jeanne@exemple.fr"}


def test_en_html_du_formulaire_vierge_au_depot(postgres: str, tmp_path: Path) -> None:
    with _page("html", postgres, tmp_path) as page:
        vu = page.jouer("documentation/html.ts", dossier_complet())
        lue = page.client.get(
            f"/v1/candidatures/{vu['cle']['id']}",
            headers={"Authorization": f"Bearer {vu['cle']['jeton']}"},
        ).json()
        assert vu["brouillon"]["contact"].items() >= _CONTACT.items()
        assert (lue["etat"], lue["numero"]) == ("deposee", vu["numero"])


@pytest.mark.parametrize(
    ("nom", "scenario"), [("react-rjsf", "rjsf"), ("vue-jsonforms", "jsonforms")]
)
def test_avec_une_bibliotheque_les_premiers_pas(
    postgres: str, tmp_path: Path, nom: str, scenario: str
) -> None:
    with _page(nom, postgres, tmp_path) as page:
        brouillon = page.jouer(f"documentation/{scenario}.ts", {})
        assert brouillon["contact"].items() >= {**_CONTACT, "est_contact_suite": True}.items()


@pytest.mark.parametrize("nom", _AVEC_NPM)
def test_les_types_sont_stricts(nom: str, tmp_path: Path) -> None:
    _enregistrer(nom, tmp_path, SERVICE, _PAGE)
    options = {"typeRoots": [str(_TYPES)]}
    reglages: dict[str, Any] = {"extends": str(ICI / "tsconfig.json"), "compilerOptions": options}
    (tmp_path / "tsconfig.json").write_text(json.dumps({**reglages, "include": ["main.*"]}))
    assert node(ICI / "node_modules" / "typescript" / "bin" / "tsc", "--project", tmp_path) == ""


@pytest.mark.parametrize("nom", _AVEC_NPM)
def test_les_versions_dites_sont_celles_qui_sont_essayees(nom: str) -> None:
    paquets = json.loads((ICI / "package.json").read_text(encoding="utf-8"))
    declarees = {**paquets["dependencies"], **paquets["devDependencies"]}
    dites = dict(re.findall(r"(\S+)@(\S+)", commande(f"front-end/{nom}.md", "npm install")))
    assert len(dites) > 5
    assert {paquet: declarees.get(paquet) for paquet in dites} == dites


@contextmanager
def _page(nom: str, postgres: str, dossier: Path) -> Generator[Banc]:
    """The page as its reader saves it, served by the command that it prints, and its service."""
    port = port_libre()
    origine = f"http://127.0.0.1:{port}"
    reglages = reglages_pour(postgres, dossier, bac_a_sable=True, cors_origines=[origine])
    with servir(reglages) as client:
        publie = dossier / "page"
        publie.mkdir()
        _enregistrer(nom, publie, client.base_url.netloc.decode(), f"127.0.0.1:{port}")
        lance = _serveur(nom).replace("8080", str(port))
        with _serveur_lance(lance, publie, origine):
            yield Banc(f"{origine}/", client, dossier, _pieces(dossier))


def _serveur(nom: str) -> str:
    return commande(f"front-end/{nom}.md", _SERVEURS[nom])


def _enregistrer(nom: str, ou: Path, service: str, page: str) -> None:
    """What its reader does: each file under its name, the packages installed beside them."""
    for langage in _LANGAGES:
        for bloc in blocs(f"front-end/{nom}.md", langage):
            texte = bloc.texte.replace(SERVICE, service).replace(_PAGE, page)
            (ou / bloc.fichier).write_text(texte, encoding="utf-8")
    (ou / "node_modules").symlink_to(ICI / "node_modules")


@contextmanager
def _serveur_lance(ligne: str, dossier: Path, origine: str) -> Generator[None]:
    processus = subprocess.Popen(
        ["bash", "-c", ligne],
        cwd=dossier,
        env={**os.environ, "PATH": f"{_BIN}:{os.environ['PATH']}", "NO_PROXY": "*"},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _attendre(processus, origine)
        yield
    finally:
        os.killpg(processus.pid, signal.SIGTERM)
        processus.communicate()


def _attendre(processus: "subprocess.Popen[bytes]", origine: str) -> None:
    with httpx2.Client(trust_env=False, timeout=60) as client:
        while processus.poll() is None:
            try:
                assert client.get(origine).status_code == 200
            except httpx2.ConnectError:
                continue
            return
    raise AssertionError("la page n'est pas servie")


def _pieces(dossier: Path) -> dict[str, str]:
    for nom, contenu in FICHIERS.values():
        (dossier / nom).write_bytes(contenu)
    return {rubrique: str(dossier / nom) for rubrique, (nom, _) in FICHIERS.items()}
