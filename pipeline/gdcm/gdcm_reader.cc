#include "pipeline/gdcm/gdcm_reader.h"

#include <gdcmReader.h>
#include <gdcmSequenceOfFragments.h>
#include <gdcmSequenceOfItems.h>
#include <gdcmTrace.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <istream>
#include <streambuf>
#include <unordered_map>
#include <utility>
#include <vector>

#include "kernels/core/dictionary.h"
#include "kernels/core/text.h"
#include "pipeline/verify/reading/gdcm_object.h"
#include "pipeline/verify/reading/object_message.h"

namespace dcmscrub {
namespace {

using Sequence = gdcm::SmartPointer<gdcm::SequenceOfItems>;

constexpr std::size_t kPreamble = 128;
constexpr std::size_t kInflateLimit = std::size_t{4} << 30;
constexpr std::string_view kExplicitLittle = "1.2.840.10008.1.2.1";
constexpr std::array<std::string_view, 3> kDeflatedSyntaxes = {
    "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.4.95",
    "1.2.840.10008.1.2.4.205"};

// Reads what stands in memory, and knows where large pieces of it went.
class MemoryBuffer : public std::streambuf {
 public:
  static constexpr std::size_t kLarge = 1024;

  explicit MemoryBuffer(std::string& bytes) {
    setg(bytes.data(), bytes.data(), bytes.data() + bytes.size());
  }

  // Where `text`, which was read from here, stands; npos: not known, or it has
  // been changed, as numbers of big endian are.
  std::size_t Find(std::string_view text) const {
    const auto found = large_.find(text.data());
    if (found == large_.end()) return std::string_view::npos;
    const std::string_view file(eback(), egptr());
    return file.substr(found->second, text.size()) == text
               ? found->second
               : std::string_view::npos;
  }

 protected:
  std::streamsize xsgetn(char* to, std::streamsize size) override {
    if (size >= static_cast<std::streamsize>(kLarge)) {
      large_[to] = static_cast<std::size_t>(gptr() - eback());
    }
    size = std::min<std::streamsize>(size, egptr() - gptr());
    std::memcpy(to, gptr(), static_cast<std::size_t>(size));
    setg(eback(), gptr() + size, egptr());
    return size;
  }
  pos_type seekoff(off_type offset, std::ios_base::seekdir from,
                   std::ios_base::openmode mode) override {
    const off_type base = from == std::ios_base::beg   ? 0
                          : from == std::ios_base::cur ? gptr() - eback()
                                                       : egptr() - eback();
    return seekpos(base + offset, mode);
  }
  pos_type seekpos(pos_type to, std::ios_base::openmode) override {
    const off_type at = to;
    if (at < 0 || at > egptr() - eback()) return pos_type(off_type(-1));
    setg(eback(), eback() + at, egptr());
    return to;
  }

