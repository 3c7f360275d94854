#include "kernels/parse/file_prefix.h"

#include <array>
#include <optional>

#include "kernels/core/dictionary.h"
#include "kernels/core/text.h"
#include "kernels/core/uid.h"
#include "kernels/core/vr.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kPreambleSize = 128;
constexpr std::string_view kMagic = "DICM";
constexpr std::string_view kStandardSyntaxes = "1.2.840.10008.1.2.";
constexpr std::string_view kMediaStorageDirectory = "1.2.840.10008.1.3.10";
// A prefix that was shifted by a damaged copy is looked for this far.
constexpr std::size_t kSearchForMagic = 1024;
constexpr std::size_t kSearchForDataSet = 16;

struct MetaTags {
  static constexpr Tag kGroupLength{0x0002, 0x0000};
  static constexpr Tag kSopClass{0x0002, 0x0002};
  static constexpr Tag kSopInstance{0x0002, 0x0003};
  static constexpr Tag kTransferSyntax{0x0002, 0x0010};
};

struct ElementShape {
  Tag tag;
  std::uint64_t size = 0;  // header and value; the header for undefined length
};

// The element that stands at the start of `bytes` if it is read in
// `encoding`; nothing if that cannot be. `left` bytes of the file begin there.
std::optional<ElementShape> Shape(Bytes bytes, std::uint64_t left,
                                  Encoding encoding) {
  if (bytes.size() < 8) return std::nullopt;
  ElementShape shape{LoadTag(bytes.data(), encoding.order), 8};
  std::uint32_t length = 0;
  if (!encoding.explicit_vr) {
    if (DictionaryVr(shape.tag) == Vr::kNone) return std::nullopt;
    length = Load<std::uint32_t>(bytes.data() + 4, encoding.order);
  } else {
    const Vr vr = ParseVr(bytes[4], bytes[5]);
    if (vr == Vr::kNone) return std::nullopt;
    if (Traits(vr).long_form) {
      if (bytes.size() < 12) return std::nullopt;
      shape.size = 12;
      length = Load<std::uint32_t>(bytes.data() + 8, encoding.order);
    } else {
      length = Load<std::uint16_t>(bytes.data() + 6, encoding.order);
    }
  }
  if (length == 0xFFFFFFFF) return shape;
  shape.size += length;
  if (shape.size > left) return std::nullopt;
  return shape;
}

// Whether a data set in `encoding` may begin with `bytes`: two elements in
// ascending order, or one that takes all there is. Groups before 0008 and far
// behind it do not begin an object.
bool MayBeDataSet(Bytes bytes, std::uint64_t left, Encoding encoding) {
  const auto first = Shape(bytes, left, encoding);
  if (!first || first->tag.group() > 0x0020 || first->tag.value == 0) {
    return false;
  }
  if (first->size >= left) return true;
  if (first->size + 12 > bytes.size()) return first->tag.group() == 0x0008;
  if (first->tag.is_private()) return true;
  const auto second =
      Shape(bytes.subspan(first->size), left - first->size, encoding);
  return second && second->tag > first->tag;
}

// The one way in which `bytes` can be read as a data set. Explicit VR first:
// its two letters are the better proof.
std::optional<Encoding> TellEncoding(Bytes bytes, std::uint64_t left) {
  for (const Encoding encoding :
       {kExplicitLittle, kExplicitBig, kImplicitLittle}) {
    if (MayBeDataSet(bytes, left, encoding)) return encoding;
  }
  return std::nullopt;
}

std::string_view NativeSyntax(Encoding encoding) {
  if (encoding == kExplicitBig) return transfer_syntax::kExplicitVrBigEndian;
  return encoding.explicit_vr ? transfer_syntax::kExplicitVrLittleEndian
                              : transfer_syntax::kImplicitVrLittleEndian;
}

bool StartsWithMeta(Bytes bytes) {
  return bytes.size() >= 8 &&
         LoadTag(bytes.data(), ByteOrder::kLittle).group() == 0x0002;
}

