"""Templates as JavaScript: what the server renders, a browser renders by the very same templates.

Only what our templates use is known; anything else is refused by name and line, so that a template cannot
change on the server alone. What the generated code calls stands in ``browser/core.js``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jinja2 import Environment, nodes

FILTERS = {"length", "list", "unique", "map", "selectattr", "join", "format", "safe", "sort", "first"}
"""Each is a function of that name in ``filters`` of core.js."""

COMPARED = {"eq": "===", "ne": "!==", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">="}


class Untranslatable(Exception):
    """A template uses something that the browser's side does not know."""


@dataclass
class _Scope:
    """Where a name stands: local ones, the macros of this template, the templates that it imports."""

    template: str
    macros: Mapping[str, Sequence[str]]
    imports: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    names: frozenset[str] = frozenset()

    def with_names(self, names: Iterator[str] | Sequence[str]) -> _Scope:
        return _Scope(self.template, self.macros, self.imports, self.names | frozenset(names))


def translate(environment: Environment, page: str, block: str, imports: Mapping[str, str]) -> str:
    """A JavaScript function that renders a block of a page, given its context.

    ``imports`` are the names by which templates are imported, everywhere the same, and their files.
    """
    trees = {name: _parsed(environment, file) for name, file in imports.items()}
    macros = {
        name: {macro.name: [arg.name for arg in macro.args] for macro in tree.find_all(nodes.Macro)}
        for name, tree in trees.items()
    }
    code = ["(c) => {"]
    code += [f"const {name} = {{}};" for name in imports]
    for name, tree in trees.items():
        scope = _Scope(imports[name], macros[name], {n: macros[n] for n in imports if n != name})
        for macro in tree.find_all(nodes.Macro):
            code.append(f"{name}.{macro.name} = {_macro(macro, scope, name)};")
    tree = _parsed(environment, page)
    scope = _Scope(page, {}, macros)
    outer = [node for node in tree.body if isinstance(node, nodes.Assign)]
    assigned = list(_assigned(outer))
    scope = scope.with_names(assigned)
    code += _declared(assigned)
    code += [line for node in outer for line in _statement(node, scope, "")]
    (found,) = [node for node in tree.find_all(nodes.Block) if node.name == block]
    code += ["let o = '';", *_body(found.body, scope, ""), "return o;", "}"]
    return "\n".join(code)


def _parsed(environment: Environment, file: str) -> nodes.Template:
    assert environment.loader is not None
    source, _, _ = environment.loader.get_source(environment, file)
    return environment.parse(source, name=file)


def _macro(macro: nodes.Macro, scope: _Scope, home: str) -> str:
    arguments = [arg.name for arg in macro.args]
    inner = scope.with_names(arguments)
    first = len(arguments) - len(macro.defaults)
    given = []
    for index, name in enumerate(arguments):
        default = f" = {_expression(macro.defaults[index - first], inner, home)}" if index >= first else ""
        given.append(f"${name}{default}")
    body = "\n".join(_body(macro.body, inner, home))
    return f"({', '.join(given)}) => {{\nlet o = '';\n{body}\nreturn safe(o);\n}}"


def _assigned(body: Sequence[nodes.Node]) -> Iterator[str]:
    """The names that statements set in their own scope: not in a loop's, nor a macro's."""
    for node in body:
        if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            yield node.target.name
        elif isinstance(node, nodes.If):
            yield from _assigned([*node.body, *node.elif_, *node.else_])


def _declared(names: Sequence[str]) -> list[str]:
    return [f"let {', '.join(f'${name}' for name in dict.fromkeys(names))};"] if names else []


def _body(body: Sequence[nodes.Node], scope: _Scope, home: str) -> list[str]:
    names = list(_assigned(body))
    inner = scope.with_names(names)
    return [*_declared(names), *(line for node in body for line in _statement(node, inner, home))]


def _statement(node: nodes.Node, scope: _Scope, home: str) -> list[str]:
    def inside(body: Sequence[nodes.Node]) -> list[str]:
        return [line for one in body for line in _statement(one, scope, home)]

    match node:
        case nodes.Output():
            parts = [
                _quoted(part.data)
                if isinstance(part, nodes.TemplateData)
                else f"shown({_expression(part, scope, home)})"
                for part in node.nodes
            ]
            return [f"o += {' + '.join(parts)};"]
        case nodes.Assign(target=nodes.Name() as target):
            return [f"${target.name} = {_expression(node.node, scope, home)};"]
        case nodes.If():
            code = [f"if (truth({_expression(node.test, scope, home)})) {{", *inside(node.body), "}"]
            for other in node.elif_:
                test = _expression(other.test, scope, home)
                code += [f"else if (truth({test})) {{", *inside(other.body), "}"]
            return [*code, "else {", *inside(node.else_), "}"] if node.else_ else code
        case nodes.For():
            return _loop(node, scope, home)
        case _:
            raise _unknown(node, scope)


