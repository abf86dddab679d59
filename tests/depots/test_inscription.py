"""What reviewers find a deposited candidature by: derived from each deposit, whoever made it."""

import asyncio
from typing import Any, Final

import pytest

from app.config import Settings
from app.depots.inscription import INSCRIRE, REGLE, derivees, inscrire
from app.main import create_app
from app.vie import PERIODIQUES, TRAVAUX
from tests.bases import sql
from tests.client import Candidature, Client, Json
from tests.depots.pieces import deposee, perimetre, prete
from tests.formulaire.exemples import dossier_complet

# Of Normandie; of Hauts-de-France: of two regions, such a perimeter is « interrégional ».
_ROUEN, _AMIENS = "200023414", "248000531"
_LUES: Final = "rang, version, regions, region_pilote, nom, nom_simplifie, siret, epci, axes, regle"


@pytest.fixture(scope="module")
def url(reglages: Settings) -> str:
    assert reglages.database_url
    return reglages.database_url.get_secret_value()


def _de_deux_regions(*sirens: str) -> Json:
    dossier = perimetre(*sirens)
    dossier["perimetre"]["region"] = "interregional"
    return dossier


def _ligne(url: str, de: Candidature, colonnes: str = _LUES) -> dict[str, Any]:
    lignes = sql(url, f"SELECT {colonnes} FROM instruction WHERE candidature_id = '{de.id}'")
    return dict(zip(colonnes.split(", "), lignes[0], strict=True)) if lignes else {}


def _trouve(url: str, de: Candidature, mots: str) -> bool:
    ((trouve,),) = sql(
        url,
        f"SELECT coalesce(recherche @@ to_tsquery('french', '{mots}'), false) FROM instruction "
        f"WHERE candidature_id = '{de.id}'",
    )
    return trouve


def test_un_brouillon_n_en_a_pas(client: Client, url: str) -> None:
    assert _ligne(url, prete(client)) == {}


def test_un_depot_l_ecrit(client: Client, url: str) -> None:
    dossier = _de_deux_regions(_ROUEN, _AMIENS)
    ligne = _ligne(url, deposee(client, dossier))
    nom = dossier["perimetre"]["nom_territoire"]
    assert (ligne["rang"], ligne["version"], ligne["regle"]) == (1, 1, REGLE)
    assert ligne["regions"] == ["interregional", "28", "32"]
    assert (ligne["nom"], ligne["epci"]) == (nom, [_ROUEN, _AMIENS])
    assert ligne["siret"] == dossier["demandeur"]["siret"].replace(" ", "")
    assert ligne["axes"] == sorted({a["axe"] for a in dossier["plan_action"]["actions"]})


def test_un_autre_depot_la_recrit(client: Client, url: str) -> None:
    candidature = deposee(client, perimetre(_ROUEN))
    nouveau = {"region": "32", "epci": [{"siren": _AMIENS}], "nom_territoire": "Épinal-sur-Œuvre"}
    candidature.modifier({"perimetre": nouveau}).raise_for_status()
    candidature.deposer().raise_for_status()
    ligne = _ligne(url, candidature)
    # One version is the deposit's, one the regions'.
    assert (ligne["rang"], ligne["version"], ligne["region_pilote"]) == (2, 3, "32")
    assert ligne["nom_simplifie"] == "epinal sur oeuvre"


def test_la_region_choisie_pour_piloter_le_reste_tant_qu_elle_est_concernee(
    client: Client, url: str
) -> None:
    candidature = deposee(client, _de_deux_regions(_ROUEN, _AMIENS))
    ici = f"WHERE candidature_id = '{candidature.id}'"
    sql(url, f"UPDATE instruction SET region_pilote = '32', pilote_choisie = true {ici}")
    for epci, pilote, choisie in (([_ROUEN, _AMIENS], "32", True), ([_ROUEN], "28", False)):
        candidature.modifier(
            {"perimetre": {"epci": [{"siren": s} for s in epci], "commentaire": pilote}}
        ).raise_for_status()
        candidature.deposer().raise_for_status()
        lue = _ligne(url, candidature, "region_pilote, pilote_choisie")
        assert lue == {"region_pilote": pilote, "pilote_choisie": choisie}


