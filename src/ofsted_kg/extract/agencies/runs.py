"""Runs of capitalised words, and the names that they are made of.

"NHS Dudley, the Dudley Group Foundation Trust and Dudley and Walsall Mental Health Trust" is a run up to each comma;
"and" joins words of one name as well as two names, so a run is split behind the words that can end a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ofsted_kg.extract.agencies.naming import Form, Names, lower_word, words_of

_POSSESSIVE: Final = r"(?:['’]\w+|(?<=s)['’](?= ))?"
_CAPITAL: Final = rf"(?:[A-Z][\w&+-]*|\d+(?:st|nd|rd|th|\+)|(?<=[a-z] )\d{{1,2}}){_POSSESSIVE}"
_LINK: Final = r"(?:of|and|for|the|&|in|with|at|or|after)"
# What is left of a lone word that has its capital from the sentence alone: more than half of all capitals are of that kind.
_OPENER: Final = rf"(?<=[.?!] .)[a-z]* (?=[a-z(])(?!(?:{_LINK} ){{0,2}}[A-Z\d])"
# The first character stands first, so that the search skips to capitals and digits; what may not stand before it comes behind it.
# NUL, which begins no name, makes three ranges of two, and those the engine tests with one look-up.
_START: Final = r"[A-Z0-9\0]"
_INSIDE: Final = r"(?<![\w&£.-].)(?<!\w['’].)"
_FIRST: Final = rf"{_START}{_INSIDE}(?!{_OPENER})(?:(?<=[A-Z])[\w&+-]*|(?<=\d)\d*(?:st|nd|rd|th|\+)){_POSSESSIVE}"
_NO_NAME: Final = (
    "from|which|this|that|these|their|its|is|are|has|have|was|were|by|to|in|on|a|an|the|and|or|for|of|with|at|each|every"
)
_TAIL: Final = re.compile(
    rf" (?:(?!(?:{_NO_NAME})\b)[a-z]+ )?"
    r"(?:board|panel|group|forum|teams?|project|service|council|partnership|programme|scheme|unit|centre|club"
    r"|fellowship|foundation|charity|sub-group|hospital|college|school|trust|association)\b(?!['’])"
)
RUN: Final = re.compile(rf"{_FIRST}(?: (?:{_LINK} ){{0,2}}{_CAPITAL})*")
_CLOSING: Final = {"'": "'", "‘": "’", "“": "”", '"': '"'}
_QUOTES: Final = frozenset(_CLOSING)
_ACRONYM: Final = re.compile(r"[A-Z]{3}")
_LONGEST: Final = 40
"""Words on each side of a link that are looked at, so that a page of links takes no longer than its words."""
_SENTENCE_ENDS: Final = frozenset(".:?!-")
_EXPLANATIONS: Final = (", the ", ", a ", ", an ")
"""What may stand between a name and what explains it."""
_JOINTS: Final = frozenset(("and", "&", "or"))
LINKS: Final = frozenset(_LINK[3:-1].split("|"))


class Hit(NamedTuple):
    """A form that the vocabulary knows, where it stands."""

    start: int
    end: int
    text: str
    form: Form


class Word(NamedTuple):
    """One word of a run, or a form known to the vocabulary, which counts as one word.

    A report has more than a thousand, so they are the cheapest immutable value there is.
    """

    text: str
    start: int
    end: int
    lower: str
    """In lower case, without a possessive, with straight apostrophes; of a known form the last word."""
    hit: Hit | None = None


class Name(NamedTuple):
    """Some words of a run that belong together."""

    words: tuple[Word, ...]
    headed: bool
    """Whether its last word is one that names end with."""
    goes_on: bool
    """Whether more capitals follow at once: "Youth Service Outreach Workers"."""
    start: int
    end: int
    """Offset behind its last character, without a possessive."""

    @classmethod
    def of(cls, words: Sequence[Word], *, headed: bool, goes_on: bool = False) -> Name:
        """The name that these words make."""
        last = words[-1]
        return cls(tuple(words), headed, goes_on, words[0].start, last.end - _possessive(last.text))

    @property
    def lower(self) -> tuple[str, ...]:
        """Its words in lower case, without a possessive at the end."""
        return words_of(" ".join([word.text for word in self.words]))


def _possessive(word: str) -> int:
    """How many characters of a word are its possessive."""
    if word.isalnum():
        return 0
    if word.endswith(("'s", "’s")):
        return 2
    return 1 if word.endswith(("'", "’")) else 0


def runs_of(text: str, hits: Sequence[Hit], names: Names) -> Iterator[tuple[Word, ...]]:
    """The runs of a text, each with the lower-case words at its end that a name may end with.

    A single word that only opens a sentence, or an acronym of the field, is no run; nor are words that neither end nor begin
    any name and that nothing beside them introduces as one.
    """
    at = 0
    for match in RUN.finditer(text):
        start, end = match.span()
        run = match.group()
        if text[start - 1] in _QUOTES:
            run = run.partition(_CLOSING[text[start - 1]])[0]
            end = start + len(run)
        if " " not in run and _is_everyday(run, text, start, names):
            continue
        tail = _TAIL.match(text, end)
        end = tail.end() if tail else end
        while at < len(hits) and hits[at].end <= start:
            at += 1
        if at < len(hits) and hits[at].start < end:
            yield tuple(_with_hits(text, start, end, hits, at))
        elif tail or _tells(run, names) or _is_introduced(text, start, end, names):
            yield tuple(_words(text, start, end))


def _tells(run: str, names: Names) -> bool:
    """Whether some word may end or begin a name, or is an acronym."""
    words = run.lower()
    if "'" in run or "’" in run:
        words = words.replace("’", "'").replace("'s", "").replace("'", "")
    return not names.telling.isdisjoint(words.split(" ")) or _ACRONYM.search(run) is not None


def _is_introduced(text: str, start: int, end: int, names: Names) -> bool:
    """Whether the words beside a run may introduce or explain it as a name, or its own "The" does."""
    if text.startswith(",", end) or text.endswith(", ", 0, start) or text.endswith(names.introductions, 0, start - 1):
        return True
    return text.startswith(names.doing, end) or text.startswith("The ", start)


def _words(text: str, start: int, end: int) -> Iterator[Word]:
    for word in text[start:end].split(" "):
        behind = start + len(word)
        yield Word(word, start, behind, word.lower() if word.isalpha() else lower_word(word))
        start = behind + 1


def opens_sentence(text: str, offset: int) -> bool:
    """Whether a sentence begins at ``offset``."""
    before = text[max(0, offset - 3) : offset].rstrip(" '‘“\"")
    return not before or before[-1] in _SENTENCE_ENDS


def _is_everyday(word: str, text: str, start: int, names: Names) -> bool:
    """Whether one word has its capital from the sentence alone, or is an acronym of the field."""
    if word[1:].islower():
        return (start == 1 or text[start - 2] in _SENTENCE_ENDS) and not text.startswith(_EXPLANATIONS, start + len(word))
    return word in names.lists["ignored-acronym"]


def _with_hits(text: str, start: int, end: int, hits: Sequence[Hit], at: int) -> Iterator[Word]:
    """The words of a run, each stretch that is a known form as one word; the first is the hit at ``at``."""
    if hits[at].start <= start and hits[at].end >= end:
        yield _known(hits[at])
        return
    given = False
    for word in _words(text, start, end):
        while at < len(hits) and hits[at].end <= word.start:
            at, given = at + 1, False
        if at == len(hits) or hits[at].start >= word.end:
            yield word
        elif not given:
            given = True
            yield _known(hits[at])


def _known(hit: Hit) -> Word:
    """A form that the vocabulary knows, as one word."""
    return Word(hit.text, hit.start, hit.end, lower_word(hit.text.rpartition(" ")[2]), hit)


def names_in(run: Sequence[Word], names: Names, text: str) -> Iterator[Name]:
    """The names of a run, from left to right; a known form that stands alone is known without."""
    if len(run) == 1:
        if run[0].hit is None:
            yield Name.of(run, headed=False)
        return
    if run[0].hit is None and run[0].lower in names.lists["leading"] and opens_sentence(text, run[0].start):
        run = run[1:]
    if len(run) > 1 and run[0].text.lower().replace("’", "'") in names.lists["owner"]:
        run = run[1:]
    for piece in _pieces(run):
        yield from _split(piece, names)


def _pieces(run: Sequence[Word]) -> Iterator[list[Word]]:
    """The stretches between occurrences of "the": no name goes on behind one."""
    piece: list[Word] = []
    for word in run:
        if word.text == "the":
            yield piece
            piece = []
        else:
            piece.append(word)
    yield piece


def _split(piece: list[Word], names: Names) -> Iterator[Name]:
    start = 0
    for at, word in enumerate(piece):
        if word.text in LINKS and at > start and _parts(piece, start, at, names):
            yield from _name(piece[start:at], names)
            start = at + 1
    yield from _name(piece[start:], names)


def _parts(piece: list[Word], start: int, at: int, names: Names) -> bool:
    """Whether the link at ``at`` stands between two names."""
    before, after = piece[max(start, at - _LONGEST) : at], piece[at + 1 : at + 1 + _LONGEST]
    if not after or (before[-1].lower, after[0].lower) in names.places:
        return False
    headed = any(_is_head(word, names) for word in before)
    if piece[at].text in ("of", "for") and not headed and _is_title(before, names):
        return True
    if piece[at].text not in _JOINTS:
        return _begins(after, names) or (headed and piece[at].text in ("in", "with", "at", "after"))
    if before[0].lower == "nhs" and not headed:
        return len(after) > 1 or _begins(after, names)
    return (headed or _begins(after, names)) and not _goes_on(before, after, names)


def _is_title(before: Sequence[Word], names: Names) -> bool:
    """Whether people stand before an "of": "Pupils of", "Chief Executive of"."""
    return before[-1].lower in names.lists["person"] or before[-1].lower == "executive"


def _begins(after: Sequence[Word], names: Names) -> bool:
    """Whether a name begins here, whatever stands before it."""
    if after[0].hit is not None and not after[0].hit.form.local:
        return True
    return names.beginning([word.lower for word in after[:3]]) is not None


def _goes_on(before: Sequence[Word], after: Sequence[Word], names: Names) -> bool:
    """Whether everyday words behind "and" complete the name before it: "School and Community College"."""
    if {"of", "for"} & {word.text for word in before} and not any(_is_head(word, names) for word in after):
        return True
    words = tuple(word.lower for word in before), tuple(word.lower for word in after)
    kinds = names.ending(words[0]), names.ending(words[1])
    return bool(kinds[0] and kinds[1] and kinds[0][1] == kinds[1][1] and not names.is_own(words[1]))


def _name(words: list[Word], names: Names) -> Iterator[Name]:
    words = _without_links(words)
    if not words:
        return
    heads = [at for at, word in enumerate(words) if _is_head(word, names)]
    if not heads or (heads == [0] and len(words) > 1 and words[0].hit is None and words[1].text not in LINKS):
        yield Name.of(words, headed=_begins(words, names))
        return
    last = _extended(words, heads[-1])
    goes_on = last + 1 < len(words) and words[last + 1].text not in LINKS
    yield Name.of(words[: last + 1], headed=True, goes_on=goes_on)


def _extended(words: list[Word], head: int) -> int:
    """Index of a name's last word: "Department for Education" goes on behind its head."""
    if head + 1 < len(words) and words[head + 1].text in ("of", "for"):
        return len(words) - 1
    return head


def _without_links(words: list[Word]) -> list[Word]:
    """The words from the first that may begin a name."""
    at = 0
    while at < len(words) and words[at].text in LINKS:
        at += 1
    return words[at:]


def _is_head(word: Word, names: Names) -> bool:
    """Whether a name may end with a word: a known form, the mark of a type, or the acronym of a local body ("ASCB")."""
    return (
        word.hit is not None or word.lower in names.endings or (word.text.isupper() and word.text.endswith(names.body_acronyms))
    )
