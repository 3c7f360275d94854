// Tables of the Standard as they are compiled in: Table E.1-1 of PS3.15, the
// dictionary of PS3.6, the IODs and modules of PS3.3, and our supplements.
// Facts only; what follows from them is said in profile.h and iod.h.
//
// Everything here is constant and lives as long as the program.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "kernels/core/tag.h"
#include "kernels/core/vr.h"
#include "rules/standard/action.h"

namespace dcmscrub {

// A text in the common pool; see StandardText().
struct PooledText {
  std::uint32_t at = 0;
  std::uint16_t size = 0;
};

struct DictionaryRow {
  Tag tag;  // canonical
  PooledText keyword;
  Vr vr = Vr::kNone;        // US and OW where PS3.6 leaves a choice
  std::uint8_t values = 1;  // least number of values
  bool ambiguous = false;   // PS3.6 leaves a choice of VR
  bool retired = false;
};

struct ProfileRow {
  enum Scope : std::uint8_t {
    kTag,
    kGroup,    // every element of the group; repeating groups under 50xx, 60xx
    kPrivate,  // every element of every odd group
  };
  Scope scope = kTag;
  Tag tag;  // canonical
  PooledText keyword;
  ActionCode basic = ActionCode::kNone;
  // By Option; kNone: the option does not change the basic action.
  std::array<ActionCode, kOptionCount> options{};
};

// A chain of sequence tags; row 0 is the empty chain, and a parent comes
// before its children.
struct PathRow {
  std::uint16_t parent = 0;
  Tag tag;
};

struct AttributeRow {
  std::uint16_t path = 0;
  AttributeType type = AttributeType::k3;
};

struct ModuleRow {
  std::uint32_t begin = 0, end = 0;  // its attributes
};

struct ModuleUse {
  std::uint16_t module = 0;
  bool mandatory = false;  // usage M
};

// A composite IOD: module uses [begin, groups) at the top level, and
// [groups, end) functional group macros.
struct CiodRow {
  PooledText name;
  std::uint32_t begin = 0, groups = 0, end = 0;
};

struct SopClassRow {
  PooledText uid;
  std::uint16_t ciod = 0;
};

// CID 7050; the scheme is DCM. The first one is the profile's.
struct DeidCodeRow {
  PooledText value, meaning;
  std::int8_t option = -1;  // Option; -1: the profile, or an option on pixels
};

// A content item of structured reports by its concept: Table E.3.4-1.
struct ContentItemRow {
  PooledText code, scheme, value_type;
  ActionCode basic = ActionCode::kNone;
  std::array<ActionCode, kOptionCount> options{};  // as in ProfileRow
};

// A private attribute that is known to be safe: Table E.3.10-1, or what the
// curators of TCIA let pass.
struct SafePrivateRow {
  PooledText creator;
  std::uint16_t group = 0;
  std::uint8_t element = 0;  // low byte
  Vr vr = Vr::kNone;         // kNone: not told
};

std::string_view StandardText(PooledText text);
std::string_view StandardEdition();  // "2026d"

std::span<const DictionaryRow> StandardDictionary();      // ascending by tag
std::span<const ProfileRow> StandardProfile();            // Table E.1-1
std::span<const ProfileRow> StandardProfileSupplement();  // where it has gaps
std::span<const PathRow> StandardPaths();
std::span<const CiodRow> StandardCiods();
std::span<const SopClassRow> StandardSopClasses();       // ascending by UID
std::span<const DeidCodeRow> StandardDeidCodes();        // the profile, options
std::span<const ContentItemRow> StandardContentItems();  // by code, value type
std::span<const SafePrivateRow> StandardSafePrivate();
std::span<const SafePrivateRow> TciaSafePrivate();  // not of the Standard

std::span<const ModuleUse> TopLevelModules(const CiodRow& ciod);
std::span<const ModuleUse> FunctionalGroups(const CiodRow& ciod);
std::span<const AttributeRow> ModuleAttributes(std::uint16_t module);
std::span<const AttributeRow> CodeSequenceAttributes();  // PS3.3 Table 8.8-1

// nullptr when there is none. `tag` need not be canonical.
const DictionaryRow* FindDictionaryRow(Tag tag);

// Whether it holds the name of a maker or of a model, or the version of a
// software: the maker's words, by the keyword.
bool IsWordedByMaker(const DictionaryRow& row);
const SopClassRow* FindSopClass(std::string_view uid);

}  // namespace dcmscrub
