"""Mistakes that people make: each gives one line that says what to do, and the right exit code.

Those that need a broker are in ``tests/shell/test_mistakes.py``.
"""

from __future__ import annotations

import io
import os
import shlex
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from .conftest import EXAMPLES, Result

Hop = Callable[..., Result]
URL = "kafka://127.0.0.1:1/alerts"
VOEVENT = EXAMPLES / "demo/voevent.xml"

BROKEN_XML = '<VOEvent version="2.0" role="test" ivorn="ivo://a/b#c"><Wat/></VOEvent>'
# What the files in the current folder are called, and what is in them.
FILES = {
    "event.xml": VOEVENT.read_text(encoding="utf-8"),
    "broken.xml": BROKEN_XML,
    "half.xml": '<VOEvent version="2.0"><Who>',
    "broken.json": '{"a": 1,}',
    "near.json": '{"superevent_id": "S1", "alert_typ": "INITIAL", "time_created": "now"}',
    "plain.txt": "Dear all,",
    "broken.gcn3": "SUBJECT: no end of header",
    "users.csv": "user,pass\nann,secret\n",
    "empty.csv": "",
    "no.rec": "this is no recording",
    "no.schema.json": '{"type": "nonsense"}',
    "handler.py": "def handle(message):\n    pass\nvalue = 1\n",
    "wrong_handler.py": "import nothing_of_that_name\n",
}

