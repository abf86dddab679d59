"""Whom the service reaches on behalf of others: nobody of this machine, nor of its networks."""

import asyncio
import socket
import threading
from collections.abc import Sequence
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from app.kit.egress.allowed import Adresse, est_publique
from app.kit.egress.insistence import Insistance
from app.kit.egress.pinned import Annuaire, Resolution
from app.kit.egress.post import Echange, Issue, Sortie
from tests.recepteurs import Recepteur, recevoir
from tests.smtp import certificat

PUBLIQUES = ("1.1.1.1", "193.252.19.3", "2606:4700:4700::1111", "2a01:e0a::1")
INTERDITES = (
    "0.0.0.1",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.31.0.1",
    "192.0.0.9",  # global for Python
    "192.0.2.1",
    "192.88.99.1",  # likewise: 6to4
    "192.168.1.1",
    "198.19.0.1",
    "203.0.113.1",
    "224.0.0.1",  # likewise
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:8.8.8.8",
    "::ffff:127.0.0.1",
    "::127.0.0.1",
    "64:ff9b::8.8.8.8",  # likewise: NAT64
    "64:ff9b:1::1",
    "100::1",
    "2001::8.8.8.8",  # Teredo
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12::1",
    "fe80::1",
    "fe80::1%lo",
    "fec0::1",
    "ff02::1",
    "4000::1",
)
# What some systems take for 127.0.0.1, or for another that is not public.
ECRITURES = (
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "127.0.0.1.",
    "localhost",
    "localhost.",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:0:0:1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::1]",
    "169.254.169.254",
    "0",
    "[::]",
    "①②⑦.⓪.⓪.①",
)


@pytest.mark.parametrize("texte", PUBLIQUES)
def test_une_adresse_publique_se_joint(texte: str) -> None:
    assert est_publique(ip_address(texte))


@pytest.mark.parametrize("texte", INTERDITES)
def test_aucune_autre_ne_se_joint(texte: str) -> None:
    assert not est_publique(ip_address(texte))


@pytest.mark.parametrize("hote", ECRITURES)
def test_une_adresse_interdite_l_est_de_quelque_facon_qu_elle_s_ecrive(hote: str) -> None:
    with recevoir() as recepteur:
        port = urlsplit(recepteur.url).port
        assert _poster(f"http://{hote}:{port}/", ici=False).issue is Issue.CIBLE
        assert recepteur.rien


def test_le_bac_a_sable_joint_sa_machine_et_aucune_autre() -> None:
    with recevoir() as recepteur:
        assert _poster(recepteur.url).issue is Issue.LIVREE
    for hote in ("10.0.0.1", "169.254.169.254", "[::ffff:127.0.0.1]", "[fd12::1]"):
        assert _poster(f"http://{hote}/").issue is Issue.CIBLE


def test_qui_n_existe_pas_et_qui_ne_se_joint_pas_se_disent_de_meme() -> None:
    async def inconnue(_hote: str, _port: int) -> Sequence[Adresse]:
        raise socket.gaierror

    dits = {
        _sans_duree(_poster("http://exemple.test/", resoudre=resoudre))
        for resoudre in (
            inconnue,
            _qui_mene_a("10.0.0.1"),
            _qui_mene_a("1.1.1.1", "10.0.0.1"),
            _qui_mene_a(),
        )
    }
    assert dits == {"Echange(issue=<Issue.CIBLE: 'cible'>, duree=0, statut=None, entetes={})"}


def test_la_connexion_va_ou_l_adresse_a_ete_jugee() -> None:
    """A name that leads elsewhere a moment later is not asked again, but at the next attempt."""
    reponses, demandes = ["127.0.0.1", "10.0.0.1"], list[str]()

    async def changeante(hote: str, _port: int) -> Sequence[Adresse]:
        demandes.append(hote)
        return [ip_address(reponses[len(demandes) - 1])]

    with recevoir() as recepteur:
        url = _nommee(recepteur, "exemple.test")
        sortie = Sortie(Insistance(), ici=True, resoudre=changeante)
        assert _poster(url, sortie=sortie).issue is Issue.LIVREE
        assert recepteur.recevoir().entetes["host"] == urlsplit(url).netloc
        assert _poster(url, sortie=sortie).issue is Issue.CIBLE
        assert recepteur.rien
    assert demandes == ["exemple.test", "exemple.test"]


