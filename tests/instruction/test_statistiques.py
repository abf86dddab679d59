"""Statistics: each number is the one that the list counts, each dossier is counted once."""

import random
from collections import Counter, defaultdict
from itertools import product
from typing import Any, Final

import pytest

from app.candidatures.etats import Etat
from app.instruction.statistiques.statistiques_decrites import Par
from tests.bases import sql
from tests.client import Json
from tests.enonces import enonces
from tests.instruction.deposees import Deposee
from tests.instruction.outils import Instruction

_REGIONS: Final = ("28", "53", "75", "76")
_SENS: Final = ("acceptee", "refusee", "sans_suite")
_ETATS: Final = [etat.value for etat in Etat if etat.montree]
_CROISES: Final = ["region", "axe"]
_LOIN: Final = "9998-01-01T00:00:00Z"


def compter(instruction: Instruction, cle: str | None = None, **parametres: Any) -> Json:
    entetes = {"Authorization": f"Bearer {cle or instruction.cle}"}
    adresse = "/v1/instruction/statistiques"
    reponse = instruction.client.get(adresse, params=parametres, headers=entetes)
    assert reponse.status_code == 200, reponse.text
    return reponse.json()


def _au_hasard(de: random.Random) -> Deposee:
    regions = de.sample(_REGIONS, de.choice((1, 1, 2)))
    inscrite: dict[str, Any] = {
        "axes": sorted(de.sample(("foncier", "innovation", "transition"), de.randrange(3))),
        "departements": sorted(de.sample(("76", "27", "56"), de.randrange(3))),
    }
    if de.random() < 0.8:
        inscrite["region_pilote"] = de.choice(regions)
    if de.random() < 0.3:
        inscrite |= {"arretee_le": "2023-11-01T00:00:00Z", "sens_secret": "true"}
    if de.random() < 0.8:
        inscrite["type_perimetre"] = de.choice(("nouveau", "identique"))
    return Deposee(
        region=regions[0],
        autres_regions=regions[1:],
        etat=de.choice((*_ETATS, "en_instruction", "en_instruction")),
        rangs=("2023-09-10T10:00:00Z", "2023-09-21T22:30:00Z")[: de.choice((1, 1, 2))],
        inscrite=inscrite,
        propositions=de.choices((*_SENS, ""), k=de.randrange(3)),
        avis=de.choices(((_LOIN, ""), ("", ""), ("", "favorable"), ("", "revoque")), k=2),
    )


def _ouvrir_une_correction(instruction: Instruction, *dossiers: Deposee) -> None:
    for un in dossiers:
        sql(
            instruction.url,
            f"UPDATE candidature SET correction_jusqu_au = '{_LOIN}' WHERE id = '{un.id}'".replace(
                ":", r"\:"
            ),
        )


def _cles(par: Par, une: Deposee, lue: Json) -> list[Any]:
    """The groups where a dossier is to be found, as it was written and as the list has it."""
    inscrite: Json = dict(une.inscrite)
    return {
        Par.REGION_PILOTE: [lue["region_pilote"] or ""],
        Par.REGION: lue["regions"],
        Par.DEPARTEMENT: inscrite["departements"] or [""],
        Par.AXE: inscrite["axes"] or [""],
        Par.TYPE_PERIMETRE: [inscrite.get("type_perimetre") or ""],
        Par.ETAPE: [lue["etape"]],
    }[par]


def _sont_croises(dossiers: dict[str, Deposee], lu: Json, lues: list[Json]) -> None:
    attendus: dict[Any, list[Json]] = defaultdict(list)
    for lue in lues:
        for codes in product(*(_cles(Par(par), dossiers[lue["id"]], lue) for par in _CROISES)):
            attendus[codes].append(lue)
    dits = {tuple(groupe["cles"]): _dits(groupe) for groupe in lu["groupes"]}
    assert dits == {codes: _comptes(ceux) for codes, ceux in attendus.items()}


def _comptes(lues: list[Json]) -> Json:
    """What the list says of the dossiers of a group, counted by hand."""
    etapes = Counter(une["etape"] for une in lues)
    proposees = Counter(une["proposition"] for une in lues if une["etape"] == "proposee")
    comptees = [une for une in lues if une["etape"] != "retiree"]
    etats = Counter(une["etat"] for une in lues)
    return {
        "deposees": len(comptees),
        **{nom: etapes[nom] for nom in ("a_prendre", "en_cours", "en_correction")},
        "proposees": {sens: proposees[sens] for sens in _SENS},
        "arretees": etapes["arretee"],
        "publiees": {sens: etats[sens] for sens in _SENS},
        "retirees": etapes["retiree"],
        "avis": {nom: sum(une["avis"][nom] for une in comptees) for nom in ("attendus", "rendus")},
    }


