"""Who may call what, as a table that people read: `docs/acces.md`, written from the guards.

`tests/acces/test_matrice.py` plays every cell of it against the service.
"""

from dataclasses import dataclass
from typing import Final

from fastapi import FastAPI

from app.acces.admission import DuBacASable, Facultative, Garde, Ouverte
from app.acces.droits import DROITS, PAR_PORTEE, Habilitation, Portee, Role, est_habilite
from app.acces.gardes import GARDES
from app.acces.tables import Preuve
from app.contrat.securite import gardes_de

_DE_CANDIDATURE: Final = frozenset(
    {Portee.CANDIDATURES_LIRE, Portee.CANDIDATURES_ECRIRE, Portee.CANDIDATURES_DEPOSER}
)


@dataclass(frozen=True, slots=True)
class Temoin:
    """A kind of caller: what they show, and what they are to the candidature that is called for.

    `genre` None: nothing that is accepted. `role` None: it is not theirs. `ailleurs`: they review
    other regions than its own.
    """

    nom: str
    genre: Preuve | None = None
    role: Role | None = None
    portees: frozenset[Portee] = frozenset()
    ailleurs: bool = False

    @property
    def habilitations(self) -> frozenset[Habilitation]:
        """Those that the scopes give."""
        return frozenset(PAR_PORTEE[p] for p in self.portees & PAR_PORTEE.keys())


def _cle(nom: str, *portees: Portee, role: Role | None = None, ailleurs: bool = False) -> Temoin:
    return Temoin(nom, Preuve.CLE, role, frozenset(portees), ailleurs)


TEMOINS: Final = (
    Temoin("personne"),
    Temoin("mal formé"),
    Temoin("expiré"),
    Temoin("révoqué", Preuve.JETON),
    Temoin("propriétaire", Preuve.JETON, Role.PROPRIETAIRE),
    Temoin("autre candidat", Preuve.JETON),
    Temoin("co-éditeur", Preuve.JETON, Role.EDITION),
    Temoin("co-éditeur en lecture", Preuve.JETON, Role.LECTURE),
    _cle("portail", *_DE_CANDIDATURE, role=Role.PORTAIL),
    _cle("portail sans portée", role=Role.PORTAIL),
    _cle("autre portail", *_DE_CANDIDATURE),
    _cle("instructeur", Portee.INSTRUCTION_LECTURE),
    _cle("instructeur qui écrit", Portee.INSTRUCTION_ECRITURE),
    _cle("décideur", Portee.INSTRUCTION_DECISION),
    _cle("instructeur d'une autre région", Portee.INSTRUCTION_ECRITURE, ailleurs=True),
    Temoin("consulté", Preuve.AVIS),
    _cle("administration", Portee.ADMINISTRATION),
)
OUI: Final = "oui"


def issue(garde: Garde | Ouverte, methode: str, chemin: str, temoin: Temoin) -> str:
    """How a call ends: `oui`, or the status of its refusal."""
    if isinstance(garde, Ouverte):
        return OUI
    if temoin.genre is None:
        return OUI if isinstance(garde, Facultative) and temoin.nom == "personne" else "401"
    if temoin.genre not in garde.genres or not _habilite(garde, temoin):
        return "403"
    if temoin.ailleurs and "/instruction/" in chemin and "{id}" in chemin:
        return "404"
    if not _ouvre_une_candidature(garde, methode, chemin):
        return OUI
    if temoin.role is None:
        return "404"
    return OUI if garde.droit_requis in DROITS[temoin.role] else "403"


def _habilite(garde: Garde, temoin: Temoin) -> bool:
    if garde.habilitation:
        return est_habilite(temoin.habilitations, garde.habilitation)
    if garde.a_defaut and est_habilite(temoin.habilitations, garde.a_defaut):
        return True
    return temoin.genre is not Preuve.CLE or garde.portee in temoin.portees


def _ouvre_une_candidature(garde: Garde, methode: str, chemin: str) -> bool:
    """A `PUT` makes what there is not."""
    if garde.habilitation or Preuve.AVIS in garde.genres:
        return False
    return "{" in chemin and methode != "PUT"


def tableau(app: FastAPI) -> str:
    """The page, in Markdown."""
    lignes = [
        f"| `{methode} {chemin}` | {garde.nom} | "
        + " | ".join(issue(garde, methode, chemin, temoin) for temoin in TEMOINS)
        + " |"
        for (methode, chemin), (garde,) in gardes_de(app).items()
    ]
    gardes = [f"| {garde.nom} | {garde.sens} | {_exige(garde)} |" for garde in GARDES]
    noms = " | ".join(temoin.nom for temoin in TEMOINS)
    return _PAGE.format(
        gardes="\n".join(gardes), noms=noms, traits="|---" * len(TEMOINS), lignes="\n".join(lignes)
    )


def _exige(garde: Garde | Ouverte) -> str:
    if isinstance(garde, DuBacASable):
        return "`TI_BAC_A_SABLE`"
    if isinstance(garde, Ouverte):
        return ""
    if garde.habilitation:
        return f"habilitation `{garde.habilitation}` (clé : portée `{garde.portee}`)"
    if Preuve.AVIS in garde.genres:
        return "jeton d'un avis"
    roles = [role for role, droits in DROITS.items() if garde.droit_requis in droits]
    a_defaut = f" ou habilitation `{garde.a_defaut}`" if garde.a_defaut else ""
    if garde.genres == frozenset({Preuve.CLE}):
        return f"clé : portée `{garde.portee}`{a_defaut}"
    cle = f" ; clé : portée `{garde.portee}`{a_defaut}" if Preuve.CLE in garde.genres else ""
    return f"rôle {', '.join(roles)}{cle}"


_PAGE: Final = """# Who may call what

Written from the guards of the routes (`app/acces/gardes.py`) by `ti acces`; do not edit. A test,
`tests/acces/test_matrice.py`, plays every route as every kind of caller and compares with it.

The candidature called for was made by the `portail`, which knows it by its reference; it is
deposited in a region that `instructeur` reviews. What is not the caller's is 404, by the same
query and with the same answer as what does not exist.

## Guards

| garde | qui | ce qu'elle exige |
|---|---|---|
{gardes}

## Routes

`oui`: the guard lets in, and the act decides (a date, a state, a body may still refuse). An
`instructeur d'une autre région` is let in to lists, and sees nothing of it there.

| route | garde | {noms} |
|---|---{traits}|
{lignes}
"""
