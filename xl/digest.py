"""The SHA-256 of a content."""


def sha256(content: bytes) -> str:
    """Return it in hexadecimal digits."""
    import hashlib  # noqa: PLC0415  # OpenSSL comes along: not before something is to be digested

    return hashlib.sha256(content).hexdigest()
