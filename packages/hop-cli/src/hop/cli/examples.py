"""Three examples for the help of each command. A test parses each of them."""

from __future__ import annotations

EXAMPLES = {
    "": """
        hop subscribe gcn:gcn.circulars
        hop publish kafka://localhost/alerts event.xml
        hop help subscribe
    """,
    "alert": """
        hop alert event.xml
        hop alert -j notice.json | jq .ra
        hop subscribe -n 1 gcn:igwn.gwalert | hop alert -
    """,
    "auth": """
        hop auth add gcn
        hop auth list
        hop auth remove alice-f3a2b1c0
    """,
    "auth add": """
        hop auth add gcn
        hop auth add hop-credentials.csv
        hop auth add scimma --force
    """,
    "auth list": """
        hop auth list
        hop auth list -q
        hop auth list | grep kafka.scimma.org
    """,
    "auth locate": """
        hop auth locate
        ls -l "$(hop auth locate)"
        cp "$(hop auth locate)" ~/auth-copy.toml
    """,
    "auth remove": """
        hop auth remove alice-f3a2b1c0
        hop auth remove alice-f3a2b1c0@kafka.scimma.org
        hop auth remove alice-f3a2b1c0@
    """,
    "completion": """
        hop completion bash --install
        hop completion zsh > ~/.zfunc/_hop
        hop completion fish | source
    """,
    "configure": """
        hop configure show
        hop configure set automatic_offload off
        hop configure broker list
    """,
    "configure broker": """
        hop configure broker list
        hop configure broker add lab kafka.lab.example:9093
        hop configure broker remove lab
    """,
    "configure broker add": """
        hop configure broker add lab kafka.lab.example:9093
        hop configure broker add lab localhost --protocol PLAINTEXT --force
        hop configure broker add lab kafka.lab.example --mechanism SCRAM-SHA-256
    """,
    "configure broker list": """
        hop configure broker list
        hop configure broker list -q
        hop configure broker list | grep built
    """,
    "configure broker remove": """
        hop configure broker remove lab
        hop configure broker remove lab -v
        hop configure broker remove lab --debug
    """,
    "configure locate": """
        hop configure locate
        hop configure locate -t auth
        cat "$(hop configure locate)"
    """,
    "configure set": """
        hop configure set automatic_offload off
        hop configure set fetch_timeout 30
        hop configure set fetch_from files.lab.example,archive.lab.example
    """,
    "configure setup": """
        hop configure setup
        hop configure setup --import hop-credentials.csv
        hop configure setup --force
    """,
    "configure show": """
        hop configure show
        HOP_FETCH_TIMEOUT=30 hop configure show
        hop configure show | grep fetch
    """,
    "doctor": """
        hop doctor
        hop doctor gcn:gcn.circulars
        hop doctor -j kafka://localhost/alerts
    """,
    "events": """
        hop events follow gcn:gcn.notices.swift.bat.guano,gcn.circulars
        hop events list --since '2 days ago'
        hop events show 'GRB 240812B'
    """,
    "events export": """
        hop events export > events.jsonl
        hop events export --since 2026-11-01
        hop events export | jq .event_id
    """,
    "events follow": """
        hop events follow -g desk gcn:gcn.circulars,igwn.gwalert
        hop events follow --keep 90d gcn:igwn.gwalert scimma:igwn.gwalert
        hop events follow -s EARLIEST -e --file night.db kafka://localhost/alerts
    """,
    "events list": """
        hop events list
        hop events list --since yesterday
        hop events list -j | jq .event_id
    """,
    "events show": """
        hop events show S230914ak
        hop events show 'GRB 240812B'
        hop events show -j swift:1234567 | jq .timeline
    """,
    "explain": """
        hop explain AuthenticationFailed
        hop explain validationerror
        hop explain
    """,
    "groups": """
        hop groups desk@gcn:gcn.circulars
        hop groups -g desk --reset EARLIEST gcn:gcn.circulars
        hop groups -j kafka://localhost/
    """,
    "help": """
        hop help
        hop help subscribe
        hop help auth add
    """,
    "inspect": """
        hop inspect night.hoprec
        hop inspect -j night.hoprec
        hop inspect -j night.hoprec | head -n 5
    """,
    "journal": """
        hop journal list alerts.journal
        hop journal resend alerts.journal
        hop journal drop alerts.journal 3
    """,
    "journal drop": """
        hop journal drop alerts.journal 3
        hop journal drop alerts.journal 3 4
        hop journal drop -v alerts.journal 3
    """,
    "journal list": """
        hop journal list alerts.journal
        hop journal list -q alerts.journal
        hop journal list alerts.journal | wc -l
    """,
    "journal resend": """
        hop journal resend alerts.journal
        hop journal resend alerts.journal 3
        hop journal resend -v alerts.journal 3 4
    """,
    "list-topics": """
        hop topics gcn:
        hop topics --describe gcn:gcn.circulars,igwn.gwalert
        hop list-topics -j 'gcn:^gcn.notices' | jq .topic
    """,
    "notify": """
        hop notify -g desk gcn:igwn.gwalert
        hop notify -g desk --where 'far < per_year(1)' gcn:igwn.gwalert
        hop notify -g desk --updates --template mail.jinja gcn:gcn.circulars
    """,
    "publish": """
        hop publish kafka://localhost/alerts event.xml circular.gcn3
        echo '{"magnitude": 17.2}' | hop publish sandbox:alerts
        hop publish -f VOEVENT --journal alerts.journal scimma:alerts event.xml
    """,
    "record": """
        hop record -o night.hoprec --since yesterday gcn:gcn.circulars
        hop record -o night.hoprec -p --append gcn:gcn.circulars
        hop record -o gw.hoprec -s EARLIEST gcn:igwn.gwalert
    """,
    "replay": """
        hop replay night.hoprec sandbox:
        hop replay night.hoprec sandbox:alerts --speed 10x
        hop replay night.hoprec sandbox: --since '2h ago' --until '1h ago'
    """,
    "run": """
        hop run alerts:handle desk@gcn:igwn.gwalert
        hop run alerts:handle -g desk gcn:gcn.circulars --dead-letter failed
        hop run alerts:handle -g desk gcn:igwn.gwalert --where 'far < per_year(1)'
    """,
    "sandbox": """
        hop sandbox --port 9092 --topic alerts
        hop sandbox --secure
        hop sandbox -- python test_alerts.py
    """,
    "schema": """
        hop schema list
        hop schema show VOEVENT
        hop schema show LVKALERT --json
    """,
    "schema list": """
        hop schema list
        hop schema list -q
        hop schema list | sort
    """,
    "schema show": """
        hop schema show VOEVENT
        hop schema show CIRCULAR
        hop schema show LVKALERT --json
    """,
    "subscribe": """
        hop subscribe -p gcn:gcn.circulars
        hop subscribe --since '2h ago' -j gcn:igwn.gwalert
        hop subscribe -s -5 sandbox:alerts
    """,
    "validate": """
        hop validate event.xml
        hop validate --strict *.json
        hop validate --schema own.schema.json message.json
    """,
    "version": """
        hop version
        hop --version
        hop version | grep librdkafka
    """,
    "watch": """
        hop watch gcn:gcn.heartbeat,igwn.gwalert
        hop watch --group-id desk --disk /data --metrics 9101 gcn:igwn.gwalert
        hop watch --once --json --state watch.json gcn:gcn.heartbeat
    """,
}
"""The examples by the words of the command after ``hop``."""

EXAMPLES["schema validate"] = EXAMPLES["validate"]  # two names of one command


def epilog(words: str) -> str | None:
    r"""Return the examples of a command for its help; None if there are none.

    ``\b`` keeps the lines as they are written.
    """
    lines = EXAMPLES.get(words, "").split("\n")
    examples = [f"  {each.strip()}" for each in lines if each.strip()]
    return "\n".join(["\b", "Examples:", *examples]) if examples else None
