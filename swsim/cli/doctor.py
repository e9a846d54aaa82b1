"""`swsim doctor`: is everything here that a run needs?"""

import json as json_

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="doctor", help="Check this machine: is all here for a run?")(
        doctor
    )


def doctor(
    json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Check Python, libraries, broker, ports and folders; exit code 3 if one fails."""
    from dataclasses import asdict

    from swsim.app.doctor import examine

    checks = examine()
    if json:
        shown = [asdict(check) for check in checks]
        print(json_.dumps({"checks": shown}, indent=2, ensure_ascii=False))
    else:
        for check in checks:
            print(f"{'ok  ' if check.ok else 'FAIL'} {check.name}: {check.found}")
            if not check.ok:
                print(f"     {check.remedy}")
    raise typer.Exit(code=0 if all(check.ok for check in checks) else 3)
