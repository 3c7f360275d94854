"""Makes dictionary_data.inc: the VR of every row of PS3.6, as C++ arrays.

Called as: make_dictionary.py OUTPUT data_dictionary.tsv
"""

import csv
import re
import sys

# What dictionary.h promises where PS3.6 leaves a choice.
CHOICES = {"US/SS": "US", "US/SS/OW": "US", "US/OW": "US", "OB/OW": "OW"}

# Rows that CanonicalTag() of tag.h folds into one group.
CANONICAL_GROUPS = {"50XX": "5000", "60XX": "6000"}


def read_rows(path):
    """Yields (eight digits with X for any, VR, whether there is a choice)."""
    with open(path, encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t",
                                  quoting=csv.QUOTE_NONE):
            tag, vr = row["tag"], row["vr"]
            match = re.fullmatch(r"\(([0-9A-FX]{4}),([0-9A-FX]{4})\)", tag)
            if match is None:
                sys.exit(f"{path}: not a tag: {tag}")
            # Items, delimiters, and rows that PS3.6 keeps only as a note.
            if not vr:
                continue
            choice = "/" in vr
            vr = CHOICES[vr] if choice else vr
            if not re.fullmatch(r"[A-Z]{2}", vr):
                sys.exit(f"{path}: not a VR: {vr}")
            group, element = match.groups()
            yield CANONICAL_GROUPS.get(group, group) + element, vr, choice


def literal(digits):
    return f"0x{int(digits, 16):08X}"


def main():
    output, source = sys.argv[1:]
    exact, patterns = [], []
    for digits, vr, choice in read_rows(source):
        rest = f"Vr::k{vr}, {str(choice).lower()}}},\n"
        if "X" not in digits:
            exact.append(f"    {{Tag({literal(digits)}), {rest}")
            continue
        mask = re.sub("[^X]", "F", digits).replace("X", "0")
        value = digits.replace("X", "0")
        patterns.append(f"    {{{literal(mask)}, {literal(value)}, {rest}")
    with open(output, "w", encoding="utf-8") as out:
        out.write("constexpr Row kRows[] = {\n" + "".join(exact) + "};\n\n")
        out.write("constexpr Pattern kPatterns[] = {\n" + "".join(patterns) +
                  "};\n")


if __name__ == "__main__":
    main()
