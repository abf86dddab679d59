"""An endpoint that is declared while others write is told of all that is committed after it."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event
from typing import Final
from uuid import uuid4

import pytest

from tests.bases import sql
from tests.candidatures.outils import Sonde
from tests.client import Client
from tests.flux.crochets.outils import Titulaire
from tests.flux.outils import lire

_ECRIVAINS: Final = 4
_COMMITS: Final = 250  # each
_DELAI: Final = 30  # seconds that a declaration may take
# Of no event of the record: below those that a whole run of the tests may write.
_IDS: Final = count(-1_000_000)
_ECRIRE: Final = (
    "INSERT INTO a_numeroter (evenement_id, candidature_id, type, le, etat, version) "
    "VALUES ({id}, '{candidature}', 'candidature.retiree', now(), 'retiree', 1)"
)


def _ecriture(id: int) -> str:
    return _ECRIRE.format(id=id, candidature=uuid4())


def _position(sonde: Sonde, id: int) -> int:
    ((position,),) = sonde.lignes("SELECT position FROM flux WHERE evenement_id = :id", id=id)
    return position


def test_ce_qui_etait_en_cours_a_la_declaration_vient_apres(
    client: Client, titulaire: Titulaire, sonde: Sonde
) -> None:
    id = next(_IDS)
    with sonde.verrou(_ecriture(id)):
        declare = titulaire.declarer()
        lire(client, titulaire.cle)
    lire(client, titulaire.cle)
    assert _position(sonde, id) > declare["position"]


@pytest.mark.verify
def test_mille_commits_pendant_la_declaration(
    client: Client, postgres: str, titulaire: Titulaire, sonde: Sonde
) -> None:
    """What a writer commits once it has seen the answer is what comes after it."""
    declare, apres = Event(), list[int]()

    def ecrire() -> None:
        ids = [next(_IDS) for _ in range(_COMMITS)]
        for lot in (ids[i : i + 10] for i in range(0, _COMMITS, 10)):
            if lot[-1] == ids[-1]:
                declare.wait(_DELAI)
            connu = declare.is_set()
            sql(postgres, *map(_ecriture, lot))
            if connu:
                apres.extend(lot)

    with ThreadPoolExecutor(_ECRIVAINS) as fils:
        ecrivains = [fils.submit(ecrire) for _ in range(_ECRIVAINS)]
        position = titulaire.declarer()["position"]
        declare.set()
        for ecrivain in ecrivains:
            ecrivain.result()
    while sonde.lignes("SELECT 1 FROM a_numeroter LIMIT 1"):
        lire(client, titulaire.cle)
    assert apres
    requete = "SELECT count(*) FROM flux WHERE evenement_id = ANY(:ids) AND position > :position"
    assert sonde.lignes(requete, ids=apres, position=position) == [(len(apres),)]
