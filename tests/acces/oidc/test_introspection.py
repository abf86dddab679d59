"""Answers about a token that must not be believed (RFC 7662, 9701)."""

import json
from base64 import b64encode
from functools import partial
from time import time
from typing import Final

import pytest

from app.acces.oidc.introspection import AGE_MAX
from app.acces.oidc.revendications import TOLERANCE
from app.kit.web.problems import Indisponible
from tests.acces.oidc.outils import Json, identifier, reglages, verdicts
from tests.acces.oidc.pirate import (
    INTROSPECTION,
    Pirate,
    Reponse,
    assembler,
    cle_rsa,
    en_json,
)


def _verdicts(pirate: Pirate, *reponses: Reponse) -> set[str]:
    """How tokens are answered, of which the provider says this and that."""

    def essai(rang: int, reponse: Reponse) -> str:
        pirate.repondre(reponse)
        return f"jeton-{rang}"

    essais = [partial(essai, rang, reponse) for rang, reponse in enumerate(reponses)]
    return set(verdicts(reglages(pirate.emetteur), essais))


def test_les_reponses_de_reference_passent(pirate: Pirate) -> None:
    en_clair = en_json(pirate.introspection())
    assert _verdicts(pirate, en_clair, pirate.introspection_signee()) == {"agent"}


def test_une_reponse_peut_taire_l_emetteur_et_l_audience(pirate: Pirate) -> None:
    pirate.repondre(en_json(pirate.introspection(iss=None, aud=None)))
    assert identifier(reglages(pirate.emetteur), "jeton").emetteur == pirate.emetteur


_VALEURS: Final[list[tuple[str, tuple[object, ...]]]] = [
    ("active", (False, None, "true", "True", 1, [True], {})),
    ("token_type", (None, "refresh_token", "DPoP", 1)),
    ("sub", (None, "", 7, "front")),
    ("aud", ("autre", [], ["autre"], 1)),
    ("iss", ("https://autre.exemple.gouv.fr", "", 1)),
    ("exp", (None, 1_700_000_000, "4102444800")),
    ("nbf", (4_102_444_800,)),
    ("iat", (4_102_444_800,)),
    ("cnf", ({"jkt": "x"},)),
]


@pytest.mark.parametrize(("nom", "valeurs"), _VALEURS)
def test_refuse_un_jeton_qui_n_est_pas_bon_ou_pas_pour_nous(
    pirate: Pirate, nom: str, valeurs: tuple[object, ...]
) -> None:
    reponses = [en_json(pirate.introspection(**{nom: valeur})) for valeur in valeurs]
    assert _verdicts(pirate, *reponses) == {"jeton-refuse"}


def test_refuse_un_jeton_sans_audience_d_un_autre_client(pirate: Pirate) -> None:
    clients = (None, "autre", "", 1)
    dites = (pirate.introspection(aud=None, client_id=client) for client in clients)
    assert _verdicts(pirate, *(en_json(dite) for dite in dites)) == {"jeton-refuse"}


def test_refuse_un_jeton_inactif_dit_par_une_reponse_signee(pirate: Pirate) -> None:
    inactif = pirate.introspection_signee(token_introspection={"active": False})
    assert _verdicts(pirate, inactif) == {"jeton-refuse"}


def test_ne_croit_pas_une_reponse_signee_qui_n_est_pas_pour_nous(pirate: Pirate) -> None:
    enveloppes: tuple[Json, ...] = (
        {"aud": "un-autre-service"},
        {"aud": []},
        {"iss": "https://autre.exemple.gouv.fr"},
        {"iat": "maintenant"},
        {"token_introspection": None},
        {"token_introspection": "active"},
        {"token_introspection": [{"active": True}]},
    )
    reponses = (pirate.introspection_signee(**enveloppe) for enveloppe in enveloppes)
    assert _verdicts(pirate, *reponses) == {"indisponible"}


def test_ne_croit_pas_une_reponse_signee_rejouee(pirate: Pirate) -> None:
    instants = (int(time()) - AGE_MAX - 1, int(time()) + TOLERANCE + 60)
    reponses = (pirate.introspection_signee(iat=instant) for instant in instants)
    assert _verdicts(pirate, *reponses) == {"indisponible"}


