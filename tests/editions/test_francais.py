from datetime import UTC, date, datetime

from app.editions.francais import date_en_lettres, date_longue, instant_en_lettres, par_groupes


def test_le_premier_du_mois_s_ecrit_1er() -> None:
    assert date_en_lettres(date(2023, 8, 1)) == "1er août 2023"
    assert date_en_lettres(date(2023, 9, 22)) == "22 septembre 2023"
    assert date_en_lettres(date(2023, 10, 11)) == "11 octobre 2023"
    assert date_longue(date(2023, 8, 1)) == "1 août 2023"


def test_un_instant_se_dit_a_l_heure_de_paris() -> None:
    dit = instant_en_lettres(datetime(2023, 12, 31, 23, 4, 5, tzinfo=UTC))
    assert dit == "1er janvier 2024 à 00 h 04 min 05 s (heure de Paris)"


def test_un_siret_se_lit_par_groupes() -> None:
    assert par_groupes("20005799000016") == "200\u00a0057\u00a0990\u00a000016"
