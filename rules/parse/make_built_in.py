"""Rule files that come with the program -> constexpr array.

Usage: make_built_in.py OUTPUT FILE...

The name of a file is what rules call it; its first comment says what it is for.
They stand in the order in which they are given.
"""

import os
import sys

DELIMITER = "RULES"


def about(path, text):
    for line in text.splitlines():
        if line.startswith("# "):
            return line[2:].strip()
    sys.exit(f"{path}: its first comment should say what it is for")


def main():
    output, inputs = sys.argv[1], sys.argv[2:]
    with open(output, "w", encoding="utf-8") as out:
        out.write("// Made by make_built_in.py. Do not edit.\n"
                  "constexpr BuiltInRules kBuiltIn[] = {\n")
        for path in inputs:
            with open(path, encoding="utf-8") as file:
                text = file.read()
            if f"){DELIMITER}" in text:
                sys.exit(f"{path}: holds )" + DELIMITER)
            name = os.path.splitext(os.path.basename(path))[0]
            out.write(f'{{"{name}", R"{DELIMITER}({about(path, text)}){DELIMITER}",\n'
                      f'R"{DELIMITER}({text}){DELIMITER}"}},\n')
        out.write("};\n")


main()
