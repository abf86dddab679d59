"""What DS calls our states: each is there, or knowingly not."""

from graphql import GraphQLEnumType

from app.candidatures.etats import Etat, Phase
from app.demarches_simplifiees.etats_de_ds import DECISIONS, EFFACEE, ETATS, RETIREE
from app.demarches_simplifiees.interface import SCHEMA


def test_chaque_etat_a_le_sien_ou_est_dans_une_liste_a_part() -> None:
    a_part = {RETIREE, EFFACEE} | {e.value for e in Etat if e.phase is Phase.REDACTION}
    assert {*ETATS} | a_part == {etat.value for etat in Etat}
    assert not {*ETATS} & a_part
    decides = {etat.value for etat in Etat if etat.phase is Phase.DECISION}
    assert {*DECISIONS} == decides
    assert {ETATS[etat] for etat in decides} == {vers for _, vers in DECISIONS.values()}


def test_ce_sont_des_mots_de_l_interface() -> None:
    etats = SCHEMA.type_map["DossierState"]
    assert isinstance(etats, GraphQLEnumType)
    assert {*ETATS.values()} == {*etats.values}
