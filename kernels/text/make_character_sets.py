"""Makes character_set_data.inc: the character sets of DICOM, as C++ rows.

Called as: make_character_sets.py OUTPUT character_sets.tsv
"""

import csv
import re
import sys

# What iconv calls an encoding that holds the set, and the bytes that stand
# before each of its characters there: JIS X 0212 is the third set of EUC-JP.
ENCODINGS = {
    "ascii": ("US-ASCII", ""),
    "shift_jis (single-byte part)": ("SHIFT_JIS", ""),
    "tis-620": ("TIS-620", ""),
    "iso2022-jp": ("EUC-JP", ""),
    "iso2022-jp-1": ("EUC-JP", "8F"),
    "euc-kr": ("EUC-KR", ""),
    "gb2312": ("EUC-CN", ""),
    "utf-8": ("UTF-8", ""),
    "gb18030": ("GB18030", ""),
    "gbk": ("GBK", ""),
}


def encoding(codec):
    latin = re.fullmatch(r"iso8859-(\d+)", codec)
    return (f"ISO-8859-{latin[1]}", "") if latin else ENCODINGS[codec]


def name(row):
    """What is left of a term when its spelling is taken away."""
    return re.sub(r"ISO( 2022|)[ _]IR ", "", row["defined_term"]) or "6"


def bytes_of(digits):
    return '"' + re.sub("(..)", r"\\x\1", digits) + '"'


def main():
    output, source = sys.argv[1:]
    with open(source, encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t",
                                   quoting=csv.QUOTE_NONE))
    # A term without code extensions names the same sets as the one with
    # them, or an encoding of its own.
    extended = {name(row) for row in rows if row["code_extensions"] == "Y"}
    with open(output, "w", encoding="utf-8") as out:
        for row in rows:
            if row["code_extensions"] == "N" and name(row) in extended:
                continue
            element = row["code_element"] or "Whole"
            wide = "true" if row["characters"] == "94x94" else "false"
            codec, prefix = encoding(row["codec"])
            out.write(f'{{"{name(row)}", CodeElement::k{element}, {wide},\n'
                      f' "{codec}", {bytes_of(prefix)},'
                      f' {bytes_of(row["escape_hex"])}}},\n')


if __name__ == "__main__":
    main()
