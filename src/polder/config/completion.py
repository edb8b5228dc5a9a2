"""`polder completion`: the script with which a shell completes polder's commands."""

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for SHELL.

    \b
      bash: echo 'eval "$(polder completion bash)"' >> ~/.bashrc
      zsh:  echo 'eval "$(polder completion zsh)"' >> ~/.zshrc
      fish: polder completion fish > ~/.config/fish/completions/polder.fish
    """
    from polder.config.commands import polder

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"No completion for {shell}.")
    click.echo(kind(polder, {}, "polder", "_POLDER_COMPLETE").source())
