"""The receipt as a tagged PDF (PDF/UA-1), for those who print or file it.

The JSON receipt is the one that is signed; this says the same to a human eye.
"""

from typing import Any

from app.depots.accuse import CONSTATS, Accuse
from app.editions.composer import Gabarit, composer
from app.editions.dessin import affichable, insecable
from app.editions.francais import instant_en_lettres, par_groupes
from app.formulaire.nombres import en_chiffres


def accuse_pdf(accuse: Accuse) -> bytes:
    """The PDF of a receipt: same receipt, same bytes. Blocks for some 20 ms.

    Raises `typst.TypstError` if the document breaks PDF/UA-1, which no content should cause.
    """
    return composer(Gabarit.ACCUSE, _donnees(accuse), accuse.recu_le)


def _donnees(accuse: Accuse) -> dict[str, Any]:
    """The receipt as the template wants it: JSON data, so that no content is taken for markup."""
    return {
        **accuse.model_dump(mode="json"),
        "bac_a_sable": accuse.bac_a_sable is True,
        "recu_le": f"le {instant_en_lettres(accuse.recu_le)}",
        "constat": CONSTATS[accuse.constate_par] if accuse.constate_par else None,
        "demandeur": {
            "denomination": affichable(accuse.demandeur.denomination),
            "siret": par_groupes(accuse.demandeur.siret),
        },
        "nom_territoire": affichable(accuse.nom_territoire),
        "version_formulaire": affichable(accuse.version_formulaire),
        "pieces": [
            {
                "nom": affichable(piece.nom),
                "taille": en_chiffres(piece.taille),
                "empreinte": piece.empreinte,
            }
            for piece in accuse.pieces
        ],
        "mentions": [insecable(mention) for mention in accuse.mentions],
    }
