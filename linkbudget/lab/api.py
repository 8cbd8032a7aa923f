"""The lab's server: its page, and a JSON API that keeps no state.

Imports stand inside functions, for the page is there before what computes is imported: by the first request that needs
it, or by :func:`warm_up`.  The map: :func:`lab_app` (the application), :func:`warm_up`.
"""

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Body, Depends, FastAPI, HTTPException, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from linkbudget.errors import LinkBudgetError
from linkbudget.lab import shapes
from linkbudget.version import VERSION

if TYPE_CHECKING:
    from linkbudget.lab.bench import Bench, State

PAGE = Path(__file__).parent / "page"
"""Folder of the page, whose files alone are served."""

KINDS_OF_FILES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy of everything that is served."""

MOST_BYTES = 4_000_000
"""Body of a request [byte]."""

RAW = "application/octet-stream"
"""Kind of the body that a picture is sent in."""

MOST_SIDE = 512
"""Side of a picture that is sent; larger ones are made smaller."""

POINTS, MOST_POINTS = 161, 1001
"""Points of a curve, usually and at most."""


Points = Annotated[int, Query(ge=2, le=MOST_POINTS)]
Side = Annotated[int, Query(ge=16, le=MOST_SIDE)]
Seed = Annotated[int, Query(ge=0, le=2**31 - 1)]
_PNG: dict[int | str, dict[str, Any]] = {200: {"content": {"image/png": {}}}}
_WAV: dict[int | str, dict[str, Any]] = {200: {"content": {"audio/wav": {}}}}


def one_state(bench: "Callable[[], Bench]") -> "Callable[..., State]":
    """The question that the query of a request asks."""

    def read(
        scenario: Annotated[str, Query(max_length=80, description="Name of a scenario.", examples=["mars1"])] = "",
        link: Annotated[str, Query(max_length=80, description="Name of a link; the main one without it.")] = "",
        range: Annotated[
            str, Query(max_length=40, description="Distance with its unit.", examples=["106.76e6 km"])
        ] = "",
        at: Annotated[str, Query(max_length=40, description="Instant in UTC, instead of a distance.")] = "",
        set: Annotated[
            list[str] | None,
            Query(description="Numbers that differ, each as key=value.", examples=[["transmitter.power=20 W"]]),
        ] = None,
    ) -> Any:
        from linkbudget.lab.bench import state

        return state(bench(), scenario or bench().names[0], link, range, at, set or [])

    return read


def lab_app(file: Path | None = None, hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")) -> FastAPI:
    """The application.

    Parameters
    ----------
    file : Path, optional
        Scenario file of the user, which may be asked for beside the packaged scenarios.
    hosts : tuple of str
        Names and addresses by which the server may be asked.
    """
    bench = cache(partial(_bench, file))
    asked = Annotated[Any, Depends(one_state(bench))]
    app = FastAPI(
        title="linkbudget lab",
        version=VERSION,
        summary="Link budgets over HTTP, without state.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        swagger_ui_oauth2_redirect_url=None,
        responses={422: {"model": shapes.Mistake}},
    )
    app.add_middleware(GZipMiddleware, minimum_size=2000, compresslevel=4)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))
    app.add_middleware(Guard)
    app.add_exception_handler(LinkBudgetError, _mistake)
    app.add_exception_handler(RequestValidationError, _mistake)

    @app.get("/api/scenarios", response_model=shapes.Scenarios)
    def scenarios() -> Any:
        """Names of the scenarios."""
        found = bench()
        said = {"version": VERSION, "stamp": found.stamp(), "own": found.own_name or ""}
        return JSONResponse(said | {"scenarios": found.names})

    @app.get("/api/scenario", response_model=shapes.ScenarioName)
    def one_scenario(asked: asked) -> Any:
        """A scenario with its links, and the distance that it is about."""
        return JSONResponse(_views().scenario_view(asked))

    @app.get("/api/inputs", response_model=list[shapes.Number])
    def numbers(asked: asked) -> Any:
        """Every number that may be moved, as the scenario has it, with its ends, status and source."""
        return JSONResponse(_views().inputs_view(asked))

    @app.get("/api/budget", response_model=shapes.Budget)
    def budget(asked: asked, brief: bool = False) -> Any:
        """The budget, line by line, and its verdict."""
        return JSONResponse(_views().budget_view(asked, brief=brief))

    @app.get("/api/explain", response_model=shapes.Explanation)
    def explain(asked: asked, line: Annotated[str, Query(max_length=80)] = "free_space_loss_db") -> Any:
        """One line of the budget: equation, numbers put in, sources."""
        return JSONResponse(_views().explain_view(asked, line))

    @app.get("/api/curve", response_model=shapes.Curve)
    def curve(
        asked: asked, links: Annotated[str, Query(pattern="^(one|all)$")] = "one", points: Points = POINTS
    ) -> Any:
        """Signal-to-noise ratio, margin and data rate against distance, of one link or all."""
        return JSONResponse(_views().curve_view(asked, all_links=links == "all", points=points))

    @app.get("/api/pass", response_model=shapes.Pass)
    def one_pass(asked: asked, number: Annotated[int, Query(ge=-1, le=100)] = -1) -> Any:
        """The passes of a day, and one of them over time; the highest without a number."""
        return JSONResponse(_views().pass_view(asked, number))

    @app.get("/api/table", response_model=shapes.Tolerances)
    def table(asked: asked) -> Any:
        """The design control table, the histogram of the margin, and what matters most."""
        return JSONResponse(_views().tolerance_view(asked))

    @app.get("/api/picture", response_class=Response, responses=_PNG)
    def picture(asked: asked, side: Side = 256, seed: Seed = 1962) -> Response:
        """The test chart as it arrives, as PNG."""
        return _png(_views().chart_view(asked, side, seed))

    @app.post("/api/picture", response_class=Response, responses=_PNG)
    def own_picture(
        asked: asked,
        picture: Annotated[bytes, Body(media_type=RAW)],
        side: Side = 256,
        seed: Seed = 1962,
    ) -> Response:
        """A picture of one's own as it arrives, as PNG."""
        return _png(_views().picture_view(asked, picture, side, seed))

    @app.get("/api/sound", response_class=Response, responses=_WAV)
    def sound(asked: asked, seed: Seed = 1962) -> Response:
        """The carrier in its noise, three seconds of it, as WAV."""
        return Response(_views().sound_view(asked, seed), media_type="audio/wav")

    @app.get("/api/challenges", response_model=list[shapes.ChallengeText])
    def challenges() -> Any:
        """Questions to be answered by moving sliders."""
        return JSONResponse(_challenges().challenges_view())

    @app.get("/api/check", response_model=shapes.Checked)
    def check(asked: asked, name: Annotated[str, Query(max_length=80)]) -> Any:
        """Check whether a state reaches the goal of a challenge."""
        return JSONResponse({"is_met": _views().is_met(asked, _challenges().challenge(name))})

    @app.get("/", include_in_schema=False)
    def page() -> Response:
        return _file("index.html")

    @app.get("/api", include_in_schema=False)
    def api_page() -> Response:
        return _file("api.html")

    @app.get("/page/{name}", include_in_schema=False)
    def part(name: str) -> Response:
        return _file(name)

    return app