# The command line is wrong: 2. The end of each line names the help.
USAGE = [
    ("frobnicate", "no such command 'frobnicate'; see `hop --help`"),
    ("subscibe gcn:t", "did you mean 'subscribe'?"),
    ("pubish gcn:t", "did you mean 'publish'?"),
    ("consume gcn:t", "hop says `hop subscribe URL`"),
    ("produce gcn:t", "hop says `hop publish URL FILE`"),
    ("list gcn:", "hop says `hop topics URL`"),
    ("logs gcn:t", "hop says `hop subscribe -p URL`"),
    ("tail gcn:t", "hop says `hop subscribe -s -10 -p URL`"),
    ("login gcn", "hop says `hop auth add BROKER`"),
    ("create topic", "ask the owner of the broker"),
    ("gcn:gcn.circulars", "`hop subscribe gcn:gcn.circulars` reads from a URL"),
    ("-C -b localhost:9092 -t alerts", "hop says `hop subscribe URL`"),
    ("-P -b localhost:9092 -t alerts", "hop says `hop publish URL FILE`"),
    ("-L -b localhost:9092", "hop says `hop topics URL`"),
    ("subscribe", "missing argument 'URL'; see `hop subscribe --help`"),
    ("publish", "missing argument 'URL'"),
    ("topics", "missing argument 'URL'; see `hop topics --help`"),
    ("record gcn:t", "missing option '-o' / '--output'"),
    ("replay no.rec", "missing argument 'URL'"),
    ("run handler:handle", "missing argument 'URL'"),
    ("validate", "missing argument 'FILE...'"),
    ("subscribe gcn:t other", "unexpected extra argument (other)"),
    ("subscribe gcn:t --from-beginning", "hop says -s EARLIEST"),
    ("subscribe gcn:t --bootstrap-server h:9092", "the broker is in the URL"),
    ("subscribe gcn:t -b h:9092", "the broker is in the URL"),
    ("subscribe gcn:t --topic t", "the topic is in the URL"),
    ("subscribe gcn:t -o json", "-j prints JSON"),
    ("subscribe gcn:t --group g", "hop says -g NAME"),
    ("subscribe gcn:t --max-messages 5", "hop says -n COUNT"),
    ("subscribe gcn:t -f", "-p waits for new messages"),
    ("subscribe gcn:t --follow", "hop says -p"),
    ("subscribe gcn:t --tail 5", "hop says -s -N"),
    ("subscribe gcn:t -X sasl.username=ann", "`hop auth add BROKER`, which stores a credential"),
    ("subscribe gcn:t --username ann", "hop says --user NAME"),
    ("subscribe gcn:t --perist", "did you mean '--persist'?"),
    ("subscribe gcn:t -n", "option '-n' requires an argument"),
    ("subscribe gcn:t -n many", "'many' is not a valid integer range"),
    ("subscribe gcn:t -n 0", "0 is not in the range x>=1"),
    ("subscribe gcn:t -s MIDDLE", "or EARLIEST, or LATEST, or -5 for the last five messages"),
    ("subscribe gcn:t -s 5", "or -5 for the last five messages"),
    ("subscribe gcn:t --since 2h", "'2h' is not a time; give one such as 2026-11-01T12:00:00Z"),
    ("subscribe gcn:t --since 2026-13-01", "'2026-13-01' is not a time"),
    ("subscribe gcn:t --since 1969-12-31", "is before 1970, the first year of Kafka's timestamps"),
    ("subscribe gcn:t --until yesterday", "give --since, or -s EARLIEST"),
    ("subscribe gcn:t --since now --until yesterday", "there is nothing between them"),
    ("subscribe gcn:t --since now -s EARLIEST", "give one of them"),
    ("subscribe gcn:t -p -e", "--persist and --until-eos contradict each other"),
    ("subscribe gcn:t --idle-timeout soon", "'soon' is not a number of seconds"),
    ("subscribe gcn:t -D x --output-dir d", "--output-dir makes a file of each"),
    ("subscribe gcn:t --exec '' --no-auth", "--exec names no program"),
    ("subscribe gcn:t --state s", "--state remembers what passed --where or --deduplicate"),
    ("subscribe gcn:t --output-dir event.xml", "is a file"),
    ("subscribe gcn:t -g ''", "give a name, or leave it out"),
    ("subscribe gcn:t --no-auth --user ann", "give one of them"),
    ("publish gcn:t event.xml -f VOEVNT", "known are AVRO, BLOB, CIRCULAR"),
    ("publish gcn:t event.xml --header name", "'name' has no =; give NAME=VALUE"),
    ("publish gcn:t event.xml --compression zip", "'zip' is not one of 'none', 'gzip'"),
    ("publish gcn:t event.xml --timeout soon", "'soon' is not a number of seconds"),
    ("publish gcn:t - -", "standard input (-) can be one message only"),
    ("publish gcn:t -f VOEVENT", "name files, or - to read one message from it, or use -f BLOB"),
    ("publish gcn:t event.xml --dry-run", "hop says `hop validate FILE`"),
    ("run handler:handle gcn:t", "a handler needs a group"),
    ("run handler:handle g@gcn:t -s -5", "start at EARLIEST, LATEST or a time"),
    ("run handler:handle g@gcn:t --concurrency 0", "0 is not in the range x>=1"),
    ("record gcn:t -o -", "-o needs the path of a file"),
    ("record gcn:t -o event.xml", "continue it with --append"),
    ("replay no.rec gcn: --speed fast", "'fast' is not a speed; give 10x, 0.5x or max"),
    ("groups gcn:t --reset EARLIEST", "--reset needs a group"),
    ("groups g@gcn:t --reset SOON", "or EARLIEST or LATEST"),
    ("groups g@gcn:t --to-earliest", "hop says --reset EARLIEST|LATEST|TIME"),
    ("validate event.xml --strict --schema s.xsd", "--strict and --schema contradict each other"),
    ("explain Nonsense", "'Nonsense' is not an error of hop; `hop explain` lists all"),
    ("schema show NOTHING", "'NOTHING' is an unknown format"),
    ("help auth ad", "did you mean 'add'?"),
    ("auth ad", "did you mean 'add'?"),
    ("completion tcsh", "'tcsh' is not one of 'bash', 'zsh', 'fish'"),
    ("sandbox --port 70000", "70000 is not in the range"),
]
# The URL is wrong: 2, without a hint at the help.
URLS = [
    ("subscribe http://h/t", "gcn:topic, scimma:topic, sandbox:topic"),
    ("subscribe kakfa://h/t", "did you mean kafka://h/t?"),
    ("subscribe kafka:/h/t", "did you mean kafka://h/t?"),
    ("subscribe localhost:9092/t", "did you mean kafka://localhost:9092/t?"),
    ("topics localhost:9092", "did you mean kafka://localhost:9092/TOPIC?"),
    ("subscribe gcn://gcn.circulars", "did you mean gcn:gcn.circulars?"),
    ("subscribe gcn.circulars", "did you mean gcn:gcn.circulars?"),
    ("subscribe alerts", "there is no broker named 'alerts'"),
    ("subscribe gnc:gcn.circulars", "did you mean gcn"),
    ("subscribe gcn:", "'gcn:' has no topic; use gcn:TOPIC"),
    ("subscribe kafka://h", "'kafka://h' has no topic; use kafka://h/TOPIC"),
    ("subscribe kafka:///t", "has no host"),
    ("subscribe kafka://h:port/t", "use a number from 1 to 65535"),
    ("subscribe 'kafka://h/a b'", "use 1 to 249 letters, digits"),
    ("subscribe 'kafka://h/^('", "the pattern '^(' is wrong"),
    ("subscribe kafka://h/t?ssl=true", "leave it out: Kafka URLs have none"),
    ("publish kafka://h/a,b event.xml", "publishing writes to one topic"),
    ("publish 'kafka://h/^a' event.xml", "publishing writes to one topic"),
    ("publish gcn: event.xml", "'gcn:' has no topic; use gcn:TOPIC"),
]
# Files: 74 if they cannot be read or written, 65 if what is in them is wrong.
OF_FILES = [
    ("publish --no-auth {url} nowhere.xml", 74, "nowhere.xml: No such file or directory; check"),
    ("publish --no-auth {url} folder", 74, "folder: Is a directory; give files, not a folder"),
    ("publish --no-auth {url} broken.xml", 65, "repair it, or send it as it is with -f BLOB"),
    ("publish --no-auth {url} half.xml", 65, "it looks like VOEVENT"),
    ("publish --no-auth {url} broken.json", 65, "not JSON at line 1, column 9"),
    ("publish --no-auth {url} -f CIRCULAR event.xml", 65, "event.xml: "),
    ("publish --no-auth {url} -f JSON event.xml", 65, "event.xml: not JSON at line 1"),
    ("publish --no-auth {url} --journal folder plain.txt", 74, "folder"),
    ("alert nowhere.xml", 74, "nowhere.xml: No such file or directory; check the path"),
    ("alert plain.txt", 65, "it looks like no format that hop knows; give -f"),
    ("alert broken.json", 65, "broken.json: not JSON"),
    ("validate nowhere.xml", 74, "nowhere.xml: No such file or directory; check the path"),
    ("validate folder", 74, "give files, not a folder"),
    ("validate --schema nowhere.xsd event.xml", 74, "nowhere.xsd: No such file"),
    ("validate --schema no.schema.json broken.json", 78, "no.schema.json"),
    ("inspect no.rec", 74, "no.rec"),
    ("inspect nowhere.rec", 74, "nowhere.rec"),
    ("replay --no-auth no.rec {url}", 74, "no.rec"),
    ("record --no-auth {url} -o nowhere/night.rec", 74, "nowhere: No such file or directory"),
    ("journal list nowhere.journal", 74, "nowhere.journal"),
    ("subscribe --no-auth {url} --output-dir event.xml/d", 74, "event.xml/d: Not a directory"),
    ("subscribe --no-auth {url} --exec no-such-program", 70, "there is no program"),
    ("subscribe --no-auth {url} --exec ./event.xml", 70, "chmod +x it"),
    ("run --no-auth nowhere:handle -g g {url}", 70, "nowhere"),
    ("run --no-auth handler:handel -g g {url}", 70, "handel"),
    ("run --no-auth handler:value -g g {url}", 70, "value"),
    ("run --no-auth handler -g g {url}", 70, "give package.module:function"),
    ("run --no-auth wrong_handler:handle -g g {url}", 70, "nothing_of_that_name"),
    ("auth add users.csv", 78, "users.csv"),
    ("auth add empty.csv", 78, "write a header line and a line of values"),
    ("auth add nowhere.csv", 78, "check the path"),
    ("auth add gnc", 2, "did you mean gcn"),
    ("auth remove nobody", 78, "nobody"),
    ("configure set fetch_externel on", 78, "fetch_external"),
    ("configure set fetch_external perhaps", 78, "fetch_external"),
    ("configure broker add kafka h", 78, "cannot be the name of a broker"),
    ("configure broker add lab h:port", 78, "use a number from 1 to 65535"),
    ("configure broker add gcn h", 78, "replace it with --force"),
    ("configure broker remove gcn", 78, "it is built in"),
    ("configure setup --import nowhere.csv", 78, "check the path"),
]
# Credentials and brokers that cannot be reached.
CONNECTING = [
    ("subscribe gcn:gcn.circulars", 78, "`hop auth add gcn` (you get one at https://gcn.nasa.gov/"),
    ("topics kafka://kafka.gcn.nasa.gov/", 78, "store one with `hop auth add gcn`"),
    ("subscribe scimma:t", 78, "`hop auth add scimma` (you get one at https://my.hop.scimma.org)"),
    ("publish kafka://h/t plain.txt", 78, "store one with `hop auth add`, or connect without one"),
    ("subscribe gcn:t --user eve", 78, "with the user name eve, since there is no file"),
    ("subscribe --no-auth {url}", 69, "check host and port"),
    ("publish --no-auth {url} plain.txt", 69, "check host and port"),
    ("topics --no-auth kafka://nowhere.invalid/", 69, "nowhere.invalid"),
    ("groups --no-auth g@127.0.0.1:1", 2, "did you mean kafka://g@127.0.0.1:1?"),
    ("topics sandbox:", 69, "check host and port"),
]


