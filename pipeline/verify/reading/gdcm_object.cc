#include "pipeline/verify/reading/gdcm_object.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "kernels/core/text.h"
#include "pipeline/verify/reading/object_message.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kPreamble = 128;

// What GDCM needs beside the file: a copy of its values, some hundred bytes an
// element, and what a deflated one comes to. A small file that wants more than
// the first of these is made to.
constexpr std::uint64_t kMemory = std::uint64_t{512} << 20;
constexpr std::uint64_t kMemoryTimes = 8;
constexpr std::uint64_t kAnswer = std::uint64_t{64} << 20;
constexpr std::chrono::seconds kPatience{20};
constexpr std::uint64_t kBytesASecond = std::uint64_t{10} << 20;

WorkerTerms TermsFor(std::uint64_t size) {
  WorkerTerms terms;
  terms.memory = kMemory + kMemoryTimes * size;
  terms.answer = kAnswer + kMemoryTimes * size;
  terms.patience = kPatience + std::chrono::seconds(size / kBytesASecond);
  return terms;
}

// What is left of an answer that is not believed.
class Rest {
 public:
  explicit Rest(std::string_view bytes) : bytes_(bytes) {}

  template <typename T>
  bool Take(T& value) {
    if (bytes_.size() < sizeof value) return false;
    std::memcpy(&value, bytes_.data(), sizeof value);
    bytes_.remove_prefix(sizeof value);
    return true;
  }
  // The records that come next, to be taken from what is returned.
  bool Split(std::uint64_t count, std::size_t size, Rest& records) {
    if (count > bytes_.size() / size) return false;
    records = Rest(bytes_.substr(0, count * size));
    bytes_.remove_prefix(count * size);
    return true;
  }
  std::string_view bytes() const { return bytes_; }

 private:
  std::string_view bytes_;
};

class Unpacking {
 public:
  Unpacking(std::string_view file, std::string_view answer)
      : file_(file), rest_(answer), fragments_(""), records_("") {}

  bool Begin(ObjectHead& head) {
    return rest_.Take(head) && head.readable &&
           head.meta <= rest_.bytes().size() &&
           head.elements <= rest_.bytes().size() &&
           rest_.Split(head.meta + head.elements, sizeof(PackedElement),
                       records_) &&
           rest_.Split(head.fragments, sizeof(PackedText), fragments_);
  }

  bool Text(const PackedText& packed, std::string_view& text) const {
    const std::string_view from = packed.in_file ? file_ : rest_.bytes();
    if (packed.at > from.size() || packed.size > from.size() - packed.at) {
      return false;
    }
    text = from.substr(packed.at, packed.size);
    return true;
  }

  bool List(std::uint64_t count, std::vector<GdcmElement>& elements) {
    elements.resize(count);
    for (std::uint32_t i = 0; i < count; ++i) {
      if (!Element(i, elements[i])) return false;
    }
    return true;
  }

 private:
  bool Element(std::uint32_t at, GdcmElement& element) {
    PackedElement packed;
    if (!records_.Take(packed) || packed.vr >= kVrCount ||
        (packed.parent != GdcmElement::kTop && packed.parent >= at)) {
      return false;
    }
    element.tag = Tag(packed.tag);
    element.vr = static_cast<Vr>(packed.vr);
    element.parent = packed.parent;
    element.item = packed.item;
    element.sequence = packed.sequence;
    element.items = packed.items;
    for (std::uint32_t i = 0; i < packed.fragments; ++i) {
      PackedText fragment;
      std::string_view& text = element.fragments.emplace_back();
      if (!fragments_.Take(fragment) || !Text(fragment, text)) return false;
    }
    return Text(packed.value, element.value) &&
           Text(packed.character_set, element.character_set) &&
           Text(packed.creator, element.creator);
  }

  std::string_view file_;
  Rest rest_;  // at its end texts alone
  Rest fragments_, records_;
};

const GdcmElement* FindAtTop(std::span<const GdcmElement> elements, Tag tag) {
  const auto found =
      std::ranges::find_if(elements, [tag](const GdcmElement& element) {
        return element.tag == tag && element.parent == GdcmElement::kTop;
      });
  return found == elements.end() ? nullptr : &*found;
}

std::string_view TextOf(const GdcmElement* element) {
  return element == nullptr ? std::string_view() : TrimPadding(element->value);
}

}  // namespace

std::string InstanceIn(Bytes bytes, Workers& workers) {
  std::string uid;
  workers.Ask(WorkerTask::kReadInstance, {&bytes, 1}, TermsFor(bytes.size()),
              uid);
  return uid;
}

GdcmObject::GdcmObject(std::string file, Workers& workers)
    : file_(std::move(file)) {
  const Bytes question = AsBytes(file_);
  const WorkerEnd end = workers.Ask(WorkerTask::kReadObject, {&question, 1},
                                    TermsFor(file_.size()), answer_);
  readable_ = end == WorkerEnd::kDone && Unpack();
  if (readable_) return;
  transfer_syntax_ = {};
  meta_.clear();
  elements_.clear();
}

bool GdcmObject::Unpack() {
  Unpacking unpacking(file_, answer_);
  ObjectHead head;
  if (!unpacking.Begin(head) ||
      !unpacking.Text(head.transfer_syntax, transfer_syntax_) ||
      !unpacking.List(head.meta, meta_) ||
      !unpacking.List(head.elements, elements_)) {
    return false;
  }
  meta_size_ = head.meta_size;
  unread_bytes_ = head.unread_bytes;
  return true;
}

std::string_view GdcmObject::preamble() const {
  const std::string_view file = file_;
  const bool has_one =
      file.size() >= kPreamble + 4 && file.substr(kPreamble, 4) == "DICM";
  return file.substr(0, has_one ? kPreamble : 0);
}

const GdcmElement* GdcmObject::Find(Tag tag) const {
  return FindAtTop(elements_, tag);
}

const GdcmElement* GdcmObject::FindMeta(Tag tag) const {
  return FindAtTop(meta_, tag);
}

std::string_view GdcmObject::Text(Tag tag) const { return TextOf(Find(tag)); }

std::string_view GdcmObject::MetaText(Tag tag) const {
  return TextOf(FindMeta(tag));
}

std::string GdcmObject::PathOf(const GdcmElement& element) const {
  std::string path = TagText(element.tag);
  for (const GdcmElement* at = &element; at->parent != GdcmElement::kTop;) {
    const std::uint32_t item = at->item;
    at = &elements_[at->parent];
    path = TagText(at->tag) + "[" + std::to_string(item) + "]/" + path;
  }
  return path;
}

}  // namespace dcmscrub
