"""Whether what answers for PostgreSQL gives one session to several clients, as pgbouncer may."""

from typing import Final
from uuid import uuid4

from asyncpg.exceptions import RaiseError

from app.kit.postgres.servers import Connexion, Serveurs

# Others may take the session in between: looked at several times.
_ESSAIS: Final = 3
# In the simple protocol: one that prepares would fail here for another reason.
_SI: Final = "DO $$ BEGIN IF {} THEN RAISE EXCEPTION 'oui'; END IF; END $$"


class SessionsPartagees(Exception):
    """The message, in French, says what to do."""

    def __init__(self) -> None:
        super().__init__(
            "TI_DATABASE_URL mène à un répartiteur qui partage les sessions de PostgreSQL entre "
            "ses clients (pgbouncer : pool_mode = transaction ou statement). Le service y prépare "
            "ses requêtes et y écoute les autres processus : réglez pool_mode = session pour lui, "
            "ou donnez l'adresse de PostgreSQL même ; chaque processus n'ouvre que deux fois "
            "TI_CONNEXIONS connexions, et quelques autres."
        )


async def exiger_des_sessions(serveurs: Serveurs) -> None:
    """Raise `SessionsPartagees` unless each connection has a session of its own."""
    premiere = await serveurs.connecter("repartiteur")
    try:
        # A pooler tells each client a number of its own making.
        if not await _vrai(premiere, f"pg_backend_pid() <> {premiere.get_server_pid()}"):
            return
        seconde = await serveurs.connecter("repartiteur")
        try:
            for _ in range(_ESSAIS):
                if await _partagent(premiere, seconde):
                    raise SessionsPartagees
        finally:
            seconde.terminate()
    finally:
        premiere.terminate()


async def _partagent(premiere: Connexion, seconde: Connexion) -> bool:
    """Whether the second one reads what the first one has set, or the first one does not."""
    marque = uuid4().hex
    await premiere.execute(f"SET ti.session = '{marque}'")
    lue = f"current_setting('ti.session', true) IS NOT DISTINCT FROM '{marque}'"
    return await _vrai(seconde, lue) or not await _vrai(premiere, lue)


async def _vrai(connexion: Connexion, condition: str) -> bool:
    try:
        await connexion.execute(_SI.format(condition))
    except RaiseError:
        return True
    return False
