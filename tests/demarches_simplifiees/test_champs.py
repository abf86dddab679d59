"""What the form asks and what was answered, as DS says them."""

from hashlib import sha256
from typing import Any, Final

import pytest
from hypothesis import given, settings

from app.demarches_simplifiees.demande_graphql import Demande
from app.demarches_simplifiees.descripteurs import descripteurs
from app.demarches_simplifiees.identifiants import NUMEROS, decoder, encoder
from app.demarches_simplifiees.questions import questions
from app.demarches_simplifiees.repondeur import repondre_au_document
from app.formulaire.choix import Region, TypePerimetre
from tests.client import Json
from tests.demarches_simplifiees.lus import LE, donner, exemple, figer, lu, repondre
from tests.formulaire.exemples import dossier_complet
from tests.formulaire.strategies import dossiers

# Of the first ones, joined by line breaks: they are published.
_PUBLIES: Final = 71, "26f2e1b629a3eb2b97b754673b021be7c05639a2ee642cf537ef09e956c46535"
_MEMBRE: Final = "Quels sont les élus"


def _lire(dossier: Json, **autres: Any) -> Json:
    demande = Demande(None, "ds-query-v2", "getDossier", {"dossierNumber": 1})
    statut, corps = repondre_au_document(demande, donner(lu(dossier=dossier, **autres)))
    assert (statut, corps.keys()) == (200, {"data"}), corps
    return corps["data"]["dossier"]


def _par_libelle(champs: list[Json]) -> dict[str, Json]:
    return {un["label"]: un for un in champs}


def _rangees(dossier: Json, debut: str) -> list[Json]:
    (liste,) = [un for un in _lire(dossier)["champs"] if un["label"].startswith(debut)]
    return liste["rows"]


def test_un_numero_publie_ne_change_pas_de_question() -> None:
    nombre, empreinte = _PUBLIES
    assert sha256("\n".join([*NUMEROS][:nombre]).encode()).hexdigest() == empreinte
    toutes = [une for q in questions() for une in (q, *q.dedans)]
    assert {une.pointeur for une in toutes} == NUMEROS.keys()
    assert [decoder(une.id) for une in toutes] == [f"Champ-{NUMEROS[u.pointeur]}" for u in toutes]


def test_chaque_champ_a_son_descripteur_et_dans_le_meme_ordre() -> None:
    ids = [un["id"] for un in descripteurs()]
    lus = [un["champDescriptorId"] for un in _lire(figer(dossier_complet()))["champs"]]
    assert lus == [id for id in ids if id in lus] and len(lus) > 30


@settings(max_examples=60)
@given(dossiers())
def test_tout_ce_qui_se_depose_se_lit(dossier: Json) -> None:
    lu_ = _lire(figer(dossier))
    poses = {un["id"]: un for un in lu_["champs"]}
    assert len(poses) == len(lu_["champs"])
    for un in poses.values():
        rangees = un.get("rows", [])
        ids = [champ["id"] for rangee in rangees for champ in rangee["champs"]]
        assert len({*ids}) == len(ids) and len({r["id"] for r in rangees}) == len(rangees)


def test_un_choix_se_dit_par_ses_mots_jamais_par_son_code() -> None:
    dossier = exemple()
    dossier["perimetre"]["region"] = Region.INTERREGIONAL.value
    region = _par_libelle(_lire(dossier)["champs"])[
        "Quelle est la région d'implantation de votre territoire candidat ?"
    ]
    assert (region["__typename"], region["stringValue"]) == ("DropDownListChamp", "Interrégional")


def test_un_telephone_se_dit_comme_il_se_compose() -> None:
    dossier = exemple()
    telephones = {"+33235123456": "02 35 12 34 56", "+262262123456": "0262 12 34 56"}
    telephones |= {"+3225010211": "+32 2 501 02 11"}
    for ecrit, dit in telephones.items():
        dossier["contact"]["telephone"] = ecrit
        assert _par_libelle(_lire(dossier)["champs"])["Votre téléphone"]["stringValue"] == dit


