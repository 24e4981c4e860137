"""What the server of the review page does for the page, and what it refuses everyone else."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient

from align.review.guard import MOST_BYTES
from align.review.server import WRITE_EVERY, make_app
from align.review.session import Review, files_at
from support.made_reviews import document

HOST, TOKEN = "127.0.0.1:8377", "the-token-of-this-page"
SCRIPT = "<script>document.title = 'taken'</script><img src=x onerror=alert(1)>"


@pytest.fixture
def review(tmp_path):
    one = document(
        [((0, 1), (0, 1)), ((1, 2), (1, 3))], ru=[SCRIPT, "Снег 5."], kk=["а", "ә", "б 5"]
    )
    review = Review([one], files_at(tmp_path / "out.tsv"))
    yield review
    review.close()


@pytest.fixture
def client(review):
    with TestClient(make_app(review, {HOST}, TOKEN), base_url=f"http://{HOST}") as client:
        client.headers["X-Align-Token"] = TOKEN
        yield client


def edit(client, **body):
    return client.post("/api/edit", json={"since": 0, **body})


def accept(client, name="0-1:0-1:"):
    return edit(client, edit="accept", document=0, beads=[name])


def test_the_page_gets_everything_and_its_edits_are_done(client, review):
    whole = client.get("/api/review").json()
    assert whole["documents"][0]["ru"][0] == [0, 1, SCRIPT]
    done = edit(client, edit="split", document=0, beads=["1-2:1-3:"], side="kk", unit=2).json()
    assert (done["revision"], done["undo"], done["redo"]) == (1, 1, 0)
    assert [bead[0] for bead, _ in done["changes"][0]["added"]] == [
        "0-0:1-2:unpaired!",
        "1-2:2-3:!",
    ]
    back = edit(client, edit="undo", seen=1).json()
    assert (back["undo"], back["redo"]) == (0, 1)
    assert [bead.name for bead in review.documents[0].beads] == ["0-1:0-1:", "1-2:1-3:"]


def test_what_another_tab_has_changed_comes_with_the_answer(client):
    accept(client)
    late = edit(client, edit="unpair", document=0, beads=["0-1:0-1:"])
    assert (late.status_code, late.json()["reason"]) == (409, "gone")
    assert late.json()["changes"][0]["removed"] == ["0-1:0-1:"]
    assert client.post("/api/changes", json={"since": 0}).json()["revision"] == 1
    assert client.post("/api/changes", json={"since": 1}).json()["changes"] == []


def test_marks_tell_what_both_sides_have(client):
    answer = client.post("/api/marks", json={"pairs": [[0, [1, 2], [1, 3]]]}).json()
    assert answer["marks"][0][0][0][-1] == [5, 6, "same"]


@pytest.mark.parametrize(
    "host", ["evil.example:8377", "127.0.0.1:80", "localhost.evil.example", ""]
)
@pytest.mark.parametrize("path", ["/", "/page/main.js", "/api/review"])
def test_a_foreign_host_is_refused(client, host, path):
    answer = client.get(path, headers={"Host": host})
    assert (answer.status_code, answer.json()) == (421, {"reason": "foreign-host"})


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", f"https://{HOST}", "http://127.0.0.1:1"]
)
def test_a_foreign_origin_is_refused(client, review, origin):
    answer = client.post("/api/edit", json={}, headers={"Origin": origin})
    assert (answer.status_code, answer.json()) == (403, {"reason": "foreign-origin"})
    own = client.post("/api/changes", json={"since": 0}, headers={"Origin": f"http://{HOST}"})
    assert own.status_code == 200
    assert review.revision == 0


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x", TOKEN[:-1]])
def test_without_the_token_nothing_is_told_or_done(client, review, token):
    client.headers["X-Align-Token"] = token
    for answer in (client.get("/api/review"), accept(client), client.get("/api/nothing")):
        assert (answer.status_code, answer.json()) == (403, {"reason": "no-token"})
    del client.headers["X-Align-Token"]
    assert accept(client).status_code == 403
    assert client.get("/api/review", headers=[(b"X-Align-Token", b"\xff")]).status_code == 403
    assert review.revision == 0


def test_the_page_itself_holds_no_text_and_no_token(client):
    del client.headers["X-Align-Token"]
    page = client.get("/")
    assert page.status_code == 200
    assert TOKEN not in page.text
    assert SCRIPT not in page.text


PATHS = """
/page/../server.py
/page/..%2fserver.py
/page/%2e%2e/%2e%2e/cli/review.py
/../pyproject.toml
/page//etc/passwd
/page/%2fetc%2fpasswd
/page/..%5cserver.py
/page/main.js%00
/etc/passwd
"""


@pytest.mark.parametrize("path", PATHS.split())
def test_no_path_leads_out_of_the_page(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "import" not in answer.text
    assert "root:" not in answer.text


def test_a_hundred_megabytes_are_refused_before_they_are_read(client, review):
    said = client.post("/api/edit", content=b"{}", headers={"Content-Length": str(10**8)})
    assert (said.status_code, said.json()) == (413, {"reason": "too-large"})
    taken, sent = 0, []

    async def receive():
        nonlocal taken
        taken += 65536
        return {"type": "http.request", "body": b" " * 65536, "more_body": taken < 10**8}

    async def send(message):
        sent.append(message)

    headers = [(b"host", HOST.encode()), (b"x-align-token", TOKEN.encode())]  # and no length
    scope = {"type": "http", "method": "POST", "path": "/api/edit", "headers": headers}
    with ThreadPoolExecutor() as pool:  # a browser's tests leave a loop running in this thread
        pool.submit(asyncio.run, make_app(review, {HOST}, TOKEN)(scope, receive, send)).result()
    assert sent[0]["status"] == 413
    assert taken < 2 * MOST_BYTES


def test_a_body_as_large_as_is_allowed_is_read(client):
    text = "я" * (MOST_BYTES // 4)
    answer = edit(client, edit="text", document=0, side="ru", unit=0, old="other", new=text)
    assert answer.json()["reason"] == "gone"


NONSENSE = r"""
{
[]
null
{}
{"edit":"nothing","document":0,"since":0}
{"edit":"accept","document":9,"beads":[],"since":0}
{"edit":"accept","document":-1,"beads":[],"since":0}
{"edit":"unpair","document":0,"beads":[],"since":0}
{"edit":"unpair","document":0,"beads":7,"since":0}
{"edit":"text","document":0,"side":"en","unit":0,"old":"","new":"","since":0}
{"edit":"text","document":0,"side":"ru","unit":-1,"old":"","new":"","since":0}
{"edit":"move","document":0,"beads":["x"],"side":"ru","unit":1e999,"step":1,"since":0}
{"edit":"undo","seen":"x","since":0}
"""


@pytest.mark.parametrize("body", [*NONSENSE.encode().split(), b"", b"[" * 5000, b"\xff"])
def test_nonsense_is_refused_and_changes_nothing(client, review, body):
    answer = client.post("/api/edit", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["reason"]) == (400, "bad-request")
    assert review.revision == 0


def test_a_form_of_another_site_is_no_request(client):
    answer = client.post("/api/edit", content=b"{}", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415
    assert client.get("/api/edit").status_code == 405


def test_every_answer_forbids_foreign_content_and_frames(client):
    for answer in (client.get("/"), client.get("/nothing"), client.get("/", headers={"Host": "x"})):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


def test_the_table_is_written_when_the_server_ends(review):
    with TestClient(make_app(review, {HOST}, TOKEN), base_url=f"http://{HOST}") as client:
        client.headers["X-Align-Token"] = TOKEN
        accept(client)
    assert "\t1.0000\t" in review.files.table.read_text("utf-8")


@pytest.mark.slow
def test_a_table_that_cannot_be_written_is_said_and_the_edit_kept(client, review, tmp_path):
    review.files.table.unlink(missing_ok=True)
    review.files.table.mkdir()
    accept(client)
    deadline = time.monotonic() + 3 * WRITE_EVERY
    while time.monotonic() < deadline:
        answer = client.post("/api/changes", json={"since": 1}).json()
        if answer["fault"]:
            break
        time.sleep(0.1)
    assert "out.tsv: is a folder" in answer["fault"]
    assert review.revision == 1
    review.files.table.rmdir()
