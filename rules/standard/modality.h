// (0008,0060) Modality of objects, as far as PS3.3 fixes it by the IOD.
#pragma once

#include <cstdint>
#include <string_view>

namespace dcmscrub {

// Whether an object of an IOD, an index in StandardCiods(), may have that
// Modality. Yes for all IODs that leave it open (secondary captures, documents,
// raw data), and for some of which it is not noted here.
bool MayHaveModality(std::uint16_t ciod, std::string_view modality);

}  // namespace dcmscrub