// The element of group 0002 that stands at the start of `bytes`. It is to be in
// explicit VR (PS3.10 7.1); some writers leave it implicit.
struct MetaElement {
  ElementShape shape;
  bool explicit_vr = true;
};
std::optional<MetaElement> MetaShape(Bytes bytes, std::uint64_t left) {
  if (!StartsWithMeta(bytes)) return std::nullopt;
  for (const Encoding encoding : {kExplicitLittle, kImplicitLittle}) {
    if (const auto shape = Shape(bytes, left, encoding)) {
      return MetaElement{*shape, encoding.explicit_vr};
    }
  }
  return std::nullopt;
}

ShortText UidValue(Bytes value) {
  const std::string_view text = TrimPadding(AsText(value));
  return text.size() <= ShortText::kCapacity ? ShortText(text) : ShortText();
}

class PrefixReader {
 public:
  PrefixReader(Bytes head, std::uint64_t file_size, FilePrefix& prefix)
      : head_(head), file_size_(file_size), prefix_(prefix) {}

  Fault Read() {
    if (const Error error = FindStart(); error != Error::kOk) {
      return {error, Tag(), 0, 0};
    }
    if (StartsWithMeta(Rest())) {
      if (const Fault fault = ReadMeta()) return fault;
    } else {
      prefix_.warnings.Add(Warning::kNoFileMeta);
    }
    const Fault fault = SettleDataSet();
    if (prefix_.sop_class_uid.view() != kMediaStorageDirectory) return fault;
    if (fault) prefix_.data_set_offset = 0;
    return {Error::kDicomdir, Tag(), 0, 0};
  }

 private:
  Bytes Rest() const { return head_.subspan(std::min(at_, head_.size())); }
  std::uint64_t Left() const { return file_size_ - at_; }

  bool MagicAt(std::size_t offset) const {
    return head_.size() >= offset + kMagic.size() &&
           AsText(head_.subspan(offset, kMagic.size())) == kMagic;
  }

  // Sets at_ to where the file meta, or a data set without it, begins.
  Error FindStart() {
    const std::size_t after_magic = kPreambleSize + kMagic.size();
    if (MagicAt(kPreambleSize)) {
      at_ = after_magic;
      if (at_ == file_size_) return Error::kNoDataSet;
      if (StartsWithMeta(Rest())) return Error::kOk;
      // "DICM" may be text of a data set that begins at offset 0: then the
      // first 128 bytes are data, not a preamble.
      at_ = 0;
      if (TellEncoding(Rest(), Left())) return NoPreamble();
      at_ = after_magic;
      return TellEncoding(Rest(), Left()) ? Error::kOk : Error::kBadFileMeta;
    }
    if (MetaShape(Rest(), Left())) return NoPreamble();
    if (TellEncoding(Rest(), Left())) return NoPreamble();
    if (MetaFollows(after_magic)) {
      at_ = after_magic;
      prefix_.warnings.Add(Warning::kBadMagic);
      return Error::kOk;
    }
    return LooksDamaged() ? Error::kMisplacedPrefix : Error::kNotDicom;
  }

  // Whether file meta stands at `offset`, by two elements of it.
  bool MetaFollows(std::size_t offset) const {
    if (head_.size() <= offset) return false;
    const Bytes bytes = head_.subspan(offset);
    const auto first = MetaShape(bytes, file_size_ - offset);
    return first && first->shape.size < bytes.size() &&
           MetaShape(bytes.subspan(first->shape.size),
                     file_size_ - offset - first->shape.size);
  }

  Error NoPreamble() {
    prefix_.warnings.Add(Warning::kNoPreamble);
    return Error::kOk;
  }

  // Something of DICOM stands where it may not: a file to look at, not one
  // to pass over.
  bool LooksDamaged() const {
    const std::size_t search = std::min(head_.size(), kSearchForMagic);
    if (AsText(head_.first(search)).find(kMagic) != std::string_view::npos) {
      return true;
    }
    for (std::size_t shift = 1;
         shift < kSearchForDataSet && shift < head_.size(); ++shift) {
      const Bytes bytes = head_.subspan(shift);
      if (MayBeDataSet(bytes, file_size_ - shift, kExplicitLittle) ||
          MayBeDataSet(bytes, file_size_ - shift, kImplicitLittle)) {
        return true;
      }
    }
    return false;
  }

