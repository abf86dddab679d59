"""A batch taken in charge is written by as few statements as one dossier."""

from contextlib import AbstractContextManager

from app.config import Settings
from tests.client import Client
from tests.enonces import enonces
from tests.instruction.dossiers import ROUEN, agent, deposee_en


def _enonces(*candidatures: str) -> AbstractContextManager[list[str]]:
    """The statements about these that write events within."""
    return enonces(
        lambda dit, dits: "INSERT INTO evenement" in dit and any(id in dits for id in candidatures)
    )


def test_autant_d_enonces_pour_un_lot_que_pour_un_dossier(
    client: Client, reglages: Settings
) -> None:
    assert reglages.database_url
    qui = agent(client, reglages.database_url.get_secret_value())
    ceux = [deposee_en(client, ROUEN) for _ in range(4)]
    nombres = list[int]()
    for lot in (ceux[:1], ceux[1:]):
        ids = [une.id for une in lot]
        with _enonces(*ids) as dits:
            pris = qui.appeler("POST", "/prises-en-instruction", json={"candidatures": ids})
        pris.raise_for_status()
        nombres.append(len(dits))
    assert nombres[0] == nombres[1] > 0
    for une in ceux:
        lue = une.lire()
        assert (lue["etat"], lue["modifiee_le"]) == ("en_instruction", "2023-09-25T08:00:00Z")
        genres = [un["genre"] for un in une.appeler("GET", "/evenements").json()["evenements"]]
        assert genres.count("prise_en_instruction") == 1
        flux = client.get("/v1/flux", headers={"Authorization": f"Bearer {une.jeton}"}).json()
        dits = [un["type"] for un in flux["evenements"]]
        assert dits.count("candidature.en_instruction") == 1