def test_une_date_un_oui_et_un_nombre_se_disent_comme_la_bas() -> None:
    dossier = exemple()
    animation = dossier["besoins"]["animation"]
    animation |= {"chef_projet_en_poste": "oui", "poste_cofinance": True}
    animation["fin_contrat"] = "2024-06-01"
    champs = _lire(dossier)["champs"]
    dates = [un for un in champs if un["__typename"] == "DateChamp"]
    assert [(un["stringValue"], un["date"]) for un in dates] == [("1 juin 2024", "2024-06-01")]
    cofinance = next(un for un in champs if "cofinanc" in un["label"] and "selected" in un)
    assert (cofinance["stringValue"], cofinance["selected"]) == ("true", True)
    action = _rangees(exemple(), "Actions du plan")[0]["champs"]
    budget = _par_libelle(action)["Budget (en euros)"]
    assert (budget["__typename"], budget["stringValue"]) == ("IntegerNumberChamp", "450000")


def test_un_membre_se_lit_en_un_texte_puis_reponse_par_reponse() -> None:
    champs = _rangees(exemple(), _MEMBRE)[0]["champs"]
    assert (
        champs[0]["label"] == "Nom - Prénom - Fonction - Nom de l'organisation - Contact courriel"
    )
    assert champs[0]["stringValue"] == (
        "Martin - Jeanne - Présidente - Caux Seine Agglo - jeanne.martin@example.fr"
    )
    assert [un["stringValue"] for un in champs[1:4]] == ["Élu", "Martin", "Jeanne"]


def test_les_partenaires_d_une_action_se_lisent_ligne_a_ligne() -> None:
    dossier = exemple()
    dossier["plan_action"]["actions"][0]["partenaires"] = [
        {"nom": "Région\nNormandie", "type": "epci"},
        {"nom": "CCI"},
    ]
    action = _par_libelle(_rangees(dossier, "Actions du plan")[0]["champs"])
    assert action["Partenaires"]["stringValue"] == "Région Normandie (EPCI)\nCCI"


def test_une_rangee_garde_son_nom_quand_une_autre_se_met_avant() -> None:
    dossier = exemple()
    avant = [une["id"] for une in _rangees(dossier, _MEMBRE)]
    membres = dossier["gouvernance"]["membres"]
    membres.insert(0, {**membres[0], "courriel": "autre@example.fr"})
    assert [une["id"] for une in _rangees(dossier, _MEMBRE)][1:] == avant
    membres.insert(1, {**membres[1]})  # twice the same
    ids = [une["id"] for une in _rangees(dossier, _MEMBRE)]
    assert len({*ids}) == 4 and all(len(decoder(id)) == len("Row-") + 26 for id in ids)


def test_une_rangee_n_a_le_nom_d_aucune_autre_d_aucun_dossier() -> None:
    def rangees(**autres: Any) -> list[str]:
        champs = _lire(exemple(), **autres)["champs"]
        return [decoder(rangee["id"]) for un in champs for rangee in un.get("rows", [])]

    siennes, autres = rangees(), rangees(numero=2)
    assert len({*siennes, *autres}) == 2 * len(siennes) > 0
    # Deposited again, it keeps them; each begins with the instant of the first deposit.
    assert rangees(recu_le="2023-09-21T08:00:00+00:00") == siennes
    assert {nom[: len("Row-") + 10] for nom in siennes} == {"Row-01HARSMS00"}


def test_un_epci_se_dit_avec_son_departement_un_nom_d_outre_mer_sans() -> None:
    dossier = exemple()
    dossier["perimetre"]["epci"].append({"nom": "Province Sud"})
    connu, libre = (une["champs"][0] for une in _rangees(dossier, "Quel sera le périmètre"))
    assert connu["epci"] == {"name": "CA Caux Seine Agglo", "code": "200010700"}
    assert connu["departement"] == {"name": "Seine-Maritime", "code": "76"}
    assert (libre["epci"], libre["departement"], libre["stringValue"]) == (
        None,
        None,
        "Province Sud",
    )


def test_ce_qui_n_est_pas_demande_est_absent_ce_qui_est_vide_est_la() -> None:
    dossier = exemple()
    poses = _par_libelle(_lire(dossier)["champs"])
    assert poses["Autre commentaire libre sur votre plan d'action"]["stringValue"] == ""
    assert "Courriel du contact" not in poses
    dossier["contact"]["est_contact_suite"] = False
    dossier["perimetre"]["type_perimetre"] = TypePerimetre.IDENTIQUE.value
    apres = _lire(dossier)["champs"]
    assert "Courriel du contact" in _par_libelle(apres)
    nouveaux = [un["__typename"] for un in apres if un["label"] not in poses]
    assert nouveaux[:3] == ["HeaderSectionChamp", "TextChamp", "PieceJustificativeChamp"]


