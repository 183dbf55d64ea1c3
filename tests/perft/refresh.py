"""Write the counts anew: `python -m tests.perft.refresh`. Review the difference: reachability has changed."""

from tests.perft.counting import SCENARIOS, as_file, file_of

if __name__ == "__main__":
    for name in SCENARIOS:
        file_of(name).write_text(as_file(name), encoding="utf-8")
        print(file_of(name).name)
