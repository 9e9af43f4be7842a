"""`.rq` file -> named query. Reads: a query file with a commented head. Emits: NamedQuery.

A file runs as it stands in any SPARQL tool. Its head says what it answers and what can be asked for::

    # title: Papers of a person
    # description: One sentence on what the rows are.
    # keywords: person, paper, author
    # param: person person required The name, or the IRI, of the person.
    # example: kg query papers-of-person --param person="Eva Stone"

A parameter is a name, a type, a default and a sentence. The default `required` is none at all, `any` leaves the
variable unbound (UNDEF), everything else is a value.
"""

import difflib
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg.errors import UsageError
from kg.query.syntax import is_service, tokens

LIBRARY = Path(__file__).parent / "library"
TYPES = ("text", "integer", "decimal", "boolean", "date", "iri", "person", "paper", "category", "source")
_LONGEST_NAME = 100  # characters that a message repeats
_SPARQL = re.compile(r"\s*(?:BASE|PREFIX|SELECT|ASK|CONSTRUCT|DESCRIBE)\s", re.IGNORECASE)  # DESCRIBE needs no {
_HEAD_LINE = re.compile(r"#\s*(title|description|keywords|param|example):\s*(.*?)\s*$")


class Parameter(NamedTuple):
    """One thing that a query can be asked for. `default` is `required`, `any` or a value in text form."""

    name: str
    type: str
    default: str
    description: str

    def __str__(self) -> str:
        """Return the line that help and errors show."""
        needed = {"required": "required", "any": "optional"}.get(self.default, f"{self.default} unless given")
        return f"{self.name} ({self.type}, {needed}): {self.description}"


class NamedQuery(NamedTuple):
    """A query with a name. `text` is the whole file, so that lines of errors are lines of the file."""

    name: str
    title: str
    description: str
    keywords: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    example: str
    text: str

    @property
    def endpoints(self) -> tuple[str, ...]:
        """The endpoints that it asks by SERVICE, each once: it needs `--federate`."""
        found = tokens(self.text)
        keywords = [at for at, token in enumerate(found) if is_service(token)]
        named = [next(each for each in found[at:] if each.kind == "iri") for at in keywords]
        return tuple(dict.fromkeys(token.text[1:-1] for token in named))


def parse_query(name: str, text: str) -> NamedQuery:
    """Return the query of a file's text; a file without a head has no title and no declared parameters.

    Raises:
        UsageError: a `# param:` line does not have the four parts, or an unknown type.
    """
    head: dict[str, str] = {}
    parameters: list[Parameter] = []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            break
        match = _HEAD_LINE.match(line)
        if match and match[1] == "param":
            parameters.append(_parameter(name, match[2]))
        elif match:
            head[match[1]] = match[2]
    keywords = tuple(word.strip() for word in head.get("keywords", "").split(",") if word.strip())
    title, description, example = (head.get(key, "") for key in ("title", "description", "example"))
    return NamedQuery(name, title, description, keywords, tuple(parameters), example, text)


def _parameter(query: str, line: str) -> Parameter:
    parts = line.split(maxsplit=3)
    if len(parts) != len(Parameter._fields) or parts[1] not in TYPES:
        raise UsageError(
            f"{query}: `# param: {line}` is not understood: write `# param: name type required|any|value sentence`, "
            f"where the type is one of {', '.join(TYPES)}"
        )
    return Parameter(*parts)


def query_names() -> list[str]:
    """Return the names of the library's queries, sorted."""
    return sorted(path.stem for path in LIBRARY.glob("*.rq"))


@cache
def named_query(name: str) -> NamedQuery:
    """Return a query of the library.

    Raises:
        UsageError: there is none of this name; near ones are listed.
    """
    if name in query_names():
        return parse_query(name, (LIBRARY / f"{name}.rq").read_text(encoding="utf-8"))
    raise UsageError(
        f"no named query is called {_short(name)}{_nearest(name)}\n"
        f"`kg query --list` shows all {len(query_names())}; SPARQL has a {{ in it, a query file ends in .rq"
    )


def _short(name: str) -> str:
    return repr(name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}...")


def _nearest(name: str) -> str:
    names = query_names()
    words = set(re.split(r"\W+", name.lower())) - {"of", "by", ""}
    near = difflib.get_close_matches(name.lower(), names, n=3, cutoff=0.6)
    for query in library():
        if query.name not in near and words & {*query.name.split("-"), *query.keywords}:
            near.append(query.name)
    return f": did you mean {' or '.join(near[:5])}?" if near else ""


def query_file(path: Path) -> NamedQuery:
    """Return the query of an `.rq` file.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return parse_query(path.name, path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"the query file {path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"the query file {path} is not UTF-8: save it in that encoding") from error


def library() -> list[NamedQuery]:
    """Return all named queries, sorted by name."""
    return [named_query(name) for name in query_names()]


def query_of(argument: str) -> NamedQuery:
    """Return the query that a user means: SPARQL (with a `{`, or beginning as one), a file (.rq), or else a name.

    Raises:
        UsageError: no such name, or no readable file.
    """
    if "{" in argument or _SPARQL.match(argument):
        return parse_query("", argument)
    if argument.endswith(".rq"):
        return query_file(Path(argument))
    return named_query(argument.strip())
