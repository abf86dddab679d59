"""The copy of all that is held: whole, readable, safe to unpack, made in bounded memory."""

import asyncio
import json
import resource
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from typing import Any, Final
from zipfile import ZipFile

import httpx2
import pytest

from app.config import Settings
from app.depots.accuse_signe import verifier_accuse
from app.kit.files.zip_stream import Membre, zipper
from tests.avis.consultes import demande
from tests.bases import sql
from tests.candidatures.outils import probleme
from tests.client import Candidature, Client, Json
from tests.decisions.decidees import inscrire_decision
from tests.depots.pieces import deposee
from tests.instruction.dossiers import agent
from tests.marques import MARQUE, trouvees
from tests.messages.fil import repondre
from tests.pieces_jointes.echantillons import pdf
from tests.rgpd.vie import Ici, administrateur, pleine

_ADMINISTRATION: Final = "/v1/administration/candidatures"


@pytest.fixture
def url(reglages: Settings) -> str:
    assert reglages.database_url
    return reglages.database_url.get_secret_value()


class Archive:
    """An export, as its reader unpacks it."""

    def __init__(self, reponse: httpx2.Response) -> None:
        assert reponse.status_code == 200, reponse.text
        self.entetes = reponse.headers
        self._zip = ZipFile(BytesIO(reponse.content))
        assert self._zip.testzip() is None
        self.noms = self._zip.namelist()

    def lire(self, nom: str) -> bytes:
        return self._zip.read(nom)

    def json(self, nom: str) -> Any:
        return json.loads(self.lire(nom))

    def pieces(self) -> dict[str, Json]:
        return {piece["nom"]: piece for piece in self.json("pieces.json")}


def _exporter(candidature: Candidature) -> Archive:
    return Archive(candidature.appeler("GET", "/export"))


def test_tout_y_est_et_rien_d_autre(ici: Ici) -> None:
    candidature = pleine(ici)
    archive = _exporter(candidature)
    lue = archive.json("candidature.json")
    assert (lue["id"], lue["etat"], lue["numero"][:3]) == (candidature.id, "deposee", "TI-")
    assert lue["dossier"] == candidature.lire()["dossier"]
    assert MARQUE in json.dumps(lue["reponses_anciennes"])
    assert [r["reference"] for r in lue["references_de_portails"]] == [f"{MARQUE}-1"]
    assert lue["courriel"] and lue["preavis_le"]
    acces = archive.json("acces.json")
    assert [a["role"] for a in acces] == ["proprietaire", "edition"]
    assert acces[1]["courriel"] == f"{MARQUE.lower()}@anct.gouv.fr"
    evenements = archive.json("evenements.json")
    assert [e["genre"] for e in evenements] == [e["genre"] for e in candidature.evenements()]
    assert "chaine" not in lue and "empreinte" not in evenements[-1]
    assert [n for n in archive.noms if n.startswith("depots/")] == [
        *("depots/1.json", "depots/1-accuse.json", "depots/2.json", "depots/2-accuse.json")
    ]
    assert "pieces.json" in archive.lire("LISEZMOI.txt").decode()


def test_un_depot_y_est_tel_qu_il_fut_fige_et_son_accuse_se_verifie(client: Client) -> None:
    candidature = deposee(client)
    archive = _exporter(candidature)
    lu = candidature.appeler("GET", "/depots/1").json()
    fige = archive.json("depots/1.json")
    assert {cle: fige[cle] for cle in ("instantane", "empreinte", "pieces")} == {
        cle: lu[cle] for cle in ("instantane", "empreinte", "pieces")
    }
    cles = client.get("/.well-known/jwks.json").json()
    accuse = verifier_accuse(archive.lire("depots/1-accuse.json"), cles)
    pieces = {piece["id"]: piece for piece in archive.json("pieces.json")}
    for recue in accuse.pieces:
        octets = archive.lire(pieces[str(recue.id)]["fichier"])
        assert sha256(octets).hexdigest() == recue.empreinte


