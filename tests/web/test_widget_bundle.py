"""The widget in one file: every form of import and export is understood, and anything else is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.content.catalogue import read_catalogue
from bot.web.embedding.options import GROUPS
from bot.web.widget_bundle import ENTRY, WIDGET, Bundle, UnknownForm, build_bundle

MODULES = sorted(path.name for path in WIDGET.glob("*.js"))


def bundle_of(folder: Path, **modules: str) -> str:
    for name, source in modules.items():
        (folder / f"{name}.js").write_text(source, encoding="utf-8")
    return build_bundle(folder, "start.js").body.decode()


@pytest.mark.parametrize("name", MODULES)
def test_every_module_of_the_widget_can_be_put_together(name: str) -> None:
    body = build_bundle(entry=name).body.decode()
    assert not re.search(r"^\s*(import|export)\b(?!\.meta)", body, re.MULTILINE)


def test_a_module_runs_once_and_before_those_that_need_it(tmp_path: Path) -> None:
    body = bundle_of(
        tmp_path,
        start='import { one } from "./one.js";\nimport {\n  two as second,\n} from "./two.js";\none(second);\n',
        one='import { two } from "./two.js";\nexport function one(x) { return x + two; }\n',
        two="export const two = 2;\n",
    )
    assert body.count("$two = (") == 1
    assert body.index("const $two = (") < body.index("const $one = (") < body.index("const $start = (")
    assert "const { two: second } = $two;" in body


def test_comments_stay_behind_and_words_do_not(tmp_path: Path) -> None:
    body = bundle_of(tmp_path, start='/**\n * Says.\n */\n// why\nexport const text = "http://x // y";\n')
    assert "Says" not in body
    assert "why" not in body
    assert '"http://x // y"' in body


@pytest.mark.parametrize(
    "line",
    [
        'import all from "./one.js";',
        'import * as all from "./one.js";',
        'import { default as one } from "https://example.org/one.js";',
        'import { "a b" as one } from "./one.js";',
        'const one = await import("./one.js");',
        "export default class {}",
        "export { one };",
        "export let one = 1;",
        'export * from "./one.js";',
    ],
)
def test_any_other_form_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(UnknownForm):
        bundle_of(tmp_path, one="export const one = 1;\n", start=f"{line}\n")


def test_a_circle_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownForm, match=r"start\.js needs one\.js needs start\.js"):
        bundle_of(tmp_path, start='import "./one.js";\n', one='import "./start.js";\n')


def test_the_name_and_the_checksum_belong_to_the_content() -> None:
    bundle = build_bundle()
    assert bundle == build_bundle()
    other = Bundle(bundle.body + b"\n")
    assert bundle.versioned_name != other.versioned_name
    assert bundle.integrity != other.integrity
    assert Bundle(b"").integrity == "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb"


def test_the_widget_knows_the_topics_by_the_names_that_staff_gave_them() -> None:
    texts = (WIDGET / "texts.js").read_text(encoding="utf-8")
    block = re.search(r"^  topics: \{\n(.*?)^  \},", texts, re.MULTILINE | re.DOTALL)
    assert block
    named = dict(re.findall(r'"?([\w-]+)"?: "(.+)",', block[1]))
    assert named == {topic["slug"]: topic["name"] for topic in read_catalogue().topics}


def test_the_greeting_has_questions_for_the_groups_that_the_configurator_names() -> None:
    texts = (WIDGET / "texts.js").read_text(encoding="utf-8")
    block = re.search(r"^  groupExamples: \{\n(.*?)^  \},", texts, re.MULTILINE | re.DOTALL)
    assert block
    assert set(re.findall(r"^    (\w+): \[", block[1], re.MULTILINE)) == set(GROUPS)


def test_every_name_that_the_look_uses_is_set_behind_the_walls() -> None:
    css = "".join((WIDGET / name).read_text(encoding="utf-8") for name in ("styles.js", "panel_styles.js"))
    used = set(re.findall(r"var\((--[\w-]+)", css))
    assert used == set(re.findall(r"(--[\w-]+): [^;]+ !important;", css))
    assert ENTRY in MODULES
