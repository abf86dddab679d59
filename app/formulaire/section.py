"""What a section of the form is: fields with labels, some of them under a condition.

A field is declared once. From its declaration come what `evaluer` asks of it (here), its JSON
Schema (`schema.py`) and the shape of a draft (`forme.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from types import NoneType
from typing import Annotated, Any, ClassVar, Self, TypeVar, cast, get_args, get_origin

from pydantic import BaseModel, ConfigDict
from pydantic.fields import FieldInfo

from app.formulaire.choix import Choix, Rubrique
from app.formulaire.conditions import Contient, ElementsExigent, Regle, SaufSi, Si
from app.formulaire.longueurs import AuPlus, lus
from app.formulaire.nombres import LISTE
from app.formulaire.types import ListeFermee, Texte, est_blanc
from app.kit.json_pointer import pointeur


@dataclass(frozen=True, slots=True)
class Champ:
    """One field as declared.

    `dessous` is its pointer from its group, `sorte` the bare type; `texte`, `groupe` (or
    `section`), `element` (of a list) or `choix` is set according to its kind; `maximum` bounds a
    list; `codes_serveur` are what only the server can say of the answer alone.
    """

    nom: str
    dessous: str
    info: FieldInfo
    requis: bool
    sorte: Any
    si: Si | None
    sauf_si: SaufSi | None
    regles: tuple[Regle, ...]
    texte: Texte | None
    groupe: "type[Groupe] | None"
    section: "type[Section] | None"
    element: "type[Groupe] | None"
    choix: type[Choix] | None
    maximum: int | None
    codes_serveur: tuple[str, ...]

    @property
    def libelle(self) -> str:
        """What the form calls it."""
        return self.info.title or self.nom

    @property
    def lus(self) -> int:
        """How many elements of the list are read."""
        return lus(self.maximum or LISTE)

    def sans_reponse(self, valeur: object) -> bool:
        """Whether a value counts as no answer: a blank text where a text is due.

        One that is too long is told as such, as the schema does.
        """
        return (
            self.texte is not None
            and est_blanc(valeur)
            and len(cast(str, valeur)) <= self.texte.limite
        )

    def du(self, brut: dict[str, Any]) -> bool:
        """Whether the field, when shown, needs an answer given the others of its group."""
        return self.requis and not (self.sauf_si and self.sauf_si.tient(brut))


@dataclass(frozen=True, slots=True)
class PieceDemandee:
    """A place for files in a section: how many at least, and the help text of the form."""

    rubrique: Rubrique
    requise: bool
    aide: str


class Groupe(BaseModel):
    """Fields that belong together.

    `identite`: which of them tell one such element of a list from another, the first that is
    answered. Without any, what two lists have in common is told by all the answers.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    identite: ClassVar[tuple[str, ...]] = ()
    champs: ClassVar[dict[str, Champ]] = {}
    # The fields with a list somewhere below.
    _listables: ClassVar[list[Champ]] = []

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        cls.champs = {nom: _champ(nom, info) for nom, info in cls.model_fields.items()}
        for champ in cls.champs.values():
            _refuser_les_conditions_ignorees(cls, champ)
        cls._listables = [
            champ
            for champ in cls.champs.values()
            if champ.element or (champ.groupe and champ.groupe._listables)
        ]

    @classmethod
    def listes(cls, brut: object, ici: str) -> Iterator[tuple[Champ, list[Any], str]]:
        """Every list in the raw answers found at the pointer `ici`, at any depth, and where.

        Not the lists within one so long that its elements are not read.
        """
        if not isinstance(brut, dict):
            return
        reponses = cast(dict[str, Any], brut)
        for champ in cls._listables:
            la, valeur = ici + champ.dessous, reponses.get(champ.nom)
            if champ.groupe:
                yield from champ.groupe.listes(valeur, la)
            elif champ.element and isinstance(valeur, list):
                liste = cast(list[Any], valeur)
                yield champ, liste, la
                if champ.element._listables and len(liste) <= champ.lus:
                    for rang, element in enumerate(liste):
                        yield from champ.element.listes(element, f"{la}/{rang}")

    def contenu(self) -> dict[str, Any]:
        """The answers given, cleaned, ready for JSON: what has no answer is left out."""
        return _sans_blancs(self.model_dump(mode="json", exclude_none=True))


