"""A candidature of which the service holds all that it can hold, every free value marked."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.acces.droits import Portee
from app.config import Settings
from tests.acces.temoins import envoyer_un_fichier, nouvelle_cle
from tests.bases import sql
from tests.client import Candidature, Client
from tests.decisions.decidees import inscrire_decision
from tests.formulaire.exemples import dossier_complet
from tests.marques import MARQUE, marquer
from tests.pieces_jointes.echantillons import pdf, xlsx

_ANCIENNES: Final = (
    '[{"lieu": "/bilan/actions_realisees", "code": "question_retiree", '
    f'"parametres": {{"libelle": "Bilan", "reponse": "{MARQUE}"}}}}]'
)


@dataclass(frozen=True)
class Ici:
    """A service, and what is behind it."""

    client: Client
    reglages: Settings

    @property
    def url(self) -> str:
        assert self.reglages.database_url_migration
        return self.reglages.database_url_migration.get_secret_value()

    @property
    def dossier(self) -> Path:
        return self.reglages.donnees / "fichiers"

    def fichiers(self) -> set[str]:
        """The names of all that the store holds."""
        return {f.name for d in ("pieces", "quarantaine") for f in (self.dossier / d).iterdir()}

    def contenu(self) -> dict[str, str]:
        """All that the database holds, pgqueuer's tables included: each table's rows as text."""
        tables = sql(self.url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {
            table: "\n".join(ligne for (ligne,) in sql(self.url, f"SELECT t::text FROM {table} t"))
            for (table,) in tables
        }


def pleine(ici: Ici) -> Candidature:
    """Deposited twice, shared, known to a portal; with a file removed since and an infected one."""
    candidature = ici.client.creer(
        marquer(dossier_complet()), **{"Idempotency-Key": f"{MARQUE}-cle-de-creation"}
    )
    for rubrique, contenu in (("plan_action_operationnel", xlsx()), ("lettres", pdf())):
        jointe = candidature.joindre(rubrique, f"{MARQUE} {rubrique}", contenu)
        assert jointe.status_code == 201, jointe.text
    de_trop = candidature.joindre("lettres", f"{MARQUE} en trop", pdf()).json()["id"]
    candidature.deposer(**{"Idempotency-Key": f"{MARQUE}-cle-de-depot"}).raise_for_status()
    candidature.appeler("DELETE", f"/pieces-jointes/{de_trop}").raise_for_status()
    candidature.modifier({"contact": {"nom_prenom": f"{MARQUE} Anne"}}).raise_for_status()
    assert candidature.deposer().status_code == 201
    invitation = {"courriel": f"{MARQUE.lower()}@anct.gouv.fr", "role": "edition"}
    candidature.appeler("POST", "/acces", json=invitation).raise_for_status()
    message = {"texte": f"{MARQUE} Bonjour."}
    candidature.appeler("POST", "/messages", json=message).raise_for_status()
    envoyer_un_fichier(candidature, f"{MARQUE} délibération.pdf")
    _completer(ici, candidature)
    return candidature


def _completer(ici: Ici, candidature: Candidature) -> None:
    """What comes by other ways: answers of an older form, a virus, a portal, a link, a warning."""
    infectee = candidature.joindre("lettres", f"{MARQUE} infectée", pdf()).json()["id"]
    (ici.dossier / "pieces" / infectee).rename(ici.dossier / "quarantaine" / infectee)
    sql(
        ici.url,
        f"UPDATE piece_jointe SET antivirus = 'infecte' WHERE id = '{infectee}'",
        "INSERT INTO portail_reference (titulaire, reference, candidature_id) "
        f"VALUES (gen_random_uuid(), '{MARQUE}-1', '{candidature.id}')",
        "INSERT INTO lien (empreinte, acces_id, courriel, expire_le) "
        f"SELECT sha256('lien'), id, '{MARQUE}@x.fr', '2023-09-18T12:00:00Z' FROM acces "
        f"WHERE candidature_id = '{candidature.id}' LIMIT 1",
        f"UPDATE candidature SET preavis_le = now(), reponses_anciennes = '{_ANCIENNES}' "
        f"WHERE id = '{candidature.id}'",
    )
    inscrire_decision(ici.url, candidature.id, motivation=f"{MARQUE} motivation")


def administrateur(url: str, *regions: str) -> dict[str, str]:
    """The header of a key of the administration, limited to these regions if any."""
    _, secret = nouvelle_cle(url, Portee.ADMINISTRATION, regions=[*regions] or None)
    return {"Authorization": f"Bearer {secret}"}
