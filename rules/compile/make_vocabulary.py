"""The vocabulary of Clean Descriptors -> constexpr arrays.

Usage: make_vocabulary.py OUTPUT FILE...

A .tsv file is a table of the Standard: the words of its names and meanings,
four letters or longer, are words unless not_words.txt or connectors.txt has
them. A .txt file is a word list, one or more words a line, # begins a comment;
its name tells the kind of its words (kernels/search/vocabulary.h), and most hold plain
words.

Words are written as the cleaner compares them: small letters without accents.
One with an umlaut comes twice, as German spells it both ways: schadel,
schaedel.

residue_common.txt is a list by itself: what never counts in the search for what
was taken out of an object (docs/residue.md).
"""

import csv
import os
import re
import sys
import unicodedata

KINDS = {
    "ambiguous": "kAmbiguousWord", "counted_ambiguous": "kAmbiguousWord",
    "not_words": "kNotAWord", "units": "kUnitWord",
    "parameters": "kParameterWord", "letters": "kLoneLetter",
    "connectors": "kConnectorWord", "titles": "kTitleWord",
    "titles_with_dot": "kDottedTitleWord", "titles_behind": "kTitleBehindWord",
    "labels": "kLabelWord", "ages_and_hours": "kAgeWord", "months": "kMonthWord",
    "streets": "kStreetWord", "makers": "kMakersWord",
    "eponyms": "kMakersWord", "endings": "kEnding",
}
COLUMNS = {
    "data_dictionary": ["name"],
    "deid_codes": ["meaning"],
    "safe_private": ["meaning"],
    "sop_class_iod": ["sop_class_name", "iod_name"],
    "sr_content_items": ["meaning"],
    "uids": ["name"],
}
# The names of LDAP attributes and of frames of reference are no language.
UID_TYPES = {"Context Group", "SOP Class", "Transfer Syntax", "Template"}
# Latin, and kana and ideographs, of which one is a word.
WORD = "[a-z0-9]+|[a-z\u3040-\u30ff\u3400-\u9fff]+"
LIGATURES = str.maketrans({"ß": "ss", "œ": "oe", "æ": "ae", "µ": "u",
                           "ł": "l", "ø": "o", "đ": "d"})
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def fold(word):
    """Without accents, of which those of kana make other letters."""
    letters = (unicodedata.normalize("NFD", c)[0] if c < "\u3000" else c
               for c in word.translate(LIGATURES))
    return "".join(c for c in letters if not unicodedata.combining(c))


def words_of_list(path):
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            for word in line.partition("#")[0].lower().split():
                for spelling in {fold(word), fold(word.translate(UMLAUTS))}:
                    if not re.fullmatch(WORD, spelling):
                        sys.exit(f"{path}:{number}: not a word: {word}")
                    yield spelling


def words_of_table(path, columns):
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t",
                                  quoting=csv.QUOTE_NONE):
            if "uid" in row and row["type"] not in UID_TYPES:
                continue
            for column in columns:
                yield from re.findall("[a-z]{4,}", row[column].lower())


def main():
    output, *inputs = sys.argv[1:]
    kinds, standard, residue = {}, set(), set()
    for path in inputs:
        name, extension = os.path.splitext(os.path.basename(path))
        if extension == ".tsv":
            standard.update(words_of_table(path, COLUMNS[name]))
            continue
        if name == "residue_common":
            residue.update(words_of_list(path))
            continue
        kind = KINDS.get(name, "kPlainWord")
        for word in words_of_list(path):
            if kind == "kPlainWord" and len(word) == 1 and word.isascii():
                sys.exit(f"{path}: a letter is not a word: {word}")
            kinds.setdefault(word, set()).add(kind)
    for word in standard:
        if not kinds.get(word, set()) & {"kNotAWord", "kConnectorWord"}:
            kinds.setdefault(word, set()).add("kPlainWord")

    with open(output, "w", encoding="utf-8") as file:
        file.write("// Made by make_vocabulary.py. Do not edit.\n"
                   "constexpr VocabularyWord kWords[] = {\n")
        for word in sorted(kinds):
            flags = " | ".join(sorted(kinds[word]))
            file.write(f'{{"{word}", {flags}}},\n')
        file.write("};\nconstexpr std::string_view kResidueCommon[] = {\n")
        for word in sorted(residue):
            file.write(f'"{word}",\n')
        file.write("};\n")


if __name__ == "__main__":
    main()
