"""Values found nowhere else: put wherever somebody may type, then looked for elsewhere."""

from typing import Any, Final, cast

from tests.formulaire.exemples import Json

MARQUE: Final = "Zqxwv"
TELEPHONE: Final = "02 99 11 22 33"
SIRET: Final = "73282932000074"
RESEAU: Final = "203.0.113."
# What the form fixes: a code, a date, a number of the reference data.
_FIXES: Final = frozenset(
    {"siren", "siret", "region", "type_perimetre", "axe", "type", "debut", "fin", "qualite"}
    | {"chef_projet_en_poste", "fin_contrat", "souhait_cofinancement", "ami_rebond_industriel"}
    | {"categorie_juridique", "role", "portees", "regions", "reseaux", "expire_le", "lien"}
    | {"couleur", "etiquettes", "valeurs", "tri", "colonnes", "partage"}
)


def marquer(valeur: Any, cle: str = "") -> Any:
    """The same answers, every free one made recognisable."""
    if isinstance(valeur, dict):
        return {nom: marquer(membre, nom) for nom, membre in cast(Json, valeur).items()}
    if isinstance(valeur, list):
        return [marquer(element, cle) for element in cast(list[Any], valeur)]
    if not isinstance(valeur, str) or cle in _FIXES:
        return valeur
    if "telephone" in cle:
        return TELEPHONE
    return f"{MARQUE}.{valeur}" if "@" in valeur else f"{valeur} {MARQUE}"


def trouvees(texte: str, *secrets: str) -> list[str]:
    """Which of these values, and of the secrets given, a text holds, however they are written."""
    numero = TELEPHONE.replace(" ", "").removeprefix("0")
    clairs = (MARQUE, TELEPHONE, numero, SIRET, RESEAU, *secrets)
    bas = texte.lower()
    return [clair for clair in clairs if clair.lower() in bas or clair.encode().hex() in bas]
