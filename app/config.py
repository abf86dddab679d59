"""Every knob of the service: an environment variable `TI_…` each, with its default."""

import os
from datetime import UTC, datetime
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_address
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AwareDatetime, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from app.environnement import Environnement

MIO = 1024 * 1024
# Beside the key of the settings: nothing that a sandbox signs or derives is good in production.
CLE_DU_BAC_A_SABLE = "bac-a-sable.pem"
# Of RFC 6454, section 7; neither `*` nor `null`, which would let everybody in.
_ORIGINE = r"^https?://[a-z0-9.-]+(:[0-9]{1,5})?$"

# Those of keys that come in pairs: neither `none` nor a shared secret can be set.
AlgorithmeOidc = Literal[
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519"
]
# Sent back in a header, between quotes and separated by spaces (RFC 9470).
Acr = Annotated[str, Field(pattern=r"^[!#-\[\]-~]+$")]


def _coeurs() -> int:
    """Those that this process may use, where the system tells."""
    affinite = getattr(os, "sched_getaffinity", None)
    return len(affinite(0)) if affinite else os.cpu_count() or 1


class Settings(BaseSettings):
    """Settings of one service; sizes in bytes, durations in seconds."""

    model_config = SettingsConfigDict(env_prefix="TI_", frozen=True, hide_input_in_errors=True)

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
        default=None, description="PEM file of the key that signs receipts; else made in `donnees`"
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
    corps_max: int = Field(default=2 * MIO, description="Largest JSON body, and largest dossier")
    fichier_max: int = Field(default=50 * MIO, description="Largest file")
    pieces_max: int = Field(default=20, description="Files per candidature at most")
    televersements_max: int = Field(
        default=32, ge=1, description="Uploads received at the same time, by each process"
    )
    oidc_emetteur: str | None = Field(
        default=None, description="Issuer of public agents' tokens (OpenID Connect); else none"
    )
    oidc_mode: Literal["introspection", "jwks"] = Field(
        default="introspection",
        description="Their tokens are shown to the issuer, or (`jwks`) checked with its keys",
    )
    oidc_client: str | None = Field(
        default=None, description="Identifier of this service at the issuer"
    )
    oidc_secret: SecretStr | None = Field(
        default=None, description="Secret of this service at the issuer"
    )
    oidc_audience: list[Annotated[str, Field(min_length=1)]] = Field(
        default=[],
        description="Audiences of tokens, a JSON list; of those without one, their clients",
    )
    oidc_algorithmes: list[AlgorithmeOidc] = Field(
        default=["RS256", "ES256"],
        min_length=1,
        description="Signatures accepted of the issuer, a JSON list",
    )
    oidc_acr: list[Acr] = Field(
        default=[], description="Levels of authentication accepted (`acr`), a JSON list; else any"
    )
    oidc_roles: str | None = Field(
        default=None,
        description="Claim of reviewers' roles: `lecture`, `instruction`, `decision`, "
        "`administration`",
    )
    administration_decide: bool = Field(
        default=False, description="Whether who administers the service decides as well"
    )
    oidc_regions: str | None = Field(
        default=None,
        description="Claim of the regions that limit reviewers (INSEE codes); else none do",
    )
    creations_par_heure: int = Field(
        default=200, ge=1, description="Candidatures created in an hour from one address"
    )
    televersements_par_heure: int = Field(
        default=1000, ge=1, description="Files sent in an hour from one address"
    )
    validations_par_minute: int = Field(
        default=300,
        ge=1,
        description="Dry runs in a minute from one address; each 64 KiB counts as another",
    )
    enregistrements_par_minute: int = Field(
        default=1200,
        ge=1,
        description="Saves of one candidature in a minute by one caller; each 64 KiB counts as "
        "another",
    )
    depots_par_minute: int = Field(
        default=60, ge=1, description="Deposits of one candidature in a minute by one caller"
    )
    copies_par_heure: int = Field(
        default=120,
        ge=1,
        description="Archives and printed receipts of one candidature in an hour by one caller",
    )
    envois_de_portail_par_minute: int = Field(
        default=6000,
        ge=1,
        description="What a portal writes in a minute by reference; each 64 KiB counts as another",
    )
    creations_de_portail_par_heure: int = Field(
        default=10_000, ge=1, description="Candidatures that a portal creates in an hour"
    )
    echecs_par_heure: int = Field(
        default=100, ge=1, description="Tokens refused in an hour to one address"
    )
    liens_par_heure: int = Field(
        default=30, ge=1, description="Links asked for in an hour from one address"
    )
    conservation_brouillons: int = Field(
        default=3, ge=0, description="Months after which an untouched draft is erased; 0: never"
    )
    conservation_decidees: int = Field(
        default=12,
        ge=0,
        description="Months after which a decided or withdrawn candidature is erased; 0: never",
    )
    correction_jours_max: int = Field(
        default=60, ge=4, description="Days that a correction is asked for at most"
    )
    corrections_max: int = Field(
        default=3, ge=1, description="Corrections asked of one candidature at most"
    )
    service_telephone: str | None = Field(
        default=None,
        description="Telephone of the service, for receipts (CRPA, R112-11-1)",
    )
    securite_contact: str | None = Field(
        default=None,
        pattern=r"^(mailto:|https://)[!-~]+$",
        description="Whom to tell of a vulnerability, `mailto:…` or `https://…`: `security.txt`",
    )
    travaux: bool = Field(
        default=True, description="This process does jobs as well: mail, scans, retention"
    )
    smtp_hote: str | None = Field(
        default=None, description="SMTP server; without one no mail is sent"
    )
    smtp_port: int = Field(default=587, description="Its port")
    smtp_tls: Literal["starttls", "tls", "aucun"] = Field(
        default="starttls", description="How it is reached: `starttls`, `tls` or `aucun` (none)"
    )
    smtp_utilisateur: str | None = Field(default=None, description="Its user")
    smtp_mot_de_passe: SecretStr | None = Field(default=None, description="The user's password")
    expediteur: str = Field(
        default="Territoires d'industrie <ne-pas-repondre@territoires.example>",
        description="Who mail comes from: to be set with `TI_SMTP_HOTE`",
    )
    url_reprise: str = Field(
        default="http://localhost:3000/reprise#{lien}",
        pattern=r"^https?://[^#{}]+#[^{}]*\{lien\}$",
        description="Page of the front end that takes the links sent by mail: likewise",
    )
    journal: str = Field(
        default="INFO", description="Logs from this level: DEBUG, INFO, WARNING, ERROR"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given to the constructor, then the environment and the files that it names."""
        return init_settings, Environnement(settings_cls)

    @model_validator(mode="after")
    def _oidc_complet(self) -> Self:
        if not self.oidc_emetteur:
            return self
        if not _est_sure(self.oidc_emetteur):
            raise ValueError("TI_OIDC_EMETTEUR must be an https address (http on this machine)")
        if not self.oidc_audience:
            raise ValueError("TI_OIDC_AUDIENCE is missing: tokens made for others would be good")
        if self.oidc_mode == "introspection" and not (self.oidc_client and self.oidc_secret):
            raise ValueError("TI_OIDC_CLIENT and TI_OIDC_SECRET are needed to ask the issuer")
        return self

    @model_validator(mode="after")
    def _courriel_complet(self) -> Self:
        if self.smtp_hote and not {"expediteur", "url_reprise"} <= self.model_fields_set:
            raise ValueError("TI_SMTP_HOTE needs TI_EXPEDITEUR and TI_URL_REPRISE")
        return self

    def adresse_de_reprise(self, secret: str) -> str:
        """The address of a link sent by mail: after `#`, which no browser sends to a server."""
        return self.url_reprise.replace("{lien}", secret)

    @cached_property
    def fichier_de_cle(self) -> Path:
        """Where the private key that signs receipts is kept; that of a sandbox is another one."""
        chemin = self.cle_signature or self.donnees / "cles" / "signature.pem"
        return chemin.with_name(CLE_DU_BAC_A_SABLE) if self.bac_a_sable else chemin


def _est_sure(emetteur: str) -> bool:
    """Whether an issuer can be trusted to be who answers (OpenID Connect Discovery, 3)."""
    lue = urlsplit(emetteur)
    if lue.query or lue.fragment or "@" in lue.netloc or not lue.hostname:
        return False
    return lue.scheme == "https" or (lue.scheme == "http" and _est_ici(lue.hostname))


def _est_ici(hote: str) -> bool:
    try:
        return ip_address(hote).is_loopback
    except ValueError:
        return hote == "localhost"
