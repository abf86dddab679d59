"""Rules that no JSON Schema can say.

Each is a function whose parameters name the sections it needs; it runs as soon as those are valid
and shown, so that a contradiction is told early. `@regle` lists the codes it can yield and where
(`*` stands for every element of a list), which the published schemas announce under
`x-regles-serveur`: those of the whole dossier, and of the one section that the rule reads, if it is
but one.
"""

import inspect
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from app.formulaire.besoins import Besoins
from app.formulaire.bilan import Bilan
from app.formulaire.choix import ChefProjetEnPoste, Qualite, Region, SouhaitCofinancement
from app.formulaire.contact import Contact
from app.formulaire.demandeur import Demandeur
from app.formulaire.gouvernance import Gouvernance, Membre
from app.formulaire.messages import Ecart, ecart
from app.formulaire.perimetre import Perimetre
from app.formulaire.plan_action import PlanAction
from app.formulaire.referentiels import EPCI_ET_EPT
from app.formulaire.section import Section
from app.formulaire.telephones import DOUTEUX, doute

Verification = Callable[..., Iterator[Ecart]]


@dataclass(frozen=True, slots=True)
class Regle:
    """A rule: the sections that it reads, the codes that it yields, each with its place."""

    verifier: Verification
    sections: tuple[str, ...]
    codes: dict[str, str]

    def appliquer(self, valides: Mapping[str, Section | None]) -> Iterator[Ecart]:
        """Run the rule when every section it needs is among the valid ones."""
        lues = [valides.get(nom) for nom in self.sections]
        if all(lues):
            yield from self.verifier(*lues)


REGLES: list[Regle] = []


def regle(**codes: str) -> Callable[[Verification], Verification]:
    """Register a rule under the codes that it can yield, each with its place."""

    def enregistrer(verifier: Verification) -> Verification:
        REGLES.append(Regle(verifier, tuple(inspect.signature(verifier).parameters), codes))
        return verifier

    return enregistrer


@regle(epci_en_double="/perimetre/epci/*")
def chaque_epci_une_fois(perimetre: Perimetre) -> Iterator[Ecart]:
    """No SIREN twice, the EPT chosen apart included."""
    vus = {perimetre.ept.value: "/perimetre/ept"} if perimetre.ept else {}
    for rang, choisi in enumerate(perimetre.epci):
        if choisi.siren is None:
            continue
        ici = f"/perimetre/epci/{rang}"
        if premier := vus.get(choisi.siren):
            nom = EPCI_ET_EPT[choisi.siren].nom
            yield ecart(ici, "epci_en_double", [premier], nom=nom)
        vus.setdefault(choisi.siren, ici)


@regle(epci_autre_nom="/perimetre/epci/*/nom")
def noms_des_epci_concordants(perimetre: Perimetre) -> Iterator[Ecart]:
    """A name that is not another way to write the official one shows a SIREN mistaken."""
    for rang, choisi in enumerate(perimetre.epci):
        if choisi.siren and choisi.nom_saisi and choisi.nom:
            saisis, officiels = (_mots(n) - _FORMES for n in (choisi.nom_saisi, choisi.nom))
            if not (saisis <= officiels or officiels <= saisis):
                ici = f"/perimetre/epci/{rang}"
                yield ecart(
                    f"{ici}/nom",
                    "epci_autre_nom",
                    [f"{ici}/siren"],
                    nom=choisi.nom,
                    reponse=choisi.nom_saisi,
                )


Mots = frozenset[str]


def _mots(texte: str) -> Mots:
    """Words without case, accents, marks or order, for "Jean DUPOND" to meet "Dupond Jean"."""
    decompose = unicodedata.normalize("NFKD", texte.casefold())
    signes = "".join(c if c.isalnum() else " " for c in decompose if not unicodedata.combining(c))
    return frozenset(signes.split())


# What names of EPCI have in common, and people write or leave out.
_FORMES = _mots(
    "CA, CC, CU, EPT, métropole, communauté d'agglomération, de communes, urbaine, agglo, "
    "établissement public territorial, territoire, pays, grand, de la, du, des, l, le, les, et, en"
)


_REGION = "/perimetre/region"


@regle(
    epci_sans_region_commune=_REGION,
    region_sans_epci=_REGION,
    perimetre_a_cheval=_REGION,
    interregional_superflu=_REGION,
)
def regions_concordantes(perimetre: Perimetre) -> Iterator[Ecart]:
    """Decision 5: an error only where no region is common and "Interrégional" is not chosen."""
    regions = [set(epci.regions) for epci in perimetre.membres()]
    if not regions:
        return
    communes, toutes = regions[0].intersection(*regions), regions[0].union(*regions)
    choisie = perimetre.region
    if choisie is Region.INTERREGIONAL:
        if len(toutes) == 1:
            nom = Region(next(iter(toutes))).libelle
            yield _region("interregional_superflu", region=nom)
    elif not communes:
        yield _region("epci_sans_region_commune")
    elif choisie.value not in toutes:
        yield _region("region_sans_epci")
    elif autres := sorted(toutes - {choisie.value}):
        yield _region("perimetre_a_cheval", regions=[Region(code).libelle for code in autres])


def _region(code: str, **parametres: str | list[str]) -> Ecart:
    return ecart(_REGION, code, ["/perimetre/epci"], **parametres)


