"""The causes of a lost contact are read as an answer to a question."""

import numpy as np

from linkbudget.plots.loss_of_contact import contact_loss_causes
from linkbudget.studies.contact_loss import contact_loss


def test_the_figure_asks_and_its_axis_is_a_probability(mars1, drawn_texts):
    ax = contact_loss_causes(mars1)
    assert ax.get_xlabel() == "Probability that this alone would have ended contact [%]"
    assert "Mars 1: what ended contact after 21 March 1963?" in [said for said, _ in drawn_texts(ax.figure)]


def test_bars_are_chances_and_words_say_what_is_enough(mars1):
    answer = contact_loss(mars1)
    ax = contact_loss_causes(mars1, answer)
    shares = [bar.get_width() for bar in ax.patches][len(ax.patches) // 2 :]
    assert np.allclose(shares, 100.0 * np.array([*(one.probability for one in answer.causes), answer.distance_alone]))
    said = [text.get_text() for text in ax.texts]
    for one, words in zip(answer.causes, said, strict=False):
        assert words.endswith("would be enough") or one.cause.kind == "switch"
    assert said[-1].endswith("with nothing broken")
