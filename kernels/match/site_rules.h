// A site's own rules, as the scrubber runs them. What they say is known to the
// rules layer alone, which implements SiteRules; kernels see where each
// statement may match, what kind of action it takes, and ask for the rest.
//
// The first statement of a chain that holds decides about an element; the
// profile decides where none does.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/core/tag.h"
#include "kernels/core/vr.h"
#include "kernels/match/action.h"

namespace dcmscrub {

class Identity;
class ObjectView;

// Sequences (and items) that must enclose an element.
struct PathStep {
  Tag tag;                          // under `mask`
  std::uint32_t mask = 0xFFFFFFFF;  // 0: any sequence
  static constexpr std::uint32_t kAnyItem = 0xFFFFFFFF;
  std::uint32_t item = kAnyItem;  // of that sequence, from 0
  bool gap_before = false;  // any sequences may stand between this one and
                            // the one before it (or the top level)
};
struct PathPattern {
  std::span<const PathStep> steps;  // outermost first
  bool gap_at_end = false;          // and between the last one and the element
};

// Holds for an element when all of its tests do.
struct SiteStatement {
  static constexpr std::uint16_t kAlways = 0xFFFF;

  Action action = Action::kKeep;
  std::uint16_t condition = kAlways;  // bit of SiteState::conditions
  std::uint16_t path = 0;             // in SiteTable::paths; 0: anywhere
  std::uint64_t vrs = 0;  // bit 1 << Vr for each that matches; 0: any. The
                          // element's VR, or PS3.6's where the file has none
  // The element's tag, repeating and private groups as they stand. Chains know
  // keywords and creators; this tells the attributes of one chain apart.
  Tag tag;
  std::uint32_t mask = 0;  // 0: any
  // Not 0: an exception (`all except`). It decides nothing; where it holds, the
  // chain goes on behind statement `past`.
  std::uint16_t past = 0;
  // Its value is the rule file's own text, whatever the object.
  bool constant = false;
};

// What was found out about one object, before any element is decided on.
// Reused from object to object.
struct SiteState {
  std::vector<std::uint64_t> conditions;  // a bit each
  std::vector<std::uint16_t> labels;      // of `tag` statements that hold,
                                          // ascending; see SiteRules::Label
  std::string text;                       // for SiteRules to work in

  bool Holds(std::uint16_t condition) const {
    return condition == SiteStatement::kAlways ||
           (conditions[condition / 64] >> condition % 64 & 1) != 0;
  }
};

// Immutable: any number of threads may share one.
class SiteRules {
 public:
  enum class Verdict : std::uint8_t {
    kScrub,
    kSkip,        // not written, by a `skip` statement
    kQuarantine,  // not written, by a `quarantine` statement
    kLookupMiss,  // not written: a table lacks the object's value
  };
  struct Judgement {
    Verdict verdict = Verdict::kScrub;
    std::uint16_t statement = 0;  // that said so
  };

  enum class Outcome : std::uint8_t {
    kText,  // the value is in the text
    kKeep,  // leave it to stay as it is
    kRemove,
    kEmpty,
    kDummy,
    kLookupMiss,  // the object is quarantined
    kBadValue,    // nothing came out, or what cannot be a value of the VR:
                  // quarantined
  };

  virtual ~SiteRules() = default;

  // Evaluates every condition on the original object, once.
  virtual Judgement Judge(const ObjectView& object, SiteState& state) const = 0;

  // The new value of element `i` of `object` by `statement`, as UTF-8 text
  // with backslashes between values; kNoElement: of an attribute that a `set`
  // adds. Appends to `utf8`. Reads the original object alone, so the order of
  // calls does not matter.
  virtual Outcome Compute(std::uint16_t statement, const ObjectView& object,
                          std::uint32_t i, const Identity& identity,
                          std::string& utf8) const = 0;

  // Of a `tag` statement; the rule file's own text, never a data set's.
  virtual std::string_view Label(std::uint16_t label) const = 0;
};

}  // namespace dcmscrub
