// Pieces of sentences about rules, for explain.h and diff.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/core/tag.h"
#include "kernels/search/residue_patterns.h"
#include "rules/compile/policy.h"
#include "rules/language/rule_file.h"
#include "rules/standard/action.h"

namespace dcmscrub {

// "a name"
std::string_view KindWords(IdentifierKind kind);

// "Type 1C", "not in the IOD here", "Type not known"
std::string TypeWords(AttributeType type);

// "(0010,0010) PatientName PN"; the tag alone where PS3.6 has no such.
std::string AttributeWords(Tag tag);

// "site.rules:4: replace PatientName with pseudonym \"P-\""
std::string StatementWords(const RuleFile& file, const Statement& statement);

// Those of a chain, each once: a statement has several numbers.
std::vector<std::string> ChainWords(const Policy& policy, const RuleFile& file,
                                    const std::vector<std::uint16_t>& chain);

// "X/Z/D (Table E.1-1)", "C by option clean-descriptors, for X (Table E.1-1)"
std::string ProfileWords(const Profile& profile, Tag tag);

}  // namespace dcmscrub