def test_une_decision_publiee_y_est_avec_sa_lettre_jamais_une_autre(
    client: Client, url: str
) -> None:
    candidature = deposee(client)
    adresse = f"{_ADMINISTRATION}/{candidature.id}/export"
    inscrire_decision(url, candidature.id)
    inscrire_decision(url, candidature.id, 2, publiee_le=None, motivation="Encore secret.")
    signee = candidature.appeler("GET", "/decision/lettre").content
    sienne = _exporter(candidature)
    d_office = Archive(client.get(adresse, headers=administrateur(url)))
    for archive in (sienne, d_office):
        assert archive.lire("decisions/1-lettre.json") == signee
        (rendue,) = archive.json("decisions.json")
        assert (rendue["rang"], rendue["sens"], bool(rendue["consultee_le"])) == (
            *(1, "refusee"),
            True,
        )
        assert "decisions/2-lettre.json" not in archive.noms
        assert not any(b"Encore secret." in archive.lire(nom) for nom in archive.noms)
    assert "raison" not in sienne.json("decisions.json")[0]
    assert "raison" in d_office.json("decisions.json")[0]


def test_aucun_secret_n_y_est(ici: Ici) -> None:
    candidature = pleine(ici)
    archive = _exporter(candidature)
    empreinte = sha256(candidature.jeton.encode()).hexdigest()
    for nom in archive.noms:
        texte = archive.lire(nom).decode("latin-1")
        assert candidature.jeton not in texte
        assert empreinte not in texte


def test_un_fichier_infecte_ou_perdu_n_y_est_pas_et_c_est_dit(ici: Ici) -> None:
    candidature = pleine(ici)
    perdue = candidature.joindre("lettres", "perdue.pdf", pdf()).json()["id"]
    (ici.dossier / "pieces" / perdue).unlink()
    pieces = _exporter(candidature).pieces()
    dites = {nom: (piece["fichier"], (piece["absence"] or "")[:7]) for nom, piece in pieces.items()}
    assert dites == {
        f"{MARQUE} plan_action_operationnel.xlsx": (
            f"pieces/01-{MARQUE} plan_action_operationnel.xlsx",
            "",
        ),
        f"{MARQUE} lettres.pdf": (f"pieces/02-{MARQUE} lettres.pdf", ""),
        f"{MARQUE} en trop.pdf": (f"pieces/03-{MARQUE} en trop.pdf", ""),
        f"{MARQUE} infectée.pdf": (None, "infecté"),
        "perdue.pdf": (None, "introuv"),
    }


def test_un_fichier_que_l_antivirus_n_a_pas_vu_n_est_donne_qu_a_son_proprietaire(
    client: Client, url: str
) -> None:
    candidature = client.creer()
    piece = candidature.joindre("lettres", "lettre.pdf", pdf()).json()["id"]
    sql(url, f"UPDATE piece_jointe SET antivirus = 'en_attente' WHERE id = '{piece}'")
    (sienne,) = _exporter(candidature).json("pieces.json")
    assert sienne["fichier"] == "pieces/01-lettre.pdf"
    adresse = f"{_ADMINISTRATION}/{candidature.id}/export"
    archive = Archive(client.get(adresse, headers=administrateur(url)))
    (tue,) = archive.json("pieces.json")
    assert tue["fichier"] is None
    assert "antivirus" in tue["absence"]
    assert not [nom for nom in archive.noms if nom.startswith("pieces/")]


@pytest.mark.parametrize(
    "nom",
    ["../../x.pdf", "C:\\x.pdf", "/etc/x.pdf", "a:b*c?.pdf", "CON.pdf", "é" * 300, "\u202efdp.exe"],
)
def test_un_nom_hostile_se_deballe_sans_danger(client: Client, nom: str) -> None:
    candidature = client.creer()
    jointe = candidature.joindre("lettres", nom, pdf())
    assert jointe.status_code == 201, jointe.text
    (piece,) = _exporter(candidature).json("pieces.json")
    dossier, _, sorti = piece["fichier"].partition("/")
    assert (dossier, sorti[:3], sorti[-4:]) == ("pieces", "01-", ".pdf")
    assert not set(sorti) & set('/\\<>:"|?*\u202e')
    assert len(sorti.encode()) <= 255
    assert piece["nom"] == jointe.json()["nom"]


