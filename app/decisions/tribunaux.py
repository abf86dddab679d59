"""Which administrative court an applicant has, by the département of their seat.

Source: code de justice administrative, art. R. 221-3 (seats and jurisdictions, as in force since 9
November 2015) and R. 221-1 (the courts that bear another name than that of their town).
"""

from typing import Final

from app.formulaire.referentiels import EPCI_ET_EPT

# The name of a court as it follows "tribunal administratif", then its départements (INSEE codes).
RESSORTS: Final = {
    "d'Amiens": ("02", "60", "80"),
    "de Bastia": ("2A", "2B"),
    "de Besançon": ("25", "39", "70", "90"),
    "de Bordeaux": ("24", "33", "47"),
    "de Caen": ("14", "50", "61"),
    "de Cergy-Pontoise": ("92", "95"),
    "de Châlons-en-Champagne": ("08", "10", "51", "52"),
    "de Clermont-Ferrand": ("03", "15", "43", "63"),
    "de Dijon": ("21", "58", "71", "89"),
    "de Grenoble": ("26", "38", "73", "74"),
    "de Lille": ("59", "62"),
    "de Limoges": ("19", "23", "36", "87"),
    "de Lyon": ("01", "07", "42", "69"),
    "de Marseille": ("04", "05", "13"),
    "de Melun": ("77", "94"),
    "de Montpellier": ("11", "34", "66"),
    "de Montreuil": ("93",),
    "de Nancy": ("54", "55", "88"),
    "de Nantes": ("44", "49", "53", "72", "85"),
    "de Nice": ("06",),
    "de Nîmes": ("30", "48", "84"),
    "d'Orléans": ("18", "28", "37", "41", "45"),
    "de Paris": ("75",),
    "de Pau": ("32", "40", "64", "65"),
    "de Poitiers": ("16", "17", "79", "86"),
    "de Rennes": ("22", "29", "35", "56"),
    "de Rouen": ("27", "76"),
    "de Strasbourg": ("57", "67", "68"),
    "de Toulon": ("83",),
    "de Toulouse": ("09", "12", "31", "46", "81", "82"),
    "de Versailles": ("78", "91"),
    "de la Guadeloupe": ("971",),
    "de la Martinique": ("972",),
    "de la Guyane": ("973",),
    "de La Réunion": ("974",),
    "de Mayotte": ("976",),
}
_PAR_DEPARTEMENT: Final = {
    departement: tribunal for tribunal, ressort in RESSORTS.items() for departement in ressort
}
_DU_SIEGE: Final = "le tribunal administratif dans le ressort duquel le demandeur a son siège"


def tribunal_de(siret: str) -> str:
    """The court of an applicant, in words that follow "devant".

    An intercommunalité is known by its départements: where they have two courts, both are named, of
    which its seat tells one. Of any other applicant the seat is not known: the rule is given.
    """
    groupement = EPCI_ET_EPT.get(siret[:9])
    departements = groupement.departements if groupement else ()
    tribunaux = dict.fromkeys(_PAR_DEPARTEMENT[departement] for departement in departements)
    if len(tribunaux) == 1:
        return f"le tribunal administratif {next(iter(tribunaux))}"
    return " : celui ".join((_DU_SIEGE, " ou celui ".join(tribunaux))) if tribunaux else _DU_SIEGE
