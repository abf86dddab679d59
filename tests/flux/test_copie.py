"""Who took everything once and follows the list has what they would get by taking it all again."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

import pytest

from tests.acces.cles import Administration
from tests.client import Candidature, Client, Json
from tests.flux.outils import BRETAGNE, deposer_par, effacer, exporter, lister, redeposer
from tests.portails.outils import Portail, reference

NORMANDIE: Json = {"region": "28", "epci": [{"siren": "200084952"}]}


@dataclass
class Copie:
    """What a follower keeps, by id, and how far they have read."""

    client: Client
    cle: str = field(repr=False)
    tenues: dict[str, Json] = field(default_factory=dict[str, Json])
    curseur: str = ""

    def prendre(self) -> None:
        """Begin."""
        self.tenues, self.curseur = _tout(self.client, self.cle)

    def suivre(self, limite: int) -> bool:
        """Read one page; whether that was all."""
        page = lister(self.client, self.cle, depuis=self.curseur, limite=limite)
        for ligne in page["candidatures"]:
            self.tenues.pop(ligne["id"], None)
            if not ligne["supprimee"]:
                self.tenues[ligne["id"]] = ligne
        self.curseur = page["suivant"]
        return page["a_jour"]


def _tout(client: Client, cle: str) -> tuple[dict[str, Json], str]:
    """Those of which something was published; other tests leave drafts."""
    lignes, fin = exporter(client, cle)
    dites = (ligne["candidature"] for ligne in lignes)
    return {une["id"]: une for une in dites if une["position"]}, fin["curseur"]


@dataclass
class Monde:
    """The acts of a portal and of the administration on a few candidatures."""

    client: Client
    portail: Portail
    administration: Administration
    hasard: Random
    ici: dict[str, Candidature] = field(default_factory=dict[str, Candidature])
    retirees: list[Candidature] = field(default_factory=list[Candidature])

    def agir(self) -> None:
        """One of them, which can be done."""
        actes: list[Callable[[], None]] = [self.deposer] if len(self.ici) < 3 else []
        actes += [self.redeposer, self.redeposer, self.retirer] if self.ici else []
        actes += [self.effacer] if self.retirees else []
        self.hasard.choice(actes)()

    def deposer(self) -> None:
        ref = reference()
        self.ici[ref] = deposer_par(self.portail, ref, **self._ou())

    def redeposer(self) -> None:
        redeposer(self.portail, self.hasard.choice([*self.ici]), **self._ou())

    def retirer(self) -> None:
        candidature = self.ici.pop(self.hasard.choice([*self.ici]))
        candidature.appeler("POST", "/retrait").raise_for_status()
        self.retirees.append(candidature)

    def effacer(self) -> None:
        effacer(self.client, self.administration, self.retirees.pop().id)

    def _ou(self) -> Json:
        return self.hasard.choice((BRETAGNE, NORMANDIE)) | {"nom_territoire": reference()}


@pytest.mark.parametrize(
    "graine", [0, *(pytest.param(une, marks=pytest.mark.verify) for une in range(1, 20))]
)
def test_une_copie_suivie_est_ce_qu_on_reprendrait(
    client: Client,
    portail: Portail,
    administration: Administration,
    nationale: str,
    normande: str,
    bretonne: str,
    graine: int,
) -> None:
    hasard = Random(graine)  # noqa: S311 -- no secret
    monde = Monde(client, portail, administration, hasard)
    for _ in range(3):
        monde.agir()
    copies = [Copie(client, cle) for cle in (portail.cle, nationale, normande, bretonne)]
    for copie in copies:
        copie.prendre()
    for _ in range(10):
        monde.agir()
        hasard.choice(copies).suivre(limite=1)
    for copie in copies:
        while not copie.suivre(limite=2):
            pass
        assert copie.tenues == _tout(client, copie.cle)[0]
