// One object on its way through the phases of a scrub:
//
//   begin     facts, refusal, seal → new identifiers        scrub_begin.h
//   decide    element → Decision                            decide.h
//   apply     Decision → patch                              apply.h
//   complete  what the object lacks → additions             complete.h
//   emit      patches, additions → edit list                emitter.h
//
// This is what all of them read, and where they note what a caller wants to
// know of it. Internal to the scrubber.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "kernels/core/error.h"
#include "kernels/core/text.h"
#include "kernels/identity/identity.h"
#include "kernels/match/rule_table.h"
#include "kernels/parse/object_view.h"
#include "kernels/scrub/change.h"
#include "kernels/scrub/marks.h"
#include "kernels/scrub/scrub_input.h"

namespace dcmscrub {

// Nothing in it changes while the phases run.
struct ScrubJob {
  const ScrubInput& input;
  const RuleTable& rules;
  const Identity& identity;
  ObjectView object;
  // Text that is written anew is in UTF-8, and the object says so.
  bool to_utf8 = false;

  std::span<const Element> elements() const { return object.elements(); }
  // Without padding; empty where it was not loaded.
  std::string_view Text(std::uint32_t i) const {
    return TrimPadding(AsText(object.Value(i)));
  }
  // Of the output's data set.
  Encoding target() const {
    return input.make_explicit ? kExplicitLittle : input.index->encoding();
  }
  // What text that is written for the top level, or for element i, is in.
  std::string_view CharacterSet() const {
    return to_utf8 ? kUtf8Term : input.facts.character_set;
  }
  std::string_view CharacterSetOf(std::uint32_t i) const {
    return to_utf8 ? kUtf8Term : object.CharacterSetOf(i);
  }

  static constexpr std::string_view kUtf8Term = "ISO_IR 192";
};

// Reused from object to object.
struct ScrubNotes {
  WarningSet warnings;
  std::vector<Change> changes;
  // Elements that stay and whose values were not loaded, pixel data aside;
  // ascending.
  std::vector<std::uint32_t> unread;
  // Those that stay though PS3.15 has something done with them: their values
  // are no secret, wherever else they stand. Ascending.
  std::vector<std::uint32_t> spared;
  Fault fault;  // the first
  // A value cannot be written in its character set: the object has to be
  // turned to UTF-8, from the beginning.
  bool needs_utf8 = false;
  std::size_t seal_place = kNoSeal;  // in the arena

  void Clear() {
    warnings = WarningSet();
    changes.clear();
    unread.clear();
    spared.clear();
    fault = Fault();
    needs_utf8 = false;
    seal_place = kNoSeal;
  }
  void Fail(Error error, Tag tag, std::uint64_t offset,
            std::uint64_t detail = 0) {
    if (!fault) fault = {error, tag, offset, detail};
  }
};

}  // namespace dcmscrub
