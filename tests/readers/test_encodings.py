"""Texts that are not UTF-8: what they declare, what their bytes tell, and what stays Windows-1252."""

from pathlib import Path

import pytest

from kg.model import Finding
from kg.readers.encodings import SAMPLE, Encoding, declared, encoding_of, sample_of
from kg.readers.intake import read_pages

TITLES = {
    "ja": ("日本語の文献管理システムに関する研究", "深層学習を用いた画像認識の高速化手法"),
    "zh": ("基于深度学习的图像识别方法研究", "中国古代文学史的几个问题"),
    "zh-TW": ("臺灣地區老年人口健康狀況之研究", "資訊檢索系統的設計與實作"),
    "ko": ("한국어 정보 검색 시스템에 관한 연구", "딥러닝을 이용한 영상 인식 방법"),
    "ru": ("Методы распознавания образов", "История русской литературы"),
    "el": ("Μέθοδοι αναγνώρισης προτύπων", "Ιστορία της ελληνικής λογοτεχνίας"),
    "fr": ("Étude de la théorie des ensembles", "L'évolution des systèmes éducatifs"),
    "de": ("Über die Größe der Wälder in Österreich", "Müller, Jürgen"),
    "sv": ("Människans påverkan på miljön", "Åsa Öberg"),
    "is": ("Íslensk þjóðfræði og sögur", "Þórður Jónsson"),
}


def bibliography(titles: tuple[str, ...]) -> str:
    """Return titles as BibTeX."""
    return "".join(f"@article{{k{at},\n  title = {{{title}}}, year = 2001\n}}\n" for at, title in enumerate(titles))


def read(path: Path) -> tuple[list[str | None], list[Finding]]:
    """Return the titles of a file, and what was found about it."""
    page = read_pages([str(path)], path.parent).pages[0]
    return [record.title for record in page.read_records()], list(page.findings)


@pytest.mark.parametrize(
    ("language", "codec", "taken"),
    [
        ("ja", "shift_jis", "CP932"), ("ja", "euc_jp", "EUC_JP"), ("zh", "gb2312", "GB18030"),
        ("zh-TW", "big5", "BIG5"), ("ko", "euc_kr", "CP949"), ("ru", "koi8-r", "KOI8_R"), ("ru", "cp1251", "CP1251"),
        ("ru", "iso8859-5", "ISO8859_5"), ("ru", "cp866", "CP866"), ("el", "cp1253", "CP1253"),
    ],
)  # fmt: skip
def test_the_bytes_tell(language: str, codec: str, taken: str, tmp_path: Path) -> None:
    """Letters that stand in words of their own tell the encoding; a finding says which one was taken."""
    path = tmp_path / "a.bib"
    path.write_bytes(bibliography(TITLES[language]).encode(codec))
    titles, findings = read(path)
    assert titles == list(TITLES[language])
    assert [one.message for one in findings] == [f"not UTF-8; read as {taken}, by the look of its bytes"]
    assert "iconv" in findings[0].repair


def test_mail_of_japan(tmp_path: Path) -> None:
    """ISO-2022-JP is ASCII with escape sequences, so that nothing of it is guessed."""
    path = tmp_path / "a.bib"
    path.write_bytes(bibliography(TITLES["ja"]).encode("iso2022_jp"))
    assert read(path) == (list(TITLES["ja"]), [])


@pytest.mark.parametrize("language", ["fr", "de", "sv", "is"])
def test_western_text_stays(language: str, tmp_path: Path) -> None:
    """Accents between Latin letters are Windows-1252, with the warning there was."""
    path = tmp_path / "a.bib"
    path.write_bytes(bibliography(TITLES[language]).encode("cp1252"))
    titles, findings = read(path)
    assert titles == list(TITLES[language])
    assert [one.rule for one in findings] == ["stray-bytes"]


