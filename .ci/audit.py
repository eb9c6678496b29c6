"""Ask pip-audit about the pins in the file named. Fails on a known vulnerability, never on an unreachable source."""

import json
import subprocess
import sys

command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--progress-spinner", "off"]
answer = subprocess.run([*command, "-f", "json", "-r", sys.argv[1]], capture_output=True, text=True)  # noqa: S603
try:
    pins = json.loads(answer.stdout)["dependencies"]
except ValueError:
    sys.exit(print("pip-audit: its source could not be reached; nothing was audited"))

audited = [pin for pin in pins if "vulns" in pin]
found = [f"{pin['name']} {pin['version']}: {vuln['id']}" for pin in audited for vuln in pin["vulns"]]
print(f"pip-audit: {len(audited)} of {len(pins)} pins audited, {len(found)} vulnerabilities")
sys.exit("\n".join(found) or 0)