def test_deux_fichiers_n_ont_pas_le_meme_nom_et_un_virus_n_est_nulle_part() -> None:
    def piece(nom: str, antivirus: str = "sain") -> Json:
        return {
            **{"id": nom, "rubrique": "lettres", "nom": nom, "type": "application/pdf"},
            **{"taille": 5, "antivirus": antivirus, "jointe_le": LE, "adresse": "https://x.fr/a"},
        }

    pieces = [piece("a.pdf"), piece("A.pdf", "en_attente"), piece("b.pdf", "infecte")]
    pieces += [piece("b.pdf"), piece(f"{'é' * 125}.pdf"), piece(f"{'é' * 125}.pdf")]
    lettres = next(un for un in _lire(exemple(), pieces=pieces)["champs"] if un.get("files"))
    vus = [(f["filename"], f["virusScanResult"], f["byteSize"]) for f in lettres["files"]]
    assert vus[:2] == [("a.pdf", "safe", "5"), ("A (2).pdf", "pending", "5")]
    assert vus[2][0] == "b (2).pdf"  # whatever the antivirus says of the first one
    assert len({nom for nom, *_ in vus}) == 5
    assert all(len(nom.encode()) <= 255 for nom, *_ in vus)
    assert lettres["stringValue"] is None
    document = "{dossier(number: 1) {champs {... on PieceJustificativeChamp {nature}}}}"
    _, corps = repondre(document, lu(pieces=pieces))
    assert {"nature": "NON_SPECIFIE"} in corps["data"]["dossier"]["champs"]


@pytest.mark.parametrize(
    ("region", "numero"),
    [("28", 28), ("01", 1), ("interregional", 999), ("collectivites_outre_mer", 998)],
)
def test_une_region_est_un_groupe(region: str, numero: int) -> None:
    assert _lire(exemple(), groupe=region)["groupeInstructeur"]["number"] == numero


_DEPOSEE: Final = {"genre": "deposee", "le": LE}
_PRISE: Final = {"genre": "prise_en_instruction", "le": "2023-10-01T08:00:00Z"}
_REFUSEE: Final = {"genre": "refusee", "le": "2023-11-09T10:00:00Z"}


@pytest.mark.parametrize(
    ("passages", "prise_le", "traitee_le", "motivations"),
    [
        ([_DEPOSEE], None, None, [None]),
        ([_DEPOSEE, _PRISE], _PRISE["le"], None, [None, None]),
        ([_DEPOSEE, _PRISE, {"genre": "rendue", "le": LE}], None, None, [None] * 3),
        ([_DEPOSEE, _PRISE, _REFUSEE], _PRISE["le"], _REFUSEE["le"], [None, None, "Trop grand."]),
        (
            [_DEPOSEE, _PRISE, _REFUSEE, {"genre": "reexamen", "le": LE}],
            *(_PRISE["le"], None, [None] * 4),
        ),
    ],
    ids=["deposee", "prise", "rendue", "refusee", "reexaminee"],
)
def test_ce_qui_fut_defait_ne_se_dit_plus(
    passages: list[Json], prise_le: str | None, traitee_le: str | None, motivations: list[Any]
) -> None:
    lue = _lire(exemple(), passages=passages, motivation="Trop grand.")
    assert (lue["datePassageEnInstruction"], lue["dateTraitement"]) == (prise_le, traitee_le)
    assert [un["motivation"] for un in lue["traitements"]] == motivations


@pytest.mark.parametrize("ecrit", ["Q2hhbXAtMT8/", "Q2hhbXAtMT8_", encoder("Champ", "1??")])
def test_un_id_se_lit_dans_les_deux_alphabets(ecrit: str) -> None:
    assert decoder(ecrit) == decoder(ecrit.rstrip("=")) == "Champ-1??"
    assert [decoder(autre) for autre in ("12", "é", "")] == ["12", "é", ""]
