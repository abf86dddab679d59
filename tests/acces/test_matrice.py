"""Every route, called by every kind of caller: the page `docs/acces.md`, played."""

from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import httpx2
import pytest

from app.acces.droits import Portee, Role
from app.config import Settings
from app.contrat.matrice import OUI, TEMOINS, Temoin, issue, tableau
from app.contrat.securite import gardes_de
from app.main import create_app
from tests.acces.temoins import (
    REFERENCE,
    Scene,
    appeler,
    joindre_a_un_avis,
    nouveau_crochet,
    nouveau_lot,
    nouvel_acces,
    nouvel_agent,
    nouvel_avis,
    nouvelle_cle,
    nouvelle_etiquette,
    scene,
)
from tests.client import Client, Json, contrat
from tests.decisions.decidees import inscrire_decision
from tests.demarches_simplifiees.interroger import ADRESSE, Integrateur
from tests.pieces_jointes.echantillons import pdf, xlsx

_PAGE: Final = Path(__file__).parents[2] / "docs" / "acces.md"
_GARDES: Final = {route: garde for route, (garde,) in gardes_de(create_app()).items()}
# What takes the candidature, or the caller's own access, away from the callers that follow.
_EMPORTENT: Final = (
    ("DELETE", "/v1/candidatures/{id}"),
    ("DELETE", "/v1/candidatures/{id}/acces"),
    ("DELETE", "/v1/administration/candidatures/{id}"),
    ("POST", "/v1/candidatures/{id}/jeton/renouvellement"),
)
# It would empty the database under the other tests.
_SAUF: Final = ("POST", "/v1/bac-a-sable/reinitialiser")
_ROUTES: Final = sorted(
    _GARDES.keys() - {_SAUF}, key=lambda r: (r[1].endswith("retrait"), r[1], r[0])
)
toutes_les_routes = pytest.mark.parametrize(
    ("methode", "chemin"), _ROUTES, ids=[f"{m} {c}" for m, c in _ROUTES]
)
_NOMS: Final = {
    "/v1/schemas/corpus": "avertissement-epci-seul",
    "/v1/schemas": "contact-depot",
    "/docs": "page.js",
}
_VUES: Final = "/v1/instruction/vues"
_EXPORTS: Final = "/v1/instruction/exports"
_FIXES: Final = {
    "rang": "1",
    "autre": "1",
    "nom": "epci",
    "code": "introuvable",
    "lien": "tis_" + "A" * 43,
    "bibliotheque": "rjsf",
    "reference": REFERENCE,
    "version": "1",
}


_QUI_DURENT: Final = {
    chemin
    for chemin, methodes in contrat()["paths"].items()
    if [*methodes.get("get", {"responses": {}})["responses"].get("200", {}).get("content", {})]
    == ["text/event-stream"]
}


@pytest.fixture(scope="module")
def url(reglages: Settings) -> str:
    assert reglages.database_url
    return reglages.database_url.get_secret_value()


@pytest.fixture(scope="module")
def commune(client: Client, url: str) -> Scene:
    ici = scene(client, url)
    inscrire_decision(url, ici.candidature.id)
    return ici


def test_la_page_publiee_est_a_jour() -> None:
    assert _PAGE.read_text(encoding="utf-8") == tableau(create_app()), "lancez `make generated`"


@toutes_les_routes
def test_chacun_n_obtient_que_ce_que_dit_la_page(
    client: Client, url: str, commune: Scene, methode: str, chemin: str
) -> None:
    emporte = (methode, chemin) in _EMPORTENT
    obtenues = dict[str, str]()
    for temoin in TEMOINS:
        oui = _attendue(methode, chemin, temoin) == OUI
        ici = scene(client, url) if emporte and oui else commune
        reponse = _appeler(client, url, ici, methode, chemin, temoin)
        obtenues[temoin.nom] = _issue(reponse)
    assert obtenues == {t.nom: _attendue(methode, chemin, t) for t in TEMOINS}


_RIEN_A_DIRE: Final = (
    *("lien-refuse", "route-inconnue"),
    *("proposition-absente", "correction-absente", "resultats-non-publies"),
)


def _attendue(methode: str, chemin: str, temoin: Temoin) -> str:
    return issue(_GARDES[methode, chemin], methode, chemin, temoin)


def _issue(reponse: httpx2.Response) -> str:
    if reponse.status_code not in (401, 403, 404):
        return OUI
    # The act turns away a link that leads nowhere, or has nothing to tell, whoever asks.
    if reponse.json().get("code") in _RIEN_A_DIRE:
        return OUI
    return str(reponse.status_code)


def _appeler(
    client: Client, url: str, ici: Scene, methode: str, chemin: str, temoin: Temoin
) -> httpx2.Response:
    porteur = ici.porteurs[temoin.nom]
    neuf = _attendue(methode, chemin, temoin) == OUI
    parametres = _parametres(url, ici, methode, chemin, neuf=neuf)
    if "{vue}" in chemin and neuf:  # each has their own
        enregistree = appeler(client, "POST", _VUES, porteur, _corps("POST", _VUES))
        parametres["vue"] = enregistree.raise_for_status().json()["id"]
    if "{demande}" in chemin and neuf:
        demande = appeler(client, "POST", _EXPORTS, porteur, _corps("POST", _EXPORTS))
        parametres["demande"] = demande.raise_for_status().json()["id"]
    adresse = chemin.format(**parametres)
    # A stream would last: its head alone is asked for, of the same guard.
    methode = "HEAD" if neuf and chemin in _QUI_DURENT else methode
    return appeler(client, methode, adresse, porteur, _corps(methode, chemin))


