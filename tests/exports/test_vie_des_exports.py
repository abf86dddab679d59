"""What becomes of exports: called off, taken over, failed, expired, told by mail."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

import pytest

from app.exports import faire_un_export as module
from app.exports.attendre_un_export import ATTENTE_MAX, attente_voulue
from app.exports.essais import ESSAIS_MAX, Essai, Repris, avancer, commencer, conclure
from app.exports.faire_un_export import faire_un_export
from app.exports.retirer_un_export import purger_les_exports
from app.kit.process import Ouvrage
from app.kit.services import Services
from tests.bases import sql
from tests.exports.outils import Atelier
from tests.instruction.deposees import Deposee, deposer

_MINUIT: Final = datetime(2023, 9, 30, tzinfo=UTC)


def test_un_quatrieme_qui_attend_est_refuse_et_un_annule_laisse_sa_place(atelier: Atelier) -> None:
    cle = atelier.cle()
    atelier.fait(cle)
    ids = [atelier.copie("en_attente") for _ in range(4)]
    refus = atelier.demander(cle)
    assert (refus.status_code, refus.json()["code"]) == (429, "trop-d-exports")
    assert int(refus.headers["Retry-After"])
    assert atelier.fait(atelier.cle())
    assert atelier.appeler(cle, "GET", f"/{ids[0]}").headers["Retry-After"]
    contenu = atelier.appeler(cle, "GET", f"/{ids[0]}/contenu")
    assert (contenu.status_code, contenu.json()["etat"]) == (409, "en_attente")
    for id in ids:
        assert atelier.appeler(cle, "DELETE", f"/{id}").status_code == 204
        assert atelier.appeler(cle, "DELETE", f"/{id}").status_code == 204
        assert atelier.etat(cle, id)["etat"] == "annule"
    atelier.fait(cle)


def test_des_fichiers_gardes_sans_fin_se_refusent(
    atelier: Atelier, monkeypatch: pytest.MonkeyPatch
) -> None:
    cle = atelier.cle()
    fait = atelier.fait(cle)
    for borne, maximum in (("FICHIERS_MAX", 1), ("OCTETS_MAX", fait["taille"])):
        with monkeypatch.context() as serre:
            serre.setattr(f"app.exports.place_d_un_agent.{borne}", maximum)
            refus = atelier.demander(cle)
            assert (refus.status_code, refus.json()["code"]) == (429, "trop-d-exports"), borne
            assert "annulez-en" in refus.json()["detail"]
    # One whose file is gone takes no place.
    monkeypatch.setattr("app.exports.place_d_un_agent.FICHIERS_MAX", 1)
    atelier.appeler(cle, "DELETE", f"/{fait['id']}").raise_for_status()
    atelier.fait(cle)


def test_un_fichier_trop_lourd_ne_se_garde_pas(
    atelier: Atelier, monkeypatch: pytest.MonkeyPatch
) -> None:
    cle = atelier.cle()
    taille = atelier.fait(cle)["taille"]
    monkeypatch.setattr("app.exports.ecrire_un_export.OCTETS_MAX", taille - 1)
    dit = atelier.demander(cle).json()
    assert (dit["etat"], dit["cause"]) == ("echec", "trop_lourd")
    assert len([*atelier.magasin.iterdir()]) == 1
    monkeypatch.setattr("app.exports.ecrire_un_export.OCTETS_MAX", taille)
    atelier.fait(cle)


def test_sans_preference_ou_redemandee_la_demande_n_attend_pas(
    atelier: Atelier, monkeypatch: pytest.MonkeyPatch
) -> None:
    attentes = list[int]()

    async def attendre(_: object, __: object, secondes: int) -> None:
        attentes.append(secondes)

    monkeypatch.setattr("app.exports.routes.attendre_un_export", attendre)
    cle, une_fois = atelier.cle(), {"Idempotency-Key": "une-cle-tiree-au-hasard"}
    en_attente = atelier.appeler(cle, "POST", json={"format": "csv"}, headers=une_fois)
    atelier.demander(cle, "csv", headers=une_fois)
    assert attentes == []
    atelier.demander(cle, "csv")
    assert attentes == [10]
    # What is answered and its status are of one reading.
    fini = en_attente.json()["etat"] not in ("en_attente", "en_cours")
    assert en_attente.status_code == (201 if fini else 202)


@pytest.mark.parametrize(
    ("prefer", "secondes"),
    [
        (None, 0),
        ("", 0),
        ("wait=3", 3),
        ("respond-async, wait = 4; x=1", 4),
        ("WAIT=5,handling=lenient", 5),
        ("wait=11", ATTENTE_MAX),
        ("wait=-1", 0),
        ("wait=0", 0),
        ("wait=3.5", 0),
        ("await=3", 0),
        ("handling=strict; wait=3", 0),
    ],
)
def test_ce_que_prefere_une_demande(prefer: str | None, secondes: int) -> None:
    assert attente_voulue(prefer) == secondes


def test_annule_un_export_pret_n_a_plus_de_fichier(atelier: Atelier) -> None:
    cle = atelier.cle()
    fait = atelier.fait(cle)
    assert len([*atelier.magasin.iterdir()]) == 1
    assert atelier.appeler(cle, "DELETE", f"/{fait['id']}").status_code == 204
    assert [*atelier.magasin.iterdir()] == []
    assert atelier.appeler(cle, "GET", f"/{fait['id']}/contenu").status_code == 409


def test_repris_d_un_mort_il_recommence_et_ce_qui_est_fait_ne_recule_pas(atelier: Atelier) -> None:
    deposer(atelier.url, *(Deposee() for _ in range(3)))
    cle = atelier.cle()
    atelier.fait(cle)
    id = atelier.copie("en_cours", essai="1", fait="2", total="3")
    mort = Essai(UUID(id), 1, uuid4(), "", None, False, "{}", _MINUIT, _MINUIT)

    async def reprendre(services: Services) -> None:
        await faire_un_export(services, {"export": id})
        # Who was taken for dead, and comes back, ends nothing.
        with pytest.raises(Repris):
            await avancer(services, mort, 3, 3)
        async with services.base.transaction() as connexion:
            assert not await conclure(connexion, mort, _MINUIT, {"cause": "magasin"})

    atelier.executer(reprendre)
    fait = atelier.etat(cle, id)
    assert (fait["etat"], fait["fait"], fait["total"]) == ("pret", 3, 3)
    assert sql(atelier.url, f"SELECT essai FROM export WHERE id = '{id}'") == [(2,)]


def test_annule_pendant_qu_il_se_fait_il_s_arrete(
    atelier: Atelier, monkeypatch: pytest.MonkeyPatch
) -> None:
    deposer(atelier.url, *(Deposee() for _ in range(3)))
    cle = atelier.cle()
    atelier.fait(cle)
    id = atelier.copie("en_attente")

    async def annuler(*_: object) -> None:
        await asyncio.to_thread(atelier.appeler, cle, "DELETE", f"/{id}")

    monkeypatch.setattr(module, "_ranger", annuler)
    atelier.executer(lambda services: faire_un_export(services, {"export": id}))
    assert atelier.etat(cle, id)["etat"] == "annule"
    assert len([*atelier.magasin.iterdir()]) == 1  # of the first one


def test_les_dossiers_se_donnent_un_a_un(atelier: Atelier, monkeypatch: pytest.MonkeyPatch) -> None:
    deposer(atelier.url, *(Deposee() for _ in range(3)))
    donner, lignes = Ouvrage.donner, list[int]()

    async def compter(ouvrage: Ouvrage, octets: bytes) -> None:
        lignes.append(octets.count(b"\n"))
        await donner(ouvrage, octets)

    monkeypatch.setattr(Ouvrage, "donner", compter)
    atelier.fait(atelier.cle())
    assert lignes == [1] * 5  # what is asked for, each dossier, the end


def test_repris_trop_de_fois_il_echoue(atelier: Atelier) -> None:
    cle = atelier.cle()
    atelier.fait(cle)
    id = atelier.copie("en_cours", essai=str(ESSAIS_MAX))
    assert atelier.executer(lambda services: commencer(services, UUID(id))) is False
    fait = atelier.etat(cle, id)
    assert (fait["etat"], fait["cause"]) == ("echec", "abandon")


def test_un_agent_n_en_a_qu_un_a_la_fois(atelier: Atelier) -> None:
    cle = atelier.cle()
    atelier.fait(cle)
    atelier.copie("en_cours", demande_le="demande_le - interval '1 second'")
    id = atelier.copie("en_attente")
    assert atelier.executer(lambda services: commencer(services, UUID(id))) is None


def test_passe_son_temps_le_fichier_s_efface_et_la_ligne_reste(atelier: Atelier) -> None:
    cle = atelier.cle()
    fait = atelier.fait(cle)
    apres = datetime.fromisoformat(fait["expire_le"]).isoformat()
    chemin = f"/{fait['id']}/contenu"
    tard = {"X-Horloge": apres}
    assert atelier.appeler(cle, "GET", chemin, headers=tard).json()["etat"] == "expire"
    sql(atelier.url, "UPDATE export SET expire_le = '2023-09-01'")
    vieux = atelier.copie("pret", demande_le="demande_le - interval '2 years'")
    attendu = atelier.copie("en_attente", demande_le="demande_le - interval '2 days'")
    atelier.executer(lambda services: purger_les_exports(services, {}))
    assert atelier.etat(cle, fait["id"])["etat"] == "expire"
    assert atelier.etat(cle, fait["id"])["sha256"] == fait["sha256"]
    assert [*atelier.magasin.iterdir()] == []
    assert atelier.appeler(cle, "GET", f"/{vieux}").status_code == 404
    assert atelier.etat(cle, attendu)["cause"] == "abandon"


def test_ce_qu_une_panne_laisse_dans_le_magasin_s_efface_a_son_age(
    atelier: Atelier, monkeypatch: pytest.MonkeyPatch
) -> None:
    laisse = atelier.magasin / str(uuid4())
    laisse.touch()
    atelier.executer(lambda services: purger_les_exports(services, {}))
    assert laisse.exists()
    monkeypatch.setattr("app.exports.retirer_un_export._MARGE", -timedelta(days=8))
    atelier.executer(lambda services: purger_les_exports(services, {}))
    assert not laisse.exists()
