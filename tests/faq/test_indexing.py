import pytest

from faq.indexing import Document, Index


def test_an_own_question_is_found_best():
    questions = ["Where is my invoice?", "How do I get a refund?", "Which cards do you take?", "The file is damaged"]
    index = Index([Document([question]) for question in questions])
    for number, question in enumerate(questions):
        scores = index.scores(question)
        assert max(scores, key=scores.get) == number


@pytest.mark.parametrize("total", [999, 1_000])
def test_a_word_of_every_document_is_left_out_only_where_there_are_many(total):
    index = Index([Document([f"common word{number}"]) for number in range(total)])
    assert len(index.scores("common")) == (total if total < 1_000 else 0)


def test_nothing_at_all_is_an_index_too():
    assert Index([]).scores("word") == {}
    assert Index([Document([])]).scores("word") == {}
