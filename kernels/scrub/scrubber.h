// The scrubber: element index + rule table + identity → edit list. Pure: the
// same arguments give the same bytes, on any thread and machine.
//
// What is in memory of the input is passed as `memory`: Element::memory
// points into it. Values that were not loaded are never needed: they are kept
// as ranges, removed, or replaced without being read.
//
// Before the elements a new preamble and file meta information are written
// (PS3.10 7.1, PS3.15 E.1.1). scrub_job.h names the phases. Where a search of
// the output finds what was taken out of it, they are gone through again, to
// take it out of what stays (residue_remover.h).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "kernels/core/bytes.h"
#include "kernels/core/error.h"
#include "kernels/scrub/change.h"
#include "kernels/scrub/scrub_input.h"
#include "kernels/scrub/telling_values.h"

namespace dcmscrub {

class EditList;
class Identity;
class IdentifierList;
class ResidueFinder;
struct Patch;
struct RuleTable;

// Working storage of one scrub at a time, reused from file to file. A warm one
// allocates nothing, but for what it has no room for yet, what a site's rules
// compute, and what is encrypted. Not for two threads at once.
class Scrubber {
 public:
  Scrubber();
  ~Scrubber();
  Scrubber(const Scrubber&) = delete;
  Scrubber& operator=(const Scrubber&) = delete;

  // Yields preamble, file meta information and data set into `edits`, which
  // is cleared first. The data set begins at data_set_begin() of the output.
  Fault Scrub(const ScrubInput& input, const RuleTable& rules,
              const Identity& identity, EditList& edits);

  // After Scrub: whether what leaves is to be searched, docs/residue.md. The
  // one who writes it asks MayHoldResidue (output_search.h) about what is in
  // memory, and FindResidue for the values of unread(); if any of them says
  // so, TakeOutResidue makes other edits.
  bool searches() const;
  // Elements that stay and whose values were not loaded, pixel data aside;
  // ascending.
  std::span<const std::uint32_t> unread() const;
  // Of a value, or of a piece of one (ResiduePatterns::kOverlap) that begins at
  // `offset`: appends what it holds. MergeHits, after the last piece.
  void FindResidue(Bytes bytes, std::uint64_t offset,
                   std::vector<ByteHit>& hits) const;
  // Scrubs again, and takes out what is found, value by value. `telling` are
  // those of unread() that hold something. Error::kResidue where something must
  // stay.
  Fault TakeOutResidue(const ScrubInput& input, const RuleTable& rules,
                       const Identity& identity, const TellingValues& telling,
                       EditList& edits);
  // Whether one component of the output's path holds what was taken out, also
  // where the policy has outputs not searched.
  bool NameHoldsResidue(std::string_view component) const;
  // What Scrub took out of this input and would be searched for, in UTF-8, in
  // the order of elements. For a run that gathers before it writes.
  const IdentifierList& Identifiers(const ScrubInput& input);
  // For output_search.h.
  const ResidueFinder& residue() const;
  std::span<const Patch> patches() const;

  WarningSet warnings() const;
  std::span<const Change> changes() const;
  // Of `tag` statements that hold; see SiteRules::Label.
  std::span<const std::uint16_t> labels() const;
  // By how many days dates were moved; 0 where the policy moves none.
  int date_offset() const;
  std::uint64_t data_set_begin() const;
  // What was sealed by us under this policy and key, and left as it is.
  bool unchanged() const;
  // New identifiers, for the output's name: empty where the object has none.
  // Views that live until the next Scrub.
  std::string_view sop_instance_uid() const;
  std::string_view study_instance_uid() const;
  std::string_view series_instance_uid() const;
  std::string_view patient_id() const;
  // The keyed one, whatever a site's rules made of the Patient ID.
  std::string_view pseudonym() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace dcmscrub
