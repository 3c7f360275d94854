// What the user says of a case, and what it becomes. Labels are the user's own
// text: written after the scrub, never searched for, and known to verify.
#pragma once

#include <absl/status/status.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace dcmscrub {

// UTF-8. An empty one is not given. Only the case number must be.
struct CaseLabels {
  std::string case_number;  // letters, digits, '.', '-', '_'; at most 16;
                            // begins with a letter or digit, ends in no '.'
  std::string diagnosis;
  std::vector<std::string> keywords;
  std::string contributor;  // initials, or a name
  std::string title;
  std::string history;
  std::string findings;
  std::string discussion;
  std::string differential;
  std::string category;  // of the disease: "Neoplasm"
  std::string level;     // of the reader: Primary, Intermediate, Advanced
  std::string anatomy;

  friend bool operator==(const CaseLabels&, const CaseLabels&) = default;
};

// One label as a table of all of them has it: for flags, CSV columns, JSON.
// Keywords count as one text, "a; b".
struct LabelInfo {
  std::string_view name;     // "case-number": the flag without its dashes, the
                             // CSV column
  std::string_view caption;  // "Case number", for people
  std::string (*get)(const CaseLabels& labels);
  void (*set)(CaseLabels& labels, std::string_view text);
};
// In the order in which people fill them in.
const std::vector<LabelInfo>& LabelInfos();
const LabelInfo* FindLabel(std::string_view name);  // nullptr: none

// "a; b;c " → a, b, c: blanks around and empty ones do not count.
std::vector<std::string> ParseKeywords(std::string_view text);
std::string JoinKeywords(const std::vector<std::string>& keywords);

// The case number is there and can name a folder and a patient; every text is
// well-formed UTF-8 without control characters other than line ends (and those
// only in history, findings, discussion and differential). What attributes can
// hold is checked with the rules that write them (case_policy.h). The message
// names the label, never its text.
absl::Status CheckLabels(const CaseLabels& labels);

// "TF-0041" → "TF-0042", "9" → "10"; of one that ends in no digit, "-2" is
// added. Empty stays empty.
std::string NextCaseNumber(std::string_view number);

// For the parameters of a teaching policy: case, diagnosis, keywords,
// contributor, title, history, findings, discussion, differential, category,
// level, anatomy; and in a fixed readable form, parts that are not given left
// out:
//   comment  "Keywords: a; b. Contributor: AB."
//   summary  "Diagnosis. Keywords: a; b."
std::map<std::string, std::string> ParamsOf(const CaseLabels& labels);

}  // namespace dcmscrub
