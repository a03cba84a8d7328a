"""Babel's extraction method for .ts and .tsx, on the tree-sitter grammar.

Babel's own JavaScript lexer loses messages in silence: two apostrophes in JSX text swallow what stands
between them. This one stops at anything that it cannot read.
"""

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any

import tree_sitter_typescript as grammars
from tree_sitter import Language, Node, Parser, Query, QueryCursor

# `<T>x` is a cast in .ts and an element in .tsx, hence two dialects.
DIALECTS = {".ts": Language(grammars.language_typescript()), ".tsx": Language(grammars.language_tsx())}
CALLS = "(call_expression function: (identifier) @name arguments: (arguments) @args)"
COMMENTS = "(comment) @comment"
FORMS = {"gettext": 1, "pgettext": 2, "ngettext": 2, "npgettext": 3}  # how many literal texts come first
ESCAPES = {"\\\n": "", "\\`": "`", "\\$": "$", "\\/": "/"}


def parse(source: bytes, suffix: str, name: str) -> Node:
    """The tree of `source`. Raises SyntaxError where the grammar stumbles."""
    root = Parser(DIALECTS[suffix]).parse(source).root_node
    if root.has_error:
        raise SyntaxError(f"cannot parse {name}")
    return root


def find(root: Node, suffix: str, query: str) -> list[dict[str, list[Node]]]:
    """Every match of a tree-sitter query, as its captures."""
    return [captures for _, captures in QueryCursor(Query(DIALECTS[suffix], query)).matches(root)]


def _unescaped(text: str) -> str:
    if text in ESCAPES:
        return ESCAPES[text]
    wide = re.fullmatch(r"\\u\{([0-9a-fA-F]+)\}", text)
    return chr(int(wide[1], 16)) if wide else ast.literal_eval(f'"{text}"')


def _source(node: Node) -> str:
    return (node.text or b"").decode()


def literal(node: Node) -> str | None:
    """The text of a string, of a template without holes, or of a + chain of them; None for anything else."""
    if node.type in ("string", "template_string"):
        parts = [_part(part) for part in node.named_children]
    elif node.type == "binary_expression" and node.children[1].type == "+":
        parts = [literal(node.children[0]), literal(node.children[2])]
    else:
        return None
    return None if None in parts else "".join(part or "" for part in parts)


def _part(node: Node) -> str | None:
    if node.type == "string_fragment":
        return _source(node)
    return _unescaped(_source(node)) if node.type == "escape_sequence" else None


def _notes(root: Node, suffix: str, tags: Collection[str]) -> dict[int, str]:
    """Comments for translators by the row that they end on."""
    comments = [found["comment"][0] for found in find(root, suffix, COMMENTS)]
    texts = {node.end_point.row: _source(node).strip("/* \n") for node in comments}
    return {row: text for row, text in texts.items() if text.startswith(tuple(tags))}


def extract(
    file: IO[bytes],
    keywords: Mapping[str, Any],
    comment_tags: Collection[str],
    options: Mapping[str, Any] | None,
) -> Iterator[tuple[int, str, str | tuple[str | None, ...], list[str]]]:
    """Babel's protocol. Raises SyntaxError for a text that is not written out: it cannot be translated."""
    name = (options or {})["name"]
    suffix = ".tsx" if name.endswith(".tsx") else ".ts"
    root = parse(file.read(), suffix, name)
    notes = _notes(root, suffix, comment_tags)
    for found in find(root, suffix, CALLS):
        call, row = _source(found["name"][0]), found["name"][0].start_point.row
        if call not in keywords:
            continue
        texts = [literal(node) for node in found["args"][0].named_children if node.type != "comment"]
        wanted = texts[: FORMS[call]]
        if len(wanted) < FORMS[call] or None in wanted:
            raise SyntaxError(f"{name}:{row + 1}: the text of {call}() must be written out in the call")
        yield row + 1, call, tuple(texts), [notes[line] for line in (row - 1, row) if line in notes]
