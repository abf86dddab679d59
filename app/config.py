"""Every knob of the service: an environment variable `TI_…` each, with its default."""

from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from pydantic import AwareDatetime, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

MIO = 1024 * 1024


class Settings(BaseSettings):
    """Settings of one service; sizes in bytes, durations in seconds."""

    model_config = SettingsConfigDict(env_prefix="TI_", frozen=True)

    donnees: Path = Field(
        default=Path(".donnees"),
        description="Folder of the database, the files and the key",
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="A PostgreSQL (`postgresql+asyncpg://…`), not the embedded one",
    )
    connexions: int = Field(
        default=8, ge=1, description="Connections to PostgreSQL: of each pool, at most"
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
        default=None, description="PEM file of the key that signs receipts; else made in `donnees`"
    )
    adresse: str = Field(default="127.0.0.1", description="Address to listen on")
    port: int = Field(default=8000, description="Port to listen on")
    cors_origines: list[str] = Field(
        default=[], description='Origins of the front ends allowed, a JSON list: `["https://…"]`'
    )
    bac_a_sable: bool = Field(default=False, description="Sandbox: a clock to set, a reset")
    ouverture: AwareDatetime = Field(
        default=datetime(2023, 6, 22, 22, tzinfo=UTC),
        description="Deposits are accepted from this instant",
    )
    cloture: AwareDatetime = Field(
        default=datetime(2023, 9, 22, 22, tzinfo=UTC),
        description="Deposits that arrive before this instant are accepted",
    )
    corps_max: int = Field(default=2 * MIO, description="Largest JSON body, and largest dossier")
    fichier_max: int = Field(default=50 * MIO, description="Largest file")
    pieces_max: int = Field(default=20, description="Files per candidature at most")
    televersements_max: int = Field(
        default=32, ge=1, description="Uploads received at the same time"
    )
    service_telephone: str | None = Field(
        default=None,
        description="Telephone of the service, for receipts (CRPA, R112-11-1)",
    )
    journal: str = Field(
        default="INFO", description="Logs from this level: DEBUG, INFO, WARNING, ERROR"
    )

    @cached_property
    def fichier_de_cle(self) -> Path:
        """Where the private key that signs receipts is kept."""
        return self.cle_signature or self.donnees / "cles" / "signature.pem"