def test_tous_les_mots_d_un_depot_s_y_cherchent(client: Client, url: str) -> None:
    dossier = dossier_complet()
    dossier["perimetre"]["defis_fragilites"] = "Décarbonations de l'aciérie, cœur d'hiver"
    candidature = deposee(client, dossier)
    numero = candidature.lire()["numero"]
    for mots in ("decarbonation", "acieri:*", "coeur & hiver", "lettre & elue", "acier:*"):
        assert _trouve(url, candidature, mots), mots
    dernier_groupe = numero.lower().split("-")[-1]
    assert _trouve(url, candidature, dernier_groupe)
    assert not _trouve(url, candidature, "introuvable")


def test_le_texte_le_plus_varie_se_depose() -> None:
    """A `tsvector` of more than 1 MB is an error of PostgreSQL's: no deposit may meet it."""
    mots = " ".join(f"{i:x}" for i in range(400_000))
    texte = derivees("TI", "28", [], {"a": [mots, "\ufdfa" * 1000]}, [], [])["i_texte"]
    assert len(texte.encode()) <= 300_000


def test_le_mot_le_plus_long_d_un_nom_se_depose() -> None:
    """An error of PostgreSQL's too, beyond 2,046 bytes."""
    nom = {"perimetre": {"nom_territoire": "\u3316" * 300}}  # 6 letters each
    *_, mot = derivees("TI", "28", [], nom, [], [])["i_titre"]
    assert len(mot.encode()) <= 2_046


def test_un_tel_texte_s_indexe(url: str) -> None:
    ((taille,),) = sql(
        url,
        "SELECT length(to_tsvector('simple', mots) || strip(to_tsvector('french', mots))) "
        "FROM (SELECT left(string_agg(to_hex(i), ' '), 300000) AS mots "
        "FROM generate_series(1, 400000) AS i) AS texte",
    )
    assert taille > 50_000


# --- What an older release deposits, or older rules made ---

_DEPOT_D_AVANT: Final = (
    "INSERT INTO depot SELECT candidature_id, rang + 1, version, version_formulaire, recu_le, "
    "instantane, empreinte, pieces, avertissements, accuse, nom_territoire, region, siret, epci "
    "FROM depot WHERE candidature_id = '{id}' ORDER BY rang DESC LIMIT 1"
)


def _depose_d_avant(url: str, candidature: Candidature) -> None:
    sql(url, _DEPOT_D_AVANT.format(id=candidature.id))


def _faire_le_travail(reglages: Settings) -> None:
    async def agir() -> None:
        app = create_app(reglages)
        async with app.router.lifespan_context(app):
            await inscrire(app.state.services, {})

    asyncio.run(agir())


def test_un_depot_de_la_version_d_avant_a_sa_ligne_et_le_travail_la_complete(
    client: Client, reglages: Settings, url: str
) -> None:
    candidature = deposee(client, _de_deux_regions(_ROUEN, _AMIENS))
    complete = _ligne(url, candidature)
    _depose_d_avant(url, candidature)
    sommaire = _ligne(url, candidature)
    assert (sommaire["rang"], sommaire["version"], sommaire["regle"]) == (2, 2, 0)
    assert sommaire["regions"] == complete["regions"][:1]
    _faire_le_travail(reglages)
    assert _ligne(url, candidature) == complete | {"rang": 2, "version": 2}
    assert _trouve(url, candidature, "industri:*")


def test_le_travail_revient_de_lui_meme() -> None:
    assert INSCRIRE in TRAVAUX
    assert INSCRIRE in PERIODIQUES
