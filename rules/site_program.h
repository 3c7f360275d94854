// The statements of a rule file, ready to run: which of them may match which
// attribute (chains, as the kernels want them), and how their conditions and
// values are computed.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "kernels/rule_table.h"
#include "kernels/site_rules.h"
#include "rules/parser.h"
#include "rules/rule_file.h"

namespace dcmscrub {

// Immutable after Make: any number of threads may share one.
class SiteProgram : public SiteRules {
 public:
  // Reads the tables that statements name. Mistakes in them (a missing file, a
  // bad row, a regular expression that RE2 refuses) are added to
  // `diagnostics`; then nullptr is returned.
  static std::unique_ptr<const SiteProgram> Make(
      const RuleFile& file, const ReadText& read,
      std::vector<Diagnostic>& diagnostics);

  // In the order of the text; numbers of statements are indices in this.
  std::span<const SiteStatement> statements() const;
  // Of a number: the statement as parsed, for explain and check.
  const Statement& source(std::uint16_t statement) const;
  std::span<const PathPattern> paths() const;
  std::span<const RuleTable::SetRule> sets() const;

  // Statements that may match, in order, cut after the first that always does.
  // `vr` is PS3.6's. Empty for most attributes.
  std::vector<std::uint16_t> StatementsFor(Tag tag, Vr vr) const;
  // The same for a private attribute; kAny of PrivateRule stands for what no
  // statement names.
  std::vector<std::uint16_t> StatementsForPrivate(
      std::string_view creator, std::uint16_t group,
      std::uint16_t element) const;
  std::vector<std::uint16_t> StatementsForUnknown() const;
  // (creator, group, element) of every private selector: what must have a slot
  // of its own.
  struct PrivateName {
    std::string_view creator;
    std::uint16_t group = PrivateRule::kAny;
    std::uint16_t element = PrivateRule::kAny;
  };
  std::vector<PrivateName> PrivateNames() const;

  // Whether an output, scrubbed again, might change: seal.h.
  bool computes() const;

  Judgement Judge(const ObjectView& object, SiteState& state) const override;
  Outcome Compute(std::uint16_t statement, const ObjectView& object,
                  std::uint32_t i, const Identity& identity,
                  std::string& utf8) const override;
  std::string_view Label(std::uint16_t label) const override;

 private:
  struct Parts;
  explicit SiteProgram(std::unique_ptr<const Parts> parts);

  std::unique_ptr<const Parts> parts_;
};

}  // namespace dcmscrub