def _sans_signature(pirate: Pirate) -> Reponse:
    entete = {"alg": "none", "typ": INTROSPECTION}
    enveloppe = {"iss": pirate.emetteur, "aud": "api", "iat": int(time())}
    charge = {**enveloppe, "token_introspection": pirate.introspection()}
    jws = assembler(entete, charge, lambda _: b"")
    return Reponse(jws.encode(), f"application/{INTROSPECTION}")


def test_ne_croit_pas_une_reponse_dont_la_signature_ne_va_pas(pirate: Pirate) -> None:
    reponses = (
        pirate.introspection_signee(cle_rsa("premiere", 1)),
        pirate.introspection_signee(cle_rsa("inconnue")),
        pirate.introspection_signee(entete={"typ": "at+jwt"}),
        _sans_signature(pirate),
        Reponse(pirate.introspection_signee().corps),  # said to be plain
        Reponse(pirate.jeton(active=True).encode(), f"application/{INTROSPECTION}"),
    )
    assert _verdicts(pirate, *reponses) == {"indisponible"}


def test_ce_qui_n_est_pas_une_reponse_n_accuse_pas_le_jeton(pirate: Pirate) -> None:
    reponses = (
        *(Reponse(statut=statut) for statut in (500, 401, 403, 404, 429)),
        Reponse(b'{"error": "invalid_client"}', statut=400),
        Reponse(b"{", statut=400),
        Reponse(b"<p>Maintenance</p>", "text/html"),
        Reponse(json.dumps(pirate.introspection()).encode(), "text/plain"),
        Reponse(b"{"),
        Reponse(b"[]"),
        Reponse(b"[" * 100_000),
        Reponse(b'{"active": true, "exp": NaN}'),
    )
    assert _verdicts(pirate, *reponses) == {"indisponible"}


@pytest.mark.parametrize(
    ("annoncees", "dans_le_corps"),
    [
        ({}, False),
        ({"token_endpoint_auth_methods_supported": ["client_secret_post"]}, True),
        ({"token_endpoint_auth_methods_supported": ["private_key_jwt"]}, False),
        (
            {
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
                "introspection_endpoint_auth_methods_supported": [
                    "client_secret_post",
                    "client_secret_basic",
                ],
            },
            False,
        ),
    ],
)
def test_s_identifie_comme_le_fournisseur_le_veut(
    pirate: Pirate, annoncees: Json, dans_le_corps: bool
) -> None:
    pirate.decouverte |= annoncees
    pirate.repondre(en_json(pirate.introspection()))
    assert identifier(reglages(pirate.emetteur, oidc_secret="a+b c"), "jeton").sujet == "agent"
    appel = pirate.appels[-1]
    attendu = "token=jeton&token_type_hint=access_token"
    if dans_le_corps:
        assert appel.corps == f"{attendu}&client_id=api&client_secret=a%2Bb+c"
        assert appel.autorisation is None
    else:
        assert appel.corps == attendu
        assert appel.autorisation == "Basic " + b64encode(b"api:a%2Bb+c").decode()


def test_prefere_une_reponse_signee(pirate: Pirate) -> None:
    pirate.repondre(pirate.introspection_signee())
    assert identifier(reglages(pirate.emetteur), "jeton").sujet == "agent"
    assert [appel.accepte for appel in pirate.appels if appel.chemin == "/introspection"] == [
        f"application/{INTROSPECTION}, application/json;q=0.9"
    ]


def test_dit_quand_reessayer(pirate: Pirate) -> None:
    pirate.repondre(Reponse(statut=500))
    with pytest.raises(Indisponible) as refus:
        identifier(reglages(pirate.emetteur), "jeton")
    assert refus.value.entetes == {"Retry-After": "5"}


def test_un_fournisseur_sans_introspection_est_hors_de_portee(pirate: Pirate) -> None:
    del pirate.decouverte["introspection_endpoint"]
    assert _verdicts(pirate, Reponse()) == {"indisponible"}
