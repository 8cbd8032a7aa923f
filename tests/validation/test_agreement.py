"""The published numbers agree, and the accuracy page shows the agreement of today."""

import json
import os
from importlib.util import find_spec
from pathlib import Path

import pytest

from linkbudget.hardware.digital_maps import FOLDER_VARIABLE
from tests import published
from tests.validation.adapters.deep_space_tables import dct_deep_space
from tests.validation.adapters.mars_express import read
from tests.validation.adapters.satellite_tables import textbook_links
from tests.validation.rows import Row
from tests.validation.run import all_adapters, topics

STORED = Path(__file__).parents[2] / "docs" / "_data" / "accuracy.json"


def test_no_published_number_disagrees():
    """Without the folder of published numbers there is nothing to compare; the tests' own tables stand for them."""
    for topic in topics(published.FOLDER) if published.FOLDER.is_dir() else []:
        assert topic.counts()["disagreed"] == 0, topic.name


def test_accuracy_page_has_the_counts_of_today():
    """Of the collection the page was written from, and without the optional maps, which answer more of it."""
    stored = json.loads(STORED.read_text(encoding="utf-8"))["topics"]
    with_maps = find_spec("itur") is not None or bool(os.environ.get(FOLDER_VARIABLE))
    for topic in topics(published.FOLDER) if published.FOLDER.is_dir() else []:
        counts, page = topic.counts(), stored.get(topic.name, {})
        if counts["rows"] != page.get("rows"):
            continue  # another collection of the same topic
        assert counts["disagreed"] == page["disagreed"], topic.name
        assert counts["agreed"] >= page["agreed"], topic.name
        for name in () if with_maps else ("agreed", "not_modelled", "disputed"):
            assert counts[name] == page[name], f"{topic.name}: run the validation with --write"


def test_every_topic_has_one_adapter_that_answers_or_says_why_not():
    assert len(all_adapters()) >= 50
    assert Row({"a": " 1.5 ", "b": "", "c": "1 2"}).number("a") == 1.5
    assert Row({"b": ""}).number("b") is None
    assert Row({"c": "1 2"}).numbers("c") == [1.0, 2.0]


def test_variances_of_a_printed_table_add_up_with_or_without_its_means():
    """Magellan: the net loss has the variance of every line but the transmit power."""
    variances = "0.0139 0.0176 0.0104 0.1484 - 0.0000 0.0005 0.1200 0.0006 0.0000; N0 0.0416; mod 2.1302"
    means = {"tx_circuit_loss_dB": "0.85", "tx_pointing_loss_dB": "0.65", "rx_gain_dBi": "73.42", "loop_bw_Hz": "10"}
    for levels in ({}, means | {"N0_dBmHz": "-179.76", "modulation_loss_dB": "-14.32", "given_path_loss_dB": "279.09"}):
        row = {"variances": variances} | levels
        assert dct_deep_space(Row(row, quantity="net_loss_variance")) == pytest.approx(0.2975)
        assert dct_deep_space(Row(row, quantity="received_power_variance")) == pytest.approx(0.3114)
        assert dct_deep_space(Row(row, quantity="carrier_power_variance")) == pytest.approx(2.4416)


def test_a_row_of_ratios_alone_is_answered_without_a_link():
    assert textbook_links(Row(quantity="CNI", CN_dB="17", CI_dB="17")) == pytest.approx(13.99, abs=0.005)
    assert textbook_links(Row(quantity="margin", EbN0_dB="12", required_dB="10")) == pytest.approx(2.0)
    row = {"C_N0_dBHz": "60", "rate_bps": "1000", "required_dB": "10", "bw_Hz": "1e5"}
    answers = [textbook_links(Row(row, quantity=quantity)) for quantity in ("EbN0", "margin", "CNR")]
    assert answers == pytest.approx([30.0, 20.0, 10.0])


def test_a_control_table_is_read_number_by_number(tmp_path):
    file = tmp_path / "table.csv"
    file.write_text(
        "line,item,unit,nominal,adverse,favourable,mean,variance,shape,role\n"
        "5,pointing loss,dB,0.10,0.12,0.00,0.06,0.00,UNI,input\n"
        "6,EIRP,dBW,87.00,85.98,,,0.10,,expected\n"
    )
    rows = read(file)
    assert [(row["case_id"], row.expected, row.tolerance) for row in rows] == [
        ("line 6, nominal", 87.0, 0.02),
        ("line 6, adverse", 85.98, 0.02),
        ("line 6, variance", 0.1, 0.005),
    ]
