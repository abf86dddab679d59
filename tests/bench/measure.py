"""Readings of other processes, from Linux: processor time, memory."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_CPUCLOCK_SCHED: Final = 2
_TIC: Final = 10**7  # nanoseconds in the unit of /proc/<pid>/stat (proc(5); USER_HZ is 100)


def processeur(pid: int) -> float:
    """Milliseconds, user + system, used so far by a process, its threads and its descendants.

    Those of their children that ended, and that they waited for, are counted too.
    """
    return _arbre(pid, _parents()) / 1e6


def _arbre(pid: int, parents: dict[int, int]) -> int:
    enfants = (enfant for enfant, parent in parents.items() if parent == pid)
    return _horloge(pid) + _finis(pid) + sum(_arbre(enfant, parents) for enfant in enfants)


def _finis(pid: int) -> int:
    """Nanoseconds of the children of a process that have ended."""
    try:
        return sum(map(int, _stat(pid)[13:15])) * _TIC
    except OSError:  # ended since
        return 0


def _horloge(pid: int) -> int:
    """Nanoseconds by the processor clock of another process (clock_getcpuclockid(3)): /proc
    tells only hundredths of a second, or one thread.
    """
    try:
        return time.clock_gettime_ns((~pid << 3) | _CPUCLOCK_SCHED)
    except OSError:  # ended since
        return 0


def _stat(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat that follow the name, the third on."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _parents() -> dict[int, int]:
    parents: dict[int, int] = {}
    for dossier in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(dossier.name)] = int(_stat(int(dossier.name))[1])
        except OSError:  # ended since
            continue
    return parents


@dataclass(frozen=True, slots=True)
class Memoire:
    """Resident memory of a process, now and at its peak, in megabytes (10⁶ bytes)."""

    actuelle: float
    pic: float


def memoire(pid: int) -> Memoire:
    """What a process holds."""
    lignes = Path(f"/proc/{pid}/status").read_text().splitlines()
    champs = dict(ligne.split(":", 1) for ligne in lignes)
    actuelle, pic = (int(champs[nom].split()[0]) * 1024 / 1e6 for nom in ("VmRSS", "VmHWM"))
    return Memoire(actuelle, pic)


def oublier_le_pic(pid: int) -> None:
    """Make the peak start again from what is held now (proc(5), clear_refs)."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")
