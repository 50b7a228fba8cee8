"""Install simcheck from this folder into its own ``app`` folder, without a network.

    python install.py

Every file is compared with SHA256SUMS first; a folder that was damaged on its way is refused.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
APP = HERE / "app"


def main() -> int:
    """Install; 0 when simcheck is there, 1 when it is not, with the reason in one line."""
    held = (HERE / "pythons.txt").read_text("ascii").split()
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if here not in held:
        return _refuse(
            f"安装包供 Python {'、'.join(held)} 使用，这里是 {here}；请安装其中一个版本后再试，不影响已装的版本"
        )
    if damaged := _damaged():
        return _refuse(f"安装文件不完整：{damaged}；请重新复制整个文件夹")
    print("正在安装，约需一分钟……", flush=True)
    venv.create(APP, with_pip=True, clear=True)
    extras = (HERE / "extras.txt").read_text("ascii").strip()
    command = [str(python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index"]
    done = subprocess.run([*command, "--find-links", str(HERE / "wheels"), f"simcheck[{extras}]"], check=False)
    if done.returncode:
        return _refuse("没有装成，原因见上面的说明；请把说明发给管理员")
    print("已装好。")
    return 0


def python() -> Path:
    """The Python of the installation."""
    return APP / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _damaged() -> str | None:
    """The first file that is not what it was, or is missing."""
    for line in (HERE / "SHA256SUMS").read_text("utf-8").splitlines():
        expected, _, name = line.partition("  ")
        file = HERE / name
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != expected:
            return name
    return None


def _refuse(told: str) -> int:
    print(told, file=sys.stderr)
    return 1


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(main())