 private:
  std::unordered_map<const char*, std::size_t> large_;
};

bool HasPrefix(std::string_view file) {
  return file.size() >= kPreamble + 4 && file.substr(kPreamble, 4) == "DICM";
}

// Where the value of (0002,0010) stands in a file.
std::string_view FindSyntax(std::string_view file) {
  constexpr std::string_view kHeader("\x02\x00\x10\x00UI", 6);
  const std::size_t at = file.substr(0, 64 << 10).find(kHeader);
  if (at == std::string_view::npos || at + 8 > file.size()) return {};
  const auto low = static_cast<std::uint8_t>(file[at + 6]);
  const auto high = static_cast<std::uint8_t>(file[at + 7]);
  return file.substr(at + 8, std::size_t{low} + std::size_t{high} * 256);
}

void PutSyntax(std::string& file, std::string_view old,
               std::string_view syntax) {
  const auto at = static_cast<std::size_t>(old.data() - file.data());
  std::string value(old.size(), '\0');
  std::copy_n(syntax.begin(), std::min(syntax.size(), value.size()),
              value.begin());
  file.replace(at, value.size(), value);
}

// The file meta information ends where (0002,0000) says.
std::size_t MetaEnd(std::string_view file) {
  constexpr std::size_t kLength = kPreamble + 4 + 8;
  if (!HasPrefix(file) || file.size() < kLength + 4) return file.size();
  std::size_t length = 0;
  for (std::size_t i = 4; i-- > 0;) {
    length = length * 256 + static_cast<std::uint8_t>(file[kLength + i]);
  }
  return std::min(file.size(), kLength + 4 + length);
}

// Replaces a deflated data set by what is in it; `unread` gets the bytes
// behind the stream.
bool InflateDataSet(std::string& file, std::uint64_t& unread) {
  const std::size_t begin = MetaEnd(file);
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return false;
  std::string data_set;
  std::array<char, 1 << 16> piece;
  stream.next_in = reinterpret_cast<Bytef*>(file.data() + begin);
  stream.avail_in = static_cast<uInt>(file.size() - begin);
  int status = Z_OK;
  while (status == Z_OK && data_set.size() < kInflateLimit) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    status = inflate(&stream, Z_NO_FLUSH);
    data_set.append(piece.data(), piece.size() - stream.avail_out);
  }
  unread = stream.avail_in;
  inflateEnd(&stream);
  if (status != Z_STREAM_END) return false;
  // A stream of odd length has one byte of padding (PS3.5 A.5).
  if (unread == 1 && file.back() == '\0') unread = 0;
  file.replace(begin, std::string::npos, data_set);
  return true;
}

Tag TagOf(const gdcm::DataElement& element) {
  return {element.GetTag().GetGroup(), element.GetTag().GetElement()};
}

Vr FileVr(const gdcm::DataElement& element) {
  if (element.GetVR() == gdcm::VR::INVALID) return Vr::kNone;
  const std::string_view name = gdcm::VR::GetVRString(element.GetVR());
  return name.size() < 2 ? Vr::kNone
                         : ParseVr(static_cast<std::uint8_t>(name[0]),
                                   static_cast<std::uint8_t>(name[1]));
}

// Where a file says UN or nothing PS3.6 knows better.
Vr KnownVr(Tag tag, Vr vr) {
  if (vr != Vr::kNone && vr != Vr::kUN) return vr;
  if (tag.is_private_creator()) return Vr::kLO;
  if (tag.is_private() || tag.element() == 0) return vr;
  const Vr known = DictionaryVr(tag);
  return known == Vr::kNone ? vr : known;
}

std::string_view ValueOf(const gdcm::ByteValue* value) {
  if (value == nullptr || value->GetPointer() == nullptr) return {};
  return {value->GetPointer(), static_cast<std::size_t>(value->GetLength())};
}

bool MayBeSequence(const gdcm::DataElement& element, Vr vr) {
  if (vr == Vr::kSQ || element.GetVL().IsUndefined()) return true;
  if (vr != Vr::kUN && vr != Vr::kNone) return false;
  const std::string_view value = ValueOf(element.GetByteValue());
  return value.starts_with(std::string_view("\xFE\xFF\x00\xE0", 4)) ||
         value.starts_with(std::string_view("\xFF\xFE\xE0\x00", 4));
}

// Bytes of elements as they stand in the file.
class Measure {
 public:
  explicit Measure(bool implicit) : implicit_(implicit) {}

  std::uint64_t Of(const gdcm::DataSet& data_set) const {
    std::uint64_t size = 0;
    for (const gdcm::DataElement& element : data_set.GetDES()) {
      size += Of(element);
    }
    return size;
  }

 private:
  static constexpr std::uint64_t kItemHeader = 8;

  std::uint64_t Of(const gdcm::DataElement& element) const {
    const Vr vr = FileVr(element);
    const bool short_form =
        implicit_ || (vr != Vr::kNone && !Traits(vr).long_form);
    const std::uint64_t header = short_form ? 8 : 12;
    const gdcm::VL length = element.GetVL();
    if (!length.IsUndefined()) return header + length;
    const gdcm::SequenceOfFragments* fragments =
        element.GetSequenceOfFragments();
    if (fragments != nullptr) return header + Of(*fragments);
    const Sequence sequence = element.GetValueAsSQ();
    if (sequence == nullptr) return header;
    std::uint64_t size = header + kItemHeader;  // the delimitation
    for (std::size_t i = 1; i <= sequence->GetNumberOfItems(); ++i) {
      const gdcm::Item& item = sequence->GetItem(i);
      const gdcm::VL item_length = item.GetVL();
      size += kItemHeader;
      size += item_length.IsUndefined()
                  ? Of(item.GetNestedDataSet()) + kItemHeader
                  : std::uint64_t{item_length};
    }
    return size;
  }

  static std::uint64_t Of(const gdcm::SequenceOfFragments& fragments) {
    std::uint64_t size = 2 * kItemHeader + fragments.GetTable().GetVL();
    for (std::size_t i = 0; i < fragments.GetNumberOfFragments(); ++i) {
      size += kItemHeader + fragments.GetFragment(i).GetVL();
    }
    return size;
  }

  bool implicit_;
};

// What GDCM read, as a list whose texts are GDCM's. The file must outlive it.
struct Found {
  explicit Found(std::string& of) : file(of), buffer(of) {}

  bool Read();

  // Where everything below ends up.
  void Flatten(const gdcm::DataSet& data_set, std::uint32_t parent,
               std::uint32_t item, std::string_view character_set,
               std::vector<GdcmElement>& to);
  void FlattenItems(const Sequence& sequence, std::vector<GdcmElement>& to);

