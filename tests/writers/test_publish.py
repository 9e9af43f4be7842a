"""Finished files -> the output folder: all of a build or none of it, at any moment."""

import errno
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import InputError, KgError, UsageError
from kg.writers.lock import LOCK_NAME, OutputLock, Owner, alone, is_held
from kg.writers.publish import OUTPUTS, WORK, Rename, recover, staging

OLD = {"graph.ttl": "old graph", "graph.nt": "old lines", "report.txt": "old report", "build.json": "{}"}
NEW = {"graph.ttl": "new graph", "graph.jsonld": "new json", "report.txt": "new report", "build.json": "{1}"}
KEPT = {"links.ttl": "links", "decisions.tsv": "decisions", "mine.txt": "mine"}


def build(out: Path, files: dict[str, str], rename: Rename = os.replace) -> None:
    """Publish files as a build does."""
    with staging(out, rename=rename) as stage:
        (stage / WORK).mkdir()
        (stage / WORK / "spool").write_text("triples")
        for name, content in files.items():
            (stage / name).write_text(content)


def content(out: Path) -> dict[str, str]:
    """Return every file of a folder, hidden ones too."""
    return {path.relative_to(out).as_posix(): path.read_text() for path in out.rglob("*") if path.is_file()}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return an output folder with an old build and files that are not a build's."""
    folder = tmp_path / "a folder"
    build(folder, OLD)
    for name, text in KEPT.items():
        (folder / name).write_text(text)
    return folder


def test_a_build_replaces_all_files_of_the_old_one(out: Path) -> None:
    """New files come, stale outputs go, other files and nothing hidden stay."""
    build(out, NEW)
    assert content(out) == NEW | KEPT
    assert sorted(path.name for path in out.iterdir()) == sorted(NEW | KEPT)


def test_a_failed_build_leaves_the_folder_as_it_was(out: Path) -> None:
    """An exception in the block removes the staging folder and nothing else."""
    with pytest.raises(TypeError):
        build(out, {"graph.ttl": "half", "graph.nt": 5})  # type: ignore[dict-item]
    assert content(out) == OLD | KEPT


def test_folders_are_made_and_links_to_folders_followed(tmp_path: Path) -> None:
    """Missing folders are made; a symbolic link to a folder is written through and stays a link."""
    build(tmp_path / "a" / "b", NEW)
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "a" / "b", target_is_directory=True)
    build(link, OLD)
    assert link.is_symlink()
    assert content(tmp_path / "a" / "b") == OLD


KILLER = f"""
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from kg.writers.publish import staging, recover
left = int(sys.argv[2])
def rename(source, target):
    global left
    if left == 0: os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    os.replace(source, target)
    if left == 0 and sys.argv[3] == "after": os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[4] == "recover":
    recover(Path(sys.argv[1]), rename=rename)
else:
    with staging(Path(sys.argv[1]), rename=rename) as stage:
        for name, text in {NEW!r}.items():
            (stage / name).write_text(text)
"""


def killed(out: Path, renames: int, when: str = "before", what: str = "build") -> bool:
    """Run a build that is killed around a rename; return whether it was."""
    done = subprocess.run([sys.executable, "-c", KILLER, str(out), str(renames), when, what], check=False, timeout=60)
    assert done.returncode in {0, -signal.SIGKILL}
    return done.returncode != 0


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("renames", range(8))
def test_a_kill_at_any_rename_leaves_a_whole_output(out: Path, renames: int, when: str) -> None:
    """After the next command the folder is wholly old (before the journal's rename) or wholly new (from then on)."""
    was_killed = killed(out, renames, when)
    settled = recover(out)
    assert content(out) == (NEW if renames else OLD) | KEPT
    assert not was_killed or settled in {"finished", "rolled-back"}
    assert recover(out) == "nothing"


def test_a_kill_during_recovery_is_recovered_too(out: Path) -> None:
    """The recovery may be killed at each of its renames as well."""
    assert killed(out, 2)
    for _ in range(4):
        killed(out, 1, "after", "recover")
    recover(out)
    assert content(out) == NEW | KEPT