class Section(Groupe):
    """A titled part of the form, with the files it asks for."""

    titre: ClassVar[str]
    aide: ClassVar[str] = ""
    compte_pour_la_selection: ClassVar[bool] = False
    pieces: ClassVar[tuple[PieceDemandee, ...]] = ()

    @classmethod
    def lire(cls, visibles: dict[str, Any]) -> Self:
        """Read the answers shown; raises Pydantic's `ValidationError` with all that is wrong."""
        return cls.__pydantic_validator__.validate_python(visibles)


def _refuser_les_conditions_ignorees(groupe: type[Groupe], champ: Champ) -> None:
    """Raise `TypeError` for what the schemas would say and the verdict not.

    A section is read field by field, as conditions want; Pydantic, which reads any other group
    and the elements of lists, is told of none.
    """
    ici = f"{groupe.__name__}.{champ.nom}"
    if champ.element and issubclass(champ.element, Section):
        raise TypeError(f"{ici} : une liste contient des Groupe, dont aucun n'est une Section")
    conditions = champ.si or champ.sauf_si or champ.regles or champ.section
    if conditions and not issubclass(groupe, Section):
        raise TypeError(f"{ici} : une condition ne se pose que dans une Section, hors des listes")


def _champ(nom: str, info: FieldInfo) -> Champ:
    annotation = _sans_none(info.annotation)
    annote = get_origin(annotation) is Annotated
    sorte = get_args(annotation)[0] if annote else annotation
    metadonnees = [*info.metadata, *(get_args(annotation)[1:] if annote else ())]
    si, sauf_si = _premier(metadonnees, Si), _premier(metadonnees, SaufSi)
    au_plus, siren = _premier(metadonnees, AuPlus), _premier(metadonnees, ListeFermee)
    texte = _premier(metadonnees, Texte)
    return Champ(
        nom=nom,
        dessous=pointeur(nom),
        info=info,
        requis=info.is_required() or bool(si and si.requis) or sauf_si is not None,
        sorte=sorte,
        si=si,
        sauf_si=sauf_si,
        regles=tuple(m for m in metadonnees if isinstance(m, Contient | ElementsExigent)),
        texte=texte,
        groupe=_classe(sorte, Groupe),
        section=_classe(sorte, Section),
        element=_classe(get_args(sorte)[0], Groupe) if get_origin(sorte) is list else None,
        choix=_classe(sorte, Choix),
        maximum=au_plus.maximum if au_plus else None,
        codes_serveur=marque.codes_serveur if (marque := texte or siren) else (),
    )


def _sans_none(annotation: Any) -> Any:
    restants = [arg for arg in get_args(annotation) if arg is not NoneType]
    return restants[0] if NoneType in get_args(annotation) else annotation


def _sans_blancs(valeur: Any) -> Any:
    if isinstance(valeur, dict):
        membres = cast(dict[str, Any], valeur).items()
        return {nom: _sans_blancs(membre) for nom, membre in membres if membre != ""}
    if isinstance(valeur, list):
        return [_sans_blancs(element) for element in cast(list[Any], valeur)]
    return valeur


T = TypeVar("T")


def _premier(metadonnees: list[Any], genre: type[T]) -> T | None:
    return next((m for m in metadonnees if isinstance(m, genre)), None)


def _classe(sorte: Any, genre: type[T]) -> type[T] | None:
    return sorte if isinstance(sorte, type) and issubclass(sorte, genre) else None
