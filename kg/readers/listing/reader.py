"""Listing pages -> records. Reads: numbered lines. Emits: PageFacts, Record, Reject, in the order of the page.

Four layouts, told apart record by record from what is printed, so that a page may mix them:

site      head line, title, blank, authors, blank, abstract; the page opens with a profile
compact   head line, title and authors run together, abstract
abstract  one line `Abstract: ...`
family    the owner as `Family, Given`; then title, `Family, Given, Family, Given ...`, abstract

A head line is `[score]CATdate[Code]`. Lines that fit nowhere become one reject for each run of them.

Left out: nothing that is printed; what is no part of a record or of the owner's profile is a reject.
"""

from collections import Counter
from collections.abc import Iterator

from kg.model import Doubt, Layout, Name, PageFacts, Record, Reject
from kg.names import parse_author_line, strip_edges
from kg.readers.listing import grammar
from kg.readers.listing.code_urls import broken_code_urls, code_urls
from kg.readers.listing.family import FamilyLine, parse_doubtful_line, parse_family_line
from kg.readers.listing.lookahead import Lookahead, opens_record
from kg.readers.rejected import Run
from kg.readers.source import Line, Source, lines

FORMAT = "listing"
_MOST_CONTINUATIONS = 200


def read_page(source: Source) -> Iterator[PageFacts | Record | Reject]:
    """Yield what stands on a page, in its order. Nothing printed is left out: what is no record is a reject."""
    return read_listing(lines(source), source)


def read_listing(printed: Iterator[Line], source: Source) -> Iterator[PageFacts | Record | Reject]:
    """Yield what stands in lines of a page, as `read_page`."""
    return _Page(Lookahead(printed), source).read()


