"""A whole deposit as a tagged PDF (PDF/UA-1): what was asked, what was answered, the files."""

from collections import defaultdict
from typing import Any

from app.editions.blocs import fichier, sections
from app.editions.composer import Gabarit, composer
from app.editions.depose import Depose, PieceDeposee
from app.editions.dessin import affichable
from app.editions.francais import instant_en_lettres, par_groupes
from app.formulaire.dossier import SECTIONS


def dossier_pdf(depose: Depose) -> bytes:
    """The PDF of a deposit: same deposit, same form, same bytes.

    Blocks for some 15 ms a page, and keeps much memory: `editeur` does it in a process of its own.
    Raises `typst.TypstError` if the document breaks PDF/UA-1, which no content should cause.
    """
    return composer(Gabarit.DOSSIER, donnees(depose), depose.recu_le)


def donnees(depose: Depose) -> dict[str, Any]:
    """The deposit as the template wants it: JSON data, so that no content is taken for markup."""
    par_rubrique = defaultdict[str, list[PieceDeposee]](list)
    for piece in depose.pieces:
        par_rubrique[piece.rubrique].append(piece)
    demandees = {piece.rubrique for section in SECTIONS.values() for piece in section.pieces}
    return {
        "numero": depose.numero,
        "depot": depose.depot,
        "recu_le": instant_en_lettres(depose.recu_le),
        "denomination": affichable(depose.denomination),
        "siret": par_groupes(depose.siret),
        "territoire": affichable(depose.nom_territoire),
        "version_formulaire": affichable(depose.version_formulaire),
        "empreinte": depose.empreinte,
        "bac_a_sable": depose.bac_a_sable,
        "sections": sections(depose.instantane, par_rubrique),
        "autres_fichiers": [fichier(p) for p in depose.pieces if p.rubrique not in demandees],
        "changements": [affichable(changement) for changement in depose.changements],
    }
