"""Who asks the service what they asked of DS."""

from dataclasses import dataclass, field
from typing import Any, Final

import httpx2

from app.acces.droits import Portee
from tests.acces.temoins import nouvelle_cle
from tests.bases import sql
from tests.client import Client, Json

ADRESSE: Final = "/api/v2/graphql"
LISTES: Final = """
query ($after: String, $before: String, $first: Int, $last: Int, $order: Order,
       $updatedSince: ISO8601DateTime, $createdSince: ISO8601DateTime, $state: DossierState,
       $archived: Boolean) {
  demarche(number: 1) {
    dossiers(after: $after, before: $before, first: $first, last: $last, order: $order,
             updatedSince: $updatedSince, createdSince: $createdSince, state: $state,
             archived: $archived) {
      pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
      nodes { number state dateDepot dateDerniereModification }
      edges { cursor node { number } }
    }
  }
}
"""


@dataclass(frozen=True)
class Integrateur:
    """A program, with a key of its own."""

    client: Client
    cle: str = field(repr=False)

    def envoyer(
        self, corps: Any, autorisation: str | None = None, **entetes: str
    ) -> httpx2.Response:
        """What it posts, with its key unless it is given another way to say it."""
        dit = f"Bearer {self.cle}" if autorisation is None else autorisation
        return self.client.post(ADRESSE, json=corps, headers={"Authorization": dit, **entetes})

    def demander(self, document: str, **variables: Any) -> Json:
        """The data of a document that is executed without a fault."""
        recue = self.envoyer({"query": document, "variables": variables}).raise_for_status().json()
        assert recue.keys() == {"data"}, recue
        return recue["data"]

    def range(self, operation: str, **variables: Any) -> Json:
        """The same of a document that is kept."""
        corps = {"queryId": "ds-query-v2", "operationName": operation, "variables": variables}
        recue = self.envoyer(corps).raise_for_status().json()
        assert recue.keys() == {"data"}, recue
        return recue["data"]

    def page(self, **variables: Any) -> Json:
        """A page of dossiers."""
        return self.demander(LISTES, **variables)["demarche"]["dossiers"]

    def numero_de(self, url: str, candidature: str) -> int:
        """By what a candidature is known there."""
        self.page(first=1)  # all are given one by who asks
        ((numero,),) = sql(
            url, f"SELECT numero FROM numero_de_ds WHERE candidature_id = '{candidature}'"
        )
        return numero

    def adresse_d_un_fichier(self, url: str, candidature: str) -> str:
        """The end of the address that one of its files is given at."""
        dossier = self.range("getDossier", dossierNumber=self.numero_de(url, candidature))
        champs = dossier["dossier"]["champs"]
        fichier = next(un["files"][0] for un in champs if un.get("files"))
        return fichier["url"].rpartition("/")[2]

    def faute(self, document: str, **variables: Any) -> tuple[str, str]:
        """The message and the code of what is refused."""
        recue = self.envoyer({"query": document, "variables": variables}).raise_for_status().json()
        (faute,) = recue["errors"]
        return faute["message"], faute["extensions"]["code"]


def integrateur(client: Client, url: str, *regions: str) -> Integrateur:
    """A new one, limited to these regions if any."""
    cle = nouvelle_cle(url, Portee.INSTRUCTION_LECTURE, regions=[*regions] or None)[1]
    return Integrateur(client, cle)
