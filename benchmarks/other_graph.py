"""Two graphs of invented papers with known correspondences. Emits: ours and theirs as N-Triples, the truth.

Ours has papers of which most are in theirs: renamed, in other cases, in LaTeX, with cut or abbreviated authors, in two
versions, beside works of the same title by others; some are not there at all. Theirs speaks as SemOpenAlex does.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.iris import digest, escape_key, name_key
from kg.terms import integer, text
from kg.vocab import KG, RDF

BASE = "https://w3id.org/scholarkg/id/"
WORK, PERSON = "https://semopenalex.org/work/W", "https://semopenalex.org/author/A"
_SYLLABLE_WORDS = """
    ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo ya zen tra plo stri kra blem nos tic gen mar sol ter
    vin dal bor ren lis
"""
_FIRST_WORDS = """
    Ada Bo Chen Dora Emil Finn Greta Hugo Ines Jan Kira Lars
    Mona Nils Olga Pia Quinn Rosa Sven Tara Uma Vera Wim
"""
_SYLLABLES, _FIRST = _SYLLABLE_WORDS.split(), _FIRST_WORDS.split()
_ACCENTS = {"é": r"\'{e}", "ö": r"\"{o}", "ø": r"{\o}", "ñ": r"\~{n}"}
_GENERIC = ("Introduction", "Editorial", "Reply to comment", "Preface")


@dataclass
class Work:
    """One invented work."""

    number: int
    title: str
    writers: list[int]
    year: int
    doi: str | None
    kind: str = "plain"


@dataclass
class Pair:
    """Both graphs and the truth."""

    ours: list[str] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)
    papers: dict[str, set[str]] = field(default_factory=dict)
    """Paper of ours -> works that are it (none: it is not there)."""
    persons: dict[str, set[str]] = field(default_factory=dict)
    """Person of ours -> persons that bear the name there on its papers."""
    kinds: dict[str, str] = field(default_factory=dict)
    """Paper of ours -> what was done to it."""
    other_forms: set[str] = field(default_factory=set)
    """Works that are the preprint of another work."""


class Generator:
    """Makes the two graphs; the same seed makes the same ones."""

    def __init__(self, papers: int, works: int, seed: int = 5) -> None:
        """Take how many papers ours has and how many works theirs."""
        self._chance = random.Random(seed)  # noqa: S311 - no secret
        self._papers, self._works = papers, works
        self._words = [self._word() for _ in range(3000)]
        people = max(50, works // 2)
        # Every twentieth person shares the name of another one.
        self._names: list[str] = []
        for number in range(people):
            homonym = number > 20 and number % 20 == 0
            self._names.append(self._names[number - 7] if homonym else self._name())
        self._orcid = {number: _orcid(number) for number in range(0, people, 5)}

    def _word(self) -> str:
        word = "".join(self._chance.choices(_SYLLABLES, k=self._chance.randint(2, 4)))
        return word[:-1] + self._chance.choice("éöøñ") if self._chance.random() < 0.03 else word

    def _name(self) -> str:
        middle = f" {self._chance.choice('ABCDEFGHJKLM')}." if self._chance.random() < 0.2 else ""
        return f"{self._chance.choice(_FIRST)}{middle} {self._word().capitalize()}"

    def _title(self) -> str:
        words = self._chance.sample(self._words, self._chance.randint(4, 10))
        title = " ".join(word.capitalize() if self._chance.random() < 0.7 else word for word in words)
        if self._chance.random() < 0.2:
            title += ": " + " ".join(self._chance.sample(self._words, 4))
        if self._chance.random() < 0.02:
            title = self._chance.choice(['"%s" revisited', r"On \ %s", "%s: what's new?"]) % title
        return title[:1].upper() + title[1:]

    def _all_works(self) -> Iterator[Work]:
        chance, people = self._chance, len(self._names)
        earlier: list[str] = []
        last: Work | None = None
        for number in range(1, self._works + 1):
            if earlier and chance.random() < 0.03:
                title = chance.choice(earlier)  # a homonym by others
            else:
                title = chance.choice(_GENERIC) if chance.random() < 0.005 else self._title()
            earlier.append(title)
            team = chance.randrange(people)
            writers = sorted({(team + step * step) % people for step in range(chance.randint(1, 5))})
            chance.shuffle(writers)
            doi = f"10.5555/w{number}" if chance.random() < 0.8 else None
            made = Work(number, title, writers, chance.randint(1995, 2024), doi)
            if last is not None and chance.random() < 0.02:  # another paper of the same people on nearly the same
                made = Work(number, self._sequel(last.title), last.writers, last.year, doi)
            last = made
            yield made

    def _sequel(self, title: str) -> str:
        """Return the title of another work of the same people."""
        words = title.split(" ")
        words[self._chance.randrange(len(words))] = self._chance.choice(self._words)
        return " ".join(words) if self._chance.random() < 0.8 else f"{title} II"

    def pair(self) -> Pair:
        """Return both graphs."""
        made = Pair()
        works = list(self._all_works())
        extra = self._works
        for work in works:
            self._their_work(made, work, f"{WORK}{work.number}")
        chosen = self._chance.sample(works, int(self._papers * 0.85))
        for work in chosen:
            extra = self._our_paper(made, work, extra)
        for number in range(self._papers - len(chosen)):
            lost = Work(
                10**8 + number, self._title(), self._chance.sample(range(len(self._names)), 3), 2010, None, "missing"
            )
            if self._chance.random() < 0.1:
                near = self._chance.choice(works)
                lost.title, lost.writers, lost.year = self._sequel(near.title), near.writers, near.year
                lost.kind = "missing, with a sequel"
            elif self._chance.random() < 0.2:
                lost.title = self._chance.choice(works).title
                lost.kind = "missing, with a homonym"
            self._our_paper(made, lost, extra)
        for number in sorted({writer for work in works for writer in work.writers}):
            made.theirs.append(
                f"<{PERSON}{number + 1}> <http://xmlns.com/foaf/0.1/name> {text(self._names[number])} .\n"
            )
            if number in self._orcid:
                orcid = text(f"https://orcid.org/{self._orcid[number]}")
                made.theirs.append(f"<{PERSON}{number + 1}> <https://dbpedia.org/ontology/orcidId> {orcid} .\n")
        return made

    def _their_work(self, made: Pair, work: Work, iri: str, *, doi: str | None = None, year: int | None = None) -> None:
        held = doi or work.doi
        out = made.theirs
        out.append(f"<{iri}> <http://purl.org/dc/terms/title> {text(work.title)} .\n")
        out.append(f"<{iri}> <http://purl.org/spar/fabio/hasPublicationYear> {integer(year or work.year)} .\n")
        if held:
            out.append(f"<{iri}> <http://purl.org/spar/datacite/doi> {text(f'https://doi.org/{held}')} .\n")
        out.extend(f"<{iri}> <http://purl.org/dc/terms/creator> <{PERSON}{n + 1}> .\n" for n in work.writers)

    def _our_paper(self, made: Pair, work: Work, extra: int) -> int:
        chance = self._chance
        truth = set() if work.kind.startswith("missing") else {f"{WORK}{work.number}"}
        doi = work.doi if work.doi and chance.random() < 0.4 else None
        kind, title = ("same", work.title) if chance.random() < 0.5 else self._changed(work.title)
        if truth and chance.random() < 0.05:
            extra += 1
            preprint = f"{WORK}{extra}"
            self._their_work(made, work, preprint, doi=f"10.48550/arxiv.{extra}", year=work.year - chance.randint(0, 1))
            truth.add(preprint)
            made.other_forms.add(preprint)
            kind = f"{kind}, versioned"
        key = escape_key(f"doi-{doi}" if doi else f"t-{digest(work.title, str(work.number))}")
        iri = f"{BASE}paper/{key}"
        made.papers[iri] = truth
        made.kinds[iri] = work.kind if not truth else f"{kind}, DOI" if doi else kind
        out, subject = made.ours, f"<{iri}>"
        out.append(f"{subject} {RDF.type} {KG.Paper} .\n{subject} {KG.title} {text(title)} .\n")
        if doi:
            out.append(f"{subject} {KG.doi} {text(doi)} .\n")
        if chance.random() < 0.95:
            out.append(f"{subject} {KG.publicationYear} {integer(work.year + chance.choice((0, 0, 0, 0, 1)))} .\n")
        self._our_authors(made, work, key)
        return extra

    def _our_authors(self, made: Pair, work: Work, key: str) -> None:
        chance, out, writers = self._chance, made.ours, list(work.writers)
        style = chance.random()
        complete = not (style > 0.9 and len(writers) > 2)
        if not complete:
            writers = writers[:2]
        elif style > 0.87:
            chance.shuffle(writers)
        out.append(f'<{BASE}paper/{key}> {KG.authorListComplete} "{str(complete).lower()}"'
                   f"^^<http://www.w3.org/2001/XMLSchema#boolean> .\n")  # fmt: skip
        for position, number in enumerate(writers, 1):
            name = self._names[number]
            printed = f"{name[0]}. {name.split(' ')[-1]}" if 0.65 < style <= 0.85 else name
            person, basis = self._our_person(number, printed, f"{key}-{position}")
            place = f"<{BASE}authorship/{key}-{position}>"
            out.append(f"{place} {RDF.type} {KG.Authorship} .\n{place} {KG.rawName} {text(printed)} .\n")
            out.append(f"{place} {KG.agent} <{person}> .\n")
            made.persons.setdefault(person, set()).add(f"{PERSON}{number + 1}")
            out.append(f"<{person}> {RDF.type} {KG.Person} .\n<{person}> {KG.name} {text(printed)} .\n")
            out.append(f"<{person}> {KG.identityBasis} {text(basis)} .\n")
            if basis == "orcid":
                out.append(f"<{person}> {KG.orcid} {text(self._orcid[number])} .\n")

    def _our_person(self, number: int, printed: str, place: str) -> tuple[str, str]:
        if printed != self._names[number]:
            return f"{BASE}person/only-{place}", "this-paper"
        if number in self._orcid and number % 2:
            return f"{BASE}person/orcid-{self._orcid[number].lower()}", "orcid"
        return f"{BASE}person/{name_key(printed)}", "full-name"

    def _changed(self, title: str) -> tuple[str, str]:
        """Return what is done to a title, and the outcome."""
        chance, words = self._chance, title.split(" ")
        kind = chance.choices(
            ("lower", "upper", "titled", "sentence", "latex", "subtitle", "slip", "dash", "emphasis", "hyphen"),
            weights=(10, 6, 14, 16, 14, 8, 8, 8, 8, 8),
        )[0]
        if kind == "subtitle":
            longer = f"{title}: {' '.join(chance.sample(self._words, 3))}"
            return kind, title.partition(": ")[0] if ": " in title else longer
        if kind == "slip":
            at = chance.randrange(len(title) // 2, len(title) - 2)
            return kind, title[:at] + title[at + 1] + title[at] + title[at + 2 :]
        forms = {
            "latex": "".join(_ACCENTS.get(c, c) for c in title),
            "emphasis": r"\emph{" + words[0] + "} " + " ".join(words[1:]),
            "dash": title.replace(": ", " – ").replace("'", "’"),
            "hyphen": "-".join(words[:2]) + " " + " ".join(words[2:]),
            "lower": title.lower(),
            "upper": title.upper(),
            "titled": title.title(),
            "sentence": title[:1].upper() + title[1:].lower(),
        }
        return kind, forms[kind]


def _orcid(number: int) -> str:
    digits = f"{900_000_000_000_000 + number:015d}".replace("9", "0", 1)
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    whole = digits + ("X" if check == 10 else str(check))
    return "-".join(whole[at : at + 4] for at in range(0, 16, 4))


def write(made: Pair, folder: Path) -> tuple[Path, Path]:
    """Write both graphs and return their files."""
    ours, theirs = folder / "graph.nt", folder / "theirs.nt"
    ours.write_text("".join(made.ours), encoding="utf-8")
    theirs.write_text("".join(made.theirs), encoding="utf-8")
    return ours, theirs
