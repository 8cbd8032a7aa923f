"""The published numbers agree, and the accuracy page shows the agreement of today."""

import json
import os
from importlib.util import find_spec
from pathlib import Path

import pytest

from linkbudget.hardware.digital_maps import FOLDER_VARIABLE
from linkbudget.physics.coding import required_coded_ebn0_db
from tests import published
from tests.validation import run
from tests.validation.adapters.deep_space_tables import dct_deep_space
from tests.validation.adapters.mars_express import read
from tests.validation.adapters.modulation_and_coding import coded_threshold
from tests.validation.adapters.satellite_tables import textbook_links
from tests.validation.rows import NotModelledError, Row
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


def test_a_row_held_to_be_wrong_is_counted_apart_as_long_as_it_differs(monkeypatch):
    monkeypatch.setattr(run, "disputed", lambda: frozenset({("topic", "gain", "case-*")}))
    row = Row(case_id="case-1", quantity="gain", expected="1.0", tolerance="0.1", trust="T1")
    counts = run.judge("topic", [row, Row(row, case_id="other"), Row(row, expected="2.0")], lambda row: 2.0).counts()
    assert (counts["disputed"], counts["disagreed"], counts["agreed"]) == (1, 1, 1)


def test_a_row_of_ratios_alone_is_answered_without_a_link():
    assert textbook_links(Row(quantity="CNI", CN_dB="17", CI_dB="17")) == pytest.approx(13.99, abs=0.005)
    assert textbook_links(Row(quantity="margin", EbN0_dB="12", required_dB="10")) == pytest.approx(2.0)
    row = {"C_N0_dBHz": "60", "rate_bps": "1000", "required_dB": "10", "bw_Hz": "1e5"}
    answers = [textbook_links(Row(row, quantity=quantity)) for quantity in ("EbN0", "margin", "CNR")]
    assert answers == pytest.approx([30.0, 20.0, 10.0])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("RS255223_I1_CONV7-12", "rs-255-223-i1-conv-7-1/2"),
        ("TURBO1784-16_BPSK", "turbo-1784-1/6"),
        ("turbo 1/2, k = 1784", "turbo-1784-1/2"),
        ("Turbo (1784,1/3)", "turbo-1784-1/3"),
        ("AR4JA r=2/3 k=1024 (CCSDS 131.0-B AR4JA)", "ldpc-1024-2/3"),
        ("Conv. R=1/2,K=7 & R.S. (255,223)", "rs-255-223-i5-conv-7-1/2"),
        ("(7,1/2) + RS(255,223)", "rs-255-223-i5-conv-7-1/2"),
        ("conv (7,1/2) soft, unquantised Viterbi", "conv-7-1/2"),
        ("OQPSK convolutional (Palo 2014)", "conv-7-1/2"),
        ("conv K=9 R=1/3", "conv-9-1/3"),
    ],
)
def test_published_names_of_codes_are_understood(text, name):
    row = Row(code=text, metric="BER", target="1e-3", quantity="EbN0")
    if name.startswith("ldpc"):
        row["metric"] = "FER"
    metric = {"BER": "bit", "FER": "frame"}[row.text("metric")]
    assert coded_threshold(row) == required_coded_ebn0_db(1e-3, name, metric)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("(15,1/6) + RS(255,223) (Cassini)", "rs-255-223-i5-conv-15-1/6"),
        ("conv (15,1/6)", "beyond the ends"),
        ("RS(255,223)+conv(15,1/6)", "rs-255-223-i5-conv-15-1/6"),
        ("conv K=8 R=1/3", "conv-8-1/3"),
        ("RS(255,239) + conv (7,1/2)", "rs-255-239-i5-conv-7-1/2"),
        ("telemetry threshold", "names no code"),
        ("turbo 1/6", "both block length and rate"),
        ("LDPC r=1/2 k=16384", "ldpc-16384-1/2"),
    ],
)
def test_a_code_without_a_curve_is_refused_by_name_and_no_other_stands_in(text, reason):
    with pytest.raises(NotModelledError, match=reason):
        coded_threshold(Row(code=text, metric="BER", target="1e-5", quantity="EbN0"))


def test_nothing_is_read_beyond_the_ends_of_a_curve_or_from_the_curve_of_other_errors():
    row = Row(code="TURBO1784-12_BPSK", metric="BER", target="1e-9", quantity="EbN0")
    with pytest.raises(NotModelledError, match="beyond the ends"):
        coded_threshold(row)
    with pytest.raises(NotModelledError, match="no curve of word errors"):
        coded_threshold(Row(row, metric="WER", target="1e-3"))


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
