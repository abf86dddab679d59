"""A candidature from its draft to its receipt, by the client of openapi-python-client."""

import json
import sys
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from uuid import uuid4

from territoires_industrie import AuthenticatedClient, Client
from territoires_industrie.api.candidatures import (
    creer_candidature,
    lire_candidature,
    lister_evenements,
    modifier_candidature,
)
from territoires_industrie.api.depot import deposer_candidature, lire_accuse_reception
from territoires_industrie.api.pieces_jointes import joindre_piece
from territoires_industrie.api.plan_d_action import telecharger_modele_xlsx
from territoires_industrie.models import (
    AccuseSigne,
    CandidatureCreee,
    CandidatureLue,
    ContactCorrectif,
    CreationCandidature,
    DepotLu,
    DossierCorrectif,
    EvenementDepot,
    Historique,
    PieceJointe,
    ProblemeDossierIncomplet,
    ProblemeFichierRefuse,
    ProblemeFormeRefusee,
    ProblemeIntrouvable,
    ProblemeVersionPerimee,
    Rubrique,
    Televersement,
)
from territoires_industrie.types import File


def jouer(adresse: str, exemple: Path) -> None:
    """Play it against the service at `adresse`, with the dossier of the file `exemple`."""
    visiteur = Client(base_url=adresse)
    creation = creer_candidature.sync_detailed(client=visiteur, body=CreationCandidature())
    creee, version = creation.parsed, creation.headers["ETag"]
    assert isinstance(creee, CandidatureCreee)
    assert creee.numero is None
    ici = creee.id
    assert creee.jeton
    candidat = AuthenticatedClient(base_url=adresse, token=creee.jeton)

    ailleurs = lire_candidature.sync(uuid4(), client=candidat)
    assert isinstance(ailleurs, ProblemeIntrouvable)

    demesure = DossierCorrectif(contact=ContactCorrectif(nom_prenom="x" * 100_000))
    refus = modifier_candidature.sync(ici, client=candidat, body=demesure)
    assert isinstance(refus, ProblemeFormeRefusee)
    assert refus.erreurs[0].pointeur == "/contact/nom_prenom"
    assert refus.erreurs[0].parametres.maximum

    incomplet = deposer_candidature.sync(ici, client=candidat)
    assert isinstance(incomplet, ProblemeDossierIncomplet)
    assert incomplet.erreurs

    dossier = DossierCorrectif.from_dict(json.loads(exemple.read_bytes()))
    modifiee = modifier_candidature.sync(ici, client=candidat, body=dossier, if_match=version)
    assert isinstance(modifiee, CandidatureLue)
    assert [e.code for e in modifiee.validation.erreurs] == ["piece_manquante"] * 2

    sans_courriel = DossierCorrectif(contact=ContactCorrectif(courriel=None))
    perimee = modifier_candidature.sync(ici, client=candidat, body=sans_courriel, if_match=version)
    assert isinstance(perimee, ProblemeVersionPerimee)
    assert "/contact/courriel" in perimee.pointeurs

    inconnu = Televersement(Rubrique.LETTRES, File(BytesIO(b"bonjour"), "lettre.pdf"))
    refuse = joindre_piece.sync(ici, client=candidat, body=inconnu)
    assert isinstance(refuse, ProblemeFichierRefuse)

    modele = telecharger_modele_xlsx.sync(client=visiteur)
    assert isinstance(modele, File)
    classeur = modele.payload.read()
    for rubrique in (Rubrique.PLAN_ACTION_OPERATIONNEL, Rubrique.LETTRES):
        envoi = Televersement(rubrique, File(BytesIO(classeur), "plan.xlsx"))
        piece = joindre_piece.sync(ici, client=candidat, body=envoi)
        assert isinstance(piece, PieceJointe)
        assert piece.taille == len(classeur)

    depot = deposer_candidature.sync(ici, client=candidat, idempotency_key=str(uuid4()))
    assert isinstance(depot, DepotLu)
    accuse = lire_accuse_reception.sync(ici, depot.depot, client=candidat)
    assert isinstance(accuse, AccuseSigne)
    assert accuse.accuse.numero == depot.numero

    # Of an answer with two media types the client reads the first: the other is asked below it.
    imprime = candidat.get_httpx_client().get(
        f"/v1/candidatures/{ici}/depots/{depot.depot}/accuse-reception",
        headers={"Accept": "application/pdf"},
    )
    assert imprime.status_code == HTTPStatus.OK
    assert imprime.content.startswith(b"%PDF-")

    historique = lister_evenements.sync(ici, client=candidat)
    assert isinstance(historique, Historique)
    dernier = historique.evenements[-1]
    assert isinstance(dernier, EvenementDepot)
    assert dernier.details.numero == depot.numero


if __name__ == "__main__":
    jouer(sys.argv[1], Path(sys.argv[2]))
