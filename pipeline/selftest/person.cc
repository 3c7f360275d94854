#include "pipeline/selftest/person.h"

#include <array>
#include <utility>

#include "kernels/core/dictionary.h"

namespace dcmscrub {
namespace {

using Kind = Spelling::Kind;

constexpr Tag kInstitution{0x0008, 0x0080};
constexpr Tag kInstitutionAddress{0x0008, 0x0081};
constexpr Tag kReferringPhysician{0x0008, 0x0090};
constexpr Tag kStation{0x0008, 0x1010};
constexpr Tag kOperators{0x0008, 0x1070};
constexpr Tag kPatientAddress{0x0010, 0x1040};
constexpr Tag kPhone{0x0010, 0x2154};
constexpr Tag kDeviceSerial{0x0018, 0x1000};
constexpr Tag kFrameOfReference{0x0020, 0x0052};

constexpr std::string_view kInstitutionName = "ST WENDELGARD AM KRUMMSEE";
constexpr std::string_view kStreet = "Krummholzgasse 77, Oberwendelfurt";
constexpr std::string_view kCampus = "Zwetschgenallee 4, Niederklingbach";
constexpr std::string_view kPhoneNumber = "+49 5555 7301948";
constexpr std::string_view kSerial = "SNQ-90417-XK";
constexpr std::string_view kStationName = "QWERDA7";
constexpr std::string_view kPhysicianFamily = "OSTERKORNHUBER";
constexpr std::string_view kPhysicianGiven = "ADALINDE";
constexpr std::string_view kOperatorFamily = "TRUDPERTSON";

// Latin alphabet No. 1, Cyrillic (ISO_IR 144), and Japanese with code
// extensions, as their sets write them.
constexpr std::array kPeople = {
    MadeUpPerson{"", "QUILLFEATHER", "MARGOTTE", "QUILLFEATHER", "MARGOTTE", "",
                 "HQZ-4830517", "1771553309", "19610312", "1.3.9999.4711"},
    MadeUpPerson{"ISO_IR 100", "BR\xD6SELH\xC4USER", "H\xC9LO\xCFSE",
                 "BRÖSELHÄUSER", "HÉLOÏSE", "", "58301746", "QAC77155330",
                 "19530728", "1.3.9999.4712"},
    MadeUpPerson{"ISO_IR 144",
                 "\xC7\xD5\xE0\xDD\xDE\xD1\xE0\xDE\xD2\xDA\xD8\xDD",
                 "\xB5\xD2\xD4\xDE\xDA\xD8\xDC", "Чернобровкин", "Евдоким", "",
                 "RU-7719034", "1640227715", "19471105", "1.3.9999.4713"},
    MadeUpPerson{"\\ISO 2022 IR 87", "TESHIGAWARA", "KIKUYOKO", "TESHIGAWARA",
                 "KIKUYOKO",
                 "=\x1B$BD<;H2O86\x1B(B^\x1B$B5FBe\x1B(B"
                 "=\x1B$B$F$7$,$o$i\x1B(B^\x1B$B$-$/$h\x1B(B",
                 "JPX-0915577", "1902286641", "19780219", "1.3.9999.4714",
                 "\x1B$BD<;H2O86\x1B(B", "勅使河原"},
};

std::string Join(std::string_view a, std::string_view between,
                 std::string_view b) {
  std::string joined(a);
  return joined.append(between).append(b);
}

std::string Uid(const MadeUpPerson& person, std::string_view end) {
  return Join(person.uid_root, ".", end);
}

TestElement Text(Tag tag, std::string_view value) {
  return {tag, DictionaryVr(tag), std::string(value), {}};
}

// Collects spellings of one source.
class Speller {
 public:
  Speller(Kind kind, Tag source, std::vector<Spelling>& to)
      : kind_(kind), source_(source), to_(to) {}

  void Add(std::string_view what, std::string_view text) {
    Add(what, text, text);
  }
  // The needle stands somewhere in the text.
  void Add(std::string_view what, std::string_view text,
           std::string_view needle) {
    Spelling one{std::string(what), kind_, source_, std::string(text),
                 std::string(text), {}};
    AddNeedles(needle, needle, one.needles);
    to_.push_back(std::move(one));
  }

  // Words of a name, each of which is looked for.
  struct Word {
    std::string_view encoded, utf8;
  };
  void AddName(std::string_view what, Word a, std::string_view between = "",
               Word b = {}) {
    Spelling one{std::string(what),
                 kind_,
                 source_,
                 Join(a.encoded, between, b.encoded),
                 Join(a.utf8, between, b.utf8),
                 {}};
    for (const Word& word : {a, b}) {
      if (!word.utf8.empty()) {
        AddNeedles(word.utf8, word.encoded, one.needles);
      }
    }
    to_.push_back(std::move(one));
  }