def test_ni_tableur_ni_formule(client: Client) -> None:
    """What somebody typed is in JSON alone, which no spreadsheet runs."""
    formule = '=HYPERLINK("http://x.fr";"ici")'
    candidature = client.creer({"contact": {"nom_prenom": formule}})
    candidature.joindre("lettres", f"{formule}.pdf", pdf()).raise_for_status()
    archive = _exporter(candidature)
    autres = [nom for nom in archive.noms if not nom.startswith("pieces/")]
    assert {nom.rpartition(".")[2] for nom in autres} == {"json", "txt"}
    assert archive.json("candidature.json")["dossier"]["contact"]["nom_prenom"] == formule


def test_ce_qui_est_a_un_autre_ne_s_exporte_pas(client: Client, url: str) -> None:
    candidature, autre = client.creer(), client.creer()
    vole = client.get(f"{candidature.url}/export", headers=_porteur(autre))
    probleme(vole, 404, "introuvable")
    d_ailleurs = administrateur(url, "53")
    refus = client.get(f"{_ADMINISTRATION}/{candidature.id}/export", headers=d_ailleurs)
    probleme(refus, 404, "introuvable")
    assert [e["genre"] for e in candidature.evenements()] == ["creee"]


def _porteur(candidature: Candidature) -> dict[str, str]:
    return {"Authorization": f"Bearer {candidature.jeton}"}


def test_l_administration_laisse_une_trace_de_ce_qu_elle_exporte(client: Client, url: str) -> None:
    candidature = client.creer()
    admin = administrateur(url)
    archive = Archive(client.get(f"{_ADMINISTRATION}/{candidature.id}/export", headers=admin))
    assert archive.entetes["content-type"] == "application/zip"
    assert f'filename="candidature-{candidature.id}.zip"' in archive.entetes["content-disposition"]
    _, trace = candidature.evenements()
    assert (trace["genre"], trace["auteur"], trace["acces"]) == ("exportee", "administration", None)
    assert not trouvees(json.dumps(trace), admin["Authorization"].removeprefix("Bearer "))
    assert [e["genre"] for e in archive.json("evenements.json")] == ["creee", "exportee"]


def test_un_historique_de_plusieurs_pages_y_est_en_entier(client: Client, url: str) -> None:
    candidature = client.creer()
    sql(
        url,
        "INSERT INTO evenement (candidature_id, genre, le, auteur, version, details, empreinte) "
        f"SELECT '{candidature.id}', 'retiree', now(), 'service', n, '{{}}', '' "
        "FROM generate_series(1, 999) n",
    )
    versions = [e["version"] for e in _exporter(candidature).json("evenements.json")]
    assert versions == [1, *range(1, 1000)]


def test_l_archive_se_fait_sans_jamais_tenir_en_memoire() -> None:
    """512 MB pass by, and no piece that comes out is larger than what went in."""
    morceau = bytes(1024 * 1024)

    async def contenu() -> AsyncIterator[bytes]:
        for _ in range(64):
            yield morceau

    async def membres() -> AsyncIterator[Membre]:
        for rang in range(8):
            yield Membre(f"{rang}.pdf", contenu(), tasse=False)

    async def passer() -> tuple[int, int]:
        tailles = [len(m) async for m in zipper(membres(), datetime(2023, 9, 18, tzinfo=UTC))]
        return sum(tailles), max(tailles)

    avant = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    total, plus_grand = asyncio.run(passer())
    assert total > 512 * len(morceau)
    assert plus_grand < len(morceau) + 1024
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - avant < 16 * 1024


