// Files that are made of lists and of names with values (JSON, YAML), as a tree
// that knows where each part stood.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/import/import_place.h"

namespace dcmscrub {

struct ImportPart;

struct ImportTree {
  enum class Kind : std::uint8_t {
    kNothing,  // null, or no value
    kText,     // also numbers, true and false, as they were written
    kList,
    kMap,
  };
  Kind kind = Kind::kNothing;
  std::string text;
  // In their order; of a list without names. Names may stand twice.
  std::vector<ImportPart> parts;
  ImportPlace place;  // of a value; where it has a name, of that

  // By its name, nullptr when there is none. The last one of several, as tools
  // have it.
  const ImportTree* Find(std::string_view name) const;
  // The same, whatever the case of its letters.
  const ImportTree* FindAnyCase(std::string_view name) const;
  // The text under that name; empty where there is none.
  std::string_view TextOf(std::string_view name) const;
  // What a list holds, or a text by itself as a list of one.
  std::vector<std::string> Texts() const;
};

struct ImportPart {
  std::string name;
  ImportTree tree;
};

// With // and /* */ comments. kInvalidArgument, with line and column. Bounded
// in depth and in the number of values.
absl::StatusOr<ImportTree> ReadJson(std::string_view text);

// As much of YAML as profiles are written in: maps and lists in blocks or in
// braces and brackets, texts plain or in quotes, comments. Anchors, tags, text
// over several lines and several documents are refused by line and column, as
// no reader may guess what they mean.
absl::StatusOr<ImportTree> ReadYaml(std::string_view text);

}  // namespace dcmscrub
