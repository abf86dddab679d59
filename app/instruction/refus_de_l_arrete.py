"""Refusals about what is decided and sealed."""

from http import HTTPStatus
from typing import Final

from app.avis.refus import AvisClos, AvisDejaDemande, RelanceTropProche, TropDAvis
from app.candidatures.refus import EtatIncompatible
from app.kit.web.declaration import Ensemble
from app.kit.web.problems import Probleme


class LotArrete(Probleme):
    statut, code = HTTPStatus.CONFLICT, "lot-arrete"
    titre = "Ce qui est décidé est arrêté"
    sens = "Le lot est arrêté, ou publié : rien de ce qu'il décide ne change, sauf à le rouvrir."


class Embargo(Probleme):
    statut, code = HTTPStatus.CONFLICT, "embargo"
    titre = "La décision n'est pas publiée"
    sens = "Elle est arrêtée ; seul qui décide la lit avant qu'elle ne soit publiée."


AVIS_EMPECHE: Final = Ensemble(
    "AvisEmpeche",
    "Aucun avis ne se demande maintenant à cette adresse.",
    (EtatIncompatible, LotArrete, AvisDejaDemande, TropDAvis),
)
AVIS_IMPOSSIBLE: Final = Ensemble(
    "AvisImpossible",
    "L'avis n'est plus attendu.",
    (EtatIncompatible, LotArrete, AvisClos),
)
RELANCE_IMPOSSIBLE: Final = Ensemble(
    "RelanceImpossible",
    "L'avis n'est plus attendu, ou qui est consulté vient d'être prévenu.",
    (EtatIncompatible, LotArrete, AvisClos, RelanceTropProche),
)
