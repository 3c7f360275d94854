// Which Type an attribute has where it stands in an original, PS3.3 and PS3.5
// 7.4.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "pipeline/verify/reading/gdcm_object.h"
#include "rules/standard/iod.h"

namespace dcmscrub {

// One IOD for each kind of object; any thread may ask.
class VerifyIods {
 public:
  // nullptr: the Standard does not know the SOP class.
  const Iod* For(std::string_view sop_class);

 private:
  std::mutex mutex_;
  std::map<std::uint16_t, std::unique_ptr<const Iod>> iods_;
};

// The places of the elements of an object, in their order: kUnknown where the
// IOD does not tell. `iod` may be null.
std::vector<Place> TypesOf(const GdcmObject& object, const Iod* iod);

}  // namespace dcmscrub
