"""A secret is replaced without a gap: both sign for as long as its holder says."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Final
from uuid import UUID

import pytest

from app.config import Settings
from app.flux.crochets.secrets import USAGE, secrets_en_force
from app.kit.keys.keyring import Trousseau
from tests.bases import sql
from tests.candidatures.outils import Sonde
from tests.flux.crochets.outils import Titulaire, motifs

_LE: Final = "2023-09-18T12:00:00+00:00"
_JOUR: Final = 86_400
_COLONNES: Final = "secret, ancien_secret, ancien_jusqu_a"
# Those that sign for an endpoint, so many seconds after the rotation.
EnForce = Callable[[str, int], list[str]]


@pytest.fixture
def en_force(sonde: Sonde, reglages: Settings) -> EnForce:
    cles = Trousseau(reglages.fichier_de_cle).secrets(USAGE)

    def lire(id: str, apres: int) -> list[str]:
        requete = f"SELECT {_COLONNES} FROM crochet WHERE id = :id"
        (trouvee,) = sonde.lignes(requete, id=UUID(id))
        ligne = SimpleNamespace(
            id=UUID(id), **dict(zip(_COLONNES.split(", "), trouvee, strict=True))
        )
        return secrets_en_force(ligne, cles, datetime.fromisoformat(_LE) + timedelta(seconds=apres))

    return lire


@pytest.mark.parametrize(
    ("membres", "secondes"),
    [({}, _JOUR), ({"recouvrement": 60.0}, 60), ({"recouvrement": 7 * _JOUR}, 7 * _JOUR)],
)
def test_les_deux_signent_jusqu_au_terme(
    titulaire: Titulaire, en_force: EnForce, membres: dict[str, float], secondes: int
) -> None:
    declare = titulaire.declarer()
    reponse = titulaire.changer_de_secret(declare["id"], le=_LE, **membres)
    assert reponse.status_code == 201
    arme, ancien = reponse.json(), declare.pop("secret")
    neuf = arme.pop("secret")
    terme = datetime.fromisoformat(arme["ancien_secret_jusqu_a"]) - datetime.fromisoformat(_LE)
    assert neuf != ancien and terme == timedelta(seconds=secondes)
    assert arme | {"ancien_secret_jusqu_a": None} == declare
    assert en_force(declare["id"], secondes - 1) == [neuf, ancien]
    assert en_force(declare["id"], secondes) == [neuf]
    assert titulaire.lire(declare["id"], **{"X-Horloge": _LE}) == arme


def test_un_secret_qui_a_fui_ne_signe_plus(titulaire: Titulaire, en_force: EnForce) -> None:
    id = titulaire.declarer()["id"]
    arme = titulaire.changer_de_secret(id, le=_LE, recouvrement=0).json()
    assert arme["ancien_secret_jusqu_a"] is None
    assert en_force(id, 0) == [arme["secret"]]


def test_deux_signent_au_plus(titulaire: Titulaire, en_force: EnForce) -> None:
    id = titulaire.declarer()["id"]
    second, troisieme = (titulaire.changer_de_secret(id, le=_LE).json()["secret"] for _ in "23")
    assert en_force(id, 1) == [troisieme, second]


def test_celui_que_plus_aucune_cle_n_ouvre_se_remplace(
    titulaire: Titulaire, en_force: EnForce, postgres: str
) -> None:
    """The key of the service was lost, or the row was copied from another endpoint."""
    id, copie = titulaire.declarer()["id"], titulaire.declarer()["id"]
    sql(postgres, f"UPDATE crochet SET secret = (SELECT secret FROM crochet WHERE id = '{copie}') "
        f"WHERE id = '{id}'")  # fmt: skip
    arme = titulaire.changer_de_secret(id, le=_LE).json()
    assert en_force(id, 0) == [arme["secret"]]


@pytest.mark.parametrize(
    ("recouvrement", "motif"),
    [(7 * _JOUR + 1, "less_than_equal"), (-1, "greater_than_equal"), ("60", "int_type")],
)
def test_un_recouvrement_qui_ne_convient_pas_est_refuse(
    titulaire: Titulaire, recouvrement: int | str, motif: str
) -> None:
    id = titulaire.declarer()["id"]
    refus = titulaire.changer_de_secret(id, recouvrement=recouvrement)
    assert motifs(refus) == [("/recouvrement", motif)]
