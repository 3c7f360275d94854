"""Makes transfer_syntax_data.inc: the encodings of files, as C++ rows.

Called as: make_transfer_syntaxes.py OUTPUT transfer_syntaxes.tsv
"""

import csv
import sys

YES_NO = {"Y": "true", "N": "false"}
VR_FORM = {"explicit": "true", "implicit": "false"}
ORDER = {"little": "ByteOrder::kLittle", "big": "ByteOrder::kBig"}


def is_file_encoding(row):
    # MIME and XML are no data set encodings, and a real-time stream (PS3.22)
    # is never a file.
    return row["vr_encoding"] != "none" and row["pixel_coding"] != "rtp-stream"


def main():
    output, source = sys.argv[1:]
    with open(source, encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t",
                                   quoting=csv.QUOTE_NONE))
    with open(output, "w", encoding="utf-8") as out:
        for row in filter(is_file_encoding, rows):
            out.write(f'{{"{row["uid"]}",\n'
                      f' {{{VR_FORM[row["vr_encoding"]]},'
                      f' {ORDER[row["endian"]]}}},\n'
                      f' {YES_NO[row["deflated"]]},'
                      f' {YES_NO[row["encapsulated"]]}}},\n')


if __name__ == "__main__":
    main()
