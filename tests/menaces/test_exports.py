"""What leaves the service is data: nothing that a spreadsheet or a browser would run.

The copy of what is held: `tests/rgpd/test_export.py`. The workbook that the demonstration fills in:
`tests/plan_action/test_modele.py`.
"""

from io import BytesIO
from typing import Any, Final
from zipfile import ZipFile

import pytest

from app.acces.droits import Portee
from app.plan_action.modele import remplir
from tests.acces.cles import porteur
from tests.acces.temoins import PORTEES, nouvelle_cle
from tests.client import Client, contrat
from tests.menaces.textes import HOSTILES, deposable, partout
from tests.pieces_jointes.echantillons import pdf

_FICHIER: Final = "/v1/candidatures/{id}/pieces-jointes/{piece}/contenu"
_INSTRUIT: Final = "/v1/instruction/candidatures/{id}"
_FICHIERS: Final = {
    _FICHIER,
    f"{_INSTRUIT}/pieces-jointes/{{piece}}/contenu",
    "/v1/avis/pieces-jointes/{piece}/contenu",
    "/v1/avis/reponse/pieces-jointes/{piece}/contenu",
    f"{_INSTRUIT}/avis/{{avis}}/pieces-jointes/{{piece}}/contenu",
    "/v1/candidatures/{id}/messages/pieces-jointes/{piece}/contenu",
    f"{_INSTRUIT}/messages/pieces-jointes/{{piece}}/contenu",
}
# Files that reviewers ask for, in which no text is a formula: `tests/exports`.
_EXPORTES: Final = "/v1/instruction/exports/{demande}/contenu"
_TYPES: Final = {
    "application/json": None,
    "application/problem+json": None,
    "application/schema+json": None,
    "application/pdf": {
        *_FICHIERS,
        f"{_INSTRUIT}/depots/{{rang}}/accuse-reception",
        f"{_INSTRUIT}/depots/{{rang}}/dossier.pdf",
        "/v1/candidatures/{id}/depots/{rang}/accuse-reception",
        "/v1/candidatures/{id}/depots/{rang}/dossier.pdf",
        "/v1/candidatures/{id}/decision/lettre",
        f"{_INSTRUIT}/decisions/{{rang}}/lettre",
    },
    "application/zip": {
        "/v1/candidatures/{id}/export",
        "/v1/administration/candidatures/{id}/export",
        "/v1/schemas/corpus.zip",
        _EXPORTES,
        "/v1/instruction/pieces-jointes.zip",
        f"{_INSTRUIT}/depots/{{rang}}/pieces-jointes.zip",
    },
    "text/plain": {"/.well-known/security.txt"},
    # Whose cells are made inert: tests/decisions/test_lignes.py. Results are so where a spreadsheet
    # is said to open them (`tableur=true`): tests/resultats.
    "text/csv": {
        "/v1/instruction/lots/{lot}/lignes",
        "/v1/resultats.csv",
        "/v1/resultats/groupements.csv",
        "/v1/resultats/communes.csv",
    },
    "application/geo+json": {"/v1/resultats.geojson", _EXPORTES},
    # For programs alone: no spreadsheet opens them, no browser shows them.
    "application/x-ndjson": {"/v1/flux", "/v1/flux/export", _EXPORTES},
    "text/event-stream": {"/v1/flux", "/v1/candidatures/{id}/evenements/direct"},
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {
        *_FICHIERS,
        "/v1/modeles/plan-action.xlsx",
        _EXPORTES,
    },
    "application/vnd.oasis.opendocument.spreadsheet": {
        *_FICHIERS,
        "/v1/modeles/plan-action.ods",
        _EXPORTES,
    },
}
"""Where each type of content may come from; None for anywhere, what is not named for a file only.
"""
_FORMULES: Final = [texte for nom, texte in HOSTILES.items() if nom.startswith("formule")]


def test_rien_de_ce_qui_est_saisi_ne_sort_dans_un_tableur() -> None:
    """Of the whole contract: no CSV but of lots and results, no HTML, and workbooks are the empty
    model, files given back as they came, or what reviewers export.
    """
    for chemin, operations in contrat()["paths"].items():
        for operation in operations.values():
            for reponse in operation["responses"].values():
                for type_ in reponse.get("content", {}):
                    permis = _TYPES.get(type_, _FICHIERS)
                    assert permis is None or chemin in permis, (chemin, type_)


@pytest.mark.parametrize("suffixe", ["xlsx", "ods"])
def test_le_modele_de_classeur_est_le_meme_pour_tous(client: Client, suffixe: str) -> None:
    adresse = f"/v1/modeles/plan-action.{suffixe}"
    avant = client.get(adresse).content
    for texte in _FORMULES:
        candidature = client.creer(partout(texte)[0])
        assert candidature.appeler("GET").is_success
        entetes = porteur(candidature.jeton)
        assert client.get(adresse, headers=entetes).content == avant
    with ZipFile(BytesIO(avant)) as archive:
        textes = [archive.read(nom) for nom in archive.namelist()]
    for interdit in (b"<f>", b"<f ", b"table:formula", b"externalLink", b"ddeLink", b"vbaProject"):
        assert not [texte for texte in textes if interdit in texte]


