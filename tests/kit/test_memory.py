"""What a process remembers of what it did last."""

from app.kit.memory import Memoire


def test_ce_qui_est_pris_n_y_est_plus() -> None:
    memoire = Memoire[str, int](2)
    memoire.garder("a", 1)
    assert (memoire.prendre("a"), memoire.prendre("a")) == (1, None)


def test_les_derniers_prennent_la_place_des_premiers() -> None:
    memoire = Memoire[str, int](2)
    for valeur, cle in enumerate("abc"):
        memoire.garder(cle, valeur)
    assert [memoire.prendre(cle) for cle in "abc"] == [None, 1, 2]
