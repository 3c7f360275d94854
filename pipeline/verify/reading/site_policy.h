// What a site means to be done: its rules, read once more, so that what they
// were told to leave can be told from what went wrong. Conditions count as
// fulfilled: a rule may have been the reason, nobody asks whether it was.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "kernels/match/action.h"
#include "pipeline/verify/reading/claims.h"
#include "pipeline/verify/reading/findings.h"
#include "pipeline/verify/reading/patterns.h"
#include "rules/compile/policy.h"
#include "rules/parse/identifier_file.h"

namespace dcmscrub {

// As a command line names them.
struct GivenRules {
  std::shared_ptr<const Policy> policy;
  RuleFile file;
  std::vector<IdentifierLine> identifiers;  // of --identifiers
  // What takes back the profile is a note; else a finding all the same.
  bool may_weaken = true;
};

// Any thread may ask.
class VerifySitePolicy {
 public:
  explicit VerifySitePolicy(const GivenRules& rules);

  // The claims of an object as they should be: the options are those of the
  // policy, whatever is said.
  void Settle(VerifyClaims& claims, std::string_view sop_class);

  // What is to be said of an element instead of `check`: the same, or where the
  // rules may be the reason a note, or nothing. `was_there`: the original has
  // its value.
  std::optional<Check> Judge(Check check, const GdcmObject& object,
                             const GdcmElement& element, bool was_there) const;
  // Whether a statement is for an element.
  bool Decides(const GdcmObject& object, const GdcmElement& element) const;
  // Whether the one that decides, in all objects, leaves no value there.
  bool Takes(const GdcmObject& object, const GdcmElement& element) const;
  // Whether one may have the original value stay, and that is no finding.
  bool Keeps(const GdcmObject& object, const GdcmElement& element) const;

  // For what is searched for of an original.
  const VerifySiteWords& words() const { return words_; }
  // What is searched for in every object besides; may be empty.
  const VerifyPatterns& sought() const { return sought_; }

 private:
  // The statements for an element, in order, up to the first without condition.
  std::vector<const Statement*> StatementsFor(const GdcmObject& object,
                                              const GdcmElement& element) const;
  // What they may leave of its value, most of all; nothing where there is none.
  std::optional<Left> LeftIn(const GdcmObject& object,
                             const GdcmElement& element) const;
  bool AllowsHit(const GdcmObject& object, const GdcmElement& element) const;
  bool IsListedSafe(const GdcmElement& element) const;
  void ReadWords();
  void ReadSought(const std::vector<IdentifierLine>& identifiers);

  const std::shared_ptr<const Policy> policy_;
  const RuleFile& file_;
  const bool may_weaken_;
  const bool searches_;  // outputs for what was taken out
  VerifySiteWords words_;
  const VerifySiteWords asked_for_{.asked_for = true};
  VerifyPatterns sought_{&asked_for_};
  PolicyCache tables_;
  const RuleTable& any_;  // of unknown SOP classes
};

}  // namespace dcmscrub