def test_la_premiere_adresse_qui_repond_est_prise() -> None:
    with recevoir() as recepteur:
        url = _nommee(recepteur, "exemple.test")
        # Nobody listens on the first one.
        assert _poster(url, resoudre=_qui_mene_a("127.0.0.9", "127.0.0.1")).issue is Issue.LIVREE


def test_un_nom_que_personne_ne_donne_ne_retient_pas_l_envoi() -> None:
    async def muette(_hote: str, _port: int) -> Sequence[Adresse]:
        await asyncio.Event().wait()
        raise AssertionError

    presse = Sortie(Insistance(connexion=timedelta(milliseconds=50)), ici=True, resoudre=muette)
    assert _poster("http://exemple.test/", sortie=presse).issue is Issue.CIBLE


def test_un_nom_lent_ne_prend_qu_un_fil(monkeypatch: pytest.MonkeyPatch) -> None:
    repond, demandes, systeme = threading.Event(), list[str](), socket.getaddrinfo

    def lente(hote: str, *autres: Any, **nommes: Any) -> list[Any]:
        if not hote.endswith(".test"):
            return systeme(hote, *autres, **nommes)
        demandes.append(hote)
        repond.wait(20)
        return []

    async def agir() -> None:
        annuaire = Annuaire()
        for _ in range(3):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(annuaire("lent.test", 443), 0.01)
        assert demandes == ["lent.test"]
        repond.set()
        assert await annuaire("lent.test", 443) == []
        assert await annuaire("autre.test", 443) == []
        annuaire.fermer()

    monkeypatch.setattr(socket, "getaddrinfo", lente)
    asyncio.run(agir())


def test_tls_verifie_le_nom_par_les_autorites_du_systeme(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contexte, autorite = certificat(tmp_path, "exemple.test")
    ici = _qui_mene_a("127.0.0.1")
    with recevoir(tls=contexte) as recepteur:
        url = _nommee(recepteur, "exemple.test")
        assert _poster(url, resoudre=ici).issue is Issue.TLS
        monkeypatch.setenv("SSL_CERT_FILE", str(autorite))
        assert _poster(url, resoudre=ici).issue is Issue.LIVREE
        assert _poster(_nommee(recepteur, "autre.test"), resoudre=ici).issue is Issue.TLS


def test_aucun_mandataire_de_l_environnement_n_est_pris(monkeypatch: pytest.MonkeyPatch) -> None:
    for nom in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(nom, "http://127.0.0.1:1")
    with recevoir() as recepteur:
        assert _poster(recepteur.url).issue is Issue.LIVREE


def test_un_port_ou_personne_n_ecoute() -> None:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port = prise.getsockname()[1]
        assert _poster(f"http://127.0.0.1:{port}/").issue is Issue.CONNEXION


def test_les_essais_s_espacent_comme_il_est_ecrit() -> None:
    """Standard Webhooks: ten attempts, over three days and some hours."""
    regles = Insistance()
    attentes = [regles.attente(essais) for essais in range(11)]
    assert attentes[10] is None
    exactes = [0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]
    for attente, exacte in zip(attentes, exactes, strict=False):
        assert attente is not None
        assert 0.9 * exacte <= attente.total_seconds() <= 1.1 * exacte
    assert sum(exactes) == 75 * 3600 + 35 * 60 + 5
    assert regles.bail > regles.echange


def test_ce_que_personne_n_a_prevu_est_un_essai_comme_un_autre() -> None:
    """It is counted, or it would be made for ever."""

    async def inattendue(*_: object) -> Sequence[Adresse]:
        raise RuntimeError("imprévu")

    assert _poster("http://exemple.test/", resoudre=inattendue).issue is Issue.COUPURE


def _qui_mene_a(*adresses: str) -> Resolution:
    async def resoudre(_hote: str, _port: int) -> Sequence[Adresse]:
        return [ip_address(adresse) for adresse in adresses]

    return resoudre


def _nommee(recepteur: Recepteur, hote: str) -> str:
    return recepteur.url.replace("127.0.0.1", hote)


def _poster(
    url: str,
    *,
    ici: bool = True,
    resoudre: Resolution | None = None,
    sortie: Sortie | None = None,
) -> Echange:
    async def agir() -> Echange:
        par = sortie or Sortie(Insistance(), ici=ici, resoudre=resoudre)
        try:
            return await par.poster(url, {"content-type": "text/plain"}, b"bonjour")
        finally:
            par.fermer()

    return asyncio.run(agir())


def _sans_duree(echange: Echange) -> str:
    echange.duree = 0
    return repr(echange)
