"""Who gives up their connection, as the door decides it."""

from dataclasses import dataclass, field

from app.kit.web.door import Porte


@dataclass(eq=False)
class _Venu:
    """Somebody at the door, who is waited for until told otherwise."""

    porte: Porte
    attend: bool = True
    sort: list[str] = field(default_factory=list[str])

    def congedier(self) -> None:
        self.sort.append("congedie")
        self.porte.eloigner(self)

    def couper(self) -> None:
        self.sort.append("coupe")


def _entrent(porte: Porte, *abonnes: str, attend: bool = True) -> list[_Venu]:
    venus = [_Venu(porte, attend) for _ in abonnes]
    for venu, abonne in zip(venus, abonnes, strict=True):
        porte.entrer(venu, abonne)
    return venus


def _partis(venus: list[_Venu]) -> list[int]:
    return [rang for rang, venu in enumerate(venus) if venu.sort]


def test_le_premier_de_l_adresse_qui_en_a_le_plus_s_en_va() -> None:
    venus = _entrent(Porte(8), *"abbbcdddd")
    assert _partis(venus) == [5]


def test_qui_est_servi_reste_et_le_nouveau_repart() -> None:
    porte = Porte(8)
    servis = _entrent(porte, *"aaaabbbb", attend=False)
    assert _partis(servis) == []
    (nouveau,) = _entrent(porte, "c")
    assert (_partis(servis), nouveau.sort) == ([], ["congedie"])


def test_une_adresse_laisse_les_dernieres_places_aux_autres() -> None:
    porte = Porte(16)
    venus = _entrent(porte, *"a" * 14, attend=False)
    assert _partis(venus + _entrent(porte, "a")) == [14]
    assert _partis(_entrent(porte, *"bc", attend=False)) == []


def test_la_tete_dit_a_qui_est_ce_qui_vient_d_un_proxy() -> None:
    porte = Porte(8)
    venus = _entrent(porte, *"pppppp")
    for venu, abonne in zip(venus, "abbbcc", strict=True):
        porte.rattacher(venu, abonne)
    assert _partis(venus + _entrent(porte, *"ppp")) == [1]


def test_qui_est_congedie_n_occupe_plus_de_place_et_peu_s_attardent() -> None:
    porte = Porte(16)
    venus = _entrent(porte, *"a" * 20)
    assert _partis(venus) == list(range(6))
    assert [venu.sort[1:] for venu in venus[:6]] == [["coupe"]] * 4 + [[]] * 2
    porte.rattacher(venus[5], "b")  # what it sends counts for nothing
    porte.sortir(venus[5])
    assert _partis(_entrent(porte, "b", "c")) == []


def test_une_seule_place_est_a_qui_vient_le_dernier() -> None:
    assert _partis(_entrent(Porte(1), *"aab")) == [0, 1]


def test_plus_de_la_moitie_des_places_prises_c_est_presse() -> None:
    porte = Porte(4)
    venus = _entrent(porte, *"ab")
    assert not porte.presse
    venus += _entrent(porte, "c")
    assert porte.presse
    porte.sortir(venus[0])
    assert not porte.presse
