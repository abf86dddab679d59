"""Keys, made as an administrator makes them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import httpx2

from app.acces.droits import Portee
from tests.client import Client, Json
from tests.exploitation.commandes import ti

CLES: Final = "/v1/administration/cles"
DE_PORTAIL: Final = (
    Portee.CANDIDATURES_LIRE,
    Portee.CANDIDATURES_ECRIRE,
    Portee.CANDIDATURES_DEPOSER,
)


def creer_en_ligne(url: str, nom: str, *portees: Portee, autres: Sequence[str] = ()) -> str:
    """The key that `ti cles creer` prints, on the database `url`."""
    choisies = [mot for portee in portees for mot in ("--portee", portee.value)]
    fait = ti("cles", "creer", nom, *choisies, *autres, TI_DATABASE_URL=url)
    assert fait.returncode == 0, fait.stderr
    (cle,) = fait.stdout.splitlines()
    return cle


def porteur(cle: str) -> dict[str, str]:
    """The header that shows a key."""
    return {"Authorization": f"Bearer {cle}"}


@dataclass
class Administration:
    """Who manages keys."""

    client: Client
    cle: str = field(repr=False)

    def appeler(
        self, methode: str, suite: str = "", corps: Any = None, **options: Any
    ) -> httpx2.Response:
        entetes = porteur(self.cle) | options.pop("entetes", {})
        if corps is not None:
            options["json"] = corps
        return self.client.request(methode, CLES + suite, headers=entetes, **options)

    def demander(self, **membres: Any) -> httpx2.Response:
        """Ask for a key; `entetes` adds headers."""
        entetes = membres.pop("entetes", {})
        voulue: Json = {"nom": "Essai", "portees": [Portee.CANDIDATURES_LIRE], **membres}
        return self.appeler("POST", corps=voulue, entetes=entetes)

    def creer(self, *portees: Portee, **membres: Any) -> Json:
        """A key, shown with its secret (`cle`)."""
        reponse = self.demander(portees=portees, **membres)
        assert reponse.status_code == 201, reponse.text
        return reponse.json()

    def roter(self, id: str, recouvrement: int, **autres: Any) -> httpx2.Response:
        """Replace a key."""
        entetes = autres.pop("entetes", {})
        corps = {"recouvrement": recouvrement, **autres}
        return self.appeler("POST", f"/{id}/rotation", corps, entetes=entetes)

    def voir(self, id: str, **entetes: str) -> Json:
        """A key as the list shows it."""
        page: Json = {"suivant": None}
        while True:
            apres = {"apres": page["suivant"]} if page["suivant"] else {}
            page = self.appeler("GET", params={"limite": 100, **apres}, entetes=entetes).json()
            if trouvees := [cle for cle in page["cles"] if cle["id"] == id]:
                return trouvees[0]
            assert page["suivant"], "clé absente de la liste"
