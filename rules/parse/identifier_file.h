// A site's list of what may not leave, --identifiers: docs/residue.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/search/residue_patterns.h"

namespace dcmscrub {

struct IdentifierLine {
  int line = 0;  // from 1
  IdentifierKind kind = IdentifierKind::kText;
  std::string value;  // UTF-8; names with ^, dates as DA
};

struct IdentifierFileError {
  int line = 0;
  std::string message;  // one line, no full stop; nothing of what the line says
};

// UTF-8, an identifier a line:
//
//   4711 Somewhere Street        a text
//   text: note: private          the same; for what has a colon
//   name: Doe^John               or "Doe, John"
//   date: 1961-03-12             or 19610312
//   uid: 1.2.3.4                 with all that are under it
//
// # at the beginning or behind a blank begins a comment. Appends to both;
// errors are the first hundred.
void ReadIdentifierFile(std::string_view text,
                        std::vector<IdentifierLine>& lines,
                        std::vector<IdentifierFileError>& errors);

}  // namespace dcmscrub
