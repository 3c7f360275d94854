// The scrubber: element index + rule table + identity → edit list. Pure: the
// same arguments give the same bytes, on any thread and machine.
//
// What is in memory of the input is passed as `memory`: Element::memory
// points into it. Values that were not loaded are never needed: they are kept
// as ranges, removed, or replaced without being read.
//
// Three steps: decide on each element (this file), lay the output out
// (emitter.h), and before both write a new preamble and file meta information
// (PS3.10 7.1, PS3.15 E.1.1). A fourth, where a search of the output finds what
// was taken out of it: decide again, and take it out (residue_finder.h).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/clean/text_changer.h"
#include "kernels/core/bytes.h"
#include "kernels/core/edit_list.h"
#include "kernels/core/encoding.h"
#include "kernels/core/error.h"
#include "kernels/identity/identity.h"
#include "kernels/identity/uid_memo.h"
#include "kernels/match/rule_table.h"
#include "kernels/match/verdict_finder.h"
#include "kernels/parse/duplicates.h"
#include "kernels/parse/element_index.h"
#include "kernels/parse/object_facts.h"
#include "kernels/scrub/emitter.h"
#include "kernels/scrub/encrypted_attributes.h"
#include "kernels/scrub/patch_list.h"
#include "kernels/scrub/residue_finder.h"
#include "kernels/search/identifier_list.h"
#include "kernels/text/text_codec.h"

namespace dcmscrub {

// One element that does not leave as it came. For counts and dry runs: no
// values.
struct Change {
  enum class Kind : std::uint8_t {
    kRemoved,
    kEmptied,
    kReplaced,  // by a dummy or a pseudonym
    kUidMapped,
    kAdded,
    kRepaired,  // padded, cut, or given the right VR
    kShifted,   // a date, moved or made coarser
    kCleaned,   // text that lost words, ages that were capped
    kComputed,  // by a site's statement
    kKept,      // stays by an option or a statement, though PS3.15 has
                // something done with it
    kResidue,   // lost what was taken out elsewhere: docs/residue.md
  };
  static constexpr std::uint16_t kNoStatement = 0xFFFF;

  Tag tag;
  Kind kind = Kind::kRemoved;
  std::uint16_t statement = kNoStatement;  // of the site, that decided so
  friend auto operator<=>(const Change&, const Change&) = default;
};
inline constexpr int kChangeKindCount = 11;
std::string_view ChangeKindName(Change::Kind kind);

// (0002,0002) of a file that gives its SOP class nowhere.
inline constexpr std::string_view kUnknownSopClassUid =
    "2.25.209993169433153103240249022106098929945";

struct ScrubInput {
  const ElementIndex* index = nullptr;
  Bytes memory;
  ObjectFacts facts;      // completed from the file meta
  TransferSyntax syntax;  // of the output
  // Write every header anew in explicit VR: a data set in implicit VR whose
  // transfer syntax exists in explicit VR alone.
  bool make_explicit = false;
  // Scrub what this program de-identified before, under another key or policy;
  // otherwise that is refused.
  bool again = false;
  // By how many days dates move, for all objects of a case; where the rules
  // name a day zero. Nothing: by the patient's own offset.
  std::optional<int> date_offset;
  // What to search for besides the object's own values: those of all objects of
  // its patient. May be null.
  const ResiduePatterns* patient = nullptr;
  // Whether NameHoldsResidue or Identifiers may be asked afterwards. A policy
  // that has outputs not searched is spared the gathering where not.
  bool names = true;
};

// Working storage of one scrub at a time, reused from file to file: a warm
// Scrubber allocates nothing. Not for two threads at once.
class Scrubber {
 public:
  Scrubber() = default;
  Scrubber(const Scrubber&) = delete;
  Scrubber& operator=(const Scrubber&) = delete;

