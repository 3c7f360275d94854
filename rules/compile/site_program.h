// The statements of a rule file, ready to run: which of them may match which
// attribute (chains, as the kernels want them), and how their conditions and
// values are computed.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "kernels/match/rule_table.h"
#include "kernels/match/site_rules.h"
#include "rules/language/rule_file.h"
#include "rules/parse/parser.h"

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

  // In the order of the text; numbers of statements are indices in this. A
  // statement of the text has one for each of its selectors, and one for each
  // exception of `all except`; `skip`, `quarantine` and `tag` have one that is
  // in no chain.
  std::span<const SiteStatement> statements() const;
  // Of a number: the statement as parsed, for explain and check, and its place
  // in RuleFile::statements.
  const Statement& source(std::uint16_t statement) const;
  std::size_t source_index(std::uint16_t statement) const;
  std::span<const PathPattern> paths() const;  // [0] is anywhere
  std::span<const SiteTable::SetRule> sets() const;

  // Statements that may match an attribute of PS3.6, in order, cut after the
  // first that always does. Those of a VR serve attributes that have it in
  // PS3.6 (and then in the file as well). Empty for most attributes, and for
  // those that PS3.6 lacks.
  std::vector<std::uint16_t> StatementsFor(Tag tag) const;
  // The same for a private attribute; kAny of PrivateRule stands for what no
  // statement names, and so does an empty creator.
  std::vector<std::uint16_t> StatementsForPrivate(std::string_view creator,
                                                  std::uint16_t group,
                                                  std::uint16_t element) const;
  std::vector<std::uint16_t> StatementsForUnknown() const;
  // (creator, group, element) of every selector that names a creator: what must
  // have a slot of its own. Distinct, ascending.
  struct PrivateName {
    std::string_view creator;
    std::uint16_t group = PrivateRule::kAny;
    std::uint16_t element = PrivateRule::kAny;

    friend auto operator<=>(const PrivateName&, const PrivateName&) = default;
  };
  std::vector<PrivateName> PrivateNames() const;

  // Whether an output, scrubbed again, might change (seal.h): dates are moved,
  // or a value or a condition comes from what may have changed. `stays` tells
  // of an attribute of the top level that the policy changes it in no object.
  bool computes(const std::function<bool(Tag)>& stays) const;

  Judgement Judge(const ObjectView& object, SiteState& state) const override;
  Outcome Compute(std::uint16_t statement, const ObjectView& object,
                  std::uint32_t i, const Identity& identity,
                  std::string& utf8) const override;
  std::string_view Label(std::uint16_t label) const override;

  ~SiteProgram() override;

 private:
  struct Parts;
  explicit SiteProgram(std::unique_ptr<const Parts> parts);

  std::unique_ptr<const Parts> parts_;
};

}  // namespace dcmscrub
