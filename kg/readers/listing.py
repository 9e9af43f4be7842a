"""Listing pages -> records. Reads: numbered lines. Emits: PageFacts, Record, Reject, in the order of the page.

Four layouts, told apart record by record from what is printed, so that a page may mix them:

site      head line, title, blank, authors, blank, abstract; the page opens with a profile
compact   head line, title and authors run together, abstract
abstract  one line `Abstract: ...`
family    the owner as `Family, Given`; then title, `Family, Given, Family, Given ...`, abstract

A head line is `[score]CATdate[Code]`. Lines that fit nowhere become one reject for each run of them.
"""

from collections import Counter
from collections.abc import Iterator

from kg.model import Doubt, Layout, Name, PageFacts, Record, Reject
from kg.names import parse_author_line, strip_edges
from kg.readers import grammar
from kg.readers.code_urls import code_urls
from kg.readers.lookahead import Lookahead, opens_record
from kg.readers.rejected import Run
from kg.readers.source import Line, Source

FORMAT = "listing"
_MOST_CONTINUATIONS = 200


def read_listing(lines: Iterator[Line], source: Source) -> Iterator[PageFacts | Record | Reject]:
    """Yield what stands on a page, in its order. Nothing printed is left out: what is no record is a reject."""
    return _Page(Lookahead(lines), source).read()


