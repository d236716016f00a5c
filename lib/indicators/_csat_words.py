"""Answers in words: from very dissatisfied to very satisfied, in four languages, as steps of a scale."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any, Final, NamedTuple

from lib.core.indicator import Values

WORDS: Final = "words"
MAPPING: Final = "words_said"
_OF_SEVEN: Final = "words_of_seven"
_MOST_WORDS = 500


class _Language(NamedTuple):
    """How a language grades: adverbs for the ends and for a little, adjectives, and what is in between."""

    very: tuple[str, ...]
    little: tuple[str, ...]
    good: tuple[str, ...]
    bad: tuple[str, ...]
    between: tuple[str, ...]


_LANGUAGES: Final = (
    _Language(
        ("very", "extremely", "completely", "totally", "highly"),
        ("somewhat", "slightly", "rather", "fairly", "a little"),
        ("satisfied", "happy"),
        ("dissatisfied", "unsatisfied", "not satisfied", "unhappy"),
        ("neutral", "neither", "neither satisfied nor dissatisfied", "neither dissatisfied nor satisfied"),
    ),
    _Language(
        ("juda", "to'liq", "mutlaqo", "жуда", "тўлиқ", "мутлақо"),
        ("biroz", "qisman", "бироз", "қисман"),
        ("mamnun", "mamnunman", "qoniqqan", "qoniqqanman", "мамнун", "мамнунман", "қониққан"),
        ("norozi", "noroziman", "qoniqmagan", "qoniqmaganman", "норози", "норозиман", "қониқмаган"),
        ("betaraf", "neytral", "na mamnun na norozi", "бетараф", "нейтрал", "на мамнун на норози"),
    ),
    _Language(
        ("очень", "полностью", "совершенно", "абсолютно", "крайне"),
        ("скорее", "отчасти", "частично", "немного"),
        ("доволен", "довольна", "довольны", "удовлетворен", "удовлетворена", "удовлетворены"),
        (
            *("недоволен", "недовольна", "недовольны", "не доволен", "не довольна", "не довольны"),
            *("неудовлетворен", "неудовлетворена", "неудовлетворены"),
            *("не удовлетворен", "не удовлетворена", "не удовлетворены"),
        ),
        (
            *("нейтрально", "нейтрален", "нейтральна", "ни доволен ни недоволен", "ни да ни нет"),
            *("ни удовлетворен ни неудовлетворен", "ни удовлетворен ни не удовлетворен"),
        ),
    ),
    _Language(
        ("շատ", "լիովին", "ամբողջովին", "բոլորովին"),
        ("մի փոքր", "որոշ չափով", "մասամբ"),
        ("գոհ", "գոհ եմ", "բավարարված", "բավարարված եմ"),
        ("դժգոհ", "դժգոհ եմ", "բավարարված չեմ", "անբավարար"),
        ("չեզոք", "ոչ գոհ ոչ դժգոհ", "ոչ գոհ եմ ոչ դժգոհ"),
    ),
)
# Three steps either way of the middle; a scale of five has no step for "a little" beside the plain word, one of four no middle.
_STEPS: Final[Mapping[str, Mapping[int, int]]] = {
    "1_7": {step: step + 4 for step in range(-3, 4)},
    "1_5": {-3: 1, -2: 2, -1: 2, 0: 3, 1: 4, 2: 4, 3: 5},
    "1_4": {-3: 1, -2: 2, -1: 2, 1: 3, 2: 3, 3: 4},
}


def _phrases(language: _Language) -> dict[str, int]:
    found = dict.fromkeys(language.between, 0)
    for words, sign in ((language.good, 1), (language.bad, -1)):
        found |= dict.fromkeys(words, 2 * sign)
        found |= {f"{adverb} {word}": 3 * sign for adverb, word in product(language.very, words)}
        found |= {f"{adverb} {word}": sign for adverb, word in product(language.little, words)}
    return found


_STEP_OF: Final = {phrase: step for language in _LANGUAGES for phrase, step in _phrases(language).items()}


def score_of(words: str, scale: str) -> int | None:
    """The step of a scale that words stand for; None where they stand for none.

    Args:
        words: in lower case, with single blanks.
        scale: ``1_4``, ``1_5`` or ``1_7``; others have no words.

    Example:
        >>> score_of("very satisfied", "1_5"), score_of("somewhat satisfied", "1_7"), score_of("скорее недоволен", "1_5")
        (5, 5, 2)
    """
    step = _STEP_OF.get(words)
    return None if step is None else _STEPS.get(scale, {}).get(step)


def settle_words(t: Any, options: Values) -> Values:
    """Which of the words in the file are steps of the scale, looked up once."""
    words = t.select(word=written(t.score), number=t.score.try_cast("float64"))
    words = words.filter(words.word.notnull() & words.number.isnull())
    counted = words.group_by("word").aggregate(n=words.count())
    seen = counted.order_by([counted.n.desc(), counted.word]).limit(_MOST_WORDS).execute()["word"]
    scale = str(options["scale"])
    known = {str(word): score for word in seen if (score := score_of(str(word), scale)) is not None}
    if not known:
        return options
    ordered = sorted(known.items(), key=lambda item: (-item[1], item[0]))
    said = ", ".join(f"“{word}” = {score}" for word, score in ordered)
    steps = {_STEP_OF[word] for word in known}
    # The plain word and "a little" of it side by side are two steps, which five cannot tell apart.
    of_seven = scale != "1_7" and ({1, 2} <= steps or {-1, -2} <= steps)
    return {**options, WORDS: tuple(ordered), MAPPING: said, _OF_SEVEN: of_seven}


def written(column: Any) -> Any:
    """Words evened out: lower case, single blanks, one kind of apostrophe, no commas or full stops, ye for yo in Russian."""
    text = column.lower().replace("ё", "е").re_replace("[ʻʼ‘’`´]", "'")
    return text.re_replace(r"[\s_,.;-]+", " ").strip()


def score(column: Any, options: Values) -> Any:
    """The answer as a number, whether written so or in words that the scale knows."""
    import ibis

    number = column.try_cast("float64")
    words = dict(options.get(WORDS, ()))
    if not words:
        return number
    text = written(column)
    branches = [(text == word, ibis.literal(float(value))) for word, value in words.items()]
    return ibis.coalesce(number, ibis.cases(*branches, else_=ibis.null("float64")))


def in_words(t: Any, options: Values) -> Any:
    """Rows whose answer is in words that the scale knows."""
    return written(t.score).isin([word for word, _ in options.get(WORDS, ())] or [""])


def of_seven(t: Any, options: Values) -> Any:
    """Those rows, where their words belong to a scale of seven rather than to the one chosen."""
    return in_words(t, options) & bool(options.get(_OF_SEVEN))