  std::string& file;
  MemoryBuffer buffer;
  gdcm::Reader reader;
  std::vector<Sequence> sequences;  // made for us, and looked into
  std::uint64_t behind_deflate = 0;
  std::vector<GdcmElement> meta, elements;
  std::uint64_t meta_size = 0;
  std::uint64_t unread_bytes = 0;
};

enum class Prepared { kAsItWas, kChanged, kBroken };

// What GDCM does not read by itself is made readable. `unread` gets the bytes
// behind a deflated data set.
Prepared Prepare(std::string& file, std::uint64_t& unread) {
  const std::string_view value = FindSyntax(file);
  const std::string syntax(TrimPadding(value));
  if (syntax.empty()) return Prepared::kAsItWas;
  if (std::ranges::find(kDeflatedSyntaxes, syntax) != kDeflatedSyntaxes.end()) {
    PutSyntax(file, value, kExplicitLittle);
    return InflateDataSet(file, unread) ? Prepared::kChanged
                                        : Prepared::kBroken;
  }
  const bool known = gdcm::TransferSyntax::GetTSType(syntax.c_str()) !=
                     gdcm::TransferSyntax::TS_END;
  if (known || !syntax.starts_with("1.2.840.10008.1.2.")) {
    return Prepared::kAsItWas;
  }
  PutSyntax(file, value, kExplicitLittle);
  return Prepared::kChanged;
}

void Found::FlattenItems(const Sequence& sequence,
                         std::vector<GdcmElement>& to) {
  const auto at = static_cast<std::uint32_t>(to.size() - 1);
  to[at].sequence = true;
  to[at].value = {};
  to[at].items = static_cast<std::uint32_t>(sequence->GetNumberOfItems());
  const std::string_view character_set = to[at].character_set;
  sequences.push_back(sequence);
  for (std::uint32_t i = 1; i <= to[at].items; ++i) {
    Flatten(sequence->GetItem(i).GetNestedDataSet(), at, i, character_set, to);
  }
}

void Found::Flatten(const gdcm::DataSet& data_set, std::uint32_t parent,
                    std::uint32_t item, std::string_view character_set,
                    std::vector<GdcmElement>& to) {
  // Creators come before what they introduce, and all in order of tags.
  std::vector<std::pair<std::uint32_t, std::string_view>> creators;
  for (const gdcm::DataElement& read : data_set.GetDES()) {
    GdcmElement element;
    element.tag = TagOf(read);
    element.vr = KnownVr(element.tag, FileVr(read));
    element.parent = parent;
    element.item = item;
    element.value = ValueOf(read.GetByteValue());
    if (element.tag == tags::kSpecificCharacterSet) {
      character_set = TrimPadding(element.value);
    }
    element.character_set = character_set;
    const std::uint32_t block = element.tag.element() >> 8;
    if (element.tag.is_private_creator()) {
      element.creator = TrimPadding(element.value);
      creators.emplace_back(
          std::uint32_t{element.tag.group()} << 8 | element.tag.element(),
          element.creator);
    } else if (element.tag.is_private()) {
      const auto found = std::ranges::find(
          creators, std::uint32_t{element.tag.group()} << 8 | block,
          &std::pair<std::uint32_t, std::string_view>::first);
      if (found != creators.end()) element.creator = found->second;
    }
    const gdcm::SequenceOfFragments* fragments = read.GetSequenceOfFragments();
    if (fragments != nullptr) {
      element.fragments.push_back(
          ValueOf(fragments->GetTable().GetByteValue()));
      for (std::size_t i = 0; i < fragments->GetNumberOfFragments(); ++i) {
        element.fragments.push_back(
            ValueOf(fragments->GetFragment(i).GetByteValue()));
      }
    }
    to.push_back(std::move(element));
    if (fragments != nullptr || !MayBeSequence(read, to.back().vr)) continue;
    const Sequence sequence = read.GetValueAsSQ();
    if (sequence != nullptr) {
      FlattenItems(sequence, to);
    } else if (to.back().vr == Vr::kSQ) {
      to.back().sequence = to.back().value.empty();
    }
  }
}

bool Found::Read() {
  std::istream stream(&buffer);
  reader.SetStream(stream);
  if (!reader.Read()) return false;
  const gdcm::File& read = reader.GetFile();
  Flatten(read.GetHeader(), GdcmElement::kTop, 0, "", meta);
  Flatten(read.GetDataSet(), GdcmElement::kTop, 0, "", elements);
  meta_size = Measure(/*implicit=*/false).Of(read.GetHeader());
  const bool implicit =
      read.GetHeader().GetDataSetTransferSyntax().IsImplicit();
  const std::uint64_t begin = (HasPrefix(file) ? kPreamble + 4 : 0) + meta_size;
  const std::uint64_t end = begin + Measure(implicit).Of(read.GetDataSet());
  const std::uint64_t size = file.size();
  unread_bytes = behind_deflate + (size > end ? size - end : 0);
  return true;
}

// Makes the answer of what was found.
class Packing {
 public:
  // `as_sent`: the file is what the other side has.
  Packing(const Found& found, bool as_sent) : found_(found), as_sent_(as_sent) {
    head_.meta = found.meta.size();
    head_.elements = found.elements.size();
    head_.meta_size = found.meta_size;
    head_.unread_bytes = found.unread_bytes;
    head_.readable = true;
  }

