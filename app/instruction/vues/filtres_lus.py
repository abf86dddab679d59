"""The filters of a view, as the list would read them of its address."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, get_origin

from pydantic import ValidationError

from app.formulaire.ouverture import nommables
from app.instruction.criteres import Filtres
from app.instruction.liste_decrite import CandidatureDeposee, PageVoulue
from app.instruction.ordre import Tri
from app.instruction.vues.vues_decrites import FiltreDit, VueAEnregistrer
from app.kit.json_pointer import pointeur
from app.kit.web.problems import FAUTES_MAX, ParametreRefuse, RequeteInvalide

_REPETES: Final = {
    nom for nom, champ in Filtres.model_fields.items() if get_origin(champ.annotation) is list
}
# What a row of the list says besides what the form holds.
COLONNES: Final = frozenset(CandidatureDeposee.__dataclass_fields__)


def verifier_la_vue(voulue: VueAEnregistrer) -> None:
    """Raise `RequeteInvalide`, which points to what the list would not read, or no export show."""
    fautes = [*fautes_des_filtres(voulue.filtres), *fautes_des_colonnes(voulue.colonnes)]
    if voulue.tri is Tri.PERTINENCE and "q" not in {filtre.nom for filtre in voulue.filtres}:
        fautes.append(ParametreRefuse("body", "/tri", "sans_q"))
    if fautes:
        refus = "La liste ne lirait pas cette vue, ou un export ne la montrerait pas."
        raise RequeteInvalide(refus, parametres=fautes[:FAUTES_MAX])


def _en_parametres(filtres: Sequence[FiltreDit]) -> dict[str, Any]:
    """The parameters of the list: one that is not repeated is its only value."""
    return {f.nom: f.valeurs if f.nom in _REPETES else f.valeurs[0] for f in filtres}


def avec_la_vue(voulue: PageVoulue, filtres: Sequence[FiltreDit], tri: Tri) -> PageVoulue:
    """The page that is asked for of a view: what the address says besides replaces, name by name,
    what the view says, or narrows it.

    Raises `ValidationError` for what another release saved, and this one does not read.
    """
    dits = {nom: getattr(voulue, nom) for nom in voulue.model_fields_set if nom != "vue"}
    return PageVoulue.model_validate({**_en_parametres(filtres), "tri": tri, **dits})


def fautes_des_filtres(filtres: Sequence[FiltreDit]) -> Iterator[ParametreRefuse]:
    """What the list would not read of these, pointed to in a body that has them as `filtres`."""
    noms = [filtre.nom for filtre in filtres]
    for rang, filtre in enumerate(filtres):
        if filtre.nom in noms[:rang]:
            yield ParametreRefuse("body", f"/filtres/{rang}/nom", "filtre_deux_fois")
        elif filtre.nom not in Filtres.model_fields:
            yield ParametreRefuse("body", f"/filtres/{rang}/nom", "filtre_inconnu")
        elif filtre.nom not in _REPETES and len(filtre.valeurs) > 1:
            yield ParametreRefuse("body", f"/filtres/{rang}/valeurs", "une_valeur_attendue")
        else:
            yield from _des_valeurs(rang, filtre)


def _des_valeurs(rang: int, filtre: FiltreDit) -> Iterator[ParametreRefuse]:
    try:
        Filtres.model_validate(_en_parametres([filtre]))
    except ValidationError as refus:
        for faute in refus.errors(include_url=False, include_context=False, include_input=False):
            la = pointeur("filtres", rang, "valeurs", *faute["loc"][1:])
            yield ParametreRefuse("body", la, faute["type"])


def fautes_des_colonnes(colonnes: Sequence[str]) -> list[ParametreRefuse]:
    """Which of these no export shows, pointed to in a body that has them as `colonnes`."""
    return [
        ParametreRefuse("body", f"/colonnes/{rang}", type_)
        for rang, colonne in enumerate(colonnes)
        for type_, vrai in (
            ("colonne_inconnue", colonne not in nommables() | COLONNES),
            ("colonne_deux_fois", colonne in colonnes[:rang]),
        )
        if vrai
    ]
