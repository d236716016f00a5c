"""How well the name of a column fits a meaning, across case, separators, accents and scripts."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from lib.core.indicator import RoleKind

LEXICON = Path(__file__).resolve().parents[1] / "knowledge" / "roles.toml"
Words = tuple[str, ...]
# Concept to the place of a name in its list: the earlier, the more fitting.
Ranks = Mapping[str, int]

# Cyrillic and Armenian as Uzbek and English readers would spell them, so that one entry serves both scripts of Uzbek.
_LETTERS = {
    **dict(zip("абвгдезийклмнопрстуфхцыэ", "abvgdeziyklmnoprstufxsie", strict=True)),
    "ё": "yo",
    "ж": "j",
    "ч": "ch",
    "ш": "sh",
    "щ": "sh",
    "ъ": "",
    "ь": "",
    "ю": "yu",
    "я": "ya",
    "ў": "o",
    "қ": "q",
    "ғ": "g",
    "ҳ": "h",
    "і": "i",
    "ї": "i",
    "є": "e",
    **dict(zip("աբգդեզէըթժիլխծկհձղճմյնշ", "abgdezeetjilxckhdgcmyns", strict=True)),
    **dict(zip("ոչպջռսվտրցւփքօֆ", "ocpjrsvtrcvpqof", strict=True)),
    "և": "ev",
}
_APOSTROPHES = re.compile("['`´ʻʼʽ‘’‛ʹ]")
_CAMEL = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])|(?<=[A-Z])(?=[A-Z][a-z])")
_SIGNS = {"%": " percent ", "№": " no ", "#": " no ", "/": " per ", "ß": "ss"}


@lru_cache(maxsize=20000)
def words(name: str) -> Words:
    """The words of a name, evened out: lower case, no accents, Latin letters, no separators.

    Example:
        >>> words("customerID"), words("Дата_заказа"), words("Мижоз"), words("Savdo summasi (so‘m)")
        (('customer', 'id'), ('data', 'zakaza'), ('mijoz',), ('savdo', 'summasi', 'som'))
    """
    text = _CAMEL.sub(" ", unicodedata.normalize("NFC", name))
    for sign, spelt in _SIGNS.items():
        text = text.replace(sign, spelt)
    text = _APOSTROPHES.sub("", text).casefold()
    text = "".join(_LETTERS.get(letter, letter) for letter in text)
    text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    found = tuple(re.findall(r"[^\W_]+", text))
    # Surveys number their questions.
    while len(found) > 1 and found[0].isdigit():
        found = found[1:]
    return found


def _stem(word: str) -> str:
    """Without an English plural ending, which exports use as they like."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


