// Where an output stands below the output folder: a template such as
// "{patient}/{study}/{series}/{instance}.dcm", filled with new identifiers.
// Nothing of the input's own path or values gets in.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dcmscrub {

// New identifiers of one output. Any may be empty.
struct LayoutNames {
  std::string_view patient;  // pseudonym
  std::string_view study;    // UIDs
  std::string_view series;
  std::string_view instance;
  std::string_view modality;  // of the input: a code, checked here
};

// Immutable after Parse: any number of threads may share one.
class Layout {
 public:
  // "mirror" or a template. InvalidArgument for a field that does not exist,
  // a template without {instance} (all outputs would share few names), and
  // one that leaves the output folder: an absolute path, empty, "." or ".."
  // components.
  static absl::StatusOr<Layout> Parse(std::string_view text);

  bool mirror() const { return mirror_; }

  // Appends the path for `names`. A value keeps letters, digits, '.', '-' and
  // '_'; what else is in it becomes '_', a leading dot as well, and it is cut
  // at 64 bytes. For an empty value stands "unknown-patient" and the like; a
  // modality that is no code of 1 to 16 characters becomes "OT".
  void Append(const LayoutNames& names, std::string& path) const;

 private:
  struct Piece {
    std::string_view LayoutNames::*field = nullptr;  // else a literal
    std::string text;  // the literal, or what stands for an empty value
  };

  bool mirror_ = false;
  std::vector<Piece> pieces_;
};

}  // namespace dcmscrub
