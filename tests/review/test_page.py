"""The review page in a real browser, with `align review` in a process of its own."""

import re
import signal
from pathlib import Path

import pytest

from align.review.edits import accept_all
from align.review.load import load_tables
from align.review.session import Review, files_at
from align.table.read import read_beads, read_texts
from support.made_tables import write_table

pytestmark = pytest.mark.slow

RU = [
    "Снег выпал 5 мая.",
    "Дорогу закрыли.",
    "Ветер стих.",
    "Школы работают.",
    "<script>x</script> Итог.",
]
KK = [
    "5 мамырда қар жауды.",
    "Жол жабылды.",
    "Жел басылды.",
    "Мектептер жұмыс істейді.",
    "Қорытынды.",
]
SEEDS = Path(__file__).parents[2] / "seeds"
READY = "body[data-ready]"


def table_of(path, beads):
    rows = []
    for ru, kk, score in beads:
        texts = " ".join(RU[at] for at in ru), " ".join(KK[at] for at in kk)
        places = (ru or [0])[0], len(ru), (kk or [0])[0], len(kk), f"{len(ru)}-{len(kk)}"
        rows.append(("a", "b", *places, score, "" if ru and kk else "unpaired", *texts))
    return write_table(path, rows)


@pytest.fixture
def table(tmp_path):
    """Sentence 1 of both sides is in the bead of sentence 0; the rest is right."""
    beads = [([0, 1], [0, 1], 0.5), ([2], [2], 0.95), ([3], [3], 0.7), ([4], [4], 0.99)]
    return table_of(tmp_path / "t.tsv", beads)


def saved(page):
    page.locator("#saved", has_text=re.compile("^Saved$")).wait_for()


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)
        saved(page)


def beads(table):
    """What the table of a review holds, by the counts of its rows."""
    (found,) = read_beads(table.with_name("t.reviewed.tsv")).values()
    return [(list(bead.ru), list(bead.kk)) for bead in found]


def test_a_session_of_corrections(page, review_process, table):
    with review_process(table, cwd=table.parent) as (url, process):
        page.goto(url)
        page.wait_for_selector(READY)
        assert page.locator("#progress-text").inner_text() == "0 of 4 checked, 2 doubtful left"
        page.wait_for_selector(".same")  # the number that both sides have
        press(page, "s")
        assert page.locator(".row.pair").count() == 5
        press(page, "Enter", "Enter")  # the second half, and then the doubtful one
        press(page, "Enter")
        assert page.locator("#progress-text").inner_text() == "3 of 5 checked, 0 doubtful left"
        press(page, "u")
        assert page.locator(".row.alone").count() == 1  # both stand side by side
        press(page, "l")
        assert page.locator(".row.alone").count() == 0
        press(page, "z", "z", "z", "y")
        page.locator("text=Ветер стих.").dblclick()
        page.locator("#edit-text").fill("Ветер утих.")
        page.locator("#edit-save").click()
        page.wait_for_selector("text=Ветер утих.")
        saved(page)
        press(page, "Shift+A")
        page.locator("#sure button[value=yes]").click()
        page.wait_for_selector("text=5 of 5 checked")
        saved(page)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    assert beads(table) == [([at], [at]) for at in range(5)]
    texts = read_texts(table.with_name("t.reviewed.tsv"))["a", "b"]
    assert texts[2][2] == "Ветер утих."
    (gold,) = read_beads(table.with_name("t.reviewed.gold.tsv")).values()
    assert len(gold) == 5


def test_what_was_saved_outlives_a_kill(page, review_process, table):
    with review_process(table, cwd=table.parent) as (url, process):
        page.goto(url)
        page.wait_for_selector(READY)
        press(page, "s", "a")
        process.kill()
        process.wait()
        page.keyboard.press("a")
        page.wait_for_selector("#alarm >> text=No connection")
        assert page.locator("#saved").inner_text() == "NOT SAVED"
    with review_process(table, cwd=table.parent) as (url, _):
        page.goto(url)  # the same page with another token: it loads itself anew
        saved(page)
        assert page.locator(".row.pair").count() == 5
        press(page, "z", "z")
        assert page.locator(".row.pair").count() == 4


