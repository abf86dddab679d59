"""Structured logs: one JSON object a line, on standard output, without personal data."""

import logging
import sys
from typing import Any, Final, cast

from pydantic_core import to_json

# structlog loads rich where it finds it, for coloured tracebacks: 4 MB that no service shows.
_SANS_RICH: Final = "rich" not in sys.modules
if _SANS_RICH:
    sys.modules["rich"] = cast(Any, None)
import structlog

if _SANS_RICH:
    del sys.modules["rich"]

Journal = structlog.typing.FilteringBoundLogger


def _sans_valeurs(exc_info: structlog.typing.ExcInfo) -> list[dict[str, Any]]:
    """Types and frames of an exception: its message and variables may quote an applicant."""
    lues = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)(exc_info)
    return [_sobre(pile) for pile in lues]


def _sobre(pile: dict[str, Any]) -> dict[str, Any]:
    groupe = [[_sobre(autre) for autre in piles] for piles in pile["exceptions"]]
    sobre = {"exc_type": pile["exc_type"], "frames": pile["frames"]}
    return {**sobre, "exceptions": groupe} if groupe else sobre


def _en_json(_: object, __: str, evenement: structlog.typing.EventDict) -> bytes:
    return to_json(evenement, fallback=repr)


def _en_texte(_: object, __: str, evenement: structlog.typing.EventDict) -> str:
    return to_json(evenement, fallback=repr).decode()


def configurer(niveau: str) -> None:
    """Log from `niveau` up; the standard library's loggers (uvicorn, alembic) write likewise."""
    communs: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="instant"),
        structlog.processors.ExceptionRenderer(_sans_valeurs),
    ]
    structlog.configure(
        processors=[*communs, _en_json],
        wrapper_class=structlog.make_filtering_bound_logger(niveau.lower()),
        logger_factory=structlog.BytesLoggerFactory(),
        cache_logger_on_first_use=True,
    )
    sortie = logging.StreamHandler(sys.stdout)
    sortie.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=communs,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _en_texte],
        )
    )
    logging.basicConfig(handlers=[sortie], level=niveau.upper(), force=True)
    for client in ("httpcore2", "httpx2"):  # each call, each header received
        logging.getLogger(client).setLevel(logging.WARNING)


journal: Final = cast(Journal, structlog.get_logger())
