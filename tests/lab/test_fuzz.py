"""Questions made at random from the API's own OpenAPI document: each gets an answer of its shape, or one line."""

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from linkbudget.lab.api import lab_app

schema = schemathesis.openapi.from_asgi("/api/openapi.json", lab_app(hosts=("localhost", "testserver")))


@schema.parametrize()
@settings(max_examples=10, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_question_has_an_answer(case):
    case.call_and_validate(checks=[not_a_server_error, response_schema_conformance, status_code_conformance])
