"""The classification is right: what is called compatible invalidates nothing that was valid."""

from typing import Any

import jsonschema_rs

from tests.compatibilite.lecteurs import lu_ferme, lu_ouvert
from tests.compatibilite.racine import Racine
from tests.compatibilite.regles import Sens
from tests.compatibilite.schemas import Comparaison
from tests.compatibilite.schemas_d_essai import ENTOURAGES, UNIVERS, Entourage, Json, noyaux
from tests.tirages import eprouver, tirages


def compatible(avant: Json, apres: Json, sens: Sens) -> bool:
    comparaison = Comparaison(Racine(avant), Racine(apres), sens)
    return not any(changement.casse for changement in comparaison.comparer(avant, apres, ""))


def admises(schema: Any, instances: list[Any]) -> list[Any]:
    validateur = jsonschema_rs.Draft202012Validator(schema)
    return [instance for instance in instances if validateur.is_valid(instance)]


@tirages(200, 1_000)
def test_un_schema_compare_a_lui_meme_ne_donne_rien(nombre: int) -> None:
    def propriete(noyau: tuple[Json, Json], entourage: Entourage) -> None:
        document = entourage.schema(noyau[0])
        for sens in Sens:
            comparaison = Comparaison(Racine(document), Racine(document), sens)
            assert not list(comparaison.comparer(document, document, ""))

    eprouver(propriete, nombre, noyaux(), ENTOURAGES)


@tirages(200, 1_000)
def test_une_requete_valide_le_reste_si_le_changement_est_dit_compatible(nombre: int) -> None:
    def propriete(noyau: tuple[Json, Json], entourage: Entourage) -> None:
        avant, apres = map(entourage.schema, noyau)
        if compatible(avant, apres, Sens.REQUETE):
            envoyees = admises(lu_ferme(avant), list(map(entourage.instance, UNIVERS)))
            assert admises(apres, envoyees) == envoyees

    eprouver(propriete, nombre, noyaux(), ENTOURAGES)


@tirages(200, 1_000)
def test_une_reponse_reste_lisible_si_le_changement_est_dit_compatible(nombre: int) -> None:
    def propriete(noyau: tuple[Json, Json], entourage: Entourage) -> None:
        avant, apres = map(entourage.schema, noyau)
        if compatible(avant, apres, Sens.REPONSE):
            recues = admises(lu_ferme(apres), list(map(entourage.instance, UNIVERS)))
            assert admises(lu_ouvert(avant), recues) == recues

    eprouver(propriete, nombre, noyaux(), ENTOURAGES)
