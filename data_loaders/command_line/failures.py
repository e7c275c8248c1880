"""The terminal commands write to, and failures we can explain as a sentence and an exit code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.markup import escape

from data_loaders.command_line.console import ConsoleProgress
from data_loaders.curate import plans

console = Console()


@contextmanager
def in_words() -> Iterator[ConsoleProgress]:
    """Progress; and a failure we know how to explain as a sentence and exit code 1."""
    try:
        with ConsoleProgress(console) as progress:
            yield progress
    except plans.FAILURES as error:
        console.print(f"[bold red]Not done.[/] {escape(str(error))}", highlight=False)
        raise typer.Exit(1) from error
