"""How much memory the processes of the running assistant take."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import psutil

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class ProcessMemory:
    """Memory of a process and its children in MB; ``pss_mb`` counts shared pages once and is None where unknown."""

    rss_mb: float
    pss_mb: float | None
    processes: int


def read_memory(processes_file: Path) -> dict[str, ProcessMemory]:
    """Measure the processes that ``lotse serve`` listed; nothing for a missing file or an ended process."""
    try:
        listed = json.loads(processes_file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    measured = {name: measure_process(pid, others={*listed.values()} - {pid}) for name, pid in listed.items()}
    return {name: memory for name, memory in measured.items() if memory}


def measure_process(pid: int, *, others: Collection[int] = ()) -> ProcessMemory | None:
    """Measure a process with its children except those that are measured by themselves; None when it has ended."""
    try:
        root = psutil.Process(pid)
        family = [root, *(child for child in root.children(recursive=True) if child.pid not in others)]
    except psutil.NoSuchProcess:
        return None
    resident: list[int] = []
    shares: list[int | None] = []
    for process in family:
        try:
            resident.append(process.memory_info().rss)
            shares.append(_proportional_share(process))
        except psutil.NoSuchProcess:
            continue
    if not resident:
        return None
    known = [share for share in shares if share is not None]
    complete = len(known) == len(resident)
    return ProcessMemory(_megabytes(sum(resident)), _megabytes(sum(known)) if complete else None, len(resident))


def _proportional_share(process: psutil.Process) -> int | None:
    try:
        # Only Linux knows the proportional share, and only the owner of a process may read it.
        return getattr(process.memory_full_info(), "pss", None)
    except psutil.AccessDenied:
        return None


def _megabytes(size: int) -> float:
    return round(size / MEGABYTE, 1)
