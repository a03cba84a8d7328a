"""Quizzes on a phone: all kinds without a network and across a killed browser; a graded one that keeps its secrets."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Error, Page, Playwright, Route, expect

from tests.journeys.conftest import ROOT, STUDENT, Handset, Server, lasting, picture, pull_the_battery, until

WRITTEN: dict[str, dict[str, Any]] = {
    quiz["key"]: quiz
    for quiz in yaml.safe_load((ROOT / "backend/demo/quizzes/course-sale.yaml").read_text("utf-8"))["quizzes"]
}
"""The quizzes of the first course as they are written, with what is right."""
PRACTICE, GRADED = WRITTEN["quiz-idea"], WRITTEN["quiz-fop"]
KINDS = {"single", "multiple", "truefalse", "numeric", "short", "matching"}

DRAFT = """async (answers) => {
    const account = (await indexedDB.databases()).find(({name}) => name.startsWith("verstat-"));
    const db = await new Promise((resolve) => {
        const open = indexedDB.open(account.name);
        open.onsuccess = () => resolve(open.result);
    });
    const all = db.transaction("drafts").objectStore("drafts").getAll();
    await new Promise((resolve) => (all.onsuccess = resolve));
    db.close();
    return all.result.some((draft) => draft.answers && Object.keys(draft.answers).length === answers);
}"""
"""Whether the disk holds an attempt with so many answers."""


def to_quiz(page: Page, quiz: dict[str, Any]) -> None:
    """From the course to the quiz, as one walks."""
    page.locator(".bar a").nth(1).click()
    page.locator("main .row", has_text="Від ідеї до першого продажу").click()
    row = page.locator("main a.row", has_text=quiz["title"]["uk"])
    row.wait_for(state="attached")
    if not row.is_visible():
        page.locator("details", has=page.locator("a.row", has_text=quiz["title"]["uk"])).locator(
            "summary"
        ).first.click()
    row.click()


def open_quiz(page: Page, quiz: dict[str, Any]) -> None:
    """A quiz that is not under way."""
    to_quiz(page, quiz)
    expect(page.locator("main h2", has_text=quiz["title"]["uk"])).to_be_visible()


def begin(page: Page) -> None:
    """The first question."""
    page.get_by_role("button", name="Почати тест").or_(page.get_by_role("button", name="Спробувати ще раз")).click()
    expect(page.locator("h1")).to_contain_text("Запитання 1")


def give(page: Page, question: dict[str, Any], right: bool = True) -> None:
    """Answer the question on the screen, by its kind."""
    expect(page.locator("main h2").first).to_have_text(question["text"]["uk"])
    match question["type"]:
        case "single" | "multiple":
            choose(page, [option["uk"] for option in question["options"] if option.get("correct", False) is right])
        case "truefalse":
            page.get_by_role("button", name="Так" if question["correct"] is right else "Ні").click()
        case "numeric":
            page.locator("#typed").fill(question["answer"] if right else "1")
        case "short":
            page.locator("#typed").fill(f" {question['accepted'][0].upper()} " if right else "не знаю")
        case _:
            rights = [pair["right"]["uk"] for pair in question["pairs"]]
            for pair, place in zip(question["pairs"], rights if right else rights[1:] + rights[:1], strict=True):
                page.get_by_label(pair["left"]["uk"], exact=True).select_option(label=place)


def choose(page: Page, options: list[str]) -> None:
    """All of them; of a single choice the last one stays."""
    for option in options:
        page.get_by_role("button", name=option, exact=True).click()


def press(page: Page) -> None:
    page.locator(".go-main").click()


def check(page: Page, question: dict[str, Any], right: bool = True) -> None:
    """Answer, look at the result and the explanation, go on."""
    give(page, question, right)
    press(page)
    expect(page.locator(".ban")).to_contain_text(question["feedback"]["uk"])
    expect(page.locator(".ban")).to_contain_text("Правильно" if right else "Цього разу ні")
    press(page)


def test_a_quiz_of_all_kinds_goes_on_after_the_battery_died_and_is_delivered(
    playwright: Playwright, server: Server, handset: Callable[..., Handset], tmp_path: Path
) -> None:
    questions = PRACTICE["questions"]
    assert {question["type"] for question in questions} == KINDS
    folder = tmp_path / "phone"
    with lasting(playwright, server, folder) as phone:
        phone.sign_in(STUDENT)
        phone.ready_for_the_dark()
        server.kill()
        phone.off()  # so that the browser has put its cookie on the disk: it takes half a minute by itself
        phone.on()
        page = phone.go()
        open_quiz(page, PRACTICE)
        picture(page, "quiz-standing")
        begin(page)
        for question in questions[:3]:
            check(page, question, right=question is not questions[2])
        give(page, questions[3])
        picture(page, "quiz-matching")
        until(page, f"() => ({DRAFT})(4)")
        pull_the_battery(folder)

        phone.on()
        page = phone.go()
        to_quiz(page, PRACTICE)
        expect(page.locator("h1")).to_have_text("Запитання 4 з 6")
        for pair in questions[3]["pairs"]:
            expect(page.get_by_label(pair["left"]["uk"], exact=True).locator("option:checked")).to_have_text(
                pair["right"]["uk"]
            )
        press(page)
        expect(page.locator(".ban")).to_contain_text("Правильно")
        picture(page, "quiz-checked")
        press(page)
        check(page, questions[4])
        give(page, questions[5])
        press(page)
        press(page)
        expect(page.locator(".poster")).to_contain_text("83")
        expect(page.locator(".poster")).to_contain_text("збережено на телефоні")
        expect(page.locator(".truth .cnt")).to_have_text("1")
        picture(page, "quiz-score-waiting")

        server.start()
        phone.context.clock.run_for(120_000)
        expect(page.locator(".truth")).to_contain_text("Доставлено")
        expect(page.locator(".poster")).to_contain_text("83")
        expect(page.locator(".poster")).to_contain_text("доставлено")
        picture(page, "quiz-score-delivered")
        assert not page.evaluate(f"() => ({DRAFT})(6)")
    other = handset()
    page = other.sign_in(STUDENT)
    open_quiz(page, PRACTICE)
    expect(page.locator(".poster")).to_contain_text("83")


def secrets(quiz: dict[str, Any]) -> list[str]:
    """What nobody may find on a phone: explanations, and accepted answers as a bundle would write them."""
    told = [question["feedback"][language] for question in quiz["questions"] for language in ("uk", "en")]
    accepted = [word for question in quiz["questions"] for word in question.get("accepted", [])]
    words = told + [json.dumps(word, ensure_ascii=False) for word in accepted]
    return words + [json.dumps(word)[1:-1] for word in words if not word.isascii()]


def test_a_graded_quiz_keeps_its_answers_until_its_attempts_are_used_up(
    server: Server, handset: Callable[..., Handset]
) -> None:
    phone = handset(service_workers="block")  # else the worker fetches where the test does not see it
    heard: list[bytes] = []
    phone.context.route("**/*", lambda route: listen(route, heard))
    page = phone.sign_in(STUDENT)
    page.locator(".poster .art").wait_for()
    until(page, "() => navigator.onLine")
    open_quiz(page, GRADED)
    questions = GRADED["questions"]
    for attempt in (1, 2, 3):
        begin(page)
        if attempt == 1:
            server.kill()
        for i, question in enumerate(questions):
            give(page, question, right=i < 3 + attempt)
            assert page.locator(".ban").count() == 0
            press(page)
        expect(page.locator("h1")).to_have_text("Перед здаванням")
        picture(page, "quiz-graded-end")
        if attempt == 3:
            received = everything(page, heard)
            for secret in secrets(GRADED):
                assert secret.encode() not in received, secret
            assert any(question["text"]["uk"].encode() in received for question in questions)
            assert any(question["feedback"]["uk"].encode() in received for question in PRACTICE["questions"])
        press(page)
        if attempt == 1:
            expect(page.locator("main")).to_contain_text("Результат з’явиться після доставки")
            expect(page.locator(".poster")).to_have_count(0)
            picture(page, "quiz-graded-waiting")
            server.start()
            phone.context.clock.run_for(120_000)
        expect(page.locator(".poster")).to_contain_text(("66", "83", "100")[attempt - 1])
        expect(page.locator(".poster")).to_contain_text("доставлено")
        if attempt < 3:
            expect(page.locator("main")).to_contain_text("Пояснення з’являться після останньої спроби")
            picture(page, "quiz-graded-delivered")
    page.locator("summary", has_text=questions[0]["text"]["uk"]).click()
    expect(page.locator("main")).to_contain_text(questions[0]["feedback"]["uk"])
    assert page.get_by_role("button", name="Спробувати ще раз").count() == 0
    picture(page, "quiz-graded-explained")


def listen(route: Route, heard: list[bytes]) -> None:
    """Let a request through, and keep its answer."""
    try:
        answer = route.fetch()
    except Error:  # the server is dead
        route.abort()
        return
    heard.append(answer.body())
    route.fulfill(response=answer)


def everything(page: Page, heard: list[bytes]) -> bytes:
    """Every byte that the phone was sent, and every value that it keeps."""
    bodies = b"".join(heard)
    kept: Any = page.evaluate(KEPT_VALUES)
    assert b'"questions"' in bodies
    return bodies + kept.encode()


KEPT_VALUES = """async () => {
    const found = [];
    for (const {name} of await indexedDB.databases()) {
        const db = await new Promise((resolve) => {
            const open = indexedDB.open(name);
            open.onsuccess = () => resolve(open.result);
        });
        for (const store of db.objectStoreNames) {
            if (store === "drafts" || store === "outbox" || store === "journal") continue;  // one's own answers
            const all = db.transaction(store).objectStore(store).getAll();
            await new Promise((resolve) => (all.onsuccess = resolve));
            found.push(...all.result.filter((row) => row.entity !== "attempt"));
        }
        db.close();
    }
    return JSON.stringify(found);
}"""
