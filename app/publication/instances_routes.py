"""HTTP of the conformance corpus: dossiers with the verdict that they must be given."""

import asyncio
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response

from app.acces.gardes import PUBLIC
from app.corpus.instance import Instance
from app.corpus.recueil import Corpus
from app.formulaire.dossier import VERSION
from app.kit.web.declaration import Declaration, reponses
from app.kit.web.http import JSON
from app.kit.web.problems import Introuvable
from app.kit.web.static import INCHANGEE, repondre_fixe
from app.publication import corpus_publie, exemples

ZIP: Final = "application/zip"
MOTIF_NOM: Final = "^[a-z0-9_-]+$"

routes = APIRouter(tags=["Formulaire"], dependencies=[PUBLIC])


@routes.get(
    "/v1/schemas/corpus",
    operation_id="listerCorpus",
    summary="Le corpus de conformité",
    response_model=Corpus,
    responses=INCHANGEE,
)
@Declaration(exemple=exemples.corpus)
async def lister_corpus(requete: Request) -> Response:
    """Des dossiers pour essayer un formulaire ou un client : valides, aux limites, faux d'une
    manière ou de plusieurs. Chaque instance dit par son nom et son titre ce qu'elle montre, et
    porte les pointeurs et les codes attendus, exactement.
    """
    return await repondre_fixe(requete, await asyncio.to_thread(corpus_publie.index), JSON)


@routes.get(
    "/v1/schemas/corpus.zip",
    operation_id="telechargerCorpus",
    summary="Tout le corpus de conformité (ZIP)",
    response_class=Response,
    responses={
        200: {"description": "L'index et une instance par fichier.", "content": {ZIP: {}}},
        **INCHANGEE,
    },
)
async def telecharger_corpus(requete: Request) -> Response:
    """L'index et toutes les instances, un fichier JSON chacune."""
    octets = await asyncio.to_thread(corpus_publie.archive)
    return await repondre_fixe(requete, octets, ZIP, f"corpus-{VERSION}.zip")


@routes.get(
    "/v1/schemas/corpus/{nom}",
    operation_id="lireInstance",
    summary="Une instance du corpus",
    response_model=Instance,
    responses={**INCHANGEE, **reponses(Introuvable)},
)
@Declaration(exemple=exemples.instance)
async def lire_instance(
    nom: Annotated[
        str,
        Path(
            examples=["valide-minimal"],
            description="Son nom, tel que l'index le donne.",
            json_schema_extra={"pattern": MOTIF_NOM, "maxLength": 120},
        ),
    ],
    requete: Request,
) -> Response:
    """Un dossier, les rubriques où un fichier est supposé joint, et le verdict attendu : pour un
    dépôt (`erreurs`, `avertissements`), et pour un brouillon (`forme`). Une erreur dont `schema`
    est vrai est aussi trouvée par le schéma `dossier-depot`, au même pointeur ; celles de `forme`
    le sont par `dossier-brouillon`.
    """
    try:
        texte = await asyncio.to_thread(corpus_publie.instance, nom)
    except KeyError:
        raise Introuvable("Les noms des instances : /v1/schemas/corpus.") from None
    return await repondre_fixe(requete, texte, JSON)
