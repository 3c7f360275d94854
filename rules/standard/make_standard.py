"""Tables of the Standard and our supplements (TSV) -> constexpr arrays.

Usage: make_standard.py OUTPUT TSV...   (the files are told apart by name)

Strings go into one pool and paths into one tree, so that the program carries
about 400 KB and the compiler reads plain integers. What each array means is
said in rules/standard/standard.h.

Left out, because the scrubber removes what has no rule: item and delimiter
tags, retired placeholders without a keyword, and the retired repeating groups
other than curves and overlays.
"""

import csv
import os
import re
import sys

EDITION = "2026d"
OPTIONS = [
    "retain_safe_private", "retain_uids", "retain_device_identity",
    "retain_institution_identity", "retain_patient_characteristics",
    "retain_long_full_dates", "retain_long_modified_dates",
    "clean_descriptors", "clean_structured_content", "clean_graphics",
]
CODES = {
    "": "kNone", "D": "kD", "Z": "kZ", "X": "kX", "K": "kK", "C": "kC",
    "U": "kU", "Z/D": "kZD", "X/Z": "kXZ", "X/D": "kXD", "X/Z/D": "kXZD",
    "X/Z/U*": "kXZU",
}
TYPES = {"1": "k1", "1C": "k1C", "2": "k2", "2C": "k2C", "3": "k3"}
# Where PS3.6 leaves a choice: as for data sets without VRs.
CHOICES = {"US/SS": "US", "US/SS/OW": "US", "US/OW": "US", "OB/OW": "OW"}


class Pool:
    """All texts, end to end; equal ones once."""

    def __init__(self):
        self.text = ""
        self.at = {}

    def add(self, text):
        if text not in self.at:
            assert text.isascii() and '"' not in text and "\\" not in text
            self.at[text] = len(self.text)
            self.text += text
        return f"{{{self.at[text]}, {len(text)}}}"


class Paths:
    """Chains of sequence tags as a tree; number 0 is the empty chain."""

    def __init__(self):
        self.rows = [(0, 0)]
        self.at = {"": 0}

    def add(self, path):
        if path not in self.at:
            parent = self.add(path.rpartition(">")[0])
            self.at[path] = len(self.rows)
            self.rows.append((parent, number(path.rpartition(">")[2])))
        return self.at[path]


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t",
                                   quoting=csv.QUOTE_NONE))


def number(tag):
    """(60XX,3000) -> 0x60003000; None where no single rule can stand."""
    tag = re.sub(r"^\((50|60)XX", r"(\g<1>00", tag)
    match = re.fullmatch(r"\(([0-9A-F]{4}),([0-9A-F]{4})\)", tag)
    return int(match[1] + match[2], 16) if match else None


def hexadecimal(value):
    return f"0x{value:08X}"


def vr(text):
    return "Vr::k" + CHOICES.get(text, text)


def least_values(vm):
    """1-n -> 1, 2-2n -> 2, 1-n/1 -> 1."""
    return int(re.match(r"\d+", vm)[0])


def array(out, kind, name, rows):
    out.append(f"constexpr {kind} {name}[] = {{")
    out += [f"{{{row}}}," for row in rows]
    out.append("};")


def dictionary(rows, pool):
    found = {}
    for row in rows:
        tag = number(row["tag"])
        if tag is None or tag >> 16 == 0xFFFE or not row["keyword"]:
            continue
        found[tag] = (
            f"Tag({hexadecimal(tag)}), {pool.add(row['keyword'])}, "
            f"{vr(row['vr'])}, {least_values(row['vm'])}, "
            f"{str('/' in row['vr']).lower()}, "
            f"{str(row['retired'] == 'Y').lower()}")
    return [found[tag] for tag in sorted(found)]


def scope(tag):
    if tag == "(gggg,eeee)":
        return "ProfileRow::kPrivate", 0
    if tag.endswith(",XXXX)"):
        return "ProfileRow::kGroup", number(tag.replace(",XXXX)", ",0000)"))
    return "ProfileRow::kTag", number(tag)


def profile(rows, pool):
    lines = []
    for row in rows:
        kind, tag = scope(row["tag"])
        options = ", ".join("ActionCode::" + CODES[row.get(option, "")]
                            for option in OPTIONS)
        lines.append(
            f"{kind}, Tag({hexadecimal(tag)}), {pool.add(row['keyword'])}, "
            f"ActionCode::{CODES[row.get('basic', row.get('code'))]}, "
            f"{{{options}}}")
    return lines


def content_items(rows, pool):
    """Ascending by code and value type, as they are looked up."""
    lines = []
    for row in sorted(rows, key=lambda row: (row["code_value"],
                                             row["value_type"])):
        options = ", ".join("ActionCode::" + CODES[row.get(option, "")]
                            for option in OPTIONS)
        lines.append(f"{pool.add(row['code_value'])}, "
                     f"{pool.add(row['scheme'])}, "
                     f"{pool.add(row['value_type'])}, "
                     f"ActionCode::{CODES[row['basic']]}, {{{options}}}")
    return lines


