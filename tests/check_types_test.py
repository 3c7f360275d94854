"""check_types.py finds what it is there to find: each planted fault is refused,
and what only looks like one passes.

  check_types_test.py FOLDER_OF_CHECKER
"""

import pathlib
import sys
import tempfile

CLASS = "namespace dcmscrub {\nclass Form { int Get() const; };\n}\n"
ENUM = "namespace dcmscrub {\nenum class Form : int { kA };\n}\n"
HIDDEN = "namespace dcmscrub {\nnamespace {\nstruct Form { int a; };\n}\n}\n"
MEMBER = "namespace dcmscrub {\nint Form::Get() const { return 0; }\n}\n"


def inside(text):
    return "namespace dcmscrub {\n" + text + "\n}  // namespace dcmscrub\n"


# Name of the case, what is to be told (empty: nothing), files.
CASES = [
    # Two types of one name.
    ("headers", "both.h, pipeline/run/x.h: all define dcmscrub::Form",
     {"kernels/core/both.h": CLASS, "pipeline/run/x.h": ENUM}),
    ("header and source", "all define",
     {"app/talk/x.h": CLASS, "bench/x.cc": CLASS}),
    ("two sources", "all define",
     {"tests/a/x_test.cc": CLASS, "tests/b/y_test.cc": ENUM}),
    ("template", "all define",
     {"rules/a/x.h": inside("template <class T, class U = int>\n"
                            "struct Form final : Base<T> {};"),
      "rules/b/y.h": CLASS}),
    ("behind braces that are none", "all define",
     {"rules/a/x.h": inside("constexpr char a = '{', b[] = \"{\\\"{\";\n"
                            "// {\n/* { */\n#define X {\n"
                            "const char* c = R\"({\"{)\";\n"
                            "int d = 1'000;\nclass Form {};"),
      "rules/b/y.h": CLASS}),
    ("behind a function", "all define",
     {"rules/a/x.h": inside("inline void F(struct stat s) { if (1) { } }\n"
                            "struct [[nodiscard]] Form {};"),
      "rules/b/y.h": CLASS}),
    ("nested namespace", "all define dcmscrub::inner::Form",
     {"rules/a/x.h": "namespace dcmscrub::inner { union Form {}; }",
      "rules/b/y.h": inside("namespace inner { class Form {}; }")}),
    ("other namespace", "",
     {"rules/a/x.h": inside("namespace inner { class Form {}; }"),
      "rules/b/y.h": CLASS}),
    ("anonymous", "", {"rules/a/x.h": CLASS, "rules/b/y.cc": HIDDEN}),
    ("two anonymous", "", {"rules/a/x.cc": HIDDEN, "rules/b/y.cc": HIDDEN}),
    ("declaration", "",
     {"rules/a/x.h": CLASS,
      "rules/b/y.h": inside("class Form;\nenum class Form : int;\n"
                            "struct Form* Make();\nvoid F(class Form& f) {}")}),
    ("nested", "",
     {"rules/a/x.h": CLASS,
      "rules/b/y.h": inside("struct Outer { enum class Form { kA }; };\n"
                            "inline void F() { struct Form {}; }")}),
    ("specialization", "",
     {"rules/a/x.h": CLASS,
      "rules/b/y.h": inside("template <>\nstruct Form<int> {};")}),
    ("one file", "",
     {"rules/a/x.h": "#if A\n" + CLASS + "#else\n" + CLASS + "#endif\n"}),
    # A member in another room.
    ("member", "rules/b/x.cc: defines a member of Form, a class of rules/a",
     {"rules/a/x.h": CLASS, "rules/b/x.cc": MEMBER}),
    ("constructor", "defines a member of Form",
     {"rules/a/x.h": CLASS,
      "rules/b/x.cc": inside("Form::Form(int a) : a_{a}, b_(a) {}")}),
    ("default", "defines a member of Form",
     {"rules/a/x.h": CLASS,
      "rules/b/x.cc": inside("Form::~Form() = default;")}),
    ("operator", "defines a member of Form",
     {"rules/a/x.h": CLASS,
      "rules/b/x.cc": inside("Form& Form::operator=(const Form& f) {}")}),
    ("call operator", "defines a member of Form",
     {"rules/a/x.h": CLASS,
      "rules/b/x.cc": inside("int Form::operator()(int a) const {}")}),
    ("member of a nested class", "defines a member of Form",
     {"rules/a/x.h": CLASS,
      "rules/b/x.cc": inside("std::function<void(int)>\n"
                             "Form::Part::Get(int a = Other::Make()) {}")}),
    ("member of a template", "defines a member of Form",
     {"rules/a/x.h": CLASS,
      "rules/b/x.cc": inside("template <typename T>\n"
                             "void Form<T>::Get() {}")}),
    ("same room", "", {"rules/a/x.h": CLASS, "rules/a/y.cc": MEMBER}),
    ("call", "",
     {"rules/a/x.h": CLASS,
      "rules/b/x.cc": inside("const int a = Form::Get(kAll, {});\n"
                             "const auto b = Form::Make([] { return 1; });\n"
                             "int F() { return Form::Get(); }\n"
                             "int G(int a = Form::Get()) { return a; }")}),
    ("static value", "",
     {"rules/a/x.h": CLASS, "rules/b/x.cc": inside("Form::Kind F() {}")}),
    # What it cannot read.
    ("open", "x.h: a namespace is not closed",
     {"rules/a/x.h": "namespace dcmscrub {\n"}),
    ("closed twice", "x.h: a brace closes nothing", {"rules/a/x.h": "}\n"}),
]


def told(files):
    with tempfile.TemporaryDirectory() as scratch:
        for name, text in files.items():
            path = pathlib.Path(scratch, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return "\n".join(check_types.faults_of(pathlib.Path(scratch)))


def main():
    faults = []
    for case, want, files in CASES:
        text = told(files)
        if (want not in text) if want else text:
            faults.append(f"{case}: wanted '{want}', got '{text}'")
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    sys.dont_write_bytecode = True  # into the sources
    sys.path.insert(0, sys.argv[1])
    import check_types
    main()
