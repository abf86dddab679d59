"""Lots sealed and published while candidatures are withdrawn: no deadlock, nothing by half."""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Final

import pytest

from tests.bases import sql
from tests.client import Candidature, Client, Json
from tests.decisions.lots import SIGNATAIRE, Decideur, prise
from tests.instruction.dossiers import ROUEN, agent

TOURS: Final = 200
PAR_LOT: Final = 6
REFUS: Final = {
    "sens": "refusee",
    "motifs": ["perimetre"],
    "motivation": "Le périmètre n'est pas homogène.",
}
_ATTENTES: Final = {200, 409}


@pytest.mark.verify
def test_des_retraits_pendant_l_arret_et_la_publication_n_en_bloquent_aucun(
    client: Client, url: str, ministre: Decideur
) -> None:
    alea, qui = Random(20231109), agent(client, url)  # noqa: S311 - to be repeated, not a secret
    # Candidatures are dear to make: withdrawn or decided, they are put back as they were.
    toutes = [prise(client, qui, ROUEN) for _ in range(PAR_LOT)]
    ids = ", ".join(f"'{une.id}'" for une in toutes)
    with ThreadPoolExecutor(PAR_LOT + 1) as fils:
        for _ in range(TOURS):
            lot: str = ministre.creer(signataire=SIGNATAIRE)["id"]
            ministre.inscrire(lot, *({"candidature": c.id, "decision": REFUS} for c in toutes))
            retires = alea.sample(toutes, alea.randint(1, PAR_LOT - 1))
            moitie = len(retires) // 2
            _ensemble(fils, ministre, lot, "/arret", retires[:moitie])
            if ministre.lire(lot)["etat"] == "brouillon":  # one was withdrawn first
                partis = [une.id for une in retires[:moitie]]
                ministre.inscrire(lot, rayees=partis)
                ministre.faire("POST", lot, "/arret").raise_for_status()
            _ensemble(fils, ministre, lot, "/publication", retires[moitie:])
            assert ministre.lire(lot)["etat"] == "publie"
            etats = dict(sql(url, f"SELECT id::text, etat FROM candidature WHERE id IN ({ids})"))
            assert set(etats.values()) <= {"retiree", "refusee"}
            publiees = f"SELECT count(*) FROM decision WHERE lot = '{lot}'"
            refusees = sum(etat == "refusee" for etat in etats.values())
            assert sql(url, publiees) == [(refusees,)]
            _remettre(url, ids)


def _ensemble(
    fils: ThreadPoolExecutor, ministre: Decideur, lot: str, acte: str, retires: list[Candidature]
) -> None:
    """The act and the withdrawals at once; each is done, or refused for what was done first."""
    version = ministre.lire(lot)["version"]
    corps: Json = {"json": {"maintenant": True}} if acte == "/publication" else {}
    gestes = [fils.submit(une.appeler, "POST", "/retrait") for une in retires]
    gestes.append(fils.submit(ministre.faire, "POST", lot, acte, version, **corps))
    for geste in gestes:
        assert geste.result().status_code in _ATTENTES, geste.result().text


def _remettre(url: str, ids: str) -> None:
    sql(
        url,
        f"DELETE FROM decision WHERE candidature_id IN ({ids})",
        f"DELETE FROM ligne_de_lot WHERE candidature_id IN ({ids})",
        "UPDATE instruction SET lot = NULL, arretee_le = NULL, sens_secret = false "
        f"WHERE candidature_id IN ({ids})",
        f"UPDATE candidature SET etat = 'en_instruction' WHERE id IN ({ids})",
    )
