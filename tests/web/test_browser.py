"""The strict browser is strict: a good page passes, and each rule fails where it is broken."""

import gzip

import pytest

from tests.browser import RULES, check_page, page_weight

GOOD = """<!DOCTYPE html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<title>Error: Repairs in your home – Have your say</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/public.css">
</head>
<body>
<a href="#main">Skip to main content</a>
<button form="answers" data-continue>Continue</button>
<button form="answers" name="language" value="ar" lang="ar" dir="rtl">العربية</button>
<main id="main">
<div class="govuk-error-summary"><h2>There is a problem</h2>
<ul><li><a href="#wait">Choose how long you waited</a></li></ul></div>
<h1>Repairs <span>in your home</span></h1>
<h2>Waiting</h2>
<p>See <a href="https://council.example/repairs">the council's pages</a>.</p>
<svg aria-hidden="true"><rect width="40%" height="6"/></svg>
<img src="/static/map.png" alt="Where the homes are">
<form id="answers" method="post">
<input type="hidden" name="form_token" value="x">
<fieldset aria-describedby="wait-error"><legend>How long did you wait?</legend>
<p class="govuk-error-message" id="wait-error">Choose how long you waited</p>
<input type="radio" name="wait" id="wait" value="a"><label for="wait">A week</label>
</fieldset>
<label for="words">Anything else?</label><textarea id="words" name="words"></textarea>
<button data-continue>Continue</button>
<button name="save" value="1">Save</button>
</form>
<table><caption>Answers</caption><tr><th scope="col">Answer</th></tr><tr><td>A week</td></tr></table>
<script type="application/json" id="figure">{"data": []}</script>
</main>
</body>
</html>
"""

BROKEN = [
    ("</fieldset>", "</section>", "HTML, line"),
    ("<p>See", '<p id="a" id="b">See', "HTML, line"),
    ('<html lang="en" dir="ltr">', '<html lang="nl" dir="ltr">', 'lang="nl" where it should be "en"'),
    ('<html lang="en" dir="ltr">', '<html lang="en">', 'dir="None" where it should be "ltr"'),
    ('lang="ar" dir="rtl"', 'lang="ar"', 'has no dir="rtl"'),
    ('lang="ar" dir="rtl"', 'lang="ar" dir="ltr"', 'has no dir="rtl"'),
    ("<h2>Waiting</h2>", "<h1>Waiting</h1>", "2 h1"),
    ("<h1>Repairs <span>in your home</span></h1>", "", "0 h1"),
    ("<h1>Repairs", "<h1>All repairs", "does not contain the h1"),
    ("<h2>Waiting</h2>", "<h3>Waiting</h3>", "follows an h1"),
    ("<h1>Repairs", "<h2>First</h2><h1>Repairs", "the first heading is the h2"),
    ('id="words"', 'id="wait"', 'the id "wait" is given 2 times'),
    ('<label for="words">', '<label for="other">', 'for="other"> refers to nothing'),
    ('aria-describedby="wait-error"', 'aria-describedby="wait-hint"', "refers to nothing"),
    ('<a href="#main">', '<a href="#content">', "nowhere on the page"),
    ('<label for="words">Anything else?</label>', "", 'the textarea "words" has no label'),
    ('<label for="words">Anything else?', '<label for="words"> ', 'the textarea "words" has no label'),
    ("<legend>How long did you wait?</legend>", "", "is in no fieldset with a legend"),
    ('href="#wait"', 'href="#words"', "is not linked from the error summary"),
    ('class="govuk-error-summary"', 'class="other"', "no error summary"),
    (' aria-describedby="wait-error"', "", "belongs to no control"),
    ("<title>Error: ", "<title>", "does not begin with saying so"),
    ("</head>", "<style>p {}</style></head>", "inline style on <style>"),
    ("<h2>Waiting", '<h2 style="color: red">Waiting', "inline style on <h2>"),
    ("</body>", "<script>1</script></body>", "inline script"),
    ("<button data-continue>", '<button data-continue onclick="x()">', "attribute onclick"),
    ("https://council.example/repairs", "javascript:x()", "holds script"),
    ('href="/static/public.css"', 'href="https://cdn.example/a.css"', "talks to cdn.example"),
    ('src="/static/map.png"', 'src="//cdn.example/map.png"', "talks to cdn.example"),
    (
        '<img src="/static/map.png"',
        '<img srcset="/a.png, https://cdn.example/b.png 2x"',
        "<img srcset> talks",
    ),
    ('method="post"', 'method="post" action="https://other.example/"', "talks to other.example"),
    ("</head>", '<meta http-equiv="refresh" content="3"></head>', "reloads or leaves by itself"),
    ('form="answers" data-continue', 'form="answers"', "not the one that goes on"),
    (' alt="Where the homes are"', "", "has no alt"),
    ('<svg aria-hidden="true">', "<svg>", "neither hidden"),
    (">the council's pages<", "><", "a <a> says nothing"),
    ('<a href="#main">', "<a>", "leads nowhere"),
    ("<caption>Answers</caption>", "", "no caption"),
    ('<th scope="col">', "<th>", "has no scope"),
    ("initial-scale=1", "initial-scale=1, user-scalable=no", "forbids enlarging"),
    ("width=device-width, ", "", "not the width of the device"),
]


def faults(html: str, *, resident: bool = True) -> list[str]:
    return check_page(html, language="en", direction="ltr", resident=resident)


def test_a_good_page_has_no_faults() -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize(("right", "wrong", "expected"), BROKEN)
def test_a_broken_rule_is_named(right: str, wrong: str, expected: str) -> None:
    assert right in GOOD
    found = faults(GOOD.replace(right, wrong, 1))
    assert any(expected in fault for fault in found), found


def test_every_rule_is_broken_by_some_page() -> None:
    from html5lib import parse

    from tests.browser import PageOnTrial

    def rules_broken(html: str) -> set[str]:
        page = PageOnTrial(parse(html, namespaceHTMLElements=False), "en", "ltr", resident=True)
        return {rule.__name__ for rule in RULES if list(rule(page))}

    broken = {name for right, wrong, _ in BROKEN for name in rules_broken(GOOD.replace(right, wrong, 1))}
    assert broken == {rule.__name__ for rule in RULES}


def test_a_form_without_a_button_is_no_form_for_a_resident() -> None:
    assert any("has no button" in fault for fault in faults(GOOD.replace("</main>", "<form></form></main>")))


def test_an_officers_form_may_begin_with_any_button() -> None:
    assert faults(GOOD.replace('form="answers" data-continue', 'form="answers"'), resident=False) == []


def test_a_button_that_submits_nothing_may_come_first() -> None:
    beginning = '<form id="answers" method="post">'
    quiet = GOOD.replace(beginning, beginning + '<button type="button">Show</button>')
    assert (
        faults(
            quiet.replace('<button form="answers" data-continue>Continue</button>', "").replace(
                '<button form="answers" name="language" value="ar" lang="ar" dir="rtl">العربية</button>', ""
            )
        )
        == []
    )


def test_a_page_weighs_what_travels() -> None:
    assert page_weight(GOOD) == len(gzip.compress(GOOD.encode(), 6)) < len(GOOD.encode())
