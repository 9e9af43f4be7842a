"""Names of sources -> files."""

import io
import os
import sys
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.readers import Place, document_names, find_places, open_source
from kg.readers.source import lines


def test_a_folder_is_searched_without_hidden_files_and_link_loops(tmp_path: Path) -> None:
    """Folders are walked in order; what is hidden is left out; a link to a folder is not followed."""
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("a.txt", "b/c.txt", ".hidden", ".git/x"):
        (tmp_path / name).write_text("x")
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    found = find_places([str(tmp_path)])
    assert [Path(place.path).relative_to(tmp_path).as_posix() for place in found] == ["a.txt", "b/c.txt"]
    assert not any(place.by_hand for place in found)


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    """A file that is named and stands in a named folder, or matches a glob, counts as named."""
    (tmp_path / "a.txt").write_text("x")
    found = find_places([str(tmp_path), str(tmp_path / "*.txt"), str(tmp_path / "a.*")])
    assert [place.by_hand for place in found] == [True]


def test_a_glob_may_match_folders(tmp_path: Path) -> None:
    """A folder that a glob matches is searched like a named one."""
    (tmp_path / "d1").mkdir()
    (tmp_path / "d1" / "a.txt").write_text("x")
    assert [Path(place.path).name for place in find_places([str(tmp_path / "d*")])] == ["a.txt"]


def test_a_name_without_a_file_is_an_input_error(tmp_path: Path) -> None:
    """The message names what was asked for."""
    with pytest.raises(InputError, match="nothing-here"):
        find_places([str(tmp_path / "nothing-here")])


def test_document_names_are_base_names_where_they_can_be() -> None:
    """Two files of one name get the shortest end of the path that tells them apart."""
    names = document_names(["/x/a/page.txt", "/x/b/page.txt", "/x/b/other.txt", "-", "page.txt"])
    assert list(names.values()) == ["other.txt", "stdin", "page.txt", "a/page.txt", "b/page.txt"]


def test_what_is_no_file_cannot_be_opened(tmp_path: Path) -> None:
    """A pipe, a broken link and a folder are refused with the reason."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "broken").symlink_to(tmp_path / "gone")
    for name in ("pipe", "broken"):
        with pytest.raises(InputError, match=name):
            open_source(Place(str(tmp_path / name), by_hand=True), name, tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_an_unreadable_file_says_so(tmp_path: Path) -> None:
    """The reason of the system stands in the message."""
    secret = tmp_path / "secret"
    secret.write_text("x")
    secret.chmod(0)
    with pytest.raises(InputError, match=r"[Pp]ermission"):
        open_source(Place(str(secret), by_hand=True), "secret", tmp_path)


def test_a_failing_read_is_an_input_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the device is told like one of the permissions."""
    page = tmp_path / "page"
    page.write_text("x")

    def fail(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(InputError, match="Input/output error"):
        open_source(Place(str(page), by_hand=True), "page", tmp_path)


def test_standard_input_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` can be read twice."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("é\nb".encode())))
    source = open_source(Place("-", by_hand=True), "stdin", tmp_path)
    assert [line.text for line in lines(source)] == ["é", "b"]
    assert [line.text for line in lines(source)] == ["é", "b"]


def test_bytes_that_are_not_utf8_are_windows_1252(tmp_path: Path) -> None:
    """One stray byte is read as a browser would and changes no other letter; the source says that there was one."""
    page = tmp_path / "page"
    page.write_bytes("Müller ".encode() + b"Ren\xe9 \x93x\x94 \x81" + "ü".encode()[:1])
    source = open_source(Place(str(page), by_hand=True), "page", tmp_path)
    assert source.stray_bytes
    assert [line.text for line in lines(source)] == ["Müller René “x” \x81Ã"]


@pytest.mark.parametrize(
    "body",
    [
        "The sh\ud83dape".encode("utf-16", "surrogatepass"),
        "The shape".encode("utf-16")[:-1],
        "The shape of films".encode("utf-32")[:-3],
        "The sh\u00e4pe".encode("latin-1"),
        "The shap\u00e9".encode()[:-1],
    ],
)
def test_bytes_that_are_no_text_are_told(body: bytes, tmp_path: Path) -> None:
    """Half a character, and bytes of another encoding, are noticed in every encoding."""
    page = tmp_path / "page.txt"
    page.write_bytes(body)
    source = open_source(Place(str(page), by_hand=True), "page.txt", tmp_path)
    assert source.stray_bytes
    assert not source.binary


@pytest.mark.parametrize("name", ["", "n" * 5000, "no\0such", "page.txt/inside", "\udcff"])
def test_a_name_that_means_nothing_is_told(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that no file can have is an error that can be printed, as is the name of a file that is not there."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text("x")
    with pytest.raises(InputError) as raised:
        find_places([name])
    assert str(raised.value).encode()


def test_the_name_of_a_document_is_text(tmp_path: Path) -> None:
    """Bytes of a file's name that are no UTF-8, line ends and blanks at its edges are told as escapes."""
    path = str(tmp_path / " a\udcff\nb.txt\u2028")
    assert document_names([path]) == {path: r"\x20a\xff\x0ab.txt\x2028"}


def test_a_closed_folder_inside_a_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that may not be opened is a place like an unreadable file: it is not passed over without a word."""
    (tmp_path / "closed").mkdir()
    (tmp_path / "page.txt").write_text("x")
    scandir = os.scandir

    def refusing(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    places = find_places([str(tmp_path)])
    assert [Path(place.path).name for place in places] == ["closed", "page.txt"]
    with pytest.raises(InputError, match="a folder that cannot be opened"):
        open_source(places[0], "closed", tmp_path)
