#!/usr/bin/python3
"""Words that descriptors are made of, counted -> two word lists.

Usage: count_words.py DESCRIPTIONS.tsv NAMES.tsv DIRECTORY

Run by hand when there is more to count; what it writes is part of the tree.
DESCRIPTIONS.tsv has columns text and source, NAMES.tsv name, countries (how
many), us_share_percent and curated. Debian's python3-pydicom has the meanings of
PS3.16's codes.

A word counts when two sources have it, or a meaning of PS3.16 (from four letters
on), which is a source as well. What one source alone has may be the name of a
place. Left out is what a word list of DIRECTORY has anyway, what not_words.txt,
labels.txt and the titles have, what stands in codes for people and animals, and
common names: of one person in ten thousand, or of five countries; of three if
nothing but PS3.16 has the word, which is full of eponyms. Words that are rarer
names, and those of two letters, which are initials, count as ambiguous:

  counted.txt            the words, each list with its number of sources
  counted_ambiguous.txt  which of them are names as well; and those of the other
                         lists that are names of one person in fifty thousand
"""

import collections
import csv
import glob
import os
import re
import sys
import textwrap
import warnings

from make_vocabulary import COLUMNS, fold, words_of_list, words_of_table

warnings.filterwarnings("ignore")
from pydicom.sr import _concepts_dict  # noqa: E402

SOURCES = 2
COMMON = 0.01  # percent of people: no word
RARE = 0.002  # a word of the other lists is a name as well
COUNTRIES = 5
COUNTRIES_OF_EPONYM = 3
SHORTEST_MEANING = 4
# Context groups of persons, what sorts them, and breeds of animals; those that
# are in no group say "breed" or "(organism)".
PEOPLE = {226, 270, 271, 402, 3724, 3758, 3774, 6089, 6096, 6097, 6099, 7445, 7450, 7451,
          7452, 7453, 7454, 7455, 7457, 7480, 7481, 7486, 9503, 9535, 9536}
ANIMAL = r"breed|\(organism\)"
OWN = ("counted", "counted_ambiguous")
NEVER = ("ages_and_hours", "connectors", "labels", "months", "not_words",
         "streets", "titles", "titles_behind", "titles_with_dot", "units")
NO_LISTS = ("makers", "eponyms", "residue_common", "ambiguous", "parameters", "letters",
            "endings")
TABLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..",
                      "standard", "tables")


def words_of(text):
    """Runs of letters, parted where a small one meets a capital one."""
    text = re.sub(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])", " ", text)
    for word in re.findall(r"[^\W\d_]+", text):
        word = word.lower()
        if len(word) > 1 and re.fullmatch("[a-z]+", fold(word)):
            yield word


def read_descriptions(path, sources):
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t",
                                  quoting=csv.QUOTE_NONE):
            for word in set(words_of(row["text"])):
                sources[word].add(row["source"])


def read_meanings(sources):
    for concepts in _concepts_dict.concepts.values():
        for codes in concepts.values():
            for meaning, groups in codes.values():
                if set(groups) & PEOPLE or re.search(ANIMAL, meaning):
                    continue
                for word in words_of(meaning):
                    if len(word) >= SHORTEST_MEANING:
                        sources[word].add("PS3.16")


def read_names(path):
    """Folded name -> share of people in percent, number of countries."""
    names = {}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t",
                                  quoting=csv.QUOTE_NONE):
            share = float(row["us_share_percent"] or 0)
            if share or row["curated"] == "1":
                name = fold(row["name"].lower())
                old = names.get(name, (0, 0))
                names[name] = (max(share, old[0]),
                               max(int(row["countries"] or 0), old[1]))
    return names


def read_lists(directory, skipped):
    words = collections.defaultdict(set)
    for path in glob.glob(os.path.join(directory, "*.txt")):
        name = os.path.splitext(os.path.basename(path))[0]
        if name not in skipped:
            words[name].update(words_of_list(path))
    return words


def write(path, header, groups):
    with open(path, "w", encoding="utf-8") as file:
        file.write(textwrap.indent(textwrap.dedent(header), "# ") + "\n")
        for title, words in groups:
            if words:
                file.write(f"# {title}\n" + textwrap.fill(
                    " ".join(sorted(words)), 80) + "\n")


def main():
    descriptions, names_path, directory = sys.argv[1:]
    sources = collections.defaultdict(set)
    read_descriptions(descriptions, sources)
    read_meanings(sources)
    names = read_names(names_path)
    lists = read_lists(directory, OWN)
    never = set().union(*(lists[name] for name in NEVER))
    known = set().union(*(words for name, words in lists.items()
                          if name not in NEVER + NO_LISTS))
    for name, columns in COLUMNS.items():
        table = set(words_of_table(os.path.join(TABLES, name + ".tsv"), columns))
        known |= table - lists["not_words"] - lists["connectors"]

    counted, ambiguous = collections.defaultdict(set), set()
    for word, where in sources.items():
        folded = fold(word)
        if len(where) < SOURCES and "PS3.16" not in where:
            continue
        share, countries = names.get(folded, (0, 0))
        eponym = where == {"PS3.16"} and countries >= COUNTRIES_OF_EPONYM
        if (folded in known or folded in never or share >= COMMON
                or countries >= COUNTRIES or eponym):
            continue
        counted[min(len(where), 5)].add(word)
        if folded in names or len(folded) == 2:
            ambiguous.add(word)
    rare = {word for word in known
            if names.get(word, (0, 0))[0] >= RARE and word not in lists["ambiguous"]}

    write(os.path.join(directory, "counted.txt"), f"""\
        Made by count_words.py. Do not edit: words of descriptions from public
        sources, and of the meanings of PS3.16's codes (one source), without
        names of {COMMON} % of people and more.
        """, [(f"In {n} sources" + (" and more" if n == 5 else ""),
               counted[n]) for n in (5, 4, 3, 2)]
          + [("In PS3.16", counted[1])])
    write(os.path.join(directory, "counted_ambiguous.txt"), """\
        Made by count_words.py. Do not edit: words that are names as well.
        """, [("Of counted.txt", ambiguous),
              (f"Of the other lists, from {RARE} % of people on", rare)])


if __name__ == "__main__":
    main()
