#include "kernels/emit/seal.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "kernels/core/ascii.h"
#include "kernels/core/element_writer.h"
#include "kernels/core/text.h"
#include "kernels/core/values.h"
#include "kernels/parse/object_facts.h"

namespace dcmscrub {
namespace {

constexpr char kBlank = '0';  // stands for each character of the seal itself

// Feeds a hash with ranges of the input stream, as the input's elements tell
// them: headers and delimiters as this program writes them, and values that
// are loaded. What is not loaded may not be in memory.
class RangeHasher {
 public:
  // `delimited` and `header` are working storage.
  RangeHasher(KeyedHash::Stream& stream, std::span<const Element> elements,
              Bytes memory, std::vector<std::uint32_t>& delimited,
              Arena& header)
      : stream_(stream),
        elements_(elements),
        memory_(memory),
        delimiters_(delimited),
        header_(header) {
    delimiters_.clear();
    for (std::uint32_t i = 0; i < elements.size(); ++i) {
      if (elements[i].delimiter_size != 0) delimiters_.push_back(i);
    }
    std::ranges::sort(delimiters_, {}, [&](std::uint32_t i) {
      return elements_[i].value_end();
    });
  }

  // The bytes of the seal that stand at `place` of the stream count as blank.
  void Blank(std::uint64_t place) { blank_ = place; }

  // Whether the byte that follows pads a value that is left out, and so is to
  // be left out as well. Asking settles it.
  bool TakePadding() { return std::exchange(owes_padding_, false); }

  void Add(std::uint64_t begin, std::uint64_t end) {
    auto element =
        std::ranges::lower_bound(elements_, begin, {}, &Element::offset);
    // A value whose header is written anew, or a later part of one that is not
    // loaded.
    if (element != elements_.begin()) {
      const Element& before = *(element - 1);
      if (!before.has(Element::kContainer) && begin >= before.value_offset() &&
          begin < before.value_end()) {
        if (begin == before.value_offset()) AddValue(before);
        begin = before.value_end();
      }
    }
    while (begin < end) {
      if (element != elements_.end() && element->offset == begin) {
        begin = AddElement(*element++);
      } else if (const Element* const closed = ClosedAt(begin)) {
        AddDelimiter(*closed);
        begin = closed->end();
      } else {
        return;  // nothing of the index begins there
      }
    }
  }

 private:
  std::uint64_t AddElement(const Element& element) {
    const bool undefined = element.has(Element::kLengthUndefined);
    header_.clear();
    AppendHeader(header_, element.tag, element.written_vr,
                 undefined ? kUndefinedLength
                           : static_cast<std::uint32_t>(element.value_length),
                 element.encoding());
    stream_.Add(header_);
    if (element.has(Element::kContainer)) return element.value_offset();
    AddValue(element);
    return element.value_end();
  }

  void AddValue(const Element& element) {
    owes_padding_ = !element.has(Element::kLoaded) &&
                    !element.has(Element::kEncapsulated) &&
                    element.value_length % 2 != 0;
    const Bytes value = LoadedValue(element, memory_);
    const std::uint64_t begin = element.value_offset();
    if (blank_ < begin || blank_ >= begin + value.size()) {
      return stream_.Add(value);
    }
    const std::size_t before = blank_ - begin;
    std::array<std::uint8_t, kSealCharacters> blank;
    blank.fill(kBlank);
    stream_.Add(value.first(before));
    stream_.Add(blank);
    stream_.Add(value.subspan(before + kSealCharacters));
  }

  const Element* ClosedAt(std::uint64_t offset) const {
    const auto found = std::ranges::lower_bound(
        delimiters_, offset, {},
        [&](std::uint32_t i) { return elements_[i].value_end(); });
    if (found == delimiters_.end() || elements_[*found].value_end() != offset) {
      return nullptr;
    }
    return &elements_[*found];
  }

  void AddDelimiter(const Element& element) {
    header_.clear();
    AppendHeader(header_,
                 element.is_item() ? tags::kItemDelimitation
                                   : tags::kSequenceDelimitation,
                 Vr::kNone, 0, element.encoding());
    stream_.Add(header_);
  }

  KeyedHash::Stream& stream_;
  std::span<const Element> elements_;
  Bytes memory_;
  std::vector<std::uint32_t>& delimiters_;  // who ends with one, by value_end
  Arena& header_;
  bool owes_padding_ = false;
  std::uint64_t blank_ = static_cast<std::uint64_t>(-1);
};

// 100 bits of the digest.
std::array<char, kSealCharacters> SealOf(const Digest& digest) {
  std::array<char, kSealCharacters> text;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::uint32_t bits = 0;
    for (std::size_t bit = 5 * i; bit < 5 * i + 5; ++bit) {
      bits = bits << 1 | (digest[bit / 8] >> (7 - bit % 8) & 1u);
    }
    text[i] = kBase32[bits];
  }
  return text;
}

}  // namespace

std::size_t FindSeal(std::string_view method) {
  for (const std::string_view padded : Values(method)) {
    const std::string_view value = TrimPadding(padded);
    if (value.size() == kSealSize && value.starts_with(kSealPrefix)) {
      return static_cast<std::size_t>(value.data() - method.data()) +
             kSealPrefix.size();
    }
  }
  return std::string_view::npos;
}

void Sealer::Write(const KeyedHash& hash, std::string_view policy,
                   const ElementIndex& index, Bytes memory,
                   std::uint64_t data_set_begin, std::uint64_t place,
                   EditList& edits) {
  KeyedHash::Stream stream = hash.Begin();
  stream.Add(AsBytes(policy));
  RangeHasher hasher(stream, index.elements(), memory, delimited_, header_);
  std::uint64_t done = 0;  // of the output
  for (const Run& run : edits.runs()) {
    const std::uint64_t skipped =
        std::min(run.size, data_set_begin - std::min(data_set_begin, done));
    done += run.size;
    if (skipped == run.size) continue;
    const std::uint64_t begin = run.offset + skipped;
    if (run.from == Run::From::kArena) {
      const std::uint64_t padding = hasher.TakePadding() ? 1 : 0;
      stream.Add(Bytes(edits.arena())
                     .subspan(begin + padding, run.size - skipped - padding));
    } else {
      hasher.Add(begin, run.offset + run.size);
    }
  }
  const auto seal = SealOf(stream.Finish());
  std::ranges::copy(seal,
                    edits.arena().begin() + static_cast<std::ptrdiff_t>(place));
}

bool Sealer::Holds(const KeyedHash& hash, std::string_view policy,
                   const ElementIndex& index, Bytes memory,
                   std::uint64_t place) {
  const std::span<const Element> elements = index.elements();
  if (elements.empty()) return false;
  KeyedHash::Stream stream = hash.Begin();
  stream.Add(AsBytes(policy));
  RangeHasher hasher(stream, elements, memory, delimited_, header_);
  hasher.Blank(place);
  hasher.Add(elements.front().offset, index.end());
  const auto seal = SealOf(stream.Finish());
  const auto holder = std::ranges::find_if(elements, [&](const Element& e) {
    return !e.has(Element::kContainer) && e.value_offset() <= place &&
           place + kSealCharacters <= e.value_end();
  });
  if (holder == elements.end() || !holder->has(Element::kLoaded)) return false;
  const Bytes given =
      LoadedValue(*holder, memory)
          .subspan(place - holder->value_offset(), kSealCharacters);
  return std::ranges::equal(AsText(given), seal);
}

}  // namespace dcmscrub