  // Yields preamble, file meta information and data set into `edits`, which
  // is cleared first. The data set begins at data_set_begin() of the output.
  Fault Scrub(const ScrubInput& input, const RuleTable& rules,
              const Identity& identity, EditList& edits);

  // After Scrub: whether what leaves is to be searched, docs/residue.md. The
  // one who writes it glances at every piece of the output but pixel data, goes
  // on with MayHoldBeyondAscii where that tells to, and asks HoldsResidue for
  // the values of unread(); if any of them says so, TakeOutResidue makes other
  // edits. output_search.h does the first two.
  bool searches() const { return searches_; }
  ResiduePatterns::Glance GlanceAt(Bytes bytes) const {
    return residue_.GlanceAt(bytes);
  }
  bool MayHoldBeyondAscii(const ElementIndex& index, Bytes memory,
                          const EditList& edits) const;
  // Elements that stay and whose values were not loaded, pixel data aside;
  // ascending.
  std::span<const std::uint32_t> unread() const { return unread_; }
  // Of a piece of a value; see ResiduePatterns::IsInBytes.
  bool HoldsResidue(Bytes bytes) const { return residue_.IsInBytes(bytes); }
  // Scrubs again, and takes out what is found, value by value. `telling` are
  // those of unread() that hold something, ascending. Error::kResidue where
  // something must stay.
  Fault TakeOutResidue(const ScrubInput& input, const RuleTable& rules,
                       const Identity& identity,
                       std::span<const std::uint32_t> telling, EditList& edits);
  // Whether one component of the output's path holds what was taken out, also
  // where the policy has outputs not searched.
  bool NameHoldsResidue(std::string_view component) const {
    return residue_.IsInName(component);
  }
  // What Scrub took out of this input and would be searched for, in UTF-8, in
  // the order of elements. For a run that gathers before it writes.
  const IdentifierList& Identifiers(const ScrubInput& input);

  WarningSet warnings() const { return warnings_; }
  std::span<const Change> changes() const { return changes_; }
  // Of `tag` statements that hold; see SiteRules::Label.
  std::span<const std::uint16_t> labels() const { return site_.labels; }
  // By how many days dates were moved; 0 where the policy moves none.
  int date_offset() const { return date_offset_; }
  std::uint64_t data_set_begin() const { return data_set_begin_; }
  // What was sealed by us under this policy and key, and left as it is.
  bool unchanged() const { return unchanged_; }
  // New identifiers, for the output's name: empty where the object has none.
  // Views that live until the next Scrub.
  std::string_view sop_instance_uid() const { return sop_instance_.view(); }
  std::string_view study_instance_uid() const { return study_.view(); }
  std::string_view series_instance_uid() const { return series_.view(); }
  std::string_view patient_id() const { return patient_.view(); }
  // The keyed one, whatever a site's rules made of the Patient ID.
  std::string_view pseudonym() const { return pseudonym_.view(); }

 private:
  friend class ScrubPass;  // the arguments and progress of one call

  Fault Pass(const ScrubInput& input, const RuleTable& rules,
             const Identity& identity, EditList& edits,
             const std::span<const std::uint32_t>* telling);

  PatchList patches_;
  Emitter emitter_;
  TextCodec codec_;
  VerdictFinder verdicts_;
  TextChanger texts_;
  OriginalsEncrypter encrypter_;
  Duplicates duplicates_;
  UidMemo uids_;
  std::vector<Bytes> contents_;           // for an instance with no UID
  std::vector<std::uint32_t> originals_;  // to be encrypted
  std::string computed_;
  std::vector<Change> changes_;
  ResidueFinder residue_;
  std::vector<std::uint32_t> unread_;
  std::vector<TextRange> found_;
  bool searches_ = false;
  SiteState site_;
  int date_offset_ = 0;
  bool unchanged_ = false;
  WarningSet warnings_;
  std::uint64_t data_set_begin_ = 0;
  ShortText sop_instance_, study_, series_, patient_, pseudonym_;
};

}  // namespace dcmscrub
