"""What PATCH, the creation and the dry run really answer, against the published schemas."""

from typing import Any, Final

import httpx2

from app.candidatures.fusion import fusionner, sans_nuls
from app.formulaire.dossier import SECTIONS
from app.formulaire.longueurs import ECARTS_TOUJOURS
from tests.client import Candidature, Client
from tests.formulaire.accord import Compte
from tests.formulaire.ajv import lieux_selon_ajv
from tests.formulaire.degats import SERIE, series_abimees
from tests.formulaire.exemples import Json
from tests.formulaire.outils import TOUTES
from tests.formulaire.schemas import DIALECTES, lieux
from tests.tirages import eprouver, tirages

VIDE: Final = dict.fromkeys(SECTIONS)


@tirages(10, 60)
def test_patch_refuse_ce_que_le_schema_d_un_brouillon_refuse_et_aux_memes_endroits(
    client: Client, nombre: int
) -> None:
    brouillon, compte = client.creer(), Compte()

    def propriete(serie: list[Json]) -> None:
        for dossier in serie:
            if _un_accord(client, brouillon, dossier):
                compte.acceptes += 1
            else:
                compte.refuses += 1

    eprouver(propriete, nombre, series_abimees())
    assert compte.dossiers >= nombre * SERIE
    assert min(compte.acceptes, compte.refuses) > nombre / 5


def _un_accord(client: Client, brouillon: Candidature, dossier: Json) -> bool:
    """Try to save the dossier in an empty draft and in a new one; whether both were accepted."""
    lu = sans_nuls(dossier)  # RFC 7396: null is no answer
    attendus = _selon_tous("dossier-brouillon", lu)
    assert _autant(_refuses(brouillon.modifier(dossier), 200), attendus)
    creation = client.post("/v1/candidatures", json={"dossier": dossier})
    assert _autant(_refuses(creation, 201), attendus)
    assert _autant(_dits_par_le_schema(client, dossier), _selon_tous("dossier-depot", lu))
    assert brouillon.lire()["dossier"] == ({} if attendus else lu)
    if not attendus:
        assert brouillon.modifier(VIDE).json()["dossier"] == {}
    return not attendus


def _autant(dits: list[Json], attendus: set[str]) -> bool:
    """Whether the service says what the schemas do; unless it has more than it tells at once."""
    return len(dits) >= ECARTS_TOUJOURS or {dit["pointeur"] for dit in dits} == attendus


def _selon_tous(nom: str, dossier: Json) -> set[str]:
    rapides = [lieux(nom, dossier, dialecte) for dialecte in DIALECTES]
    selon_ajv = lieux_selon_ajv(dossier, [(nom, None, dialecte) for dialecte in DIALECTES])
    premier, *autres = [*rapides, *selon_ajv]
    assert all(autre == premier for autre in autres)
    return premier


def _refuses(reponse: httpx2.Response, accepte: int) -> list[Json]:
    if reponse.status_code == accepte:
        return []
    assert reponse.status_code == 422, reponse.text
    return reponse.json()["erreurs"]


def _dits_par_le_schema(client: Client, dossier: Json) -> list[Json]:
    rubriques: dict[str, Any] = {"rubrique": [rubrique.value for rubrique in TOUTES]}
    reponse = client.post("/v1/validation", json=dossier, params=rubriques).raise_for_status()
    erreurs = reponse.json()["erreurs"]
    return erreurs if len(erreurs) >= ECARTS_TOUJOURS else [e for e in erreurs if e["schema"]]


@tirages(10, 40)
def test_corriger_un_brouillon_vide_revient_a_le_creer(nombre: int) -> None:
    def propriete(serie: list[Json]) -> None:
        for dossier in serie:
            assert fusionner({}, dossier)[0] == sans_nuls(dossier)

    eprouver(propriete, nombre, series_abimees())
