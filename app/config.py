"""Every knob of the service: an environment variable `TI_…` each, with its default."""

from functools import cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from app.config_oidc import ReglagesOidc
from app.config_service import ReglagesDuService
from app.environnement import Environnement

# Beside the key of the settings: nothing that a sandbox signs or derives is good in production.
CLE_DU_BAC_A_SABLE = "bac-a-sable.pem"


class Settings(ReglagesOidc, ReglagesDuService):
    """Settings of one service; sizes in bytes, durations in seconds."""

    model_config = SettingsConfigDict(env_prefix="TI_", frozen=True, hide_input_in_errors=True)

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
    gestes_d_agent_par_minute: int = Field(
        default=60, ge=1, description="What one agent writes of one dossier in a minute"
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
    conservation_exports: int = Field(
        default=7, ge=1, le=30, description="Days after which the file of an export is erased"
    )
    correction_jours_max: int = Field(
        default=60, ge=4, description="Days that a correction is asked for at most"
    )
    corrections_max: int = Field(
        default=3, ge=1, description="Corrections asked of one candidature at most"
    )
    courriel_prise: bool = Field(
        default=True, description="Applicants are told by mail that their review has begun"
    )
    service_telephone: str | None = Field(
        default=None,
        description="Telephone of the service, for receipts (CRPA, R112-11-1)",
    )
    voies_recours: str | None = Field(
        default=None,
        pattern=r"^[^\x00]*\{tribunal\}[^\x00]*$",
        description="Ways and delays of appeal as letters that deny say them, with `{tribunal}`; "
        "else those of the code (CJA, R421-1 to R421-5)",
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
    url_api: str | None = Field(
        default=None,
        pattern=r"^https://[A-Za-z0-9.:/_~-]*[A-Za-z0-9]$",
        description="Where this API is called from outside: a mailbox can then stop the daily mail "
        "(RFC 8058)",
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
    def _courriel_complet(self) -> Self:
        if self.smtp_hote and not {"expediteur", "url_reprise"} <= self.model_fields_set:
            raise ValueError("TI_SMTP_HOTE needs TI_EXPEDITEUR and TI_URL_REPRISE")
        return self

    def adresse_de_reprise(self, secret: str) -> str:
        """The address of a link sent by mail: after `#`, which no browser sends to a server."""
        return self.url_reprise.replace("{lien}", secret)

    @cached_property
    def fichier_de_cle(self) -> Path:
        """Where the key that signs receipts and letters is; that of a sandbox is another one."""
        chemin = self.cle_signature or self.donnees / "cles" / "signature.pem"
        return chemin.with_name(CLE_DU_BAC_A_SABLE) if self.bac_a_sable else chemin
