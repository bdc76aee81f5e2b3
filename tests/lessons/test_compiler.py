"""What Markdown becomes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lessons.compiler.context import CompileContext
from lessons.compiler.lesson import check_anchors, compile_lesson
from tests.lessons.sources import CONTEXT, EXAMPLES, HEAD, compile_body, errors_in, fence


def html_of(body: str) -> str:
    return compile_body(body).html


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("A *b* **c** `d`.", "<p>A <em>b</em> <strong>c</strong> <code>d</code>.</p>\n"),
        ('She said "no".', "<p>She said “no”.</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("term\n: what it is", "<dl>\n<dt>term</dt>\n<dd>what it is</dd>\n</dl>\n"),
        ("[[hash ring]]", '<p><a class="term" href="/glossary/#hash-ring">hash ring</a></p>\n'),
        ("[[Many|Rings]]", '<p><a class="term" href="/glossary/#hash-ring">Many</a></p>\n'),
        ("[a](lesson:written#part)", '<p><a href="/lessons/written/#part">a</a></p>\n'),
        ("[a](interview:chatgpt)", '<p><a href="/interviews/chatgpt/">a</a></p>\n'),
        ("[a](module:databases)", '<p><a href="/modules/databases/">a</a></p>\n'),
        ("[a](https://example.org/x)", '<p><a href="https://example.org/x" rel="noopener">a</a></p>\n'),
        (
            "[a](lesson:planned)",
            '<p><span class="planned-link">a <small class="in-preparation">in preparation</small></span></p>\n',
        ),
        ("costs $2.50 per million and $10 more", "<p>costs $2.50 per million and $10 more</p>\n"),
        ("$x^2$", '<p><math><msup><mi>x</mi><mn class="tml-sml-pad">2</mn></msup></math></p>\n'),
        (
            "::: level mid\nText.\n:::",
            '<div class="level-note" data-level="mid"><p class="level-name">Mid</p>\n<p>Text.</p>\n</div>\n',
        ),
        (
            "## Kill a host {#kill}",
            '<h2 id="kill">Kill a host<a class="anchor" href="#kill" aria-label="Link to “Kill a host”">#</a></h2>\n',
        ),
    ],
)  # fmt: skip
def test_markdown_becomes_html(body: str, html: str) -> None:
    assert html_of(body) == html


def test_a_task_list_and_a_footnote() -> None:
    html = html_of("- [x] done\n- [ ] open\n\nText[^1].\n\n[^1]: Note.")
    assert html.count('type="checkbox"') == 2
    assert "<label>" in html
    assert '<section class="footnotes">' in html


def test_a_table_scrolls_names_its_columns_and_sets_numbers_right() -> None:
    html = html_of("| Host | Share | Note |\n|---|---|---|\n| A | 20.4 % | x |\n| B | ~3,000 | y |")
    assert '<div class="table-scroll" tabindex="0" role="group" aria-label="Table: Host, Share, Note">' in html
    assert '<th scope="col" class="number">Share</th>' in html
    assert '<td class="number">~3,000</td>' in html
    assert "<td>x</td>" in html
    assert "style" not in html


def test_code_is_coloured_by_classes() -> None:
    html = html_of("```python\ndef f(): return 1\n```")
    assert '<span class="k">def</span>' in html
    assert 'aria-label="Code, python"' in html


def test_a_formula_of_several_lines() -> None:
    html = html_of("$$\n\\begin{aligned}a&=b\\\\c&=\\sqrt{d}\\end{aligned}\n$$")
    assert '<div class="math-block" tabindex="0"' in html
    assert "<msqrt><mi>d</mi></msqrt>" in html
    assert " style=" not in html


TRADEOFF = """::: tradeoff How many?
**Few.** A small map.

---

**Many.** Even load.

---

