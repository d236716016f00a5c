"""Coding of open answers: which of the things people wrote mean one brand, whatever the case, the script or the spelling.

An answer is folded to a key: case and accents drop, Cyrillic and Armenian letters become Latin ones, and letters that writers of
these languages swap (c, k, q; w, v; y, i; x, h, kh; zh, j) become one, double letters become single. Two keys of a brand are the
same when they are equal, or when they start alike and differ by few slips (Damerau, 1964): none up to three letters,
one up to seven, two beyond. A brand also counts when it stands as words inside a longer answer ("the Korzinka shop").
Two different brands that close cannot be told apart by spelling; the coding is therefore always shown, and can be overruled.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяўқғҳ"
_CYRILLIC_READ = "a b v g d e e j z i i k l m n o p r s t u f h ts ch sh sh _ i _ e iu ia o k g h"
_ARMENIAN = "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքևօֆ"
_ARMENIAN_READ = "a b g d e z e e t j i l h ts k h dz g ch m i n sh o ch p j r s v t r ts v p k ev o f"
_LETTERS = {
    **dict(zip(_CYRILLIC, _CYRILLIC_READ.split(), strict=True)),
    **dict(zip(_ARMENIAN, _ARMENIAN_READ.split(), strict=True)),
    "ı": "i",
    "ß": "s",
    "ø": "o",
    "ł": "l",
    "æ": "e",
    "ə": "a",
}
_APOSTROPHES = "'`´‘’ʻʼ"
# In this order: what stands for one sound first, then the letters that are taken for each other.
_FOLDS = (
    ("ու", "u"),
    ("dzh", "j"),
    ("zh", "j"),
    ("kh", "h"),
    ("ph", "f"),
    ("gh", "g"),
    ("ck", "k"),
    ("oo", "u"),
    ("ee", "i"),
    ("y", "i"),
    ("w", "v"),
    ("q", "k"),
)
_SEPARATORS = (";", ",", "|", "/", "\\n", "\\r", "\\t", "•")
_CONJUNCTIONS = ("and", "va", "hamda", "и", "և", "ու")
_NON_ANSWERS = (
    "don't know",
    "do not know",
    "dk",
    "none",
    "none of these",
    "none of them",
    "no",
    "nothing",
    "nobody",
    "n/a",
    "na",
    "no answer",
    "refused",
    "other",
    "не знаю",
    "никакой",
    "никакие",
    "ничего",
    "ни один",
    "нет",
    "нет ответа",
    "затрудняюсь ответить",
    "другое",
    "bilmayman",
    "yo'q",
    "hech qaysi",
    "hech biri",
    "boshqa",
    "չգիտեմ",
    "ոչ մեկը",
    "ոչ",
    "այլ",
)


def separator(*brands: str) -> str:
    """The regular expression that parts a list of brands into brands, sparing what stands inside one of these brands.

    Example:
        >>> re.split(separator("Makro"), "Makro; Havas va Korzinka")
        ['Makro', 'Havas', 'Korzinka']
        >>> re.split(separator("Salt and Pepper"), "Salt and Pepper, Makro")
        ['Salt and Pepper', 'Makro']
    """
    inside = " ".join(brands).lower()
    signs = "".join(sign if len(sign) > 1 else re.escape(sign) for sign in _SEPARATORS if sign not in inside)
    words = "|".join(word for word in _CONJUNCTIONS if word not in inside.split())
    joined = rf"|\s(?:{words})\s" if words else ""
    return rf"\s*(?:[{signs}]+{joined})\s*"


@lru_cache(maxsize=100_000)
def keys(answer: str) -> tuple[str, ...]:
    """The folded forms of an answer; two where the letter x is read as ks by some and as h by others.

    Example:
        >>> keys("Корзинка") == keys("KORZINKA") == keys("korzinka ") == ("korzinka",)
        True
        >>> keys("Xavas"), keys("Хавас"), keys("Яндекс"), keys("Yandex")
        (('ksavas', 'havas'), ('havas',), ('iandeks',), ('iandeks', 'iandeh'))
    """
    # NFKC first: letters with their accent as one sign, so that й and ё keep their own reading.
    text = unicodedata.normalize("NFKC", re.sub(r"^\s*\d{1,2}[.)]\s+", "", answer)).casefold()
    for wide, narrow in _FOLDS[:1]:
        text = text.replace(wide, narrow)
    text = "".join(_LETTERS.get(letter, letter) for letter in text if letter not in _APOSTROPHES).replace("_", "")
    text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    for wide, narrow in _FOLDS[1:]:
        text = text.replace(wide, narrow)
    text = re.sub(r"c(?=[ei])", "s", text)
    text = re.sub(r"c(?!h)", "k", text)
    readings = (text.replace("x", "ks"), text.replace("x", "h")) if "x" in text else (text,)
    return tuple(dict.fromkeys(_plain(reading) for reading in readings))


def _plain(text: str) -> str:
    words = re.sub(r"[\W_]+", " ", text).strip()
    return re.sub(r"([^\W\d_])\1+", r"\1", words)


def is_answer(answer: str) -> bool:
    """Whether an answer names something; "don't know" and its like name nothing.

    Example:
        >>> is_answer("Cobalt"), is_answer("Не знаю"), is_answer(" - ")
        (True, False, False)
    """
    found = keys(answer)
    return bool(found[0]) and found[0] not in _nothing()


@lru_cache(maxsize=1)
def _nothing() -> frozenset[str]:
    return frozenset(key for phrase in _NON_ANSWERS for key in keys(phrase))


def distance(a: str, b: str, most: int) -> int:
    """Slips between two words: letters added, dropped, changed, or swapped with their neighbour; ``most + 1`` when there are more.

    Example:
        >>> distance("korzinka", "kozrinka", 2), distance("makro", "metro", 1)
        (1, 2)
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        older, before = before, row
        row = [i]
        for j, other in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def slips_allowed(key: str) -> int:
    """How many slips may part a written brand from its key.

    Example:
        >>> [slips_allowed(word) for word in ("kia", "makro", "korzinka")]
        [0, 1, 2]
    """
    size = len(key)
    return 0 if size <= 3 else 1 if size <= 7 else 2


