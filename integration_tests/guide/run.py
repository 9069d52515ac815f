"""Runs a guide as its reader would, and fails where it does not print or draw what the guide shows.

    python3 run.py GUIDE [-update]
    python3 run.py GUIDE#SECTION [-update]    runs only what stands below this heading, up to the next of its level

A block with a title is a file, a block of sh is run where the files are, and a block of text behind it is what
it has to print. A picture of the guide that the commands make has to be the one beside the guide. The commands
that the guide uses have to be on the PATH. With -update, the guide and its pictures are written anew.
"""

import difflib
import pathlib
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r'^```(?P<language>\w+)(?: title="(?P<title>[\w./]+)")?\n(?P<body>.*?)^```$', re.MULTILINE | re.DOTALL)
PICTURE = re.compile(r"!\[[^]]*\]\((?P<name>[\w.-]+)\)")


def below(heading: str, text: str) -> str:
    """Gives what stands below a heading of the second level."""
    _, found, rest = f"\n{text}".partition(f"\n## {heading}\n")
    if not found:
        sys.exit(f"there is no heading {heading}")
    return rest.partition("\n## ")[0]


def run(guide: pathlib.Path, section: str, folder: pathlib.Path, update: bool) -> int:
    """Runs the blocks in their order; gives the number of those that were compared, or ends with what differs."""
    printed, compared = None, 0
    shown = guide.read_text(encoding="utf-8")
    text = below(section, shown) if section else shown
    for block in BLOCK.finditer(text):
        language, title, body = block["language"], block["title"], block["body"]
        if title:
            file = folder / title
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(body, encoding="utf-8")
        elif language == "sh":
            print("$", body.strip().replace("\n", "\n$ "), flush=True)
            printed = subprocess.run(["sh", "-eu"], input=body, cwd=folder, stdout=subprocess.PIPE, check=True, text=True).stdout
        elif language == "text":
            if update:
                shown = shown.replace(block[0], f"```text\n{printed}```")
            elif body != printed:
                difference = difflib.unified_diff(body.splitlines(), (printed or "").splitlines(), str(guide), "printed", lineterm="")
                sys.exit("\n".join(difference))
            compared += 1
        else:
            sys.exit(f"{guide}: a block of {language} is neither a file nor a command nor what one prints")
    for picture in PICTURE.finditer(text):
        drawn, kept = folder / picture["name"], guide.parent / picture["name"]
        if update:
            kept.write_bytes(drawn.read_bytes())
        elif drawn.read_bytes() != kept.read_bytes():
            sys.exit(f"{guide}: {picture['name']} is not what the commands draw; run with -update and look at it")
        compared += 1
    if update:
        guide.write_text(shown, encoding="utf-8")
    return compared


if __name__ == "__main__":
    guide, _, section = sys.argv[1].partition("#")
    with tempfile.TemporaryDirectory() as scratch:
        compared = run(pathlib.Path(guide), section, pathlib.Path(scratch), sys.argv[2:] == ["-update"])
    if not compared:
        sys.exit(f"{sys.argv[1]}: it shows nothing that a command prints")
    print(f"{sys.argv[1]}: {compared} commands print what it shows")
