"""Endpoints written past the API, and events as acts publish them."""

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, Self
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from app.acces.cles import empreinte_du_titulaire
from app.acces.droits import Portee
from app.candidatures.annoncer import A_NUMEROTER
from app.config import Settings
from app.flux.crochets.secrets import USAGE, enfermer, nouveau_secret
from app.kit.egress.insistence import Insistance
from app.kit.keys.keyring import Trousseau
from tests.acces.temoins import nouvelle_cle
from tests.candidatures.outils import Sonde
from tests.client import Client
from tests.conftest import reglages_pour
from tests.exploitation.processus import Service

SECRETS: Final = defaultdict[str, list[str]](list)
"""Those of the endpoints declared, by the host and port that they are told at."""
# Ten attempts in a second.
_DELAI: Final = 20.0  # seconds after which a wait is a failure
_REGARD: Final = 0.005
VIF: Final = Insistance(
    essais=(timedelta(0), *[timedelta(milliseconds=20)] * 9),
    differe=timedelta(seconds=2),
    connexion=timedelta(seconds=0.8),
    echange=timedelta(seconds=1),
    bail=timedelta(seconds=2),
    ralenti=timedelta(milliseconds=50),
    releve=timedelta(milliseconds=60),
)


@dataclass(frozen=True)
class Titulaire:
    """Who holds a key."""

    id: UUID
    cle: str = field(repr=False)


@dataclass(frozen=True)
class Crochet:
    """An endpoint, and the secret that its receiver checks signatures with."""

    id: UUID
    titulaire: Titulaire
    secret: str = field(repr=False)

    @property
    def chemin(self) -> str:
        return f"/v1/crochets/{self.id}"


@dataclass
class Envois:
    """A service that sends, and its database."""

    client: Client
    url: str
    sonde: Sonde
    reglages: Settings
    _dernier: int = -(2**40)

    @classmethod
    def de(cls, service: Service) -> Self:
        """Those of a service in processes of its own, with its own PostgreSQL."""
        url = (
            f"postgresql+asyncpg://postgres@/ti?host={service.donnees}/postgresql.socket&port=5432"
        )
        reglages = reglages_pour(url, service.donnees, bac_a_sable=True)
        return cls(service.client(), url, Sonde(url), reglages)

    @property
    def trousseau(self) -> Trousseau:
        return Trousseau(self.reglages.fichier_de_cle)

    def titulaire(
        self, *portees: Portee, regions: list[str] | None = None, avec: Titulaire | None = None
    ) -> Titulaire:
        """Who may read their candidatures, unless told otherwise; `avec`: another key of theirs."""
        portees = portees or (Portee.CANDIDATURES_LIRE,)
        id, cle = nouvelle_cle(self.url, *portees, regions=regions)
        if avec:
            self.executer(f"UPDATE cle_api SET titulaire = '{avec.id}' WHERE id = '{id}'")
            return Titulaire(avec.id, cle)
        ((titulaire,),) = self.lire("SELECT titulaire FROM cle_api WHERE id = :id", id=UUID(id))
        return Titulaire(titulaire, cle)

    def declarer(
        self,
        titulaire: Titulaire,
        url: str,
        *,
        types: Sequence[str] | None = None,
        format: str = "json",
        courriel: str | None = None,
    ) -> Crochet:
        """An endpoint that is told of what happens from now on."""
        id, secret = uuid4(), nouveau_secret()
        cle = self.trousseau.secrets(USAGE)[0]
        self.lire(
            "INSERT INTO crochet (id, titulaire, url, libelle, types, format, courriel, secret, "
            "cree_le, actif, position, echecs, avertissements) SELECT :id, :titulaire, :url, "
            "'Essai', CAST(:types AS text[]), :format, :courriel, :secret, now(), true, "
            "(SELECT coalesce(max(position), 0) FROM flux), 0, 0 RETURNING id",
            id=id,
            titulaire=titulaire.id,
            url=url,
            types=None if types is None else [*types],
            format=format,
            courriel=courriel,
            secret=enfermer(secret, id, cle),
        )
        SECRETS[urlsplit(url).netloc].append(secret)
        return Crochet(id, titulaire, secret)

    def publier(
        self,
        titulaire: Titulaire,
        *candidatures: UUID,
        type: str = "candidature.deposee",
        region: str = "28",
    ) -> None:
        """One event of each, as acts leave them to be numbered."""
        debut, self._dernier = self._dernier, self._dernier + len(candidatures)
        self.lire(
            "INSERT INTO a_numeroter (evenement_id, candidature_id, type, le, etat, numero, "
            "version, depot, regions, portail, reference) "
            "SELECT :debut + rang, candidature, :type, now(), "
            "'deposee', 'TI-2023-0000-0000', 1, 1, CAST(:regions AS text[]), :portail, 'ref' "
            "FROM unnest(CAST(:candidatures AS uuid[])) WITH ORDINALITY AS une(candidature, rang) "
            f"RETURNING pg_notify('{A_NUMEROTER}', '')",
            debut=debut,
            candidatures=[*candidatures],
            type=type,
            regions=[region],
            portail=empreinte_du_titulaire(titulaire.id),
        )

    def lire(self, requete: str, **parametres: Any) -> list[tuple[Any, ...]]:
        return self.sonde.lignes(requete, **parametres)

    def executer(self, requete: str) -> None:
        self.lire(f"WITH fait AS ({requete} RETURNING 1) SELECT count(*) FROM fait")

    def attendre(self, requete: str, *attendu: Any, **parametres: Any) -> None:
        """Return once a query gives this row."""
        fin = time.monotonic() + _DELAI
        while (lu := self.lire(requete, **parametres)) != [attendu]:
            assert time.monotonic() < fin, lu
            time.sleep(_REGARD)

    def etats(self, crochet: Crochet) -> list[tuple[str, int]]:
        """Where its deliveries stand, by position."""
        requete = "SELECT etat, essais FROM livraison WHERE crochet_id = :id ORDER BY position"
        return [(etat, essais) for etat, essais in self.lire(requete, id=crochet.id)]

    def attendre_les_etats(self, crochet: Crochet, *etats: str) -> None:
        """Return once its deliveries stand there, by position."""
        requete = "SELECT array_agg(etat ORDER BY position) FROM livraison WHERE crochet_id = :id"
        self.attendre(requete, [*etats], id=crochet.id)

    def attendre_la_repartition(self, crochet: Crochet) -> None:
        """Return once its cursor is at the end of what was published."""
        self.attendre(
            "SELECT (SELECT count(*) FROM a_numeroter), "
            "(SELECT max(position) FROM flux) - position FROM crochet WHERE id = :id",
            0,
            0,
            id=crochet.id,
        )

    def remplacer_le_secret(self, crochet: Crochet) -> str:
        """The new one; the former signs as well for an hour."""
        neuf, cle = nouveau_secret(), self.trousseau.secrets(USAGE)[0]
        ((url,),) = self.lire(
            "UPDATE crochet SET ancien_secret = secret, secret = :neuf, "
            "ancien_jusqu_a = now() + interval '1 hour' WHERE id = :id RETURNING url",
            id=crochet.id,
            neuf=enfermer(neuf, crochet.id, cle),
        )
        SECRETS[urlsplit(str(url)).netloc].append(neuf)
        return neuf

    def issues(self, crochet: Crochet) -> list[tuple[str, int | None]]:
        """What came of its attempts, in their order."""
        requete = "SELECT issue, statut FROM tentative WHERE crochet_id = :id ORDER BY id"
        return [(issue, statut) for issue, statut in self.lire(requete, id=crochet.id)]
