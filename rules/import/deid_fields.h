// What recipes of pydicom's deid call fields → selectors of ours: names, tags,
// private ones with their creator, and words that stand for many of them.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace dcmscrub {

// How a field is written, as a part of a regular expression (RE2): one word, a
// tag in parentheses, a private one with its creator in quotes.
extern const std::string_view kDeidField;

class DeidFields {
 public:
  // A list of selectors; empty with a reason where there is none.
  std::string SelectorsOf(const std::string& field, std::string& why);
  // %fields NAME: what FIELD lines of it come to. False: more than a rule
  // holds.
  bool AddToGroup(const std::string& group, const std::string& selectors);

 private:
  // Where a name may stand in a keyword.
  enum class Part { kStart, kEnd, kAnywhere };

  std::string Expanded(const std::string& expression, Part part);

  // All keywords are looked through for each, so that their number is bounded.
  std::map<std::string, std::string> expanded_;
  std::map<std::string, std::string> groups_;
};

}  // namespace dcmscrub
