"""A reader of QTI 2.1 packages that runs the response processing of their items."""

import io
import zipfile
from xml.etree import ElementTree

ITEMS = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
PACKAGE = "{http://www.imsglobal.org/xsd/imscp_v1p1}"


def read_package(content):
    """Items and tests by the identifiers that the manifest has, which names every file once."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = ElementTree.fromstring(files.pop("imsmanifest.xml"))
    resources = {one.get("identifier"): one for one in manifest.iter(f"{PACKAGE}resource")}
    assert sorted(one.get("href") for one in resources.values()) == sorted(files)
    roots = {name: ElementTree.fromstring(files[one.get("href")]) for name, one in resources.items()}
    for name, root in roots.items():
        assert root.get("identifier") == name
    for test in resources.values():
        assert {one.get("identifierref") for one in test.iter(f"{PACKAGE}dependency")} <= set(roots)
    items = {name: root for name, root in roots.items() if root.tag == f"{ITEMS}assessmentItem"}
    return items, {name: root for name, root in roots.items() if name not in items}


def mark(item, response):
    """Score and feedback of a response, which is a number or none."""
    outcomes = {"SCORE": 0.0}
    for rule in item.find(f"{ITEMS}responseProcessing"):
        _run(rule, response, outcomes)
    shown = [
        "".join(part.itertext()).strip()
        for part in item.findall(f"{ITEMS}modalFeedback")
        if outcomes.get(part.get("outcomeIdentifier")) == part.get("identifier")
    ]
    return outcomes["SCORE"], shown


def _run(rule, response, outcomes):
    name = rule.tag.removeprefix(ITEMS)
    if name == "setOutcomeValue":
        (said,) = rule
        outcomes[rule.get("identifier")] = float(said.text) if said.get("baseType") == "float" else said.text
        return
    assert name == "responseCondition"
    for branch in rule:
        test, *rules = [*branch] if branch.tag != f"{ITEMS}responseElse" else [None, *branch]
        if test is None or _holds(test, response):
            for one in rules:
                _run(one, response, outcomes)
            return


def _holds(test, response):
    name = test.tag.removeprefix(ITEMS)
    if name == "and":
        return all(_holds(one, response) for one in test)
    assert name in ("gte", "lte")
    variable, bound = test
    assert (variable.tag, variable.get("identifier")) == (f"{ITEMS}variable", "RESPONSE")
    assert (bound.tag, bound.get("baseType")) == (f"{ITEMS}baseValue", "float")
    if response is None:
        return False
    return response >= float(bound.text) if name == "gte" else response <= float(bound.text)
