"""A limit on the memory of a process that reads what strangers send."""


def limit_memory(most: int) -> None:
    """Let this process have at most so many bytes; beyond, it meets a MemoryError. Windows knows no such limit."""
    try:
        import resource  # noqa: PLC0415  not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
