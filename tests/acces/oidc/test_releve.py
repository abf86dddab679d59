"""What the provider publishes, when many need it at once."""

import asyncio

from app.acces.oidc.releve import Releve
from tests.acces.oidc.outils import HorlogeReglable


class _Publication:
    """A document that is fetched no faster than a test lets it."""

    def __init__(self) -> None:
        self.demandes = 0
        self.demande = asyncio.Event()
        self.permis = asyncio.Event()

    async def chercher(self) -> str:
        self.demandes += 1
        self.demande.set()
        await self.permis.wait()
        return f"copie {self.demandes}"


def test_ceux_qui_attendent_ensemble_ont_la_meme_copie() -> None:
    async def jouer() -> tuple[list[str], int]:
        publication = _Publication()
        releve = Releve(publication.chercher, HorlogeReglable(), duree=60)
        lectures = [asyncio.create_task(releve.lire()) for _ in range(5)]
        await publication.demande.wait()
        publication.permis.set()
        return await asyncio.gather(*lectures), publication.demandes

    assert asyncio.run(jouer()) == (["copie 1"] * 5, 1)


def test_qui_se_contente_de_la_copie_n_attend_pas_la_suivante() -> None:
    async def jouer() -> list[str]:
        publication = _Publication()
        publication.permis.set()
        releve = Releve(publication.chercher, HorlogeReglable(), duree=60)
        await releve.lire()
        publication.permis.clear()
        suivante = asyncio.create_task(releve.lire(age_max=0))
        lues = [await asyncio.wait_for(releve.lire(), 5)]
        publication.permis.set()
        return [*lues, await suivante, await releve.lire()]

    assert asyncio.run(jouer()) == ["copie 1", "copie 2", "copie 2"]


def test_une_copie_perimee_ne_sert_plus() -> None:
    async def jouer() -> list[str]:
        publication, horloge = _Publication(), HorlogeReglable()
        publication.permis.set()
        releve = Releve(publication.chercher, horloge, duree=60)
        lues = [await releve.lire()]
        for attente in (58, 2):
            horloge.avancer(attente)
            lues.append(await releve.lire())
        return lues

    assert asyncio.run(jouer()) == ["copie 1", "copie 1", "copie 2"]