ANN = "[[auth]]\nusername = 'ann'\npassword = 'x'\n"
# The file of credentials, or the variables, are wrong: 78.
OF_CREDENTIALS = [
    (ANN + "hostname = 'a'\n", {}, "there is no stored credential for 127.0.0.1:1; store one with"),
    (ANN + ANN, {}, "several stored credentials fit for 127.0.0.1:1: ann"),
    (ANN + ANN.replace("ann", "bob"), {}, "choose one with --user NAME"),
    ("[[auth]\n", {}, "is not TOML"),
    ("auth = 'ann'\n", {}, "a credential must be a table with username and password"),
    ("[other]\n", {}, "has no [auth] table"),
    ("[[auth]]\nusername = 'ann'\n", {}, "has no password"),
    ("[[auth]]\npassword = 'x'\n", {}, "has no username"),
    (ANN + "mechanism = 'SCRAM'\n", {}, "SCRAM-SHA-512"),
    (ANN + "mechanism = 'OAUTHBEARER'\n", {}, "give token_endpoint or token_command"),
    (ANN + "token_endpoint = 'http://tokens.example/'\n", {}, "is not secure"),
    (ANN + "ssl_ca_location = 'nowhere.pem'\n", {}, "nowhere.pem"),
    (ANN, {"HOP_USERNAME": "ann"}, "set HOP_PASSWORD or HOP_PASSWORD_FILE too"),
    (ANN, {"HOP_USERNAME": "a", "HOP_PASSWORD_FILE": "nowhere"}, "HOP_PASSWORD_FILE: nowhere"),
]
# Expressions for --where that are wrong: 2. The lines after the first show where.
FILTERS = ["far <", "magnitude < 5", "far < 'x'", "ra = 5", "nonsense(1)", "far < per_yaer(1)", "("]