def _loop(node: nodes.For, scope: _Scope, home: str) -> list[str]:
    if node.else_ or node.recursive:
        raise _unknown(node, scope)
    target = node.target
    names = [target.name] if isinstance(target, nodes.Name) else [one.name for one in target.items]  # type: ignore[attr-defined]
    shape = f"${names[0]}" if isinstance(target, nodes.Name) else f"[{', '.join(f'${n}' for n in names)}]"
    every = f"[...{_expression(node.iter, scope, home)}]"
    inner = scope.with_names([*names, "loop"])
    if node.test is not None:
        every += f".filter(({shape}) => truth({_expression(node.test, inner, home)}))"
    return [f"each({every}, ({shape}, $loop) => {{", *_body(node.body, inner, home), "});"]


def _expression(node: nodes.Node, scope: _Scope, home: str) -> str:
    def inner(one: nodes.Node) -> str:
        return _expression(one, scope, home)

    match node:
        case nodes.Const():
            return _quoted(node.value)
        case nodes.Name():
            return _name(node.name, scope, home)
        case nodes.Getattr():
            if isinstance(node.node, nodes.Name) and node.node.name in scope.imports:
                return f"{node.node.name}.{node.attr}"
            return f"part({inner(node.node)}, {json.dumps(node.attr)})"
        case nodes.Getitem(arg=nodes.Slice() as cut):
            edges = [inner(edge) if edge is not None else "undefined" for edge in (cut.start, cut.stop)]
            return f"{inner(node.node)}.slice({', '.join(edges)})"
        case nodes.Getitem():
            return f"part({inner(node.node)}, {inner(node.arg)})"
        case nodes.Call():
            return _call(node, scope, home)
        case nodes.Filter(node=nodes.Node() as given) if node.name in FILTERS:
            more = [inner(one) for one in node.args]
            more += [inner(pair.value) for pair in node.kwargs]
            more += [f"...{inner(node.dyn_args)}"] if node.dyn_args is not None else []
            return f"filters.{node.name}({', '.join([inner(given), *more])})"
        case nodes.Test(name="none"):
            return f"({inner(node.node)} === null)"
        case nodes.Compare():
            return _compared(node, scope, home)
        case nodes.Not():
            return f"!truth({inner(node.node)})"
        case nodes.And():
            return f"and({inner(node.left)}, () => {inner(node.right)})"
        case nodes.Or():
            return f"or({inner(node.left)}, () => {inner(node.right)})"
        case nodes.CondExpr():
            otherwise = "''" if node.expr2 is None else inner(node.expr2)
            return f"(truth({inner(node.test)}) ? {inner(node.expr1)} : {otherwise})"
        case nodes.List() | nodes.Tuple():
            return f"[{', '.join(inner(one) for one in node.items)}]"
        case nodes.Add():
            return f"sum({inner(node.left)}, {inner(node.right)})"
        case nodes.Sub() | nodes.Mul() | nodes.Div():
            return f"({inner(node.left)} {node.operator} {inner(node.right)})"
        case nodes.Concat():
            return f"filters.join([{', '.join(inner(one) for one in node.nodes)}], '')"
        case _:
            raise _unknown(node, scope)


def _quoted(value: object) -> str:
    """A constant; none that would end the script element in which it stands."""
    return json.dumps(value, ensure_ascii=False).replace("</", "<\\/")


def _name(name: str, scope: _Scope, home: str) -> str:
    if name in scope.names:
        return f"${name}"
    if name in scope.macros:
        return f"{home}.{name}"
    return f"part(c, {json.dumps(name)})"


def _call(node: nodes.Call, scope: _Scope, home: str) -> str:
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        raise _unknown(node, scope)
    called = node.node
    given = [_expression(one, scope, home) for one in node.args]
    named = {one.key: _expression(one.value, scope, home) for one in node.kwargs}
    order = _arguments(called, scope)
    if order is not None:
        given += [named.pop(name, "undefined") for name in order[len(given) :]]
        if named:
            raise _unknown(node, scope)
    elif named:
        given.append(f"{{{', '.join(f'{key}: {value}' for key, value in named.items())}}}")
    return f"{_expression(called, scope, home)}({', '.join(given)})"


def _arguments(called: nodes.Node, scope: _Scope) -> Sequence[str] | None:
    """The names of a macro's arguments in order; None for what is no macro."""
    if isinstance(called, nodes.Name) and called.name not in scope.names:
        return scope.macros.get(called.name)
    if isinstance(called, nodes.Getattr) and isinstance(called.node, nodes.Name):
        return scope.imports.get(called.node.name, {}).get(called.attr)
    return None


def _compared(node: nodes.Compare, scope: _Scope, home: str) -> str:
    (operand,) = node.ops
    left, right = _expression(node.expr, scope, home), _expression(operand.expr, scope, home)
    if operand.op in ("in", "notin"):
        return f"{'!' if operand.op == 'notin' else ''}within({left}, {right})"
    return f"({left} {COMPARED[operand.op]} {right})"


def _unknown(node: nodes.Node, scope: _Scope) -> Untranslatable:
    kind = getattr(node, "name", "") if isinstance(node, (nodes.Filter, nodes.Test)) else ""
    return Untranslatable(
        f"{scope.template}, line {node.lineno}: the static pages' script does not know "
        f"{type(node).__name__} {kind}".rstrip()
        + "; say it otherwise, or add it to garde/web/site/translating.py"
    )
