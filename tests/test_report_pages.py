"""The market report in a real browser, and each chart against a picture that a person has looked at.

Skipped where no Chromium is installed. The market is random but always the same.
"""

import io
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from matplotlib import style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from benchmarks.report import TODAY, publish_random_market
from reports import drawing
from reports.market.build import Written, write_edition
from reports.market.chart import FoundChart, find_charts
from reports.market.edition import Edition
from reports.market.modules import Module
from reports.market.population import read_population
from reports.market.reading import opened
from reports.printing import NoPdf, find_browser, print_pdf

PICTURES = Path(__file__).parent / "pictures"
SMALL = 36
"""Dots per inch of a reference: half of the page's size, a few kB each."""
TOLERANCE = 7.0
"""Root mean square of the grey levels' difference, of 255; another version of the fonts' renderer stays below 3."""
COURSE = (Module("Programming", ("Python", "React")), Module("Tools", ("Excel", "Docker", "Linux")))
TELEPHONE = 360


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random market, with what each chart needs."""
    copy = publish_random_market(tmp_path_factory.mktemp("random"), 20_000)
    with duckdb.connect(str(copy)) as connection:
        connection.execute(
            "update skill_change set verdict = 'falling', low = -0.09, high = -0.03, difference = -0.06 "
            "where skill = 'linux'"
        )
    return copy


@pytest.fixture(scope="module")
def written(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The default edition with a course, so that every chart is on the page."""
    return write_edition(published, tmp_path_factory.mktemp("pages"), today=TODAY, edition=Edition(modules=COURSE))


@pytest.fixture(scope="module")
def chromium() -> str:
    """The browser; tests are skipped without one."""
    if find_spec("playwright") is None:
        pytest.skip("playwright is not installed")
    try:
        return find_browser({})
    except NoPdf:
        pytest.skip("no Chromium is installed")


class Visit:
    """A page loaded in the browser, with all that it said and asked for."""

    def __init__(self, page: Any, path: Path) -> None:
        self.page = page
        self.said: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(path.resolve().as_uri())

    def violations(self) -> list[str]:
        """What axe-core finds against WCAG 2.2 AA and its own best practices."""
        import axe_playwright_python

        source = (Path(str(axe_playwright_python.__file__)).parent / "axe.min.js").read_text(encoding="utf-8")
        self.page.evaluate(source)
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"]]

    def width(self) -> int:
        """How wide the page wants to be, in CSS pixels."""
        return int(self.page.evaluate("document.documentElement.scrollWidth"))


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.mark.slow
def test_the_page_behaves_in_a_browser(browser: Any, written: Written) -> None:
    """On a telephone: nothing is asked of anybody, nothing is said on the console, nothing sticks out, axe is content
    in both themes with every table open, and the script sorts and filters."""
    context = browser.new_context(viewport={"width": TELEPHONE, "height": 780}, color_scheme="light")
    visit = Visit(context.new_page(), written.page)
    page = visit.page
    assert visit.width() <= TELEPHONE
    page.get_by_role("button", name="Show all tables").click()
    assert page.locator("details.numbers:not([open])").count() == 0
    assert visit.width() <= TELEPHONE
    shares = page.locator("section:has(#shares_now)")
    first = shares.locator("tbody tr").first
    label = first.locator("th").inner_text()
    shares.get_by_role("button", name="Adverts naming it", exact=True).click()
    counts = [
        int(cell) for cell in shares.locator("tbody td:nth-child(2)").evaluate_all("c => c.map(x => x.dataset.value)")
    ]
    assert counts == sorted(counts)
    assert shares.locator("th[aria-sort=ascending]").count() == 1
    shares.get_by_role("searchbox").fill(label)
    shown = shares.locator("tbody tr:visible")
    assert 1 <= shown.count() < len(counts)
    assert label in shown.first.inner_text()
    shares.get_by_role("searchbox").fill("")
    assert visit.violations() == []
    page.emulate_media(color_scheme="dark")
    assert visit.violations() == []
    page.set_viewport_size({"width": 1280, "height": 900})
    assert visit.width() <= 1280
    assert visit.said == []
    assert [url for url in visit.asked if not url.startswith("data:")] == [written.page.resolve().as_uri()]
    index = Visit(context.new_page(), written.page.parents[1] / "index.html")
    assert index.width() <= TELEPHONE
    assert (index.violations(), index.said) == ([], [])
    context.close()


