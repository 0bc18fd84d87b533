"""What the torture found, as a table of faults by steps."""

from collections import defaultdict


class Matrix:
    """Counts how often each step met each fault and came through."""

    def __init__(self) -> None:
        self.cells: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)

    def survived(self, fault: str, step: str, *, struck: bool = True) -> None:
        """One more try came through; ``struck`` tells whether the fault hit before the step was done."""
        tries, strikes = self.cells[fault].get(step, (0, 0))
        self.cells[fault][step] = (tries + 1, strikes + struck)

    def __str__(self) -> str:
        steps = list(dict.fromkeys(step for row in self.cells.values() for step in row))
        lines = ["survived tries (of them: struck in the middle)"]
        lines += [f"{'fault':34}" + "".join(f"{step:>10}" for step in steps)]
        for fault, row in self.cells.items():
            cells = (row.get(step) for step in steps)
            lines.append(f"{fault:34}" + "".join(f"{f'{c[0]} ({c[1]})' if c else '':>10}" for c in cells))
        return "\n".join(lines)
