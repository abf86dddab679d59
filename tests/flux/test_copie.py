"""Who took everything once and follows the list has what they would get by taking it all again."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from random import Random

import pytest

from app.acces.droits import Portee
from tests.acces.cles import DE_PORTAIL, Administration
from tests.acces.temoins import nouvelle_cle
from tests.bases import base_migree, oublier_les_processus
from tests.client import Candidature, Client, Json
from tests.conftest import reglages_pour, servir
from tests.flux.outils import BRETAGNE, deposer_par, effacer, exporter, lister, redeposer
from tests.portails.outils import Portail, reference

NORMANDIE: Json = {"region": "28", "epci": [{"siren": "200084952"}]}


@dataclass(frozen=True)
class Ici:
    """A service; a portal, the administration; the keys of who follows it, the portal's first."""

    client: Client
    portail: Portail
    administration: Administration
    cles: tuple[str, ...]


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

    ici: Ici
    hasard: Random
    tenues: dict[str, Candidature] = field(default_factory=dict[str, Candidature])
    retirees: list[Candidature] = field(default_factory=list[Candidature])

    def agir(self) -> None:
        """One of them, which can be done."""
        actes: list[Callable[[], None]] = [self.deposer] if len(self.tenues) < 3 else []
        actes += [self.redeposer, self.redeposer, self.retirer] if self.tenues else []
        actes += [self.effacer] if self.retirees else []
        self.hasard.choice(actes)()

    def deposer(self) -> None:
        ref = reference()
        self.tenues[ref] = deposer_par(self.ici.portail, ref, **self._ou())

    def redeposer(self) -> None:
        redeposer(self.ici.portail, self.hasard.choice([*self.tenues]), **self._ou())

    def retirer(self) -> None:
        candidature = self.tenues.pop(self.hasard.choice([*self.tenues]))
        candidature.appeler("POST", "/retrait").raise_for_status()
        self.retirees.append(candidature)

    def effacer(self) -> None:
        effacer(self.ici.client, self.ici.administration, self.retirees.pop().id)

    def _ou(self) -> Json:
        return self.hasard.choice((BRETAGNE, NORMANDIE)) | {"nom_territoire": reference()}


@pytest.fixture(scope="module")
def ici(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Ici]:
    """A sandbox of its own: who reviews everything would take, eight times over, all that others
    have deposited."""
    with base_migree(postgres) as url:
        oublier_les_processus(url)
        dossier = tmp_path_factory.mktemp("copie")
        with servir(reglages_pour(url, dossier, bac_a_sable=True, travaux=True)) as client:
            portail = Portail(client, nouvelle_cle(url, *DE_PORTAIL)[1])
            lecteurs = (
                nouvelle_cle(url, Portee.INSTRUCTION_LECTURE, regions=regions)[1]
                for regions in (None, ["28"], ["53"])
            )
            administration = Administration(client, nouvelle_cle(url, Portee.ADMINISTRATION)[1])
            yield Ici(client, portail, administration, (portail.cle, *lecteurs))


@pytest.mark.verify
@pytest.mark.parametrize("graine", range(20))
def test_une_copie_suivie_est_ce_qu_on_reprendrait(ici: Ici, graine: int) -> None:
    hasard = Random(graine)  # noqa: S311 -- no secret
    monde = Monde(ici, hasard)
    for _ in range(3):
        monde.agir()
    copies = [Copie(ici.client, cle) for cle in ici.cles]
    for copie in copies:
        copie.prendre()
    for _ in range(10):
        monde.agir()
        hasard.choice(copies).suivre(limite=1)
    for copie in copies:
        while not copie.suivre(limite=2):
            pass
        assert copie.tenues == _tout(ici.client, copie.cle)[0]
