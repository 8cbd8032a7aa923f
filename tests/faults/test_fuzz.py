"""A bounded run of the fuzzer; ``python -m tests.faults.fuzz`` runs longer."""

import numpy as np
import pytest

from tests.faults.fuzz import EVERY, Fuzzer, changed, require_finite


def test_damaged_files_are_refused_or_answered(tmp_path):
    """Some 10 s of processor time; the same files in each run."""
    fuzzer = Fuzzer(tmp_path, seed=1962)
    fuzzer.run(trials=30 * len(EVERY))
    assert fuzzer.faults == {}
    assert fuzzer.counts["refused"] + fuzzer.counts["answered"] == fuzzer.counts["tried"] == 30 * len(EVERY)
    assert min(fuzzer.counts["refused"], fuzzer.counts["answered"]) > 50
    assert any(len(files) > 1 for files in fuzzer.files.values())


def test_faults_are_found(tmp_path, monkeypatch):
    """A reader that fails is reported, and its file saved: the fuzzer does not pass over faults."""
    import tests.faults.fuzz as fuzz

    def fails(file):
        raise KeyError(file.read_bytes()[:1])

    monkeypatch.setitem(fuzz.EVERY, "bits", fuzz.Reader("b.txt", fails, fuzz.EVERY["bits"].content))
    fuzzer = Fuzzer(tmp_path, seed=1, names=("bits",), saved=tmp_path / "faults")
    fuzzer.run(trials=3)
    assert fuzzer.counts["tracebacks"] == 3
    assert len(fuzzer.faults) == 1
    assert len(list((tmp_path / "faults").iterdir())) == 1


def test_changes_follow_the_seed():
    content = b"a = 1\nb = 2\nc = 3\n"
    first, second = (
        [changed(content, rng) for _ in range(200)] for rng in (np.random.default_rng(5), np.random.default_rng(5))
    )
    assert first == second
    assert len(set(first)) > 100


def test_numbers_that_are_none_are_faults():
    class Answer:
        gain_dbi = np.array([1.0, np.nan])

    with pytest.raises(AssertionError, match="gain_dbi of Answer is not finite"):
        require_finite({"cut": Answer()})
