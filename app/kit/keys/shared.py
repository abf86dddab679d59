"""Whether the keys of this process are those of the others: else it signs nothing."""

from typing import Final

from app.kit.common import Quoi, lire, lire_seul, noter
from app.kit.keys.keyring import Trousseau
from app.kit.keys.signature import CleSignature
from app.kit.postgres.database import Base
from app.kit.web.problems import Indisponible

_PHRASE: Final = (
    "Il manque à ce processus {manquantes}, que connaît sa base. Donnez-lui le dossier de clés des "
    "autres (TI_CLE_SIGNATURE, ou cles/ dans TI_DONNEES). Si une clé a été détruite, "
    "docs/deployer.md dit comment l'oublier."
)


class ClesEtrangeres(Exception):
    """This process lacks keys that others have; the message, in French, says which."""


class Signataire:
    """The key that signs, once all know it.

    Who holds every key that the database knows may add to them: they are of the same service, and
    have rotated. Who lacks one brings none.
    """

    def __init__(self, base: Base, trousseau: Trousseau) -> None:
        self._base = base
        self._trousseau = trousseau
        self._connue = ""
        self.etranger = False

    async def cle(self) -> CleSignature:
        """The key to sign with; raises `Indisponible` where the others would not know it."""
        cle = self._trousseau.courante()
        if cle.kid != self._connue:
            async with self._base.lecture() as connexion:
                connues = await lire(connexion, Quoi.CLE)
            if cle.kid not in connues:
                try:
                    await self.reconnaitre()
                except ClesEtrangeres as refus:
                    raise Indisponible(entetes={"Retry-After": "5"}) from refus
            self._connue = cle.kid
        return cle

    async def reconnaitre(self) -> None:
        """Write down the keys of this process, or find them there; raises `ClesEtrangeres`."""
        siennes = {cle.kid for cle in self._trousseau.cles()}
        async with self._base.lecture() as connexion:
            connues = await lire(connexion, Quoi.CLE)
        if connues < siennes:
            async with self._base.transaction() as connexion:
                connues = await lire_seul(connexion, Quoi.CLE)
                # Another process, or another request of this one, may have come first.
                if connues < siennes:
                    await noter(connexion, Quoi.CLE, siennes - connues)
        self.etranger = not connues <= siennes
        if self.etranger:
            raise ClesEtrangeres(_phrase(sorted(connues - siennes)))


def _phrase(manquantes: list[str]) -> str:
    noms = ", ".join(manquantes)
    return _PHRASE.format(
        manquantes=f"la clé {noms}" if len(manquantes) == 1 else f"les clés {noms}"
    )