def _piece(ici: Scene, chemin: str) -> str:
    if "/avis/{avis}/" in chemin or "/avis/reponse/" in chemin:
        return ici.jointe
    return ici.fichier if "/messages/" in chemin else ici.piece


def _parametres(url: str, ici: Scene, methode: str, chemin: str, *, neuf: bool) -> dict[str, str]:
    """What to write in a path; `neuf`: something new, where the call would use it up."""
    trouves = {
        "id": ici.candidature.id,
        "piece": _piece(ici, chemin),
        "acces": ici.acces,
        "cle": ici.cle,
        "agent": str(uuid4()),
        "etiquette": str(uuid4()),
        "vue": str(uuid4()),
        "demande": str(uuid4()),
        "lot": str(uuid4()),
        "crochet": ici.crochet,
        "evenement": ici.evenement,
        "avis": ici.avis,
    }
    parametres = {**_FIXES, **trouves}
    if chemin.startswith(tuple(_NOMS)):
        parametres["nom"] = next(nom for debut, nom in _NOMS.items() if chemin.startswith(debut))
    if methode == "DELETE" and "{piece}" in chemin and neuf:
        parametres["piece"] = _nouvelle_piece(ici, chemin)
    if methode == "PUT":
        parametres["reference"] = uuid4().hex
    if "{acces}" in chemin and neuf:
        parametres["acces"] = nouvel_acces(url, ici.candidature.id, Role.LECTURE)[0]
    if "{agent}" in chemin and neuf:
        parametres["agent"] = nouvel_agent(url)
    if methode == "DELETE" and "{crochet}" in chemin and neuf:
        parametres["crochet"] = nouveau_crochet(url, ici.cle)
    return parametres | (_neufs(url, ici, chemin) if neuf else {})


def _neufs(url: str, ici: Scene, chemin: str) -> dict[str, str]:
    """What is made for this call alone."""
    parametres = dict[str, str]()
    if "{etiquette}" in chemin:
        parametres["etiquette"] = nouvelle_etiquette(url)
    if "{lot}" in chemin:
        parametres["lot"] = nouveau_lot(url, ici.region)
    if "{avis}" in chemin and "{piece}" not in chemin:
        parametres["avis"] = nouvel_avis(url, ici.candidature.id)[0]
    if "{adresse}" in chemin:
        lecteur = Integrateur(
            ici.candidature.client, nouvelle_cle(url, Portee.INSTRUCTION_LECTURE)[1]
        )
        parametres["adresse"] = lecteur.adresse_d_un_fichier(url, ici.candidature.id)
    if "{cle}" in chemin:
        parametres["cle"] = nouvelle_cle(url, Portee.CANDIDATURES_LIRE)[0]
    return parametres


def _nouvelle_piece(ici: Scene, chemin: str) -> str:
    client, porteur = ici.candidature.client, ici.porteurs["consulté"]
    if "/avis/" in chemin:
        assert porteur
        return joindre_a_un_avis(client, porteur.removeprefix("Bearer "), "autre.pdf")
    jointe = ici.candidature.joindre("lettres", "lettre.pdf", pdf())
    piece: str = jointe.raise_for_status().json()["id"]
    return piece


def _corps(methode: str, chemin: str) -> Json:
    """A body that the route would accept."""
    if chemin == ADRESSE:
        return {"type": "application/json", "json": {"queryId": "introspection"}}
    operation: Any = contrat()["paths"].get(chemin, {}).get(methode.lower(), {})
    types = operation.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in types:
        classeur = chemin.endswith("/import")
        sans_rubrique = classeur or "/messages/" in chemin or "/avis/" in chemin
        donnees = {} if sans_rubrique else {"rubrique": "lettres"}
        return {"multipart": {"fichier": ("f", xlsx() if classeur else pdf())}, "data": donnees}
    for type_, contenu in types.items():
        merge = "merge-patch" in type_
        return {"type": type_, "json": {} if merge else contenu["example"]}
    return {}


@toutes_les_routes
def test_ce_qui_n_existe_pas_se_refuse_comme_ce_qui_est_a_un_autre(
    client: Client, url: str, commune: Scene, methode: str, chemin: str
) -> None:
    """Word for word, but for the id of the request."""
    if "{id}" not in chemin:
        return
    for temoin in TEMOINS:
        if _attendue(methode, chemin, temoin) != "404":
            continue
        autrui = _appeler(client, url, commune, methode, chemin, temoin)
        parametres = _parametres(url, commune, methode, chemin, neuf=False)
        inconnu, porteur = str(uuid4()), commune.porteurs[temoin.nom]
        adresse = chemin.format(**parametres | {"id": inconnu})
        inconnue = appeler(client, methode, adresse, porteur, _corps(methode, chemin))
        assert _sans_requete(autrui) == _sans_requete(inconnue)


def _sans_requete(reponse: httpx2.Response) -> Json:
    return {cle: valeur for cle, valeur in reponse.json().items() if cle != "requete"}
