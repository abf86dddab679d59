"""What is done in a process of its own ends with it, and with whoever asked."""

import asyncio
import os
from pathlib import Path
from select import select
from typing import NoReturn

import pytest
import uvloop

from app.kit.process import Issue, Pouponniere
from tests.pouponniere import TRAVAUX, confier, fichier_de

_MEMOIRE = Path("/proc/self/oom_score_adj")


async def _faire(pouponniere: Pouponniere, code: str, secondes: float = 30) -> Issue:
    with fichier_de(code.encode()) as entree:
        return await pouponniere.faire(TRAVAUX, entree, secondes=secondes, sortie_max=1000)


def fait(code: str, secondes: float = 30) -> Issue:
    return confier(lambda pouponniere: _faire(pouponniere, code, secondes))


def test_rend_ce_qui_est_ecrit_et_le_statut() -> None:
    assert fait("sortie.write(b'a')") == Issue(0, b"a")
    assert fait("sortie.write(b'a'); raise SystemExit(7)") == Issue(7, b"a")
    assert fait("1 / 0").statut == 1
    assert fait("import os; os.abort()").statut == -6


def test_un_processus_trop_lent_ou_bavard_est_tue() -> None:
    assert fait("import time; time.sleep(60)", 0.2).statut is None
    assert fait("sortie.write(b'a' * 2000)").statut is None


def test_n_herite_d_aucun_secret_ni_d_aucun_fichier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TI_SECRET", "a")
    voir = "import os; sortie.write(repr((dict(os.environ), os.listdir('/dev/fd'))).encode())"

    async def voir_d_une_neuve() -> Issue:
        neuve = Pouponniere(TRAVAUX)
        try:
            return await _faire(neuve, voir)
        finally:
            await neuve.fermer()

    with Path(__file__).open("rb"):
        environ, ouverts = eval(asyncio.run(voir_d_une_neuve()).sortie)  # noqa: S307 -- ours
    assert "TI_SECRET" not in environ
    assert set(ouverts) <= {"0", "1", "2", "3"}, "the fourth reads the folder"


def test_un_appelant_qui_renonce_ne_laisse_pas_de_processus(tmp_path: Path) -> None:
    """Whoever reads from a pipe is told its end when nobody is left to write."""
    tube = tmp_path / "tube"
    os.mkfifo(tube)

    async def renoncer(pouponniere: Pouponniere) -> bytes:
        lent = f"import time; tenu = open({str(tube)!r}, 'wb'); time.sleep(600)"
        travail = asyncio.create_task(_faire(pouponniere, lent, 600))
        with await asyncio.to_thread(tube.open, "rb") as lu:
            travail.cancel()
            return await asyncio.to_thread(lu.read)

    assert confier(renoncer) == b""


def test_lit_jusqu_au_bout_des_octets_qui_ne_sont_dans_aucun_fichier() -> None:
    """More than a socket holds at a time."""
    code = b" " * 3_000_000 + b"\nsortie.write(b'a')"
    assert confier(lambda p: p.faire(TRAVAUX, code, secondes=30, sortie_max=1000)) == Issue(0, b"a")


def test_la_mere_renait_si_elle_meurt() -> None:
    """A work whose end nobody saw is not said to have ended well."""
    mere = int(fait("import os; sortie.write(b'%d' % os.getppid())").sortie)
    morte = os.pidfd_open(mere)
    with pytest.raises(ConnectionError):
        fait("import os; os.kill(os.getppid(), 9)")
    select([morte], [], [])
    os.close(morte)
    assert fait("sortie.write(b'a')") == Issue(0, b"a")


def test_l_arret_demande_au_service_ne_tue_pas_ce_qui_travaille() -> None:
    """A system asks it of all processes of a service, which first ends what it does."""
    assert fait("import os; os.kill(os.getppid(), 15); sortie.write(b'a')") == Issue(0, b"a")


@pytest.mark.skipif(not _MEMOIRE.exists(), reason="no Linux")
def test_il_est_le_premier_a_mourir_quand_la_memoire_manque() -> None:
    assert fait(f"sortie.write(open({str(_MEMOIRE)!r}, 'rb').read())") == Issue(0, b"1000\n")


def test_un_echec_ne_laisse_rien_d_ouvert() -> None:
    """Of ten that fail each would leave some; a service of other tests may open one meanwhile."""
    fois = 10

    async def echouer(pouponniere: Pouponniere) -> int:
        for _ in range(fois):
            with fichier_de(b"") as entree, pytest.raises(ValueError, match="index"):
                await pouponniere.faire("inconnu", entree, secondes=30, sortie_max=9)
        return len(await asyncio.to_thread(os.listdir, "/dev/fd"))

    avant = confier(echouer)
    assert confier(echouer) - avant < fois


def test_fermer_tue_ce_qui_travaille(tmp_path: Path) -> None:
    tube = tmp_path / "tube"
    os.mkfifo(tube)

    async def fermer() -> bytes:
        pouponniere = Pouponniere(TRAVAUX)
        lent = f"import time; tenu = open({str(tube)!r}, 'wb'); time.sleep(600)"
        travail = asyncio.create_task(_faire(pouponniere, lent, 600))
        with await asyncio.to_thread(tube.open, "rb") as lu:
            await pouponniere.fermer()
            fin = await asyncio.to_thread(lu.read)
        with pytest.raises(ConnectionError):
            await travail
        return fin

    assert asyncio.run(fermer()) == b""


class _SansTube(uvloop.Loop):
    """Of the file of a pipe uvloop closes the descriptor, then the file: by then another's."""

    async def connect_read_pipe(self, protocol_factory: object, pipe: object) -> NoReturn:
        raise AssertionError

    async def connect_write_pipe(self, protocol_factory: object, pipe: object) -> NoReturn:
        raise AssertionError


def test_ne_ferme_le_descripteur_de_personne() -> None:
    with asyncio.Runner(loop_factory=_SansTube) as coureur:
        pouponniere = Pouponniere(TRAVAUX)
        try:
            issue = coureur.run(_faire(pouponniere, "sortie.write(b'a')"))
        finally:
            coureur.run(pouponniere.fermer())
    assert issue == Issue(0, b"a")