@pytest.fixture
def files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with the files of the table. Nothing listens at the sandbox's address."""
    for name, content in FILES.items():
        (folder / name).write_text(content, encoding="utf-8")
    (folder / "folder").mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOP_SANDBOX_URL", "kafka://127.0.0.1:1")
    monkeypatch.setattr(sys, "path", [*sys.path])
    return folder


def words_of(line: str) -> list[str]:
    return [URL if each == "{url}" else each for each in shlex.split(line)]


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(("line", "says"), USAGE)
def test_the_command_line(hop: Hop, line: str, says: str) -> None:
    hop(*words_of(line)).fails(2, says, "--help`")


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(("line", "says"), URLS)
def test_the_url(hop: Hop, line: str, says: str) -> None:
    hop(*words_of(line)).fails(2, says, "(hop explain URLError)")


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(("line", "code", "says"), [*OF_FILES, *CONNECTING])
def test_files_and_brokers(hop: Hop, line: str, code: int, says: str) -> None:
    hop(*words_of(line)).fails(code, says)


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(("content", "variables", "says"), OF_CREDENTIALS)
def test_credentials(
    hop: Hop,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    content: str,
    variables: dict[str, str],
    says: str,
) -> None:
    store(folder, content)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    hop("subscribe", URL).fails(78, says)


