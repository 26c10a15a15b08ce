"""Makes a sequence that differs as short as it can be while it still differs."""

from generate import sequence


def without_one(kept):
    return [kept[:i] + kept[i + 1:] for i in range(len(kept))]


def shrunk(machine, number):
    """The calls that are kept, by their place in the sequence. Every round plays all that are shorter by one call."""
    kept = list(range(len(sequence(machine.seed, number, machine.without))))
    for _ in range(len(kept)):
        shorter = without_one(kept)
        differs = [s for s, lines in zip(shorter, machine.play([[(number, s)] for s in shorter])) if lines]
        if not differs:
            break
        kept = differs[-1]  # the last calls, which follow the difference, go first
    return kept