def test_two_tabs_do_not_overwrite_each_other(page, review_process, table):
    with review_process(table, cwd=table.parent) as (url, _):
        page.goto(url)
        page.wait_for_selector(READY)
        other = page.context.new_page()
        other.goto(url)
        other.wait_for_selector(READY)
        press(other, "s")
        page.keyboard.press("u")  # the bead that the other tab has split
        page.wait_for_selector("text=This has been changed meanwhile")
        saved(page)
        assert page.locator(".row.pair").count() == 5
        page.locator("text=Школы работают.").click()
        press(page, "a")
        other.wait_for_selector("text=3 of 5 checked")  # without a key pressed there


def test_keys_work_in_a_cyrillic_layout(page, review_process, table):
    with review_process(table, cwd=table.parent) as (url, _):
        page.goto(url)
        page.wait_for_selector(READY)
        for key, code in (("ы", "KeyS"), ("я", "KeyZ")):
            page.evaluate(
                "([key, code]) => document.getElementById('list').dispatchEvent("
                "new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true }))",
                [key, code],
            )
            count = 5 if key == "ы" else 4
            page.wait_for_selector(f"text=0 of {count} checked" if count == 4 else "text=2 of 5")


def test_texts_are_shown_as_texts(page, review_process, table):
    with review_process(table, cwd=table.parent) as (url, _):
        page.goto(url)
        page.wait_for_selector(READY)
        assert page.locator("text=<script>x</script> Итог.").count() == 1
        page.locator("#search").fill("<script>")
        page.wait_for_selector("mark >> text=<script>")
        assert page.locator(".row script").count() == 0


def test_no_request_leaves_the_machine(page, review_process, table):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    with review_process(table, cwd=table.parent) as (url, _):
        page.goto(url)
        page.wait_for_selector(".same")
        press(page, "s")
    host = url.partition("#")[0]
    assert len(asked) > 8
    assert all(one.startswith(host) for one in asked)
    assert not any(url.partition("#")[2] in one.partition("#")[0] for one in asked)


def test_marked_and_moved_across(page, review_process, tmp_path):
    table = table_of(
        tmp_path / "t.tsv", [([1], [0], 0.9), ([2], [1], 0.9), ([0], [], 0.9), ([], [2], 0.9)]
    )
    with review_process(table, cwd=tmp_path) as (url, process):
        page.goto(url)
        page.wait_for_selector(READY)
        page.locator(f"text={RU[0]}").click()
        page.keyboard.press("x")
        page.wait_for_selector("text=Marked.")
        page.locator(f"text={KK[2]}").click()
        press(page, "x")
        page.wait_for_selector(".chip >> text=moved")
        process.send_signal(signal.SIGINT)
        process.wait(20)
    (found,) = read_beads(table.with_name("t.reviewed.tsv")).values()
    assert [(bead.ru.start, bead.kk.start, bead.note) for bead in found] == [
        (0, 2, "moved"), (1, 0, ""), (2, 1, ""),
    ]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), [("ru", "Сохранено"), ("kk", "Сақталды")])
def test_the_page_speaks_three_languages_and_remembers(page, review_process, table, language, text):
    with review_process(table, cwd=table.parent) as (url, _):
        page.goto(url)
        page.wait_for_selector(READY)
        page.select_option("#language", language)
        assert page.locator("#saved").inner_text() == text
        page.reload()
        page.wait_for_selector(READY)
        assert page.locator("#saved").inner_text() == text


