"""Templates become JavaScript; what the browser's side does not know is refused by name and line."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment

from garde.basin.config import LANGUAGES
from garde.web.site.script import page_script
from garde.web.site.translating import Untranslatable, translate


def translated(body: str, **more: str) -> str:
    loader = DictLoader({"page.html": f"{{% block body %}}{body}{{% endblock %}}", "parts.html": "", **more})
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return translate(environment, "page.html", "body", {"parts": "parts.html"})


def test_text_values_and_choices_become_code() -> None:
    code = translated("<b>{{ name }}</b>{% if many %}{{ many|length }}{% endif %}")
    assert 'o += "<b>" + shown(part(c, "name")) + "<\\/b>";' in code
    assert 'if (truth(part(c, "many"))) {\no += shown(filters.length(part(c, "many")));\n}' in code


def test_a_macro_is_called_with_its_arguments_in_their_order() -> None:
    macro = "{% macro card(name, size=1, where='') %}{{ name }}{{ size }}{{ where }}{% endmacro %}"
    code = translated("{{ parts.card('x', where='y') }}", **{"parts.html": macro})
    assert 'parts.card = ($name, $size = 1, $where = "") => {' in code
    assert 'shown(parts.card("x", undefined, "y"))' in code


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("{{ name|upper }}", "Filter upper"),
        ("{% include 'x.html' %}", "Include"),
        ("{{ name is defined }}", "Test defined"),
        ("{{ f(*args) }}", "Call"),
        ("{% for x in y %}{% else %}none{% endfor %}", "For"),
    ],
)
def test_what_the_browser_does_not_know_is_refused(body: str, what: str) -> None:
    with pytest.raises(Untranslatable, match=rf"page.html, line 2: .* does not know {what}"):
        translated(f"\n{body}")


def test_the_script_is_one_for_all_languages_and_ends_no_element() -> None:
    script = page_script()
    assert "</script" not in script
    assert "<!--" not in script
    assert not [tag for tag in LANGUAGES if f'"{tag}/' in script]
