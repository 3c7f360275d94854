"""Fails when two files define a type of the same name, or a member function
stands in another room than its class:

  check_types.py ROOT

The linker takes one of two such types and says nothing; a member function in
another room links only by luck. What stands in an anonymous namespace is its
file's own business, and so are nested types and declarations without a body.
"""

import collections
import pathlib
import re
import sys

FOLDERS = ("kernels", "rules", "pipeline", "app", "bench", "tests")

# What may hold braces that are none, and preprocessor lines.
NOT_CODE = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'"
    r"|^[ \t]*#(?:\\\n|[^\n])*", re.DOTALL | re.MULTILINE)

NAMESPACE = re.compile(r"\bnamespace\s*(?:\[\[.*?\]\]\s*)?([\w:]*)\s*$",
                       re.DOTALL)
TYPE = re.compile(
    r"\b(?:class|struct|union|enum(?:\s+(?:class|struct))?)\s+"
    r"(?:\[\[.*?\]\]\s*|alignas\s*\([^)]*\)\s*)*"
    r"(\w+)\s*(?:\bfinal\s*)?(?::(?!:).*)?$", re.DOTALL)
QUALIFIER = r"(\w+)\s*(?:<(?:[^()<>]|<[^()<>]*>)*>)?\s*::\s*"
MEMBER = re.compile(
    rf"(?<![\w:])((?:{QUALIFIER})+)"
    r"(?:operator\b[^(]*(?:\(\s*\))?|~?\s*\w+)\s*$")


def code_of(text):
    def blank(match):
        first = match[0][0]
        return '""' if first in '"R' else "0" if first == "'" else " "
    return NOT_CODE.sub(blank, text)


def end_of_body(code, begin):
    """Where the brace that opens at `begin` is closed."""
    depth = 0
    for match in re.compile(r"[{}]").finditer(code, begin):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.start()
    raise ValueError("a brace is not closed")


def class_of_member(statement):
    """Of 'int Outer::Inner::Get() const': 'Outer'; None where it is no member.
    """
    depth = 0
    for match in re.finditer(r"[()=]", statement):
        at = match.start()
        if match[0] == ")":
            depth -= 1
        elif match[0] == "(":
            depth += 1
            member = MEMBER.search(statement, 0, at) if depth == 1 else None
            if member is not None:
                names = re.findall(QUALIFIER, member[1])
                return next((n for n in names if n != "dcmscrub"), None)
        elif depth == 0 and not re.search(r"\boperator[^\w\s]*\s*$",
                                          statement[:at]):
            return None  # what follows is a value
    return None


def read(text):
    """Yields ("type", namespaces and name) and ("member", class)."""
    code = code_of(text)
    scopes = []
    begin = at = 0
    marks = re.compile(r"[{};]")
    while match := marks.search(code, at):
        at = match.end()
        statement = code[begin:match.start()].strip()
        begin = at
        if match[0] == ";":
            definition = re.search(r"=\s*default$", statement)
            name = class_of_member(statement) if definition else None
            if name is not None and "" not in scopes:
                yield "member", name
            continue
        if match[0] == "}":
            if not scopes:
                raise ValueError("a brace closes nothing")
            scopes.pop()
            continue
        namespace = NAMESPACE.search(statement)
        if namespace is not None:
            scopes.append(namespace[1])
            continue
        if re.search(r'\bextern\s*""$', statement):
            scopes.append("extern")
            continue
        at = begin = end_of_body(code, match.start()) + 1
        if "" in scopes:  # anonymous
            continue
        type_ = TYPE.search(statement)
        if type_ is not None:
            yield "type", "::".join(scopes + [type_[1]])
        elif (name := class_of_member(statement)) is not None:
            yield "member", name
    if scopes:
        raise ValueError("a namespace is not closed")


def faults_of(root):
    faults = []
    types = collections.defaultdict(set)     # name: files
    members = collections.defaultdict(set)   # class: files
    classes = collections.defaultdict(set)   # class: rooms
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix not in (".h", ".cc"):
                continue
            file = path.relative_to(root)
            try:
                for kind, name in read(path.read_text(encoding="utf-8")):
                    if kind == "member":
                        members[name].add(file)
                        continue
                    types[name].add(file)
                    classes[name.rpartition("::")[2]].add(file.parent)
            except ValueError as error:
                faults.append(f"{file}: {error}")
    for name, files in types.items():
        if len(files) > 1:
            listed = ", ".join(sorted(map(str, files)))
            faults.append(f"{listed}: all define {name}")
    for name, files in members.items():
        for file in sorted(files):
            if name in classes and file.parent not in classes[name]:
                rooms = ", ".join(sorted(map(str, classes[name])))
                faults.append(f"{file}: defines a member of {name}, "
                              f"a class of {rooms}")
    return faults


if __name__ == "__main__":
    if found := faults_of(pathlib.Path(sys.argv[1])):
        sys.exit("Types that break the house:\n  " + "\n  ".join(found))
