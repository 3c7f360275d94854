// Private attributes that are known to be safe: PS3.15 Table E.3.10-1, the list
// of an archive, and lists of a site in the same form.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/core/vr.h"
#include "rules/parse/diagnostic.h"

namespace dcmscrub {

struct SafePrivate {
  std::string creator;
  std::uint16_t group = 0;
  std::uint8_t element = 0;  // low byte
  Vr vr = Vr::kNone;         // kNone: not told
  // Its curators saw what stands there in their own collections: what may be
  // text is cleaned as descriptors are, and every other list comes first.
  bool curated = false;
};

// Those of the Standard, and of kTciaList.
std::vector<SafePrivate> StandardSafePrivateRows();
std::vector<SafePrivate> TciaSafePrivateRows();

// Reads the text of a list: lines of cells with tabs between them, the first
// line says which column is which. Columns private_creator and tag, as
// "(0019,xx0C)", have to be there; vr may be, also empty or as "OW/OB"; others
// are not looked at. Empty lines and such that begin with # count as none.
//
// Mistakes are added to `diagnostics`, "'NAME' line 3 has …", at the place
// `span` where the list is named; rows without mistakes are added to `rows`.
void ReadSafePrivate(std::string_view text, const std::string& name,
                     const SourceSpan& span, std::vector<SafePrivate>& rows,
                     std::vector<Diagnostic>& diagnostics);

}  // namespace dcmscrub
