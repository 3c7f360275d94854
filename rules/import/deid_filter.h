// %filter sections of deid's recipes: labels, each with what objects have to be
// like to get it, and perhaps regions of pixels to clean.
#pragma once

#include <string>
#include <vector>

#include "rules/import/deid_fields.h"
#include "rules/import/import_condition.h"

namespace dcmscrub {

struct DeidLabel {
  std::size_t line = 0;
  std::string filter;  // the section's name
  std::string name;
  // A check a part: one that holds is enough. In a kLeft, why it is none.
  std::vector<ConditionTree> checks;
  std::vector<std::string> regions;  // as they were written

  // Adds a line: a criterion, one that goes on with + or ||, or coordinates.
  void AddLine(const std::string& line, DeidFields& fields);
  ConditionTree Condition() const;
};

}  // namespace dcmscrub
