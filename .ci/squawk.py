"""Squawk reads the SQL of every migration: none may hold a lock that stops the service."""

import re
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory

from app.kit.postgres.migrations import configuration

SQUAWK = Path(sys.executable).with_name("squawk")

# Rules that released migrations break, each with its reason. Closed: those to come, from 0005 on,
# break none (docs/migrations.md).
EXCLUES: dict[str, dict[str, str]] = {
    "0001": {
        "prefer-bigint-over-int": "`depot.rang` counts the deposits of one candidature",
    },
    # 0.3.0 could not serve on the tables of 0.2.0, nor the other way: the service was stopped.
    "0003": {
        "adding-serial-primary-key-field": "the key of `acces` changes, with nobody calling",
        "ban-drop-constraint": "the former key of `acces`, replaced at once",
        "ban-drop-default": "a default for the rows there are, which no insert relies on",
        "ban-drop-not-null": "null is what nothing matches: a revoked access",
        "constraint-missing-not-valid": "with nobody calling, the scan blocks nobody",
        "disallowed-unique-constraint": "with nobody calling, the index blocks nobody",
        "require-concurrent-index-creation": "with nobody calling, the index blocks nobody",
    },
    "0004": {
        "prefer-bigint-over-int": "the tables are pgqueuer's: `priority` and `attempts` are small",
        "prefer-identity": "the tables are pgqueuer's, and its statements count on their sequences",
    },
}
# What the second half of a change asks squawk to overlook, one rule in a comment above a statement:
# `-- squawk-ignore ban-drop-column`. Whether it holds, the last release says on the new tables.
CONTRACTIONS: dict[str, str] = {
    "ban-drop-column": "the last release neither reads nor writes it",
    "ban-drop-table": "the last release neither reads nor writes it",
    "ban-drop-constraint": "the last release does not count on it, or another one says the same",
    "ban-drop-default": "the last release gives the value itself",
    "ban-drop-not-null": "the last release reads a null",
}
IGNORE = re.compile(r"squawk-ignore(.*?)(?:\*/)?$", re.MULTILINE)
# Alembic's own table is not ours to write.
TABLE_D_ALEMBIC = re.compile(r"CREATE TABLE alembic_version \(.*?\);", re.DOTALL)


def main() -> None:
    """Exit with 1 when squawk finds something in a migration."""
    refusees = [nom for nom, sql in sql_des_migrations() if not accepte(nom, sql)]
    if refusees:
        sys.exit(f"squawk : {', '.join(refusees)}")


def sql_des_migrations() -> list[tuple[str, str]]:
    """Revision and SQL of every migration, the oldest first."""
    revisions = ScriptDirectory.from_config(configuration()).walk_revisions()
    return [(r.revision, _sql(f"{r.down_revision or 'base'}:{r.revision}")) for r in revisions][
        ::-1
    ]


def _sql(etape: str) -> str:
    sortie = StringIO()
    config = configuration()
    config.output_buffer = sortie
    command.upgrade(config, etape, sql=True)
    return TABLE_D_ALEMBIC.sub("", sortie.getvalue())


def accepte(nom: str, sql: str) -> bool:
    """Whether squawk finds nothing to say, nor is told to say nothing; it says it on stdout."""
    if refusees := derogations(sql):
        print(f"{nom} : squawk-ignore {', '.join(refusees)}")  # noqa: T201 -- as squawk does
        return False
    exclues = [f"--exclude={regle}" for regle in EXCLUES.get(nom, {})]
    with tempfile.TemporaryDirectory() as dossier:
        fichier = Path(dossier) / f"{nom}.sql"
        fichier.write_text(sql, encoding="utf-8")
        fini = subprocess.run([SQUAWK, *exclues, "--pg-version=14", fichier], check=False)  # noqa: S603 -- our own arguments
    return fini.returncode == 0


def derogations(sql: str) -> list[str]:
    """What a migration may not ask squawk to overlook, and does; one rule at a time is read."""
    demandees = [demandee.strip() for demandee in IGNORE.findall(sql)]
    return [demandee for demandee in demandees if demandee not in CONTRACTIONS]


if __name__ == "__main__":
    main()