@pytest.mark.parametrize("texte", _FORMULES)
def test_une_formule_saisie_dans_un_classeur_reste_un_texte(client: Client, texte: str) -> None:
    candidature = client.creer()
    actions = deposable(texte)[0]["plan_action"]["actions"]
    envoi = {"fichier": ("plan.xlsx", remplir(actions))}
    assert candidature.appeler("POST", "/plan-action/import", files=envoi).is_success
    lue = candidature.lire()["dossier"]["plan_action"]["actions"][0]
    assert (lue["intitule"], lue["porteur"]["nom"]) == (texte, texte)


@pytest.mark.parametrize("accepte", ["text/html", "text/csv", "application/xhtml+xml", "image/*"])
def test_ce_qui_est_saisi_n_est_rendu_qu_en_json(client: Client, accepte: str) -> None:
    """Whatever is asked for, and with what makes old browsers run a JSON answer as a script."""
    candidature = client.creer(partout(HOSTILES["html"])[0])
    parametres = {"callback": "alert", "format": "csv", "_format": "html"}
    for suite in ("", "/validation", "/evenements", "/pieces-jointes", "/depots"):
        lue: Any = candidature.appeler("GET", suite, entetes={"Accept": accepte}, params=parametres)
        assert lue.headers["content-type"] in ("application/json", "application/problem+json")
        assert lue.headers["x-content-type-options"] == "nosniff"
        assert lue.headers["content-security-policy"].startswith("default-src 'none'")
        assert lue.text.startswith("{")


# --- headers made of what somebody typed ----------------------------------------------------------

_INJECTIONS: Final = {
    "lignes": "a\r\nSet-Cookie: vole=1",
    "saut": "a\nX-Vole: 1",
    "retour": "a\rX-Vole: 1",
    "ligne_unicode": "a\u2028X-Vole: 1",
    "cesure_cp1252": "a\x85X-Vole: 1",
    "surlong": "a嘊嘍X-Vole: 1",
    "guillemets": 'a"; X-Vole="1',
    "fin_de_tete": "a\r\n\r\n<script>alert(1)</script>",
}
chaque_injection: Final = pytest.mark.parametrize("texte", _INJECTIONS.values(), ids=[*_INJECTIONS])


@chaque_injection
def test_un_nom_de_fichier_n_ajoute_pas_d_en_tete(client: Client, texte: str) -> None:
    candidature = client.creer()
    jointe = candidature.joindre("lettres", f"{texte}.pdf", pdf())
    assert jointe.status_code == 201
    suite = f"/pieces-jointes/{jointe.json()['id']}/contenu"
    for reponse in (
        jointe,
        candidature.appeler("GET", suite),
        candidature.appeler("GET", "/export"),
    ):
        assert not {"set-cookie", "x-vole"} & set(reponse.headers)
        assert "vole" not in reponse.headers.get("content-type", "")


@chaque_injection
def test_une_reference_de_portail_n_ajoute_pas_d_en_tete(
    client: Client, postgres: str, texte: str
) -> None:
    """`Location` repeats it: nothing passes that is not written as it is in an address."""
    entetes = porteur(nouvelle_cle(postgres, *PORTEES)[1])
    adresse = client.base_url.copy_with(path="/v1/portails/candidatures/").join(
        "".join(f"%{octet:02x}" for octet in texte.encode())
    )
    reponse = client.put(adresse, json={"dossier": {}}, headers=entetes)
    assert reponse.status_code in (404, 422)  # with a slash it is the address of nothing
    assert not {"set-cookie", "x-vole", "location"} & set(reponse.headers)


@chaque_injection
def test_un_nom_de_cle_n_ajoute_rien_nulle_part(client: Client, postgres: str, texte: str) -> None:
    """It is printed by `ti cles lister`: no line end, no command of a terminal."""
    entetes = porteur(nouvelle_cle(postgres, Portee.ADMINISTRATION)[1])
    for nom in (texte, f"{texte}\x1b[2J", "\u202efdp"):
        demande = {"nom": nom, "portees": ["candidatures:lire"]}
        reponse = client.post("/v1/administration/cles", json=demande, headers=entetes)
        assert not {"set-cookie", "x-vole"} & set(reponse.headers)
        if reponse.status_code == 201:
            assert nom.isprintable()
        else:
            assert reponse.status_code == 422


@chaque_injection
def test_un_en_tete_recu_n_est_repete_dans_aucun(client: Client, texte: str) -> None:
    brut = texte.encode().translate(None, b"\r\n")
    candidature = client.creer()
    noms = ("If-Match", "Idempotency-Key", "X-Request-Id", "Origin", "Range", "X-Horloge", "Accept")
    for nom in noms:
        for methode, suite in (("GET", ""), ("POST", "/depots")):
            options: Any = {"entetes": {nom: brut}}
            reponse = candidature.appeler(methode, suite, **options)
            assert reponse.status_code in (200, 400, 406, 412, 422)
            assert b"Vole" not in b"".join(v for c in reponse.headers.raw for v in c)
