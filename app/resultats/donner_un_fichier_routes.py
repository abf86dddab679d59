"""HTTP of a file of the results: whole, compressed, or known already; for pages of any origin."""

import asyncio
import gzip

from fastapi import Request, Response

from app.kit.services import Services
from app.kit.web.negotiation import accepte
from app.kit.web.static import deja_connue
from app.resultats.fichiers_des_resultats import CSV, Fichier
from app.resultats.licence import LICENCE
from app.resultats.lire_les_resultats import lire_un_fichier, trouver_a_jour
from app.resultats.refus import OUVERT


async def donner(
    requete: Request, services: Services, fichier: Fichier, version: str | None
) -> Response:
    """A file, or 304 for who has it (`If-None-Match`). Raises what `trouver_a_jour` raises."""
    trouve = await trouver_a_jour(services, fichier.nom, version)
    compresse = accepte(requete.headers.get("accept-encoding", ""), "gzip", "x-gzip")
    # Another representation has another strong tag.
    etiquette = f'"{trouve.empreinte[32:] if compresse else trouve.empreinte[:32]}"'
    entetes = {
        **OUVERT,
        "Cache-Control": "public, max-age=60",
        "ETag": etiquette,
        "Link": f'<{LICENCE.adresse}>; rel="license"',
        "Vary": "Accept-Encoding",
    }
    if deja_connue(requete.headers, etiquette):
        return Response(status_code=304, headers=entetes)
    if fichier.media == CSV:
        nom = fichier.nom_de(trouve.publie_le)
        entetes["Content-Disposition"] = f'attachment; filename="{nom}"'
    contenu = await lire_un_fichier(services, fichier.nom, trouve)
    if compresse:
        entetes["Content-Encoding"] = "gzip"
    else:
        contenu = await asyncio.to_thread(gzip.decompress, contenu)
    media = f"{CSV}; charset=utf-8" if fichier.media == CSV else fichier.media
    return Response(contenu, headers=entetes, media_type=media)
