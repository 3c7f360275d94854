#include "kernels/scrubber.h"

#include "kernels/scrub_pass.h"

namespace dcmscrub {

Fault Scrubber::Scrub(const ScrubInput& input, const RuleTable& rules,
                      const Identity& identity, EditList& edits) {
  return Pass(input, rules, identity, edits, nullptr);
}

Fault Scrubber::TakeOutResidue(const ScrubInput& input, const RuleTable& rules,
                               const Identity& identity,
                               std::span<const std::uint32_t> telling,
                               EditList& edits) {
  return Pass(input, rules, identity, edits, &telling);
}

const IdentifierList& Scrubber::Identifiers(const ScrubInput& input) {
  return residue_.Identifiers(
      ObjectView(*input.index, input.memory, input.facts, codec_));
}

Fault Scrubber::Pass(const ScrubInput& input, const RuleTable& rules,
                     const Identity& identity, EditList& edits,
                     const std::span<const std::uint32_t>* telling) {
  ScrubPass pass(*this, input, rules, identity, edits, telling,
                 /*to_utf8=*/false);
  const Fault fault = pass.Run();
  if (fault || !pass.needs_utf8()) return fault;
  const Fault again = ScrubPass(*this, input, rules, identity, edits, telling,
                                /*to_utf8=*/true)
                          .Run();
  warnings_.Add(Warning::kTurnedToUtf8);
  if (texts_.undecodable()) warnings_.Add(Warning::kUndecodableText);
  return again;
}

std::string_view ChangeKindName(Change::Kind kind) {
  switch (kind) {
    case Change::Kind::kRemoved:
      return "removed";
    case Change::Kind::kEmptied:
      return "emptied";
    case Change::Kind::kReplaced:
      return "replaced";
    case Change::Kind::kUidMapped:
      return "uid-mapped";
    case Change::Kind::kAdded:
      return "added";
    case Change::Kind::kRepaired:
      return "repaired";
    case Change::Kind::kShifted:
      return "shifted";
    case Change::Kind::kCleaned:
      return "cleaned";
    case Change::Kind::kComputed:
      return "computed";
    case Change::Kind::kKept:
      return "kept";
    case Change::Kind::kResidue:
      return "residue";
  }
  return "";
}

}  // namespace dcmscrub
