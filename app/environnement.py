"""Where settings come from: the environment, and the files that it names."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsError


class ReglageIllisible(Exception):
    """A setting that cannot be read. The message, in French, names it and shows no value."""


class Environnement(EnvSettingsSource):
    """Environment variables; `TI_X_FILE` names a file that holds the value of `TI_X`.

    So that a secret may be a file of the orchestrator's (Docker, Kubernetes, systemd), which no
    environment shows. A new line at the end is left out. Raises `ReglageIllisible`.
    """

    def __init__(self, settings_cls: type[BaseSettings]) -> None:
        super().__init__(settings_cls)
        lus = {nom: self._lire(nom) for nom in map(self._variable, settings_cls.model_fields)}
        self.env_vars: Mapping[str, str | None] = {
            **self.env_vars,
            **{nom: valeur for nom, valeur in lus.items() if valeur is not None},
        }

    def _variable(self, champ: str) -> str:
        return f"{self.env_prefix}{champ}".lower()

    def _lire(self, variable: str) -> str | None:
        chemin = self.env_vars.get(f"{variable}_file")
        if chemin is None:
            return None
        nom = variable.upper()
        if variable in self.env_vars:
            raise ReglageIllisible(f"{nom} et {nom}_FILE sont donnés tous deux : gardez-en un.")
        try:
            return Path(chemin).read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, ValueError) as erreur:
            genre = type(erreur).__name__
            raise ReglageIllisible(f"{nom}_FILE : ce fichier est illisible ({genre}).") from None


def expliquer(erreur: ReglageIllisible | ValidationError | SettingsError) -> str:
    """What is wrong with the settings, a line each; no value is shown, which may be a secret."""
    if not isinstance(erreur, ValidationError):
        return str(erreur)
    fautes = erreur.errors(include_url=False, include_context=False, include_input=False)
    return "\n".join(f"{_nom(faute['loc'])}{faute['msg']}" for faute in fautes)


def _nom(lieu: tuple[int | str, ...]) -> str:
    """The variable at fault; nothing for what several of them say together."""
    return f"TI_{lieu[0]} : ".upper() if lieu else ""
