"""A reader of numbers, answers and files as Moodle and GIFT have them, which shares nothing with their writers.

After question/type/numerical/question.php and questiontype.php, question/format/xml/format.php and
question/format/gift/format.php of Moodle.
"""

import base64
import re
from typing import NamedTuple
from xml.etree import ElementTree

PRECISION = 1e-14
"""Share by which an interval is widened: PHP counts 14 figures."""

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?")


class Choice(NamedTuple):
    """An answer: its text, the share of the mark in percent, the tolerance, and what it says."""

    text: str
    fraction: float
    tolerance: float
    feedback: str


class Numerical(NamedTuple):
    """A numerical question; files are those of its text by name."""

    name: str
    text: str
    general_feedback: str
    category: str
    choices: list[Choice]
    files: dict[str, bytes]
    is_choice: bool

    def mark(self, response):
        """Share of the mark and feedback of the first answer that matches; None for what has to be typed anew."""
        if self.is_choice:
            return next((one.fraction, one.feedback) for one in self.choices if one.text == response)
        value = typed(response)
        if value is None:
            return None
        for one in self.choices:
            if one.text == "*":
                return one.fraction, one.feedback
            answer, room = float(one.text), abs(one.tolerance)
            room += PRECISION * max(room, abs(answer))
            if answer - room <= value <= answer + room:
                return one.fraction, one.feedback
        return 0.0, ""


def typed(response):
    """The number of a response without a unit; None for another text."""
    text = re.sub(r"[ \t]", "", response)
    text = re.sub(r"[x×*]10(?:\^|\*\*)", "e", text).lower()
    if "," in text:
        text = text.replace(",", "") if "." in text else text.replace(",", ".")
    found = _NUMBER.match(text)
    return float(found[0]) if found and found[0] == text else None


def read_xml(content):
    """Questions of a file, of one number or one choice; one with another element than Moodle's is refused."""
    quiz = ElementTree.fromstring(content)
    assert quiz.tag == "quiz"
    category, found = "", []
    for element in quiz:
        if element.get("type") == "category":
            category = element.findtext("category/text")
            continue
        is_choice = element.get("type") == "multichoice"
        assert is_choice or element.get("type") == "numerical"
        own = (
            {"single", "shuffleanswers", "answernumbering"}
            if is_choice
            else {"unitgradingtype", "unitpenalty", "showunits", "unitsleft"}
        )
        assert {one.tag for one in element} <= {
            "name", "questiontext", "generalfeedback", "defaultgrade", "penalty", "hidden", "answer", "hint", *own,
        }  # fmt: skip
        assert element.findtext("single" if is_choice else "showunits") == ("true" if is_choice else "3")
        choices = [
            Choice(
                answer.findtext("text"),
                float(answer.get("fraction")),
                float(answer.findtext("tolerance", "0")),
                answer.findtext("feedback/text"),
            )
            for answer in element.findall("answer")
        ]
        texts = [element.findtext(f"{tag}/text") for tag in ("name", "questiontext", "generalfeedback")]
        files = {}
        for file in element.findall("questiontext/file"):
            assert (file.get("path"), file.get("encoding")) == ("/", "base64")
            files[file.get("name")] = base64.b64decode(file.text, validate=True)
        assert set(re.findall(r'src="@@PLUGINFILE@@/([^"]+)"', texts[1])) == set(files)
        found.append(Numerical(*texts, category, choices, files, is_choice))
    return found


def read_gift(text):
    """Numerical questions of a file, taken apart sign by sign."""
    category, found = "", []
    for block in re.split(r"\n\s*\n", text.strip()):
        assert not block.startswith("//")
        if block.startswith("$CATEGORY:"):
            category = block.removeprefix("$CATEGORY:").strip()
            continue
        signs = _signs(block)
        title, rest = _until(signs, "::", start="::")
        stem, rest = _until(rest, "{")
        assert "".join(sign for sign, _ in stem).startswith("[html]")
        answers, rest = _until(rest, "}")
        assert _plain(rest).strip() == ""
        answers, general = _until(answers, "####")
        assert _plain(answers[:1]) == "#"
        found.append(
            Numerical(_plain(title), _plain(stem[6:]), _plain(general), category, [*_choices(answers[1:])], {}, False)
        )
    return found


def _signs(block):
    """Signs of a text, each with whether it is one of GIFT's."""
    found, place = [], 0
    while place < len(block):
        is_escaped = block[place] == "\\" and block[place + 1] in "\\~=#{}:"
        place += is_escaped
        found.append((block[place], not is_escaped and block[place] in "~=#{}:"))
        place += 1
    return found


def _until(signs, end, start=""):
    """Signs before a mark of GIFT, and signs behind it."""
    assert _plain(signs[: len(start)]) == start
    signs = signs[len(start) :]
    for place in range(len(signs)):
        piece = signs[place : place + len(end)]
        if _plain(piece) == end and all(is_mark for _, is_mark in piece):
            return signs[:place], signs[place + len(end) :]
    raise AssertionError(f"no {end} in {_plain(signs)}")


def _choices(signs):
    pieces = []
    for sign, is_mark in signs:
        if is_mark and sign in "=~":
            pieces.append([])
        if pieces:
            pieces[-1].append((sign, is_mark))
    for piece in pieces:
        number, feedback = _until(piece[1:], "#")
        if piece[0][0] == "~":
            assert _plain(number).strip() == ""
            yield Choice("*", 0.0, 0.0, _plain(feedback).strip())
            continue
        weight, answer, tolerance = re.fullmatch(
            r"(?:%(\d+)%)?(-?\d+(?:\.\d+)?):(\d+(?:\.\d+)?)", _plain(number).strip()
        ).groups()
        yield Choice(answer, float(weight or 100), float(tolerance), _plain(feedback).strip())


def _plain(signs):
    return "".join(sign for sign, _ in signs)
