"""The EPCI, EPT, communes and regions of 2023, and how their files are made."""

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from app.formulaire.choix import Ept, Region
from app.formulaire.referentiels import EPCI, EPCI_ET_EPT, EPT, produire
from app.formulaire.referentiels.communes import lire_communes

CODES_INSEE = {
    "Auvergne-Rhône-Alpes": "84",
    "Bourgogne-Franche-Comté": "27",
    "Bretagne": "53",
    "Centre-Val de Loire": "24",
    "Collectivités d'outre-mer": "collectivites_outre_mer",
    "Corse": "94",
    "Grand Est": "44",
    "Guadeloupe": "01",
    "Guyane": "03",
    "Hauts-de-France": "32",
    "Île-de-France": "11",
    "Interrégional": "interregional",
    "La Réunion": "04",
    "Martinique": "02",
    "Mayotte": "06",
    "Normandie": "28",
    "Nouvelle-Aquitaine": "75",
    "Occitanie": "76",
    "Pays de la Loire": "52",
    "Provence-Alpes-Côte d'Azur": "93",
}
SIREN_DES_EPT = {
    "Boucle Nord de Seine": "200057990",
    "Est Ensemble": "200057875",
    "Grand-Orly Seine Bièvre": "200058014",
    "Grand Paris - Grand Est": "200058790",
    "Grand Paris Seine Ouest": "200057974",
    "Grand Paris Sud Est Avenir": "200058006",
    "Paris Est Marne&Bois": "200057941",
    "Paris Ouest La Défense": "200057982",
    "Paris Terres d'Envol": "200058097",
    "Plaine Commune": "200057867",
    "Vallée Sud - Grand Paris": "200057966",
}


def test_les_epci_de_2023_sont_1255_metropole_de_lyon_comprise() -> None:
    assert len(EPCI) == 1_255
    assert EPCI["200046977"].nom == "Métropole de Lyon"


def test_les_epci_et_les_ept_se_partagent_la_liste() -> None:
    assert len(EPCI_ET_EPT) == 1_266
    assert EPCI | EPT == EPCI_ET_EPT
    assert not EPCI.keys() & EPT.keys()


def test_chaque_siren_a_neuf_chiffres() -> None:
    assert all(len(siren) == 9 and siren.isdecimal() for siren in EPCI_ET_EPT)


def test_vingt_six_epci_sont_a_cheval_sur_deux_regions() -> None:
    a_cheval = [epci for epci in EPCI.values() if len(epci.regions) != 1]
    assert len(a_cheval) == 26
    assert {len(epci.regions) for epci in a_cheval} == {2}
    assert EPCI["200040277"].regions == ("24", "28")


def test_deux_epci_peuvent_porter_le_meme_nom() -> None:
    homonymes = [e for e in EPCI.values() if e.nom == "CC des Quatre Rivières"]
    assert len(homonymes) > 1


def test_chaque_epci_se_trouve_dans_une_region_proposee() -> None:
    proposees = {region.value for region in Region}
    for epci in EPCI_ET_EPT.values():
        assert set(epci.regions) <= proposees
        assert epci.departements


def test_vingt_deux_metropoles_sont_reconnues() -> None:
    metropoles = {epci.nom for epci in EPCI.values() if epci.est_metropole}
    assert len(metropoles) == 22
    assert {"Métropole de Lyon", "Métropole Rouen Normandie", "Métropole du Grand Paris"} <= (
        metropoles
    )


def test_les_regions_portent_leur_code_insee() -> None:
    assert {region.libelle: region.value for region in Region} == CODES_INSEE


def test_les_onze_ept_portent_leur_siren() -> None:
    assert {ept.libelle: ept.value for ept in Ept} == SIREN_DES_EPT
    assert set(SIREN_DES_EPT.values()) == set(EPT)
    assert {ept.regions for ept in EPT.values()} == {("11",)}


def test_chaque_commune_est_d_un_epci_et_d_un_seul() -> None:
    communes = lire_communes()
    assert communes.membres.keys() == EPCI_ET_EPT.keys()
    des_epci = [code for siren in EPCI for code in communes.membres[siren]]
    assert len(des_epci) == len({*des_epci}) == 34941
    assert len(communes.noms) == 35039  # the others are of none
    metropole = {*communes.membres["200054781"]}
    des_ept = [code for siren in EPT for code in communes.membres[siren]]
    assert metropole == {*des_ept} | {"75056"} and len(des_ept) == len({*des_ept})
    assert communes.noms["29155"] == "Ouessant"


# How the files are made


def paquet(dossier: Path, version: str) -> str:
    """A package with two communes of two regions, one EPCI over both, one EPT in the first."""

    def commune(code: str, region: str, genre: str = "commune-actuelle") -> dict[str, Any]:
        lieu = {"region": region, "departement": code[:2]}
        return {"code": code, "nom": f"Nom de {code}", "type": genre, **lieu}

    fichiers: dict[str, Any] = {
        "package.json": {"version": version},
        "data/communes.json": [
            commune("28001", "24"),
            commune("27001", "28"),
            commune("29155", "53"),
            commune("27001", "99", "commune-deleguee"),
        ],
        "data/epci.json": [
            {
                "code": "200040277",
                "nom": "CA Agglo du Pays de Dreux",
                "type": "CA",
                "membres": [{"code": "28001"}, {"code": "27001"}],
            }
        ],
        "data/ept.json": [
            {
                "code": "200000001",
                "nom": "Établissement",
                "type": "EPT",
                "membres": [{"code": "28001"}],
            }
        ],
    }
    archive = dossier / "paquet.tgz"
    with tarfile.open(archive, "w:gz") as sortie:
        for nom, contenu in fichiers.items():
            octets = json.dumps(contenu).encode()
            entree = tarfile.TarInfo(f"package/{nom}")
            entree.size = len(octets)
            sortie.addfile(entree, io.BytesIO(octets))
    return str(archive)


def test_le_fichier_est_produit_depuis_le_paquet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(produire, "ICI", tmp_path)
    produire.main(paquet(tmp_path, "3.1.1"))
    lignes = json.loads((tmp_path / "epci.json").read_text(encoding="utf-8"))
    assert [ligne["siren"] for ligne in lignes] == ["200000001", "200040277"]
    assert lignes[1] == {
        "siren": "200040277",
        "nom": "CA Agglo du Pays de Dreux",
        "type": "CA",
        "regions": ["24", "28"],
        "departements": ["27", "28"],
    }
    assert json.loads((tmp_path / "communes.json").read_text(encoding="utf-8")) == [
        {"siren": "200000001", "communes": {"28001": "Nom de 28001"}},
        {
            "siren": "200040277",
            "communes": {"27001": "Nom de 27001", "28001": "Nom de 28001"},
        },
        {"siren": None, "communes": {"29155": "Nom de 29155"}},
    ]


def test_refuse_le_paquet_d_une_autre_annee(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(produire, "ICI", tmp_path)
    with pytest.raises(SystemExit, match=r"3\.1\.1"):
        produire.main(paquet(tmp_path, "4.0.0"))
    assert not list(tmp_path.glob("*.json"))
