"""Mail and the server that takes it: refusals for now or for good, TLS, a user."""

from pathlib import Path
from typing import Any, Final

import pytest
from aiosmtplib import SMTPAuthenticationError, SMTPException
from pydantic import SecretStr
from structlog.testing import capture_logs

from app.kit.jobs.mail import Courriel, CourrielDiffere
from tests.kit.conftest import Envoi
from tests.smtp import Boite, certificat, connaisseur, serveur_smtp

_A: Final = "a.martin@example.fr"


# --- Refused, for now or for good ---


def test_un_refus_passager_se_reessaie(envoyer: Envoi, boite: Boite) -> None:
    boite.refus.append("451 4.3.0 plus tard")
    courriel = Courriel(_A, "Objet", "Texte")
    with pytest.raises(CourrielDiffere, match="451"):
        envoyer(boite, courriel)
    assert boite.est_vide()
    envoyer(boite, courriel)
    assert boite.recevoir()["To"] == _A


def test_un_refus_definitif_s_abandonne_et_se_journalise_sans_l_adresse(
    envoyer: Envoi, boite: Boite
) -> None:
    boite.refus.append(f"550 5.1.1 {_A} inconnu")
    with capture_logs() as journaux:
        envoyer(boite, Courriel(_A, "Objet", "Texte"))
    assert journaux == [{"event": "courriel_refuse", "code": 550, "log_level": "warning"}]
    assert boite.est_vide()


def test_sans_serveur_le_courriel_attend(envoyer: Envoi) -> None:
    with serveur_smtp() as ferme:
        pass
    with pytest.raises(OSError, match=str(ferme.port)):
        envoyer(ferme, Courriel(_A, "Objet", "Texte"))


def test_une_boite_accentuee_est_abandonnee_par_un_serveur_qui_ne_sait_pas(envoyer: Envoi) -> None:
    with serveur_smtp() as ascii_seul, capture_logs() as journaux:
        envoyer(ascii_seul, Courriel("josé@example.fr", "Objet", "Texte"))
        assert ascii_seul.est_vide()
    assert [(ligne["event"], ligne["code"]) for ligne in journaux] == [("courriel_refuse", 553)]


# --- TLS, a user ---


@pytest.mark.parametrize("tls", ["tls", "starttls"])
def test_le_courriel_passe_chiffre_a_un_serveur_dont_le_certificat_se_verifie(
    tls: str, envoyer: Envoi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contexte, autorite = certificat(tmp_path)
    a_la_demande = {"tls_context": contexte, "require_starttls": True}
    options: dict[str, Any] = {"tls": contexte} if tls == "tls" else a_la_demande
    with serveur_smtp(**options) as chiffre:
        with pytest.raises(OSError, match="certificate verify failed"):
            envoyer(chiffre, Courriel(_A, "Objet", "Texte"), smtp_tls=tls)
        assert chiffre.est_vide()
        monkeypatch.setenv("SSL_CERT_FILE", str(autorite))
        envoyer(chiffre, Courriel(_A, "Objet", "Texte"), smtp_tls=tls)
        assert chiffre.recevoir()["To"] == _A


def test_rien_ne_part_en_clair_quand_on_attend_starttls(envoyer: Envoi, boite: Boite) -> None:
    with pytest.raises(SMTPException, match="STARTTLS"):
        envoyer(boite, Courriel(_A, "Objet", "Texte"), smtp_tls="starttls")
    assert boite.est_vide()


def test_le_serveur_demande_un_utilisateur(
    envoyer: Envoi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contexte, autorite = certificat(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(autorite))
    juge = connaisseur("service", "bon mot")
    donnes: dict[str, Any] = {"smtp_tls": "starttls", "smtp_utilisateur": "service"}
    with serveur_smtp(tls_context=contexte, auth_required=True, authenticator=juge) as garde:
        with pytest.raises(SMTPAuthenticationError):
            envoyer(
                garde,
                Courriel(_A, "Objet", "Texte"),
                smtp_mot_de_passe=SecretStr("mauvais"),
                **donnes,
            )
        assert garde.est_vide()
        envoyer(
            garde, Courriel(_A, "Objet", "Texte"), smtp_mot_de_passe=SecretStr("bon mot"), **donnes
        )
        assert garde.recevoir()["To"] == _A
