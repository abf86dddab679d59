"""`If-None-Match` on what a portal writes: create, never write over (RFC 9110, 13.1.2)."""

from concurrent.futures import ThreadPoolExecutor

from tests.candidatures.outils import probleme
from tests.portails.outils import Portail, reference

_NOUVELLE = {"If-None-Match": "*"}


def test_cree_une_fois_et_n_ecrase_jamais(portail: Portail) -> None:
    mienne = reference()
    assert portail.ecrire(mienne, {}, **_NOUVELLE).status_code == 201
    encore = portail.ecrire(mienne, {"contact": {"nom_prenom": "A"}}, **_NOUVELLE)
    assert probleme(encore, 412, "version-perimee")["version"] == 1
    assert (encore.headers["etag"], portail.lire(mienne).json()["dossier"]) == ('"1"', {})


def test_une_version_nommee_est_celle_qu_on_ne_veut_pas_ecraser(portail: Portail) -> None:
    mienne, contact = reference(), {"contact": {"nom_prenom": "A"}}
    portail.ecrire(mienne, {})
    probleme(portail.ecrire(mienne, contact, **{"If-None-Match": '"1"'}), 412, "version-perimee")
    assert portail.ecrire(mienne, contact, **{"If-None-Match": '"7"'}).status_code == 200


def test_de_plusieurs_creations_a_la_fois_une_seule_passe(portail: Portail) -> None:
    mienne = reference()

    def creer(rang: int) -> int:
        nom = {"contact": {"nom_prenom": f"A{rang}"}}
        return portail.ecrire(mienne, nom, **_NOUVELLE).status_code

    with ThreadPoolExecutor(8) as fils:
        statuts = sorted(fils.map(creer, range(8)))
    assert statuts == [201, *[412] * 7]
