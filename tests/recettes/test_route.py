"""The recipes of a route, of a refusal, and of what is to disappear."""

import json
from typing import Final

import pytest

from tests.recettes.page import recette
from tests.recettes.projet import Projet

pytestmark = pytest.mark.verify

_CONTRAT: Final = ("tests/contrat/test_openapi.py", "tests/contrat/test_gardes.py")
ACTE = '''"""The act of asking to be called back."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.acces.appelant import Appelant
from app.candidatures.details import DetailModification
from app.candidatures.evenements import EvenementModification
from app.candidatures.journal import consigner
from app.candidatures.queries import ouvrir
from app.candidatures.refus import RappelInutile
from app.kit.glossary import decrit
from app.kit.services import Services


@decrit("Quand être rappelé.")
class DemandeDeRappel(BaseModel):
    """What the applicant asks for."""

    model_config = ConfigDict(extra="forbid")
    creneau: Annotated[int, Field(ge=8, le=18, description="L'heure, de 8 à 18.")]


@decrit("Un rappel, tel qu'il est prévu.")
class Rappel(BaseModel):
    """When they will be called."""

    heure: Annotated[int, Field(description="L'heure retenue.")]


async def rappeler(
    services: Services, id: UUID, appelant: Appelant, demande: DemandeDeRappel, arrivee: datetime
) -> Rappel:
    """Note when to call back. Raises `RappelInutile` once a candidature was deposited."""
    async with services.base.transaction() as connexion:
        lue = await ouvrir(connexion, id, appelant, verrou=True)
        if not lue.etat.en_redaction:
            raise RappelInutile(etat=lue.etat)
        fait = EvenementModification(DetailModification(["/contact/telephone"]))
        await consigner(connexion, id, fait, lue.auteur(appelant), arrivee)
    return Rappel(heure=demande.creneau)
'''
REFUS = """

class RappelInutile(Probleme):
    statut, code = HTTPStatus.CONFLICT, "rappel-inutile"
    titre = "La candidature est déjà déposée"
    sens = "On ne rappelle que pour un dossier en cours de rédaction."
    etat: Etat

    @classmethod
    def exemple(cls) -> Self:
        return cls(etat=Etat.DEPOSEE)
"""
ROUTE = '''@routes.post(
    "/{id}/rappels",
    operation_id="demanderRappel",
    summary="Demander un rappel",
    responses=reponses(*CORPS, *SIENNE, RappelInutile),
)
@Declaration(
    corps=Corps(DemandeDeRappel, lambda: {"creneau": 9}),
    exemple=lambda: Rappel(heure=9),
    suit=APRES_CREATION,
)
async def demander_un_rappel(
    id: IdCandidature, requete: Request, services: LesServices, appelant: Redacteur
) -> Rappel:
    """Note l'heure à laquelle le service rappelle. Après un dépôt, la réponse est 409 : écrivez à
    l'adresse de l'accusé.
    """
    corps = await corps_json(requete, services.settings.corps_max, JSON)
    demande = lire_modele(corps, DemandeDeRappel)
    return await rappeler(services, id, appelant, demande, appel_de(requete).arrivee)


'''
ESSAI = '''"""Asking to be called back."""

from tests.candidatures.outils import probleme
from tests.client import Client
from tests.depots.pieces import deposee


def test_un_rappel_est_note(client: Client) -> None:
    candidature = client.creer()
    reponse = candidature.appeler("POST", "/rappels", json={"creneau": 9})
    assert (reponse.status_code, reponse.json()) == (200, {"heure": 9})
    assert candidature.appeler("POST", "/rappels", json={"creneau": 7}).status_code == 422


def test_apres_un_depot_il_est_inutile(client: Client) -> None:
    reponse = deposee(client).appeler("POST", "/rappels", json={"creneau": 9})
    assert probleme(reponse, 409, "rappel-inutile")["etat"] == "deposee"
'''
OBSOLETE = """@obsolete(
    depuis=datetime(2030, 1, 1, tzinfo=UTC),
    fin=datetime(2031, 1, 1, tzinfo=UTC),
    notice="https://territoires-industrie.example.fr/historique",
    remplacant="/v2/candidatures/{id}/validation",
)"""
REFUS_DU_RETRAIT = """

class RetraitTropTot(Probleme):
    statut, code = HTTPStatus.CONFLICT, "retrait-trop-tot"
    titre = "Une candidature ne se retire pas le jour où elle change"
    sens = "Le retrait est possible à partir du lendemain."
    des: datetime

    @classmethod
    def exemple(cls) -> Self:
        return cls(des=datetime(2023, 9, 1, tzinfo=UTC))


RETRAIT_EMPECHE: Final = Ensemble(
    "RetraitEmpeche",
    "La candidature ne se retire pas maintenant.",
    (EtatIncompatible, RetraitTropTot),
)
"""
LEVEE = """    lendemain = lue.modifiee_le + timedelta(days=1)
    if arrivee < lendemain:
        raise RetraitTropTot(des=lendemain)
"""
ESSAI_DU_REFUS = '''"""A withdrawal that comes too early."""

from tests.candidatures.outils import probleme
from tests.client import Client
from tests.depots.pieces import deposee


def test_un_retrait_du_jour_meme_est_refuse(client: Client) -> None:
    probleme(deposee(client).appeler("POST", "/retrait"), 409, "retrait-trop-tot")
'''


