"""`python -m swsim` is the `swsim` command."""

from swsim.cli.main import main

if __name__ == "__main__":
    main()
