"""Access tokens that must not pass: forged, stolen from elsewhere, offering keys of their own."""

import hmac
import json
from base64 import b64encode
from collections.abc import Callable
from time import time
from typing import Any, Final

import pytest
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc.jwk import ECKey

from app.acces.oidc.fournisseur import JETON_MAX
from app.acces.oidc.revendications import TOLERANCE
from app.config import Settings
from tests.acces.oidc.outils import Json, identifier, refuse, reglages
from tests.acces.oidc.pirate import Pirate, assembler, cle_rsa, en_json

AUTRE_API: Final = "https://autre.exemple.gouv.fr"


def _reglages(pirate: Pirate, **autres: object) -> Settings:
    return reglages(pirate.emetteur, oidc_mode="jwks", **autres)


def _refuse_avec(pirate: Pirate, nom: str, *valeurs: Any) -> bool:
    """Whether a token is refused for each value of a claim; None takes it away."""
    return refuse(_reglages(pirate), *(pirate.jeton(**{nom: valeur}) for valeur in valeurs))


def _entete(alg: str, **autres: object) -> Json:
    return {"alg": alg, "typ": "at+jwt", "kid": "premiere", **autres}


def _signe_par(pirate: Pirate) -> Callable[[bytes], bytes]:
    """Sign by RS256 whatever header goes before, which a library would refuse to."""
    prive = pirate.cle.private_key
    assert prive
    return lambda dit: prive.sign(dit, padding.PKCS1v15(), SHA256())


def test_le_jeton_de_reference_passe(pirate: Pirate) -> None:
    assert identifier(_reglages(pirate), pirate.jeton()).sujet == "agent"
    charge = pirate.revendications()
    for entete in (_entete("RS256"), _entete("RS256", inconnu=1)):  # RFC 7515, 4
        fait = assembler(entete, charge, _signe_par(pirate))
        assert identifier(_reglages(pirate), fait).sujet == "agent"


def test_refuse_un_jeton_sans_signature(pirate: Pirate) -> None:
    charge = pirate.revendications()
    assert refuse(
        _reglages(pirate),
        *(assembler(_entete(alg), charge, lambda _: b"") for alg in ("none", "None", "nOnE", "")),
        assembler(_entete("none"), charge, lambda _: b"x"),
        assembler({"alg": "none", "typ": "at+jwt"}, charge, lambda _: b""),
        assembler({"typ": "at+jwt"}, charge, lambda _: b""),
        assembler(_entete("RS256"), charge, lambda _: b""),
    )


@pytest.mark.parametrize("alg", ["HS256", "HS384", "HS512"])
def test_refuse_un_hmac_fait_avec_la_cle_publique(pirate: Pirate, alg: str) -> None:
    publique = pirate.cle.as_dict(private=False)
    secrets = [
        pirate.cle.as_pem(private=False),
        pirate.cle.as_pem(private=False).strip(),
        pirate.cle.as_der(private=False),
        json.dumps(publique).encode(),
        json.dumps(publique, separators=(",", ":")).encode(),
        str(publique["n"]).encode(),
    ]

    def par(secret: bytes) -> Callable[[bytes], bytes]:
        return lambda dit: hmac.digest(secret, dit, f"sha{alg[2:]}")

    charge = pirate.revendications()
    faux = [assembler(_entete(alg), charge, par(secret)) for secret in secrets]
    assert refuse(_reglages(pirate), *faux)
    assert pirate.appels == []  # such a token is not worth a question


def test_refuse_un_hmac_meme_si_son_secret_est_publie(pirate: Pirate) -> None:
    publiee = {"kty": "oct", "k": b64encode(b"secret").decode(), "kid": "partage"}
    pirate.repondre(en_json({"keys": [publiee, pirate.cle.as_dict(private=False)]}), "/jwks")
    entete, charge = _entete("HS256", kid="partage"), pirate.revendications()
    faux = assembler(entete, charge, lambda dit: hmac.digest(b"secret", dit, "sha256"))
    assert refuse(_reglages(pirate), faux)


def test_refuse_un_algorithme_hors_de_la_liste(pirate: Pirate) -> None:
    jeton = pirate.jeton(entete={"alg": "PS256"})
    assert refuse(_reglages(pirate), jeton)
    assert identifier(_reglages(pirate, oidc_algorithmes=["PS256"]), jeton).sujet == "agent"


def test_refuse_un_algorithme_qui_n_est_pas_celui_de_la_cle(pirate: Pirate) -> None:
    courbe = ECKey.generate_key("P-256", {"kid": "courbe"})
    reservee = cle_rsa("reservee").as_dict(private=False, alg="RS512")
    publiees = [pirate.cle.as_dict(private=False), courbe.as_dict(private=False), reservee]
    pirate.repondre(en_json({"keys": publiees}), "/jwks")
    assert identifier(_reglages(pirate), pirate.jeton(courbe, {"alg": "ES256"})).sujet == "agent"
    assert refuse(
        _reglages(pirate),
        pirate.jeton(courbe, {"alg": "ES256", "kid": "premiere"}),
        pirate.jeton(entete={"kid": "courbe"}),
        pirate.jeton(cle_rsa("reservee")),
    )


def test_refuse_une_cle_de_chiffrement(pirate: Pirate) -> None:
    publiee = {**pirate.cle.as_dict(private=False), "use": "enc"}
    pirate.repondre(en_json({"keys": [publiee]}), "/jwks")
    assert refuse(_reglages(pirate), pirate.jeton())