def test_un_fichier_qui_manque_en_route_ne_fait_pas_une_archive_entiere() -> None:
    async def contenu() -> AsyncIterator[bytes]:
        yield b"debut"
        raise OSError("magasin coupé")

    async def membres() -> AsyncIterator[Membre]:
        yield Membre("a.pdf", contenu(), tasse=False)

    async def passer() -> bytes:
        recu = b""
        with pytest.raises(OSError, match="magasin"):
            async for m in zipper(membres(), datetime(2023, 9, 18, tzinfo=UTC)):
                recu += m
        return recu

    assert b"PK\x05\x06" not in asyncio.run(passer())


def test_les_messages_y_sont_sans_l_agent_qui_ecrit_sauf_pour_l_administration(ici: Ici) -> None:
    candidature = pleine(ici)
    ecrit = repondre(agent(ici.client, ici.url), candidature, "Bien reçu.").json()
    lu = {"jusqu_a": 3}
    candidature.appeler("POST", "/messages/lecture", json=lu).raise_for_status()
    archive = _exporter(candidature)
    rendu = archive.json("messages.json")
    assert [m["texte"] for m in rendu["messages"]] == [
        *(f"{MARQUE} Bonjour.", "La voici.", "Bien reçu.")
    ]
    assert [(u["cote"], u["jusqu_a"]) for u in rendu["lectures"]] == [("demandeur", 3)]
    (piece,) = rendu["pieces"]
    assert (piece["message"], archive.lire(piece["fichier"])) == (2, pdf())
    (sien, _, _) = [m["auteur"] for m in rendu["messages"]]
    assert sien == archive.json("acces.json")[0]["id"]
    qui = ecrit["agent"]["id"].encode()
    assert not [nom for nom in archive.noms if qui in archive.lire(nom)]
    adresse = f"{_ADMINISTRATION}/{candidature.id}/export"
    d_office = Archive(ici.client.get(adresse, headers=administrateur(ici.url)))
    assert d_office.json("messages.json")["messages"][2]["auteur"].encode() == qui


def test_ce_que_l_instruction_fait_n_est_que_pour_l_administration(ici: Ici) -> None:
    candidature, instructeur = pleine(ici), agent(ici.client, ici.url)
    avant = _exporter(candidature)
    instructeur.prendre(candidature.id, le="2100-01-01T00:15:00Z").raise_for_status()
    pris = _exporter(candidature)
    instructeur.proposer(candidature.id, instructeur.lire(candidature.id)["version"])
    chemin, corps = f"/candidatures/{candidature.id}/avis", demande()
    instructeur.appeler("POST", chemin, json=corps).raise_for_status()
    sql(ici.url, f"""UPDATE avis SET brouillon = '{{"sens": null, "texte": "{MARQUE} seul"}}'""")
    propose = _exporter(candidature)
    assert propose.noms == pris.noms == avant.noms
    for nom in propose.noms:
        if nom != "LISEZMOI.txt":  # which says at what time it was made
            assert propose.lire(nom) == pris.lire(nom), nom
    dernier = propose.json("evenements.json")[-1]
    assert (dernier["genre"], dernier["acces_id"], dernier["origine"]) == (
        "prise_en_instruction",
        None,
        None,
    )
    d_office = Archive(
        ici.client.get(
            f"{_ADMINISTRATION}/{candidature.id}/export", headers=administrateur(ici.url)
        )
    )
    assert [p["sens"] for p in d_office.json("instruction.json")["proposition"]] == ["acceptee"]
    (avis,) = d_office.json("instruction.json")["avis"]
    assert avis["courriel"] == corps["courriel"]
    assert {"empreinte", "brouillon"}.isdisjoint(avis), "ce que nul autre que son auteur ne lit"
    assert f"{MARQUE} seul".encode() not in d_office.lire("instruction.json")
    assert d_office.json("instruction.json")["avis_rendu"] == []
    evenements = d_office.json("evenements.json")
    assert "proposition" in [e["genre"] for e in evenements]
    assert evenements[-1]["empreinte"] == d_office.json("candidature.json")["chaine"]
