"""The tables of results, as CSV for machines (RFC 4180) and as a French spreadsheet opens it, and
the same territories as GeoJSON."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic_core import to_json

from app.formulaire.referentiels import EPCI_ET_EPT
from app.formulaire.referentiels.communes import Communes
from app.kit.csv_cells import FIN, MARQUE, rangee
from app.resultats.colonnes_des_resultats import Tableau
from app.resultats.licence import LICENCE
from app.resultats.territoire_diffuse import TerritoireDiffuse

Ligne = tuple[str, ...]
Territoires = Sequence[TerritoireDiffuse]


def lignes_des_territoires(territoires: Territoires) -> Iterator[Ligne]:
    """One for each, as `TERRITOIRES` names its columns."""
    for un in territoires:
        demandeur = un.siren_demandeur, un.type_perimetre
        nombre, le = str(len(un.epci)), un.decidee_le.isoformat()
        yield (un.code, un.nom, un.region.value, *demandeur, nombre, le)


def lignes_des_groupements(territoires: Territoires) -> Iterator[Ligne]:
    """One for each EPCI or EPT of each."""
    for un in territoires:
        for siren in un.epci:
            yield un.code, siren, _nom(siren)


def lignes_des_communes(territoires: Territoires, communes: Communes) -> Iterator[Ligne]:
    """One for each commune, whatever the number of territories that it is in."""
    par_commune = dict[str, list[TerritoireDiffuse]]()
    for un in territoires:
        siennes = [code for siren in un.epci for code in communes.membres.get(siren, ())]
        for code in dict.fromkeys([*siennes, *un.communes]):
            par_commune.setdefault(code, []).append(un)
    for code, les in sorted(par_commune.items()):
        codes, noms = " ; ".join(un.code for un in les), " ; ".join(un.nom for un in les)
        yield code, communes.noms.get(code, ""), codes, noms


def ecrire(tableau: Tableau, lignes: Sequence[Ligne], *, tableur: bool) -> bytes:
    """A table, headings first; `tableur`: `;`, UTF-8 with its mark, nothing that a spreadsheet
    would run."""
    toutes = [tuple(champ.nom for champ in tableau.champs), *lignes]
    if tableur:
        return (MARQUE + "".join(map(rangee, toutes))).encode()
    texte = io.StringIO(newline="")
    csv.writer(texte, lineterminator=FIN).writerows(toutes)
    return texte.getvalue().encode()


def en_geojson(territoires: Territoires, communes: Communes) -> bytes:
    """The territories without their outlines, which the service does not have (decision 71)."""
    return to_json(
        {
            "type": "FeatureCollection",
            "licence": LICENCE.adresse,
            "features": [_objet(un, communes) for un in territoires],
        }
    )


def _objet(un: TerritoireDiffuse, communes: Communes) -> dict[str, Any]:
    noms = [f"{_nom(siren)} ({siren})" for siren in un.epci]
    noms += [f"{communes.noms.get(code, '')} ({code})" for code in un.communes]
    return {
        "type": "Feature",
        "geometry": None,
        "properties": {
            "id_territoire": un.code,
            "lib_territoire": un.nom,
            "liste_geo": "; ".join(noms),
            "region": un.region.value,
            "siren": [*un.epci],
            "insee_com": [*un.communes],
        },
    }


def _nom(siren: str) -> str:
    """That of an EPCI or EPT; none where the division of France knows it no more."""
    connu = EPCI_ET_EPT.get(siren)
    return connu.nom if connu else ""
