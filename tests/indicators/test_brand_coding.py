"""Coding of open answers: scripts, case, slips, what must stay apart, and how cells are parted."""

from __future__ import annotations

import re
import time

import pytest

from lib.indicators._brand_coding import code, distance, gather, is_answer, keys, same_brand, separator


@pytest.mark.parametrize(
    ("answer", "brand"),
    [
        # Shops named in the issue and in the source course, as people write them in Latin, Cyrillic and Armenian
        pytest.param("korzinka", "Korzinka", id="small letters"),
        pytest.param("KORZINKA", "Korzinka", id="capitals"),
        pytest.param("Корзинка", "Korzinka", id="Cyrillic"),
        pytest.param("КОРЗИНКА", "korzinka", id="Cyrillic capitals"),
        pytest.param("  Korzinka. ", "Korzinka", id="spaces and a full stop"),
        pytest.param("1. Korzinka", "Korzinka", id="numbered"),
        pytest.param("karzinka", "Korzinka", id="one letter changed"),
        pytest.param("kozrinka", "Korzinka", id="two letters swapped"),
        pytest.param("korzinkaa", "Korzinka", id="a letter doubled"),
        pytest.param("Макро", "Makro", id="Makro in Cyrillic"),
        pytest.param("macro", "Makro", id="c for k"),
        pytest.param("Хавас", "HAVAS", id="Cyrillic h"),
        pytest.param("Xavas", "Havas", id="x read as h"),
        pytest.param("Яндекс", "Yandex", id="x read as ks"),
        pytest.param("kobalt", "Cobalt", id="k for c"),
        pytest.param("Oʻzbegim", "O'zbegim", id="two kinds of apostrophe"),
        pytest.param("Ўзбегим", "Oʻzbegim", id="Uzbek Cyrillic"),
        pytest.param("Կորզինկա", "Korzinka", id="Armenian"),
        pytest.param("Nestlé", "Nestle", id="accent"),
        pytest.param("Кока-Кола", "Coca-Cola", id="hyphen and Cyrillic"),
        pytest.param("coca cola zero", "Coca-Cola", id="two words inside three"),
        pytest.param("supermarket korzinka", "Korzinka", id="a word before it"),
        pytest.param("ＫＩＡ", "Kia", id="full-width letters"),
    ],
)
def test_same_brand(answer, brand):
    assert same_brand(answer, brand)


@pytest.mark.parametrize(
    ("answer", "brand"),
    [
        pytest.param("Makro", "Korzinka", id="another shop"),
        pytest.param("Kio", "Kia", id="three letters must be exact"),
        pytest.param("Mike", "Nike", id="another first letter"),
        pytest.param("Metro", "Makro", id="two slips in five letters"),
        pytest.param("", "Korzinka", id="nothing"),
        pytest.param("Korzinka", "", id="no brand"),
        pytest.param("--", "", id="two nothings"),
    ],
)
def test_other_brand(answer, brand):
    assert not same_brand(answer, brand)


def test_exact_spelling_still_forgives_case_and_script():
    assert same_brand("КОРЗИНКА", "Korzinka", near=False)
    assert not same_brand("karzinka", "Korzinka", near=False)


@pytest.mark.parametrize(
    "answer", ["don't know", "Don’t know", "None of these", "не знаю", "bilmayman", "Yo‘q", "-", "", "N/A", "չգիտեմ"]
)
def test_names_nothing(answer):
    assert not is_answer(answer)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        # By hand; "ca" to "abc" is 3 in this restricted form of the distance (Damerau, 1964)
        pytest.param("", "ab", 2, id="two added"),
        pytest.param("ab", "ba", 1, id="swap"),
        pytest.param("kitten", "sitting", 3, id="Levenshtein's classic"),
        pytest.param("ca", "abc", 3, id="no letter twice"),
        pytest.param("same", "same", 0, id="equal"),
    ],
)
def test_distance(a, b, expected):
    assert distance(a, b, 9) == distance(b, a, 9) == expected


def test_distance_stops_early():
    assert distance("korzinka", "supermarket", 2) == 3


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        pytest.param("Damas; Cobalt", ["Damas", "Cobalt"], id="semicolon"),
        pytest.param("Damas,Cobalt,Nexia", ["Damas", "Cobalt", "Nexia"], id="comma"),
        pytest.param("Cobalt|Matiz", ["Cobalt", "Matiz"], id="bar"),
        pytest.param("Cobalt\nMatiz / Nexia", ["Cobalt", "Matiz", "Nexia"], id="line and slash"),
        pytest.param("Makro va Havas", ["Makro", "Havas"], id="Uzbek and"),
        pytest.param("Макро и Хавас", ["Макро", "Хавас"], id="Russian and"),
        pytest.param("Coca-Cola", ["Coca-Cola"], id="a hyphen parts nothing"),
    ],
)
def test_separator(cell, parts):
    assert re.split(separator("Cobalt"), cell) == parts


def test_separator_spares_the_brand():
    assert re.split(separator("AC/DC"), "AC/DC; Makro") == ["AC/DC", "Makro"]


def test_never_and_also_overrule():
    answers = ["Korzinka", "Korzina", "Smart", "Makro"]
    assert code(answers, "Korzinka", also="Smart", never="Korzina") == ("Korzinka", "Smart")
    assert code(answers, "") == ()


def test_gather_takes_the_commonest_spelling():
    found = gather({"корзинка": 7, "Korzinka": 5, "karzinka": 1, "Makro": 3, "-": 9})
    assert found == {"корзинка": "корзинка", "Korzinka": "корзинка", "karzinka": "корзинка", "Makro": "Makro"}


def test_folding_is_stable():
    # Folding a key once more must not change it, or coding would depend on how often it is done.
    for word in ("Korzinka", "Ўзбегим", "Կորզինկա", "Джип", "Coffee Boom"):
        assert keys(keys(word)[0])[0] == keys(word)[0]


def test_many_spellings_in_seconds():
    answers = {f"brand {index} shop": index for index in range(3000)}
    begin = time.perf_counter()
    gather(answers)
    assert time.perf_counter() - begin < 10
