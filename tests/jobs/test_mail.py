"""One message at a time, to a real mail server: what arrives is what was meant, and nothing typed becomes a header."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.mail import Letter, NotSentError, Post, is_address, message, send, server
from consult.settings import load
from surveys.problems import Refused
from tests.conftest import CODE_KEYS, SECRET_KEY
from tests.letterbox import PASSWORD, USER, Letterbox, letterbox

SENDER = "consult@northmere.example"


@pytest.fixture
def box() -> Iterator[Letterbox]:
    with letterbox() as opened:
        yield opened


def letter(**changes: str) -> Letter:
    given = {"to": "o@northmere.example", "subject": "S", "body": "B\n", "language": "en", "about": "x"}
    return Letter(**{**given, **changes})


def test_a_letter_arrives_as_it_was_written(box: Letterbox) -> None:
    body = "\u2068ملصق\u2069: غدًا\n.\nFrom here\n" + "x" * 2000 + "\n"
    send(Post(box.url, SENDER, ""), letter(subject="تواصل: إصلاحات", body=body, language="ar"))
    [kept] = box.kept
    assert kept.get_content().replace("\r\n", "\n") == body
    assert (kept["Subject"], kept["To"], kept["From"]) == ("تواصل: إصلاحات", "o@northmere.example", SENDER)
    assert (kept["Content-Language"], kept["Auto-Submitted"]) == ("ar", "auto-generated")
    assert box.recipients == [["o@northmere.example"]]


@given(st.text(max_size=400))
def test_no_subject_becomes_a_header_of_its_own(typed: str) -> None:
    plain = "".join(character for character in typed if not 0xD800 <= ord(character) <= 0xDFFF)
    written = message(letter(subject=plain), SENDER)
    expected = {
        "Subject", "From", "To", "Date", "Message-ID", "Content-Language", "Auto-Submitted",
        "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
    }  # fmt: skip
    assert set(written.keys()) == expected
    head = written.as_bytes().partition(b"\r\n\r\n")[0]
    names = {line.partition(b":")[0].decode() for line in head.split(b"\r\n") if line[:1] not in b" \t"}
    assert names == expected


@pytest.mark.parametrize(
    "to",
    ["", "o", "o@x\r\nBcc: all@x", "a@b,c@d", "Officer <o@x>", "o@x y", "ö@x", "o@x\0", "a@" + "b" * 300],
)
def test_an_address_that_is_none_is_written_to_nobody(box: Letterbox, to: str) -> None:
    assert not is_address(to)
    with pytest.raises(NotSentError):
        send(Post(box.url, SENDER, ""), letter(to=to))
    assert box.kept == []


def test_the_same_letter_has_the_same_name_and_another_has_another() -> None:
    names = {
        message(letter(**changes), SENDER)["Message-ID"]
        for changes in ({}, {"subject": "again"}, {"about": "y"}, {"to": "p@northmere.example"})
    }
    assert len(names) == 3


def test_what_the_server_does_not_take_was_not_sent(box: Letterbox) -> None:
    box.is_full = True
    with pytest.raises(NotSentError):
        send(Post(box.url, SENDER, ""), letter())


def test_a_server_that_is_not_there_took_nothing() -> None:
    with letterbox() as gone:
        url = gone.url
    with pytest.raises(NotSentError) as refused:
        send(Post(url, SENDER, ""), letter())
    assert "northmere" not in str(refused.value)


def test_a_server_without_tls_is_told_nothing_where_tls_is_wanted(box: Letterbox) -> None:
    with pytest.raises(NotSentError):
        send(Post(f"smtp://127.0.0.1:{box.port}", SENDER, ""), letter())
    assert box.kept == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_who_sends_signs_in_where_the_server_asks() -> None:
    with letterbox(asks_who=True) as box:
        signed = f"smtp://{quote(USER, safe='')}:{quote(PASSWORD, safe='')}@127.0.0.1:{box.port}?starttls=no"
        send(Post(signed, SENDER, ""), letter())
        assert len(box.kept) == 1
        with pytest.raises(NotSentError) as refused:
            send(Post(signed.replace("word", "w0rd"), SENDER, ""), letter())
        assert PASSWORD not in str(refused.value)
        with pytest.raises(NotSentError):
            send(Post(box.url, SENDER, ""), letter())
        assert len(box.kept) == 1


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", ("mail.example", 587, None, None, False, True)),
        ("smtps://u%40x:p%2Fw@mail.example", ("mail.example", 465, "u@x", "p/w", True, False)),
        ("smtp://mail.example:25?starttls=no", ("mail.example", 25, None, None, False, False)),
        ("smtp://u:p@[::1]:25?starttls=no", ("::1", 25, "u", "p", False, False)),
        ("smtp://u:p@mail.example?starttls=yes", ("mail.example", 587, "u", "p", False, True)),
    ],
)
def test_the_address_of_a_server_is_read(url: str, expected: tuple) -> None:
    found = server(url)
    assert (
        found.host, found.port, found.user, found.password, found.is_tls, found.is_starttls
    ) == expected  # fmt: skip


@pytest.mark.parametrize(
    "url",
    [
        "", "mail.example", "http://mail.example", "smtp://", "smtp://mail.example/inbox", "smtp://mail.example:x",
        "smtp://mail.example:70000", "smtp://mail.example?starttls=maybe", "smtp://mail.example?tls=no",
        "smtp://u:secret@mail.example?starttls=no", "smtp://mail.example#x",
    ],
)  # fmt: skip
def test_an_address_of_no_server_is_refused_at_the_start_without_its_password(url: str) -> None:
    with pytest.raises(Refused) as refused:
        load(secret_key=SECRET_KEY, code_keys=CODE_KEYS, smtp_url=url, mail_from=SENDER)
    [problem] = [one for one in refused.value.problems if one.where == "CONSULT_SMTP_URL"]
    assert problem.code == "settings.wrong"
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("sender", [None, "", "consult", "Consult <c@x.example>", "c@x.example\nBcc: d@x"])
def test_a_mail_server_needs_an_address_to_send_from(sender: str | None) -> None:
    with pytest.raises(Refused) as refused:
        load(secret_key=SECRET_KEY, code_keys=CODE_KEYS, smtp_url="smtp://mail.example", mail_from=sender)
    assert [problem.where for problem in refused.value.problems] == ["CONSULT_MAIL_FROM"]
    assert load(secret_key=SECRET_KEY, code_keys=CODE_KEYS).post is None


def test_no_password_is_shown_with_the_settings() -> None:
    url = "smtp://u:secret@mail.example"
    settings = load(secret_key=SECRET_KEY, code_keys=CODE_KEYS, smtp_url=url, mail_from=SENDER)
    assert "secret@" not in repr(settings)
    assert "secret@" not in repr(settings.post)
    assert "secret" not in repr(server(url))
