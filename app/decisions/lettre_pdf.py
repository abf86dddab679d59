"""A letter of decision as a tagged PDF (PDF/UA-1): it says what the signed JSON says."""

from typing import Any

from app.decisions.lettre import Lettre, TerritoireDecide
from app.editions.composer import Gabarit, composer
from app.editions.dessin import affichable, libelle, redige
from app.editions.francais import date_en_lettres, instant_en_lettres, par_groupes
from app.kit.clock import PARIS


def lettre_pdf(lettre: Lettre) -> bytes:
    """The PDF of a letter: same letter, same bytes. Blocks for some 20 ms.

    Raises `typst.TypstError` if the document breaks PDF/UA-1, which no content should cause.
    """
    return composer(Gabarit.LETTRE, _donnees(lettre), lettre.arretee_le)


def _donnees(lettre: Lettre) -> dict[str, Any]:
    """The letter as the template wants it: JSON data, so that no content is taken for markup."""
    service, signataire = lettre.service, lettre.signataire
    return {
        "numero": lettre.numero,
        "bac_a_sable": lettre.bac_a_sable is True,
        "arretee_le": date_en_lettres(lettre.arretee_le.astimezone(PARIS).date()),
        "depot": {
            "rang": lettre.depot.rang,
            "recu_le": instant_en_lettres(lettre.depot.recu_le),
        },
        "service": {
            "organisme": libelle(service.organisme),
            "nom": libelle(service.nom),
            "courriel": service.courriel,
        },
        "demandeur": {
            "denomination": affichable(lettre.demandeur.denomination),
            "siret": par_groupes(lettre.demandeur.siret),
        },
        "nom_territoire": affichable(lettre.nom_territoire),
        "dispositif": libelle(lettre.dispositif),
        "motifs": [libelle(motif.texte) for motif in lettre.motifs],
        "motivation": None if lettre.motivation is None else redige(lettre.motivation),
        "territoire_retenu": lettre.territoire_retenu and _territoire(lettre.territoire_retenu),
        "signataire": {nom: affichable(dit) for nom, dit in signataire},
        "recours": lettre.recours and libelle(redige(lettre.recours.texte)),
        "mentions": [libelle(mention) for mention in lettre.mentions],
    }


def _territoire(retenu: TerritoireDecide) -> dict[str, Any]:
    return {
        "code": retenu.code,
        "nom": affichable(retenu.nom),
        "communes": ", ".join(retenu.communes) or None,
        "epci": [{"siren": un.siren, "nom": libelle(un.nom)} for un in retenu.epci],
    }