def test_utf8_with_strays_stays(tmp_path: Path) -> None:
    """Of text that is UTF-8 for the most part the other bytes alone are Windows-1252."""
    path = tmp_path / "a.bib"
    path.write_bytes(bibliography(TITLES["ru"]).encode() + b"@book{x, title={\xc9t\xe9}}")
    assert read(path)[0] == [*TITLES["ru"], "Été"]


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        (b"% Encoding: windows-1250\n", "cp1250"), (b"\n%% encoding: Shift_JIS\n", "cp932"),
        (b"% -*- mode: bibtex; coding: iso-8859-2 -*-\n", "iso8859-2"),
        (b"% vim: set fileencoding=euc-kr :\n", "cp949"),
        (b"<?xml version='1.0' encoding='GB2312'?>", "gb18030"), (b'<meta charset="x-sjis">', "cp932"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=KS_C_5601-1987">', "cp949"),
        (b"% Encoding: ISO-8859-1\n", "cp1252"), (b"% Encoding: UTF-8\n", None), (b"% Encoding: nonsense\n", None),
        (b"% Encoding: base64\n", None), (b"@book{x}", None),
    ],
)  # fmt: skip
def test_what_a_text_declares(head: bytes, codec: str | None) -> None:
    """The codec is the one that texts mean by the name, with all its signs."""
    assert declared(head) == codec


def test_what_is_declared_is_believed(tmp_path: Path) -> None:
    """No finding is needed where the bytes are what the text says; where they are not, its bytes are asked."""
    path = tmp_path / "a.bib"
    path.write_bytes("% Encoding: windows-1250\n@book{x, title={Źródła wiedzy}}\n".encode("cp1250"))
    assert read(path) == (["Źródła wiedzy"], [])
    path.write_bytes("% Encoding: ISO-8859-1\n@book{x, title={Été}}\n".encode("cp1252"))
    assert read(path) == (["Été"], [])
    path.write_bytes(b"% Encoding: euc-kr\n" + bibliography(TITLES["zh"]).encode("gb2312") + "@book{x}朥".encode("gbk"))
    assert read(path)[0] == list(TITLES["zh"])


def test_bytes_that_are_nothing() -> None:
    """What is declared counts where nothing else is known; too few letters tell nothing."""
    assert encoding_of(b"% encoding: euc-kr\n", b"a\xff\xff") == Encoding("cp949", "declared")
    assert encoding_of(b"", b"a\xff\xff") is None
    assert encoding_of(b"", "山田".encode("shift_jis")) is None


def test_a_broken_byte_in_guessed_text(tmp_path: Path) -> None:
    """Bytes that are not of the encoding are told."""
    path = tmp_path / "a.bib"
    text = bibliography(TITLES["ru"] * 5000).encode("koi8-r")
    path.write_bytes(bibliography(TITLES["ja"] * 5000).encode("shift_jis") + b"@book{x, title={a\x82 b}}")
    assert [one.rule for one in read(path)[1]] == ["guessed-encoding", "stray-bytes"]
    path.write_bytes(text)
    assert [one.rule for one in read(path)[1]] == ["guessed-encoding"]


def test_a_sample_ends_between_signs() -> None:
    """A long line is cut where no sign of two bytes is parted."""
    line = ("a" + '"' + "".join(TITLES["ja"]) * 3000).encode("shift_jis")
    assert sample_of(line + b"\n") == b'a"'
    assert sample_of(b"plain\n" + line[:9] + b"\nplain\n" + line[:9]) == line[:9] + b"\n" + line[:9]
    assert sample_of(b"\x93" * 2 * SAMPLE) == b"\x93" * SAMPLE
    titles = "、".join([*TITLES["ja"], '"x"'] * 1000).encode("shift_jis")
    assert encoding_of(b"", sample_of(titles)) == Encoding("cp932", "guessed")


def test_pages_and_xml(tmp_path: Path) -> None:
    """Pages and XML are read by the same rules."""
    page = tmp_path / "a.html"
    title = TITLES["ja"][0]
    tags = f'<meta name="citation_title" content="{title}"><meta name="citation_author" content="山田太郎">'
    for declaration in ("", '<meta charset="Shift_JIS">'):
        page.write_bytes(f"<html><head>{declaration}{tags}</head></html>".encode("shift_jis"))
        assert read(page)[0] == [title]
    head, behind = "<article><front><article-meta><title-group><article-title>", "</article-title></title-group>"
    for declaration in ("", "<?xml version='1.0' encoding='windows-1251'?>", "<?xml version='1.0' encoding='UTF-8'?>"):
        path = tmp_path / "a.xml"
        path.write_bytes(
            f"{declaration}{head}{TITLES['ru'][0]}{behind}</article-meta></front></article>".encode("cp1251")
        )
        assert read(path)[0] == [TITLES["ru"][0]]
