from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ofsted_kg.document import Passage, Span
from ofsted_kg.structure.folding import fold, folded_text, passage_of, quote_of

TEXTS = st.text(alphabet="ab-. \n\tZ'\u00e9", min_size=1, max_size=60)


def test_white_space_folds_to_one_blank() -> None:
    assert fold(" a\tb \n\n c ") == "a b c"


def test_a_word_split_at_its_hyphen_is_joined() -> None:
    assert fold("well-\n\nbeing") == "well-being"


def test_a_hyphen_at_a_line_end_before_a_capital_joins_nothing() -> None:
    assert fold("open -\nClosed") == "open - Closed"
    assert fold("A-\nB") == "A- B"


def test_what_is_omitted_is_no_part_of_the_quote() -> None:
    text = "the board\n- \nmeets"
    assert quote_of(text, Span(0, len(text)), (Span(10, 11),)) == "the board meets"


def test_a_passage_of_fragments_omits_what_stands_between_them() -> None:
    text = "1. the board\n\n- which meets"
    passage = passage_of(text, [Span(3, 12), Span(16, 27)])
    assert passage == Passage(Span(3, 27), "the board which meets", (Span(14, 15),))


@given(TEXTS)
def test_each_word_of_a_folded_text_leads_back_to_its_source(text: str) -> None:
    passage = Passage(Span(0, len(text)), quote_of(text, Span(0, len(text))))
    folded = folded_text(text, passage)
    assert len(folded.folded_starts) == len(text.split())
    for begin, word in zip(folded.folded_starts, text.split(), strict=True):
        span = folded.source_span(begin, begin + len(word))
        assert folded.text[begin : begin + len(word)] == word == text[span.start : span.end]


@given(TEXTS, st.data())
def test_any_part_of_a_quote_from_a_words_beginning_is_a_true_passage_of_its_own(text: str, data: st.DataObject) -> None:
    whole = quote_of(text, Span(0, len(text)))
    if not whole:
        return
    start = data.draw(st.sampled_from([0, *(i + 1 for i, c in enumerate(whole) if c == " ")]))
    end = data.draw(st.integers(start + 1, len(whole)))
    if not whole[start:end].strip():
        return
    part = folded_text(text, Passage(Span(0, len(text)), whole)).passage(start, end)
    assert part.quote == whole[start:end].strip()
    assert quote_of(text, part.span, part.omits) == part.quote


@given(st.lists(TEXTS.filter(lambda t: bool(t.strip())), min_size=1, max_size=4))
def test_fragments_with_furniture_between_fold_to_the_mapped_words(fragments: list[str]) -> None:
    text, spans = "", []
    for fragment in fragments:
        spans.append(Span(len(text), len(text) + len(fragment.strip())))
        text += fragment.strip() + "\n- \n"
    passage = passage_of(text, spans)
    folded = folded_text(text, passage)
    last = folded.folded_starts[-1]
    assert quote_of(text, passage.span, passage.omits) == passage.quote
    assert folded.source_span(last, len(passage.quote)).end == passage.span.end