Here we take 128. It fits.
:::
"""


def test_a_trade_off_has_two_sides_and_a_choice() -> None:
    html = html_of(TRADEOFF)
    assert "<b>Trade-off: How many?</b>" in html
    assert '<div class="tradeoff-sides"><div><p><strong>Few.</strong> A small map.</p>\n</div><div>' in html
    assert '<div class="tradeoff-choice"><span class="dot"></span><p>Here we take 128. It fits.</p>' in html


def test_callouts() -> None:
    html = html_of("::: warning Mind *this*\nText.\n:::\n\n::: takeaways\n- One.\n:::\n\n::: note\nx\n:::")
    assert "<span>Mind <em>this</em></span>" in html
    assert '<div class="callout takeaways" role="note"><p class="callout-title"><span>Takeaways</span></p>' in html
    assert "<span>Note</span>" in html


def test_headings_make_the_contents() -> None:
    compiled = compile_body("## One\n\n### Two\n\n## One\n\n[up](#one-2)")
    assert [(one.id, one.title, one.level) for one in compiled.toc] == [
        ("one", "One", 2),
        ("two", "Two", 3),
        ("one-2", "One", 2),
    ]


def test_words_and_minutes_are_counted() -> None:
    compiled = compile_body("word " * 440 + "\n\n" + fence("ordering", EXAMPLES["ordering"]))
    assert compiled.words == 440
    assert compiled.minutes == 3


def test_the_text_for_search_holds_what_a_reader_reads_and_no_answer() -> None:
    compiled = compile_body("## Head\n\nSee [[hash ring]] and `code`.\n\n" + fence("quiz", EXAMPLES["quiz"]))
    [section] = compiled.sections
    assert (section.anchor, section.title) == ("head", "Head")
    assert section.text.startswith("See hash ring and code.\nSignals")
    assert "Because" not in section.text
    assert "2,000 × 15" not in section.text


def test_sections_part_the_text_at_headings_of_the_contents() -> None:
    compiled = compile_body("Before.\n\n## One\n\nFirst.\n\n### Two\n\nSecond.")
    assert [(one.anchor, one.text) for one in compiled.sections] == [
        ("", "Before."),
        ("one", "First."),
        ("two", "Second."),
    ]


def test_what_is_stored_and_what_the_html_depends_on() -> None:
    compiled = compile_body("[[rings]] [a](lesson:planned)")
    assert compiled.uses == {("term", "rings"), ("lesson", "planned")}
    before = CONTEXT.fingerprint(compiled.uses)
    assert replace(CONTEXT, modules={}).fingerprint(compiled.uses) == before
    assert replace(CONTEXT, lessons={}).fingerprint(compiled.uses) != before
    assert set(compiled.as_json()) == {"html", "toc", "objectives", "references", "words", "sections", "islands"}


@pytest.mark.parametrize(
    ("body", "line", "found"),
    [
        ("text\n\n<div>x</div>", 3, "raw HTML"),
        ("text\na <b>c</b>", 2, "raw HTML `<b>`"),
        ("[a](javascript:alert(1))", 1, "the address `javascript:alert(1)`"),
        ("x\ny [a](/etc/passwd)", 2, "the address `/etc/passwd`"),
        ("[a](lesson:nowhere)", 1, "a link to the lesson `nowhere`"),
        ("[a](#nowhere)", 1, "a link to `#nowhere`"),
        ("a\n\nb\nc [[nothing]]", 4, "the term `nothing`"),
        ("![a](b.png)", 1, "an image"),
        ("# Title", 1, "a heading `#`"),
        ("#### Deep", 1, "a heading `####`"),
        ("text\n---", 1, "a heading `-`"),
        ("## A {#x}\n\n## B {#x}", 3, "the anchor `x` for the second time"),
        ("::: hint\nx\n:::", 1, "the container `::: hint`"),
        ("a\n\n::: note\nx", 3, "`::: note` without an end"),
        ("a\n\n:::", 3, "`:::` inside a paragraph"),
        ("::: level ceo\nx\n:::", 1, "the level `ceo`"),
        ("::: takeaways\nx\n:::", 1, "takeaways without a list"),
        (TRADEOFF.replace("Here we take", "We take"), 10, "another end of the trade-off"),
        (TRADEOFF.replace("**Many.**", "Many."), 6, "a side without a condition"),
        ("::: tradeoff A?\n**a** b\n\n---\n\n**c** d\n:::", 1, "a trade-off of 2 parts"),
        ("    indented", 1, "a paragraph indented by four spaces"),
        ("```klingon\nx\n```", 1, "the language `klingon`"),
        ("$\\frac{1}{$", 1, "a formula that can't be read"),
        ("x\n\n$$\n\\nonsense\n$$", 3, "a formula that can't be read"),
    ],
)
def test_mistakes_are_named_with_their_line(body: str, line: int, found: str) -> None:
    first, *_ = errors_in(body)
    assert first.found.startswith(found)
    assert (first.file, first.line) == ("content/x.md", HEAD.count("\n") + line)


def test_all_mistakes_of_a_file_are_named_at_once() -> None:
    assert len(errors_in("# a\n\n[[b]]\n\n[c](lesson:d)")) == 3


@pytest.mark.parametrize(
    ("head", "line", "found"),
    [
        ("---\nslug: A\nobjectives: [x]\n---\n", 2, "`slug`"),
        ("---\nslug: a\n---\n", 2, "no `objectives`"),
        ("---\nslug: a\nobjectives: [x]\ntitle: b\n---\n", 4, "the unknown key `title`"),
        ("---\nslug: a\nobjectives: [x]\nreferences:\n- {title: b, year: soon}\n---\n", 5, "`year`: “soon”"),
        (
            "---\nslug: a\nobjectives: [x]\nreferences:\n- {title: b, year: 2020, url: 'javascript:1'}\n---\n",
            5,
            "`url`",
        ),
        ("slug: a\n", 1, "`slug: a`"),
    ],
)
def test_front_matter_is_checked(head: str, line: int, found: str) -> None:
    with pytest.raises(Exception) as caught:
        compile_lesson(head + "text", path="content/x.md", context=CompileContext())
    first = caught.value.errors[0]  # type: ignore[attr-defined]
    assert first.line == line
    assert first.found.startswith(found)


def test_anchors_of_other_lessons_are_checked_when_all_are_compiled() -> None:
    one, other = compile_body("[a](lesson:written#there)\n[b](lesson:written#gone)"), compile_body("## There")
    (error,) = check_anchors({"one": ("one.md", one), "written": ("written.md", other)})
    assert (error.file, error.found) == ("one.md", "a link to written#gone")
    assert check_anchors({"one": ("one.md", one)}, broken={"written"}) == [], "its own mistake is told already"


def test_planned_results_are_reproduced() -> None:
    body = fence("estimate", EXAMPLES["estimate"])
    compile_body(body, replace(CONTEXT, planned={"open_streams": 30050}))
    for planned in ({"open_streams": 31000}, {"gpus": 1}):
        assert errors_in(body, replace(CONTEXT, planned=planned))[0].line == 1
