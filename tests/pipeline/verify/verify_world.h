// A small archive, the result of a run over it, and what `verify` says: to be
// spoiled by a test.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "pipeline/verify/verify.h"
#include "tests/pipeline/run/sample_run.h"
#include "tests/support/edited_file.h"

namespace dcmscrub {

// Two CT images of one series, one of another patient, a report that refers
// to the first, and a document. `A` to `E` are the paths of their results.
class VerifyWorld {
 public:
  // `option`: a line of rules, or none: Basic.
  explicit VerifyWorld(const std::string& option);

  const std::string& output(char which) const {
    return outputs_[static_cast<std::size_t>(which - 'A')];
  }
  // A result, taken apart and put together again.
  void Edit(char which, const std::function<void(EditedFile&)>& edit);
  // The original of a result.
  EditedFile Source(char which) const;

  Files files;              // all, by path
  std::string journal;      // bytes
  std::string journal_sql;  // done to it before
  std::string result = "/out";
  std::vector<std::string> names;  // of an archive that was unpacked
  std::string against = "/in";
  bool with_sources = true;  // --against
  bool with_key = true;
  bool with_journal = false;
  std::optional<std::string> rules;         // --rules
  std::vector<IdentifierLine> identifiers;  // with them: --identifiers
  std::uint64_t sample = 0;
  std::vector<UserLabels> labels;

  const Key& key() const { return key_; }

  VerifyReport Verify() const;

 private:
  std::vector<std::string> outputs_;
  Key key_{};
};

// As a run with this option left it; the run is shared, so a copy is spoiled.
const VerifyWorld& GoodWorld(const std::string& option);

// The names of all checks that found something, of the severity or any.
std::set<std::string> Found(const VerifyReport& report);
std::set<std::string> Found(const VerifyReport& report, Severity severity);

}  // namespace dcmscrub
