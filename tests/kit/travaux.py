"""What the processes of the tests do: the Python that they are given."""

from typing import IO


def principal(entree: IO[bytes], sortie: IO[bytes]) -> None:
    exec(entree.read(), {"sortie": sortie})  # noqa: S102 -- ours
