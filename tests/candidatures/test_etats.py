"""The table of states: what it lets do is what the acts do, and nobody else lists states."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import httpx2
import pytest

import app
from app.candidatures.etats import Acte, Etat
from app.config import Settings
from app.contrat.cycle import dessin
from tests.bases import sql
from tests.client import Candidature, Client
from tests.depots.pieces import deposee, prete
from tests.rgpd.vie import administrateur

Faire = Callable[[Candidature, dict[str, str]], httpx2.Response]
_ICI: Final = Path(app.__file__).parent


def _effacer_d_office(motif: str) -> Faire:
    def faire(candidature: Candidature, admin: dict[str, str]) -> httpx2.Response:
        adresse = f"/v1/administration/candidatures/{candidature.id}?motif={motif}"
        return candidature.client.delete(adresse, headers=admin)

    return faire


# The job of retention does the last one: tests/rgpd/test_conservation.py. Reviewers do the others:
# tests/instruction/test_cycle.py and test_corrections.py, tests/decisions/test_publication.py.
_AILLEURS: Final = {
    *(Acte.EFFACER_A_TERME, Acte.PRENDRE, Acte.RENDRE, Acte.CORRIGER, Acte.PROPOSER),
    *(Acte.CONSULTER, Acte.ACCEPTER, Acte.REFUSER, Acte.CLASSER, Acte.REEXAMINER),
}
_FAIRE: Final[dict[Acte, Faire]] = {
    Acte.MODIFIER: lambda c, _: c.modifier({"contact": {"nom_prenom": "Anne Martin"}}),
    Acte.DEPOSER: lambda c, _: c.deposer(),
    Acte.RETIRER: lambda c, _: c.appeler("POST", "/retrait"),
    Acte.ECRIRE: lambda c, _: c.appeler("POST", "/messages", json={"texte": "Bonjour."}),
    Acte.EFFACER: lambda c, _: c.appeler("DELETE"),
    Acte.EFFACER_D_OFFICE: _effacer_d_office("demande"),
    Acte.EFFACER_SUR_INJONCTION: _effacer_d_office("injonction"),
}


def test_chaque_acte_est_joue() -> None:
    assert set(Acte) - _FAIRE.keys() == _AILLEURS


@pytest.mark.parametrize("etat", list(Etat))
def test_un_acte_ne_fait_que_ce_que_dit_la_table(
    client: Client, reglages: Settings, etat: Etat
) -> None:
    assert reglages.database_url
    url = reglages.database_url.get_secret_value()
    admin = administrateur(url)
    faits = set[Acte]()
    neuve = prete if etat.en_redaction else deposee
    candidature = neuve(client)
    for acte, faire in _FAIRE.items():
        ligne = f"candidature SET etat = '{etat}' WHERE id = '{candidature.id}'"
        sql(url, f"UPDATE {ligne}")
        reponse = faire(candidature, admin)
        ((apres,),) = sql(url, f"SELECT etat FROM candidature WHERE id = '{candidature.id}'")
        if reponse.is_success:
            faits.add(acte)
            assert apres == (acte.vers or etat), acte
            candidature = neuve(client)
        else:
            assert reponse.status_code in (404, 409), acte
            assert apres == etat, acte
    assert faits == set(etat.actes) - _AILLEURS


def test_chaque_etat_a_ses_mots() -> None:
    assert len({etat.mots for etat in Etat}) == len(Etat)
    assert all(re.fullmatch(r"[a-zà-ÿ' ]+", etat.mots) for etat in Etat)


def test_un_etat_sans_ses_mots_ne_se_declare_pas() -> None:
    table = (_ICI / "candidatures/etats.py").read_text(encoding="utf-8")
    seul = table.replace("    SUPPRIMEE =", '    RECEVABLE = "recevable"\n    SUPPRIMEE =')
    with pytest.raises(TypeError, match="'mots', 'phase', and 'actes'"):
        exec(seul, {"__name__": "etats"})  # noqa: S102 -- our own source


def test_personne_d_autre_n_enumere_d_etats() -> None:
    """A module may name the state that its act leads to; more is a list, that the table knows."""
    nommes = {
        fichier.relative_to(_ICI).as_posix(): set(re.findall(r"\bEtat\.([A-Z_]+)", texte))
        for fichier in _ICI.rglob("*.py")
        if (texte := fichier.read_text(encoding="utf-8"))
    }
    del nommes["candidatures/etats.py"]
    assert {fichier: etats for fichier, etats in nommes.items() if len(etats) > 1} == {}


def test_le_dessin_est_a_jour() -> None:
    page = _ICI.parent / "docs/etats.md"
    assert page.read_text(encoding="utf-8") == dessin(), "lancez `make generated`"
