"""What was sent is kept for thirty days once it is over, and the feed's events for ever."""

import asyncio
from uuid import uuid4

from app.flux.crochets.oublier import oublier_les_anciennes
from app.kit.postgres.database import Base
from tests.bases import du_service
from tests.flux.livraisons.outils import Envois
from tests.recepteurs import recevoir


def test_une_livraison_finie_depuis_trente_jours_est_oubliee(envois: Envois) -> None:
    titulaire = envois.titulaire()
    with recevoir() as recepteur:
        crochet = envois.declarer(titulaire, recepteur.url)
        envois.publier(titulaire, uuid4(), uuid4(), uuid4())
        envois.attendre_les_etats(crochet, "livree", "livree", "livree")
    requete = "SELECT position FROM livraison WHERE crochet_id = :id ORDER BY position"
    positions = [position for (position,) in envois.lire(requete, id=crochet.id)]
    for jours, position in zip((31, 29), positions, strict=False):
        for table, quand in (("livraison", "finie_le"), ("tentative", "le")):
            envois.executer(
                f"UPDATE {table} SET {quand} = now() - interval '{jours} days' "
                f"WHERE crochet_id = '{crochet.id}' AND position = {position}"
            )
    # One that still waits is kept, however old it is.
    envois.executer(
        f"UPDATE livraison SET etat = 'en_attente', finie_le = NULL, prochaine = 'infinity' "
        f"WHERE crochet_id = '{crochet.id}' AND position = {positions[2]}"
    )

    async def agir() -> None:
        base = Base(du_service(envois.url), 1)
        await base.ouvrir()
        await oublier_les_anciennes(base)
        await base.fermer()

    asyncio.run(agir())
    assert [position for (position,) in envois.lire(requete, id=crochet.id)] == positions[1:]
    assert len(envois.issues(crochet)) == 2
    envois.executer(f"DELETE FROM crochet WHERE id = '{crochet.id}'")
