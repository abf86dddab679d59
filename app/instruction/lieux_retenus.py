"""The places that would be granted, where they are not those that were asked for."""

import asyncio
from collections.abc import Collection, Iterator, Mapping, Sequence

from app.formulaire.referentiels import EPCI_ET_EPT
from app.formulaire.referentiels.communes import groupements_de
from app.kit.web.problems import ParametreRefuse


async def groupements_des(communes: Collection[str]) -> Mapping[str, Collection[str]]:
    """Of each commune (INSEE code), the EPCI and EPT (SIREN) that it belongs to; what is no commune
    is not there.
    """
    return await asyncio.to_thread(groupements_de, communes) if communes else {}


async def lieux_inconnus(epci: Sequence[str], communes: Sequence[str]) -> list[ParametreRefuse]:
    """Which of these are no EPCI or EPT, and no commune: members of a body, by their places."""
    return [
        *_fautes("epci", epci, EPCI_ET_EPT, "siren_inconnu"),
        *_fautes("communes", communes, await groupements_des(communes), "commune_inconnue"),
    ]


def _fautes(
    nom: str, lieux: Sequence[str], connus: Collection[str], faute: str
) -> Iterator[ParametreRefuse]:
    for rang, lieu in enumerate(lieux):
        if lieu not in connus:
            yield ParametreRefuse("body", f"/territoire_retenu/{nom}/{rang}", faute)
