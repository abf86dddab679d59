"""A candidature from draft to receipt: httpx2, and the models of datamodel-code-generator."""

import json
import sys
from http import HTTPStatus
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import httpx2
from modeles import (
    AccuseSigne,
    CandidatureCreee,
    CandidatureLue,
    ContactCorrectif,
    DepotLu,
    DossierCorrectif,
    EvenementDepot,
    Historique,
    PieceJointe,
    ProblemeFormeRefusee,
    ProblemeVersionPerimee,
    Rubrique,
    SaisieRefusee,
)
from pydantic import BaseModel, ValidationError

M = TypeVar("M", bound=BaseModel)


def lire(modele: type[M], reponse: httpx2.Response, statut: HTTPStatus) -> M:
    """The answer, which has this status, as this model says it."""
    assert reponse.status_code == statut, reponse.text
    return modele.model_validate_json(reponse.content)


def refuse(texte: str) -> bool:
    """Whether the models themselves refuse the text, by the limits and the pattern it has there."""
    try:
        ContactCorrectif(nom_prenom=texte)
    except ValidationError:
        return True
    return False


def jouer(client: httpx2.Client, exemple: Path) -> None:
    """Play it against the service, with the dossier of the file `exemple`."""
    assert refuse("a\0b") and refuse("x" * 100_000) and not refuse("Zoé\n")
    creee = lire(CandidatureCreee, client.post("/v1/candidatures", json={}), HTTPStatus.CREATED)
    assert creee.numero is None
    client.headers["Authorization"] = f"Bearer {creee.jeton}"
    ici = f"/v1/candidatures/{creee.id}"

    refus = client.patch(ici, json={"contact": {"nom_prenom": "x" * 100_000}})
    trop = lire(SaisieRefusee, refus, HTTPStatus.UNPROCESSABLE_ENTITY).root
    assert isinstance(trop, ProblemeFormeRefusee)
    assert trop.erreurs[0].parametres.maximum

    dossier = DossierCorrectif.model_validate(json.loads(exemple.read_bytes()))
    envoi = dossier.model_dump(mode="json", exclude_unset=True)
    version = {"If-Match": '"1"'}
    modifiee = lire(CandidatureLue, client.patch(ici, json=envoi, headers=version), HTTPStatus.OK)
    assert [e.code for e in modifiee.validation.erreurs] == ["piece_manquante"] * 2
    perimee = client.patch(ici, json={"contact": {"courriel": None}}, headers=version)
    probleme = lire(ProblemeVersionPerimee, perimee, HTTPStatus.PRECONDITION_FAILED)
    assert "/contact/courriel" in probleme.pointeurs

    classeur = client.get("/v1/modeles/plan-action.xlsx").content
    for rubrique in (Rubrique.PLAN_ACTION_OPERATIONNEL, Rubrique.LETTRES):
        reponse = client.post(
            f"{ici}/pieces-jointes",
            data={"rubrique": rubrique.value},
            files={"fichier": ("plan.xlsx", classeur)},
        )
        assert lire(PieceJointe, reponse, HTTPStatus.CREATED).rubrique is rubrique

    reponse = client.post(f"{ici}/depots", headers={"Idempotency-Key": str(uuid4())})
    depot = lire(DepotLu, reponse, HTTPStatus.CREATED)
    accuse = client.get(f"{ici}/depots/{depot.depot}/accuse-reception")
    assert lire(AccuseSigne, accuse, HTTPStatus.OK).accuse.numero == depot.numero
    histoire = lire(Historique, client.get(f"{ici}/evenements"), HTTPStatus.OK)
    dernier = histoire.evenements[-1].root
    assert isinstance(dernier, EvenementDepot)
    assert dernier.details.numero == depot.numero


if __name__ == "__main__":
    with httpx2.Client(base_url=sys.argv[1]) as service:
        jouer(service, Path(sys.argv[2]))
