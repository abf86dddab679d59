"""The knobs of the service itself: where it keeps things, listens, and what it takes at most."""

import os
from datetime import UTC, datetime
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, Field, SecretStr
from pydantic_settings import BaseSettings

MIO = 1024 * 1024
# Of RFC 6454, section 7; neither `*` nor `null`, which would let everybody in.
_ORIGINE = r"^https?://[a-z0-9.-]+(:[0-9]{1,5})?$"


def _coeurs() -> int:
    """Those that this process may use, where the system tells."""
    affinite = getattr(os, "sched_getaffinity", None)
    return len(affinite(0)) if affinite else os.cpu_count() or 1


class ReglagesDuService(BaseSettings):
    """Settings of one service; sizes in bytes, durations in seconds."""

    donnees: Path = Field(
        default=Path(".donnees"),
        description="Folder of the database, the files and the key; of files while they come",
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="A PostgreSQL (`postgresql+asyncpg://…`), not the embedded one, or several, of "
        "which the one that takes writes is used (`…/ti?host=a:5432&host=b:5432`); the role in it "
        "serves",
    )
    database_url_migration: SecretStr | None = Field(
        default=None,
        description="The same, by the role that owns the tables: for `ti migrate` alone",
    )
    connexions: int = Field(
        default=8,
        ge=1,
        description="Connections to PostgreSQL: of each of the two pools of a process, at most",
    )
    fichiers_url: str | None = Field(
        default=None,
        description="Where files go, `s3://bucket/prefix`; else a folder in `donnees`",
    )
    s3_endpoint: str | None = Field(default=None, description="Address of the S3 service")
    s3_region: str = Field(default="us-east-1", description="Region of the S3 service")
    s3_cle: str | None = Field(default=None, description="Access key of the S3 service")
    s3_secret: SecretStr | None = Field(default=None, description="Secret key of the S3 service")
    cle_signature: Path | None = Field(
        default=None,
        description="PEM file of the key that signs receipts and letters; else made in `donnees`",
    )
    clamd: str | None = Field(
        default=None,
        pattern=r"^(/.+|(\[[0-9a-fA-F:.]+\]|[\w.-]+):\d{1,5})$",
        description="Antivirus: clamd's `host:port`, or the path of its socket",
    )
    adresse: str = Field(default="127.0.0.1", description="Address to listen on")
    port: int = Field(default=8000, description="Port to listen on")
    processus: int = Field(
        default_factory=_coeurs, ge=1, description="Processes that serve; else one for each core"
    )
    annonce_d_arret: float = Field(
        default=3.0,
        ge=0,
        description="Seconds for which a service that stops still serves, and says so "
        "(`/sante/pret`)",
    )
    cors_origines: list[Annotated[str, Field(pattern=_ORIGINE)]] = Field(
        default=[], description='Origins of the front ends allowed, a JSON list: `["https://…"]`'
    )
    proxys: list[IPv4Network | IPv6Network] = Field(
        default=[],
        description="Networks of the proxies before the service, a JSON list; they tell the "
        "client's address (`Forwarded`, `X-Forwarded-For`)",
    )
    proxys_datent: bool = Field(
        default=False,
        description="These proxies write `X-Request-Start` themselves, over what clients send: "
        "when they received a request",
    )
    clients_max: int = Field(
        default=4096, ge=1, description="Connections of clients at the same time, to each process"
    )
    bac_a_sable: bool = Field(
        default=False,
        description="Sandbox: a clock to set, a reset; limits are a thousand times as high",
    )
    ouverture: AwareDatetime = Field(
        default=datetime(2023, 6, 22, 22, tzinfo=UTC),
        description="Deposits are accepted from this instant",
    )
    cloture: AwareDatetime = Field(
        default=datetime(2023, 9, 22, 22, tzinfo=UTC),
        description="Deposits that arrive before this instant are accepted",
    )
    ds_demarche: int = Field(
        default=1,
        ge=1,
        le=2**31 - 1,
        description="Number by which clients of Démarches Simplifiées ask for this procedure",
    )
    corps_max: int = Field(default=2 * MIO, description="Largest JSON body, and largest dossier")
    fichier_max: int = Field(default=50 * MIO, description="Largest file")
    pieces_max: int = Field(default=20, description="Files per candidature at most")
    televersements_max: int = Field(
        default=32, ge=1, description="Uploads received at the same time, by each process"
    )
