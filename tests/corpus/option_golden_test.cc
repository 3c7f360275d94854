// What each option changes of what Basic does to real files, attribute by
// attribute: how many elements end how. Counts alone, no values.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "kernels/core/text.h"
#include "rules/language/option_names.h"
#include "rules/standard/standard.h"
#include "tests/corpus/corpus_run.h"
#include "tests/support/golden.h"
#include "tests/support/policy_text.h"

namespace dcmscrub {
namespace {

using Counts = decltype(RunSummary::changes);

std::string Line(char sign, const Counts::value_type& entry) {
  const auto& [tag, kind, statement] = entry.first;
  const DictionaryRow* const row = FindDictionaryRow(tag);
  return std::string(1, sign) + " " + TagText(tag) + " " +
         (row == nullptr ? "" : std::string(StandardText(row->keyword))) + " " +
         std::string(ChangeKindName(kind)) + " " +
         std::to_string(entry.second) + "\n";
}

// "- as under Basic" and "+ as with the option", by attribute.
std::string Difference(const Counts& basic, const Counts& option) {
  std::map<Change, std::string> lines;
  for (const auto& entry : basic) {
    const auto found = option.find(entry.first);
    if (found == option.end() || found->second != entry.second) {
      lines[entry.first] += Line('-', entry);
    }
  }
  for (const auto& entry : option) {
    const auto found = basic.find(entry.first);
    if (found == basic.end() || found->second != entry.second) {
      lines[entry.first] += Line('+', entry);
    }
  }
  std::string text;
  for (const auto& [attribute, line] : lines) text += line;
  return text;
}

class OptionCorpus : public CorpusRunTest {};

TEST_F(OptionCorpus, ChangesOfBasic) {
  for (int i = 0; i < kOptionCount; ++i) {
    const std::string option(OptionName(static_cast<Option>(i)));
    RunOptions options;
    options.policy = PolicyOf("option " + option + "\n");
    const CorpusRun run(CorpusPath(""), options);
    ExpectGolden("corpus/" + option + ".txt",
                 Difference(Run().summary().changes, run.summary().changes));
  }
}

}  // namespace
}  // namespace dcmscrub
