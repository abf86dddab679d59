"""What PATCH, the creation and the dry run really answer, against the published schemas."""

from typing import Any, Final

import httpx2
from hypothesis import given, seed, settings

from app.candidatures.fusion import fusionner, sans_nuls
from app.formulaire.dossier import SECTIONS
from tests.client import Candidature, Client
from tests.formulaire.accord import CALMES, Compte
from tests.formulaire.ajv import lieux_selon_ajv
from tests.formulaire.degats import series_abimees
from tests.formulaire.exemples import Json
from tests.formulaire.outils import TOUTES
from tests.formulaire.schemas import DIALECTES, lieux

VIDE: Final = dict.fromkeys(SECTIONS)


def test_patch_refuse_ce_que_le_schema_d_un_brouillon_refuse_et_aux_memes_endroits(
    client: Client,
) -> None:
    brouillon, compte = client.creer(), Compte()

    @seed(2023)
    @settings(max_examples=60, database=None, deadline=None, suppress_health_check=CALMES)
    @given(series_abimees())
    def essayer(serie: list[Json]) -> None:
        for dossier in serie:
            if _un_accord(client, brouillon, dossier):
                compte.acceptes += 1
            else:
                compte.refuses += 1

    essayer()
    assert compte.dossiers >= 300
    assert min(compte.acceptes, compte.refuses) > 50


def _un_accord(client: Client, brouillon: Candidature, dossier: Json) -> bool:
    """Try to save the dossier in an empty draft and in a new one; whether both were accepted."""
    lu = sans_nuls(dossier)  # RFC 7396: null is no answer
    attendus = _selon_tous("dossier-brouillon", lu)
    assert _refuses(brouillon.modifier(dossier), 200) == attendus
    assert _refuses(client.post("/v1/candidatures", json={"dossier": dossier}), 201) == attendus
    assert _dits_par_le_schema(client, dossier) == _selon_tous("dossier-depot", lu)
    assert brouillon.lire()["dossier"] == ({} if attendus else lu)
    if not attendus:
        assert brouillon.modifier(VIDE).json()["dossier"] == {}
    return not attendus


def _selon_tous(nom: str, dossier: Json) -> set[str]:
    rapides = [lieux(nom, dossier, dialecte) for dialecte in DIALECTES]
    selon_ajv = lieux_selon_ajv(dossier, [(nom, None, dialecte) for dialecte in DIALECTES])
    premier, *autres = [*rapides, *selon_ajv]
    assert all(autre == premier for autre in autres)
    return premier


def _refuses(reponse: httpx2.Response, accepte: int) -> set[str]:
    if reponse.status_code == accepte:
        return set()
    assert reponse.status_code == 422, reponse.text
    return {erreur["pointeur"] for erreur in reponse.json()["erreurs"]}


def _dits_par_le_schema(client: Client, dossier: Json) -> set[str]:
    rubriques: dict[str, Any] = {"rubrique": [rubrique.value for rubrique in TOUTES]}
    reponse = client.post("/v1/validation", json=dossier, params=rubriques).raise_for_status()
    return {erreur["pointeur"] for erreur in reponse.json()["erreurs"] if erreur["schema"]}


@given(series_abimees())
@settings(
    max_examples=20, derandomize=True, database=None, deadline=None, suppress_health_check=CALMES
)
def test_corriger_un_brouillon_vide_revient_a_le_creer(serie: list[Json]) -> None:
    for dossier in serie:
        assert fusionner({}, dossier)[0] == sans_nuls(dossier)
