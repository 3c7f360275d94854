// A profile made ready to run: one rule table for each SOP class.
#pragma once

#include <absl/status/statusor.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/match/rule_table.h"
#include "rules/language/rule_file.h"
#include "rules/parse/parser.h"
#include "rules/profile/profile.h"
#include "rules/profile/safe_private.h"

namespace dcmscrub {

struct PolicyParts;
class SiteProgram;

// Owns what its table views. Immutable; does not move.
class CompiledPolicy {
 public:
  CompiledPolicy(const CompiledPolicy&) = delete;
  CompiledPolicy& operator=(const CompiledPolicy&) = delete;

  const RuleTable& table() const { return table_; }

 private:
  friend class PolicyCompiler;
  CompiledPolicy() = default;

  std::shared_ptr<const PolicyParts> parts_;
  std::vector<Rule> rules_;
  std::vector<PathRule> path_slots_;
  std::vector<std::uint64_t> required_places_;
  RuleTable table_;
};

// What a policy is made of: a rule file, and what the command line adds to it.
struct PolicySource {
  RuleFile file;
  std::vector<Option> options;  // of the command line
  std::optional<DateShiftRange> date_shift;
  ReadText read;
  // Files of --identifiers (identifier_file.h), read with `read`.
  std::vector<std::string> identifiers;
};

// Immutable: any number of threads may share one.
class Policy {
 public:
  // A profile by its name, "basic" or "none", without options. kNotFound names
  // what exists.
  static absl::StatusOr<std::unique_ptr<const Policy>> FromProfileName(
      std::string_view name);

  // nullptr with errors in `diagnostics`: options that exclude each other, a
  // table, list or certificate that cannot be read. Warnings are added there,
  // too.
  static std::unique_ptr<const Policy> Make(
      const PolicySource& source, std::vector<Diagnostic>& diagnostics);

  // The table for objects of a SOP class, in about a millisecond. What the
  // Standard does not know, private classes included, gets the one table for
  // that: AttributeTable::sop_class_known is false in it. The result owns all
  // that it needs and may outlive the policy.
  std::unique_ptr<const CompiledPolicy> Compile(
      std::string_view sop_class_uid) const;

  const Profile& profile() const;
  // Rows of the lists of safe private attributes as they were read, the
  // Standard's first; none without Retain Safe Private.
  std::span<const SafePrivate> safe_private() const;
  // nullptr: no statements.
  const SiteProgram* site() const;

  // Whether outputs are searched for what was taken out:
  // ResidueTable::searches.
  bool searches() const;

  // Changes whenever outputs may: 16 hexadecimal digits of a hash of the
  // profile and options, a site's statements and all lists and tables, the
  // program's version and the edition of the Standard.
  const std::string& fingerprint() const;

  // What `label` statements may write: attributes of the top level, ascending,
  // with their text in UTF-8. Those whose text comes to nothing, and those that
  // other statements always come before, are not among them. Where one has a
  // condition, an attribute may have several.
  struct Label {
    Tag tag;
    std::string text;
  };
  std::vector<Label> labels() const;
  // The rules count days from the first of a case: RunOptions::first_day.
  bool needs_first_day() const;
  // That first day becomes this one; only where it is needed.
  std::optional<std::int64_t> day_zero() const;

  // What objects have in common whose dates move by the same number of days.
  DatesBy dates_by() const;

  // For (0012,0063), as MarkTable::method.
  const std::string& method() const;

 private:
  friend class PolicyCache;
  explicit Policy(std::shared_ptr<const PolicyParts> parts);

  std::unique_ptr<const CompiledPolicy> CompileCiod(int ciod) const;

  std::shared_ptr<const PolicyParts> parts_;
};

// Tables of one policy, each compiled when it is first asked for. Any thread
// may call at any time; only the first call for an IOD takes a lock. Tables
// neither move nor die before the cache.
class PolicyCache {
 public:
  // `policy` must outlive the cache.
  explicit PolicyCache(const Policy* policy);
  PolicyCache(const PolicyCache&) = delete;
  PolicyCache& operator=(const PolicyCache&) = delete;

  // Never nullptr.
  const RuleTable* TableFor(std::string_view sop_class_uid);

 private:
  const Policy* policy_;
  // Not absl::Mutex: ThreadSanitizer cannot see into the distribution's build
  // of that.
  std::mutex mutex_;
  std::vector<std::unique_ptr<const CompiledPolicy>> owned_;  // under mutex_
  // By IOD, as SOP classes of one IOD share a table; the last one is for
  // unknown SOP classes.
  std::vector<std::atomic<const RuleTable*>> tables_;
};

}  // namespace dcmscrub
