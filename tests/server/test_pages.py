"""The pages as a reader without JavaScript gets them: every link leads somewhere, every claim to its sentence."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import pytest
from starlette.testclient import TestClient

from ofsted_kg.server import editing

REPORT = "/report/dudley/slac/2011-12-09"
PAGES = (
    "/",
    "/questions",
    "/questions/grades-of-area?area=Being+healthy",
    "/questions/recommendations?authority=Dudley",
    "/authority/dudley",
    "/authority/barnet",
    REPORT,
    "/topics",
    "/topic/marac",
    "/agencies",
    "/recommendations?part=Safeguarding+services",
    "/compare?authority=dudley&authority=tameside",
    "/network",
    "/search?q=marac",
    "/search?q=marac&kind=findings&authority=Dudley",
    "/coverage",
    "/about",
    "/api",
    "/editor",
    "/framework/slac/grade/3",
)
VOID = {"meta", "link", "input", "br", "img", "hr"}


class Outline(HTMLParser):
    """What a page consists of."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.labelled: set[str] = set()
        self.fields: list[str] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.inline: list[str] = []
        self.captions = self.tables = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        self.links += [given["href"] or ""] if tag == "a" and "href" in given else []
        self.headings += [int(tag[1])] if re.fullmatch(r"h[1-6]", tag) else []
        self.labelled |= {given["for"] or ""} if tag == "label" else set()
        self.fields += [given.get("id") or ""] if tag in ("input", "select", "textarea") else []
        self.tables += tag == "table"
        self.captions += tag == "caption"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def outline(client: TestClient, address: str) -> Outline:
    answer = client.get(address, headers={"accept": "text/html"})
    assert answer.status_code == 200, address
    page = Outline()
    page.feed(answer.text)
    return page


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_well_formed_and_can_be_read_by_machines(client: TestClient, address: str) -> None:
    page = outline(client, address)
    assert (page.wrong, page.open, page.inline) == ([], [], [])
    assert len(page.ids) == len(set(page.ids))
    assert page.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
    assert set(page.fields) <= page.labelled
    assert page.tables == page.captions


def test_every_link_of_every_page_leads_somewhere(client: TestClient) -> None:
    targets: dict[str, set[str]] = {}
    for address in PAGES:
        for link in outline(client, address).links:
            path, _, fragment = urljoin(address, link).partition("#")
            if path.startswith("/") and not path.startswith("/api/"):
                targets.setdefault(path, set()).add(fragment)
    broken: list[str] = []
    for path, fragments in targets.items():
        answer = client.get(path, headers={"accept": "text/html, */*;q=0.5"})
        broken += [path] if answer.status_code not in (200, 303) else []
        if fragments - {""} and answer.status_code == 200:
            page = Outline()
            page.feed(answer.text)
            broken += [f"{path}#{one}" for one in fragments - {"", *page.ids}]
    assert broken == []
    assert len(targets) > 80


def test_every_table_can_be_downloaded(client: TestClient) -> None:
    downloads = {link for address in PAGES for link in outline(client, address).links if link.startswith("/api/") and "." in link}
    assert len(downloads) > 20
    for link in downloads:
        answer = client.get(link)
        assert (answer.status_code, "attachment" in answer.headers["content-disposition"]) == (200, True), link


def test_a_claim_leads_to_its_sentence(client: TestClient) -> None:
    topic = client.get("/topic/marac", headers={"accept": "text/html"}).text
    link = re.search(r'href="(/report/dudley/[^"#]+)#(finding-p14-marac-\w+)"', topic)
    assert link
    report = client.get(link[1], headers={"accept": "text/html"}).text
    place = report.index(f'id="{link[2]}"')
    assert "operating" in report[place : place + 500]


def test_a_report_from_a_text_names_no_page(client: TestClient) -> None:
    assert "leaf" not in client.get(REPORT).text


def test_the_heat_map_tells_grades_in_words(client: TestClient) -> None:
    home = client.get("/", headers={"accept": "text/html"}).text
    assert '<td class="g1"><a href="/report/dudley/slac/2011-12-09#passage-' in home
    assert 'Outstanding <span class="number">1</span>' in home


def test_a_form_offers_what_the_reports_speak_of_and_keeps_what_was_chosen(client: TestClient) -> None:
    page = client.get("/questions/grades-of-area", params={"area": "Being healthy"}, headers={"accept": "text/html"}).text
    assert '<option value="Being healthy" selected>Being healthy</option>' in page
    assert '<option value="Dudley">Dudley</option>' in page
    assert "Barnet" not in page


def test_a_wrong_value_in_a_form_is_explained_above_the_form(client: TestClient) -> None:
    page = client.get("/questions/inspections", params={"since": "yesterday"}, headers={"accept": "text/html"})
    assert page.status_code == 422
    assert "not a date of the form YYYY-MM-DD" in page.text


