"""All that an export holds is of one instant, whatever is written meanwhile."""

import asyncio
import json
from contextlib import aclosing
from typing import Final
from uuid import UUID

from app.exports.demande import Demande
from app.exports.lire_les_dossiers import LOT, Lecteur, lire_les_dossiers
from app.exports.options import Entetes, Format
from app.exports.tables_des_faits import Contenu
from app.kit.services import Services
from app.main import create_app
from tests.bases import sql
from tests.client import Json
from tests.exports.outils import Atelier
from tests.instruction.deposees import Deposee, deposer

_REDEPOTS, _EFFACEMENTS = 200, 50
_PERSONNE: Final = UUID(int=0)
_DEMANDE: Final = Demande(
    Format.NDJSON, None, [], [], list(Contenu), False, Entetes.LIBELLES, False
)
# As a deposit and an erasure do; the row of `instruction` follows by itself.
_REDEPOSER: Final = f"""
INSERT INTO depot (candidature_id, rang, version, version_formulaire, recu_le, instantane,
    empreinte, pieces, avertissements, accuse, nom_territoire, region, siret, epci)
SELECT candidature_id, 2, version, version_formulaire, recu_le + interval '1 hour', instantane,
    empreinte, pieces, avertissements, accuse, 'Redéposé', region, siret, epci
FROM depot WHERE rang = 1 ORDER BY candidature_id LIMIT {_REDEPOTS}
"""
_EFFACER: Final = (
    f"UPDATE candidature SET etat = 'supprimee' WHERE id IN (SELECT candidature_id FROM depot "
    f"WHERE rang = 1 ORDER BY candidature_id DESC LIMIT {_EFFACEMENTS})",
    "DELETE FROM depot USING candidature WHERE candidature_id = id AND etat = 'supprimee'",
)
_EVENEMENT: Final = """
INSERT INTO evenement (candidature_id, genre, le, auteur, version, details, empreinte)
SELECT id, 'deposee', {le}, 'proprietaire', 1, '{{}}', '' FROM candidature
"""


def _lire(atelier: Atelier) -> list[Json]:
    """The dossiers, while others deposit again and are erased."""

    async def agir() -> list[Json]:
        reglages = atelier.reglages.model_copy(update={"travaux": False})
        app = create_app(reglages)
        lues = list[bytes]()
        async with app.router.lifespan_context(app):
            services: Services = app.state.services
            le = services.horloge.maintenant()
            lecteur = Lecteur(agent=_PERSONNE, regions=None, decide=False)
            async with aclosing(lire_les_dossiers(services, lecteur, _DEMANDE, le)) as lectures:
                lecture = await anext(lectures)
                ecrits = _REDEPOSER, *_EFFACER, _EVENEMENT.format(le="'2023-09-20'")
                await asyncio.to_thread(sql, atelier.url, *ecrits)
                async for lecture in lectures:
                    lues += lecture.lignes
            assert lecture.au is not None
            assert lecture.au.isoformat() == "2023-09-12T10:00:00+00:00"
            assert lecture.dossiers == lecture.total == len(lues)
        return [json.loads(ligne) for ligne in lues]

    return asyncio.run(agir())


def test_peu_de_dossiers_sont_en_memoire() -> None:
    """Of 2 MB each at most."""
    assert LOT * 2 <= 16


def test_redepots_et_effacements_n_y_changent_rien(atelier: Atelier) -> None:
    nombre = _REDEPOTS + _EFFACEMENTS + LOT + 1
    deposer(atelier.url, *(Deposee() for _ in range(nombre)))
    sql(atelier.url, _EVENEMENT.format(le="'2023-09-12T10\\:00\\:00Z'"))
    lues = _lire(atelier)
    assert len({lu["candidature"]["id"] for lu in lues}) == nombre
    assert {lu["candidature"]["depot"] for lu in lues} == {1}
    assert {len(lu["depots"]) for lu in lues} == {1}
    assert {evenement["le"] for lu in lues for evenement in lu["evenements"]} == {
        "2023-09-12T10:00:00+00:00"
    }
    assert sql(atelier.url, "SELECT count(*) FROM instruction WHERE rang = 2") == [(_REDEPOTS,)]
    assert sql(atelier.url, "SELECT count(*) FROM instruction") == [(nombre - _EFFACEMENTS,)]
