"""hop's words for what users of kcat, kubectl, gh and Kafka's own tools type."""

from __future__ import annotations

_SUBSCRIBE, _PUBLISH, _TOPICS = "`hop subscribe URL`", "`hop publish URL FILE`", "`hop topics URL`"
_NO_ADMIN = "hop makes and deletes no topics: ask the owner of the broker, or use Kafka's own tools"

_COMMANDS = {
    _SUBSCRIBE: "consume consumer read listen receive sub get cat stream kafka-console-consumer",
    "`hop subscribe -p URL`": "logs follow wait",
    "`hop subscribe -s -10 -p URL`": "tail head",
    _PUBLISH: "produce producer send write post pub push put emit kafka-console-producer",
    _TOPICS: "list ls topic metadata kafka-topics",
    "`hop topics --describe URL`": "describe",
    "`hop groups URL`": "lag group offsets consumer-groups kafka-consumer-groups",
    "`hop groups --reset TIME URL`": "reset reset-offsets seek rewind",
    "`hop auth add BROKER`": "login credential credentials account token password",
    "`hop auth remove NAME`": "logout",
    "`hop configure`": "config settings setup set context",
    "`hop configure broker list`": "brokers cluster",
    "`hop validate FILE`": "check lint verify test",
    "`hop doctor URL`": "ping status health diagnose debug",
    "`hop sandbox`": "server serve kafka start up demo",
    "`hop record -o FILE URL`": "dump save archive download",
    "`hop replay FILE URL`": "restore play upload",
    "`hop run MODULE:FUNCTION URL`": "exec handle handler daemon service",
    "`hop schema list`": "models formats schemas",
    "`hop explain NAME`": "error errors why",
    "`hop alert FILE`": "show view print",
    "`hop help COMMAND`": "man usage commands",
}
_OTHER_COMMANDS = {
    **dict.fromkeys(("create", "delete", "create-topic", "delete-topic", "alter"), _NO_ADMIN),
    **dict.fromkeys(
        ("update", "upgrade", "install"), "pip installs hop, and `hop version` lists the versions"
    ),
}

_IN_URL = "the {} is in the URL: kafka://HOST:PORT/TOPIC, or gcn:TOPIC"
_OPTIONS = {
    "-s EARLIEST": "--from-beginning --earliest --beginning",
    "-s EARLIEST, LATEST, a time, or -N for the last N messages": "--offset --from --start-offset",
    "-s -N": "--tail --last",
    "--since TIME": "--since-time --start-time --after",
    "--until TIME": "--until-time --end-time --before --end",
    "-g NAME": "--group --consumer-group -G --groupid",
    "-n COUNT": "-c --max-messages --max --limit --number",
    "-p": "--follow --watch -w --wait --forever",
    "-e": "--exit --exit-eof --eof",
    "-j": "-J --as-json",
    "-D TEXT": "--separator",
    "--idle-timeout SECONDS": "--timeout-ms --timeout",
    "--user NAME, of a credential that `hop auth add` has stored": (
        "--username -u --password --sasl-username --sasl-password --auth --credential --api-key"
    ),
    "`hop auth add BROKER`, which stores a credential": (
        "-X -F --property --consumer.config --producer.config --command-config --consumer-property"
        " --producer-property --config"
    ),
    _IN_URL.format("broker"): (
        "-b --bootstrap-server --bootstrap-servers --broker-list --broker --brokers --server"
        " --host --hostname --port"
    ),
    _IN_URL.format("topic"): "--topic --topics -t",
    "`hop subscribe URL`": "-C --consumer --consume",
    "`hop publish URL FILE`": "-P --producer --produce",
    "`hop topics URL`": "-L --list",
    "`hop topics --describe URL`": "--describe",
    "-s TIME": "-Q",
    "`hop validate FILE`": "--dry-run --check",
    "`hop --version`, and `hop version` for all packages": "-V --version",
    "--reset EARLIEST|LATEST|TIME": (
        "--reset-offsets --to-earliest --to-latest --to-datetime --to-offset"
    ),
}
_OTHER_OPTIONS = {
    "-o": "-j prints JSON, --output-dir DIR writes files, and -s says where to start",
    "--output": "-j prints JSON, --output-dir DIR writes files",
    "-f": "-p waits for new messages, and -j prints JSON",
    "--format": "each message says its format itself; -j prints JSON",
    "--partition": "hop reads all partitions of a topic, and Kafka chooses one by --key",
    "--file": "name the files after the URL",
    "--message": "hop reads messages from files, or from standard input: echo … | hop publish URL",
}


def _by_word(table: dict[str, str]) -> dict[str, str]:
    return {
        word: ours if " is in " in ours else f"hop says {ours}"
        for ours, words in table.items()
        for word in words.split()
    }


COMMANDS = _by_word(_COMMANDS) | _OTHER_COMMANDS
"""What to do instead of a command that hop does not have."""
OPTIONS = _by_word(_OPTIONS) | _OTHER_OPTIONS
"""What to do instead of an option that a command does not have."""


def of_command(word: str) -> str:
    """Return what to do instead of a command; "" if that is not known."""
    if "://" in word or (":" in word and "." in word):
        return f"`hop subscribe {word}` reads from a URL"
    return COMMANDS.get(word.lower(), "")


def of_option(option: str) -> str:
    """Return what to do instead of an option; "" if that is not known."""
    return OPTIONS.get(option, "")
