"""Files of exports as tests have them written, and read again."""

import json
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Final
from zipfile import ZipFile

import python_calamine
from pydantic import TypeAdapter
from pydantic_core import to_json

from app.exports.choisir_les_colonnes import tables
from app.exports.ecrivain import ecrire
from app.exports.manifeste import Contexte
from app.exports.options import Entetes, Format, Options
from app.exports.redaction import Commande
from app.exports.tables_des_faits import Contenu
from tests.client import Json

EXEMPLE: Final[Json] = json.loads(Path("app/formulaire/exemple.json").read_text(encoding="utf-8"))
AU: Final = "2023-10-01T10:00:00.5+00:00"


def dossier(rang: int = 1, instantane: Json | None = None, /, **autres: Any) -> Json:
    """A dossier, as the database is read."""
    candidature = {
        "id": f"018c2f71-0000-7000-8000-{rang:012}",
        "numero": f"TI-{rang:06}",
        "etat": "deposee",
        "etape": "a_prendre",
        "recu_le": "2023-09-10T10:00:00+00:00",
        "version_formulaire": "2023.1",
        "regions": ["28", "01"],
        "region_pilote": "01",
    }
    candidature |= autres.pop("candidature", {})
    rien: Json = {"pieces": [], "corrections": [], "evenements": []}
    return {"candidature": candidature, "instantane": instantane or EXEMPLE, **rien, **autres}


def ecrit(
    format_: Format,
    *dossiers: Json | bytes,
    colonnes: Sequence[str] = (),
    contenus: Sequence[Contenu] = (),
    codes: bool = False,
    brut: bool = False,
    entetes: Entetes = Entetes.LIBELLES,
    ou: str | None = None,
) -> bytes:
    """The file that these make."""
    voulues, manquants = tables(colonnes, contenus, codes=codes)
    options = Options(format_, entetes, brut)
    contexte = Contexte(["Toutes"], "Jeanne Martin", "2023.1", manquants)
    commande = Commande(options, voulues, contexte, ou or gettempdir())
    dits = (un if isinstance(un, bytes) else to_json(un) for un in dossiers)
    lignes = [TypeAdapter(Commande).dump_json(commande), *dits]
    lignes.append(to_json({"fin": {"au": AU, "dossiers": len(dossiers)}}))
    sortie = BytesIO()
    ecrire(BytesIO(b"\n".join(lignes) + b"\n"), sortie)
    return sortie.getvalue()


def feuilles(classeur: bytes) -> dict[str, list[list[Any]]]:
    """The cells of each sheet, its hidden first row of keys included."""
    lu = python_calamine.CalamineWorkbook.from_filelike(BytesIO(classeur))
    return {nom: lu.get_sheet_by_name(nom).to_python() for nom in lu.sheet_names}


def csvs(archive: bytes) -> dict[str, str]:
    """The text of each file of an archive, as it is."""
    with ZipFile(BytesIO(archive)) as zip_:
        assert zip_.testzip() is None
        return {nom: zip_.read(nom).decode() for nom in zip_.namelist()}
