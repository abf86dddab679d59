"""What this service counts of each address: some in memory, some for all its processes."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    LargeBinary,
    Table,
    bindparam,
    case,
    delete,
    select,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.config import Settings
from app.kit.clock import Horloge
from app.kit.postgres.database import Base, metadata
from app.kit.postgres.statements import EnTransaction, Preparee
from app.kit.web.windows import Compte, Fenetre, Fenetres, Quota

HEURE: Final = timedelta(hours=1)
JOUR: Final = timedelta(days=1)
# Whoever tries the sandbox out calls it by the thousand.
_BAC_A_SABLE: Final = 1000
# Windows that have ended, removed by whoever counts next.
_MENAGE: Final = 10

compteur = Table(
    "compteur",
    metadata,
    Column("cle", LargeBinary, primary_key=True),
    Column("nombre", BigInteger, nullable=False),
    Column("fin", DateTime(timezone=True), nullable=False, index=True),
)


def _compter(*, seul: bool) -> Preparee:
    """`seul`: a transaction of its own, which removes what has ended too; another one holds the
    window of one key till its commit, and no other row.
    """
    cle = bindparam("cle", type_=compteur.c.cle.type)
    fin = bindparam("fin", type_=compteur.c.fin.type)
    maintenant = bindparam("maintenant", type_=compteur.c.fin.type)
    cout = bindparam("cout", type_=compteur.c.nombre.type)
    finies = (
        select(compteur.c.cle)
        .where(compteur.c.fin <= maintenant, compteur.c.cle != cle)
        .order_by(compteur.c.fin)
        .limit(_MENAGE)
        .with_for_update(skip_locked=True)
    )
    menage = delete(compteur).where(compteur.c.cle.in_(finies)).cte("menage")
    finie = compteur.c.fin <= maintenant
    ajout = (
        insert(compteur)
        .values(cle=cle, nombre=cout, fin=fin)
        .on_conflict_do_update(
            index_elements=[compteur.c.cle],
            set_={
                "nombre": case((finie, cout), else_=compteur.c.nombre + cout),
                "fin": case((finie, fin), else_=compteur.c.fin),
            },
        )
        .returning(compteur.c.nombre, compteur.c.fin)
    )
    return Preparee(ajout.add_cte(menage) if seul else ajout)


_COMPTER: Final = _compter(seul=True)
_COMPTER_DANS: Final = _compter(seul=False)


class Partages:
    """The windows of a quota in PostgreSQL, by key; those that are full are known here as well.

    The keys are stored under a keyed hash: the table tells nobody's address.
    """

    def __init__(self, nom: str, quota: Quota, base: Base, secret: bytes) -> None:
        self._nom = nom
        self._pleines = Fenetres(quota)
        self._base = base
        self._secret = secret

    async def compter(
        self, cle: str, maintenant: datetime, cout: int = 1, dans: AsyncConnection | None = None
    ) -> Compte:
        """Count `cout` more under `cle`, without the database while its window is known to be full.

        `dans`: the transaction that it is part of, counted if that commits; its own by default.
        """
        fenetre = self._pleines.en_cours(cle, maintenant)
        if fenetre is None:
            fenetre = await self._ajouter(cle, maintenant, cout, dans)
            if fenetre.nombre - cout >= self._pleines.quota.maximum:
                self._pleines.ouvrir(cle, fenetre)
        return self._pleines.quota.compte(fenetre.nombre, fenetre.fin, maintenant)

    def plein(self, cle: str, maintenant: datetime) -> Compte | None:
        """Where `cle` stands if its window is known here to be full; nothing is counted."""
        fenetre = self._pleines.en_cours(cle, maintenant)
        quota = self._pleines.quota
        return quota.compte(fenetre.nombre, fenetre.fin, maintenant) if fenetre else None

    async def _ajouter(
        self, cle: str, maintenant: datetime, cout: int, dans: AsyncConnection | None
    ) -> Fenetre:
        valeurs: dict[str, Any] = {
            "cle": hmac.digest(self._secret, f"{self._nom}\n{cle}".encode(), "sha256"),
            "fin": maintenant + self._pleines.quota.duree,
            "maintenant": maintenant,
            "cout": cout,
        }
        ligne: Any = (
            await EnTransaction(dans).ligne(_COMPTER_DANS, **valeurs)
            if dans
            else await self._base.ecrire(_COMPTER, **valeurs)
        )
        return Fenetre(ligne["nombre"], ligne["fin"])


@dataclass(frozen=True, slots=True, eq=False)
class Limite:
    """What a room bounds: so many at most, by the settings, in a window of `duree`.

    `nom` tells it from the others where it is counted for all processes.
    """

    nom: str
    maximum: Callable[[Settings], int]
    duree: timedelta


class Compteurs:
    """Every counter of a process; `secret` hashes what is stored of them."""

    def __init__(self, settings: Settings, base: Base, horloge: Horloge, secret: bytes) -> None:
        self._settings = settings
        self._base = base
        self._horloge = horloge
        self._secret = secret
        self._fenetres: dict[Limite, Fenetres] = {}
        self._partages: dict[Limite, Partages] = {}

    def compter(self, limite: Limite, cle: str, cout: int = 1) -> Compte:
        """Count `cout` more under `cle`, in this process alone."""
        return self._locales(limite).compter(cle, self._horloge.maintenant(), cout)

    def rendre(self, limite: Limite, cle: str) -> None:
        """Take back one that `compter` counted."""
        self._locales(limite).rendre(cle, self._horloge.maintenant())

    async def compter_pour_tous(
        self, limite: Limite, cle: str, cout: int = 1, dans: AsyncConnection | None = None
    ) -> Compte:
        """Count `cout` more under `cle`, for all processes; `dans`: if that transaction commits."""
        partages = self._partages.get(limite)
        if partages is None:
            quota = self._quota(limite)
            partages = Partages(limite.nom, quota, self._base, self._secret)
            self._partages[limite] = partages
        return await partages.compter(cle, self._horloge.maintenant(), cout, dans)

    def plein(self, limite: Limite, cle: str) -> Compte | None:
        """Where `cle` stands for all processes, if it is known here to be past the limit."""
        partages = self._partages.get(limite)
        return partages.plein(cle, self._horloge.maintenant()) if partages else None

    def _locales(self, limite: Limite) -> Fenetres:
        fenetres = self._fenetres.get(limite)
        if fenetres is None:
            fenetres = self._fenetres[limite] = Fenetres(self._quota(limite))
        return fenetres

    def _quota(self, limite: Limite) -> Quota:
        fois = _BAC_A_SABLE if self._settings.bac_a_sable else 1
        return Quota(limite.maximum(self._settings) * fois, limite.duree)