  std::string Pack(std::string_view transfer_syntax) {
    head_.transfer_syntax = Text(transfer_syntax);
    for (const auto* list : {&found_.meta, &found_.elements}) {
      for (const GdcmElement& element : *list) Add(element);
    }
    head_.fragments = fragments_.size();
    std::string answer;
    answer.reserve(sizeof head_ + elements_.size() * sizeof(PackedElement) +
                   fragments_.size() * sizeof(PackedText) + texts_.size());
    Append(&head_, 1, answer);
    Append(elements_.data(), elements_.size(), answer);
    Append(fragments_.data(), fragments_.size(), answer);
    return answer.append(texts_);
  }

 private:
  template <typename T>
  static void Append(const T* from, std::size_t count, std::string& to) {
    to.append(reinterpret_cast<const char*>(from), count * sizeof(T));
  }

  void Add(const GdcmElement& element) {
    PackedElement& packed = elements_.emplace_back();
    packed.tag = element.tag.value;
    packed.parent = element.parent;
    packed.item = element.item;
    packed.items = element.items;
    packed.fragments = static_cast<std::uint32_t>(element.fragments.size());
    packed.vr = static_cast<std::uint8_t>(element.vr);
    packed.sequence = element.sequence;
    packed.value = Text(element.value);
    packed.character_set = Again(element.character_set, character_set_);
    packed.creator = Again(element.creator, creator_);
    for (const std::string_view fragment : element.fragments) {
      fragments_.push_back(Text(fragment));
    }
  }

  PackedText Text(std::string_view text) {
    PackedText packed;
    packed.size = text.size();
    if (as_sent_ && text.size() >= MemoryBuffer::kLarge) {
      const std::size_t at = found_.buffer.Find(text);
      if (at != std::string_view::npos) {
        packed.at = at;
        packed.in_file = true;
        return packed;
      }
    }
    packed.at = texts_.size();
    texts_ += text;
    return packed;
  }

  // A text that most likely is that of the element before.
  struct Last {
    std::string_view text;
    PackedText packed;
  };
  PackedText Again(std::string_view text, Last& last) {
    if (text.empty()) return {};
    if (text != last.text) last = {text, Text(text)};
    return last.packed;
  }

  const Found& found_;
  const bool as_sent_;
  ObjectHead head_;
  std::vector<PackedElement> elements_;
  std::vector<PackedText> fragments_;
  std::string texts_;
  Last character_set_, creator_;
};

}  // namespace

void SilenceGdcm() {
  gdcm::Trace::WarningOff();
  gdcm::Trace::ErrorOff();
  gdcm::Trace::DebugOff();
}

std::string ReadObjectWithGdcm(std::string& file) {
  if (file.empty()) return {};
  const std::string transfer_syntax(TrimPadding(FindSyntax(file)));
  std::uint64_t behind_deflate = 0;
  // GDCM throws whatever comes to its mind.
  try {
    const Prepared prepared = Prepare(file, behind_deflate);
    if (prepared == Prepared::kBroken) return {};
    Found found(file);
    found.behind_deflate = behind_deflate;
    if (!found.Read()) return {};
    const bool as_sent = prepared == Prepared::kAsItWas;
    return Packing(found, as_sent).Pack(transfer_syntax);
  } catch (...) {
    return {};
  }
}

std::string ReadInstanceWithGdcm(std::string& file) {
  const gdcm::Tag tag(tags::kSopInstanceUid.group(),
                      tags::kSopInstanceUid.element());
  std::uint64_t behind_deflate = 0;
  try {
    if (Prepare(file, behind_deflate) == Prepared::kBroken) return {};
    MemoryBuffer buffer(file);
    std::istream stream(&buffer);
    gdcm::Reader reader;
    reader.SetStream(stream);
    if (!reader.ReadUpToTag(tag)) return {};
    const gdcm::DataSet& data_set = reader.GetFile().GetDataSet();
    if (!data_set.FindDataElement(tag)) return {};
    return std::string(
        TrimPadding(ValueOf(data_set.GetDataElement(tag).GetByteValue())));
  } catch (...) {
    return {};
  }
}

}  // namespace dcmscrub
