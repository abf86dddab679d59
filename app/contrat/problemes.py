"""The schemas of problem documents (RFC 9457): one per kind, one per set that an answer may be."""

from collections.abc import Sequence
from dataclasses import MISSING, Field
from types import NoneType
from typing import Any, Final, get_args, get_type_hints

from pydantic import create_model

from app.acces.refus import (
    AccesInsuffisant,
    AcrInsuffisant,
    AdresseRefusee,
    JetonAbsent,
    JetonMalForme,
    JetonRefuse,
    PorteeInsuffisante,
)
from app.candidatures.refus import CampagneFermee, EtatIncompatible, FormeRefusee
from app.contrat.renvois import COMPOSANTS, reference
from app.depots.refus import CampagnePasOuverte, DossierIncomplet
from app.formulaire.projections import ErreursRjsf
from app.kit.web.problems import (
    CleEnCours,
    CleReutilisee,
    CorpsIllisible,
    CorpsTropGrand,
    CourrielIndisponible,
    EnTeteInvalide,
    FichierTropGrand,
    Indisponible,
    JetonDansAdresse,
    Probleme,
    RequeteInvalide,
    TypeDeContenuRefuse,
    catalogue,
)
from app.pieces_jointes.refus import FichierInfecte, FichierRefuse, TropDePieces
from app.plan_action.refus import ClasseurRefuse

Json = dict[str, Any]
_MEMBRES: Final = {
    "title": "Le problème, en quelques mots.",
    "detail": "Ce qui s'est passé cette fois, et que faire.",
    "requete": "Identifiant de la requête, à citer au service.",
}

# The kinds that one status of one operation may be, named: without a name of ours, each generator
# of clients invents its own.
_ENSEMBLES: Final[dict[str, tuple[str, tuple[type[Probleme], ...]]]] = {
    "RequeteIllisible": (
        "Le corps ou un en-tête ne se lit pas, ou l'adresse contient un jeton.",
        (CorpsIllisible, EnTeteInvalide, JetonDansAdresse),
    ),
    "AppelIllisible": (
        "Un en-tête ne se lit pas, ou l'adresse contient un jeton.",
        (EnTeteInvalide, JetonDansAdresse),
    ),
    "JetonRefuse": (
        "Le jeton manque, est mal formé ou n'est pas accepté.",
        (JetonAbsent, JetonMalForme, JetonRefuse, AcrInsuffisant),
    ),
    "JetonNonAccepte": (
        "Le jeton est mal formé ou n'est pas accepté.",
        (JetonMalForme, JetonRefuse, AcrInsuffisant),
    ),
    "AccesRefuse": (
        "Le rôle ou l'adresse ne le permet pas.",
        (AccesInsuffisant, AdresseRefusee),
    ),
    "AccesDeCleRefuse": (
        "Le rôle, la clé ou l'adresse ne le permet pas.",
        (AccesInsuffisant, AdresseRefusee, PorteeInsuffisante),
    ),
    "EnvoiEmpeche": (
        "Aucun courriel ne peut être envoyé, ou le service est indisponible.",
        (CourrielIndisponible, Indisponible),
    ),
    "CreationEmpechee": (
        "Une candidature ne peut pas être créée maintenant.",
        (CampagneFermee, CleEnCours),
    ),
    "CreationRefusee": (
        "La candidature demandée ne peut pas être créée.",
        (FormeRefusee, CleReutilisee, RequeteInvalide),
    ),
    "ModificationEmpechee": (
        "La candidature ne se modifie plus.",
        (EtatIncompatible, CampagneFermee),
    ),
    "SaisieRefusee": (
        "La saisie n'a pas la forme d'un dossier, ou un paramètre ne convient pas.",
        (FormeRefusee, RequeteInvalide),
    ),
    "AjoutEmpeche": (
        "La candidature ne reçoit plus de fichier.",
        (EtatIncompatible, CampagneFermee, TropDePieces),
    ),
    "EnvoiRefuse": (
        "Le fichier, ou la manière de l'envoyer, n'est pas accepté.",
        (TypeDeContenuRefuse, FichierRefuse),
    ),
    "EnvoiTropGrand": (
        "Le fichier ou le dossier qu'il donne est trop grand.",
        (FichierTropGrand, CorpsTropGrand),
    ),
    "ImportRefuse": (
        "Le classeur ne donne pas un plan d'action.",
        (RequeteInvalide, ClasseurRefuse, FormeRefusee),
    ),
    "DepotEmpeche": (
        "Un dépôt n'est pas possible maintenant.",
        (CampagneFermee, CampagnePasOuverte, EtatIncompatible, FichierInfecte, CleEnCours),
    ),
    "DepotRefuse": (
        "Le dépôt est refusé.",
        (RequeteInvalide, DossierIncomplet, CleReutilisee),
    ),
}
_NOMS: Final = {frozenset(classes): nom for nom, (_, classes) in _ENSEMBLES.items()}


def schemas_des_problemes() -> Json:
    """The components: each kind of problem, each set of them."""
    genres = {nom_du_composant(classe): _genre(classe) for classe in catalogue().values()}
    ensembles = {
        nom: {"title": nom, "description": texte, **_un_parmi(classes)}
        for nom, (texte, classes) in _ENSEMBLES.items()
    }
    return genres | ensembles


def schema_du_refus(classes: Sequence[type[Probleme]]) -> Json:
    """What the body of a refusal is, when it may be any of these kinds (at least one)."""
    if len(classes) == 1:
        return reference(nom_du_composant(classes[0]))
    if nom := _NOMS.get(frozenset(classes)):
        return reference(nom)
    return _un_parmi(classes)


def nom_du_composant(classe: type[Probleme]) -> str:
    """The name of the schema of a kind of problem."""
    return f"Probleme{classe.__name__}"


def _un_parmi(classes: Sequence[type[Probleme]]) -> Json:
    refs = {classe.code: COMPOSANTS + nom_du_composant(classe) for classe in classes}
    return {
        "oneOf": [{"$ref": ref} for ref in refs.values()],
        "discriminator": {"propertyName": "code", "mapping": refs},
    }


def _genre(classe: type[Probleme]) -> Json:
    communs: Json = {
        "type": {"type": "string", "const": f"/problemes/{classe.code}"},
        "title": {"type": "string"},
        "status": {"type": "integer", "const": int(classe.statut)},
        "detail": {"type": "string"},
        "code": {"type": "string", "const": classe.code},
        "requete": {"type": "string"},
    }
    for nom, texte in _MEMBRES.items():
        communs[nom]["description"] = texte
    champs = list(classe.champs())
    return {
        "type": "object",
        "title": nom_du_composant(classe),
        "description": classe.sens,
        "properties": communs | _membres(classe),
        "required": [*communs, *(champ.name for champ in champs if champ.default is MISSING)],
    }


def _membres(classe: type[Probleme]) -> Json:
    """The schemas of what a kind adds; a member that may be left out is never null."""
    types = get_type_hints(classe, include_extras=True)
    membres: Any = {
        champ.name: (_membre(types[champ.name], champ), ...) for champ in classe.champs()
    }
    modele = create_model(classe.__name__, **membres)
    modele.model_rebuild(_types_namespace={"ErreursRjsf": ErreursRjsf})  # it names itself
    schema = modele.model_json_schema(mode="serialization", ref_template=f"{COMPOSANTS}{{model}}")
    return schema.get("properties", {})


def _membre(genre: Any, champ: Field[Any]) -> Any:
    if champ.default is MISSING:
        return genre
    (seul,) = (une for une in get_args(genre) if une is not NoneType)
    return seul