class _Page:
    """One pass over one page. Its state is what the page has shown so far."""

    def __init__(self, ahead: Lookahead, source: Source) -> None:
        self._ahead = ahead
        self._source = source
        self._index = 0
        self._layouts: Counter[tuple[Layout, bool]] = Counter()
        self._family_page = False
        self._unknown: Run | None = None
        self._unread: list[Reject] = []

    def read(self) -> Iterator[PageFacts | Record | Reject]:
        """Yield everything."""
        while self._ahead.skip_blanks() or self._ahead.peek() is not None:
            if self._ahead.peek() is None:
                break
            found = self._next()
            if found is not None:
                yield from self._unknown_run()
                yield found
                yield from self._unread
                self._unread.clear()
        yield from self._unknown_run()

    def _next(self) -> PageFacts | Record | Reject | None:
        """Return what starts here, or None after moving one line that fits nowhere into the unknown run."""
        line = self._ahead.peek()
        if line is None or line.sha256 is not None:
            return self._too_long()
        if opens_record(line):
            head = grammar.parse_head(line.text)
            return self._bare(self._ahead.take()) if head is None else self._headed(self._ahead.take(), head)
        found = None if grammar.is_broken_head(line.text) else self._started(line)
        if found is not None:
            return found
        at = self._ahead.take()
        if self._unknown is None:
            self._unknown = self._run_of(at)
        else:
            self._unknown.add(at)
        return None

    def _started(self, line: Line) -> PageFacts | Record | None:
        """Return what starts at a line that does not open a record by itself, None if it fits nowhere."""
        if grammar.parse_fact(line.text) or self._ahead.starts_profile():
            return self._profile()
        opening = not self._index and not self._family_page and self._unknown is None
        if self._ahead.starts_owner(opening=opening) and not self._is_title():
            return self._owner(self._ahead.take())
        if self._ahead.starts_family_record(known=self._family_page):
            return self._family(self._ahead.take())
        if self._family_page and self._ahead.starts_doubtful_family_record():
            return self._family(self._ahead.take())
        return None

    # What starts with a head line

    def _headed(self, at: Line, head: grammar.Head) -> Record | Reject:
        self._ahead.skip_blanks()
        first = self._ahead.peek()
        if first is None or (opens_record(first) and not self._is_title_all_the_same(head, first)):
            return self._run_of(at).reject("a head line without a title behind it", "add the title and the authors")
        if first.sha256 is not None:
            return self._too_long()
        self._ahead.take()
        parted = self._ahead.skip_blanks() > 0
        authors = self._ahead.take() if self._authors_follow(parted=parted) else None
        layout = "site" if authors else self._layout_without_authors(first.text, parted=parted)
        self._layouts[layout, parted] += 1
        abstract, end = self._abstract(authors or first)
        return self._record(
            layout, at, end, head=head, abstract=abstract,
            title=None if layout == "compact" else strip_edges(first.text),
            byline=strip_edges(first.text) if layout == "compact" else None,
            authors=None if authors is None else strip_edges(authors.text),
        )  # fmt: skip

    def _is_title_all_the_same(self, head: grammar.Head, first: Line) -> bool:
        """Return whether the line behind a head line is a title such as `May 5, 2020` or `Abstract: a history`."""
        if grammar.after_label(first.text):
            prose = [grammar.is_prose(line.text) for line in self._ahead.printed(3)]
            return prose[:2] == [False, True] or prose == [False, False, True]
        second = grammar.parse_head(first.text)
        told = head.category is not None or head.score is not None
        return told and second is not None and second.category is None and second.score is None

    def _authors_follow(self, *, parted: bool) -> bool:
        """Return whether the line here is a line of authors: by a blank before it, or by prose right behind it."""
        line = self._ahead.peek()
        if line is None or line.blank or line.sha256 is not None or opens_record(line) or grammar.is_prose(line.text):
            return False
        if self._ahead.starts_owner() or self._ahead.starts_profile():
            return False
        printed = self._ahead.printed(2)
        followed = len(printed) > 1 and grammar.is_prose(printed[1].text)
        if parted:
            return followed or grammar.may_be_authors(line.text)
        return followed and printed[1].number == line.number + 1 and grammar.looks_like_authors(line.text)

    def _layout_without_authors(self, first: str, *, parted: bool) -> Layout:
        """Return what a record is whose next line is no line of authors: run together, or without authors.

        Records of this page that have a blank line behind the title too, or that have none either, decide.
        """
        sites, compacts = self._layouts["site", parted], self._layouts["compact", parted]
        names, complete = parse_author_line(first)
        together = len(names) > 1 or not complete
        if sites > compacts and not (together and not parted):  # a doubt is better than a title with names in it
            return "site"
        together = together or grammar.looks_like_names([first])
        return "compact" if together or compacts > sites or not parted else "site"

    # The other layouts

    def _bare(self, at: Line) -> Record | Reject:
        abstract = grammar.after_label(at.text)
        if not abstract:
            behind = self._ahead.peek()
            if behind is None or behind.blank or opens_record(behind):
                return self._run_of(at).reject("an abstract without text", "add the text behind the label, or drop it")
        text, end = self._whole_abstract(abstract or "", at)
        return self._record("abstract", at, end, abstract=text)

    def _is_title(self) -> bool:
        """Return whether the line here, though it looks like an owner, is a title: names and prose stand behind it."""
        printed = self._ahead.printed(3)
        return (
            self._family_page and parse_family_line(printed[1].text) is not None and grammar.is_prose(printed[2].text)
        )

    def _owner(self, at: Line) -> PageFacts:
        self._family_page = True
        names = parse_family_line(at.text)
        return PageFacts(profile_name=names.names[0].display if names else None)

    def _family(self, title: Line) -> Record:
        self._family_page = True
        self._ahead.skip_blanks()
        line = self._ahead.take()
        names = parse_family_line(line.text) or parse_doubtful_line(line.text)
        behind = self._ahead.printed(3)
        next_title = len(behind) > 1 and self._ahead_is_title(behind)
        abstract, end = (None, line) if next_title else self._abstract(line)
        return self._record(
            "family", title, end, title=strip_edges(title.text), abstract=abstract, authors=strip_edges(line.text),
            family=names,
        )  # fmt: skip

    def _ahead_is_title(self, behind: list[Line]) -> bool:
        """Return whether the next line is the next record's title, so that this record has no abstract."""
        second = parse_family_line(behind[1].text)
        third = parse_family_line(behind[2].text) if len(behind) > 2 else None
        return second is not None and third is None and not grammar.is_prose(behind[0].text)

    def _profile(self) -> PageFacts:
        found: dict[str, str] = {}
        while (line := self._ahead.peek()) is not None and not opens_record(line):
            printed = strip_edges(line.text)
            if fact := grammar.parse_fact(printed):
                found.setdefault(*fact)
            elif grammar.is_fact_label(printed):
                reason = "a number of the profile that can't be read"
                self._unread.append(self._run_of(line).reject(reason, "write it in digits, or leave the line out"))
            elif "profile_name" not in found and self._ahead.starts_profile():
                is_code = "main_category" not in found and grammar.is_sure_code(printed)
                found["main_category" if is_code else "profile_name"] = printed
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
        behind = self._ahead.peek()
        if grammar.is_bare_label(line.text) and behind is not None and not self._ahead.starts_anything():
            return self._whole_abstract("", line)
        return self._whole_abstract(strip_edges(grammar.after_label(line.text) or line.text), line)

    def _whole_abstract(self, beginning: str, at: Line) -> tuple[str, Line]:
        """Return a text with all its paragraphs: prose behind a blank line that starts nothing belongs to it."""
        text, end = self._continued(beginning, at)
        while (behind := self._ahead.printed(1)) and self._is_paragraph(behind[0]):
            gap = "\n\n" if self._ahead.skip_blanks() else "\n"
            line = self._ahead.take()
            more, end = self._continued(strip_edges(line.text), line)
            text += gap + more
        return text, end

    def _is_paragraph(self, line: Line) -> bool:
        """Return whether the next printed line is prose and nothing else."""
        if line.sha256 is not None or opens_record(line) or not grammar.is_prose(line.text):
            return False
        return not (self._ahead.starts_owner() or self._ahead.starts_family_record(known=self._family_page))

    def _continued(self, beginning: str, at: Line) -> tuple[str, Line]:
        """Return a text with the lines that follow without a blank and start nothing else, and the last of them."""
        parts, end = [beginning] if beginning else [], at
        while len(parts) < _MOST_CONTINUATIONS and not self._ahead.starts_anything():
            line = self._ahead.peek()
            if line is None or line.sha256 is not None or (self._family_page and self._is_over(parts)):
                break
            end = self._ahead.take()
            parts.append(strip_edges(end.text))
        return "\n".join(parts), end

    def _is_over(self, parts: list[str]) -> bool:
        """Return whether an abstract of a family page is over, where the next title stands without a blank line."""
        if parts and grammar.is_ended(parts[-1]):
            return True
        return self._ahead.starts_family_record(known=True) or self._ahead.starts_doubtful_family_record()

    def _record(
        self, layout: Layout, at: Line, end: Line, *, head: grammar.Head | None = None, title: str | None = None,
        byline: str | None = None, authors: str | None = None, family: FamilyLine | None = None,
        abstract: str | None = None,
    ) -> Record:  # fmt: skip
        self._index += 1
        line = family or _given_first(authors or "")
        names, complete = line.names, line.complete
        return Record(
            source=self._source.name, source_key=self._source.sha256[:16], index=self._index, format=FORMAT,
            layout=layout, title=title, names=names, authors_raw=authors, authors_complete=complete and bool(names),
            byline=byline, abstract=abstract, start_line=at.number, end_line=end.number,
            doubts=tuple(_doubts(head, line, abstract)),
            date=head.date if head else None, date_text=head.bad_date if head else None,
            category=head.category if head else None,
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


def _given_first(authors: str) -> FamilyLine:
    """Return the names of a line in `Given Family` order, or of `Family, Given; Family, Given`."""
    if ";" in authors:
        parted = parse_family_line(authors)
        if parted is not None and parted.doubt is None and all(name.given for name in parted.names):
            return parted
    printed, complete = parse_author_line(authors)
    doubt = "signs or digits stand in the line of authors" if grammar.has_odd_names(authors) else None
    return FamilyLine(names=tuple(Name(printed=name) for name in printed), complete=complete, doubt=doubt)


def _doubts(head: grammar.Head | None, authors: FamilyLine, abstract: str | None) -> Iterator[Doubt]:
    if head is not None and head.bad_date is not None:
        yield Doubt(field="date", reason=f"the calendar has no {head.bad_date}", confidence=0.0)
    if authors.doubt is not None:
        yield Doubt(field="authors", reason=authors.doubt, confidence=0.5)
    lines = (abstract or "").split("\n")
    if len(lines) > 1 and grammar.is_prose(lines[0]) and not grammar.is_ended(lines[-1]):
        reason = "lines stand behind a text that had ended: they may not belong to the abstract"
        yield Doubt(field="abstract", reason=reason, confidence=0.5)
    for url in broken_code_urls(abstract or ""):
        yield Doubt(field="code_urls", reason=f"{url} is no valid address", confidence=0.0)