def test_refuse_un_autre_emetteur(pirate: Pirate) -> None:
    presque = (f"{pirate.emetteur}/", pirate.emetteur.upper())
    assert _refuse_avec(pirate, "iss", None, "", AUTRE_API, *presque, [pirate.emetteur], 1)


def test_refuse_un_jeton_pour_une_autre_audience(pirate: Pirate) -> None:
    autres = (AUTRE_API, [AUTRE_API], "fron", "frontal", {"front": 1}, [1], [["front"]])
    assert _refuse_avec(pirate, "aud", None, "", [], *autres)


@pytest.mark.parametrize(("nom", "ecart"), [("exp", -1), ("nbf", 60), ("iat", 60)])
def test_refuse_un_jeton_hors_de_son_temps(pirate: Pirate, nom: str, ecart: int) -> None:
    limite = int(time()) + (TOLERANCE if ecart > 0 else -TOLERANCE)
    assert _refuse_avec(pirate, nom, limite + ecart, "4102444800", True, [4102444800], {})


def test_refuse_un_jeton_sans_fin(pirate: Pirate) -> None:
    assert _refuse_avec(pirate, "exp", None)


def test_refuse_un_jeton_d_un_autre_type(pirate: Pirate) -> None:
    types = (None, "JWT", "jwt", "at", "logout+jwt", "token-introspection+jwt", "at+jwt+x")
    assert refuse(_reglages(pirate), *(pirate.jeton(entete={"typ": typ}) for typ in types))


def test_refuse_un_jeton_qui_ne_nomme_personne(pirate: Pirate) -> None:
    assert _refuse_avec(pirate, "sub", None, "", 7, ["agent"], "a\nb", "é", "x" * 256, "front")


def test_refuse_un_jeton_lie_a_une_cle_qu_il_faudrait_prouver(pirate: Pirate) -> None:
    assert _refuse_avec(pirate, "cnf", {"jkt": "x"}, {})


def test_refuse_une_extension_critique(pirate: Pirate) -> None:
    entetes = (_entete("RS256", crit=crit, exp=1, b64=True) for crit in (["exp"], ["b64"], []))
    charge, signer = pirate.revendications(), _signe_par(pirate)
    assert refuse(_reglages(pirate), *(assembler(entete, charge, signer) for entete in entetes))


def test_un_nom_de_cle_n_est_ni_un_chemin_ni_une_adresse(pirate: Pirate) -> None:
    with Pirate("api", cle_rsa("attaquant")) as attaquant:
        chemins = ("../../etc/passwd", "/dev/null", "premiere\x00", "premiere' OR '1'='1")
        noms = (*chemins, f"{attaquant.emetteur}/jwks", f"file:{__file__}")
        faux = (pirate.jeton(attaquant.cle, {"kid": nom}) for nom in noms)
        assert refuse(_reglages(pirate), *faux)
        assert attaquant.appels == []


@pytest.mark.parametrize("parametre", ["jku", "x5u", "jwk", "x5c"])
def test_ne_prend_pas_la_cle_que_le_jeton_apporte(pirate: Pirate, parametre: str) -> None:
    with Pirate("api", cle_rsa("attaquant")) as attaquant:
        publique = attaquant.cle.as_dict(private=False)
        offre: Json = {
            "jku": f"{attaquant.emetteur}/jwks",
            "x5u": f"{attaquant.emetteur}/certificat",
            "jwk": {nom: publique[nom] for nom in ("kty", "n", "e")},
            "x5c": [b64encode(attaquant.cle.as_der(private=False)).decode()[:80]],
        }
        entete = {"alg": "RS256", "typ": "at+jwt", parametre: offre[parametre]}
        entetes = [entete, *({**entete, "kid": kid} for kid in ("premiere", "attaquant"))]
        charge, signer = pirate.revendications(), _signe_par(attaquant)
        faux = (assembler(entete, charge, signer) for entete in entetes)
        assert refuse(_reglages(pirate), *faux)
        assert attaquant.appels == []


def test_refuse_une_charge_changee_apres_la_signature(pirate: Pirate) -> None:
    entete, _, signature = pirate.jeton().split(".")
    autre = pirate.jeton(sub="administrateur").split(".")[1]
    faux = (f"{entete}.{autre}.{signature}", f"{entete}.{autre}.", f"{entete}..{signature}")
    assert refuse(_reglages(pirate), *faux)


def test_une_cle_qui_n_est_pas_publiee_ne_signe_rien(pirate: Pirate) -> None:
    assert refuse(_reglages(pirate), pirate.jeton(cle_rsa("premiere", 1)))


def test_refuse_ce_qui_n_est_pas_un_jeton_sans_rien_demander(pirate: Pirate) -> None:
    longs = ("a" * (JETON_MAX + 1), pirate.jeton(long="x" * JETON_MAX))
    assert refuse(_reglages(pirate), "", *longs, "é", "a b", "a\n", '"', "a=b")
    assert refuse(reglages(pirate.emetteur), *longs)
    assert pirate.appels == []


def test_refuse_ce_qui_n_a_pas_la_forme_d_un_jeton_signe(pirate: Pirate) -> None:
    assert refuse(_reglages(pirate), "a", "a.b.c", "..", "e30.e30.", "e30.e30.e30", "W10.e30.e30")
    assert pirate.appels_de("/jwks") == 0
