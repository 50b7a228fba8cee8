"""Compares the installed packages with the known vulnerabilities: exit code 1 for a finding.

    python ci/audit.py [options of pip-audit]

Where the service with the vulnerabilities cannot be reached, that is said and the exit code is 0: a build without a
network has found nothing, and not failed.
"""

from __future__ import annotations

import json
import subprocess
import sys

#: How pip-audit says that it could not ask.
_AWAY = (
    "ConnectionError",
    "ConnectTimeout",
    "ReadTimeout",
    "ServiceError",
    "NameResolutionError",
    "ProxyError",
    "SSLError",
)


def main() -> int:
    command = [sys.executable, "-m", "pip_audit", "--format", "json", "--skip-editable", *sys.argv[1:]]
    asked = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        found = json.loads(asked.stdout)["dependencies"]
    except (ValueError, KeyError):
        if any(word in asked.stderr for word in _AWAY):
            print("not audited: the service with the known vulnerabilities cannot be reached here")
            return 0
        print(asked.stderr)
        return 1
    known = [(one["name"], one["version"], bad) for one in found for bad in one.get("vulns", ())]
    for name, version, bad in known:
        print(f"{name} {version}: {bad['id']}, mended in {', '.join(bad['fix_versions']) or 'no version yet'}")
    print(f"{len(found)} packages audited, {len(known)} known vulnerabilities")
    return 1 if known else 0


if __name__ == "__main__":
    raise SystemExit(main())
