"""Retention: warned two weeks before, erased when its time is over, safe if anything moves."""

from datetime import UTC, datetime
from typing import Final

from tests.bases import sql
from tests.candidatures.outils import probleme
from tests.depots.pieces import deposee
from tests.exploitation.processus import port_libre
from tests.pieces_jointes.echantillons import pdf
from tests.rgpd.nuits import ADRESSE, CREEE, EFFACER, PREVENIR, creer, derniers, etat_de, passer
from tests.rgpd.vie import Ici, administrateur
from tests.smtp import serveur_smtp

_TROP_TOT: Final = datetime(2023, 12, 4, 11, 59, tzinfo=UTC)


# --- Drafts ---


def test_un_brouillon_est_annonce_puis_efface_deux_semaines_apres(ici: Ici) -> None:
    candidature = creer(ici.client, ADRESSE)
    assert passer(ici.reglages, _TROP_TOT) == []
    (courriel,) = passer(ici.reglages, PREVENIR)
    assert courriel.a == "jeanne@anct.gouv.fr"
    assert "sera effacée le 18/12/2023" in courriel.objet
    assert "n'a pas changé depuis le 18/09/2023" in courriel.texte
    assert candidature.id in courriel.texte
    preavis = candidature.evenements()[-1]
    assert (preavis["genre"], preavis["auteur"]) == ("preavis", "service")
    assert preavis["details"]["courriel"] is True
    assert preavis["details"]["effacement_le"].startswith("2023-12-18T12:01")
    assert passer(ici.reglages, PREVENIR) == []
    passer(ici.reglages, datetime(2023, 12, 18, 11, 59, tzinfo=UTC))
    assert etat_de(ici, candidature) == "brouillon"
    assert passer(ici.reglages, EFFACER) == []
    assert etat_de(ici, candidature) == "supprimee"
    assert derniers(ici, candidature)[-1] == ("supprimee", '{"motif": "conservation"}')
    probleme(candidature.appeler("GET"), 404, "introuvable")


def test_prevenu_en_retard_il_garde_ses_deux_semaines(ici: Ici) -> None:
    candidature = creer(ici.client, ADRESSE)
    (courriel,) = passer(ici.reglages, datetime(2024, 3, 1, tzinfo=UTC))
    assert "sera effacée le 15/03/2024" in courriel.objet
    passer(ici.reglages, datetime(2024, 3, 14, 23, tzinfo=UTC))
    assert etat_de(ici, candidature) == "brouillon"
    passer(ici.reglages, datetime(2024, 3, 15, 1, tzinfo=UTC))
    assert etat_de(ici, candidature) == "supprimee"


def test_touche_apres_le_preavis_il_est_sauf(ici: Ici) -> None:
    modifie, joint = creer(ici.client, ADRESSE), creer(ici.client, ADRESSE)
    assert len(passer(ici.reglages, PREVENIR)) == 1
    apres = {"X-Horloge": "2023-12-10T12:00:00Z"}
    modifie.modifier({"contact": {"nom_prenom": "Anne"}}, **apres).raise_for_status()
    joint.joindre("lettres", "lettre.pdf", pdf(), **apres).raise_for_status()
    assert passer(ici.reglages, EFFACER) == []
    assert [etat_de(ici, modifie), etat_de(ici, joint)] == ["brouillon"] * 2
    (courriel,) = passer(ici.reglages, datetime(2024, 2, 26, tzinfo=UTC))
    assert "seront effacées à partir du 11/03/2024" in courriel.objet
    assert modifie.id in courriel.texte and joint.id in courriel.texte


def test_une_adresse_recoit_un_preavis_par_nuit(ici: Ici) -> None:
    """However many drafts give it, and however they write it; each is told, and noted."""
    saisies = ("victime@example.fr", " Victime@Example.FR\ufeff", "victime@\uff45xample.fr")
    toutes = [creer(ici.client, {"demandeur": {"courriel": s}}) for s in saisies * 4]
    close = deposee(ici.client)
    sql(
        ici.url,
        "UPDATE candidature SET etat = 'retiree', courriel = 'victime@example.fr', "
        f"modifiee_le = '2022-12-01T12\\:00\\:00Z' WHERE id = '{close.id}'",
    )
    autre = creer(ici.client, ADRESSE)
    courriels = {c.a: c for c in passer(ici.reglages, PREVENIR)}
    assert [*sorted(courriels)] == ["jeanne@anct.gouv.fr", "victime@example.fr"]
    assert autre.id not in courriels["victime@example.fr"].texte
    for candidature in (*toutes, close):
        assert candidature.id in courriels["victime@example.fr"].texte
        assert derniers(ici, candidature)[-1][0] == "preavis"
    assert passer(ici.reglages, PREVENIR) == []


def test_un_preavis_d_avant_le_dernier_geste_ne_vaut_plus(ici: Ici) -> None:
    candidature = creer(ici.client, ADRESSE)
    passer(ici.reglages, PREVENIR)
    correctif = {"contact": {"nom_prenom": "Anne"}}
    candidature.modifier(correctif, **{"X-Horloge": "2023-12-10T12:00:00Z"}).raise_for_status()
    assert len(passer(ici.reglages, datetime(2024, 4, 1, tzinfo=UTC))) == 1
    assert etat_de(ici, candidature) == "brouillon"