def _dits(groupe: Json) -> Json:
    avis = {nom: groupe["avis"][nom] for nom in ("attendus", "rendus")}
    return {nom: groupe[nom] for nom in _comptes([])} | {"avis": avis}


@pytest.mark.parametrize(
    "graine", [0, *(pytest.param(graine, marks=pytest.mark.verify) for graine in range(1, 20))]
)
def test_chaque_nombre_est_celui_de_la_liste(instruction: Instruction, graine: int) -> None:
    de = random.Random(graine)  # noqa: S311
    dossiers = {une.id: une for une in (_au_hasard(de) for _ in range(40))}
    instruction.deposer(*dossiers.values())
    _ouvrir_une_correction(instruction, *de.sample([*dossiers.values()], 12))
    filtres: list[Json] = [{}, {"axe": "foncier", "region": ["28", "75"]}, {"avis": "attendu"}]
    for cle, communs in product((instruction.cle, instruction.cle_de("28", "75")), filtres):
        lues = instruction.lire(cle, **communs, etat=_ETATS, limite=100)["candidatures"]
        total = instruction.lire(cle, **communs, total=True)["total"]
        (tout,) = compter(instruction, cle, **communs)["groupes"]
        assert _dits(tout) == _comptes(lues)
        assert tout["deposees"] == total
        for par in Par:
            lu = compter(instruction, cle, **communs, par=par.value)
            attendus: dict[Any, list[Json]] = defaultdict(list)
            for lue in lues:
                for un in _cles(par, dossiers[lue["id"]], lue):
                    attendus[un].append(lue)
            dits = {groupe["cles"][0]: _dits(groupe) for groupe in lu["groupes"]}
            assert dits == {un: _comptes(ceux) for un, ceux in attendus.items()}
            assert (lu["total"], len(dits)) == (total, len(lu["groupes"]))
        _sont_croises(dossiers, compter(instruction, cle, **communs, par=_CROISES), lues)
    etapes: Json = {"etape": ["proposee", "retiree"]}
    total = instruction.lire(**etapes, total=True)["total"]
    assert compter(instruction, **etapes)["total"] == total


def test_par_etape_et_selon_les_etapes_demandees(instruction: Instruction) -> None:
    instruction.deposer(
        Deposee(), Deposee(etat="retiree"), Deposee(etat="retiree"), Deposee(etat="acceptee")
    )
    lu = compter(instruction, par="etape")
    comptes = {un["cles"][0]: (un["deposees"], un["retirees"]) for un in lu["groupes"]}
    assert comptes == {"a_prendre": (1, 0), "publiee": (1, 0), "retiree": (0, 2)}
    assert lu["total"] == 2
    assert compter(instruction, etat="retiree")["total"] == 2
    (groupe,) = compter(instruction, etape="retiree")["groupes"]
    assert (groupe["deposees"], groupe["retirees"]) == (0, 2)
    assert compter(instruction, siret="21560121400019", par="axe")["groupes"] == []


def test_les_avis_en_retard_et_le_delai_median(instruction: Instruction) -> None:
    decidees = [Deposee(etat="refusee", avis=(("", ""),)) for _ in range(3)]
    instruction.deposer(Deposee(avis=((_LOIN, ""), ("", ""), ("", "reserve"))), *decidees)
    for jours, une in zip((1, 2.5, 90), decidees, strict=True):
        sql(
            instruction.url,
            "UPDATE candidature SET modifiee_le = recu_le + interval '1 day' * "
            f"{jours} FROM instruction WHERE id = candidature_id AND id = '{une.id}'",
        )
    (groupe,) = compter(instruction)["groupes"]
    assert groupe["avis"] == {"attendus": 2, "rendus": 1, "en_retard": 1}
    assert groupe["delai_median_jours"] == 2.5
    assert compter(instruction, etat="deposee")["groupes"][0]["delai_median_jours"] is None


def test_les_brouillons_ne_sont_qu_un_nombre_pour_qui_voit_tout(instruction: Instruction) -> None:
    deja = compter(instruction)["brouillons"]
    for _ in range(2):
        instruction.client.creer({"perimetre": {"nom_territoire": "Pays secret"}})
    lu = compter(instruction, region="28")
    assert (lu["brouillons"], lu["total"], lu["groupes"]) == (deja + 2, 0, [])
    assert compter(instruction, instruction.cle_de("28"))["brouillons"] is None
    assert "secret" not in str(lu)


