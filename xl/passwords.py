"""Passwords that the system's own safe keeps for us."""

from contextlib import suppress
from importlib import import_module
from typing import Any


def forget_passwords(service: str) -> None:
    """Take all passwords of a service out of Windows' Credential Manager, whoever they are of.

    `keyring`, which puts them there, finds only those whose user one can name.
    """
    try:
        safe: Any = import_module("win32cred")  # of pywin32: only Windows has it
    except ImportError:
        return
    with suppress(import_module("pywintypes").error):  # the safe is empty
        for entry in safe.CredEnumerate():
            if entry["TargetName"] == service or entry["TargetName"].endswith(f"@{service}"):
                safe.CredDelete(entry["TargetName"], entry["Type"])
