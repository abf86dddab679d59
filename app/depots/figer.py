"""What a deposit freezes of a candidature, once nothing stands in its way."""

from dataclasses import dataclass
from typing import Any, cast

from app.candidatures.queries import Candidature
from app.candidatures.validation import presenter
from app.depots.accuse import PieceRecue, empreinte_canonique
from app.depots.depots import DepotResume
from app.depots.refus import DossierIncomplet
from app.formulaire.evaluation import examiner, instantane_de, lire_pour_figer
from app.formulaire.messages import Ecart
from app.formulaire.perimetre import Perimetre
from app.pieces_jointes.representation import PieceJointe


@dataclass(frozen=True, slots=True)
class Fige:
    """What a deposit freezes: the answers shown, normalised, and the files shown."""

    perimetre: Perimetre
    avertissements: list[Ecart]
    instantane: dict[str, Any]
    empreinte: str
    pieces: list[PieceRecue]

    def identique(self, precedent: DepotResume) -> bool:
        """Whether that deposit is of the very same content."""
        return (self.empreinte, self.pieces) == (precedent.empreinte, precedent.pieces)


def figer(lue: Candidature, jointes: list[PieceJointe]) -> Fige:
    """Judge and freeze; raises `DossierIncomplet` with every error at once."""
    dossier, rubriques = lue.dossier(), {piece.rubrique for piece in jointes}
    # What newer versions of the form have to tell is for who still writes: it is not frozen.
    examen, sections = lire_pour_figer(dossier, rubriques)
    if not examen.deposable:
        validation = presenter(examiner(dossier, rubriques, lue.annonces))
        raise DossierIncomplet(erreurs=validation.erreurs, avertissements=validation.avertissements)
    montrees = examen.rubriques()
    instantane = instantane_de(sections)
    return Fige(
        cast(Perimetre, sections["perimetre"]),
        examen.ecarts,
        instantane,
        empreinte_canonique(instantane),
        [
            PieceRecue(
                id=piece.id,
                rubrique=piece.rubrique.value,
                nom=piece.nom,
                taille=piece.taille,
                empreinte=piece.empreinte,
            )
            for piece in jointes
            if piece.rubrique in montrees
        ],
    )
