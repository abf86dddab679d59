"""Refusals of accesses and links."""

from http import HTTPStatus
from typing import Final, Self

from app.kit.web.declaration import Ensemble
from app.kit.web.problems import CourrielIndisponible, Indisponible, Probleme


class LienRefuse(Probleme):
    statut, code = HTTPStatus.NOT_FOUND, "lien-refuse"
    titre = "Ce lien ne fonctionne pas"
    sens = "Il a déjà servi, il a expiré ou il n'a jamais existé : demandez-en un autre."
    echec = True


class TropDAcces(Probleme):
    statut, code = HTTPStatus.CONFLICT, "trop-d-acces"
    titre = "Le nombre maximal d'accès est atteint"
    sens = "Révoquez un accès avant d'inviter une autre personne."
    maximum: int

    @classmethod
    def exemple(cls) -> Self:
        return cls(maximum=20)


class DernierAcces(Probleme):
    statut, code = HTTPStatus.CONFLICT, "dernier-acces"
    titre = "C'est le dernier accès du propriétaire"
    sens = "Révoqué, plus personne ne pourrait déposer cette candidature : renouvelez le jeton."


ENVOI_EMPECHE: Final = Ensemble(
    "EnvoiEmpeche",
    "Aucun courriel ne peut être envoyé, ou le service est indisponible.",
    (CourrielIndisponible, Indisponible),
)
