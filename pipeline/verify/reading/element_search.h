// Whether something of an original stands in a value, as its VR has it be read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/text/text_codec.h"
#include "pipeline/verify/reading/checks.h"
#include "pipeline/verify/reading/gdcm_object.h"
#include "pipeline/verify/reading/patterns.h"

namespace dcmscrub {

// Keeps both, which must outlive it.
class ElementSearch {
 public:
  ElementSearch(const VerifyPatterns& patterns, TextCodec& codec)
      : patterns_(patterns), codec_(codec) {}

  // The check that finds something in it, whatever the place.
  std::optional<Check> Find(const GdcmElement& element,
                            VerifyPatterns::Sought sought = {}) const;

 private:
  std::optional<Check> FindInBytes(const GdcmElement& element,
                                   VerifyPatterns::Sought sought) const;
  std::vector<std::string> TextsOf(const GdcmElement& element) const;
  bool InItsCharacterSet(const GdcmElement& element,
                         VerifyPatterns::Sought sought) const;

  const VerifyPatterns& patterns_;
  TextCodec& codec_;
};

}  // namespace dcmscrub
