"""Text in CSV and Markdown: no formula, no column, no markup."""

import io

import pandas as pd
import pytest

from linkbudget.cells import csv_table, csv_text, markdown_text
from linkbudget.hidden_signs import LONGEST_NAME, one_line


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "=", "--", "-1-2"])
def test_what_a_spreadsheet_would_compute_is_text(text):
    cell = csv_text(text)
    assert cell == text if len(text) == 1 else cell == f"'{text}"


@pytest.mark.parametrize("value", ["-1.5", "+3", "-1e-7", "-inf", "A = 1", "", "-", -2.0, None, True])
def test_numbers_and_other_text_stay(value):
    assert csv_text(value) is value


def test_a_table_is_read_again_with_its_commas_and_quotes():
    table = {"=head": ['a,"b"', "=1+1", "line\nline"], "margin_db": [-1.5, 2.0, float("nan")]}
    text = io.StringIO()
    csv_table(table).to_csv(text, index=False)
    again = pd.read_csv(io.StringIO(text.getvalue()))
    assert list(again) == ["'=head", "margin_db"]
    assert again["'=head"].tolist() == ['a,"b"', "'=1+1", "line\nline"]
    assert again.margin_db[0] == -1.5


def test_no_sign_is_markup_in_markdown():
    assert markdown_text("**a** `b` <script> &lt; $x$ ~~c~~\n# d | _e_") == (
        "\\*\\*a\\*\\* \\`b\\` \\<script\\> \\&lt; \\$x$ \\~\\~c\\~\\~ # d \\| \\_e\\_"
    )
    assert markdown_text("# a") == "\\# a"
    assert markdown_text("\u202ea\x1b[31m") == "\\\\u202ea\\\\x1b\\[31m"
    assert markdown_text("ITU-R P.525-5 (2024), 2.2; free_space_loss_db: 3 dB & 1/2") == (
        "ITU-R P.525-5 (2024), 2.2; free_space_loss_db: 3 dB & 1/2"
    )


def test_a_name_of_a_file_is_one_short_line():
    assert one_line("a\r\n\tb\x9b31m") == "a b\\x9b31m"
    assert len(one_line("x" * 10**6, LONGEST_NAME)) == LONGEST_NAME + 3
