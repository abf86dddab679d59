"""Become a process that PostgreSQL accepts and that ends with the service, then exec a command.

Run as a script, never imported by the service:
`python -I -S launcher.py PARENT_PID FOLDER... -- COMMAND ARGUMENT...`
where the first FOLDER holds the data and all of them are what the command must own.

A program of its own rather than a `preexec_fn`, which is not safe in a process with threads.
Only the standard library: it starts in about 15 ms, without site-packages.
"""

import ctypes
import os
import pwd
import signal
import sys
from collections.abc import Callable
from pathlib import Path

_CLONE_NEWUSER = 0x10000000  # linux/sched.h
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_PR_SET_NO_NEW_PRIVS = 38


def _libc(name: str, *arguments: int) -> None:
    """Call a function of the C library; `OSError` if it answers -1."""
    library = ctypes.CDLL(None, use_errno=True)
    function: Callable[..., int] = getattr(library, name)
    if function(*arguments) == -1:
        raise OSError(ctypes.get_errno(), f"{name}: {os.strerror(ctypes.get_errno())}")


def _isoler() -> None:
    """Enter a user namespace where we are called nobody; files stay ours outside of it.

    PostgreSQL refuses uid 0, and initdb a uid that has no name.
    """
    uid, gid = os.getuid(), os.getgid()
    nobody = pwd.getpwnam("nobody")
    _libc("unshare", _CLONE_NEWUSER)
    # user_namespaces(7): a process may write its own gid_map only after giving up setgroups.
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{nobody.pw_uid} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{nobody.pw_gid} {gid} 1")


def _isolement_permis() -> bool:
    """Try in a child: half of an isolation cannot be undone, and the fallback needs real root."""
    pid = os.fork()
    if pid == 0:
        try:
            _isoler()
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def _donner(folder: Path, uid: int, gid: int) -> None:
    """Give a folder away, itself last: interrupted, it is seen as not given yet."""
    for path in folder.rglob("*"):
        os.chown(path, uid, gid, follow_symlinks=False)
    os.chown(folder, uid, gid)


def _changer_d_utilisateur(folders: list[Path]) -> None:
    """Become the owner of the data, `nobody` if that is root."""
    owner = folders[0].stat()
    uid, gid = owner.st_uid, owner.st_gid
    if uid == 0:
        nobody = pwd.getpwnam("nobody")
        uid, gid = nobody.pw_uid, nobody.pw_gid
    for folder in folders:
        if folder.stat().st_uid != uid:
            _donner(folder, uid, gid)
        # The service closes its own folder to others: this one passes through, and sees nothing.
        folder.parent.chmod(folder.parent.stat().st_mode | 0o011)
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def _a_un_nom(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _se_faire_accepter(folders: list[Path]) -> None:
    uid = os.getuid()
    if uid != 0 and _a_un_nom(uid):
        return
    if folders[0].stat().st_uid == uid and _isolement_permis():
        _isoler()
    elif uid == 0:
        _changer_d_utilisateur(folders)


def _finir_avec(parent: int) -> None:
    """Have the kernel send SIGINT, PostgreSQL's fast shutdown, when the parent dies."""
    # A shell starts its background jobs with SIGINT ignored, and exec would keep it so.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _libc("prctl", _PR_SET_PDEATHSIG, signal.SIGINT)
    if os.getppid() != parent:
        sys.exit("the service died before its PostgreSQL started")


def main(arguments: list[str]) -> None:
    """Replace this process by the command; returns never."""
    cut = arguments.index("--")
    parent, folders, command = arguments[0], arguments[1:cut], arguments[cut + 1 :]
    if sys.platform == "linux":
        _se_faire_accepter([Path(folder) for folder in folders])
        # Neither it nor what it starts gains any right by a program that is set-uid.
        _libc("prctl", _PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        # Last, because a change of credentials makes the kernel forget it (prctl(2)).
        _finir_avec(int(parent))
    os.execv(command[0], command)  # noqa: S606 - becoming the command, without a shell, is the point


if __name__ == "__main__":
    main(sys.argv[1:])
