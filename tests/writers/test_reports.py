"""Reports for people: what they say, that nothing of a source is alive in them, that they are reproducible."""

import random
import re
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from kg.model import Finding, Reject, Severity
from kg.writers.charts import binned, share_chart, year_chart
from kg.writers.report import BuildReport, ConflictRow, Excerpt, InferenceRow, OutputFile, Share, SourceRow
from kg.writers.report_html import report_html
from kg.writers.report_text import WIDTH, report_text, summary_text
from kg.writers.tally import SHOWN, Tally
from kg.writers.visible import layouts_text, place, visible

HOSTILE = "<script>alert('x')</script> & \"quoted\" \x1b[31m \u202egnol\u202c"


@dataclass(frozen=True)
class Result:
    """A validation result, as the validator of the pipeline gives it."""

    severity: Severity
    shape: str
    focus: str
    message: str
    value: str | None = None


def finding(number: int, rule: str = "doubtful-byline", severity: Severity = "warning", **more: str) -> Finding:
    """Return a finding on a line of its own."""
    return Finding(
        severity=severity,
        rule=rule,
        message=f"The title may end before or behind the word number {number}, read with confidence 0.61.",
        repair=more.get("repair", "Compare the record with the paper; correct the line in the source."),
        source="profile-b.txt",
        line=number,
        subject=more.get("subject", "Visual SLAM"),
    )


def tally() -> Tally:
    """Return rows of every kind; the order in which they arrive is of no account."""
    rows = Tally()
    rows.add_findings(finding(n) for n in range(120, 0, -1))
    rows.add_findings([finding(3, "no-date", "violation", repair="Add a date."), finding(4, "no-date", "violation")])
    rows.add_findings([finding(7, "unknown-file", "info", subject=HOSTILE)])
    rows.add_findings([finding(9, "candidate-merge", "info"), finding(8, "candidate-person", "info")])
    rows.add_conflicts(
        ConflictRow(
            paper=f"On Conflicts {n}",
            field="published_on",
            kept_value="2024-05-31",
            kept_place="profile-a.txt:12",
            other_value="2024-06",
            other_place=f"profile-b.txt:{n}",
            rule="more-precise",
        )
        for n in range(3)
    )
    rows.add_inferences(
        [
            InferenceRow(
                paper="מאמר \u202bon grammar\u202c",
                field="category",
                value="cs.LG",
                place="profile-b.txt:40",
                rule="short-code",
                reason="LG is a short code of cs.LG and of nothing else on this page.",
                confidence=0.95,
            )
        ]
    )
    rows.add_results([Result("warning", "Paper-abstract", "paper:x", "A paper has an abstract: add it.")])
    rows.add_results([Result("violation", "Paper-title", "paper:y", HOSTILE, "v" * 500)])
    rows.add_rejects(
        Reject(
            source="broken.txt",
            start_line=n,
            end_line=n + 2,
            reason="A record without a title and without an abstract.",
            repair="Add the title on the line below the score.",
            raw=HOSTILE + "\nsecond line",
            raw_sha256=f"{n:064}",
        )
        for n in range(60)
    )
    return rows


def full_report() -> BuildReport:
    """Return a report that fills every chapter."""
    rows = tally()
    return BuildReport(
        base="https://w3id.org/scholarkg/",
        local_names=True,
        counts=(
            ("papers", 1234),
            ("authorships", 5678),
            ("persons", 901),
            ("records", 2345),
            ("source documents", 5),
            ("triples", 65432),
        ),
        sources=(
            SourceRow(name="profile-a.txt", sha256="0f" * 32, layouts=(("site", 84),), doubts=0),
            SourceRow(
                name="profile-b.txt", sha256="a1" * 32, layouts=(("compact", 100), ("site", 2)), doubts=12, rejects=60
            ),
            SourceRow(name="photo.png", sha256="b2" * 32),
        ),
        shares=(
            Share("a title", 1234, 1234),
            Share("an abstract", 1200, 1234),
            Share("a complete author list", 602, 1234),
            Share("a code repository", 31, 1234),
        ),
        years=((2008, 3), (2015, 12), (2016, 40), (2019, 180), (2020, 220), (2021, 260), (2023, 301), (2024, 98)),
        undated=120,
        findings=rows.findings(),
        candidates=rows.candidates(),
        conflicts=rows.conflicts(),
        inferences=rows.inferences(),
        rejects=rows.rejects(),
        results=rows.results(),
        files=(
            OutputFile("graph.ttl", 8_939_165, "the graph, as Turtle for people and machines"),
            OutputFile("ids.tsv", 12_000, "keys of this build, for --previous"),
        ),
        next_commands=("kg query coauthors", "kg show Yamada"),
    )


