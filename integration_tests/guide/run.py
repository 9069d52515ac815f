"""Runs a guide as its reader would, and fails where it does not print what the guide shows.

    python3 run.py GUIDE

A block with a title is a file, a block of sh is run where the files are, and a block of text behind it is what
it has to print. The commands that the guide uses have to be on the PATH.
"""

import difflib
import pathlib
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r'^```(?P<language>\w+)(?: title="(?P<title>[\w.]+)")?\n(?P<body>.*?)^```$', re.MULTILINE | re.DOTALL)


def run(guide: pathlib.Path, folder: pathlib.Path) -> int:
    """Runs the blocks in their order; gives the number of those that were compared, or ends with what differs."""
    printed, compared = None, 0
    for block in BLOCK.finditer(guide.read_text(encoding="utf-8")):
        language, title, body = block["language"], block["title"], block["body"]
        if title:
            (folder / title).write_text(body, encoding="utf-8")
        elif language == "sh":
            print("$", body.strip().replace("\n", "\n$ "), flush=True)
            printed = subprocess.run(["sh", "-eu"], input=body, cwd=folder, stdout=subprocess.PIPE, check=True, text=True).stdout
        elif language == "text":
            if body != printed:
                difference = difflib.unified_diff(body.splitlines(), (printed or "").splitlines(), str(guide), "printed", lineterm="")
                sys.exit("\n".join(difference))
            compared += 1
        else:
            sys.exit(f"{guide}: a block of {language} is neither a file nor a command nor what one prints")
    return compared


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        compared = run(pathlib.Path(sys.argv[1]), pathlib.Path(scratch))
    print(f"{sys.argv[1]}: {compared} commands print what it shows")