def test_the_editor_shows_results_of_each_form_of_query(client: TestClient) -> None:
    def run(query: str) -> tuple[int, str]:
        page = client.get("/editor", params={"query": query}, headers={"accept": "text/html"})
        return page.status_code, page.text

    assert "<td>7</td>" in run("SELECT (3 + 4 AS ?sum) {}")[1]
    assert ">yes<" in run("ASK {}")[1]
    assert "okg:LocalAuthority" in run("DESCRIBE <https://w3id.org/ofsted-kg/id/authority/dudley>")[1]
    assert run("SELECT")[0] == 400
    assert "Begin with" in run("")[1]
    chosen = client.get("/editor", params={"question": "grade-matrix"}, headers={"accept": "text/html"}).text
    assert "# Grade matrix" in chosen


def test_the_editor_of_an_installation_without_its_bundle_is_a_form_that_says_so(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(editing, "BUNDLE", tmp_path / "none.js")
    page = outline_text(client, "/editor")
    assert "without Node.js" in page
    assert "editor.js" not in page
    monkeypatch.setattr(editing, "BUNDLE", Path(__file__))
    page = outline_text(client, "/editor")
    assert "without Node.js" not in page
    assert '<script src="/static/built/editor.js" defer>' in page


@pytest.mark.parametrize(
    ("words", "expected"),
    [("marac", True), ('"multi-agency public protection"', True), ("marac unicorn", False), ("MARAC chair", True)],
)
def test_search_finds_paragraphs_with_all_the_words(client: TestClient, words: str, expected: bool) -> None:
    page = client.get("/search", params={"q": words}, headers={"accept": "text/html"}).text
    assert ("<mark>" in page) == expected


def test_search_counts_its_hits_by_kind_and_authority(client: TestClient) -> None:
    page = client.get("/search", params={"q": "marac"}, headers={"accept": "text/html"}).text
    facets = re.findall(r'>([\w ]+)</(?:a|strong)> <span class="times">(\d+)</span>', page)
    numbers = {name: int(number) for name, number in facets}
    assert numbers["everywhere"] == numbers["paragraphs"] + numbers["findings"] + numbers["recommendations"]
    assert numbers["all"] == numbers["Dudley"] + numbers["Tameside"] == numbers["everywhere"]


def test_a_search_on_a_topic_leaves_out_what_has_no_topic(client: TestClient) -> None:
    asked = {"q": "chair", "topic": "MARAC"}
    page = client.get("/search", params=asked, headers={"accept": "text/html"}).text
    assert 'id="findings"' in page
    assert 'id="paragraphs"' not in page


def test_a_report_marks_the_findings_of_a_chosen_topic_alone(client: TestClient) -> None:
    page = client.get(REPORT, params={"topic": "marac"}, headers={"accept": "text/html"}).text
    titles = re.findall(r'<mark class="\w+" title="([^"]+)"', page)
    assert len(titles) == 3
    assert all(title.startswith("Multi-agency risk assessment conferences (MARAC)") for title in titles)
    assert client.get(REPORT, params={"topic": "none"}, headers={"accept": "text/html"}).status_code == 404


def test_what_was_chosen_needs_no_column(client: TestClient) -> None:
    page = outline_text(client, "/questions/weak-arrangements?topic=MARAC")
    assert '<th scope="col" title="The topic.">Topic</th>' not in page
    assert ">Authority</th>" in page


def outline_text(client: TestClient, address: str) -> str:
    return client.get(address, headers={"accept": "text/html"}).text


def test_search_without_words_shows_the_form(client: TestClient) -> None:
    assert 'name="q"' in client.get("/search", headers={"accept": "text/html"}).text


@pytest.mark.parametrize(
    "address",
    [
        "/nothing",
        "/authority/nowhere",
        "/topic/nothing",
        "/agency/none",
        "/report/dudley/slac/1999-01-01",
        "/questions/none",
        "/%7B",
    ],
)
def test_what_is_not_there_is_said_on_a_page(client: TestClient, address: str) -> None:
    page = client.get(address, headers={"accept": "text/html"})
    assert (page.status_code, "There is nothing here" in page.text) == (404, True)


@pytest.mark.parametrize(
    "address", ["/compare?authority=a&authority=b&authority=c&authority=d&authority=e&authority=f", "/recommendations?part=whole"]
)
def test_a_choice_that_is_not_possible_is_refused(client: TestClient, address: str) -> None:
    assert client.get(address, headers={"accept": "text/html"}).status_code == 422


def test_pages_are_small_on_the_wire(client: TestClient) -> None:
    sizes = {address: _sent(client, address) for address in PAGES}
    assert {address: size for address, size in sizes.items() if size > 100_000} == {}


def _sent(client: TestClient, address: str) -> int:
    with client.stream("GET", address, headers={"accept": "text/html", "accept-encoding": "gzip"}) as answer:
        return sum(map(len, answer.iter_raw()))


def test_headers_keep_a_page_from_loading_or_running_anything_foreign(client: TestClient) -> None:
    headers = client.get("/", headers={"accept": "text/html"}).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("address", ["/static/../../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/x"])
def test_no_path_leaves_the_folder_of_static_files(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404