@pytest.mark.slow
def test_nothing_breaks_without_the_script(browser: Any, written: Written) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": TELEPHONE, "height": 780})
    visit = Visit(context.new_page(), written.page)
    table = visit.page.locator("section:has(#shares_now) details.numbers")
    table.locator("summary").click()
    assert table.locator("tbody tr").first.is_visible()
    assert visit.page.get_by_role("button").count() == 0
    assert visit.said == []
    context.close()


@pytest.mark.slow
def test_a_planted_script_does_not_run_and_is_seen_by_the_test(browser: Any, written: Written, tmp_path: Path) -> None:
    """The content policy lets our script run and no other; and this shows that the console is really watched."""
    text = written.page.read_text(encoding="utf-8")
    planted = tmp_path / "planted.html"
    planted.write_text(text.replace("</h1>", "</h1><script>document.title = 'taken'</script>"), encoding="utf-8")
    context = browser.new_context()
    visit = Visit(context.new_page(), planted)
    assert visit.page.title() != "taken"
    assert any("Content Security Policy" in line for line in visit.said)
    context.close()


@pytest.mark.slow
def test_the_page_prints_on_a_known_number_of_sheets(chromium: str, written: Written) -> None:
    """All charts and the words: neither a sheet for each line, nor everything pressed on one."""
    printed = print_pdf(chromium, written.page)
    sheets = printed.read_bytes().count(b"/Type /Page\n")
    assert 10 <= sheets <= 20
    assert b"/MediaBox [0 0 594" in printed.read_bytes() or b"/MediaBox [0 0 595" in printed.read_bytes()
    assert printed.read_bytes().startswith(b"%PDF")


def pixels(found: FoundChart, rows: Any) -> Image.Image:
    """The wide drawing of a chart at half its size, in grey."""
    height = found.chart.height(rows, False)
    with style.context(["default", str(files("reports") / "house.mplstyle")]):
        figure = Figure(figsize=(drawing.WIDE / 72, height / 72), dpi=SMALL)
        figure.set_facecolor("white")
        canvas = FigureCanvasAgg(figure)
        found.chart.draw(figure.add_axes((0, 0, 1, 1)), rows)
        buffer = io.BytesIO()
        canvas.print_png(buffer, pil_kwargs={"optimize": True})
    return Image.open(buffer).convert("L")


def difference(one: Image.Image, other: Image.Image) -> float:
    """Root mean square of the difference of grey levels; pictures of other sizes have nothing in common."""
    if one.size != other.size:
        return 255.0
    apart = np.asarray(one, dtype=float) - np.asarray(other, dtype=float)
    return float(np.sqrt(np.mean(apart**2)))


@pytest.mark.parametrize("found", find_charts(), ids=lambda found: found.name)
def test_every_chart_looks_as_it_did_when_a_person_looked(found: FoundChart, published: Path, written: Written) -> None:
    """A missing picture is drawn, and the test fails until somebody has looked at it and committed it."""
    (part,) = [part for part in written.report.parts if part.name == found.name]
    if part.refusal and found.chart.needs:
        pytest.skip(part.refusal)
    assert part.refusal is None
    drawn = pixels(found, part.rows)
    reference = PICTURES / f"{found.name}.png"
    if not reference.exists():
        PICTURES.mkdir(exist_ok=True)
        drawn.save(reference, optimize=True)
        pytest.fail(f"{reference.name} was missing and has been drawn: look at it, then commit it")
    assert reference.stat().st_size < 20_000
    apart = difference(drawn, Image.open(reference).convert("L"))
    assert apart < TOLERANCE, f"{found.name} differs from its reference by {apart:.1f} of 255"
    other = Image.open(PICTURES / "source_health.png").convert("L")
    if found.name != "source_health":
        assert difference(drawn, other) > TOLERANCE, "the tolerance would let another chart pass"


def test_a_chart_with_one_row_less_is_noticed(published: Path, written: Written) -> None:
    """The comparison can fail: a bar that is gone or shorter by a fifth is beyond the tolerance."""
    (found,) = [found for found in find_charts() if found.name == "shares_now"]
    (part,) = [part for part in written.report.parts if part.name == "shares_now"]
    rows = [dict(row) for row in part.rows]
    whole = pixels(found, rows)
    for row in rows[:4]:
        row["share"] *= 0.8
    assert difference(pixels(found, rows), whole) > 2
    assert difference(pixels(found, rows[:-1]), whole) == 255


def test_population_of_a_slice_is_told(published: Path) -> None:
    with opened(published) as connection:
        whole = read_population(connection, "all", None)
        part = read_population(connection, "role:nursing", "nursing")
    assert part.adverts < whole.adverts
    assert "This edition counts nursing only." in part.sentence()
    assert part.first_day is not None
    assert part.first_day >= date(2026, 8, 1)
