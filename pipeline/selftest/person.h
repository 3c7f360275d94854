// Made-up patients for the self-test, and the ways in which a value of theirs
// may stand where it has no business. Nobody has these identities.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/core/tag.h"
#include "pipeline/selftest/element.h"
#include "pipeline/selftest/search.h"

namespace dcmscrub {

struct MadeUpPerson {
  std::string_view character_set;  // (0008,0005)
  // In that set, and in UTF-8.
  std::string_view family, given, family_utf8, given_utf8;
  std::string_view other_groups;  // of the name: "=…", in that set
  // ASCII, all of it.
  std::string_view id, accession_number, birth_date;
  std::string_view uid_root;
  // Of `other_groups`; empty where there are none.
  std::string_view native_family = "", native_family_utf8 = "";
};

// The first one is plain ASCII.
std::span<const MadeUpPerson> MadeUpPeople();

// Their attributes, with the values that identify them: name, ID, accession
// number, birth date, institution, address, phone, device, physicians and UIDs.
TestItem AttributesOf(const MadeUpPerson& person);

// One of their values in one spelling.
struct Spelling {
  enum class Kind : std::uint8_t { kName, kText, kNumber, kDate, kUid };
  std::string what;  // for people: "family name"
  Kind kind = Kind::kText;
  Tag source;         // the attribute that it is of
  std::string bytes;  // as it is planted
  std::string utf8;
  std::vector<Needle> needles;
};
std::vector<Spelling> SpellingsOf(const MadeUpPerson& person);

// What is looked for in every copy, whatever is planted in it.
std::vector<Spelling> KeyValuesOf(const MadeUpPerson& person);

}  // namespace dcmscrub