 private:
  Kind kind_;
  Tag source_;
  std::vector<Spelling>& to_;
};

std::string Slice(std::string_view date, std::size_t at, std::size_t size) {
  return std::string(date.substr(at, size));
}

void SpellDate(std::string_view date, std::vector<Spelling>& spellings) {
  static constexpr std::array<std::string_view, 12> kMonths = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun",
      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string year = Slice(date, 0, 4), month = Slice(date, 4, 2),
                    day = Slice(date, 6, 2);
  const std::string_view name =
      kMonths[static_cast<std::size_t>(std::stoi(month) - 1)];
  Speller dates(Kind::kDate, tags::kPatientBirthDate, spellings);
  dates.Add("birth date", date);
  dates.Add("birth date, hyphens", year + "-" + month + "-" + day);
  dates.Add("birth date, day first", day + "." + month + "." + year);
  dates.Add("birth date, month first", month + "/" + day + "/" + year);
  dates.Add("birth date, named month", Join(day + "-", name, "-" + year));
  dates.Add("birth date, in words", Join(name, " ", day + ", " + year));
}

void SpellName(const MadeUpPerson& person, std::vector<Spelling>& spellings) {
  const Speller::Word family{person.family, person.family_utf8};
  const Speller::Word given{person.given, person.given_utf8};
  Speller names(Kind::kName, tags::kPatientName, spellings);
  names.AddName("name", family, "^", given);
  names.AddName("name, the other way round", given, " ", family);
  names.AddName("name, with a comma", family, ", ", given);
  names.AddName("family name", family);
  names.AddName("given name", given);
  if (!person.native_family.empty()) {
    names.AddName("family name in its own script",
                  {person.native_family, person.native_family_utf8});
  }
}

}  // namespace

std::span<const MadeUpPerson> MadeUpPeople() { return kPeople; }

TestItem AttributesOf(const MadeUpPerson& person) {
  TestItem item;
  const auto put = [&item](Tag tag, std::string_view value) {
    Put(item, Text(tag, value));
  };
  if (!person.character_set.empty()) {
    put(tags::kSpecificCharacterSet, person.character_set);
  }
  put(tags::kPatientName, Join(person.family, "^", person.given) +
                              std::string(person.other_groups));
  put(tags::kPatientId, person.id);
  put(tags::kAccessionNumber, person.accession_number);
  put(tags::kPatientBirthDate, person.birth_date);
  put(kInstitution, kInstitutionName);
  put(kInstitutionAddress, kCampus);
  put(kPatientAddress, kStreet);
  put(kPhone, kPhoneNumber);
  put(kDeviceSerial, kSerial);
  put(kStation, kStationName);
  put(kReferringPhysician, Join(kPhysicianFamily, "^", kPhysicianGiven));
  put(kOperators, Join(kOperatorFamily, "^", "BO"));
  put(tags::kSopInstanceUid, Uid(person, "30000000"));
  put(tags::kStudyInstanceUid, Uid(person, "10000000"));
  put(tags::kSeriesInstanceUid, Uid(person, "20000000"));
  put(kFrameOfReference, Uid(person, "40000000"));
  return item;
}

std::vector<Spelling> SpellingsOf(const MadeUpPerson& person) {
  std::vector<Spelling> all;
  SpellName(person, all);
  Speller ids(Kind::kText, tags::kPatientId, all);
  ids.Add("Patient ID", person.id);
  ids.Add("Patient ID in a sentence", Join("See ", person.id, " for more."),
          person.id);
  Speller(Kind::kText, tags::kAccessionNumber, all)
      .Add("accession number", person.accession_number);
  SpellDate(person.birth_date, all);
  Speller(Kind::kUid, tags::kStudyInstanceUid, all)
      .Add("study UID", Uid(person, "10000000"));
  Speller(Kind::kUid, kFrameOfReference, all)
      .Add("frame of reference UID", Uid(person, "40000000"));
  Speller(Kind::kText, kInstitution, all).Add("institution", kInstitutionName);
  Speller(Kind::kText, kPatientAddress, all).Add("address", kStreet);
  Speller(Kind::kText, kPhone, all).Add("phone number", kPhoneNumber);
  Speller(Kind::kText, kDeviceSerial, all).Add("device serial number", kSerial);
  Speller(Kind::kText, kStation, all).Add("station name", kStationName);
  Speller(Kind::kName, kReferringPhysician, all)
      .AddName("physician", {kPhysicianGiven, kPhysicianGiven}, " ",
               {kPhysicianFamily, kPhysicianFamily});
  Speller(Kind::kName, kOperators, all)
      .AddName("operator", {kOperatorFamily, kOperatorFamily});
  for (Spelling& one : all) {
    const bool digits =
        one.utf8.find_first_not_of("0123456789") == std::string::npos;
    if (one.kind == Kind::kText && digits) one.kind = Kind::kNumber;
  }
  return all;
}

std::vector<Spelling> KeyValuesOf(const MadeUpPerson& person) {
  std::vector<Spelling> all;
  const Speller::Word family{person.family, person.family_utf8};
  Speller(Kind::kName, tags::kPatientName, all).AddName("family name", family);
  Speller(Kind::kText, tags::kPatientId, all).Add("Patient ID", person.id);
  Speller(Kind::kText, tags::kAccessionNumber, all)
      .Add("accession number", person.accession_number);
  Speller(Kind::kDate, tags::kPatientBirthDate, all)
      .Add("birth date", person.birth_date);
  Speller(Kind::kUid, tags::kStudyInstanceUid, all)
      .Add("study UID", Uid(person, "10000000"));
  Speller(Kind::kText, kInstitution, all).Add("institution", kInstitutionName);
  Speller(Kind::kText, kDeviceSerial, all).Add("device serial number", kSerial);
  return all;
}

}  // namespace dcmscrub
