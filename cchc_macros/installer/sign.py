"""Sign a Windows program in place: `sign.py PROGRAM`. The environment names the certificate."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

CERTIFICATE, PASSWORD = "CCHC_PFX", "CCHC_PFX_PASSWORD"  # a PKCS #12 file, and its password


def sign(program: Path) -> None:
    """Sign the program with osslsigncode.

    Raises:
        KeyError: the environment names no certificate.
    """
    with TemporaryDirectory() as folder:
        password, signed = Path(folder, "password"), Path(folder, "signed")
        password.touch(0o600)
        password.write_text(os.environ[PASSWORD], encoding="utf-8")  # a command line is for all to see
        certificate = ["-pkcs12", os.environ[CERTIFICATE], "-readpass", str(password)]
        command = ["osslsigncode", "sign", *certificate, "-n", "CCHC", "-h", "sha256", "-in", str(program)]
        subprocess.run([*command, "-out", str(signed)], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        program.write_bytes(signed.read_bytes())


if __name__ == "__main__":
    sign(Path(sys.argv[1]))
