// The self-test: made-up identifiers at every place into copies of files, the
// policy over them as in any run, and a plain search of what comes out.
#pragma once

#include <absl/status/statusor.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/files/file_system.h"
#include "pipeline/selftest/canary.h"
#include "rules/compile/policy.h"
#include "rules/language/rule_file.h"

namespace dcmscrub {

struct SelftestOptions {
  std::shared_ptr<const Policy> policy;  // that is tried
  RuleFile rules;                        // it was made of
  // What is expected of it; null: itself. Another one shows where the two
  // differ in effect.
  std::shared_ptr<const Policy> expected;

  std::string on;   // files of the user's; empty: made ones
  int files = 20;   // of those, each of another SOP class
  int threads = 0;  // 0: as many as the machine has
  // What of it is done: every n-th canary. For tests in a hurry.
  std::uint32_t every = 1;
};

struct CanaryCounts {
  std::uint64_t planted = 0;
  std::uint64_t gone = 0;
  std::uint64_t stayed = 0;   // as the policy has it
  std::uint64_t by_site = 0;  // stayed, and a site's statement decides there
  std::uint64_t not_written = 0;  // quarantined or skipped: nothing left
  std::uint64_t survived = 0;

  CanaryCounts& operator+=(const CanaryCounts& other);
};

// Where something survived, or stayed by a site's statement, that should not
// be there by the profile.
struct Survivor {
  PlaceClass place = PlaceClass::kOwnAttributes;
  bool repeated = false;
  bool by_site = false;
  std::vector<Tag> path;  // sequences, then the attribute; may be empty
  std::string what;       // "family name, as UTF-16", "own value"
  std::string in;         // the first object of those: "ct-image"
  std::uint64_t copies = 0;
};

struct SelftestResult {
  // By place; values of their own, and values of the person's.
  std::array<CanaryCounts, kPlaceClassCount> own{}, repeated{};
  std::vector<Survivor> survivors;
  std::map<std::string, std::uint64_t> reasons;  // of what was not written
  std::vector<std::string> objects;              // names of the bases
  // Those of them whose plain copy was not written: they tested nothing.
  std::vector<std::string> idle;
  int listing_error = 0;  // errno: files of some folder were not looked at
  double seconds = 0;
  bool interrupted = false;

  CanaryCounts total() const;
  bool clean() const { return total().survived == 0; }
};

// Copies and outputs stay in memory. `file_system` is asked for the user's
// files alone. kFailedPrecondition where there are none that can be tried.
// `stop` (may be null) ends it early.
absl::StatusOr<SelftestResult> RunSelftest(const SelftestOptions& options,
                                           FileSystem& file_system,
                                           const std::atomic<int>* stop);

}  // namespace dcmscrub
