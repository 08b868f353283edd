"""The command line: parse, one action or query, print. Each command says in one sentence why it could not."""

import os
import sys

import typer

from concord.cli import (
    analysis,
    audit,
    codes,
    data,
    docs,
    evidence,
    findings,
    house,
    imports,
    keyring,
    publish,
    releases,
    run,
    verbs,
)
from concord.core.errors import ConcordError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.command()(run.run)
app.command()(run.worker)
app.command()(house.init)
app.command()(house.migrate)
app.command()(house.check)
app.command()(data.backup)
app.command()(data.restore)
app.command()(publish.publish)
app.command()(docs.docs)
app.command("do")(verbs.do)
app.add_typer(analysis.analysis_app, name="analysis")
app.add_typer(audit.app, name="audit")
app.add_typer(releases.app, name="release")
app.add_typer(keyring.app, name="keys")
app.add_typer(imports.agencies_app, name="agencies")
app.add_typer(imports.import_app, name="import")
app.add_typer(evidence.evidence_app, name="evidence")
app.add_typer(codes.codes_app, name="codes")
app.add_typer(findings.findings_app, name="findings")


@app.callback()
def setup() -> None:
    """Concord: collaborative reform, from a chief's request to a public record."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concord.config.settings")


def main() -> None:
    """Run the command line; a refusal is one sentence and exit code 1."""
    try:
        app()
    except ConcordError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
