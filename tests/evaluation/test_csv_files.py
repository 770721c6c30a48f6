from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation.csv_files import read_rows
from bot.evaluation.errors import UnusableFile


def write(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "rows.csv"
    path.write_bytes(content)
    return path


def test_rows_are_read_with_their_lines_and_a_missing_cell_is_an_empty_text(tmp_path: Path) -> None:
    path = write(tmp_path, 'text,label\n"Was,\nbitte?",frage\n\nÄh\n'.encode())
    assert [(row.line, row["text"], row["label"], row["more"]) for row in read_rows(path, ("text",))] == [
        (3, "Was,\nbitte?", "frage", ""),
        (5, "Äh", "", ""),
    ]


def test_a_file_from_a_spreadsheet_with_a_byte_order_mark_and_spare_cells_is_read(tmp_path: Path) -> None:
    (row,) = read_rows(write(tmp_path, b"\xef\xbb\xbftext,label\r\nHallo,gruss,,\r\n"), ("text", "label"))
    assert row["text"] == "Hallo"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "lässt sich nicht lesen"),
        (b"text,label\n\xff,x\n", "lässt sich nicht lesen"),
        (b"", "fehlen die Spalten label, text"),
        (b"text;label\n", "fehlen die Spalten label, text"),
        (b"text\nHallo\n", "fehlt die Spalte label"),
        (b"text,label\n", "enthält keine einzige Zeile"),
        (b"text,label\nHallo,gruss\nWas?, \n", "steht in Zeile 3 nichts unter label"),
    ],
)
def test_an_unusable_file_is_refused_in_one_sentence(tmp_path: Path, content: bytes | None, sentence: str) -> None:
    path = tmp_path / "none.csv" if content is None else write(tmp_path, content)
    with pytest.raises(UnusableFile, match=sentence) as caught:
        read_rows(path, ("text", "label"), filled=("text", "label"))
    assert str(path) in str(caught.value)
    assert str(caught.value).endswith(".")
