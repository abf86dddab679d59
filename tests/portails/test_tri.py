"""Nothing that a portal sends is dropped in silence: taken, unchanged or refused, one of them."""

from typing import Any, Final, cast

import pytest

from app.candidatures.fusion import fusionner
from app.candidatures.refus import FormeRefusee
from app.formulaire.evaluation import examiner
from app.formulaire.longueurs import ECARTS_MAX, ECARTS_TOUJOURS
from app.kit.json_pointer import parties, pointeur
from app.portails.tri import repartir, trier
from tests.client import Json
from tests.formulaire.degats import series_abimees
from tests.formulaire.exemples import dossier_complet
from tests.formulaire.strategies import dossiers
from tests.tirages import eprouver, tirages

_ABSENTE: Final = object()
_VIDES: Final[list[Json]] = [{}] * 41


def feuilles(valeur: Any, ici: str = "") -> list[str]:
    """The pointers of all that was sent."""
    membres: list[tuple[str | int, Any]] = []
    if isinstance(valeur, dict):
        membres = [*cast(Json, valeur).items()]
    elif isinstance(valeur, list):
        membres = [*enumerate(cast(list[Any], valeur))]
    dessous = [feuille for cle, v in membres for feuille in feuilles(v, ici + pointeur(cle))]
    return dessous or ([ici] if ici else [])


def lue(dossier: Any, ou: str) -> Any:
    """What a dossier holds at a pointer; `_ABSENTE` if nothing."""
    for partie in parties(ou):
        try:
            dossier = dossier[int(partie) if isinstance(dossier, list) else partie]
        except (KeyError, IndexError):
            return _ABSENTE
    return dossier


def tout_est_dit(avant: Json, envoye: Json) -> None:
    """Sort out and merge, as the service does, and compare with what was sent."""
    tri = trier(envoye, 0)
    apres, changes = fusionner(avant, tri.correctif)
    prises, inchangees = repartir(tri.correctif, changes)
    refusees = {refusee.non_pris for refusee in tri.refusees}
    couvertes = {
        feuille
        for feuille in feuilles(envoye)
        if any(feuille == ou or feuille.startswith(f"{ou}/") for ou in refusees)
    }
    assert sorted([*prises, *inchangees, *couvertes]) == sorted(feuilles(envoye))
    assert examiner(apres).forme == []
    for ou in (*prises, *inchangees):
        attendue, trouvee = lue(envoye, ou), lue(apres, ou)
        if attendue == {} and not any(
            map(str.isdigit, parties(ou))
        ):  # merging it asks for nothing but to be there
            assert isinstance(trouvee, dict)
        else:
            assert trouvee == (_ABSENTE if attendue is None else attendue)
    for ou in inchangees:
        assert lue(apres, ou) == lue(avant, ou)
    assert bool(prises) == (apres != avant)
    assert fusionner(apres, tri.correctif) == (apres, [])


@tirages(15, 60)
def test_tout_ce_qui_est_envoye_est_pris_inchange_ou_refuse(nombre: int) -> None:
    avant = fusionner({}, trier(dossier_complet(), 0).correctif)[0]

    def propriete(serie: list[Json]) -> None:
        for envoye in serie:
            tout_est_dit({}, envoye)
            tout_est_dit(avant, envoye)

    eprouver(propriete, nombre, series_abimees())


@tirages(15, 40)
def test_un_dossier_juste_est_pris_en_entier(nombre: int) -> None:
    def propriete(envoye: Json) -> None:
        tri = trier(envoye, 0)
        assert (tri.correctif, tri.refusees) == (envoye, [])
        tout_est_dit({}, envoye)

    eprouver(propriete, nombre, dossiers())


def _refusees(envoye: Json) -> list[tuple[str, str, str]]:
    return [(r.pointeur, r.code, r.non_pris) for r in trier(envoye, 0).refusees]