def store(folder: Path, content: str) -> Path:
    file = folder / "config/hop/auth.toml"
    file.parent.mkdir(parents=True)
    file.touch(0o600)
    file.write_text(content)
    return file


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
def test_credentials_that_others_can_read(hop: Hop, folder: Path) -> None:
    store(folder, ANN).chmod(0o644)
    hop("subscribe", URL).fails(78, "run: chmod 600")


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("expression", FILTERS)
def test_filters(hop: Hop, expression: str) -> None:
    result = hop("subscribe", "--no-auth", URL, "--where", expression)
    first, *others = result.err.splitlines()
    assert (result.code, result.out) == (2, "")
    assert first.startswith("hop: ")
    assert first.endswith("(hop explain FilterError)")
    assert expression in "\n".join(others)
    assert "Traceback" not in result.err


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (b"{", "validate -", "standard input:1: not JSON"),
        (
            b"<a/>",
            "validate -f VOEVENT -",
            "standard input:1: a: expected the root element VOEvent",
        ),
        (b"", "validate -f JSON -", "not JSON"),
        (b"Dear all", "validate --strict -", "plain BLOB; give -f, or --schema"),
        (b'{"superevent_id": "S1", "alert_typ": 1}', "validate --strict -", "the field alert_type"),
    ],
)
def test_files_that_are_not_valid(
    hop: Hop, monkeypatch: pytest.MonkeyPatch, content: bytes, line: str, says: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    result = hop(*words_of(line))
    assert result.code == 65
    assert says in result.out
    assert result.err.startswith("hop: 1 of 1 files not valid")


def test_a_closed_standard_input(hop: Hop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    hop("publish", "--no-auth", URL, "-").fails(74, "standard input: it is closed")


def test_a_question_that_nobody_answers(hop: Hop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    result = hop("auth", "add")
    assert result.code == 74
    assert "standard input ended before the answer" in result.err


def test_a_package_that_is_not_installed(hop: Hop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hop.sandbox", None)
    hop("sandbox").fails(78, "needs the package hop-testing", "run: pip install")


@contextmanager
def answering(answer: bytes) -> Iterator[int]:
    """A server that is no Kafka: it answers whatever it is asked."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    connection.recv(1000)
                    connection.sendall(answer)
                    connection.close()

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]


def test_a_web_server_is_no_broker(hop: Hop) -> None:
    with answering(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port:
        url = f"kafka://127.0.0.1:{port}/t"
        hop("subscribe", "--no-auth", url).fails(69, "does not speak Kafka; check host and port")


def test_a_token_endpoint_that_is_not_there(hop: Hop, folder: Path) -> None:
    """That is no wrong password: 69."""
    store(
        folder,
        ANN + "protocol = 'SASL_PLAINTEXT'\ntoken_endpoint = 'https://127.0.0.1:1/token'\n",
    )
    with answering(b"") as port:
        result = hop("subscribe", f"kafka://127.0.0.1:{port}/t")
    result.fails(69, "https://127.0.0.1:1/token is not reached", "the password was not refused")


def test_there_are_at_least_ninety_mistakes() -> None:
    assert len({*USAGE, *URLS, *OF_FILES, *CONNECTING}) + len(OF_CREDENTIALS) + len(FILTERS) >= 90
