#include "kernels/scrub/scrubber.h"

#include <algorithm>

#include "kernels/scrub/scrub_pass.h"

namespace dcmscrub {
namespace {

bool IsAscii(Bytes bytes) {
  std::uint64_t bits = 0;
  constexpr std::size_t kStep = sizeof(bits);
  if (bytes.size() < kStep) {
    for (const std::uint8_t byte : bytes) bits |= byte;
  } else {
    const std::uint8_t* const last = bytes.data() + bytes.size() - kStep;
    for (const std::uint8_t* at = bytes.data(); at < last; at += kStep) {
      bits |= Load<std::uint64_t>(at, ByteOrder::kLittle);
    }
    bits |= Load<std::uint64_t>(last, ByteOrder::kLittle);
  }
  return (bits & 0x8080808080808080) == 0;
}

}  // namespace

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

// What stays and may be text in bytes from 80H on; numbers have such, too.
bool Scrubber::MayHoldBeyondAscii(const ElementIndex& index, Bytes memory,
                                  const EditList& edits) const {
  const auto may = [this](Bytes bytes) {
    return !IsAscii(bytes) && residue_.MayBeIn(bytes);
  };
  // All else in the arena is the program's own.
  const bool texts = std::ranges::any_of(changes_, [](const Change& change) {
    return change.kind == Change::Kind::kCleaned ||
           change.kind == Change::Kind::kComputed ||
           change.kind == Change::Kind::kRepaired ||
           (change.kind == Change::Kind::kReplaced &&
            change.tag == tags::kDeidentificationMethod);
  });
  if (texts && may(edits.arena())) return true;
  const std::span<const Element> elements = index.elements();
  std::size_t i = 0;
  const auto may_up_to = [&](std::size_t end) {
    for (; i < end; ++i) {
      const Element& element = elements[i];
      if (HoldsNumbers(element.vr) || element.has(Element::kContainer) ||
          IsPixelData(element.tag)) {
        continue;
      }
      if (may(LoadedValue(element, memory))) return true;
    }
    return false;
  };
  for (const Patch& patch : patches_.patches()) {
    const bool gone = patch.kind == Patch::Kind::kRemove ||
                      patch.kind == Patch::Kind::kReplace;
    if (!gone || patch.element < i) continue;
    if (may_up_to(patch.element)) return true;
    i = elements[patch.element].next;
  }
  return may_up_to(elements.size());
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
