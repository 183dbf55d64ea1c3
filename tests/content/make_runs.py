"""Writes `runs.txt`: short hashes of every run of six words in the two source documents, which are not in the project.

`python3 tests/content/make_runs.py FOLDER_OF_THE_DOCUMENTS` makes it anew. A hash gives no word away; the test only
learns that a text of ours shares a run with them.
"""

import re
import sys
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

RUN = 6
BYTES = 6
HERE = Path(__file__).parent / "runs.txt"


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, without signs."""
    return re.findall(r"[0-9][0-9,.]*[0-9]|[0-9]|[^\W\d_]+(?:'[^\W\d_]+)*", text.replace("’", "'").lower())


def runs_of(text: str) -> Iterator[tuple[str, str]]:
    """Each run of six words with its hash."""
    words = words_of(text)
    for place in range(len(words) - RUN + 1):
        run = " ".join(words[place : place + RUN])
        yield run, blake2b(run.encode(), digest_size=BYTES).hexdigest()


def passages_in(document: str) -> list[str]:
    """The numbered passages of a document, without what we wrote around them."""
    return re.findall(r"^\*\*[A-Z]{2}-\d\d\*\* (.*)$", document, re.MULTILINE)


def main() -> None:
    """Write the file."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path(sys.argv[1]).glob("*.md"))]
    found = {hash for text in texts for passage in passages_in(text) for _, hash in runs_of(passage)}
    HERE.write_text("\n".join(sorted(found)) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
