"""Questions typed one after the other -> their answers. Reads: a terminal. Emits: answers and notes on it.

The one door to prompt_toolkit, which is an extra: lines are edited there, everything else happens in `Session`.
"""

import os
import shlex
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from kg.errors import KgError, UsageError
from kg.query.completion import COMMANDS, completions, is_finished, is_sparql
from kg.query.formats import FORMATS
from kg.query.graph import Graph
from kg.query.named import library
from kg.query.telling import Askable, tell

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.document import Document
    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding import KeyPressEvent
    from prompt_toolkit.output import Output

_GREETING = "Ask by SPARQL or by the name of a query; Tab completes, Enter sends, .help says more, Ctrl-D leaves.\n"
_PATIENT = 1_000_000.0  # seconds: no limit to speak of, but a query with one runs where Ctrl-C can kill it
_NOT_THERE = (
    "the prompt needs prompt_toolkit: pip install 'scholarkg[prompt]'; or name a query\n"
    "see: kg query --list, kg query --help"
)


@dataclass
class Session:
    """What one session at the prompt knows: the graph, and how answers are printed."""

    graph: Askable
    form: str = "table"
    timeout: float | None = None
    limit: int | None = None
    labels: bool = True

    def run(self, line: str, out: TextIO) -> bool:
        """Do what a line says and write what it gives to `out`; return False when it says to leave.

        Raises:
            KgError: what is wrong with the line.
        """
        words = line.split()
        if not words:
            return True
        if words[0].startswith("."):
            return self._command(words[0], words[1:], out)
        question, parameters = called(line)
        timeout = self.timeout or (_PATIENT if isinstance(self.graph, Graph) else None)
        notes = tell(
            self.graph,
            question,
            parameters,
            out=out,
            form=self.form,
            timeout=timeout,
            limit=self.limit,
            labels=self.labels,
        )
        out.writelines(f"kg: {note}\n" for note in notes)
        return True

    def _command(self, command: str, words: list[str], out: TextIO) -> bool:
        match command, words:
            case ".quit" | ".exit", []:
                return False
            case ".help", []:
                out.writelines(f"{name:<10} {meaning}\n" for name, meaning in COMMANDS.items())
                out.write('NAME parameter=value ...\n           for example: coauthors person="Yoshua Bengio"\n')
            case ".list", []:
                out.writelines(f"{query.name:<24} {query.title}\n" for query in library())
            case ".format", [form] if form in FORMATS:
                self.form = form
            case ".limit", [number] if number == "off" or (number.isdecimal() and int(number) > 0):
                self.limit = None if number == "off" else int(number)
            case ".timeout", [seconds] if seconds == "off" or seconds.isdecimal():
                self.timeout = None if seconds == "off" else float(seconds)
            case _, _ if command in COMMANDS:
                raise UsageError(f"{command}: {COMMANDS[command]}")
            case _:
                raise UsageError(f"there is no command {command}: there are {', '.join(COMMANDS)}")
        return True


def called(line: str) -> tuple[str, Mapping[str, object]]:
    """Return the question of a line and its parameters: `coauthors person="Eva Stone"`.

    Raises:
        UsageError: a quote is not closed, or a word is no parameter.
    """
    if is_sparql(line):
        return line, {}
    try:
        name, *words = shlex.split(line)
    except ValueError as error:
        raise UsageError('a quote is not closed: write parameters as name="a value"') from error
    words = [word for word in words if word != "--param"]
    wrong = [word for word in words if not word.partition("=")[0].isidentifier() or "=" not in word]
    if wrong:
        raise UsageError(f'{wrong[0]!r} is no parameter: write name=value, and name="a value" where it has blanks')
    return name, dict(word.split("=", 1) for word in words)


def history_file() -> Path:
    """Return where the lines of earlier sessions are kept (XDG Base Directory specification: state)."""
    base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(base) / "scholarkg" / "history"


def run_prompt(
    session: Session,
    prefixes: Mapping[str, str],
    *,
    out: TextIO = sys.stdout,
    history: Path | None = None,
    keys: "Input | None" = None,
    screen: "Output | None" = None,
) -> None:
    """Ask for lines and answer them until the user leaves.

    Args:
        session: answers.
        prefixes: are completed.
        out: answers go there.
        history: a file of earlier lines; None for none.
        keys: where keys come from; None for the terminal.
        screen: where the line is drawn; None for the terminal.

    Raises:
        UsageError: prompt_toolkit is not installed.
    """
    ask = _line_editor(prefixes, history, keys, screen)
    out.write(_GREETING)
    while True:
        try:
            if not session.run(ask(), out):
                return
        except KgError as error:
            out.write(f"kg: {error}\n")
        except KeyboardInterrupt:
            out.write("\n")
        except EOFError:
            return
        out.flush()


def _line_editor(
    prefixes: Mapping[str, str], history: Path | None, keys: "Input | None", screen: "Output | None"
) -> Callable[[], str]:
    """Return a function that asks for one question."""
    toolkit: Any = _library()
    bindings = import_module("prompt_toolkit.key_binding").KeyBindings()

    @bindings.add("enter")  # type: ignore[untyped-decorator]
    def _send_or_go_on(event: "KeyPressEvent") -> None:
        buffer = event.current_buffer
        if is_finished(buffer.text):
            buffer.validate_and_handle()
        else:
            buffer.newline(copy_margin=True)

    editor: PromptSession[str] = toolkit.PromptSession(
        "kg> ",
        completer=_completer(prefixes),
        history=_history(history),
        key_bindings=bindings,
        multiline=True,
        prompt_continuation="... ",
        input=keys,
        output=screen,
    )
    return editor.prompt


def _completer(prefixes: Mapping[str, str]) -> Any:  # noqa: ANN401 - a class of a library that may be absent
    library_: Any = import_module("prompt_toolkit.completion")

    def found(document: "Document") -> Iterable[Any]:
        for each in completions(document.text_before_cursor, prefixes):
            yield library_.Completion(each.text, start_position=-each.length, display_meta=each.meaning)

    class Known(library_.Completer):  # type: ignore[misc]
        def get_completions(self, document: "Document", _event: object) -> Iterable[Any]:
            return found(document)

    return Known()


def _history(path: Path | None) -> Any:  # noqa: ANN401 - see `_completer`
    kinds: Any = import_module("prompt_toolkit.history")
    if path is None:
        return kinds.InMemoryHistory()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError:
        return kinds.InMemoryHistory()
    return kinds.FileHistory(str(path))


def _library() -> Any:  # noqa: ANN401 - see `_completer`
    try:
        return import_module("prompt_toolkit")
    except ImportError as error:
        raise UsageError(_NOT_THERE) from error
