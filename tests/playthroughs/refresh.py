"""Write the transcripts anew: `python -m tests.playthroughs.refresh`. Review the difference as one would a change."""

from tests.playthroughs.transcript import file_of, scenarios, transcript

if __name__ == "__main__":
    for name in scenarios():
        file_of(name).write_text(transcript(name), encoding="utf-8")
        print(file_of(name).name)
