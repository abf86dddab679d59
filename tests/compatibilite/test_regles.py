"""The rules as written down are the rules as applied."""

import re
from typing import Final

from tests.compatibilite import test_operations, test_publies, test_schemas
from tests.compatibilite.instantanes import GARDES, PROJET
from tests.compatibilite.regles import REGLES, Changement, Sens

_LIGNE: Final = re.compile(r"^\| `([a-z-]+)` \| (.+) \| (yes|no) \| (yes|no) \|$", re.MULTILINE)
_ECRITES: Final = (PROJET / GARDES / "README.md").read_text(encoding="utf-8")
# Tested under a name of their own.
_AILLEURS: Final = {
    "required-body-added",
    "condition-on-new-property",
    "wording-changed",
}


def test_les_regles_ecrites_sont_celles_qui_s_appliquent() -> None:
    ecrites = {nom: (requete, reponse) for nom, _, requete, reponse in _LIGNE.findall(_ECRITES)}
    appliquees = {
        nom: tuple("yes" if casse else "no" for casse in casses) for nom, casses in REGLES.items()
    }
    assert ecrites == appliquees


def test_chaque_regle_a_son_essai() -> None:
    essayees = {cas[2] for cas in test_schemas.CAS}
    essayees |= {
        regle for cas in test_operations.CAS for regles in cas[1:] for regle in regles.split()
    }
    essayees |= {regle for cas in test_publies.CAS for regle in (cas[1], cas[3])}
    assert REGLES.keys() - essayees == _AILLEURS


def test_une_ligne_dit_la_classe_la_place_ce_qui_change_et_la_regle() -> None:
    changement = Changement("/contact", "null-added", "null added", Sens.REPONSE)
    assert str(changement) == "breaking (response)  /contact: null added [null-added]"
    changement = Changement("/contact", "null-added", "null added", Sens.REQUETE)
    assert str(changement) == "compatible           /contact: null added [null-added]"
