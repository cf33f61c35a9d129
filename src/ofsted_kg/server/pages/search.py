"""The search page: words in paragraphs, findings and recommendations.

All words must stand in a passage, in any order and any case; words in double quotes stand side by side.  The longest
goes to the engine, which has an index of words for paragraphs; the others are looked for in what it finds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, cast

from ofsted_kg.answers import Cell, Resource
from ofsted_kg.server.pages.asked import Asked, Content, Download

_TERMS: Final = re.compile(r'"([^"]+)"|([^\s"]+)')
_MOST_TERMS: Final = 8
_AROUND: Final = 140
"""Characters of the text that are shown before the first hit and after it."""
Piece = tuple[str, bool]
"""Some text, and whether it is one of the words searched for."""


Hit = Mapping[str, object]


def search(asked: Asked) -> Content:
    """What the search page shows."""
    text = asked.value("q")
    terms = read_terms(text)
    chosen = {name: asked.value(name) for name in ("authority", "kind", "topic")}
    everywhere = _hits(asked, terms, chosen["topic"]) if terms else {}
    here = {kind: [hit for hit in hits if _is_in(hit, chosen["authority"])] for kind, hits in everywhere.items()}
    shown = {kind: hits for kind, hits in here.items() if chosen["kind"] in ("", kind)}
    return {
        "text": text,
        "terms": terms,
        "chosen": chosen,
        "authorities": asked.concepts("LocalAuthority"),
        "all_topics": asked.concepts("Topic"),
        "hits": {kind: hits[: asked.rows] for kind, hits in shown.items()},
        "counts": {kind: len(hits) for kind, hits in here.items()},
        "by_authority": _by_authority(everywhere, chosen["kind"]),
        "topics": [
            one for one in asked.concepts("Topic") if terms and any(term in " ".join(one.names).lower() for term in terms)
        ],
        "found_paragraphs": _download(terms, chosen) if terms else None,
    }


def _download(terms: Sequence[str], chosen: Mapping[str, str]) -> Download:
    """The paragraphs that hold the longest word."""
    authority = {"authority": [chosen["authority"]]} if chosen["authority"] else {}
    return Download("search", {"words": [max(terms, key=len)], **authority}, "questions")


def _is_in(hit: Hit, authority: str) -> bool:
    return not authority or cast("Resource", hit["authority"]).label == authority


def _by_authority(hits: Mapping[str, Sequence[Hit]], kind: str) -> list[tuple[str, int]]:
    """How many hits each authority's report has."""
    chosen = (hit for name, found in hits.items() if kind in ("", name) for hit in found)
    return sorted(Counter(cast("Resource", hit["authority"]).label for hit in chosen).items())


def read_terms(text: str) -> tuple[str, ...]:
    """Words and phrases to look for, in small letters."""
    found = (" ".join((phrase or word).split()).lower() for phrase, word in _TERMS.findall(text[:200]))
    return tuple(dict.fromkeys(term for term in found if term))[:_MOST_TERMS]


def _hits(asked: Asked, terms: Sequence[str], topic: str) -> dict[str, list[Hit]]:
    """Hits by kind; a topic narrows down findings and recommendations, for paragraphs have none."""
    words, about = {"words": [max(terms, key=len)]}, {"topic": [topic]} if topic else {}
    paragraphs = asked.question("search", words).records()
    # a finding stands in a paragraph with its words
    within = {"within": [cast("Resource", record["link"]).iri for record in paragraphs]}
    findings = asked.view("findings", words | about | within).records() if paragraphs else ()
    found = {
        "findings": _matching(findings, terms, "finding"),
        "recommendations": _matching(asked.view("recommendations", words | about).records(), terms, "recommendation"),
    }
    return found if topic else {"paragraphs": _matching(paragraphs, terms, "link"), **found}


def _matching(records: Sequence[Mapping[str, Cell]], terms: Sequence[str], link: str) -> list[Hit]:
    """Records that hold every term, those that hold them most often first."""
    found = [(record, _count(str(record["quote"]), terms)) for record in records]
    ranked = sorted((hit for hit in found if hit[1]), key=lambda hit: -hit[1])
    return [
        {**record, "pieces": excerpt(str(record["quote"]), terms), "where": cast("Resource", record[link])}
        for record, _ in ranked
    ]


def _count(text: str, terms: Sequence[str]) -> int:
    counts = [text.lower().count(term) for term in terms]
    return sum(counts) if all(counts) else 0


def excerpt(text: str, terms: Sequence[str]) -> tuple[Piece, ...]:
    """The text around the first hit, cut at words, with the hits set apart."""
    pattern = re.compile("|".join(map(re.escape, sorted(terms, key=len, reverse=True))), re.IGNORECASE)
    first = pattern.search(text)
    start = _word_start(text, max(0, first.start() - _AROUND)) if first else 0
    end = min(len(text), (first.end() if first else 0) + 2 * _AROUND)
    shown = text[start:end] if end == len(text) else text[start:end].rsplit(" ", 1)[0] + " …"
    shown = shown if start == 0 else "… " + shown
    parts = re.split(f"({pattern.pattern})", shown, flags=re.IGNORECASE)
    return tuple((part, bool(place % 2)) for place, part in enumerate(parts) if part)


def _word_start(text: str, place: int) -> int:
    return text.find(" ", place) + 1 if place else 0
