"""What a tree of processes has used: CPU that children who have ended gave to it included."""

import psutil


def cpu_s(pid: int) -> float:
    """Give the seconds of CPU of a process and all below it."""
    return sum(_own(process) for process in _family(pid))


def memory_mb(pid: int) -> float:
    """Give the megabytes of a process and all below it (PSS: what is shared counts once)."""
    return sum(process.memory_full_info().pss for process in _family(pid)) / 1e6


def _family(pid: int) -> list[psutil.Process]:
    top = psutil.Process(pid)
    return [top, *top.children(recursive=True)]


def _own(process: psutil.Process) -> float:
    try:
        used = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(used.user + used.system + used.children_user + used.children_system)
