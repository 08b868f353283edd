"""The command line: parse, one action or query, print."""

import os

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def setup() -> None:
    """Concord: collaborative reform, from a chief's request to a public record."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concord.config.settings")


@app.command()
def migrate() -> None:
    """Bring the database up to date, as its owner."""
    os.environ["CONCORD_DB_ROLE"] = "owner"
    import django

    django.setup()
    from concord.core import schema

    schema.migrate()


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
