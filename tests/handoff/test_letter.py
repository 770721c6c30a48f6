"""Letters: the same in text and HTML, and nothing that others typed can be more than content."""

from __future__ import annotations

import pytest

from bot.handoff.letter import Action, Block, Facts, Lead, Letter, Paragraph, Points, Quote
from tests.handoff.letters import TRAP, read_tags, read_words

FOOT = "Warum diese Mail kommt."


def make_letter(*blocks: Block) -> Letter:
    return Letter("Betreff", blocks, FOOT)


def test_both_forms_say_the_same_in_the_same_order() -> None:
    letter = make_letter(
        Lead("Worum es geht"),
        Paragraph("Guten Tag,\n\nhier ist etwas."),
        Action("So geht es", "Öffnen", "https://lotse.example/a", ("Ein Hinweis.",)),
        Quote("Anliegen", "eins\nzwei"),
        Facts("Kontakt", (("Name", "Kim"), ("Firma", ""))),
        Points("Fragen", ("erste", "zweite")),
    )
    assert letter.write_text() == (
        "Worum es geht\n\nGuten Tag,\n\nhier ist etwas.\n\n"
        "SO GEHT ES\nÖffnen: https://lotse.example/a\nEin Hinweis.\n\n"
        "ANLIEGEN\n> eins\n> zwei\n\nKONTAKT\nName: Kim\nFirma: nicht angegeben\n\nFRAGEN\n- erste\n- zweite\n\n"
        "-- \nWarum diese Mail kommt.\n"
    )
    assert read_words(letter.write_html()) == (
        "Betreff TRegKS-Lotse Worum es geht Guten Tag, hier ist etwas. So geht es Öffnen Ein Hinweis. "
        "Falls der Knopf nicht funktioniert: https://lotse.example/a Anliegen eins zwei "
        "Kontakt Name Kim Firma nicht angegeben Fragen erste zweite Warum diese Mail kommt."
    )


@pytest.mark.parametrize("empty", [Quote("Titel", ""), Points("Titel", ()), Facts("Titel", ())])
def test_a_block_without_content_has_no_heading(empty: Block) -> None:
    letter = make_letter(Lead("Anfang"), empty)
    assert "TITEL" not in letter.write_text()
    assert "Titel" not in letter.write_html()


@pytest.mark.parametrize(
    "block",
    [Lead(TRAP), Paragraph(TRAP), Facts(TRAP, ((TRAP, TRAP),)), Quote(TRAP, TRAP), Points(TRAP, (TRAP,))],
)
def test_markup_in_any_block_is_shown_and_not_obeyed(block: Block) -> None:
    html = Letter(TRAP, (block,), TRAP).write_html()
    assert {tag for tag, _ in read_tags(html)}.isdisjoint({"script", "img"})
    assert "<script>alert(1)</script>" in read_words(html)
    assert "{{ 7*7 }}" in read_words(html)


@pytest.mark.parametrize("block", [Lead(TRAP), Facts("Titel", (("Name", TRAP),)), Quote("Titel", TRAP)])
def test_what_was_typed_is_no_heading_and_no_fact_of_the_text(block: Block) -> None:
    lines = make_letter(block).write_text().splitlines()
    assert "KONTAKT" not in lines
    assert not [line for line in lines if line.startswith(("E-Mail:", "Bcc:"))]


def test_the_page_loads_nothing_and_has_no_style_sheet() -> None:
    tags = read_tags(make_letter(Lead("x"), Action("", "Öffnen", "https://lotse.example/a")).write_html())
    assert {tag for tag, _ in tags}.isdisjoint({"img", "link", "style", "script", "iframe", "object"})
    assert not [value for _, attributes in tags for value in attributes.values() if value and "url(" in value]
    assert {attributes["href"] for _, attributes in tags if "href" in attributes} == {"https://lotse.example/a"}


def test_only_words_of_ours_and_of_staff_become_links() -> None:
    address = "https://boese.example/x"
    for block in (Lead(address), Quote("", address), Points("", (address,)), Facts("", (("Firma", address),))):
        assert "href" not in make_letter(block).write_html()
    assert f'href="{address}"' in make_letter(Paragraph(f"Siehe {address}.")).write_html()


def test_quoted_lines_are_wrapped_behind_their_mark_and_addresses_stay_whole() -> None:
    words, address = "Wort " * 60, "https://lotse.example/" + "a" * 100
    lines = make_letter(Quote("", f"{words}\n{address}")).write_text().splitlines()
    assert max(len(line) for line in lines if "Wort" in line) <= 78
    assert " ".join(line[2:] for line in lines if line.startswith("> Wort")) == words.strip()
    assert f"> {address}" in lines


def test_what_a_person_writes_is_passed_on_untouched() -> None:
    words = "Ein langer Satz, " * 20 + "\n\n    eingerückt"
    assert words in make_letter(Paragraph(words)).write_text()