  // Group 0002 by its tags: the group length is often wrong or missing.
  Fault ReadMeta() {
    std::optional<std::uint64_t> declared_end;
    while (StartsWithMeta(Rest())) {
      const Tag tag = LoadTag(Rest().data(), ByteOrder::kLittle);
      const auto element = MetaShape(Rest(), Left());
      if (!element || element->shape.size > Rest().size()) {
        return {Error::kBadFileMeta, KnownTag(tag), at_, 0};
      }
      const std::uint64_t size = element->shape.size;
      const std::size_t header =
          element->explicit_vr
              ? ExplicitHeaderSize(ParseVr(Rest()[4], Rest()[5]))
              : 8;
      const Bytes value = Rest().subspan(header, size - header);
      if (value.size() % 2 != 0) prefix_.warnings.Add(Warning::kOddLength);
      if (!element->explicit_vr) prefix_.warnings.Add(Warning::kMetaImplicit);
      at_ += size;
      if (tag == MetaTags::kGroupLength && value.size() == 4) {
        declared_end =
            at_ + Load<std::uint32_t>(value.data(), ByteOrder::kLittle);
      }
      Note(tag, value);
    }
    if (declared_end != at_) prefix_.warnings.Add(Warning::kMetaGroupLength);
    return {};
  }

  void Note(Tag tag, Bytes value) {
    ShortText* slot = nullptr;
    if (tag == MetaTags::kSopClass) slot = &prefix_.sop_class_uid;
    if (tag == MetaTags::kSopInstance) slot = &prefix_.sop_instance_uid;
    if (tag == MetaTags::kTransferSyntax) slot = &declared_;
    if (slot != nullptr && slot->empty()) *slot = UidValue(value);
  }

  Fault SettleDataSet() {
    prefix_.data_set_offset = at_;
    if (at_ >= file_size_) return {Error::kNoDataSet, Tag(), at_, 0};
    return SettleEncoding();
  }

  // Compares what is declared with what is there.
  Fault SettleEncoding() {
    const auto told = TellEncoding(Rest(), Left());
    if (declared_.empty()) {
      if (!told) return {Error::kNoTransferSyntax, Tag(), at_, 0};
      prefix_.encoding = *told;
      prefix_.syntax = *FindTransferSyntax(NativeSyntax(*told));
      prefix_.warnings.Add(Warning::kTransferSyntaxGuessed);
      return {};
    }
    const auto declared = FindTransferSyntax(declared_.view());
    if (!declared) return SettleNewSyntax(told);
    prefix_.syntax = *declared;
    prefix_.encoding = declared->encoding;
    if (declared->deflated || !told ||
        MayBeDataSet(Rest(), Left(), declared->encoding)) {
      return {};
    }
    prefix_.encoding = *told;
    prefix_.warnings.Add(Warning::kEncodingMismatch);
    if (!declared->encapsulated) {
      prefix_.syntax = *FindTransferSyntax(NativeSyntax(*told));
    } else if (*told != kImplicitLittle) {
      return {Error::kUnsupportedTransferSyntax, Tag(), at_, 0};
    }
    return {};
  }

  // One that the tables lack.
  Fault SettleNewSyntax(std::optional<Encoding> told) {
    const std::string_view uid = declared_.view();
    if (told != kExplicitLittle || !uid.starts_with(kStandardSyntaxes) ||
        !IsValidUid(uid)) {
      return {Error::kUnsupportedTransferSyntax, Tag(), at_, 0};
    }
    prefix_.new_syntax = declared_;
    prefix_.encoding = kExplicitLittle;
    prefix_.syntax = {prefix_.new_syntax.view(), kExplicitLittle, false, true};
    prefix_.warnings.Add(Warning::kNewTransferSyntax);
    return {};
  }

  Bytes head_;
  std::uint64_t file_size_;
  FilePrefix& prefix_;
  std::size_t at_ = 0;
  ShortText declared_;
};

}  // namespace

Fault ReadFilePrefix(Bytes head, std::uint64_t file_size, FilePrefix& prefix) {
  prefix = FilePrefix{};
  return PrefixReader(head, file_size, prefix).Read();
}

}  // namespace dcmscrub
