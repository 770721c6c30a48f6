from __future__ import annotations

from tests.staff.form_reader import read_form

PAGE = """
<form id="andere"><input name="fremd" value="x"></form>
<form id="eintrag"><input type="hidden" name="csrf" value="t"><input name="leer" type="text">
<input type="checkbox" name="an" value="ja" checked><input type="checkbox" name="aus" value="ja">
<select name="wahl"><option>Eins</option><option selected>Zwei &amp; drei</option></select>
<textarea name="text">
Erste &lt;Zeile&gt;
Zweite</textarea><button name="schritt" value="x">Los</button></form><input name="draussen" value="x">
"""


def test_a_form_is_read_as_a_browser_sends_it() -> None:
    assert read_form(PAGE, "eintrag") == {
        "csrf": ["t"],
        "leer": [""],
        "an": ["ja"],
        "wahl": ["Zwei & drei"],
        "text": ["Erste <Zeile>\nZweite"],
    }