def safe_private(rows, pool):
    lines = []
    for row in rows:
        match = re.fullmatch(r"\(([0-9A-F]{4}),xx([0-9A-F]{2})\)", row["tag"])
        # Of two byte VRs the wider one, as the scrubber looks into neither.
        kind = {"OW/OB": "OW", "": "None"}.get(row["vr"], row["vr"])
        lines.append(f"{pool.add(row['private_creator'])}, 0x{match[1]}, "
                     f"0x{match[2]}, Vr::k{kind}")
    return lines


def tcia_private(rows):
    """The list of an archive in the form of the Standard's.

    What its curators give a new UID is one, whatever VR a dictionary has for
    it; a date under another VR cannot be moved and is left out. UN says no more
    than nothing.
    """
    for row in rows:
        kind = row["vr"]
        if row["disposition"] == "new UID" and kind in ("LO", "OB"):
            kind = "UI"
        told = {"new UID": ("UI",), "shift date": ("DA", "DT", "TM")}
        if kind in told.get(row["disposition"], (kind,)):
            yield row | {"vr": "" if kind == "UN" else kind}


def group(rows, key):
    groups = {}
    for row in rows:
        groups.setdefault(row[key], []).append(row)
    return groups


def main():
    output, *inputs = sys.argv[1:]
    table = {os.path.basename(path).removesuffix(".tsv"): read(path)
             for path in inputs}
    pool = Pool()
    paths = Paths()
    out = []

    array(out, "DictionaryRow", "kDictionary",
          dictionary(table["data_dictionary"], pool))
    array(out, "ProfileRow", "kProfile",
          profile(table["confidentiality_profile"], pool))
    array(out, "ProfileRow", "kSupplement",
          profile(table["profile_supplement"], pool))

    array(out, "ContentItemRow", "kContentItems",
          content_items(table["sr_content_items"] +
                        table["content_supplement"], pool))
    array(out, "SafePrivateRow", "kSafePrivate",
          safe_private(table["safe_private"], pool))
    array(out, "SafePrivateRow", "kTciaPrivate",
          safe_private(tcia_private(table["tcia_private"]), pool))

    sop_classes = sorted(table["sop_class_iod"],
                         key=lambda row: row["sop_class_uid"])
    ciods = sorted({row["ciod"] for row in sop_classes})
    ciod_modules = group(table["ciod_modules"], "ciod")
    ciod_groups = group(table["ciod_functional_groups"], "ciod")
    attributes = group(table["module_attributes"] +
                       table["module_supplement"], "module")

    # Only modules that some SOP class reaches; one without attributes adds
    # nothing.
    used = {"macro:code-sequence"}
    for ciod in ciods:
        used |= {row["module"] for row in ciod_modules.get(ciod, [])}
        used |= {"fg:" + row["macro"] for row in ciod_groups.get(ciod, [])}
    modules = sorted(used & attributes.keys())
    index = {module: i for i, module in enumerate(modules)}

    attribute_rows, module_rows = [], []
    for module in modules:
        begin = len(attribute_rows)
        for row in attributes[module]:
            attribute_rows.append(f"{paths.add(row['path'])}, "
                                  f"AttributeType::{TYPES[row['type']]}")
        module_rows.append(f"{begin}, {len(attribute_rows)}")
    assert len(paths.rows) < 0xFFFF

    use_rows, ciod_rows = [], []
    for ciod in ciods:
        begin = len(use_rows)
        use_rows += [f"{index[row['module']]}, "
                     f"{str(row['usage'] == 'M').lower()}"
                     for row in ciod_modules.get(ciod, [])
                     if row["module"] in index]
        groups = len(use_rows)
        use_rows += [f"{index['fg:' + row['macro']]}, false"
                     for row in ciod_groups.get(ciod, [])]
        ciod_rows.append(f"{pool.add(ciod)}, {begin}, {groups}, "
                         f"{len(use_rows)}")

    array(out, "PathRow", "kPaths",
          [f"{parent}, Tag({hexadecimal(tag)})" for parent, tag in paths.rows])
    array(out, "AttributeRow", "kAttributes", attribute_rows)
    array(out, "ModuleRow", "kModules", module_rows)
    array(out, "ModuleUse", "kModuleUses", use_rows)
    array(out, "CiodRow", "kCiods", ciod_rows)
    array(out, "SopClassRow", "kSopClasses",
          [f"{pool.add(row['sop_class_uid'])}, {ciods.index(row['ciod'])}"
           for row in sop_classes])
    array(out, "DeidCodeRow", "kDeidCodes",
          [f"{pool.add(row['code_value'])}, {pool.add(row['meaning'])}, "
           + (str(OPTIONS.index(row["profile_column"]))
              if row["profile_column"] in OPTIONS else "-1")
           for row in table["deid_codes"]])
    out.append("constexpr std::uint16_t kCodeSequenceModule = "
               f"{index['macro:code-sequence']};")
    out.append(f'constexpr std::string_view kEditionText = "{EDITION}";')
    out.append("constexpr char kPool[] =")
    out += [f'"{pool.text[i:i + 72]}"' for i in range(0, len(pool.text), 72)]
    out[-1] += ";"

    with open(output, "w", encoding="utf-8") as file:
        file.write("// Made by make_standard.py. Do not edit.\n")
        file.write("\n".join(out) + "\n")


main()