_CARACTERISTIQUES = "/perimetre/caracteristiques_industrielles"


@regle(epci_seul=_CARACTERISTIQUES, metropole=_CARACTERISTIQUES)
def perimetre_a_justifier(perimetre: Perimetre) -> Iterator[Ecart]:
    """Decision 4: a lone EPCI or a métropole is never refused, but has to justify it."""
    membres, cause = perimetre.membres(), ["/perimetre/epci"]
    if len(membres) == 1:
        yield ecart(_CARACTERISTIQUES, "epci_seul", cause)
    if any(epci.est_metropole for epci in membres):
        yield ecart(_CARACTERISTIQUES, "metropole", cause)


@regle(action_fin_avant_debut="/plan_action/actions/*/fin")
def actions_dans_l_ordre_du_temps(plan_action: PlanAction) -> Iterator[Ecart]:
    """An action does not end before it starts."""
    for rang, action in enumerate(plan_action.actions):
        if action.fin < action.debut:
            ici = f"/plan_action/actions/{rang}"
            yield ecart(f"{ici}/fin", "action_fin_avant_debut", [f"{ici}/debut"])


@regle(bilan_vide="/bilan/actions_realisees")
def bilan_attendu(bilan: Bilan) -> Iterator[Ecart]:
    """Existing territories "sont invités" to tell what they did."""
    if bilan.actions_realisees is None:
        cause = ["/perimetre/type_perimetre"]
        yield ecart("/bilan/actions_realisees", "bilan_vide", cause)


@regle(
    binome_meme_personne="/gouvernance/membres",
    binome_homonymes="/gouvernance/membres",
)
def binome_de_deux_personnes(gouvernance: Gouvernance) -> Iterator[Ecart]:
    """An élu and an industriel who are not one and the same person.

    Two of one name who differ in e-mail or organisation are two, to be looked at.
    """
    binome = [
        (f"/gouvernance/membres/{rang}", membre)
        for rang, membre in enumerate(gouvernance.membres)
        if membre.qualite is not Qualite.AUTRE
    ]
    noms = {_mots(f"{membre.prenom} {membre.nom}") for _, membre in binome}
    if len({membre.qualite for _, membre in binome}) == 2 and len(noms) == 1:
        personnes = {_coordonnees(membre) for _, membre in binome}
        code = "binome_meme_personne" if len(personnes) == 1 else "binome_homonymes"
        yield ecart("/gouvernance/membres", code, [ici for ici, _ in binome])


def _coordonnees(membre: Membre) -> tuple[str, Mots]:
    return membre.courriel.casefold(), _mots(membre.organisation)


@regle(renouvellement_sans_poste="/besoins/animation/souhait_cofinancement")
def renouvellement_d_un_poste_tenu(besoins: Besoins) -> Iterator[Ecart]:
    """One renews only a post that is held."""
    animation = besoins.animation
    if (
        animation.souhait_cofinancement is SouhaitCofinancement.RENOUVELLEMENT
        and animation.chef_projet_en_poste is ChefProjetEnPoste.A_RECRUTER
    ):
        yield ecart(
            "/besoins/animation/souhait_cofinancement",
            "renouvellement_sans_poste",
            ["/besoins/animation/chef_projet_en_poste"],
        )


@regle(chef_projet_autre_courriel="/besoins/animation/chef_projet_courriel")
def un_seul_courriel_du_chef_de_projet(demandeur: Demandeur, besoins: Besoins) -> Iterator[Ecart]:
    """Who applies and is the chef de projet is one person, of whom one address is expected."""
    animation = besoins.animation
    courriel = animation.chef_projet_courriel
    if (
        animation.demandeur_est_chef_projet
        and courriel
        and courriel.casefold() != demandeur.courriel.casefold()
    ):
        yield ecart(
            "/besoins/animation/chef_projet_courriel",
            "chef_projet_autre_courriel",
            ["/besoins/animation/demandeur_est_chef_projet", "/demandeur/courriel"],
        )


def _doute(ici: str, telephone: str | None) -> Iterator[Ecart]:
    if telephone and (code := doute(telephone)):
        yield ecart(ici, code)


_TELEPHONE = "/contact/telephone"
_TELEPHONE_SUITE = "/contact/suite_telephone"
_TELEPHONE_CHEF = "/besoins/animation/chef_projet_telephone"


@regle(**dict.fromkeys(DOUTEUX, _TELEPHONE))
def telephone_a_verifier(contact: Contact) -> Iterator[Ecart]:
    """A number that libphonenumber does not know may be newer than the library."""
    return _doute(_TELEPHONE, contact.telephone)


@regle(**dict.fromkeys(DOUTEUX, _TELEPHONE_SUITE))
def telephone_de_la_suite_a_verifier(contact: Contact) -> Iterator[Ecart]:
    """As for the first contact."""
    return _doute(_TELEPHONE_SUITE, contact.suite_telephone)


@regle(**dict.fromkeys(DOUTEUX, _TELEPHONE_CHEF))
def telephone_du_chef_de_projet_a_verifier(besoins: Besoins) -> Iterator[Ecart]:
    """As for the contacts."""
    return _doute(_TELEPHONE_CHEF, besoins.animation.chef_projet_telephone)
