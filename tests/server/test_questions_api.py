from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from starlette.testclient import TestClient

AREA = {"area": "being healthy"}


def test_the_catalogue_lists_every_question_with_what_it_lets_one_choose(client: TestClient) -> None:
    questions = {one["name"]: one for one in client.get("/api/questions").json()["questions"]}
    assert {"grade-matrix", "grades-of-area", "recommendations"} <= questions.keys()
    area = next(p for p in questions["grades-of-area"]["parameters"] if p["name"] == "area")
    assert (area["type"], "Being healthy" in area["allowed"]) == ("concept", True)


def test_an_answer_is_json_with_evidence_in_each_row(client: TestClient) -> None:
    answer = client.get("/api/questions/grades-of-area", params=AREA)
    assert answer.headers["content-type"] == "application/json"
    rows = answer.json()["rows"]
    assert [row["authority"]["label"] for row in rows] == ["Tameside", "Dudley"]
    assert all(row["quote"] for row in rows)


@pytest.mark.parametrize(
    ("ending", "media_type"),
    [
        ("json", "application/json"),
        ("csv", "text/csv; charset=utf-8"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("md", "text/markdown; charset=utf-8"),
        ("srj", "application/sparql-results+json"),
    ],
)
def test_the_ending_or_the_accept_header_chooses_the_format(client: TestClient, ending: str, media_type: str) -> None:
    by_ending = client.get(f"/api/questions/grades-of-area.{ending}", params=AREA)
    by_header = client.get("/api/questions/grades-of-area", params=AREA, headers={"accept": media_type.partition(";")[0]})
    assert by_ending.headers["content-type"] == by_header.headers["content-type"] == media_type


def test_csv_and_xlsx_hold_the_same_rows(client: TestClient) -> None:
    text = client.get("/api/questions/grades-of-area.csv", params=AREA).text
    book = openpyxl.load_workbook(io.BytesIO(client.get("/api/questions/grades-of-area.xlsx", params=AREA).content))
    sheet = [[str(cell or "") for cell in row] for row in book["answer"].iter_rows(values_only=True)]
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[0] for row in rows] == [row[0] for row in sheet] == ["authority", "Tameside", "Dudley"]


def test_pages_follow_each_other_without_gap_or_repeat(client: TestClient) -> None:
    whole = client.get("/api/questions/grade-matrix").json()["rows"]
    address, rows = "/api/questions/grade-matrix?limit=10", []
    while address:
        answer = client.get(address)
        rows += answer.json()["rows"]
        address = answer.links.get("next", {}).get("url", "")
    assert rows == whole
    assert len(whole) > 20


def test_the_last_page_has_no_next_and_the_first_no_previous(client: TestClient) -> None:
    first = client.get("/api/questions/inspections", params={"limit": 1})
    last = client.get("/api/questions/inspections", params={"limit": 1, "offset": 1})
    whole = client.get("/api/questions/inspections", params={"limit": 2})
    assert set(first.links) == {"first", "next"}
    assert set(last.links) == {"first", "prev"}
    assert set(whole.links) == set()


def test_a_page_of_sparql_json_holds_the_rows_of_that_page(client: TestClient) -> None:
    answer = client.get("/api/questions/inspections.srj", params={"limit": 1, "offset": 1}).json()
    [row] = answer["results"]["bindings"]
    assert row["authority"]["value"] == "https://w3id.org/ofsted-kg/id/authority/tameside"


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("grades-of-area?area=nonsense", "area"),
        ("inspections?since=yesterday", "since"),
        ("inspections?sinc=2011-01-01", "sinc"),
        ("inspections?authority=Dudley&authority=Nowhere", "authority"),
        ("inspections?since=2011-01-01&since=2012-01-01", "since"),
        ("inspections?limit=none", "limit"),
        ("inspections?limit=0", "limit"),
        ("inspections?offset=-1", "offset"),
    ],
)
def test_a_wrong_value_names_the_parameter(client: TestClient, address: str, parameter: str) -> None:
    answer = client.get(f"/api/questions/{address}")
    assert (answer.status_code, answer.json()["parameter"]) == (422, parameter)


def test_a_wrong_concept_lists_those_allowed(client: TestClient) -> None:
    answer = client.get("/api/questions/recommendations", params={"timescale": "tomorrow"}).json()
    assert "Within three months" in answer["allowed"]


@pytest.mark.parametrize("address", ["/api/questions/no-such", "/api/questions/inspections.gif", "/api/tables/no-such.csv"])
def test_what_is_not_there_is_not_found(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, list(answer.json())) == (404, ["error"])


def test_a_format_that_is_not_offered_is_refused(client: TestClient) -> None:
    assert client.get("/api/questions/inspections", headers={"accept": "image/png"}).status_code == 406


def test_an_answer_that_the_client_holds_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/api/questions/inspections")
    again = client.get("/api/questions/inspections", headers={"if-none-match": first.headers["etag"]})
    other = client.get("/api/questions/inspections", headers={"if-none-match": '"other"'})
    assert (again.status_code, again.content, other.status_code) == (304, b"", 200)


def test_the_tables_of_pages_are_there_as_well(client: TestClient) -> None:
    rows = client.get("/api/tables/verdicts", params={"authority": "Dudley", "topic": "MARAC"}).json()["rows"]
    assert [row["topic"]["label"] for row in rows] == ["Multi-agency risk assessment conferences (MARAC)"]


def test_the_accuracy_and_what_is_said_of_a_thing_are_tables_too(client: TestClient) -> None:
    accuracy = client.get("/api/tables/accuracy.csv")
    assert accuracy.text.splitlines()[0] == "report,measure,precision,recall,f1"
    assert client.get("/api/tables/accuracy.gif").status_code == 404
    said = client.get("/api/tables/resource.csv", params={"thing": "https://w3id.org/ofsted-kg/id/topic/marac"}).text
    assert ",Multi-agency risk assessment conferences (MARAC)," in said
    assert client.get("/api/tables/resource.csv").status_code == 422


def test_openapi_describes_each_question_with_its_parameters(client: TestClient) -> None:
    api = client.get("/openapi.json").json()
    assert api["openapi"] == "3.1.0"
    described = {path.rpartition("/")[2] for path in api["paths"]}
    assert described == {one["name"] for one in client.get("/api/questions").json()["questions"]}
    names = [p["name"] for p in api["paths"]["/api/questions/grades-of-area"]["get"]["parameters"]]
    assert names == ["area", "authority", "grade", "limit", "offset"]


def test_every_answer_has_the_columns_that_openapi_promises(client: TestClient) -> None:
    api = client.get("/openapi.json").json()
    for path, operations in api["paths"].items():
        schema = operations["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        if any(parameter.get("required") for parameter in operations["get"]["parameters"]):
            continue
        for row in client.get(path, params={"limit": 3}).json()["rows"]:
            assert list(row) == schema["properties"]["rows"]["items"]["required"]
