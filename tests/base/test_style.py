"""What the stylesheets promise: every amount has its class, no colour stands outside the tokens, nothing is inline."""

import re
from pathlib import Path

import polder.base

BASE = Path(polder.base.__file__).parent
SHEETS = {path.stem: path.read_text() for path in (BASE / "static/base/css").glob("*.css")}
TEMPLATES = {path.relative_to(BASE): path.read_text() for path in (BASE / "templates").rglob("*.*")}


def test_every_amount_from_0_to_100_has_its_class():
    amounts = SHEETS["amounts"]
    for name, prefix in (("--v", "v"), ("--from", "from"), ("--p", "p")):
        assert all(f".{prefix}{n} {{ {name}: {n}; }}" in amounts for n in range(101))
    assert all(f".d{n} {{ --d: {n}; }}" in amounts for n in range(10))


def test_only_the_tokens_name_a_colour():
    hexes = {name: re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", text) for name, text in SHEETS.items()}
    assert {name: found for name, found in hexes.items() if found and name != "tokens"} == {}


def test_every_token_that_is_used_exists():
    defined = set(re.findall(r"(--[\w-]+)\s*:", "".join(SHEETS.values())))
    used = set(re.findall(r"var\((--[\w-]+)\)", "".join(SHEETS.values())))
    assert used <= defined


def test_templates_carry_no_inline_style_script_or_handler():
    inline = re.compile(r"\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|<style|javascript:|hx-on|hx-vals=.js:")
    assert {str(name): inline.findall(text) for name, text in TEMPLATES.items() if inline.search(text)} == {}
