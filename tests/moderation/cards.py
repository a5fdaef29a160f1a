"""A stand-in for the program that sets cards: it says what it was given, in place of a PDF.

In a message the word FONTLESS is a sign that no font draws, LONG one that does not fit.
"""

import json
import sys


def main() -> int:
    job = json.loads(sys.stdin.buffer.read())
    texts = [card["text"] for card in job["cards"]]
    if any("BROKEN" in text for text in texts):
        return 3
    undrawn = [place for place, text in enumerate(texts) if "FONTLESS" in text]
    too_long = [place for place, text in enumerate(texts) if "LONG" in text]
    for done in range(len(texts) + 1):
        sys.stderr.write(f"{done}/{len(texts)}\n")
    if job["check_only"]:
        check = {
            "cards": len(texts),
            "missing": {"Tibt": 1} if undrawn else {},
            "undrawn": undrawn,
            "too_long": too_long,
        }
        sys.stdout.write(json.dumps(check))
        return 0
    if too_long:
        return 4
    sys.stdout.write("%PDF-" + json.dumps(job, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