@pytest.mark.parametrize(
    ("envoye", "correctif", "refusees"),
    [
        pytest.param(
            {"contact": {"fax": "02", "courriel": "a@"}},
            {"contact": {"courriel": "a@"}},
            [("/contact/fax", "champ_inconnu", "/contact/fax")],
            id="clé inconnue",
        ),
        pytest.param(
            {"contact": {"fax": "02"}, "demandeur": None},
            {"demandeur": None},
            [("/contact/fax", "champ_inconnu", "/contact/fax")],
            id="rien ne reste de la section, qui ne se crée pas vide",
        ),
        pytest.param(
            {"contact": {"courriel": None, "couriel": None}},
            {"contact": {"courriel": None}},
            [("/contact/couriel", "champ_inconnu", "/contact/couriel")],
            id="null retire, une clé inconnue ne retire rien",
        ),
        pytest.param(
            {"perimetre": {"epci": [{"siren": "200084952", "rang": 1}, {"nom": "B"}]}},
            {"perimetre": {"epci": [{"siren": "200084952"}, {"nom": "B"}]}},
            [("/perimetre/epci/0/rang", "champ_inconnu", "/perimetre/epci/0/rang")],
            id="dans un élément",
        ),
        pytest.param(
            {"perimetre": {"epci": [{"nom": "A"}, "200084952"], "region": "28"}},
            {"perimetre": {"region": "28"}},
            [("/perimetre/epci/1", "type_invalide", "/perimetre/epci")],
            id="un élément qui n'en est pas un : la liste",
        ),
        pytest.param(
            {"plan_action": {"actions": [{"porteur": {"siret": ""}}, {"intitule": "A"}]}},
            {},
            [
                (
                    "/plan_action/actions/0/porteur/siret",
                    "champ_inconnu",
                    "/plan_action/actions",
                )
            ],
            id="un élément dont rien ne reste : la liste",
        ),
        pytest.param(
            {"plan_action": {"actions": [{"intitule": "A", "partenaires": [None]}]}},
            {"plan_action": {"actions": [{"intitule": "A"}]}},
            [
                (
                    "/plan_action/actions/0/partenaires/0",
                    "type_invalide",
                    "/plan_action/actions/0/partenaires",
                )
            ],
            id="une liste dans un élément, seule",
        ),
        pytest.param(
            {"plan_action": {"actions": _VIDES, "commentaire": "A"}},
            {"plan_action": {"commentaire": "A"}},
            [("/plan_action/actions", "plafond_liste", "/plan_action/actions")],
            id="liste trop longue",
        ),
        pytest.param(
            {"contact": {"telephone": 235}, "annexe": {"a": 1}},
            {},
            [
                ("/contact/telephone", "type_invalide", "/contact/telephone"),
                ("/annexe", "champ_inconnu", "/annexe"),
            ],
            id="rien ne peut être pris",
        ),
    ],
)
def test_est_refuse_a_sa_place_ce_qui_n_a_pas_la_forme(
    envoye: Json, correctif: Json, refusees: list[tuple[str, str, str]]
) -> None:
    assert trier(envoye, 0).correctif == correctif
    assert _refusees(envoye) == refusees
    tout_est_dit({}, envoye)


def test_les_reponses_d_une_liste_partagent_son_sort() -> None:
    avant: Json = {"perimetre": {"epci": [{"nom": "A"}, {"nom": "B"}]}}
    envoye: Json = {"perimetre": {"epci": [{"nom": "A"}]}}
    _, changes = fusionner(avant, envoye)
    assert repartir(envoye, changes) == (["/perimetre/epci/0/nom"], [])
    assert repartir(avant, fusionner(avant, avant)[1]) == (
        [],
        ["/perimetre/epci/0/nom", "/perimetre/epci/1/nom"],
    )


def test_des_fautes_sans_nombre_font_refuser_l_envoi() -> None:
    for octets, fautes in ((0, ECARTS_TOUJOURS), (1_000_000, ECARTS_MAX)):
        envoye: Json = {"contact": {f"cle{rang}": 1 for rang in range(fautes)} | {"courriel": "a@"}}
        with pytest.raises(FormeRefusee) as refus:
            trier(envoye, octets)
        assert len(refus.value.erreurs or []) == fautes
        del envoye["contact"]["cle0"]
        assert trier(envoye, octets).correctif == {"contact": {"courriel": "a@"}}
