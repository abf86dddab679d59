"""Mail: what arrives, what nobody can slip into it, what the sandbox keeps, what settings ask."""

import asyncio
from dataclasses import asdict
from datetime import UTC, datetime
from email.headerregistry import Address
from typing import Final

import pytest
from pydantic import ValidationError

from app.config import Settings
from app.kit.clock import DEPART_DU_BAC_A_SABLE
from app.kit.jobs.letter import ecrire_lettre
from app.kit.jobs.mail import Courriel
from app.kit.postgres.database import Base
from app.kit.web.problems import CourrielIndisponible
from tests.bases import du_service
from tests.kit.conftest import URL, Envoi, messagerie_reglee
from tests.smtp import Boite

_A: Final = "a.martin@example.fr"


# --- What arrives ---


def test_un_courriel_arrive_en_texte_avec_ses_accents(envoyer: Envoi, boite: Boite) -> None:
    texte = "Bonjour,\n\nVoici « la suite » : l'été, l'œuvre.\n.\nFin\n"
    envoyer(boite, Courriel(_A, "Votre candidature à l'appel « Territoires »", texte, "cle1"))
    recu = boite.recevoir()
    assert recu.get_content().replace("\r\n", "\n") == texte
    assert recu.get_content_type() == "text/plain"
    assert recu.get_content_charset() == "utf-8"
    assert recu["Subject"] == "Votre candidature à l'appel « Territoires »"
    assert recu["From"] == "Territoires d'industrie <appel@example.fr>"
    assert (recu["To"], boite.destinataires) == (_A, [_A])
    assert recu["Message-ID"] == "<cle1@example.fr>"
    assert recu["Auto-Submitted"] == "auto-generated"


def test_il_dit_aux_messageries_comment_l_arreter(envoyer: Envoi, boite: Boite) -> None:
    """On one line each, as it was given: a folded address is followed by nobody."""
    arret = "https://api.example.fr/v1/courrier-quotidien/tis_" + "aB-_" * 40
    texte = "Une ligne longue, avec des accents : é" * 10
    envoyer(boite, Courriel(_A, "Objet", texte, arret=arret))
    recu = boite.recevoir()
    assert recu["List-Unsubscribe"] == f"<{arret}>"
    assert recu["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    ecrite = ecrire_lettre(
        Address("", "a", "example.fr"),
        Address("", "b", "example.fr"),
        "Objet",
        texte,
        "cle",
        DEPART_DU_BAC_A_SABLE,
        arret,
    )
    tete, _, corps = ecrite.partition(b"\r\n\r\n")
    assert f"List-Unsubscribe: <{arret}>".encode() in tete.split(b"\r\n")
    assert max(map(len, corps.split(b"\r\n"))) <= 78
    envoyer(boite, Courriel(_A, "Objet", texte))
    assert "List-Unsubscribe" not in boite.recevoir()
    for faux in ("http://api.example.fr", "https://a.fr>\r\nBcc: b@c.fr", "https://a.fr/é", ""):
        with pytest.raises(ValueError, match="adresse d'arrêt"):
            Courriel(_A, "Objet", texte, arret=faux)


def test_il_est_date_de_l_horloge_du_service(envoyer: Envoi, boite: Boite) -> None:
    envoyer(boite, Courriel(_A, "Objet", "Texte"))
    le: datetime = boite.recevoir()["Date"].datetime
    assert DEPART_DU_BAC_A_SABLE.replace(microsecond=0) <= le
    assert le.date() == DEPART_DU_BAC_A_SABLE.date()


def test_un_second_essai_porte_le_meme_identifiant(envoyer: Envoi, boite: Boite) -> None:
    courriel = Courriel(_A, "Objet", "Texte")
    envoyer(boite, courriel)
    envoyer(boite, Courriel(**asdict(courriel)))  # as a job makes it again
    identifiants = {boite.recevoir()["Message-ID"] for _ in range(2)}
    assert len(identifiants) == 1
    envoyer(boite, Courriel(_A, "Objet", "Texte"))
    assert boite.recevoir()["Message-ID"] not in identifiants


def test_un_domaine_accentue_est_ecrit_en_ascii(envoyer: Envoi, boite: Boite) -> None:
    envoyer(boite, Courriel("a@mairie-évry.fr", "Objet", "Texte"))
    assert boite.recevoir()["To"] == "a@xn--mairie-vry-h7a.fr"


def test_une_boite_accentuee_passe_par_un_serveur_qui_sait_l_ecrire(
    envoyer: Envoi, boite: Boite
) -> None:
    envoyer(boite, Courriel("josé@example.fr", "Objet", "Texte"))
    boite.recevoir()
    assert boite.destinataires == ["josé@example.fr"]


# --- Nothing slips in ---


@pytest.mark.parametrize(
    "adresse",
    [
        "a@example.fr\r\nBcc: b@example.fr",
        "a@example.fr\nBcc: b@example.fr",
        "a@example.fr, b@example.fr",
        "a@example.fr;b@example.fr",
        "<a@example.fr> b@example.fr",
        "Jean <a@example.fr>",
        "a@example.fr> SIZE=1\r\nRCPT TO:<b@example.fr",
        "a@exa mple.fr",
        "a@example.fr\x00",
        "a@example.fr\u2028b",
        '"a\r\nb"@example.fr',
        "=?utf-8?q?a=0D=0ASubject=3APayez=0D=0A=0D=0AVotre_lien?=@example.fr",
        "=?utf-8?b?YQ0KQmNjOiBi?=@example.fr",
        "=?utf-8?q?a?=@example.fr",
        "@example.fr",
        "",
    ],
)
def test_refuse_ce_qui_n_est_pas_une_seule_adresse(adresse: str) -> None:
    with pytest.raises(ValueError):
        Courriel(adresse, "Objet", "Texte")


