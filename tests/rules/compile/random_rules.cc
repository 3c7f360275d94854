#include "tests/rules/compile/random_rules.h"

#include <algorithm>
#include <vector>

namespace dcmscrub {
namespace {

struct Choice {
  std::uint16_t group, element;
  const char* vr;
};
// Ascending: standard, private in two blocks, unknown, repeating.
constexpr Choice kChoices[] = {
    {0x0008, 0x0008, "CS"}, {0x0008, 0x0016, "UI"}, {0x0008, 0x0018, "UI"},
    {0x0008, 0x0020, "DA"}, {0x0008, 0x0021, "DA"}, {0x0008, 0x0023, "DA"},
    {0x0008, 0x002A, "DT"}, {0x0008, 0x0030, "TM"}, {0x0008, 0x0050, "SH"},
    {0x0008, 0x0060, "CS"}, {0x0008, 0x0070, "LO"}, {0x0008, 0x0100, "SH"},
    {0x0008, 0x0104, "LO"}, {0x0008, 0x1032, "SQ"}, {0x0008, 0x103E, "LO"},
    {0x0008, 0x1110, "SQ"}, {0x0008, 0x1155, "UI"}, {0x0008, 0x9FF1, "LO"},
    {0x0010, 0x0010, "PN"}, {0x0010, 0x0020, "LO"}, {0x0010, 0x0030, "DA"},
    {0x0010, 0x1010, "AS"}, {0x0010, 0x4000, "LT"}, {0x0018, 0x0050, "DS"},
    {0x0020, 0x000D, "UI"}, {0x0020, 0x0010, "SH"}, {0x0020, 0x0013, "IS"},
    {0x0028, 0x0010, "US"}, {0x0028, 0x0106, "US"}, {0x0029, 0x0010, "LO"},
    {0x0029, 0x0011, "LO"}, {0x0029, 0x1010, "LO"}, {0x0029, 0x1020, "DA"},
    {0x0029, 0x1110, "LO"}, {0x0029, 0x1120, "SQ"}, {0x0031, 0x0010, "LO"},
    {0x0031, 0x1010, "SH"}, {0x0040, 0x0275, "SQ"}, {0x0040, 0xA730, "SQ"},
    {0x6000, 0x0022, "LO"}, {0x6002, 0x0022, "LO"}, {0x6002, 0x3000, "OW"},
    {0x7FE0, 0x0010, "OW"},
};
constexpr const char* kNames[] = {
    "ImageType",
    "StudyDate",
    "AcquisitionDateTime",
    "StudyTime",
    "AccessionNumber",
    "Modality",
    "Manufacturer",
    "CodeValue",
    "CodeMeaning",
    "ProcedureCodeSequence",
    "SeriesDescription",
    "ReferencedStudySequence",
    "ReferencedSOPInstanceUID",
    "PatientName",
    "PatientID",
    "PatientBirthDate",
    "PatientAge",
    "PatientComments",
    "SliceThickness",
    "StudyInstanceUID",
    "StudyID",
    "InstanceNumber",
    "Rows",
    "SmallestImagePixelValue",
    "OverlayDescription",
    "OverlayData",
    "PixelData",
    "RequestAttributesSequence",
    "(0010,0010)",
    "(0010,0020)",
};
constexpr const char* kSequences[] = {
    "ProcedureCodeSequence",
    "ReferencedStudySequence",
    "RequestAttributesSequence",
    "ContentSequence",
    "*",
};
constexpr const char* kWide[] = {
    "Patient*",
    "*Date",
    "*Sequence",
    "Study??",
    "*ID",
    "Overlay*",
    "(0010,xxxx)",
    "(0008,10xx)",
    "0008x0x0",
    "group 0010",
    "group 0008",
    "group 0029",
    "group 0031",
    "(60xx,0022)",
    "vr LO",
    "vr DA, DT",
    "vr SQ",
    "vr US, OW",
    "vr SH, PN, UI",
    "group 0008 vr SH",
    "*Name vr PN",
    "private",
    "unknown",
    "private vr LO",
    "private vr LO, SH",
    "unknown vr LO",
    "all",
    "all vr LO",
    "(0029,\"ACME\",10)",
    "(0029,\"ACME\",xx)",
    "(xxxx,\"ACME\",xx)",
    "(0029,\"BETA\",20)",
    "(0029,\"BETA\",xx)",
    "(xxxx,\"BETA\",xx)",
    "(0031,\"ACME\",10)",
    "(0029,\"ACME\",20) vr DA",
};
constexpr const char* kTexts[] = {"A", "B", "MR", "id-1", "DOE^J", "12", ""};

std::string Between(std::string before, const std::string& text,
                    const char* after) {
  return before.append(text).append(after);
}

}  // namespace

const FilesByName& RandomRules::Tables() {
  static const FilesByName tables = {
      {"a.csv", "key,value\nA,one\nid-1,two\nMR,CT\nB,\n"},
      {"b.csv", "DOE^J,20200101\n12,7\n"}};
  return tables;
}

std::string RandomRules::Name() { return Pick(kNames); }

std::string RandomRules::Path() {
  std::string path = OneIn(3) ? "//" : OneIn(3) ? "/" : "";
  const std::size_t steps = 1 + Below(3);
  for (std::size_t i = 0; i < steps; ++i) {
    path += Pick(kSequences);
    if (OneIn(3)) path += Pick({"[1]", "[2]"});
    path += OneIn(3) ? "//" : "/";
  }
  return path + (OneIn(6) ? Pick(kSequences) : Name());
}

std::string RandomRules::Selector() {
  switch (Below(8)) {
    case 0:
    case 1:
    case 2:
      return Name();
    case 3:
      return std::string("/").append(Name());
    case 4:
      return std::string("//").append(Name());
    case 5:
      return Path();
    default:
      return Pick(kWide);
  }
}

std::string RandomRules::Selectors() {
  std::string text;
  for (std::size_t left = OneIn(4) ? 1 + Below(3) : 0; left > 0; --left) {
    text += Selector() + ", ";
  }
  if (!OneIn(6)) return text + Selector();
  text += "all except " + Selector();
  while (OneIn(2)) text += ", " + Selector();
  return text;
}

std::string RandomRules::Reference() {
  switch (Below(8)) {
    case 0:
      return Pick(kSequences).append("/").append(Name());
    case 1:
      return Pick(kSequences).append("[2]/").append(Name());
    case 2:
      return OneIn(2) ? "(0029,\"ACME\",10)" : "(0029,\"BETA\",20)";
    default:
      return Name();
  }
}

std::string RandomRules::Condition(int depth) {
  if (depth > 0 && OneIn(2)) {
    switch (Below(3)) {
      case 0:
        return Between("not (", Condition(depth - 1), ")");
      case 1:
        return Condition(depth - 1) + " and " + Condition(depth - 1);
      default:
        return Between(
            "(", Condition(depth - 1) + " or " + Condition(depth - 1), ")");
    }
  }
  const auto quoted = [&] { return Between(" \"", Pick(kTexts), "\""); };
  const std::string name = Reference();
  switch (Below(13)) {
    case 0:
      return name + " present";
    case 1:
      return name + " empty";
    case 2:
      return name + " contains" + quoted();
    case 3:
      return name + " starts" + quoted();
    case 4:
      return name + " ends" + quoted();
    case 5:
      return name + " ~ \"[A-M]+$\"";
    case 6:
      return (OneIn(2) ? "InstanceNumber" : "Rows") +
             Pick({" < ", " > ", " <= ", " >= "}) + std::to_string(Below(15));
    case 7:
      return "PatientAge < 40";
    case 8:
      return (OneIn(2) ? "StudyDate" : "AcquisitionDateTime") +
             Pick({" before ", " after "}) + "\"20240301\"";
    case 9:
      return name + " in \"a.csv\"";
    case 10:
      return name + " !=" + quoted();
    default:
      return name + " =" + quoted();
  }
}

std::string RandomRules::Value(int depth) {
  const auto inner = [&] { return Value(depth - 1); };
  if (depth > 0) {
    switch (Below(10)) {
      case 0:
        return "upper(" + inner() + ")";
      case 1:
        return "lower(" + inner() + ")";
      case 2:
        return "trim(" + inner() + ")";
      case 3:
        return "substring(" + inner() + ", " + std::to_string(1 + Below(3)) +
               ", " + std::to_string(1 + Below(6)) + ")";
      case 4:
        return "hash(" + inner() + ", 6)";
      case 5:
        return "regex(" + inner() + ", \"([A-Z])-?\", \"<\\1>\")";
      case 6:
        return inner() + " + " + inner();
      case 7:
        return "uid(" + inner() + ")";
      case 8:
        return "pseudonym(" + inner() + ", \"X-\")";
      default:
        break;
    }
  }
  switch (Below(8)) {
    case 0:
      return "this";
    case 1:
    case 2:
      return Reference();
    case 3:
      return "\"{Modality}-{InstanceNumber}\"";
    case 4:
      return "lookup \"a.csv\" " + Reference() + " else " +
             Pick({"quarantine", "remove", "empty", "keep", "dummy", "\"?\""});
    case 5:
      return "lookup \"b.csv\" " + Reference();
    case 6:
      return OneIn(2) ? "age" : "age else quarantine";
    default:
      return Between("\"", Pick(kTexts), "\"");
  }
}

std::string RandomRules::Statement() {
  const std::string where = OneIn(3) ? " where " + Condition(2) : "";
  switch (Below(14)) {
    case 0:
      return "replace " + Selectors() + " with " + Value(2) + where;
    case 1:
      return "append " + Name() + " with " + Value(1) + where;
    case 2:
      return "set " + Name() + " = " + Value(1) + where;
    case 3:
      return "truncate-date " + Pick({"StudyDate", "*Date", "vr DA, DT, TM"}) +
             " to " + Pick({"year", "month"}) + where;
    case 4:
      return Pick({"skip", "quarantine", "tag \"one\"", "tag \"two\""}) +
             " where " + Condition(2);
    case 5:
      return "replace " + Name() + " with " + Value(2) + where;
    default:
      return Pick({"keep", "remove", "empty", "dummy", "uid", "shift", "clean",
                   "cap-age"}) +
             " " + Selectors() + where;
  }
}

std::string RandomRules::Text(std::string_view vr) {
  if (vr == "DA")
    return Pick({"20240229", "20240301", "20240131", "19330301", "20220302",
                 "18000101", "2024", "x", ""});
  if (vr == "DT") return Pick({"20240229120000", "2024", "20250101+0100", ""});
  if (vr == "TM") return Pick({"120000", "12", "noon", ""});
  if (vr == "AS") return Pick({"039Y", "041Y", "500M", "old", ""});
  if (vr == "IS") return Pick({"12", "+7", "12\\3", "many", ""});
  if (vr == "DS") return Pick({"2.5", "1e1\\7", ""});
  if (vr == "UI") return Pick({"1.2.3", "1.2\\1.3", "1.2.840.10008.1.1", ""});
  if (vr == "CS") return Pick({"MR", "A", "A\\B", "B\\MR\\", ""});
  if (vr == "PN") return Pick({"DOE^J", "ROE^R", "A\\B", ""});
  return Pick(
      {"A", "B", "id-1", "A\\id-1", "12", "DOE^J", " B ", "a\\\\", "MR", ""});
}

DicomBytes RandomRules::Items(Encoding encoding, int depth) {
  DicomBytes item(encoding);
  std::vector<std::size_t> chosen(Below(6));
  for (std::size_t& choice : chosen) choice = Below(std::size(kChoices));
  std::sort(chosen.begin(), chosen.end());
  for (const std::size_t choice : chosen) AddElement(item, choice, depth);
  return item;
}

void RandomRules::AddElement(DicomBytes& out, std::size_t choice, int depth) {
  const Choice& c = kChoices[choice];
  std::string vr = c.vr;
  const bool is_creator = c.group % 2 == 1 && c.element < 0x100;
  if (is_creator) {
    out.Element(c.group, c.element, vr, Pick({"ACME", "BETA", "ACME "}));
    return;
  }
  if (vr == "SQ") {
    std::vector<DicomBytes> items;
    if (depth < 4) {
      for (std::size_t left = Below(4); left > 0; --left) {
        items.push_back(Items(out.encoding(), depth + 1));
      }
    }
    out.Sequence(c.group, c.element, items,
                 OneIn(2) ? LengthForm::kDefined : LengthForm::kUndefined);
    return;
  }
  if (vr == "US" || vr == "OW") {
    out.Numbers(c.group, c.element, vr == "US" && OneIn(3) ? "SS" : vr,
                {static_cast<std::int64_t>(Below(20))});
    return;
  }
  const std::string value = Text(vr);
  if (OneIn(12)) vr = Pick({"LO", "UN", "SH", "DA", "OB"});
  out.Element(c.group, c.element, vr, value);
}

DicomBytes RandomRules::DataSet(Encoding encoding) {
  DicomBytes out(encoding);
  const bool unordered = OneIn(10);
  if (unordered) {
    for (std::size_t left = 20; left > 0; --left) {
      AddElement(out, Below(std::size(kChoices)), 0);
    }
    return out;
  }
  for (std::size_t choice = 0; choice < std::size(kChoices); ++choice) {
    if (OneIn(2)) AddElement(out, choice, 0);
  }
  return out;
}

}  // namespace dcmscrub
