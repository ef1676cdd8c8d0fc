"""Give Wine 8 and the lab's Python what they lack of Windows: `shims.py PYTHON_FOLDER WINE_UCRTBASE`.

- C99's complex functions, of which Wine's C runtime has only stubs: numpy is pointed at a library that has them and
  forwards the rest.
- python3.dll, which modules of the stable ABI load: a forwarder to python311.dll.
- bcryptprimitives.dll with ProcessPrng, which Rust's modules ask for randomness.
"""

import re
import subprocess
import sys
from pathlib import Path

TOOLS = "x86_64-w64-mingw32-"
MATH, OURS = b"api-ms-win-crt-math-l1-1-0.dll", b"lab-ms-win-crt-math-l1-1-0.dll"  # of one length, to be exchanged
TO_REAL = ("cabs", "carg", "cimag", "creal")
TO_COMPLEX = (
    *("cacos", "cacosh", "casin", "casinh", "catan", "catanh", "ccos", "ccosh", "cexp", "clog", "conj", "cproj"),
    *("csin", "csinh", "csqrt", "ctan", "ctanh"),
)
RANDOM = """\
#include <windows.h>
#include <ntsecapi.h>
int ProcessPrng(void *bytes, size_t count) { return RtlGenRandom(bytes, (ULONG)count); }
"""


def main(folder: Path, runtime: Path) -> None:
    """Build the three libraries beside python.exe, and point modules that need it at the first."""
    code, names = complex_functions()
    forwarded = [f"{name}=ucrtbase.{name}" for name in exported(runtime) if name not in names]
    build(folder / OURS.decode(), code, [f"{name}=ours_{name}" for name in names] + forwarded)
    build(folder / "python3.dll", "", [f"{name}=python311.{name}" for name in exported(folder / "python311.dll")])
    build(folder / "bcryptprimitives.dll", RANDOM, ["ProcessPrng"])
    for module in (folder / "Lib" / "site-packages").rglob("*"):
        if module.suffix in {".pyd", ".dll"}:
            content = module.read_bytes()
            if MATH in content and any(b"\0" + name.encode() + b"\0" in content for name in names):
                module.write_bytes(content.replace(MATH, OURS))


def exported(library: Path) -> list[str]:
    """Return the names that a library exports."""
    said = subprocess.run([f"{TOOLS}objdump", "-p", library], capture_output=True, encoding="utf-8", check=True).stdout
    table = said.partition("[Ordinal/Name Pointer] Table")[2].partition("\n\n")[0]
    return re.findall(r"\[\s*\d+\].*?\s([A-Za-z_]\w*)\s*$", table, re.MULTILINE)


def complex_functions() -> tuple[str, list[str]]:
    """Return C code and the names it defines; to Windows' calling convention a complex number is a struct of two."""
    code = ["#include <complex.h>", "typedef struct {double r, i;} Double; typedef struct {float r, i;} Float;"]
    names = []
    for ending, struct, real in (("", "Double", "double"), ("f", "Float", "float"), ("l", "Double", "double")):
        suffix = "f" if ending == "f" else ""  # Windows' long double is a double
        taken = f"{real} _Complex a; __real__ a = z.r; __imag__ a = z.i;"
        given = f"{struct} back; back.r = __real__ b; back.i = __imag__ b; return back;"
        code += [f"{real} ours_{name}{ending}({struct} z) {{{taken} return {name}{suffix}(a);}}" for name in TO_REAL]
        code += [
            f"{struct} ours_{name}{ending}({struct} z) {{{taken} {real} _Complex b = {name}{suffix}(a); {given}}}"
            for name in TO_COMPLEX
        ]
        power = f"{real} _Complex e; __real__ e = w.r; __imag__ e = w.i; {real} _Complex b = cpow{suffix}(a, e);"
        code.append(f"{struct} ours_cpow{ending}({struct} z, {struct} w) {{{taken} {power} {given}}}")
        names += [name + ending for name in (*TO_REAL, *TO_COMPLEX, "cpow")]
    return "\n".join(code), names


def build(target: Path, source: str, definitions: list[str]) -> None:
    """Compile a library that exports what the definitions say."""
    code, exports = Path(f"{target.stem}.c"), Path(f"{target.stem}.def")
    code.write_text(source, encoding="utf-8")
    exports.write_text(f"LIBRARY {target.name}\nEXPORTS\n" + "\n".join(definitions) + "\n", encoding="utf-8")
    command = [f"{TOOLS}gcc", "-shared", "-static-libgcc", "-O1", "-s", "-o", target, code, exports, "-ladvapi32"]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
