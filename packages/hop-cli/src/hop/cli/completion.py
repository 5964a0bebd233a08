"""``hop completion``: what makes the Tab key complete commands, options and names."""

from __future__ import annotations

import os
from pathlib import Path

import click

from hop._console import show
from hop.cli.shells import NAME, SHELLS, VARIABLE

_ZSH_LINE = "fpath+=(~/.zfunc); autoload -Uz compinit && compinit  # completion of hop"


@click.command(short_help="Complete names with the Tab key.")
@click.argument("shell", type=click.Choice(list(SHELLS)), required=False)
@click.option(
    "--install",
    is_flag=True,
    help="Write the script to the folder where the shell looks for it, instead of printing it.",
)
def completion(shell: str | None, install: bool) -> None:
    """Print the script that lets a shell complete what is typed for hop.

    Without a name, it is for the shell that SHELL names. With --install, new shells complete
    commands, options, formats, broker names, users, and the topics and groups that
    `hop list-topics`, `hop groups` and `hop subscribe` have shown in the last 30 days.
    """
    shell = shell or _current_shell()
    from hop.cli.program import root  # it knows this command only by name

    script = SHELLS[shell](root, {}, NAME, VARIABLE).source()
    if not install:
        show(script)
        return
    path = _path_for(shell)
    if _write(path, script):
        show(f"The completion for {shell} is stored in {path}")
    else:
        show(f"The completion for {shell} in {path} is up to date")
    if shell == "zsh":
        _add_to_zshrc()
    elif shell == "bash":
        show("bash reads it if the package bash-completion is installed")
    show("It works in shells that start from now on")


def _current_shell() -> str:
    name = Path(os.environ.get("SHELL", "")).name
    if name not in SHELLS:
        raise click.UsageError(f"SHELL does not name {', '.join(SHELLS)}; give one of them")
    return name


def _path_for(shell: str) -> Path:
    """Return the file in which a shell looks for the completion of hop."""
    home = Path.home()
    if shell == "zsh":
        return Path(os.environ.get("ZDOTDIR") or home) / ".zfunc" / "_hop"
    if shell == "fish":
        config = os.environ.get("XDG_CONFIG_HOME") or home / ".config"
        return Path(config) / "fish" / "completions" / "hop.fish"
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    folder = os.environ.get("BASH_COMPLETION_USER_DIR") or data / "bash-completion"
    return Path(folder) / "completions" / "hop"


def _write(path: Path, text: str) -> bool:
    """Write a file whole or not at all; return whether it was another one before."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)
    return True


def _add_to_zshrc() -> None:
    """Let zsh look into the folder of the script; a line that is there already stays alone."""
    folder = Path(os.environ.get("ZDOTDIR") or Path.home())
    path = folder / ".zshrc"
    line = _ZSH_LINE.replace("~", str(folder)) if os.environ.get("ZDOTDIR") else _ZSH_LINE
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if line in text.splitlines():
        show(f"{path} reads it already")
        return
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n" if not text or text.endswith("\n") else f"\n{line}\n")
    show(f"One line is added to {path}, so that zsh reads it")
