"""``hop configure broker``: the names of brokers."""

from __future__ import annotations

import click

from hop.cli.lazy import show_help_and_fail

_HEAD = ("NAME", "ADDRESS", "MECHANISM", "FROM")


@click.group(invoke_without_command=True)
@click.pass_context
def broker(ctx: click.Context) -> None:
    """Manage the names of brokers, as gcn in gcn:gcn.circulars."""
    if ctx.invoked_subcommand is None:
        show_help_and_fail(ctx)


@broker.command("list")
def list_() -> None:
    """List the brokers that have a name."""
    from hop import brokers
    from hop.cli.columns import columns
    from hop.cli.output import show
    from hop.configure import get_config_path

    rows = [_HEAD]
    for each in brokers.load().values():
        method = each.mechanism if each.needs_credential else "no credential"
        home = "built in" if each.built_in else get_config_path()
        rows.append((each.name, each.address, method or "that of the credential", home))
    for line in columns(rows):
        show(line)


@broker.command()
@click.argument("name")
@click.argument("address", metavar="HOST[:PORT][,HOST2…]")
@click.option("--mechanism", default="", help="The SASL mechanism. Default: the credential's.")
@click.option("--token-endpoint", metavar="URL", default="", help="What gives tokens.")
@click.option(
    "--protocol",
    default="SASL_SSL",
    help="SASL_SSL (the default), SASL_PLAINTEXT, or PLAINTEXT where no credential is needed.",
)
@click.option("--ca-file", metavar="FILE", default="", help="The CA certificates to trust.")
@click.option("--force", is_flag=True, help="Replace a broker of that name.")
def add(
    *,
    name: str,
    address: str,
    mechanism: str,
    token_endpoint: str,
    protocol: str,
    ca_file: str,
    force: bool,
) -> None:
    """Give a broker a name: `hop subscribe NAME:topic` reads from it then."""
    from hop import brokers
    from hop.cli.output import show

    new = brokers.Broker(
        name,
        address.removeprefix("kafka://").rstrip("/"),
        protocol=protocol.upper(),
        mechanism=mechanism or ("OAUTHBEARER" if token_endpoint else ""),
        token_endpoint=token_endpoint,
        ssl_ca_location=ca_file,
    )
    show(f"{name} is stored in {brokers.add(new, force=force)}")
    if new.needs_credential:
        show(f"`hop auth add {name}` stores a credential for it.")


@broker.command()
@click.argument("name")
def remove(name: str) -> None:
    """Take a name out of the configuration; those that are built in stay."""
    from hop import brokers
    from hop.cli.output import show

    show(f"{name} is removed from {brokers.remove(name)}")