def test_une_route_qui_ecrit_coute_quatre_fichiers(projet: Projet) -> None:
    routes = "app/candidatures/routes.py"
    projet.ajouter("app/candidatures/rappeler.py", ACTE)
    projet.remplacer(routes, "^def _repondre", ROUTE + r"\g<0>")
    _importer(projet, routes, "candidatures.rappeler", "DemandeDeRappel, Rappel, rappeler")
    _importer(projet, routes, "candidatures.refus", "RappelInutile")
    _importer(projet, routes, "kit.web.json_text", "lire_modele")
    projet.ajouter("app/candidatures/refus.py", REFUS)
    projet.ajouter("tests/candidatures/test_rappel.py", ESSAI)
    assert recette("To add a route").ecarts(projet.ecrits) == []
    assert len(projet.ecrits) == 4
    projet.relire()
    projet.generer()
    projet.tester("tests/candidatures/test_rappel.py", *_CONTRAT, "tests/test_couches.py")
    projet.tester("tests/acces/test_matrice.py", "-k", "a_jour or rappels")
    projet.tester("tests/contrat/test_linters.py", "-m", "verify", "-k", "spectral")
    page = (projet.racine / "docs/acces.md").read_text(encoding="utf-8")
    assert "/v1/candidatures/{id}/rappels" in page


def test_un_refus_se_declare_chez_lui(projet: Projet) -> None:
    acte, routes = "app/depots/retirer.py", "app/depots/routes.py"
    projet.ajouter("app/depots/refus.py", REFUS_DU_RETRAIT)
    projet.remplacer(routes, r"SIENNE, EtatIncompatible\)", "SIENNE, RETRAIT_EMPECHE)")
    _importer(projet, routes, "depots.refus", "RETRAIT_EMPECHE")
    projet.remplacer(
        routes,
        r"^from app.candidatures.refus import CampagneFermee, EtatIncompatible\n",
        "from app.candidatures.refus import CampagneFermee\n",
    )
    projet.ajouter(acte, LEVEE)
    projet.remplacer(acte, r"_verifier\(lue\)", "_verifier(lue, arrivee)")
    projet.remplacer(
        acte, r"_verifier\(lue: Candidature\)", "_verifier(lue: Candidature, arrivee: datetime)"
    )
    projet.remplacer(acte, "^from datetime import datetime", r"\g<0>, timedelta")
    _importer(projet, acte, "depots.refus", "RetraitTropTot")
    projet.ajouter("tests/depots/test_trop_tot.py", ESSAI_DU_REFUS)
    assert recette("To add a refusal").ecarts(projet.ecrits) == []
    projet.relire()
    projet.generer()
    projet.tester("tests/depots/test_trop_tot.py", *_CONTRAT)


def test_une_route_qui_s_en_va_le_dit(projet: Projet) -> None:
    routes = "app/candidatures/routes.py"
    projet.remplacer(
        routes, r"^@Declaration\(exemple=exemples.validation, .*$", r"\g<0>\n" + OBSOLETE
    )
    _importer(projet, routes, "kit.web.deprecation", "obsolete")
    projet.remplacer(
        routes, "^from datetime import datetime$", "from datetime import UTC, datetime"
    )
    projet.remplacer(
        "CHANGELOG.md",
        r"^## \[.*\] - unreleased$",
        r"\g<0>\n\n### Deprecated\n\n- `validerCandidature`, for `/v2`.",
    )
    assert recette("To retire a route or a field").ecarts(projet.ecrits) == []
    projet.relire()
    projet.generer()
    projet.tester(*_CONTRAT)
    projet.outil("python", "-m", "tests.compatibilite")
    contrat = json.loads((projet.racine / "openapi.json").read_text(encoding="utf-8"))
    assert contrat["paths"]["/v1/candidatures/{id}/validation"]["get"]["deprecated"]


def _importer(projet: Projet, fichier: str, module: str, noms: str) -> None:
    """As an editor does: the import, then all of them in order."""
    projet.remplacer(
        fichier, r"\A(\"\"\".*?\"\"\"\n\n)", rf"\g<0>from app.{module} import {noms}\n"
    )
    projet.outil("ruff", "check", "--quiet", "--select=I", "--fix", fichier)
    projet.outil("ruff", "format", "--quiet", fichier)