class _Page:
    """One pass over one page. Its state is what the page has shown so far."""

    def __init__(self, ahead: Lookahead, source: Source) -> None:
        self._ahead = ahead
        self._source = source
        self._index = 0
        self._layouts: Counter[Layout] = Counter()
        self._family_page = False
        self._unknown: Run | None = None

    def read(self) -> Iterator[PageFacts | Record | Reject]:
        """Yield everything."""
        while self._ahead.skip_blanks() or self._ahead.peek() is not None:
            if self._ahead.peek() is None:
                break
            found = self._next()
            if found is not None:
                yield from self._unknown_run()
                yield found
        yield from self._unknown_run()

    def _next(self) -> PageFacts | Record | Reject | None:
        """Return what starts here, or None after moving one line that fits nowhere into the unknown run."""
        line = self._ahead.peek()
        if line is None or line.sha256 is not None:
            return self._too_long()
        if opens_record(line):
            head = grammar.parse_head(line.text)
            return self._bare(self._ahead.take()) if head is None else self._headed(self._ahead.take(), head)
        if grammar.parse_fact(line.text) or self._ahead.starts_profile():
            return self._profile()
        if self._ahead.starts_owner() and not self._is_title():
            return self._owner(self._ahead.take())
        if self._ahead.starts_family_record(known=self._family_page):
            return self._family(self._ahead.take())
        at = self._ahead.take()
        if self._unknown is None:
            self._unknown = self._run_of(at)
        else:
            self._unknown.add(at)
        return None

    # What starts with a head line

    def _headed(self, at: Line, head: grammar.Head) -> Record | Reject:
        self._ahead.skip_blanks()
        first = self._ahead.peek()
        if first is None or opens_record(first):
            return self._run_of(at).reject("a head line without a title behind it", "add the title and the authors")
        if first.sha256 is not None:
            return self._too_long()
        self._ahead.take()
        parted = self._ahead.skip_blanks() > 0
        layout: Layout = "site" if self._authors_follow(parted=parted) else self._layout_without_authors(first.text)
        authors = self._ahead.take() if layout == "site" and self._authors_follow(parted=parted) else None
        abstract, end = self._abstract(authors or first)
        return self._record(
            layout, at, end, head=head, abstract=abstract,
            title=None if layout == "compact" else strip_edges(first.text),
            byline=strip_edges(first.text) if layout == "compact" else None,
            authors=None if authors is None else strip_edges(authors.text),
        )  # fmt: skip

    def _authors_follow(self, *, parted: bool) -> bool:
        """Return whether the line here is a line of authors: by a blank before it, or by prose right behind it."""
        line = self._ahead.peek()
        if line is None or line.blank or line.sha256 is not None or opens_record(line) or grammar.is_prose(line.text):
            return False
        if parted:
            return grammar.may_be_authors(line.text)
        behind = self._ahead.peek(1)
        followed = behind is not None and grammar.is_prose(behind.text)
        return followed and grammar.looks_like_authors(line.text)

    def _layout_without_authors(self, first: str) -> Layout:
        """Return what a record is whose next line is no line of authors: run together, or without authors."""
        seen = self._layouts
        if seen["site"] != seen["compact"]:
            return "site" if seen["site"] > seen["compact"] else "compact"
        names, complete = parse_author_line(first)
        return "compact" if len(names) > 1 or not complete or grammar.looks_like_names([first]) else "site"

    # The other layouts

    def _bare(self, at: Line) -> Record | Reject:
        abstract = grammar.after_label(at.text)
        if not abstract:
            behind = self._ahead.peek()
            if behind is None or behind.blank or opens_record(behind):
                return self._run_of(at).reject("an abstract without text", "add the text behind the label, or drop it")
        text, end = self._continued(abstract or "", at)
        return self._record("abstract", at, end, abstract=text)

    def _is_title(self) -> bool:
        """Return whether the line here, though it looks like an owner, is a title: names and prose stand behind it."""
        printed = self._ahead.printed(3)
        return (
            self._family_page
            and grammar.parse_family_line(printed[1].text) is not None
            and grammar.is_prose(printed[2].text)
        )

    def _owner(self, at: Line) -> PageFacts:
        self._family_page = True
        names = grammar.parse_family_line(at.text)
        return PageFacts(profile_name=names.names[0].display if names else None)

    def _family(self, title: Line) -> Record:
        self._family_page = True
        self._ahead.skip_blanks()
        line = self._ahead.take()
        names = grammar.parse_family_line(line.text)
        behind = self._ahead.printed(3)
        next_title = len(behind) > 1 and self._ahead_is_title(behind)
        abstract, end = (None, line) if next_title else self._abstract(line)
        doubts: tuple[Doubt, ...] = ()
        if names is not None and not names.sure:
            reason = "an odd number of parts between the commas: one name has no second part"
            doubts = (Doubt(field="authors", reason=reason, confidence=0.5),)
        return self._record(
            "family", title, end, title=strip_edges(title.text), abstract=abstract, authors=strip_edges(line.text),
            family=names, doubts=doubts,
        )  # fmt: skip

    def _ahead_is_title(self, behind: list[Line]) -> bool:
        """Return whether the next line is the next record's title, so that this record has no abstract."""
        second = grammar.parse_family_line(behind[1].text)
        third = grammar.parse_family_line(behind[2].text) if len(behind) > 2 else None
        return second is not None and third is None and not grammar.is_prose(behind[0].text)

    def _profile(self) -> PageFacts:
        found: dict[str, str] = {}
        while (line := self._ahead.peek()) is not None and not opens_record(line):
            printed = strip_edges(line.text)
            if fact := grammar.parse_fact(printed):
                found.setdefault(*fact)
            elif self._ahead.starts_profile() and "profile_name" not in found:
                found["profile_name"] = printed
            elif printed and ("main_category" in found or not grammar.is_category_code(printed)):
                break
            elif printed:
                found["main_category"] = printed
            self._ahead.take()
        counts = ("h_index", "paper_count", "citation_count")
        texts = {field: value for field, value in found.items() if field not in counts}
        return PageFacts(**texts, **{field: int(found[field]) for field in counts if field in found})  # type: ignore[arg-type]

    # Parts

    def _abstract(self, before: Line) -> tuple[str | None, Line]:
        """Return the abstract that stands here, if any, and the last line that was read."""
        self._ahead.skip_blanks()
        line = self._ahead.peek()
        if line is None or line.sha256 is not None or grammar.is_head(line.text):
            return None, before
        if grammar.after_label(line.text) is None and (self._ahead.starts_profile() or self._ahead.starts_owner()):
            return None, before
        self._ahead.take()
        return self._continued(strip_edges(grammar.after_label(line.text) or line.text), line)

    def _continued(self, beginning: str, at: Line) -> tuple[str, Line]:
        """Return a text with the lines that follow without a blank and start nothing else, and the last of them."""
        parts, end = [beginning] if beginning else [], at
        while len(parts) < _MOST_CONTINUATIONS and not self._ahead.starts_anything():
            line = self._ahead.peek()
            if line is None or line.sha256 is not None or self._family_page:
                break
            end = self._ahead.take()
            parts.append(strip_edges(end.text))
        return "\n".join(parts), end

    def _record(
        self, layout: Layout, at: Line, end: Line, *, head: grammar.Head | None = None, title: str | None = None,
        byline: str | None = None, authors: str | None = None, family: grammar.FamilyLine | None = None,
        abstract: str | None = None, doubts: tuple[Doubt, ...] = (),
    ) -> Record:  # fmt: skip
        self._index += 1
        self._layouts[layout] += 1
        if family is not None:
            names, complete = family.names, family.complete
        else:
            printed, complete = parse_author_line(authors) if authors else ((), False)
            names = tuple(Name(printed=name) for name in printed)
        if head is not None and head.bad_date is not None:
            doubts += (Doubt(field="date", reason=f"the calendar has no {head.bad_date}", confidence=0.0),)
        return Record(
            source=self._source.name, source_key=self._source.sha256[:16], index=self._index, format=FORMAT,
            layout=layout, title=title, names=names, authors_raw=authors, authors_complete=complete and bool(names),
            byline=byline, abstract=abstract, start_line=at.number, end_line=end.number, doubts=doubts,
            date=head.date if head else None, category=head.category if head else None,
            score=head.score if head else None, has_code=head.has_code if head else False,
            code_urls=code_urls(abstract) if abstract else (),
        )  # fmt: skip

    # What fits nowhere

    def _too_long(self) -> Reject:
        line = self._ahead.take()
        reason = f"a line of {line.length:,} characters: no title, author line or abstract is that long"
        return self._run_of(line).reject(reason, "break the line, or check that the file is a page of text")

    def _unknown_run(self) -> Iterator[Reject]:
        run, self._unknown = self._unknown, None
        if run is not None:
            reason = "no layout of a listing page fits" + (" this line" if run.start == run.end else " these lines")
            yield run.reject(reason, "give the paper a head line, a title and authors as elsewhere on the page")

    def _run_of(self, line: Line) -> Run:
        run = Run(self._source.name, line.number)
        run.add(line)
        return run
