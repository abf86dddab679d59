"""Dossiers as an applicant would fill them in: those that the published corpus starts from."""

from app.formulaire.corpus.dossiers import action, dossier_complet, membre
from app.formulaire.corpus.instance import Json

__all__ = ["Json", "action", "dossier_complet", "membre"]
