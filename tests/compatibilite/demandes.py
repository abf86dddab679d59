"""What is asked of who is called: parameters and bodies compared."""

from collections.abc import Iterator

from tests.compatibilite.branches import Json
from tests.compatibilite.racine import Racine
from tests.compatibilite.regles import Changement
from tests.compatibilite.schemas import Comparaison


def comparer_parametres(
    entre: Comparaison, avant: Json, apres: Json, ici: str
) -> Iterator[Changement]:
    """The parameters of an operation, by place and name."""
    anciens, nouveaux = _parametres(entre.avant, avant), _parametres(entre.apres, apres)
    for cle in sorted(anciens.keys() | nouveaux.keys()):
        la = f"{ici} {cle[0]} {cle[1]}"
        if cle not in nouveaux:
            yield entre.dire("parameter-removed", la, "parameter removed")
        elif cle not in anciens:
            requis = nouveaux[cle].get("required", False)
            regle = "required-parameter-added" if requis else "parameter-added"
            yield entre.dire(regle, la, "parameter added" + (", required" if requis else ""))
        else:
            yield from _parametre(entre, anciens[cle], nouveaux[cle], la)


def _parametre(entre: Comparaison, avant: Json, apres: Json, la: str) -> Iterator[Changement]:
    if avant.get("required", False) != apres.get("required", False):
        acte = "required" if apres.get("required") else "optional"
        yield entre.dire(f"parameter-made-{acte}", la, f"now {acte}")
    ancien, nouveau = avant.get("schema", {}), apres.get("schema", {})
    if ancien.get("default") != nouveau.get("default"):
        quoi = f"default {ancien.get('default')} -> {nouveau.get('default')}"
        yield entre.dire("default-changed", la, quoi)
    for cle in ("style", "explode", "content", "allowReserved"):
        if avant.get(cle) != apres.get(cle):
            yield entre.dire("not-compared", la, f"{cle} differs, and is not compared")
    yield from entre.comparer(ancien, nouveau, la)


def comparer_corps(entre: Comparaison, avant: Json, apres: Json, ici: str) -> Iterator[Changement]:
    """The body of a request."""
    ancien, nouveau = avant.get("requestBody"), apres.get("requestBody")
    la = f"{ici} body"
    if ancien is None or nouveau is None:
        if ancien is not None:
            yield entre.dire("body-removed", la, "body removed")
        if nouveau is not None:
            regle = "required-body-added" if nouveau.get("required") else "body-added"
            yield entre.dire(regle, la, "body added")
        return
    if bool(ancien.get("required")) != bool(nouveau.get("required")):
        acte = "required" if nouveau.get("required") else "optional"
        yield entre.dire(f"body-made-{acte}", la, f"now {acte}")
    anciens, nouveaux = ancien["content"], nouveau["content"]
    for media in sorted(anciens.keys() - nouveaux.keys()):
        yield entre.dire("media-type-removed", la, media)
    for media in sorted(nouveaux.keys() - anciens.keys()):
        yield entre.dire("media-type-added", la, media)
    for media in sorted(anciens.keys() & nouveaux.keys()):
        avant_, apres_ = anciens[media].get("schema", {}), nouveaux[media].get("schema", {})
        yield from entre.comparer(avant_, apres_, f"{la} {media} ")


def _parametres(racine: Racine, operation: Json) -> dict[tuple[str, str], Json]:
    resolus = [racine.resolu(parametre) for parametre in operation.get("parameters", [])]
    return {(parametre["in"], parametre["name"]): parametre for parametre in resolus}
