// A data set put together in any order and written down in tag order, in any
// encoding: samples are composed of modules, and several of them come in more
// than one transfer syntax.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kernels/core/encoding.h"
#include "kernels/core/tag.h"
#include "tests/support/dicom_bytes.h"

namespace dcmscrub {

class DataSet {
 public:
  // Each puts one element in, in place of an earlier one of the same tag.
  DataSet& Text(std::uint16_t group, std::uint16_t element, std::string_view vr,
                std::string_view value = {});
  DataSet& Numbers(std::uint16_t group, std::uint16_t element,
                   std::string_view vr, std::vector<std::int64_t> values);
  DataSet& Floats(std::uint16_t group, std::uint16_t element,
                  std::string_view vr, std::vector<double> values);
  DataSet& Sequence(std::uint16_t group, std::uint16_t element,
                    std::vector<DataSet> items);
  // Encapsulated Pixel Data, one frame a fragment.
  DataSet& Fragments(std::vector<std::string> fragments);
  // Every element of `other`.
  DataSet& Add(const DataSet& other);
  DataSet& Drop(std::uint16_t group, std::uint16_t element);

  std::size_t size() const { return elements_.size(); }  // top level
  // The text of an element, "" when there is none.
  std::string_view TextOf(std::uint16_t group, std::uint16_t element) const;

  DicomBytes Encode(Encoding encoding,
                    LengthForm lengths = LengthForm::kDefined) const;

 private:
  struct Fragment {
    std::string bytes;
  };
  struct Value {
    std::string vr;
    std::variant<std::string, std::vector<std::int64_t>, std::vector<double>,
                 std::vector<DataSet>, std::vector<Fragment>>
        content;
  };

  std::map<Tag, Value> elements_;
};

// One item of a code sequence, PS3.3 8.8.
DataSet Code(std::string_view value, std::string_view scheme,
             std::string_view meaning);

// A Part 10 file of `data_set`; deflated or with fragments when
// `transfer_syntax` says so.
std::vector<std::uint8_t> ToFile(const DataSet& data_set,
                                 std::string_view transfer_syntax,
                                 LengthForm lengths = LengthForm::kDefined);

}  // namespace dcmscrub
