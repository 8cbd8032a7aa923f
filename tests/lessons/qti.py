"""A reader of QTI 2.1 packages that runs the response processing of their items."""

import io
import zipfile
from xml.etree import ElementTree

ITEMS = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
PACKAGE = "{http://www.imsglobal.org/xsd/imscp_v1p1}"


def read_package(content):
    """Items and tests by the identifiers that the manifest has, which names every file once.

    What an item shows is a file of the package, and the manifest says that the item needs it.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = ElementTree.fromstring(files.pop("imsmanifest.xml"))
    resources = {one.get("identifier"): one for one in manifest.iter(f"{PACKAGE}resource")}
    assert sorted(one.get("href") for one in resources.values()) == sorted(files)
    shown = {name: one.get("href") for name, one in resources.items() if one.get("type") == "webcontent"}
    roots = {
        name: ElementTree.fromstring(files[one.get("href")]) for name, one in resources.items() if name not in shown
    }
    for name, root in roots.items():
        assert root.get("identifier") == name
    for name, resource in resources.items():
        needed = {one.get("identifierref") for one in resource.iter(f"{PACKAGE}dependency")}
        assert needed <= set(resources)
        if name in roots and roots[name].tag == f"{ITEMS}assessmentItem":
            sources = {
                one.get("src") or one.get("data") for one in roots[name].iter() if {"src", "data"} & {*one.keys()}
            }
            assert sources == {shown[one] for one in needed}
    items = {name: root for name, root in roots.items() if root.tag == f"{ITEMS}assessmentItem"}
    return items, {name: root for name, root in roots.items() if name not in items}


def mark(item, response):
    """Score and feedback of a response, which is a number, a letter or none."""
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
    assert name in ("gte", "lte", "match")
    variable, bound = test
    assert (variable.tag, variable.get("identifier")) == (f"{ITEMS}variable", "RESPONSE")
    if name == "match":
        assert (bound.tag, bound.get("baseType")) == (f"{ITEMS}baseValue", "identifier")
        return response == bound.text
    assert (bound.tag, bound.get("baseType")) == (f"{ITEMS}baseValue", "float")
    if response is None:
        return False
    return response >= float(bound.text) if name == "gte" else response <= float(bound.text)
