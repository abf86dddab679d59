"""`x-regles-serveur` lists what only the server can tell, and nothing else."""

import re
from collections.abc import Iterator
from typing import Final

import pytest
from hypothesis import strategies as st

from app.formulaire.catalogue import CATALOGUE
from app.formulaire.choix import Rubrique
from app.formulaire.dossier import SECTIONS
from app.formulaire.evaluation import evaluer
from app.formulaire.regles import REGLES
from app.formulaire.schemas_publies import schema_publie
from app.formulaire.section import Groupe
from app.kit.json_pointer import pointeur
from tests.formulaire.cas import AILLEURS, CAS
from tests.formulaire.degats import series_abimees
from tests.formulaire.exemples import Json
from tests.formulaire.outils import TOUTES, avec, erreurs, paires
from tests.tirages import eprouver, tirages

PARTIES: Final = ["dossier", *SECTIONS]
# What only the whole dossier can announce: no section alone knows the answers of another.
ENTRE_SECTIONS: Final = {
    code for regle in REGLES if len(regle.sections) > 1 for code in regle.codes
}
# What a pattern lets through and only the server refuses.
REFUSES: Final = {
    "siret_cle": "73282932000075",
    "courriel_refuse": "jeanne..martin@example.fr",
    "telephone_refuse": "00 00 00 00 00",
    "telephone_etranger": "+32 2 501",
    "telephone_indicatif": "+999 2 35 12 34 56",
    "siren_inconnu": "200 084 953",
    "date_inexistante": "2024-02-30",
}


def annonces(partie: str, usage: str = "depot") -> set[tuple[str, str]]:
    """The codes announced for this part, each with its places."""
    regles: list[Json] = schema_publie(f"{partie}-{usage}")["x-regles-serveur"]
    return {(regle["code"], la) for regle in regles for la in regle["champs"]}


def lieu(ici: str) -> str:
    """A pointer with `*` for every rank."""
    return re.sub(r"/\d+(?=/|$)", "/*", ici)


def textes(groupe: type[Groupe], ici: str) -> Iterator[tuple[str, str]]:
    """Every answer that only the server can refuse for good, from the declarations."""
    for cle, champ in groupe.champs.items():
        la = ici + pointeur(cle)
        yield from ((code, la) for code in champ.codes_serveur)
        if dedans := champ.groupe or champ.element:
            yield from textes(dedans, la if champ.groupe else f"{la}/*")


DU_SERVEUR: Final = [cas for cas in CAS if not CATALOGUE[cas.code].schema]


@pytest.mark.parametrize("partie", PARTIES)
def test_une_partie_annonce_tout_ce_que_seul_le_serveur_en_dit_et_rien_d_autre(partie: str) -> None:
    siennes = SECTIONS.items() if partie == "dossier" else [(partie, SECTIONS[partie])]
    attendus = {texte for cle, section in siennes for texte in textes(section, f"/{cle}")}
    prefixes = tuple(f"/{cle}/" for cle, _ in siennes)
    attendus |= {
        (cas.code, lieu(cas.pointeur))
        for cas in DU_SERVEUR
        if cas.pointeur.startswith(prefixes)
        and (partie == "dossier" or cas.code not in ENTRE_SECTIONS)
    }
    attendus |= {
        ("piece_manquante", f"/{cle}/{piece.rubrique.value}")
        for cle, section in siennes
        for piece in section.pieces
        if piece.requise
    }
    assert annonces(partie) == annonces(partie, "formulaire") == attendus


def test_une_regle_entre_sections_est_annoncee_par_le_dossier_seul() -> None:
    assert "chef_projet_autre_courriel" in ENTRE_SECTIONS
    par_partie = {partie: {code for code, _ in annonces(partie)} for partie in PARTIES}
    assert par_partie.pop("dossier") >= ENTRE_SECTIONS
    assert not ENTRE_SECTIONS & set[str]().union(*par_partie.values())


def test_tout_le_catalogue_du_serveur_est_annonce() -> None:
    du_serveur = {code for code, message in CATALOGUE.items() if not message.schema}
    assert {code for code, _ in annonces("dossier")} == du_serveur - AILLEURS


@pytest.mark.parametrize(("code", "la"), sorted(a for a in annonces("dossier") if a[0] in REFUSES))
def test_chaque_texte_annonce_est_bien_refuse_par_le_serveur_seul(code: str, la: str) -> None:
    ici = la.replace("*", "0")
    ecarts = erreurs(evaluer(avec({ici: REFUSES[code]}), TOUTES))
    assert paires(ecarts) == [(ici, code)]
    assert not ecarts[0].schema


@tirages(20, 80)
def test_ce_que_le_serveur_seul_trouve_etait_annonce(nombre: int) -> None:
    def propriete(serie: list[Json], pieces: set[Rubrique]) -> None:
        for dossier in serie:
            for ecart in evaluer(dossier, pieces):
                if not ecart.schema:
                    trouve = (ecart.code, lieu(ecart.pointeur))
                    assert trouve in annonces("dossier")
                    if ecart.code not in ENTRE_SECTIONS:
                        assert trouve in annonces(ecart.pointeur.split("/")[1])

    eprouver(propriete, nombre, series_abimees(), st.sets(st.sampled_from(Rubrique)))
