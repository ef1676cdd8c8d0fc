"""One file to double-click: Python, CCHC and all it needs as a Windows setup program, made on any Linux.

    python -m cchc_macros.installer --python python-3.11.9-embed-amd64.zip --to dist

`tree` lays out what is installed, `pack` makes the setup program (NSIS), the zip for offices that forbid setup
programs, and the checksums.
"""
