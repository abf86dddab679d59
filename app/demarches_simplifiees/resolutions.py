"""What the fields give that are no plain members of a value: they ask the service, or choose."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from app.demarches_simplifiees.contexte import Infos
from app.demarches_simplifiees.dossier_rendu import rendre
from app.demarches_simplifiees.etats_de_ds import ETATS
from app.demarches_simplifiees.groupes import groupe
from app.demarches_simplifiees.identifiants import decoder, encoder
from app.demarches_simplifiees.procedure import demarche
from app.demarches_simplifiees.refus_de_ds import INTERNE
from app.demarches_simplifiees.refus_graphql import refus

Valeur = Mapping[str, Any]
Resolution = Callable[..., Any]
_RETIRE: Final = "en_construction"  # what was withdrawn was so before
_LECTURE_SEULE: Final = "Le jeton utilisé est configuré seulement en lecture"
# Why a dossier is gone, by what our record says; it was withdrawn where that says nothing.
_RAISONS: Final = {
    None: "user_request",
    "demandeur": "user_request",
    "conservation": "expired",
    "injonction": "manager_request",
}


def _demarche(_: Any, info: Infos, **arguments: Any) -> Any:
    return demarche(info.context.demander("demarche", **arguments))


def _descripteur(_: Any, info: Infos, demarche: Any) -> Any:
    return _demarche(_, info, **demarche)


def _dossier(_: Any, info: Infos, number: int) -> Any:
    lu = info.context.demander("dossier", number=number)
    return rendre(lu["dossier"], demarche(lu["demarche"]))


def _groupe(_: Any, info: Infos, number: int) -> Any:
    return groupe(info.context.demander("groupe", number=number)["groupe"])


def _page(de: Valeur, info: Infos, **arguments: Any) -> Any:
    """The dossiers of a procedure, or of a group of it."""
    page = info.context.demander("dossiers", groupe=de.get("groupe"), **arguments)
    procedure = demarche(page["demarche"])
    return _connexion(page, [_rendre(lu, procedure) for lu in page["dossiers"]])


def _rendre(lu: Valeur, procedure: Valeur) -> Any:
    """A dossier, or why there is none: one that cannot be told of does not take the others away."""
    try:
        return rendre(lu, procedure)
    except Exception:
        return refus(f"Dossier {lu['numero']} illisible.", INTERNE)


def _disparus(liste: str) -> Resolution:
    def resoudre(de: Valeur, info: Infos, **arguments: Any) -> Any:
        page = info.context.demander(liste, groupe=de.get("groupe"), **arguments)
        return _connexion(page, [_disparu(un) for un in page["dossiers"]])

    return resoudre


def _connexion(page: Valeur, noeuds: Sequence[Any]) -> Valeur:
    curseurs = (lu["curseur"] for lu in page["dossiers"])
    aretes = [{"node": un, "cursor": le} for un, le in zip(noeuds, curseurs, strict=True)]
    return {"nodes": noeuds, "edges": aretes, "pageInfo": page["pageInfo"]}


def _disparu(lu: Valeur) -> Valeur:
    return {
        "id": encoder("DeletedDossier", lu["numero"]),
        "number": lu["numero"],
        "dateSupression": lu["le"],
        "state": ETATS.get(lu["etat"], _RETIRE),
        "reason": _RAISONS.get(lu["motif"], "instructeur_request"),
    }


def _parmi(nom: str) -> Resolution:
    """All of a list, or the one of this id, in whatever way it is spelled."""

    def resoudre(de: Valeur, _: Infos, id: str | None = None) -> Sequence[Valeur]:
        tous: Sequence[Valeur] = de[nom]
        return tous if id is None else [un for un in tous if decoder(un["id"]) == decoder(id)]

    return resoudre


def _texte(champ: Valeur, _: Infos) -> Any:
    return champ.get("value", champ["stringValue"])


def refuser_d_ecrire(_: Any, __: Infos, **___: Any) -> Valeur:
    """What every mutation answers: nothing is written by this way."""
    return {"errors": [{"message": _LECTURE_SEULE}]}


RESOLUTIONS: Final[Mapping[tuple[str, str], Resolution]] = {
    ("Query", "demarche"): _demarche,
    ("Query", "demarcheDescriptor"): _descripteur,
    ("Query", "dossier"): _dossier,
    ("Query", "groupeInstructeur"): _groupe,
    **{
        (de, champ): resolution
        for de in ("Demarche", "GroupeInstructeurWithDossiers")
        for champ, resolution in (
            ("dossiers", _page),
            ("deletedDossiers", _disparus("supprimes")),
            ("pendingDeletedDossiers", _disparus("en_attente")),
        )
    },
    **{("Dossier", nom): _parmi(nom) for nom in ("champs", "annotations", "messages", "avis")},
    ("TextChamp", "value"): _texte,
}