def _bench(file: Path | None) -> "Bench":
    from linkbudget.lab.bench import Bench

    return Bench(file)


def _views() -> Any:
    from linkbudget.lab import views

    return views


def _challenges() -> Any:
    from linkbudget.lab import challenges

    return challenges


def warm_up() -> None:
    """Import what computes."""
    _views()


def _mistake(request: Request, error: Exception) -> JSONResponse:
    """One line that says what is wrong."""
    if isinstance(error, RequestValidationError):
        said = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors())
    else:
        said = str(error)
    return JSONResponse({"error": said}, status_code=422)


def _png(sent: tuple[bytes, float, float]) -> Response:
    content, wrong_share, snr_db = sent
    heads = {"X-Wrong-Share": f"{wrong_share:.6g}", "X-Picture-SNR-dB": f"{snr_db:.2f}"}
    return Response(content, media_type="image/png", headers=heads)


@cache
def _files() -> dict[str, tuple[bytes, str]]:
    """Content and kind of the files of the page by name; nothing else is served."""
    files = [file for file in PAGE.iterdir() if file.suffix in KINDS_OF_FILES]
    return {file.name: (file.read_bytes(), KINDS_OF_FILES[file.suffix]) for file in files}


def _file(name: str) -> Response:
    if name not in _files():
        raise HTTPException(404)
    content, kind = _files()[name]
    return Response(content, media_type=kind, headers={"Cache-Control": "no-cache"})


class Guard:
    """Heads that keep the page to itself, and a limit to the body of a request."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        heads = dict(scope["headers"])
        length = heads.get(b"content-length", b"0")
        is_chunked = b"transfer-encoding" in heads
        if is_chunked or not length.isdigit() or int(length) > MOST_BYTES:
            answer = JSONResponse({"error": f"body: expected {MOST_BYTES} bytes at most, and their number"}, 413)
            await answer(scope, receive, send)
            return

        async def send_guarded(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_GUARDS]
            await send(message)

        await self.app(scope, receive, send_guarded)


_GUARDS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