def same_brand(answer: str, brand: str, *, near: bool = True) -> bool:
    """Whether an answer means that brand.

    Args:
        answer: one answer, already parted from its neighbours.
        brand: the brand as its owner writes it.
        near: whether slips of spelling are forgiven; case, script and accents always are.

    Example:
        >>> same_brand("Корзинка", "Korzinka"), same_brand("karzinka", "Korzinka"), same_brand("Makro", "Korzinka")
        (True, True, False)
        >>> same_brand("the Korzinka shop", "Korzinka"), same_brand("Mike", "Nike")
        (True, False)
    """
    return any(_alike(written, key, near) for key in keys(brand) for written in keys(answer) if key)


def _alike(written: str, key: str, near: bool) -> bool:
    target, words = key.replace(" ", ""), written.split()
    size = len(key.split())
    windows = {"".join(words[at : at + size]) for at in range(len(words) - size + 1)} | {"".join(words)}
    if target in windows:
        return True
    most = slips_allowed(target) if near else 0
    return most > 0 and any(
        piece[:1] == target[:1] and distance(piece, target, most) <= most for piece in windows if piece
    )


def code(answers: Iterable[str], brand: str, *, also: str = "", never: str = "", near: bool = True) -> tuple[str, ...]:
    """Those of the answers that mean the brand.

    Args:
        answers: distinct answers.
        brand: the brand as its owner writes it; nothing is coded to an empty one.
        also: further spellings that mean it, parted by semicolons.
        never: spellings that do not, parted by semicolons (a rival with a similar name).
        near: whether slips of spelling are forgiven.

    Example:
        >>> code(["Korzinka", "корзинка", "Korzina", "Makro"], "Korzinka", never="Korzina")
        ('Korzinka', 'корзинка')
    """
    wanted = [name.strip() for name in (brand, *also.split(";")) if name.strip()]
    banned = {key for name in never.split(";") for key in keys(name) if key}
    return tuple(
        answer
        for answer in answers
        if not banned & set(keys(answer)) and any(same_brand(answer, name, near=near) for name in wanted)
    )


def gather(counts: Mapping[str, int], *, near: bool = True, most: int = 500) -> dict[str, str]:
    """The answers gathered into brands: each answer with the commonest spelling of what it means.

    Args:
        counts: how often each answer was given.
        near: whether slips of spelling are forgiven.
        most: answers compared letter by letter, the commonest first; the rest only by their keys.

    Example:
        >>> gather({"Korzinka": 5, "корзинка": 3, "Makro": 4, "don't know": 2})
        {'Korzinka': 'Korzinka', 'Makro': 'Makro', 'корзинка': 'Korzinka'}
    """
    named: dict[str, str] = {}
    by_key: dict[str, str] = {}
    by_count = sorted(filter(is_answer, counts), key=lambda answer: (-counts[answer], answer))
    for place, answer in enumerate(by_count):
        found = next((by_key[key] for key in keys(answer) if key in by_key), None)
        if found is None and near and place < most:
            found = next((brand for brand in dict.fromkeys(by_key.values()) if same_brand(answer, brand)), None)
        named[answer] = found or answer
        by_key.update(dict.fromkeys(keys(answer), named[answer]))
    return named
