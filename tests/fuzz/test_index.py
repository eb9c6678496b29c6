"""Whatever is written into the FAQ and searched for, the index takes it."""

from hypothesis import given
from hypothesis import strategies as st

from faq.indexing import Document, Index

TEXT = st.text(max_size=60)


@given(st.lists(TEXT, max_size=6), TEXT)
def test_any_text_can_be_indexed_and_asked_for(questions, query):
    index = Index([Document([question]) for question in questions])
    scores = index.scores(query)
    assert all(0 <= score <= 1 for score in scores.values())
    assert set(scores) <= set(range(len(questions)))
    assert scores == index.scores(query)
    index.corrected(query)
