"""How exports end: failed with a cause, told by mail."""

import errno
from datetime import timedelta
from io import BytesIO

import pytest

from app.exports import ecrivain, prevenir
from app.exports.ecrire_un_export import EcritureRefusee, juger
from app.exports.essais import ESSAIS_MAX
from app.exports.faire_un_export import faire_un_export
from app.exports.retirer_un_export import purger_les_exports
from app.kit.files.airlock import Sas
from tests.acces.courrier import adresse, recu, recus
from tests.bases import sql
from tests.exports.outils import Atelier
from tests.instruction.deposees import Deposee, deposer


def test_un_magasin_qui_ne_repond_pas_est_dit(atelier: Atelier) -> None:
    cle = atelier.cle()
    atelier.magasin.rename(atelier.magasin.with_name("ailleurs"))
    atelier.magasin.touch()
    try:
        dit = atelier.demander(cle).json()
    finally:
        atelier.magasin.unlink()
        atelier.magasin.with_name("ailleurs").rename(atelier.magasin)
    assert (dit["etat"], dit["cause"]) == ("echec", "magasin")
    atelier.fait(cle)


def test_un_texte_plus_long_qu_une_cellule_est_dit(atelier: Atelier) -> None:
    une = Deposee()
    deposer(atelier.url, une)
    sql(
        atelier.url,
        "INSERT INTO note (candidature_id, version, id, texte, agent, le) SELECT "
        f"'{une.id}', 2, gen_random_uuid(), repeat('a', 40000), gen_random_uuid(), now()",
    )
    cle = atelier.cle()
    dit = atelier.demander(cle, "xlsx", contenus=["notes"]).json()
    assert (dit["etat"], dit["cause"]) == ("echec", "texte_trop_long")
    atelier.fait(cle, "csv", contenus=["notes"])


def test_un_courriel_dit_que_c_est_fini_si_ce_fut_long(
    atelier: Atelier, monkeypatch: pytest.MonkeyPatch
) -> None:
    cle, boite = atelier.cle(), adresse("camille")
    fait = atelier.fait(cle)
    sql(atelier.url, f"UPDATE agent SET courriel = '{boite}'")
    atelier.fait(cle)  # told by nobody
    monkeypatch.setattr(prevenir, "LONG", timedelta(-1))
    fait = atelier.fait(cle)
    courriel = recu(atelier.client, boite)
    assert fait["id"] in courriel["texte"]
    assert "est prêt" in courriel["texte"]
    assert len(courriel["texte"]) < 500
    assert len(recus(atelier.client, boite)) == 1


def test_qui_attend_depuis_longtemps_est_prevenu_d_un_abandon(atelier: Atelier) -> None:
    """Since they asked: a try may be short, after others that were not."""
    cle, boite = atelier.cle(), adresse("camille")
    atelier.fait(cle)
    sql(atelier.url, f"UPDATE agent SET courriel = '{boite}'")
    repris = {"essai": str(ESSAIS_MAX), "demande_le": "demande_le - interval '2 minutes'"}
    id = atelier.copie("en_cours", **repris)
    atelier.executer(lambda services: faire_un_export(services, {"export": id}))
    assert id in recu(atelier.client, boite)["texte"]
    id = atelier.copie("en_attente", demande_le="demande_le - interval '2 days'")
    atelier.executer(lambda services: purger_les_exports(services, {}))
    dit = recu(atelier.client, boite, 2)["texte"]
    assert id in dit
    assert "n'a pas abouti" in dit
    id = atelier.copie("en_attente", demande_le="demande_le - interval '2 minutes'")
    atelier.executer(lambda services: faire_un_export(services, {"export": id}))
    assert "est prêt" in recu(atelier.client, boite, 3)["texte"]


def test_un_disque_plein_se_dit_des_le_premier_essai(
    atelier: Atelier, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuser(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    cle = atelier.cle()
    with monkeypatch.context() as plein:
        plein.setattr(Sas, "_ecrire", refuser)
        dit = atelier.demander(cle).json()
    assert (dit["etat"], dit["cause"]) == ("echec", "magasin")
    assert sql(atelier.url, "SELECT essai FROM export") == [(1,)]
    atelier.fait(cle)


@pytest.mark.parametrize(
    ("erreur", "cause"), [(errno.ENOSPC, "magasin"), (errno.EFBIG, "trop_lourd")]
)
def test_qui_ecrit_dit_que_le_disque_n_en_prend_plus(
    erreur: int, cause: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuser(*_: object) -> None:
        raise OSError(erreur, "")

    def rien(*_: object) -> None: ...

    for sans_effet in ("se_limiter", "os.nice"):
        monkeypatch.setattr(f"app.exports.ecrivain.{sans_effet}", rien)
    monkeypatch.setattr(ecrivain, "ecrire", refuser)
    with pytest.raises(SystemExit) as fin:
        ecrivain.principal(BytesIO(), BytesIO())
    with pytest.raises(EcritureRefusee) as refus:
        juger(int(fin.value.code or 0))
    assert refus.value.cause == cause
