"""`python -m northaxis`."""

from northaxis.cli.main import main

if __name__ == "__main__":
    main()
