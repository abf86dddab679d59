"""An endpoint that takes nothing: its holder is told, and after five days it is switched off."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from app.flux.crochets.coupure import Coupure, suite
from app.kit.egress.insistence import Insistance
from tests.flux.livraisons.outils import Crochet, Envois
from tests.recepteurs import dire, recevoir

LE = datetime(2026, 11, 30, tzinfo=UTC)


@dataclass
class Ligne:
    """What a row of `crochet` says of failures."""

    echoue_depuis: datetime | None = None
    echecs: int = 0
    avertissements: int = 0


@pytest.mark.parametrize(
    ("depuis", "echecs", "palier", "coupe"),
    [
        (timedelta(minutes=59), 50, 0, None),
        (timedelta(hours=1), 1, 1, None),
        (timedelta(hours=23), 1, 1, None),
        (timedelta(hours=24), 1, 2, None),
        (timedelta(days=5), 8, 2, None),  # the ninth: ten are needed
        (timedelta(days=5), 9, 3, Coupure.ECHECS),
        (timedelta(days=4, hours=23), 500, 2, None),
    ],
)
def test_cinq_jours_sans_un_succes_et_dix_echecs_coupent(
    depuis: timedelta, echecs: int, palier: int, coupe: Coupure | None
) -> None:
    apres = suite(Ligne(LE - depuis, echecs), 500, None, LE, Insistance())
    assert (apres.palier, apres.coupe_pour) == (palier, coupe)
    assert (apres.echoue_depuis, apres.echecs) == (LE - depuis, echecs + 1)


def test_un_premier_echec_commence_le_compte() -> None:
    apres = suite(Ligne(), None, None, LE, Insistance())
    assert (apres.echoue_depuis, apres.echecs, apres.palier) == (LE, 1, 0)
    assert apres.reprend_le is None


def test_le_titulaire_est_prevenu_une_fois_par_palier_puis_de_la_coupure(envois: Envois) -> None:
    titulaire, a = envois.titulaire(), f"{uuid4().hex}@example.fr"
    with recevoir(dire(500)) as recepteur:
        crochet = envois.declarer(titulaire, f"{recepteur.url}?jeton=secret", courriel=a)
        envois.publier(titulaire, *[uuid4() for _ in range(4)])
        recus = list[str]()
        for depuis, objet in (
            ("2 hours", "ne répond pas"),
            ("25 hours", "ne répond pas"),
            ("6 days", "est coupé"),
        ):
            _vieillir(envois, crochet, depuis)
            recus.append(f"Votre webhook {objet} — Territoires d'industrie")
            envois.attendre(
                "SELECT array_agg(objet ORDER BY envoye_le) FROM courriel_garde WHERE a = :a",
                recus,
                a=a,
            )
    ((texte,),) = envois.lire(
        "SELECT texte FROM courriel_garde WHERE a = :a ORDER BY envoye_le DESC LIMIT 1", a=a
    )
    assert str(crochet.id) in texte
    assert "127.0.0.1" in texte
    assert "secret" not in texte
    assert envois.lire("SELECT actif, coupe_pour FROM crochet WHERE id = :id", id=crochet.id) == [
        (False, "echecs")
    ]


def _vieillir(envois: Envois, crochet: Crochet, depuis: str) -> None:
    """As if nothing had got through for so long, and the next attempts were due."""
    envois.executer(
        f"UPDATE crochet SET echoue_depuis = now() - interval '{depuis}', echecs = 20 "
        f"WHERE id = '{crochet.id}'"
    )
    envois.publier(crochet.titulaire, uuid4())
