"""The statements that are sent to PostgreSQL through SQLAlchemy."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def enonces(voulu: Callable[[str, str], bool]) -> Generator[list[str]]:
    """Those that are run within, of which `voulu` is so: of the text, and of its parameters as one.

    Of any service of this process: others may run beside.
    """
    dits = list[str]()

    def noter(_c: Any, _u: Any, enonce: str, parametres: Any, *_: Any) -> None:
        if voulu(enonce, str(parametres)):
            dits.append(enonce)

    event.listen(Engine, "before_cursor_execute", noter)
    try:
        yield dits
    finally:
        event.remove(Engine, "before_cursor_execute", noter)
