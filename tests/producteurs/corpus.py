"""All producers, and what they make."""

from collections.abc import Iterator
from typing import Final

from tests.producteurs import (
    archives,
    classeurs,
    factures,
    images,
    npm,
    pdf,
    programmes,
    telephones,
    textes,
)
from tests.producteurs.fichiers import Fichier, Producteur

PRODUCTEURS: Final[dict[str, Producteur]] = {
    **images.PRODUCTEURS,
    **telephones.PRODUCTEURS,
    **pdf.PRODUCTEURS,
    **factures.PRODUCTEURS,
    **classeurs.PRODUCTEURS,
    **textes.PRODUCTEURS,
    **archives.PRODUCTEURS,
    **npm.PRODUCTEURS,
    **programmes.PRODUCTEURS,
}


def produire() -> Iterator[Fichier]:
    """The files of every producer, one producer after the other."""
    for nom, producteur in PRODUCTEURS.items():
        yield from (Fichier(nom, variante, contenu) for variante, contenu in producteur())
