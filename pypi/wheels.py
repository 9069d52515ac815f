"""Puts the binaries of `make binaries` into wheels, one for each platform, for pip to install.

    python3 wheels.py VERSION DIST

A wheel has nothing of Python's. The binary is its only script, which pip copies as it is to where the commands of an
environment are: `source-ovhcloud-api` then starts without an interpreter. The same binaries give the same wheels.
"""

import base64
import hashlib
import pathlib
import sys
import zipfile

NAME = "airbyte-source-ovhcloud-api"
COMMAND = "source-ovhcloud-api"

# A static binary needs no C library, so it is at home with both of Linux's. Go asks for Linux 3.2, which is older than
# these tags' systems, and for macOS 12.
TAGS = {
    "linux-amd64": "manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64",
    "linux-arm64": "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64",
    "darwin-amd64": "macosx_12_0_x86_64",
    "darwin-arm64": "macosx_12_0_arm64",
    "windows-amd64": "win_amd64",
}

REPOSITORY = "https://github.com/source-ovhcloud-api/source-ovhcloud-api"
METADATA = f"""\
Metadata-Version: 2.4
Name: {NAME}
Version: {{version}}
Summary: Airbyte source for the OVHcloud API: bills, consumption, servers, domains, Public Cloud as typed streams
Keywords: airbyte,ovh,ovhcloud,billing,finops,elt
License-Expression: MIT
License-File: LICENSE
License-File: NOTICE
Project-URL: Homepage, {REPOSITORY}
Project-URL: Documentation, {REPOSITORY}/blob/main/README.md
Project-URL: Changelog, {REPOSITORY}/blob/main/CHANGELOG.md
Description-Content-Type: text/markdown

{{description}}"""


def wheel(version: str, binary: pathlib.Path) -> pathlib.Path:
    """Writes the wheel of a binary beside it."""
    platform = binary.stem.removeprefix(COMMAND + "-")
    project = f"{NAME.replace('-', '_')}-{version}"
    info = f"{project}.dist-info"
    tags = "".join(f"Tag: py3-none-{tag}\n" for tag in TAGS[platform].split("."))
    here = pathlib.Path(__file__).parent
    files = {
        f"{project}.data/scripts/{COMMAND}{binary.suffix}": binary.read_bytes(),
        f"{info}/licenses/LICENSE": (binary.parent / "LICENSE").read_bytes(),
        f"{info}/licenses/NOTICE": (binary.parent / "NOTICE").read_bytes(),
        f"{info}/METADATA": METADATA.format(version=version, description=(here / "README.md").read_text("utf-8")).encode(),
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: wheels.py\nRoot-Is-Purelib: false\n{tags}".encode(),
    }
    record = "".join(f"{name},sha256={digest(content)},{len(content)}\n" for name, content in files.items())
    # The record names itself, without what it cannot know.
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()

    path = binary.parent / f"{project}-py3-none-{TAGS[platform]}.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)  # of 1980, the first year of an archive
            entry.create_system = 3  # Unix, whose permissions follow
            entry.external_attr = (0o100755 if ".data/scripts/" in name else 0o100644) << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return path


def digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


if __name__ == "__main__":
    version, dist = sys.argv[1], pathlib.Path(sys.argv[2])
    for platform in TAGS:
        [binary] = dist.glob(f"{COMMAND}-{platform}*")  # .exe or nothing
        print(wheel(version, binary))
