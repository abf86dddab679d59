"""Dossiers as an applicant would fill them in: those that the published corpus starts from."""

from app.corpus.dossiers import action, dossier_complet, membre
from app.corpus.instance import Json

__all__ = ["Json", "action", "dossier_complet", "membre"]
