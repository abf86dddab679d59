"""What may happen to an installation, how it is brought about, and how it is mended."""

import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.drills.installation import PROCESSUS, Installation

# Past the lease of the leader (`ttl` in `grappe.DCS`), the loss of etcd is felt, if it ever is.
_PLUS_QUE_LE_BAIL: Final = 25.0
# No candidature comes to its deposit meanwhile.
_MAGASIN: Final = 10.0
Geste = Callable[[Installation], None]


def _rien(_: Installation) -> None:
    """It mends itself."""


@dataclass(frozen=True, slots=True)
class Panne:
    """One drill: what is done, what mends it once writers have noticed.

    `duree`: seconds that it lasts; 0: until writers have been answered again. `courte`: it is one
    of those of `make verify`.
    """

    nom: str
    frapper: Geste
    reparer: Geste = _rien
    duree: float = 0.0
    courte: bool = True


def _tuer_le_primaire(ici: Installation) -> None:
    ici.grappe.primaire().tuer_le_serveur()


def _tuer_la_machine_du_primaire(ici: Installation) -> None:
    ici.grappe.primaire().tuer_la_machine()


def _tuer_le_secondaire(ici: Installation) -> None:
    ici.grappe.secondaire().tuer_le_serveur()


def _tuer_la_machine_du_secondaire(ici: Installation) -> None:
    ici.grappe.secondaire().tuer_la_machine()


def _relancer_les_noeuds(ici: Installation) -> None:
    for noeud in ici.grappe.noeuds:
        if noeud.processus is None:
            noeud.demarrer()


def _isoler_le_primaire(ici: Installation) -> None:
    primaire, autre = ici.grappe.primaire(), ici.grappe.secondaire()
    primaire.isoler(autre)


def _isoler_le_secondaire(ici: Installation) -> None:
    primaire, autre = ici.grappe.primaire(), ici.grappe.secondaire()
    autre.isoler(primaire)


def _tout_rejoindre(ici: Installation) -> None:
    for noeud in ici.grappe.noeuds:
        noeud.rejoindre()


def _tuer_etcd(ici: Installation) -> None:
    ici.grappe.etcd.tuer()


def _relancer_etcd(ici: Installation) -> None:
    ici.grappe.etcd.demarrer()


def _tuer_le_magasin(ici: Installation) -> None:
    ici.magasin.tuer()


def _relancer_le_magasin(ici: Installation) -> None:
    ici.magasin.demarrer()


def _taire_le_magasin(ici: Installation) -> None:
    ici.magasin.lien.retenir(clients=True, pairs=True)


def _rouvrir_le_magasin(ici: Installation) -> None:
    ici.magasin.lien.retenir(clients=False, pairs=False)


def _tuer_un_service(ici: Installation) -> None:
    ici.services[0].signaler(signal.SIGKILL)


def _relancer_un_service(ici: Installation) -> None:
    ici.relancer(0, signal.SIGKILL)


def _redemarrer_tour_a_tour(ici: Installation) -> None:
    for rang in range(PROCESSUS):
        ici.relancer(rang, signal.SIGTERM)


# Of Debian's libfaketime, which `.ci/programs` installs.
_FAKETIME: Final = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), Path())


def _decaler(ici: Installation, secondes: int) -> None:
    ici.relancer(
        0,
        signal.SIGTERM,
        LD_PRELOAD=str(_FAKETIME),
        FAKETIME=f"{secondes:+d}s",
        FAKETIME_DONT_FAKE_MONOTONIC="1",
    )


def _avancer(ici: Installation) -> None:
    _decaler(ici, 5)


def _retarder(ici: Installation) -> None:
    _decaler(ici, -5)


def _remettre_a_l_heure(ici: Installation) -> None:
    ici.relancer(0, signal.SIGTERM)


PANNES: Final = (
    Panne("primary: PostgreSQL killed", _tuer_le_primaire),
    Panne(
        "primary: machine killed", _tuer_la_machine_du_primaire, _relancer_les_noeuds, courte=False
    ),
    Panne("standby: PostgreSQL killed", _tuer_le_secondaire),
    Panne("standby: machine killed", _tuer_la_machine_du_secondaire, _relancer_les_noeuds),
    Panne("primary cut off, both ways", _isoler_le_primaire, _tout_rejoindre),
    Panne("standby cut off, both ways", _isoler_le_secondaire, _tout_rejoindre),
    Panne(
        "etcd killed, then back", _tuer_etcd, _relancer_etcd, duree=_PLUS_QUE_LE_BAIL, courte=False
    ),
    Panne(
        "store killed, then back",
        _tuer_le_magasin,
        _relancer_le_magasin,
        duree=_MAGASIN,
        courte=False,
    ),
    Panne("store silent, then back", _taire_le_magasin, _rouvrir_le_magasin, duree=_MAGASIN),
    Panne("process of the service killed", _tuer_un_service, _relancer_un_service),
    Panne("rolling restart of three processes", _redemarrer_tour_a_tour),
    Panne("clock of one process 5 s ahead", _avancer, _remettre_a_l_heure),
    Panne("clock of one process 5 s behind", _retarder, _remettre_a_l_heure),
)
