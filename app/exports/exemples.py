"""Exports as the examples of the contract show them."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from app.acces.exemples import LE, agent
from app.exports.demande import ExportADemander
from app.exports.etats_d_export import EtatExport
from app.exports.exports_decrits import ExportDecrit, Exports
from app.exports.options import Format
from app.instruction.vues.vues_decrites import FiltreDit

ID: Final = UUID("018c2f79-c4d5-4637-98e9-0f1a2b3c4d5e")
_DOSSIERS: Final = 183


def export_a_demander() -> ExportADemander:
    """The candidatures of a region, as a workbook."""
    return ExportADemander(
        format=Format.XLSX, filtres=[FiltreDit(nom="region", valeurs=["28"])], codes=True
    )


def export() -> ExportDecrit:
    """One that is ready."""
    return ExportDecrit(
        id=ID,
        format=Format.XLSX,
        filtres=["region : 28"],
        etat=EtatExport.PRET,
        fait=_DOSSIERS,
        total=_DOSSIERS,
        demande_le=LE,
        par=agent(),
        debut=LE,
        fin_estimee=None,
        fin=LE + timedelta(seconds=2),
        cause=None,
        taille=214_870,
        sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        expire_le=LE + timedelta(days=7),
    )


def exports() -> Exports:
    """A page of one."""
    return Exports([export()], None)