@pytest.mark.parametrize("saut", ["\r\n", "\n", "\r", "\x00", "\x0b", "\x0c", "\x85", "\u2028"])
def test_refuse_un_objet_de_plusieurs_lignes(saut: str) -> None:
    with pytest.raises(ValueError, match="une ligne"):
        Courriel(_A, f"Objet{saut}Bcc: b@example.fr", "Texte")


def test_refuse_un_objet_qui_porte_un_mot_encode() -> None:
    with pytest.raises(ValueError, match=r"=\?"):
        Courriel(_A, "Objet =?utf-8?q?a=0D=0ABcc=3Ab?=", "Texte")


@pytest.mark.parametrize("boite", ["=?utf-8?q?a=0D=0ASubject=3APayez=0D=0A=0D=0ALien?=", "a b"])
def test_une_tete_qui_ne_dit_pas_ce_qu_on_lui_a_donne_ne_part_pas(boite: str) -> None:
    """Whatever got past the reading of addresses, and whatever Python makes of it."""
    de, a = Address("", "appel", "example.fr"), Address("", boite, "example.fr")
    with pytest.raises(ValueError, match="tête"):
        ecrire_lettre(de, a, "Objet", "Texte", "cle1", datetime(2023, 9, 18, tzinfo=UTC))


@pytest.mark.parametrize(
    "adresse", ["x" * 64 + "@" + "a" * 60 + ".example.fr", "=a?b!#$%&'*+-/^_`{|}~@example.fr"]
)
def test_une_adresse_inhabituelle_part_telle_quelle(
    envoyer: Envoi, boite: Boite, adresse: str
) -> None:
    envoyer(boite, Courriel(adresse, "Objet", "Texte"))
    assert (boite.recevoir()["To"], boite.destinataires) == (adresse, [adresse])


@pytest.mark.parametrize("cle", ["a>\r\nBcc: b@example.fr", "a@b", "é", ""])
def test_refuse_une_cle_qui_ferait_un_autre_en_tete(cle: str) -> None:
    with pytest.raises(ValueError, match="lettres"):
        Courriel(_A, "Objet", "Texte", cle)


def test_le_texte_n_ajoute_ni_en_tete_ni_destinataire(envoyer: Envoi, boite: Boite) -> None:
    piege = "\r\n.\r\nMAIL FROM:<x@example.fr>\r\nRCPT TO:<b@example.fr>\r\n"
    envoyer(boite, Courriel(_A, "Objet", f"Bcc: b@example.fr\n\n{piege}"))
    recu = boite.recevoir()
    assert "MAIL FROM" in recu.get_content()
    assert recu["Bcc"] is None
    assert (boite.destinataires, boite.est_vide()) == ([_A], True)


# --- Without a server; settings ---


def test_hors_du_bac_a_sable_sans_serveur_il_n_y_a_pas_de_courriel() -> None:
    messagerie = messagerie_reglee(bac_a_sable=False)
    assert not messagerie.disponible
    with pytest.raises(CourrielIndisponible):
        messagerie.exiger()
    with pytest.raises(CourrielIndisponible):
        asyncio.run(messagerie.envoyer(Courriel(_A, "Objet", "Texte")))


def test_le_bac_a_sable_garde_les_cent_derniers_pour_tous_ses_processus(
    base_des_travaux: str,
) -> None:
    async def cent_un() -> list[str]:
        base = Base(du_service(base_des_travaux), 1)
        await base.ouvrir()
        messagerie, autre = (messagerie_reglee(base, bac_a_sable=True) for _ in range(2))
        for rang in range(101):
            await messagerie.envoyer(Courriel(_A, f"Objet {rang}", "Texte"))
        lus = await autre.gardes.lire()
        await base.fermer()
        return [garde.objet for garde in lus]

    assert asyncio.run(cent_un()) == [f"Objet {rang}" for rang in range(1, 101)]


def test_le_bac_a_sable_envoie_s_il_a_un_serveur(boite: Boite) -> None:
    messagerie = messagerie_reglee(**{"bac_a_sable": True, **boite.reglages})
    asyncio.run(messagerie.envoyer(Courriel(_A, "Objet", "Texte")))
    assert boite.recevoir()["To"] == _A


def test_un_serveur_demande_de_dire_de_qui_viennent_les_courriels_et_ou_menent_leurs_liens() -> (
    None
):
    with pytest.raises(ValidationError, match="TI_EXPEDITEUR"):
        Settings(smtp_hote="smtp.example.fr", expediteur="appel@example.fr")


@pytest.mark.parametrize(
    "url", ["https://front.example.fr/reprise?lien={lien}", "https://front.example.fr/reprise#", ""]
)
def test_un_lien_ne_met_son_secret_qu_apres_le_croisillon(url: str) -> None:
    with pytest.raises(ValidationError, match="url_reprise"):
        Settings(url_reprise=url)
    reglee = Settings(url_reprise=URL)
    assert reglee.adresse_de_reprise("til_x") == "https://front.example.fr/reprise#lien=til_x"


def test_un_expediteur_qui_n_est_pas_une_adresse_est_vu_au_demarrage() -> None:
    with pytest.raises(ValueError, match="@"):
        messagerie_reglee(expediteur="Territoires d'industrie")
