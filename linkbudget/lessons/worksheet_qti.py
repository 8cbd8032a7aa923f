"""Worksheets as QTI 2.1: an item a question, a test a copy, zipped with their figures, sounds and manifest.

An answer is right between two bounds, compared by ``gte`` and ``lte``: a relative tolerance would turn the bounds of
negative answers round, and not every reader knows an absolute one.
"""

import io
from collections.abc import Mapping
from xml.etree import ElementTree
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from linkbudget.lessons.draws import rounded
from linkbudget.lessons.exercise_media import Medium
from linkbudget.lessons.platform_questions import RIGHT, asked, exact_number, not_right, perhaps, question_name
from linkbudget.lessons.worksheets import ChoiceQuestion, Copy, Question, SomeQuestion, Worksheet

FILE = "qti.zip"
"""Name of the file."""

ITEM_SPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PACKAGE_SPACE = "http://www.imsglobal.org/xsd/imscp_v1p1"
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""Date of all files in the package, which is then the same whenever it is made."""

BOUND_FIGURES = 12
"""Figures of bounds, without what the addition of two floats leaves behind them."""

Element = ElementTree.Element
_sub = ElementTree.SubElement


def qti_files(drawn: Worksheet) -> dict[str, bytes]:
    """The package for import."""
    found = {"imsmanifest.xml": _written(_manifest(drawn))}
    for copy in drawn.copies:
        found[f"{_test_id(copy)}.xml"] = _written(_test(drawn, copy))
        for question in copy.questions:
            found[f"{_item_id(copy, question)}.xml"] = _written(_item(drawn, copy, question))
            found |= {one.name: one.content for one in question.media}
    return {FILE: _zipped(found)}


def _zipped(found: Mapping[str, bytes]) -> bytes:
    """A package that is not compressed, since the same texts compress to other bytes elsewhere."""
    package = io.BytesIO()
    with ZipFile(package, "w", ZIP_STORED) as archive:
        for name, content in found.items():
            entry = ZipInfo(name, EARLIEST)
            entry.create_system = 3  # as Unix has it, on every system
            archive.writestr(entry, content)
    return package.getvalue()


def _written(root: Element) -> bytes:
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _test_id(copy: Copy) -> str:
    return f"copy-{copy.number:03d}"


def _item_id(copy: Copy, question: SomeQuestion) -> str:
    return f"{_test_id(copy)}-question-{question.number:02d}"


# ---------------------------------------------------------------- items


def _item(drawn: Worksheet, copy: Copy, question: SomeQuestion) -> Element:
    item = Element(
        "assessmentItem",
        xmlns=ITEM_SPACE,
        identifier=_item_id(copy, question),
        title=question_name(drawn, copy.number, question),
        adaptive="false",
        timeDependent="false",
    )
    base_type, right = _right(question)
    declared = _sub(item, "responseDeclaration", identifier="RESPONSE", cardinality="single", baseType=base_type)
    _sub(_sub(declared, "correctResponse"), "value").text = right
    _declare(item, "SCORE", "float", "0")
    _declare(item, "FEEDBACK", "identifier")
    _declare(item, "SOLUTION", "identifier")
    body = _sub(item, "itemBody")
    _sub(body, "p").text = question.text
    for one in question.media:
        _enter_medium(body, one)
    if isinstance(question, ChoiceQuestion):
        choice = _sub(body, "choiceInteraction", responseIdentifier="RESPONSE", shuffle="false", maxChoices="1")
        _sub(choice, "prompt").text = asked(question)
        for letter in question.choices:
            _sub(choice, "simpleChoice", identifier=letter).text = letter
    else:
        _sub(body, "p").text = asked(question)
        entry = _sub(_sub(body, "p"), "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="12")
        entry.tail = f" {question.unit}"
    _enter_processing(item, question)
    _enter_feedback(item, question)
    return item


def _right(question: SomeQuestion) -> tuple[str, str]:
    """Type and text of the right response."""
    if isinstance(question, ChoiceQuestion):
        return "identifier", question.answer
    return "float", exact_number(question.answer)


def _enter_medium(body: Element, one: Medium) -> None:
    line = _sub(body, "p")
    if one.is_sound:
        line.text = f"{one.letter} "
        _sub(line, "object", data=one.name, type=one.kind).text = one.says
    else:
        _sub(line, "img", src=one.name, alt=one.says, width=str(one.width))


def _declare(item: Element, name: str, base_type: str, default: str = "") -> None:
    declared = _sub(item, "outcomeDeclaration", identifier=name, cardinality="single", baseType=base_type)
    if default:
        _sub(_sub(declared, "defaultValue"), "value").text = default


def _enter_processing(item: Element, question: SomeQuestion) -> None:
    processing = _sub(item, "responseProcessing")
    condition = _sub(processing, "responseCondition")
    right = _sub(condition, "responseIf")
    if isinstance(question, ChoiceQuestion):
        _enter_match(right, question.answer)
    else:
        _enter_bounds(right, question.answer, question.tolerance)
    _set(right, "SCORE", "float", "1")
    _set(right, "FEEDBACK", "identifier", "RIGHT")
    if isinstance(question, Question):
        for place, wrong in enumerate(question.wrong_answers, start=1):
            found = _sub(condition, "responseElseIf")
            _enter_bounds(found, wrong.answer, wrong.tolerance)
            _set(found, "FEEDBACK", "identifier", f"MISTAKE_{place}")
    else:
        for place, letter in enumerate(question.exercise.wrong_choices, start=1):
            found = _sub(condition, "responseElseIf")
            _enter_match(found, letter)
            _set(found, "FEEDBACK", "identifier", f"MISTAKE_{place}")
    _set(_sub(condition, "responseElse"), "FEEDBACK", "identifier", "WRONG")
    _set(processing, "SOLUTION", "identifier", "SHOWN")


def _enter_match(parent: Element, letter: str) -> None:
    compared = _sub(parent, "match")
    _sub(compared, "variable", identifier="RESPONSE")
    _sub(compared, "baseValue", baseType="identifier").text = letter


def _enter_bounds(parent: Element, answer: float, tolerance: float) -> None:
    both = _sub(parent, "and")
    for comparison, bound in (("gte", answer - tolerance), ("lte", answer + tolerance)):
        compared = _sub(both, comparison)
        _sub(compared, "variable", identifier="RESPONSE")
        _sub(compared, "baseValue", baseType="float").text = exact_number(rounded(bound, BOUND_FIGURES))


def _set(parent: Element, outcome: str, base_type: str, value: str) -> None:
    _sub(_sub(parent, "setOutcomeValue", identifier=outcome), "baseValue", baseType=base_type).text = value


def _enter_feedback(item: Element, question: SomeQuestion) -> None:
    _feedback(item, "FEEDBACK", "RIGHT", [RIGHT])
    for place, says in enumerate(question.says_of_wrong, start=1):
        _feedback(item, "FEEDBACK", f"MISTAKE_{place}", [perhaps(says)])
    _feedback(item, "FEEDBACK", "WRONG", [not_right(question)])
    solution = [*question.steps, f"Answer: {question.answer_text}", f"Source: {question.source}"]
    _feedback(item, "SOLUTION", "SHOWN", solution)


def _feedback(item: Element, outcome: str, name: str, lines: list[str]) -> None:
    shown = _sub(item, "modalFeedback", outcomeIdentifier=outcome, identifier=name, showHide="show")
    for line in lines:
        _sub(shown, "p").text = line


# ---------------------------------------------------------------- tests and manifest


def _test(drawn: Worksheet, copy: Copy) -> Element:
    title = drawn.foot(copy)
    test = Element("assessmentTest", xmlns=ITEM_SPACE, identifier=_test_id(copy), title=title)
    part = _sub(test, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="individual")
    section = _sub(part, "assessmentSection", identifier="questions", title=title, visible="true")
    for question in copy.questions:
        name = _item_id(copy, question)
        _sub(section, "assessmentItemRef", identifier=name, href=f"{name}.xml")
    return test


def _manifest(drawn: Worksheet) -> Element:
    manifest = Element("manifest", xmlns=PACKAGE_SPACE, identifier=f"worksheet-seed-{drawn.seed}")
    metadata = _sub(manifest, "metadata")
    _sub(metadata, "schema").text = "QTIv2.1 Package"
    _sub(metadata, "schemaversion").text = "1.0.0"
    _sub(manifest, "organizations")
    resources = _sub(manifest, "resources")
    for copy in drawn.copies:
        items = [_item_id(copy, question) for question in copy.questions]
        test = _resource(resources, _test_id(copy), "imsqti_test_xmlv2p1")
        for name in items:
            _sub(test, "dependency", identifierref=name)
        for name, question in zip(items, copy.questions, strict=True):
            item = _resource(resources, name, "imsqti_item_xmlv2p1")
            for one in question.media:
                _sub(item, "dependency", identifierref=_file_id(one))
    for one in {one.name: one for copy in drawn.copies for each in copy.questions for one in each.media}.values():
        file = _sub(resources, "resource", identifier=_file_id(one), type="webcontent", href=one.name)
        _sub(file, "file", href=one.name)
    return manifest


def _file_id(one: Medium) -> str:
    return one.name.removesuffix(one.end)


def _resource(resources: Element, name: str, kind: str) -> Element:
    resource = _sub(resources, "resource", identifier=name, type=kind, href=f"{name}.xml")
    _sub(resource, "file", href=f"{name}.xml")
    return resource
