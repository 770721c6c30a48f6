"""The fields of a form as a browser would send them."""

from __future__ import annotations

from html.parser import HTMLParser


class FormReader(HTMLParser):
    """Reads the form with an id; ``fields`` are its names with what stands in them."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._form_id = form_id
        self._is_inside = False
        self._select: str | None = None
        self._text: tuple[str, list[str]] | None = None  # of a text area or of a chosen option

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what stands in an input, and begin a text."""
        values = dict(attrs)
        if tag == "form":
            self._is_inside = values.get("id") == self._form_id
        if not self._is_inside:
            return
        name = values.get("name") or ""
        if tag == "input" and name and (values.get("type") != "checkbox" or "checked" in values):
            self._add(name, values.get("value") or "")
        elif tag == "textarea":
            self._text = (name, [])
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in values:
            self._text = (self._select, [])

    def handle_data(self, data: str) -> None:
        """Collect a text."""
        if self._text:
            self._text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        """Take a text that is complete."""
        if tag == "form":
            self._is_inside = False
        if tag in ("textarea", "option") and self._text:
            name, parts = self._text
            self._add(name, "".join(parts).removeprefix("\n"))
            self._text = None

    def _add(self, name: str, value: str) -> None:
        self.fields.setdefault(name, []).append(value)


def read_form(page: str, form_id: str) -> dict[str, list[str]]:
    """Return the fields of a form on a page."""
    reader = FormReader(form_id)
    reader.feed(page)
    return reader.fields