def test_a_kill_while_writing_rolls_back(out: Path) -> None:
    """A build killed while it writes leaves a staging folder, which the next command removes."""
    code = (
        f"import sys, time\nsys.path.insert(0, {str(Path(__file__).parents[2])!r})\nfrom pathlib import Path\n"
        "from kg.writers.publish import staging\n"
        "with staging(Path(sys.argv[1])) as stage:\n"
        "    (stage / 'graph.ttl').write_text('half'); print('ready', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(out)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        assert recover(out) == "busy"
        with pytest.raises(UsageError, match=f"process {process.pid} on"):
            build(out, NEW)
        process.kill()
    assert recover(out) == "rolled-back"
    assert content(out) == OLD | KEPT


def test_the_next_build_settles_too(out: Path) -> None:
    """A build first finishes the open commit, then publishes its own files."""
    assert killed(out, 3)
    build(out, {"graph.ttl": "third"})
    assert content(out) == {"graph.ttl": "third"} | KEPT


def open_commit(out: Path) -> Path:
    """Leave a commit with all its files still staged, and return its folder."""
    assert killed(out, 1, "after")
    (stage,) = out.glob(".staging-*/")
    return stage


def test_a_damaged_commit_is_said_and_given_up_by_a_build(out: Path) -> None:
    """A staged file that is not what the journal says stops readers; building again repairs."""
    stage = open_commit(out)
    (stage / "graph.ttl").write_text("bit rot")
    for _ in range(2):
        with pytest.raises(InputError, match="build again"):
            recover(out)
    build(out, NEW)
    assert content(out) == NEW | KEPT


def test_a_journal_can_not_reach_other_files(out: Path) -> None:
    """A journal that names anything but outputs is damaged: nothing outside is touched."""
    stage = open_commit(out)
    journal = json.loads((stage / "journal.json").read_text())
    journal["publish"]["../links.ttl"] = "0"
    (stage / "journal.json").write_text(json.dumps(journal))
    with pytest.raises(InputError, match="damaged"):
        recover(out)
    journal["publish"].pop("../links.ttl")
    journal["withdraw"].append("links.ttl")
    (stage / "journal.json").write_text(json.dumps(journal))
    with pytest.raises(InputError, match="damaged"):
        recover(out)
    (stage / "journal.json").write_text("{")
    with pytest.raises(InputError, match="damaged"):
        recover(out)
    build(out, NEW)
    assert content(out) == NEW | KEPT


def test_a_rename_that_fails_leaves_an_open_commit(out: Path) -> None:
    """When the file system refuses a rename halfway, the next command finishes."""
    left = 3

    def rename(source: Path, target: Path) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(errno.EIO, "broken", str(target))
        source.replace(target)

    with pytest.raises(OSError, match="broken"):
        build(out, NEW, rename)
    assert recover(out) == "finished"
    assert content(out) == NEW | KEPT


def test_nothing_to_recover(tmp_path: Path, out: Path) -> None:
    """A missing folder and a settled one are left alone."""
    assert recover(tmp_path / "missing") == "nothing"
    assert recover(out) == "nothing"


def test_readers_of_a_read_only_folder_go_on(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An open commit that can't be finished for lack of rights is said, not raised; other failures are raised."""
    open_commit(out)

    def refuse(number: int) -> None:
        def create(*_: object) -> bool:
            raise OSError(number, "refused")

        monkeypatch.setattr("kg.writers.lock._create", create)

    refuse(errno.EROFS)
    (out / LOCK_NAME).unlink(missing_ok=True)
    assert recover(out) == "read-only"
    refuse(errno.EIO)
    with pytest.raises(OSError, match="refused"):
        recover(out)


def test_only_outputs_are_published(out: Path) -> None:
    """A staged file that no build writes, or that is no plain file, is an error before anything changes."""
    with pytest.raises(UsageError, match=r"links\.ttl"):
        build(out, NEW | {"links.ttl": "x"})
    with pytest.raises(UsageError, match="plain file"), staging(out) as stage:
        (stage / "graph.ttl").symlink_to(out / "mine.txt")
    assert content(out) == OLD | KEPT
    assert "links.ttl" not in OUTPUTS


def test_bad_folders_are_named(tmp_path: Path, out: Path) -> None:
    """A file in the place of the folder, a link to nothing, a folder in the place of a file: what and how to repair."""
    with pytest.raises(UsageError, match="is a file"):
        build(out / "mine.txt", NEW)
    with pytest.raises(UsageError, match="is a file"):
        build(out / "mine.txt" / "below", NEW)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="link to nothing"):
        build(tmp_path / "dangling", NEW)
    (out / "void.ttl").mkdir()
    with pytest.raises(UsageError, match="is a folder where a file"):
        build(out, NEW)
    with pytest.raises(UsageError, match="can't be made"):
        build(tmp_path / ("n" * 300), NEW)


def test_folders_that_can_not_be_synced_are_accepted(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Network mounts that refuse to sync a folder still get a build; a file that can't be synced fails it."""
    real = os.fsync

    def folders_refuse(handle: int) -> None:
        if Path(f"/proc/self/fd/{handle}").is_dir():
            raise OSError(errno.EINVAL, "no sync of folders")
        real(handle)

    def all_refuse(_handle: int) -> None:
        raise OSError(errno.EIO, "broken disk")

    monkeypatch.setattr("os.fsync", folders_refuse)
    build(out, NEW)
    assert content(out) == NEW | KEPT
    monkeypatch.setattr("os.fsync", all_refuse)
    with pytest.raises(OSError, match="broken disk"):
        build(out, OLD)
    assert content(out) == NEW | KEPT


@pytest.mark.parametrize(
    ("number", "name", "error", "words"),
    [
        (errno.ENOSPC, None, KgError, "no space is left"),
        (errno.EDQUOT, "graph.ttl", KgError, "no space is left"),
        (errno.EROFS, "graph.ttl", UsageError, "not writable"),
        (errno.EACCES, None, UsageError, "not writable"),
        (errno.EACCES, "/etc/shadow", OSError, "Permission"),
        (errno.EIO, "graph.ttl", OSError, "Input/output"),
    ],
)
def test_failures_of_the_disk_are_explained(
    out: Path, number: int, name: str | None, error: type[Exception], words: str
) -> None:
    """A full disk and a folder without rights are clear errors; failures elsewhere are not blamed on the output."""
    with pytest.raises(error, match=words), staging(out) as stage:
        raise OSError(number, os.strerror(number), None if name is None else str(stage / name))
    assert content(out) == OLD | KEPT


def lock_of(out: Path, *, pid: int, started: str = "", host: str | None = None) -> None:
    """Put a lock file there, as another process would."""
    owner = Owner(pid=pid, started=started, host=socket.gethostname() if host is None else host)
    (out / LOCK_NAME).write_text(json.dumps({"pid": owner.pid, "started": owner.started, "host": owner.host}))


def test_locks_of_the_dead_are_taken_over(out: Path) -> None:
    """A lock is stale when its process is gone, or when another process has got its number since."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    lock_of(out, pid=process.pid)
    build(out, NEW)
    lock_of(out, pid=os.getpid(), started="before the flood")
    build(out, NEW)
    assert content(out) == NEW | KEPT


def test_locks_of_the_living_hold(out: Path) -> None:
    """A running process, one of another user and one of another machine keep others out, with advice."""
    with OutputLock(out), pytest.raises(UsageError, match="wait for it"):
        build(out, NEW)
    lock_of(out, pid=1, host="elsewhere.example")
    with pytest.raises(UsageError, match=r"process 1 on elsewhere\.example"):
        build(out, NEW)
    assert recover(out) == "nothing"


def test_one_command_at_a_time(out: Path) -> None:
    """Another command than a build has a lock of its own; a place that takes no file is told."""
    with alone(out, "link"):
        build(out, NEW)
        with pytest.raises(UsageError, match="wait for it"), alone(out, "link"):
            pass  # pragma: no cover - never entered
    (out / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written to"), alone(out / "file", "link"):
        pass  # pragma: no cover - never entered


def test_a_process_of_another_user_is_alive(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not being allowed to signal a process means that it exists."""

    def refuse(_pid: int, _number: int) -> None:
        raise PermissionError

    monkeypatch.setattr("os.kill", refuse)
    lock_of(out, pid=2**22 + 1)
    assert is_held(out)


def test_an_unreadable_lock_is_a_short_one(out: Path) -> None:
    """A lock without content is respected for seconds (its owner is writing it), then it is a killed process's."""
    lock = out / LOCK_NAME
    lock.write_text("")
    with pytest.raises(UsageError, match="another process"):
        build(out, NEW)
    os.utime(lock, (time.time() - 60,) * 2)
    build(out, NEW)
    assert content(out) == NEW | KEPT


def test_only_one_breaks_a_stale_lock(out: Path) -> None:
    """While another process takes over a stale lock this one keeps away; a breaker left behind goes by age."""
    breaker = out / f"{LOCK_NAME}-breaker"
    breaker.write_text("")
    lock_of(out, pid=os.getpid(), started="before")
    with pytest.raises(UsageError, match="wait"):
        build(out, NEW)
    os.utime(breaker, (time.time() - 60,) * 2)
    build(out, NEW)
    assert content(out) == NEW | KEPT


def test_a_lock_taken_after_the_look_is_respected(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a build begins between the look at the folder and the lock, a reader goes on."""
    open_commit(out)
    lock_of(out, pid=1, host="elsewhere.example")
    monkeypatch.setattr("kg.writers.publish.is_held", lambda _folder: False)
    assert recover(out) == "busy"
