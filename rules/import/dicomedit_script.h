// A script of XNAT's DicomEdit 6, taken apart: a statement a line.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/import/import_place.h"

namespace dcmscrub {

// One step of a path: (0008,1140)[0], (0019,{CREATOR}0F), or * + .
struct DicomEditStep {
  // Four digits each, with capital letters; X any, @ an even, # an odd one.
  // With a creator, `element` has two.
  std::string group, element;
  std::string creator;
  std::string item;  // "0", "%" for any; nothing where none is said
  char any_sequence = '\0';
};

struct DicomEditTerm {
  enum class Kind : std::uint8_t { kText, kPath, kVariable, kCall };
  Kind kind = Kind::kText;
  std::string text;  // in its quotes as written, or a name
  std::vector<DicomEditStep> path;
  std::vector<DicomEditTerm> arguments;  // of a call
};

struct DicomEditAction {
  enum class Kind : std::uint8_t {
    kAssign,          // path := value
    kAssignIfExists,  // path ?= value
    kDelete,          // - path
    kSetVariable,     // name := value
    kCall,            // name[…], in `value`
    kEcho,
  };
  Kind kind = Kind::kEcho;
  std::vector<DicomEditStep> path;
  std::string variable;
  DicomEditTerm value;
};

struct DicomEditStatement {
  enum class Kind : std::uint8_t {
    kAction,
    kRemovePrivate,  // removeAllPrivateTags
    kVersion,        // in `word`
    kNote,           // describe, export: for the web pages of XNAT
    kBlock,          // if … { … } else { … }, not taken apart
  };
  Kind kind = Kind::kAction;
  ImportPlace place;
  std::string source;  // as written
  std::string word;
  // Of condition ? action : action. `sign` is empty where there is none.
  DicomEditTerm left, right;
  std::string sign;                      // = != ~ !~
  std::vector<DicomEditAction> actions;  // one, or two
};

// kInvalidArgument, with line and column: what is not in the grammar.
absl::StatusOr<std::vector<DicomEditStatement>> ReadDicomEdit(
    std::string_view text);

// A path that stands in quotes, as arguments of functions do. False: none.
bool ReadDicomEditPath(std::string_view text, std::vector<DicomEditStep>& path);

// Escapes of a text resolved; those of a pattern stay, but for \\.
std::string DicomEditText(std::string_view written);
std::string DicomEditPattern(std::string_view written);

}  // namespace dcmscrub