def test_du_pays_un_total_seul_qu_aucun_filtre_ne_change(instruction: Instruction) -> None:
    etats = ("deposee", "en_instruction", "acceptee", "refusee", "retiree")
    instruction.deposer(*(Deposee(etat=etat) for etat in etats), Deposee(region="53"))
    instruction.client.creer()
    pays = {"deposees": 5, "publiees": 2, "retirees": 1}
    for cle in (instruction.cle, instruction.cle_de("53")):
        for filtres in ({}, {"region": "28"}, {"q": "seine"}, {"par": "etape"}):
            assert compter(instruction, cle, **filtres)["pays"] == pays
    assert compter(instruction, instruction.cle_de("53"))["total"] == 1


def test_les_plans_se_mesurent_par_axe_et_par_region_qui_pilote(instruction: Instruction) -> None:
    actions = [("foncier", 100), ("foncier", None), ("innovation", 9_007_199_254_740_991)]
    pilote = {"region_pilote": "28"}
    deux = ("2023-09-10T10:00:00Z", "2023-09-21T22:30:00Z")
    instruction.deposer(
        Deposee(actions=actions, inscrite=pilote, rangs=deux),
        Deposee(actions=actions[2:], inscrite=pilote),
        Deposee(actions=actions[:1], region="53", inscrite={"region_pilote": "53"}),
        Deposee(actions=actions, etat="retiree"),
        Deposee(),
    )
    assert compter(instruction)["axes"] is None
    normands = [
        {"axe": "foncier", "region_pilote": "28", "actions": 2, "chiffrees": 1},
        {"axe": "innovation", "region_pilote": "28", "actions": 2, "chiffrees": 2},
    ]
    budgets = [100, 9_007_199_254_740_991]
    normands = [un | {"budget_euros": du} for un, du in zip(normands, budgets, strict=True)]
    autre = normands[0] | {"region_pilote": "53", "actions": 1}
    lus = compter(instruction, mesure="axes")["axes"]
    assert lus == [normands[0], autre, normands[1]]
    assert compter(instruction, instruction.cle_de("28"), mesure="axes")["axes"] == normands
    assert compter(instruction, region="53", mesure="axes")["axes"] == [autre]
    assert compter(instruction, siret="21560121400019", mesure="axes")["axes"] == []


def test_tout_est_compte_par_un_seul_enonce(instruction: Instruction) -> None:
    with enonces(lambda dit, _: " instruction" in dit and "count(" in dit) as dits:
        compter(instruction, par=["region", "etape"], serie="jour", mesure="axes")
    assert len(dits) == 1


def test_trop_de_facons_de_grouper_se_refusent(instruction: Instruction) -> None:
    entetes = {"Authorization": f"Bearer {instruction.cle}"}
    for par in (["region", "etape", "axe"], ["budget"]):
        refus = instruction.client.get(
            "/v1/instruction/statistiques", params={"par": par}, headers=entetes
        )
        assert (refus.status_code, refus.json()["code"]) == (422, "requete-invalide")
    fois = compter(instruction, par=["etape", "etape"])["groupes"]
    assert fois == compter(instruction, par="etape")["groupes"]


def test_une_decision_arretee_ne_dit_son_sens_a_personne(instruction: Instruction) -> None:
    de = [Deposee(etat="en_instruction", propositions=[sens]) for sens in ("acceptee", "refusee")]
    arretee = {"arretee_le": "2023-11-01T00:00:00Z", "sens_secret": "true"}
    dits: list[Json] = []
    for une in de:
        instruction.client.post("/v1/bac-a-sable/reinitialiser").raise_for_status()
        une.inscrite = arretee
        instruction.deposer(une)
        cle = instruction.cle_de("28")
        lu = compter(instruction, cle, par="region_pilote")
        assert [groupe["arretees"] for groupe in lu["groupes"]] == [1]
        assert sum(lu["groupes"][0]["proposees"].values()) == 0
        dits.append({**lu, "au": None})
    assert dits[0] == dits[1]


def test_les_depots_par_jour_de_paris(instruction: Instruction) -> None:
    instruction.deposer(
        Deposee(rangs=("2023-09-10T21:59:59Z", "2023-09-10T22:00:00Z")),
        Deposee(region="53", rangs=("2023-09-10T22:00:00Z",)),
        Deposee(etat="retiree"),
    )
    assert compter(instruction)["jours"] is None
    assert compter(instruction, serie="jour")["jours"] == [
        {"jour": "2023-09-10", "depots": 1, "redepots": 0},
        {"jour": "2023-09-11", "depots": 1, "redepots": 1},
    ]
    assert compter(instruction, instruction.cle_de("53"), serie="jour")["jours"] == [
        {"jour": "2023-09-11", "depots": 1, "redepots": 0}
    ]
