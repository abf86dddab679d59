"""What the address of an endpoint may be, by what it says."""

import pytest

from app.flux.crochets.cible_url import URL_MAX, CibleUrl, UrlRefusee, lire_url

_LONGUE = "https://a.fr/"


@pytest.mark.parametrize(
    ("url", "cible"),
    [
        ("https://exemple.fr", CibleUrl("exemple.fr", 443, tls=True)),
        ("HTTPS://Exemple.FR:443/a?b=c%20d", CibleUrl("exemple.fr", 443, tls=True)),
        (
            "https://xn--dpt-bma.exemple.fr:8443/",
            CibleUrl("xn--dpt-bma.exemple.fr", 8443, tls=True),
        ),
        ("https://192.0.2.1/x", CibleUrl("192.0.2.1", 443, tls=True)),
        ("https://[2001:DB8:0::1]:8443", CibleUrl("2001:db8::1", 8443, tls=True)),
        ("https://exemple.fr/@a:b", CibleUrl("exemple.fr", 443, tls=True)),
        ("https://exemple.fr?x=@y", CibleUrl("exemple.fr", 443, tls=True)),
        (_LONGUE + "x" * (URL_MAX - len(_LONGUE)), CibleUrl("a.fr", 443, tls=True)),
    ],
)
def test_se_lit_de_la_meme_facon_partout(url: str, cible: CibleUrl) -> None:
    assert lire_url(url, essai=False) == lire_url(url, essai=True) == cible


@pytest.mark.parametrize(
    ("url", "motif"),
    [
        (_LONGUE + "x" * (URL_MAX - len(_LONGUE) + 1), "url_trop_longue"),
        ("http://exemple.fr", "https_attendu"),
        ("ftp://exemple.fr", "url_invalide"),
        ("//exemple.fr", "url_invalide"),
        ("exemple.fr", "url_invalide"),
        ("https:exemple.fr", "url_invalide"),
        ("https:///exemple.fr", "hote_invalide"),
        ("https://exemple.fr/\\@ailleurs.fr", "url_invalide"),
        ("https://exemple.fr\\@ailleurs.fr", "url_avec_identifiants"),
        ("https://exemple.fr/a b", "url_invalide"),
        ("https://exemple.fr/\r\nHost: a", "url_invalide"),
        ("https://exemple.fr/\n", "url_invalide"),
        ("https://dépôt.fr", "hote_invalide"),
        ("https://exemple.fr/é", "url_invalide"),
        ("https://moi:secret@exemple.fr", "url_avec_identifiants"),
        ("https://exemple.fr:443@ailleurs.fr", "url_avec_identifiants"),
        ("https://exemple.fr#suite", "url_avec_fragment"),
        ("https://exemple.fr:80", "port_refuse"),
        ("https://exemple.fr:22", "port_refuse"),
        ("https://exemple.fr:", "hote_invalide"),
        ("https://exemple.fr:65979", "port_refuse"),
        ("https://exemple.fr.", "hote_invalide"),
        ("https://exemple..fr", "hote_invalide"),
        ("https://-a.fr", "hote_invalide"),
        ("https://a_b.fr", "hote_invalide"),
        ("https://" + "a." * 127 + "fr", "hote_invalide"),
        ("https://intranet", "hote_refuse"),
        ("https://localhost", "hote_refuse"),
        ("https://127.0.0.1", "hote_refuse"),
        ("https://[::1]", "hote_refuse"),
        ("https://2130706433", "hote_invalide"),
        ("https://0x7f000001", "hote_invalide"),
        ("https://0177.0.0.1", "hote_invalide"),
        ("https://127.1", "hote_invalide"),
        ("https://a.0x7f", "hote_invalide"),
        ("https://[fe80::1%25eth0]", "hote_invalide"),
        ("https://[::1", "hote_invalide"),
        ("https://[1.2.3.4]", "hote_invalide"),
    ],
)
def test_est_refusee_et_dit_pourquoi(url: str, motif: str) -> None:
    with pytest.raises(UrlRefusee) as refus:
        lire_url(url, essai=False)
    assert refus.value.motif == motif


@pytest.mark.parametrize("hote", ["localhost", "127.0.0.1", "127.8.8.8", "[::1]"])
def test_le_bac_a_sable_prend_tout_port_de_cette_machine(hote: str) -> None:
    assert lire_url(f"http://{hote}:3000/crochet", essai=True).port == 3000
    assert lire_url(f"http://{hote}", essai=True).port == 80
    assert lire_url(f"https://{hote}:1", essai=True).tls
    for port in (0, 65536):
        with pytest.raises(UrlRefusee, match="port_refuse"):
            lire_url(f"http://{hote}:{port}", essai=True)
    with pytest.raises(UrlRefusee, match="https_attendu"):
        lire_url(f"http://{hote}:3000", essai=False)


@pytest.mark.parametrize(
    "hote", ["exemple.fr", "192.168.1.1", "localhost.exemple.fr", "127.0.0.1.nip.io"]
)
def test_le_bac_a_sable_ne_prend_rien_de_plus_d_ailleurs(hote: str) -> None:
    for url in (f"http://{hote}", f"https://{hote}:3000"):
        with pytest.raises(UrlRefusee):
            lire_url(url, essai=True)
