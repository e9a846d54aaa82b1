"""`swsim asyncapi`: what goes over the broker, for whoever connects a system."""

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        name="asyncapi", help="Print the AsyncAPI description of topics and messages."
    )(asyncapi)


def asyncapi() -> None:
    """Print asyncapi.yaml; the schemas that it names lie beside it."""
    from swsim.artefacts import artefact_file

    print(artefact_file("asyncapi.yaml").read_text(encoding="utf-8"), end="")
