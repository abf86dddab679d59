import hashlib
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from app.depots.accuse import (
    Accuse,
    PieceRecue,
    ServiceCharge,
    empreinte_canonique,
    etablir_accuse,
    mentions,
)
from app.kit.clock import PARIS
from app.kit.keys.documents import octets_canoniques

RECU_LE = datetime(2023, 9, 22, 21, 4, 5, 123_999, tzinfo=PARIS)


def accuse(**autres: Any) -> Accuse:
    valeurs: dict[str, Any] = {
        "numero": "TI-2023-JYJ5-BGCJ",
        "depot": 1,
        "recu_le": RECU_LE,
        "denomination": "Communauté de communes du Pays d'Ancenis",
        "siret": "20005799000016",
        "nom_territoire": "Pays d'Ancenis",
        "version_formulaire": "2023.1",
        "empreinte": "a" * 64,
        "pieces": [
            PieceRecue(
                id=UUID(int=7), rubrique="bilan", nom="Bilan.pdf", taille=12, empreinte="b" * 64
            )
        ],
        "service": ServiceCharge(),
    }
    return etablir_accuse(**{**valeurs, **autres})


def test_dit_tout_ce_qui_a_ete_recu() -> None:
    contenu = accuse().model_dump(mode="json", exclude={"mentions"})
    assert contenu == {
        "numero": "TI-2023-JYJ5-BGCJ",
        "depot": 1,
        "recu_le": "2023-09-22T19:04:05.123Z",
        "service": {
            "nom": "Délégation aux Territoires d'industrie",
            "organisme": "Agence nationale de la cohésion des territoires",
            "courriel": "territoires-industrie@anct.gouv.fr",
        },
        "demandeur": {
            "denomination": "Communauté de communes du Pays d'Ancenis",
            "siret": "20005799000016",
        },
        "nom_territoire": "Pays d'Ancenis",
        "version_formulaire": "2023.1",
        "dossier": {"algorithme": "SHA-256", "empreinte": "a" * 64},
        "pieces": [
            {
                "id": "00000000-0000-0000-0000-000000000007",
                "rubrique": "bilan",
                "nom": "Bilan.pdf",
                "taille": 12,
                "empreinte": "b" * 64,
            }
        ],
    }


def test_se_relit_tel_qu_il_a_ete_ecrit() -> None:
    original = accuse()
    assert Accuse.model_validate_json(octets_canoniques(original)) == original


def test_donne_le_telephone_du_service_quand_il_est_connu() -> None:
    service = ServiceCharge(telephone="01 23 45 67 89")
    ecrit = accuse(service=service).model_dump(mode="json")
    assert ecrit["service"]["telephone"] == "01 23 45 67 89"


def test_la_date_de_reception_n_est_jamais_arrondie_au_jour_suivant() -> None:
    derniere = datetime(2023, 9, 22, 21, 59, 59, 999_999, tzinfo=UTC)
    assert accuse(recu_le=derniere).model_dump(mode="json")["recu_le"] == "2023-09-22T21:59:59.999Z"


def test_la_date_de_reception_est_la_meme_quel_que_soit_le_fuseau() -> None:
    ailleurs = RECU_LE.astimezone(timezone(timedelta(hours=-7)))
    assert octets_canoniques(accuse(recu_le=ailleurs)) == octets_canoniques(accuse())


@pytest.mark.parametrize(
    "faute",
    [
        {"recu_le": RECU_LE.replace(tzinfo=None)},
        {"depot": 0},
        {"numero": "TI-2023-JYJ5-BGCU"},
        {"numero": "TI-2023-JYJ5-BGCK"},
        {"siret": "200 057 990 00016"},
        {"empreinte": "A" * 64},
    ],
    ids=lambda faute: next(iter(faute)),
)
def test_refuse_un_accuse_mal_forme(faute: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        accuse(**faute)


def test_un_accuse_ne_se_modifie_pas() -> None:
    with pytest.raises(ValidationError):
        accuse().depot = 2


def test_l_empreinte_suit_l_ordre_et_l_ecriture_de_la_rfc_8785() -> None:
    # RFC 8785, section 3.2.3: keys sorted by UTF-16 code unit, not by code point.
    instantane = {"\ufb33": 1, "\U0001f600": 2.50, "€": "\r", "1": None, "ö": [True]}
    canonique = '{"1":null,"ö":[true],"€":"\\r","\U0001f600":2.5,"\ufb33":1}'
    assert empreinte_canonique(instantane) == hashlib.sha256(canonique.encode()).hexdigest()


@pytest.mark.parametrize("valeur", [float("nan"), 2**53, "\ud800"], ids=["nan", "entier", "demi"])
def test_refuse_l_empreinte_de_ce_que_json_ne_sait_ecrire(valeur: object) -> None:
    with pytest.raises(ValueError):
        empreinte_canonique({"a": valeur})


@pytest.mark.parametrize(
    ("recu_le", "rejet"),
    [
        (RECU_LE, "22 novembre 2023"),
        (datetime(2023, 8, 1, 12, tzinfo=PARIS), "1er octobre 2023"),
        (datetime(2023, 11, 15, 12, tzinfo=PARIS), "15 janvier 2024"),
        (datetime(2023, 10, 31, 12, tzinfo=PARIS), "31 décembre 2023"),
        (datetime(2023, 12, 31, 12, tzinfo=PARIS), "29 février 2024"),
        # Already the 23rd in Paris.
        (datetime(2023, 9, 22, 22, 30, tzinfo=UTC), "23 novembre 2023"),
    ],
)
def test_la_mention_date_le_rejet_implicite_de_deux_mois(recu_le: datetime, rejet: str) -> None:
    assert f"réputée rejetée le {rejet}, deux mois après sa réception" in " ".join(
        mentions(recu_le)
    )


def test_les_mentions_disent_ce_que_l_article_r_112_11_1_demande() -> None:
    texte = " ".join(accuse().mentions)
    for exige in (
        "L. 112-11",
        "R. 112-11-1",
        "pas susceptible de donner lieu à une décision implicite d'acceptation",
        "susceptible de donner lieu à une décision implicite de rejet",
        "tribunal administratif",
        "deux mois",
    ):
        assert exige in texte