def test_ce_que_fait_l_administration_ne_le_prolonge_pas(ici: Ici) -> None:
    candidature = creer(ici.client, ADRESSE)
    passer(ici.reglages, PREVENIR)
    adresse = f"/v1/administration/candidatures/{candidature.id}/export"
    entetes = administrateur(ici.url) | {"X-Horloge": "2023-12-10T12:00:00Z"}
    ici.client.get(adresse, headers=entetes).raise_for_status()
    passer(ici.reglages, EFFACER)
    assert etat_de(ici, candidature) == "supprimee"


def test_sans_adresse_le_preavis_est_dans_l_historique_seul(ici: Ici) -> None:
    candidatures = [creer(ici.client, d) for d in ({}, {"demandeur": {"courriel": "jeanne@"}})]
    assert passer(ici.reglages, PREVENIR) == []
    for candidature in candidatures:
        assert candidature.evenements()[-1]["details"]["courriel"] is False
    passer(ici.reglages, EFFACER)
    assert [etat_de(ici, c) for c in candidatures] == ["supprimee"] * 2


# --- Mail that does not go ---


def test_qui_a_une_adresse_n_est_jamais_efface_sans_avoir_ete_prevenu(ici: Ici) -> None:
    # By id, as the job takes them: those who cannot be told come first.
    toutes = sorted((creer(ici.client) for _ in range(8)), key=lambda c: c.id)
    joignables, muettes = toutes[:4], toutes[4:]
    for candidature in joignables:
        candidature.modifier(ADRESSE, **{"X-Horloge": CREEE}).raise_for_status()
    sans_courrier = ici.reglages.model_copy(
        update={"smtp_hote": "127.0.0.1", "smtp_port": port_libre(), "smtp_tls": "aucun"}
    )
    for le in (PREVENIR, EFFACER):
        passer(sans_courrier, le)
    assert [etat_de(ici, c) for c in joignables] == ["brouillon"] * 4
    assert [etat_de(ici, c) for c in muettes] == ["supprimee"] * 4
    (courriel,) = passer(ici.reglages, EFFACER)
    assert all(candidature.id in courriel.texte for candidature in joignables)
    passer(ici.reglages, datetime(2024, 1, 2, tzinfo=UTC))
    assert [etat_de(ici, c) for c in joignables] == ["supprimee"] * 4


def test_apres_trois_echecs_de_suite_le_reste_attend_la_nuit_suivante(ici: Ici) -> None:
    adresses = [f"jeanne.{rang}@example.fr" for rang in range(5)]
    for adresse in adresses:
        creer(ici.client, {"demandeur": {"courriel": adresse}})
    with serveur_smtp() as boite:
        par_smtp = ici.reglages.model_copy(update=boite.reglages)
        boite.refus += ["451 plus tard"] * 4
        passer(par_smtp, PREVENIR)
        assert (len(boite.refus), boite.destinataires) == (1, [])
        boite.refus.clear()
        passer(par_smtp, PREVENIR)
        assert sorted(boite.destinataires) == adresses
        assert len({boite.recevoir()["Message-ID"] for _ in range(5)}) == 5


# --- The others ---


def test_ce_qui_est_depose_ou_instruit_reste(ici: Ici) -> None:
    candidature = deposee(ici.client)
    for etat in ("deposee", "en_instruction"):
        sql(ici.url, f"UPDATE candidature SET etat = '{etat}' WHERE id = '{candidature.id}'")
        for annee in (2030, 2031):
            assert passer(ici.reglages, datetime(annee, 1, 1, tzinfo=UTC)) == []
        assert etat_de(ici, candidature) == etat


def test_ce_qui_est_clos_est_garde_douze_mois(ici: Ici) -> None:
    closes = {
        etat: deposee(ici.client) for etat in ("acceptee", "refusee", "sans_suite", "retiree")
    }
    for etat, candidature in closes.items():
        sql(
            ici.url,
            f"UPDATE candidature SET etat = '{etat}', modifiee_le = '2023-10-01T12:00:00Z' "
            f"WHERE id = '{candidature.id}'",
        )
    assert passer(ici.reglages, datetime(2024, 9, 17, 11, 59, tzinfo=UTC)) == []
    courriels = passer(ici.reglages, datetime(2024, 9, 17, 12, 1, tzinfo=UTC))
    texte = "\n".join(c.texte for c in courriels)
    assert texte.count("est close depuis le 01/10/2023") == 4
    assert all(candidature.lire()["numero"] in texte for candidature in closes.values())
    passer(ici.reglages, datetime(2024, 10, 1, 12, 2, tzinfo=UTC))
    assert [etat_de(ici, c) for c in closes.values()] == ["supprimee"] * 4
    assert sql(ici.url, "SELECT count(*) FROM depot") == [(0,)]


def test_zero_veut_dire_jamais(ici: Ici) -> None:
    brouillon, retiree = creer(ici.client, ADRESSE), deposee(ici.client)
    retiree.appeler("POST", "/retrait").raise_for_status()
    jamais = {"conservation_brouillons": 0, "conservation_decidees": 0}
    for annee in (2030, 2031):
        le = datetime(annee, 1, 1, tzinfo=UTC)
        assert passer(ici.reglages.model_copy(update=jamais), le) == []
    assert [etat_de(ici, brouillon), etat_de(ici, retiree)] == ["brouillon", "retiree"]
