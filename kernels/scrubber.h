// The one loop: element index + rule table + identity → edit list. Pure: the
// same arguments give the same bytes, on any thread and machine.
//
// What is in memory of the input is passed as `memory`: Element::memory
// points into it. Values that were not loaded are never needed: they are kept
// as ranges, removed, or replaced without being read.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "kernels/bytes.h"
#include "kernels/edit_list.h"
#include "kernels/element_index.h"
#include "kernels/encoding.h"
#include "kernels/error.h"
#include "kernels/identity.h"
#include "kernels/rule_table.h"
#include "kernels/tag_matcher.h"

namespace dcmscrub {

// What must be known of an object before its rules can be chosen and run:
// top-level values without padding. Views into `memory`.
struct ObjectFacts {
  std::string_view sop_class_uid;
  std::string_view sop_instance_uid;
  std::string_view study_instance_uid;
  std::string_view series_instance_uid;
  std::string_view patient_id;
  std::string_view issuer_of_patient_id;
  std::string_view patient_name;
  std::string_view modality;
  std::string_view character_set;
  bool has_sop_instance_uid = false;  // the element is there, empty or not
};

ObjectFacts CollectFacts(const ElementIndex& index, Bytes memory);

// One element that does not leave as it came. For counts and dry runs: no
// values.
struct Change {
  enum class Kind : std::uint8_t {
    kRemoved, kEmptied, kReplaced, kUidMapped, kAdded, kRepaired,
  };
  Tag tag;
  Kind kind = Kind::kRemoved;
};
inline constexpr int kChangeKindCount = 6;
std::string_view ChangeKindName(Change::Kind kind);

struct ScrubInput {
  const ElementIndex* index = nullptr;
  Bytes memory;
  ObjectFacts facts;       // sop_class_uid and sop_instance_uid may come from
                           // the file meta where the data set lacks them
  TransferSyntax syntax;   // of the output
  // Write every header anew in explicit VR: a data set in implicit VR whose
  // transfer syntax exists in explicit VR alone.
  bool make_explicit = false;
};

// Working storage of one scrub at a time, reused from file to file: a warm
// Scrubber allocates nothing. Not for two threads at once.
class Scrubber {
 public:
  Scrubber() = default;
  Scrubber(const Scrubber&) = delete;
  Scrubber& operator=(const Scrubber&) = delete;

  // Yields the preamble, the file meta information and the data set into
  // `edits`, which is cleared first. The data set begins at
  // data_set_begin() bytes into the output.
  Fault Scrub(const ScrubInput& input, const RuleTable& rules,
              const Identity& identity, EditList& edits);

  WarningSet warnings() const { return warnings_; }
  std::span<const Change> changes() const { return changes_; }
  std::uint64_t data_set_begin() const { return data_set_begin_; }
  // New identifiers, for the output's name; views that live until the next
  // Scrub.
  std::string_view sop_instance_uid() const { return sop_instance_.view(); }
  std::string_view study_instance_uid() const { return study_.view(); }
  std::string_view series_instance_uid() const { return series_.view(); }
  std::string_view patient_id() const { return patient_.view(); }

 private:
  struct Patch {
    enum class Kind : std::uint8_t {
      kRemove,   // header, value, delimiter and all
      kReplace,  // all of it by arena bytes
      kRewrite,  // a new header with `vr`; the value stays (cut to `keep`
                 // bytes, padded to even length)
      kAppend,   // arena bytes after the last child
    };
    std::uint32_t element = 0;
    Kind kind = Kind::kRemove;
    Vr vr = Vr::kNone;
    std::uint64_t begin = 0;  // in the arena
    std::uint64_t size = 0;   // in the arena; of kRewrite: bytes kept
  };
  struct Addition {
    Tag tag;
    std::uint64_t begin = 0;
    std::uint64_t size = 0;
  };

  class Pass;  // the state of one call

  std::vector<Patch> patches_;          // ascending by element
  std::vector<std::int64_t> growth_;    // of each container's value, in bytes
  std::vector<NodeId> nodes_;           // of the items of each container
  std::vector<std::uint32_t> siblings_;  // scratch for unordered levels
  std::vector<Addition> additions_;     // ascending by tag
  std::vector<Change> changes_;
  WarningSet warnings_;
  std::uint64_t data_set_begin_ = 0;
  ShortText sop_instance_, study_, series_, patient_;
};

}  // namespace dcmscrub
