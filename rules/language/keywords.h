// Keywords of PS3.6 by name, and the nearest of them to a misspelt one.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "rules/standard/standard.h"

namespace dcmscrub {

// nullptr when there is none. Case-sensitive.
const DictionaryRow* FindKeyword(std::string_view keyword);

// What may have been meant by `word`: the candidate that differs by the fewest
// insertions, deletions, replaced and swapped letters, whatever their case;
// empty when all differ too much.
std::string_view Nearest(std::string_view word,
                         std::span<const std::string_view> candidates);
std::string_view NearestKeyword(std::string_view word);

// * stands for any characters, ? for one.
bool MatchesGlob(std::string_view glob, std::string_view text);

// "AdmittingDiagnosesDescription" as "Admitting Diagnoses Description".
std::string SpacedKeyword(std::string_view keyword);

// How rules name their tags: "(0008,0012)", and "(60XX,3000)" for what repeats.
std::string RuleTagText(Tag tag);

// The attribute that a tag names, in words: "PatientName", or "(0008,0202)"
// where it has no keyword.
std::string TagName(Tag tag);

}  // namespace dcmscrub