def test_every_language_says_everything(page, review_process, table):
    with review_process(table, cwd=table.parent) as (url, _):
        page.goto(url)
        kinds = page.evaluate(
            """async () => {
              const { LANGUAGES } = await import('/page/words.js');
              const { ACTIONS } = await import('/page/actions.js');
              const keys = (one, at = '') => Object.entries(one).flatMap(([key, value]) =>
                value && typeof value === 'object' ? keys(value, `${at}${key}.`)
                  : [`${at}${key} ${typeof value}`]);
              return [...Object.values(LANGUAGES).map((one) => keys(one).sort()),
                ACTIONS.map((one) => `actions.${one.name} string`)];
            }"""
        )
    assert kinds[0] == kinds[1] == kinds[2]
    assert set(kinds[3]) == {kind for kind in kinds[0] if kind.startswith("actions.")}


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_nothing_is_wider_than_the_page(browser, review_process, table, width, dark):
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light"
    )
    page = context.new_page()
    with review_process(table, cwd=table.parent) as (url, _):
        page.goto(url)
        page.wait_for_selector(READY)
        page.wait_for_selector(".same")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        boxes = page.locator(".unit").evaluate_all(
            "(all) => all.map((one) => one.getBoundingClientRect()).map((r) => [r.left, r.right])"
        )
        assert all(0 <= left < right <= width for left, right in boxes)
    context.close()


def test_of_twenty_thousand_beads_only_those_seen_are_drawn(page, review_process, tmp_path):
    words = ["снег", "дорога", "ветер", "школа", "поле"]
    rows = [  # each text of its own length
        (
            "a",
            "b",
            at,
            1,
            at,
            1,
            "1-1",
            0.5 + at % 50 / 100,
            "",
            f"{words[at % 5]} {at}. " * (1 + at % 7),
            f"сөйлем {at}. " * (1 + at % 9),
        )
        for at in range(20_000)
    ]
    path = write_table(tmp_path / "t.tsv", rows)
    with review_process(path, cwd=tmp_path) as (url, _):
        page.goto(url)
        page.wait_for_selector(READY, timeout=30_000)
        assert page.locator(".row").count() < 60
        page.keyboard.press("o")
        press(page, "Enter")
        page.locator("#search").fill("дорога 19996.")
        page.wait_for_selector("mark")
        assert page.locator("#found").inner_text() == "1 of 1"
        assert page.locator(".row").count() < 60
        assert page.locator("#progress-text").inner_text().startswith("1 of 20000 checked")
        page.locator("#search").press("Escape")
        page.keyboard.press("o")
        press(page, "m")
        page.wait_for_selector("text=of 19999 checked")
        shown = page.locator(".cursor").bounding_box()
        assert 0 < shown["y"] < 800  # what is worked on stays in sight


def test_new_texts_are_aligned_first(page, review_process, tmp_path):
    texts = SEEDS / "01-flood.ru.txt", SEEDS / "01-flood.kk.txt"
    with review_process("--new", *texts, "-o", "mine.tsv", cwd=tmp_path) as (url, _):
        page.goto(url)
        page.wait_for_selector(READY)
        assert page.locator(".row.pair").count() > 5
    assert (tmp_path / "mine.history.jsonl").exists()


def test_a_finished_review_is_gold_for_score_and_calibrate(run, tmp_path):
    """The gold of a review, made as the page makes it, is taken as it is."""
    gold = SEEDS / "gold.tsv"
    review = Review(load_tables([gold]), files_at(tmp_path / "r.tsv"))
    for at in range(3):
        review.edit("accept-all", at, accept_all)
    review.close()
    own = tmp_path / "r.gold.tsv"
    scored = run("score", gold, own)
    assert "100.0  100.0  100.0      44" in scored.stdout
    assert run("score", own, gold).stdout == scored.stdout
    done = run("calibrate", own, "--texts", SEEDS, "-o", tmp_path / "my.json")
    assert "44 beads in 3 documents" in done.stdout
    assert "Traceback" not in done.stderr