EMPTY = BuildReport(base="https://example.org/", local_names=False, counts=())


class Page(HTMLParser):
    """The tags, their attributes and the texts of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, list[str | None]] = {}
        self.text = unescape(re.sub(r"<[^>]*>", " ", html.partition("</style>")[2]))
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag and check that it may be closed later."""
        self.tags.append(tag)
        if tag != "meta":
            self.open.append(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag that closes itself."""
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        """Check that tags are nested."""
        assert self.open.pop() == tag


def test_the_page_has_every_chapter_and_a_table_of_contents() -> None:
    """Each anchor of the contents exists once; each chapter shows its rows, places and badges."""
    page = Page(report_html(full_report()))
    assert page.open == []
    anchors = [str(target) for target in page.attributes["href"]]
    assert all(anchor.startswith("#") for anchor in anchors)
    assert {anchor[1:] for anchor in anchors} == set(page.attributes["id"])
    assert len(page.attributes["id"]) == 11
    for expected in ("profile-b.txt:3", "violation", "compact 100, site 2", "paper:y", "kg show Yamada", "97.2 %"):
        assert expected in page.text
    assert "The first 50 of 120." in page.text
    assert page.tags.count("svg") == 1 + len(full_report().shares)


def test_texts_of_sources_are_inert() -> None:
    """Markup, terminal escapes and directional controls of a title are shown, never obeyed."""
    html = report_html(full_report())
    page = Page(html)
    assert "script" not in page.tags
    assert set(page.tags).isdisjoint({"link", "img", "iframe", "object", "embed", "base", "form"})
    assert not [name for name in page.attributes if name.startswith("on") or name in {"src", "style"}]
    assert "url(" not in html
    assert "@import" not in html
    assert "<script>alert('x')</script>" in page.text
    for text in (html, report_text(full_report())):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
        assert "␛[31m [U+202E]gnol[U+202C]" in text


def test_the_text_report_fits_a_terminal() -> None:
    """No line is longer than 100 columns, none ends with a blank, every chapter is there."""
    text = report_text(full_report())
    assert text.endswith("  kg show Yamada\n")
    lines = text.splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert all(line == line.rstrip() for line in lines)
    for heading in ("The graph", "Papers by year", "Sources", "Findings", "Rejects", "Files", "Next:"):
        assert heading in lines
    assert "[warning] doubtful-byline: 120, the first 50 below" in lines
    assert "60 parts of sources could not be read (the first 50 below; all in rejects.jsonl)." in lines


def test_an_empty_report_says_so() -> None:
    """Without findings and without validation the reports say that, and leave empty chapters out."""
    text = report_text(EMPTY)
    assert "Nothing to repair." in text
    assert "Not validated" in text
    assert "Candidates" not in text
    html = report_html(EMPTY)
    assert "Nothing to repair." in html
    assert "Not validated" in html
    assert 'id="rejects"' not in html
    valid = replace(EMPTY, results=(), undated=3)
    assert "All shapes hold." in report_text(valid)
    assert "All shapes hold." in report_html(valid)
    assert "3 without a year." in report_html(valid)


def test_the_order_of_rows_is_of_no_account() -> None:
    """Rows in any order give the same reports, byte for byte; the first of each rule are shown."""
    rows = [finding(n, rule) for n in range(700) for rule in ("a-rule", "b-rule", "candidate-x")]
    reports = set()
    for seed in range(3):
        random.Random(seed).shuffle(rows)  # noqa: S311 - an order, no secret
        counted = Tally()
        counted.add_findings(rows)
        (first, second), (candidate,) = counted.findings(), counted.candidates()
        assert [first.total, second.total, candidate.total] == [700] * 3
        assert [row.line for row in first.rows] == list(range(SHOWN))
        reports.add(report_html(replace(EMPTY, findings=(first, second), candidates=(candidate,))))
    assert len(reports) == 1
    assert report_html(full_report()) == report_html(full_report())


def test_the_summary_names_the_worst() -> None:
    """A build ends with its counts, the three most serious findings and what to try next."""
    lines = summary_text(full_report()).splitlines()
    assert lines[0].startswith("1,234 papers, 5,678 authorships")
    assert [line.split(":")[0] for line in lines if re.match(r"\w+: ", line)][:3] == [
        "violation",
        "violation",
        "warning",
    ]
    assert lines[-2:] == ["  kg query coauthors", "  kg show Yamada"]
    bare = Finding(severity="info", rule="r", message="No place.", repair="")
    excerpt = Excerpt(name="r", severity="info", total=1, rows=(bare,))
    text = summary_text(replace(EMPTY, findings=(excerpt, Excerpt(name="s", severity="info", total=0, rows=()))))
    assert text == "\ninfo: No place.\n"
    assert "  - No place.\n" in report_text(replace(EMPTY, findings=(excerpt,)))


def test_totals_count_findings_and_results() -> None:
    """Severities are summed over findings and validation, candidates are decisions and not counted."""
    assert full_report().totals() == {"violation": 3, "warning": 121, "info": 1}
    assert report_html(replace(EMPTY, findings=tally().findings()[1:2])).count("120 warnings") == 1


def test_years_are_binned_when_they_are_many() -> None:
    """Few years have a bar each, gaps included; centuries are gathered into at most sixty bars."""
    assert binned([(2020, 1), (2022, 2)]) == (1, [(2020, 1), (2021, 0), (2022, 2)])
    span, bars = binned([(1665, 1), (1666, 2), (2024, 5)])
    assert span == 10
    assert bars[0] == (1660, 3)
    assert len(bars) == 37
    chart = year_chart([(1665, 1), (2024, 5)])
    assert "1660 to 1669: 1" in chart
    assert year_chart([]) == ""
    assert year_chart([(2024, 1)]).count("<rect") == 1
    dense = year_chart([(year, 10_000) for year in range(1965, 2025)])
    assert 'class="value"' not in dense


def test_shares_of_nothing_are_zero() -> None:
    """A share of no papers is 0 %, and labels are escaped."""
    assert Share("a < b", 0, 0).percent == 0
    assert "a &lt; b" in share_chart([Share("a < b", 0, 0)])
    assert share_chart([]) == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  two\n\tlines \r\n", "two lines"),
        ("\x00\x1b\x7f\x85\u2028", "␀␛[U+007F][U+0085][U+2028]"),
        ("\ud800", "[U+D800]"),
        ("non\u00a0breaking 👩‍🔬 עברית", "non\u00a0breaking 👩‍🔬 עברית"),
        ("a" * 400, "a" * 299 + "…"),
        ("", ""),
    ],
)
def test_texts_are_shown_on_one_safe_line(text: str, shown: str) -> None:
    """White space is a blank, what nobody sees is named, length is bounded."""
    assert visible(text) == shown


def test_places() -> None:
    """A place is source, first and last line, as far as known."""
    assert place(None, 3) == ""
    assert place("a.txt", None) == "a.txt"
    assert place("a.txt", 3, 3) == "a.txt:3"
    assert place("a.txt", 3, 5) == "a.txt:3-5"


def test_layouts_are_counted_when_several() -> None:
    """One layout is named, several with their numbers, none is said."""
    assert layouts_text(SourceRow(name="a", sha256="", layouts=(("site", 3),))) == "site"
    assert (
        layouts_text(SourceRow(name="a", sha256="", layouts=(("site", 3), ("family", 1000)))) == "site 3, family 1,000"
    )
    assert layouts_text(SourceRow(name="a", sha256="")) == "none"


def test_several_results_of_a_shape_are_one_group() -> None:
    """Results come in the order of things, whatever the validator's order."""
    counted = Tally()
    counted.add_results([Result("info", "S", focus, "m") for focus in ("b", "a")])
    (group,) = counted.results()
    assert [row.focus for row in group.rows] == ["a", "b"]