@dataclass(frozen=True, slots=True)
class RoleNames:
    """What the lexicon says of one role.

    Attributes:
        means: concepts, the most fitting first.
        never: words that forbid a partial match.
        unless_beside: names of columns beside which the role is not meant.
        wordy: whether the answers are words, so that a column of numbers cannot play the role.
        alone: whether the only column of its kind may play the role under any name.
        segment: whether grouping by such a column makes sense.
        examples: values for the template.
    """

    means: tuple[str, ...]
    never: frozenset[str] = frozenset()
    unless_beside: tuple[Words, ...] = ()
    wordy: bool = False
    alone: bool = False
    segment: bool = False
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lexicon, ready for look-up.

    Attributes:
        phrases: words of a name to the concepts that it stands for.
        stems: the same without plural endings.
        glued: the same written as one word.
        roles: by name, or by ``slug.name`` where a role means something else to one indicator.
        filler: words that change nothing.
        numbers: last words of names that number things.
        generic: words that mean nothing inside a longer name.
        breaks: words that make another quantity of a name.
        longest: most words that a phrase has.
        segments: names of columns that people like to compare groups by, the most telling first.
    """

    phrases: Mapping[Words, Ranks]
    stems: Mapping[Words, Ranks]
    glued: Mapping[str, Ranks]
    roles: Mapping[str, RoleNames]
    filler: frozenset[str]
    numbers: frozenset[str]
    generic: frozenset[str]
    breaks: frozenset[str]
    longest: int
    segments: tuple[Words, ...]

    def role(self, slug: str, name: str) -> RoleNames | None:
        """What it says of a role of an indicator, None when it does not know the role."""
        return self.roles.get(f"{slug}.{name}", self.roles.get(name))


@cache
def lexicon() -> Lexicon:
    """The lexicon of ``knowledge/roles.toml``."""
    data = tomllib.loads(LEXICON.read_text(encoding="utf-8"))
    phrases: dict[Words, dict[str, int]] = {}
    articles = _all_words(data["words"]["articles"])
    for concept, names in data["concepts"].items():
        for place, name in enumerate(names):
            for phrase in (words(name), _core(words(name), articles)):
                phrases.setdefault(phrase, {}).setdefault(concept, place)
    stems: dict[Words, dict[str, int]] = {}
    glued: dict[str, dict[str, int]] = {}
    for phrase, concepts in phrases.items():
        for concept, place in concepts.items():
            stems.setdefault(tuple(map(_stem, phrase)), {}).setdefault(concept, place)
            glued.setdefault("".join(phrase), {}).setdefault(concept, place)
    return Lexicon(
        phrases=phrases,
        stems=stems,
        glued=glued,
        roles=MappingProxyType({name: _role(entry) for name, entry in data["roles"].items()}),
        filler=articles | _all_words(data["words"]["filler"]),
        numbers=_stems(_all_words(data["words"]["numbers"])),
        generic=_stems(_all_words(data["words"]["generic"])),
        breaks=_stems(_all_words(data["words"]["breaks"])),
        longest=max(map(len, phrases)),
        segments=tuple(words(name) for name in data["segments"]["names"]),
    )


def _all_words(names: Sequence[str]) -> frozenset[str]:
    return frozenset(word for name in names for word in words(name))


def _stems(found: Iterable[str]) -> frozenset[str]:
    return frozenset(map(_stem, found))


def _core(phrase: Words, filler: frozenset[str]) -> Words:
    return tuple(word for word in phrase if word not in filler) or phrase


def _role(entry: Mapping[str, object]) -> RoleNames:
    def names(key: str) -> tuple[str, ...]:
        value = entry.get(key, ())
        return tuple(str(item) for item in value) if isinstance(value, list) else ()

    return RoleNames(
        means=names("means"),
        never=_stems(_all_words(names("never"))),
        unless_beside=tuple(words(name) for name in names("unless_beside")),
        wordy=bool(entry.get("wordy", False)),
        alone=bool(entry.get("alone", False)),
        segment=bool(entry.get("segment", False)),
        examples=names("examples"),
    )


@dataclass(frozen=True, slots=True)
class Match:
    """How a name fits a concept.

    Attributes:
        score: how well, 0 to 1.
        rest: words of the name that are left over.
        counted: whether only a plural fits ("users", where the concept is one user).
        place: of the fitting name in the list of the concept.
    """

    score: float
    rest: frozenset[str] = frozenset()
    counted: bool = False
    place: int = 0


@lru_cache(maxsize=20000)
def meanings(name: str) -> Mapping[str, Match]:
    """The concepts that a name can stand for, each with its best match.

    Example:
        >>> round(meanings("Order date")["date"].score, 2), "date" in meanings("candidate")
        (1.0, False)
    """
    known, found = lexicon(), words(name)
    best: dict[str, Match] = {}
    if not found:
        return best
    core = _core(found, known.filler)
    for whole, score in ((found, 1.0), (core, 0.97)):
        _note(best, known.phrases.get(whole), Match(score))
        _note(best, known.glued.get("".join(whole)), Match(score - 0.03))
        _note(
            best, known.stems.get(tuple(map(_stem, whole))), Match(score - 0.05, counted=_stem(whole[-1]) != whole[-1])
        )
    for start in range(len(core)):
        for stop in range(start + 1, min(len(core), start + known.longest) + 1):
            part = core[start:stop]
            if part != core and not (len(part) == 1 and _stem(part[0]) in known.generic):
                match = _partial(core, start, stop)
                _note(best, known.phrases.get(part), match)
                counted = replace(match, score=match.score - 0.01, counted=_stem(part[-1]) != part[-1])
                _note(best, known.stems.get(tuple(map(_stem, part))), counted)
    return best


def _partial(found: Words, start: int, stop: int) -> Match:
    """English and Uzbek put the thing last, Russian puts it first; in the middle it is rarely what is meant."""
    place = 0.84 if stop == len(found) else 0.72 if start == 0 else 0.5
    # Three words in a row are no accident.
    telling = min(0.92, place + 0.04 * (stop - start > 1) + 0.12 * max(0, stop - start - 2))
    return Match(telling * (0.8 + 0.2 * (stop - start) / len(found)), frozenset(found[:start] + found[stop:]))


def _note(best: dict[str, Match], concepts: Ranks | None, match: Match) -> None:
    for concept, place in (concepts or {}).items():
        if concept not in best or best[concept].score < match.score:
            best[concept] = replace(match, place=place)


def fit(name: str, slug: str, role: str, kind: RoleKind | None = None) -> float:
    """How well the name of a column fits a role of an indicator, 0 to 1.

    Args:
        name: of the column.
        slug: of the indicator.
        role: name of the role.
        kind: of the role: a plural ("users") counts things and identifies none, a number of a thing ("user id") counts none.

    Example:
        >>> [round(fit(name, "churn", "customer"), 2) for name in ("customer", "Mijoz ID", "Mijoz yoshi")]
        [1.0, 0.98, 0.0]
    """
    known, found = lexicon(), words(name)
    entry = known.role(slug, role)
    if entry is None or not found:
        return 0.0
    if found == words(role):
        return 1.0
    best = 0.0
    forbidden = known.breaks | entry.never | (known.numbers if kind in {"number", "money"} else frozenset())
    for place, concept in enumerate(entry.means):
        match = meanings(name).get(concept)
        if match is not None and not _stems(match.rest) & forbidden and not (kind == "identifier" and match.counted):
            # Only the name of the role itself is quite certain; among equals the name listed first wins by a hair.
            best = max(best, 0.98 * match.score * (1 - 0.07 * place) - 1e-6 * match.place)
    return best
