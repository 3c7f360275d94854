#include "kernels/scrubber.h"

#include <algorithm>

#include "kernels/dictionary.h"
#include "kernels/element_writer.h"
#include "kernels/tag_matcher.h"
#include "kernels/text.h"
#include "kernels/value_ops.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kPreambleSize = 128;

// PS3.5 7.8.1: groups that no one may use. Their elements are private by
// their odd number and go with the private ones; this is for the warning.
bool IsIllegalGroup(Tag tag) {
  const std::uint16_t group = tag.group();
  return group <= 0x0007 || group == 0xFFFF;
}

// Whether a value of `vr` that is too long to be loaded must be overlong. Not
// so for lists of numbers and unlimited text.
bool IsAlwaysShort(Vr vr) {
  const VrTraits& traits = Traits(vr);
  return traits.text && traits.max_length != 0 && vr != Vr::kDS &&
         vr != Vr::kIS;
}

bool IsMark(Tag tag) {
  return tag == tags::kPatientIdentityRemoved ||
         tag == tags::kDeidentificationMethod ||
         tag == tags::kDeidentificationMethodCodeSequence ||
         tag == tags::kLongitudinalTemporalInformationModified;
}

// Whether one of the values in `text` is `value`.
bool HasValue(std::string_view text, std::string_view value) {
  while (true) {
    const std::size_t cut = text.find('\\');
    if (TrimPadding(text.substr(0, cut)) == value) return true;
    if (cut == std::string_view::npos) return false;
    text.remove_prefix(cut + 1);
  }
}

}  // namespace

class Scrubber::Pass {
 public:
  Pass(Scrubber& scrubber, const ScrubInput& input, const RuleTable& rules,
       const Identity& identity, EditList& edits)
      : s_(scrubber),
        input_(input),
        rules_(rules),
        identity_(identity),
        edits_(edits),
        arena_(edits.arena()),
        elements_(input.index->elements()),
        data_set_encoding_(input.make_explicit ? kExplicitLittle
                                               : input.index->encoding()) {}

  Fault Run() {
    Prepare();
    WritePrefix();
    FindDuplicates();
    for (std::uint32_t i = 0; i < elements_.size();) i = Decide(i);
    if (fault_) return fault_;
    AddMarks();
    const Error error = s_.emitter_.Emit(*input_.index, s_.patches_,
                                         input_.make_explicit, edits_);
    return {error, Tag(), 0, 0};
  }

 private:
  void Prepare() {
    edits_.Clear();
    s_.warnings_ = WarningSet();
    s_.changes_.clear();
    s_.dropped_.clear();
    s_.patches_.Reset(elements_);
    s_.nodes_.assign(elements_.size(), kUnknownNode);
    const ObjectFacts& facts = input_.facts;
    sop_class_ = StructuralUid(facts.sop_class_uid);
    s_.sop_instance_ = MapOptional(facts.sop_instance_uid);
    if (facts.sop_class_uid.empty()) {
      sop_class_ = ShortText(kUnknownSopClassUid);
      s_.warnings_.Add(Warning::kNoSopClassUid);
    }
    if (facts.sop_instance_uid.empty()) {
      s_.sop_instance_ = InstanceFromContents();
      s_.warnings_.Add(Warning::kNoSopInstanceUid);
    }
    s_.study_ = MapOptional(facts.study_instance_uid);
    s_.series_ = MapOptional(facts.series_instance_uid);
    s_.patient_ = Patient(facts.patient_id, facts.issuer_of_patient_id,
                          facts.patient_name);
    if (!rules_.sop_class_known && !facts.sop_class_uid.empty()) {
      s_.warnings_.Add(IsStandardUid(facts.sop_class_uid)
                           ? Warning::kStandardSopClassUnknown
                           : Warning::kPrivateSopClass);
    }
  }

  // From all values that are always loaded, so that it does not matter how
  // the input was read.
  ShortText InstanceFromContents() const {
    std::vector<Bytes>& contents = s_.contents_;
    contents.clear();
    for (const Element& element : elements_) {
      const Bytes value = LoadedValue(element, input_.memory);
      if (value.size() <= IndexLimits().loaded_value) contents.push_back(value);
    }
    return identity_.DeriveUid(contents);
  }

  ShortText MapOptional(std::string_view uid) const {
    return uid.empty() ? ShortText() : identity_.MapUid(uid);
  }

  ShortText Patient(std::string_view id, std::string_view issuer,
                    std::string_view name) const {
    return id.empty() ? identity_.NamePseudonym(name)
                      : identity_.PatientPseudonym(id, issuer);
  }

  // A structural UID as it stands, unless it is none: then it could be
  // anything, and is mapped.
  ShortText StructuralUid(std::string_view uid) const {
    return LooksLikeUids(uid) ? ShortText(uid) : identity_.MapUid(uid);
  }

  // PS3.10 7.1: nothing of the old preamble and file meta is taken over but
  // what describes the data set.
  void WritePrefix() {
    arena_.resize(kPreambleSize);
    std::fill(arena_.begin(), arena_.end(), std::uint8_t{0});
    AppendBytes(arena_, AsBytes("DICM"));
    const std::size_t group_length = arena_.size();
    const std::uint8_t unknown_yet[4] = {};
    AppendElement(arena_, Tag(0x0002, 0x0000), Vr::kUL, unknown_yet,
                  kExplicitLittle);
    const std::size_t begin = arena_.size();
    const std::uint8_t version[2] = {0x00, 0x01};
    AppendElement(arena_, Tag(0x0002, 0x0001), Vr::kOB, version,
                  kExplicitLittle);
    Meta(0x0002, Vr::kUI, sop_class_.view());
    Meta(0x0003, Vr::kUI, s_.sop_instance_.view());
    Meta(0x0010, Vr::kUI, input_.syntax.uid);
    Meta(0x0012, Vr::kUI, kImplementationClassUid);
    Meta(0x0013, Vr::kSH, kImplementationVersionName);
    Store(arena_.data() + group_length + 8,
          static_cast<std::uint32_t>(arena_.size() - begin),
          ByteOrder::kLittle);
    edits_.PutArena(0, arena_.size());
    s_.data_set_begin_ = arena_.size();
  }

  void Meta(std::uint16_t element, Vr vr, std::string_view value) {
    AppendElement(arena_, Tag(0x0002, element), vr, value, kExplicitLittle);
  }

  // A data set has each tag once in a level (PS3.5 7.1). Tools disagree on
  // which copy they show, so only the first stays.
  void FindDuplicates() {
    const WarningSet warnings = input_.index->warnings();
    if (!warnings.Has(Warning::kOutOfOrder) &&
        !warnings.Has(Warning::kDuplicate)) {
      return;
    }
    if (input_.index->unordered()) {
      FindDuplicatesAmong(0, static_cast<std::uint32_t>(elements_.size()));
    }
    for (std::uint32_t i = 0; i < elements_.size(); ++i) {
      if (elements_[i].has(Element::kUnordered) && elements_[i].is_item()) {
        FindDuplicatesAmong(i + 1, elements_[i].next);
      }
    }
    std::ranges::sort(s_.dropped_);
  }

  void FindDuplicatesAmong(std::uint32_t first, std::uint32_t end) {
    std::vector<std::uint32_t>& siblings = s_.siblings_;
    siblings.clear();
    for (std::uint32_t i = first; i < end; i = elements_[i].next) {
      siblings.push_back(i);
    }
    std::ranges::sort(siblings, [this](std::uint32_t a, std::uint32_t b) {
      return std::pair(elements_[a].tag, a) < std::pair(elements_[b].tag, b);
    });
    for (std::size_t at = 1; at < siblings.size(); ++at) {
      if (elements_[siblings[at]].tag == elements_[siblings[at - 1]].tag) {
        s_.dropped_.push_back(siblings[at]);
        s_.warnings_.Add(Warning::kDuplicate);
      }
    }
  }

  // Decides on element i and returns the next one to decide on.
  std::uint32_t Decide(std::uint32_t i) {
    const Element& element = elements_[i];
    if (element.is_item()) {
      s_.nodes_[i] = s_.nodes_[element.parent];
      return i + 1;
    }
    if (element.tag.is_group_length()) {
      s_.warnings_.Add(Warning::kGroupLengths);
      return Remove(i);
    }
    if (!s_.dropped_.empty() && std::ranges::binary_search(s_.dropped_, i)) {
      return Remove(i);
    }
    if (element.parent == kNoElement && IsMark(element.tag)) {
      return DecideMark(i);
    }
    const NodeId node =
        element.parent == kNoElement ? kTopNode : s_.nodes_[element.parent];
    const Verdict verdict = Match(rules_, element.tag, node);
    if (verdict.action == Action::kRemove) {
      NoteRemoval(element, verdict);
      CheckEmbeddedOverlay(element);
      return Remove(i);
    }
    return Apply(i, verdict, node);
  }

  void NoteRemoval(const Element& element, const Verdict& verdict) {
    if (verdict.rule != nullptr) {
      if (element.tag.group() == 0xFFFC) {
        s_.warnings_.Add(Warning::kTrailingPadding);
      } else if (element.tag.group() <= 0x0004) {
        s_.warnings_.Add(Warning::kIllegalGroup);
      }
      return;
    }
    if (!element.tag.is_private()) {
      s_.warnings_.Add(Warning::kUnknownElement);
    } else if (IsIllegalGroup(element.tag)) {
      s_.warnings_.Add(Warning::kIllegalGroup);
    }
  }

  // Retired: an overlay in the unused bits of the pixel cells (PS3.5 8.1.1 of
  // old). Its description goes with the overlay group, the graphics would
  // stay behind in Pixel Data.
  void CheckEmbeddedOverlay(const Element& element) {
    const Bytes value = LoadedValue(element, input_.memory);
    if (!element.tag.is_overlay() || element.tag.element() != 0x0100 ||
        value.size() != 2 || element.parent != kNoElement) {
      return;
    }
    const auto bits_allocated =
        Load<std::uint16_t>(value.data(), element.encoding().order);
    if (bits_allocated != 1) {
      fault_ = {Error::kEmbeddedOverlay, element.tag, element.offset, 0};
    }
  }

  std::uint32_t Apply(std::uint32_t i, const Verdict& verdict, NodeId node) {
    const Element& element = elements_[i];
    switch (verdict.action) {
      case Action::kRemove:
        return Remove(i);
      case Action::kEmpty:
        return Empty(i, *verdict.rule);
      case Action::kDummy:
        return PutDummy(i, verdict);
      case Action::kPatientId:
      case Action::kPatientName:
        return PutPseudonym(i, *verdict.rule, verdict.action);
      case Action::kKeep:
      case Action::kUid:
        break;
    }
    if (element.has(Element::kContainer)) return EnterSequence(i, node);
    // A sequence that cannot be read cannot be vouched for.
    if (element.has(Element::kOpaque)) return Remove(i);
    return verdict.action == Action::kUid ? PutMappedUids(i, *verdict.rule)
                                          : KeepLeaf(i, *verdict.rule);
  }

  std::uint32_t EnterSequence(std::uint32_t i, NodeId node) {
    const Element& element = elements_[i];
    s_.nodes_[i] = ChildNode(rules_, node, element.tag);
    if (input_.make_explicit || IsBlankVr(element)) {
      Rewrite(i, Vr::kSQ);
    }
    return i + 1;
  }

  std::uint32_t Remove(std::uint32_t i) {
    s_.patches_.Remove(i);
    NoteChange(elements_[i].tag, Change::Kind::kRemoved);
    return elements_[i].next;
  }

  std::uint32_t Empty(std::uint32_t i, const Rule& rule) {
    const Element& element = elements_[i];
    const Vr vr = TargetVr(element, rule);
    if (vr == Vr::kNone) return Remove(i);
    const std::uint64_t begin = arena_.size();
    AppendElement(arena_, element.tag, vr, Bytes(), EncodingOf(element));
    return Replace(i, begin, Change::Kind::kEmptied);
  }

  std::uint32_t PutDummy(std::uint32_t i, const Verdict& verdict) {
    const Element& element = elements_[i];
    const Vr vr = TargetVr(element, *verdict.rule);
    const Dummy* dummy =
        verdict.dummy == 0 ? nullptr : &rules_.dummies[verdict.dummy];
    if (vr == Vr::kUN || vr == Vr::kNone) return Remove(i);
    const std::uint64_t begin = arena_.size();
    if (vr == Vr::kSQ) {
      AppendDummyItem(dummy, EncodingOf(element));
    } else if (element.tag == tags::kEncapsulatedDocument) {
      AppendBytes(arena_, DocumentFor(input_.facts.mime_type));
    } else if (dummy != nullptr) {
      AppendBytes(arena_, AsBytes(dummy->value));
    } else {
      AppendDummyValue(arena_, vr, verdict.rule->values);
    }
    WrapValue(element, vr, begin);
    return Replace(i, begin, Change::Kind::kReplaced);
  }

  // Makes an element of the value that stands in the arena from `begin` on:
  // pads it, and puts its header before it.
  void WrapValue(const Element& element, Vr vr, std::uint64_t begin) {
    if ((arena_.size() - begin) % 2 != 0) {
      arena_.push_back(Traits(vr).padding);
    }
    const std::uint64_t end = arena_.size();
    AppendHeader(arena_, element.tag, vr,
                 static_cast<std::uint32_t>(end - begin), EncodingOf(element));
    std::rotate(ArenaAt(begin), ArenaAt(end), arena_.end());
  }

  Arena::iterator ArenaAt(std::uint64_t offset) const {
    return arena_.begin() + static_cast<std::ptrdiff_t>(offset);
  }

  // One item, of undefined length so that nothing need be known in advance.
  void AppendDummyItem(const Dummy* dummy, Encoding encoding) {
    AppendHeader(arena_, tags::kItem, Vr::kNone, kUndefinedLength, encoding);
    int level = 0;
    const auto close_to = [&](int to) {
      for (; level > to; --level) {
        AppendHeader(arena_, tags::kItemDelimitation, Vr::kNone, 0, encoding);
        AppendHeader(arena_, tags::kSequenceDelimitation, Vr::kNone, 0,
                     encoding);
      }
    };
    if (dummy != nullptr) {
      for (const DummyElement& element : dummy->item) {
        close_to(element.level);
        if (element.vr != Vr::kSQ) {
          AppendElement(arena_, element.tag, element.vr, element.value,
                        encoding);
          continue;
        }
        AppendHeader(arena_, element.tag, Vr::kSQ, kUndefinedLength, encoding);
        AppendHeader(arena_, tags::kItem, Vr::kNone, kUndefinedLength,
                     encoding);
        ++level;
      }
    }
    close_to(0);
    AppendHeader(arena_, tags::kItemDelimitation, Vr::kNone, 0, encoding);
  }

  Bytes DocumentFor(std::string_view mime_type) const {
    for (const DummyDocument& document : rules_.documents) {
      if (document.mime_type == mime_type) return document.bytes;
    }
    static constexpr std::uint8_t kNothing[2] = {};
    return kNothing;
  }

  // Patient ID and Patient's Name, at the top level or in an item, from the
  // Patient ID that stands in the same place.
  std::uint32_t PutPseudonym(std::uint32_t i, const Rule& rule, Action action) {
    const Element& element = elements_[i];
    if (element.value_length == 0) return KeepLeaf(i, rule);
    ShortText pseudonym = s_.patient_;
    if (element.parent != kNoElement) {
      const std::string_view name = SiblingText(i, tags::kPatientName);
      const std::string_view id = SiblingText(i, tags::kPatientId);
      pseudonym =
          Patient(id, SiblingText(i, tags::kIssuerOfPatientId),
                  action == Action::kPatientName ? name : std::string_view());
    }
    const std::uint64_t begin = arena_.size();
    AppendElement(arena_, element.tag, TargetVr(element, rule),
                  pseudonym.view(), EncodingOf(element));
    return Replace(i, begin, Change::Kind::kReplaced);
  }

  // The text of `tag` in the item that holds element i.
  std::string_view SiblingText(std::uint32_t i, Tag tag) const {
    const std::uint32_t item = elements_[i].parent;
    for (std::uint32_t at = item + 1; at < elements_[item].next;
         at = elements_[at].next) {
      if (elements_[at].tag == tag) return Text(at);
    }
    return {};
  }

  std::string_view Text(std::uint32_t i) const {
    return TrimPadding(AsText(LoadedValue(elements_[i], input_.memory)));
  }

  std::uint32_t PutMappedUids(std::uint32_t i, const Rule& rule) {
    const Element& element = elements_[i];
    if (element.value_length == 0) return KeepLeaf(i, rule);
    const std::uint64_t begin = arena_.size();
    // A value that was not loaded is far longer than any UID: no reference
    // can point to it, so that any new UID will do.
    const std::string_view text =
        element.has(Element::kLoaded) ? Text(i) : std::string_view("0");
    if (!AppendMappedUids(arena_, text, identity_)) {
      s_.warnings_.Add(Warning::kInvalidUid);
    }
    WrapValue(element, Vr::kUI, begin);
    return Replace(i, begin, Change::Kind::kUidMapped);
  }

  // What stays may still have to be put right.
  std::uint32_t KeepLeaf(std::uint32_t i, const Rule& rule) {
    const Element& element = elements_[i];
    const Vr vr = rule.vr;
    if (element.tag == tags::kPixelData && element.parent == kNoElement &&
        element.has(Element::kEncapsulated) && !input_.syntax.encapsulated) {
      // Fragments of a codec that nothing names.
      fault_ = {Error::kNoTransferSyntax, element.tag, element.offset, 0};
    }
    if (!element.has(Element::kLoaded) && IsAlwaysShort(vr)) {
      s_.warnings_.Add(Warning::kOverlongValue);
      return Empty(i, rule);
    }
    if (element.has(Element::kLoaded)) {
      if (vr == Vr::kUI && !LooksLikeUids(Text(i))) {
        return PutMappedUids(i, rule);
      }
      if (MayBeOverlong(vr, element.value_length) && CutText(i, vr)) {
        return element.next;
      }
      if (element.tag == tags::kBurnedInAnnotation && Text(i) == "YES") {
        s_.warnings_.Add(Warning::kBurnedInAnnotation);
      }
    }
    // UN is written back with the dictionary's VR where it holds text: then
    // byte order does not matter and readers without a dictionary profit.
    const bool un_as_text = element.written_vr == Vr::kUN && Traits(vr).text &&
                            element.has(Element::kLoaded);
    if (un_as_text) s_.warnings_.Add(Warning::kUnAsText);
    const bool odd =
        element.value_length % 2 != 0 && !element.has(Element::kEncapsulated);
    if (un_as_text || odd || input_.make_explicit || IsBlankVr(element)) {
      if (odd) s_.warnings_.Add(Warning::kOddLength);
      Rewrite(i, un_as_text ? vr : RewrittenVr(element, rule));
      if (!input_.make_explicit || odd || un_as_text) {
        NoteChange(element.tag, Change::Kind::kRepaired);
      }
    }
    return element.next;
  }

  bool CutText(std::uint32_t i, Vr vr) {
    const Element& element = elements_[i];
    const std::uint64_t begin = arena_.size();
    if (!AppendCutText(arena_, vr, AsText(LoadedValue(element, input_.memory)),
                       WidthOf(input_.facts.character_set))) {
      arena_.resize(begin);
      return false;
    }
    WrapValue(element, vr, begin);
    s_.warnings_.Add(Warning::kOverlongValue);
    Replace(i, begin, Change::Kind::kRepaired);
    return true;
  }

  void Rewrite(std::uint32_t i, Vr vr) {
    const Element& element = elements_[i];
    const bool undefined = element.has(Element::kUndefinedLength);
    const std::uint64_t padding = undefined || element.has(Element::kContainer)
                                      ? 0
                                      : element.value_length % 2;
    const auto length =
        static_cast<std::uint32_t>(element.value_length + padding);
    const std::int64_t header =
        HeaderSize(vr, undefined ? 0 : length, EncodingOf(element));
    s_.patches_.Rewrite(
        i, vr,
        header - element.header_size + static_cast<std::int64_t>(padding));
  }

  // Puts the arena from `begin` on in the place of element i, or nothing if
  // that is what stands there already.
  std::uint32_t Replace(std::uint32_t i, std::uint64_t begin,
                        Change::Kind kind) {
    const Element& element = elements_[i];
    const std::uint64_t size = arena_.size() - begin;
    if (element.has(Element::kLoaded) && !input_.make_explicit &&
        element.end() - element.offset == size &&
        std::equal(ArenaAt(begin), arena_.end(),
                   input_.memory.data() + element.memory)) {
      arena_.resize(begin);
      return element.next;
    }
    s_.patches_.Replace(i, begin, size);
    NoteChange(element.tag, kind);
    return element.next;
  }

  // Marks that stand in the input already.
  std::uint32_t DecideMark(std::uint32_t i) {
    const Element& element = elements_[i];
    if (element.tag == tags::kDeidentificationMethodCodeSequence) {
      return ExtendMethodCodes(i);
    }
    const std::uint64_t begin = arena_.size();
    AppendMark(element.tag,
               element.tag == tags::kDeidentificationMethod ? Text(i) : "");
    seen_marks_ |= MarkBit(element.tag);
    return Replace(i, begin, Change::Kind::kReplaced);
  }

  // PS3.15 E.1.1: who de-identifies again adds to what is said already.
  std::uint32_t ExtendMethodCodes(std::uint32_t i) {
    const Element& element = elements_[i];
    if (!element.has(Element::kContainer)) return Remove(i);
    seen_marks_ |= MarkBit(element.tag);
    const std::uint64_t begin = arena_.size();
    for (const RuleTable::Code& code : rules_.method_codes) {
      if (!HasCode(i, code.value)) AppendCodeItem(code);
    }
    if (arena_.size() == begin) return i + 1;
    s_.patches_.Append(i, begin, arena_.size() - begin);
    NoteChange(element.tag, Change::Kind::kReplaced);
    return i + 1;
  }

  bool HasCode(std::uint32_t sequence, std::string_view value) const {
    for (std::uint32_t i = sequence + 1; i < elements_[sequence].next; ++i) {
      if (elements_[i].tag == tags::kCodeValue && Text(i) == value) {
        return true;
      }
    }
    return false;
  }

  void AddMarks() {
    for (const Tag tag :
         {tags::kPatientIdentityRemoved, tags::kDeidentificationMethod,
          tags::kDeidentificationMethodCodeSequence,
          tags::kLongitudinalTemporalInformationModified}) {
      if ((seen_marks_ & MarkBit(tag)) != 0) continue;
      const std::uint64_t begin = arena_.size();
      AppendMark(tag, "");
      s_.patches_.Add(tag, begin, arena_.size() - begin);
      NoteChange(tag, Change::Kind::kAdded);
    }
  }

  // PS3.15 E.1.1 and E.3.6. `before` is what the element holds already.
  void AppendMark(Tag tag, std::string_view before) {
    if (tag == tags::kPatientIdentityRemoved) {
      AppendElement(arena_, tag, Vr::kCS, "YES", data_set_encoding_);
    } else if (tag == tags::kLongitudinalTemporalInformationModified) {
      AppendElement(arena_, tag, Vr::kCS, rules_.temporal_information,
                    data_set_encoding_);
    } else if (tag == tags::kDeidentificationMethod) {
      AppendMethod(before);
    } else {
      AppendHeader(arena_, tag, Vr::kSQ, kUndefinedLength, data_set_encoding_);
      for (const RuleTable::Code& code : rules_.method_codes) {
        AppendCodeItem(code);
      }
      AppendHeader(arena_, tags::kSequenceDelimitation, Vr::kNone, 0,
                   data_set_encoding_);
    }
  }

  void AppendMethod(std::string_view before) {
    if (before.empty() || HasValue(before, rules_.method)) {
      AppendElement(arena_, tags::kDeidentificationMethod, Vr::kLO,
                    before.empty() ? rules_.method : before,
                    data_set_encoding_);
      return;
    }
    const std::size_t size = before.size() + 1 + rules_.method.size();
    AppendHeader(arena_, tags::kDeidentificationMethod, Vr::kLO,
                 static_cast<std::uint32_t>(size + size % 2),
                 data_set_encoding_);
    AppendBytes(arena_, AsBytes(before));
    arena_.push_back('\\');
    AppendBytes(arena_, AsBytes(rules_.method));
    if (size % 2 != 0) arena_.push_back(' ');
  }

  void AppendCodeItem(const RuleTable::Code& code) {
    const Encoding encoding = data_set_encoding_;
    AppendHeader(arena_, tags::kItem, Vr::kNone, kUndefinedLength, encoding);
    AppendElement(arena_, tags::kCodeValue, Vr::kSH, code.value, encoding);
    AppendElement(arena_, tags::kCodingSchemeDesignator, Vr::kSH, "DCM",
                  encoding);
    AppendElement(arena_, tags::kCodeMeaning, Vr::kLO, code.meaning, encoding);
    AppendHeader(arena_, tags::kItemDelimitation, Vr::kNone, 0, encoding);
  }

  static unsigned MarkBit(Tag tag) {
    return tag == tags::kPatientIdentityRemoved               ? 1u
           : tag == tags::kDeidentificationMethod             ? 2u
           : tag == tags::kDeidentificationMethodCodeSequence ? 4u
                                                              : 8u;
  }

  Encoding EncodingOf(const Element& element) const {
    return input_.make_explicit ? kExplicitLittle : element.encoding();
  }

  static bool IsBlankVr(const Element& element) {
    return element.has(Element::kExplicitVr) &&
           element.written_vr == Vr::kNone && !element.is_item();
  }

  // The VR of a value that is written anew: the dictionary's, unless that
  // leaves a choice which the file has made.
  static Vr TargetVr(const Element& element, const Rule& rule) {
    const bool chosen =
        element.written_vr != Vr::kNone && element.written_vr != Vr::kUN;
    if (chosen && DictionaryVrIsAmbiguous(element.tag)) {
      return element.written_vr;
    }
    return rule.vr;
  }

  // The VR of a value that stays, under a header that is written anew.
  Vr RewrittenVr(const Element& element, const Rule& rule) const {
    if (element.written_vr != Vr::kNone) return element.written_vr;
    if (element.has(Element::kEncapsulated)) return Vr::kOB;
    if (DictionaryVrIsAmbiguous(element.tag) && rule.vr == Vr::kUS &&
        input_.facts.pixel_representation == 1) {
      return Vr::kSS;
    }
    return rule.vr;
  }

  void NoteChange(Tag tag, Change::Kind kind) {
    s_.changes_.push_back({tag, kind});
  }

  Scrubber& s_;
  const ScrubInput& input_;
  const RuleTable& rules_;
  const Identity& identity_;
  EditList& edits_;
  Arena& arena_;
  std::span<const Element> elements_;
  Encoding data_set_encoding_;
  Fault fault_;
  ShortText sop_class_;
  unsigned seen_marks_ = 0;
};

Fault Scrubber::Scrub(const ScrubInput& input, const RuleTable& rules,
                      const Identity& identity, EditList& edits) {
  return Pass(*this, input, rules, identity, edits).Run();
}

std::string_view ChangeKindName(Change::Kind kind) {
  switch (kind) {
    case Change::Kind::kRemoved:
      return "removed";
    case Change::Kind::kEmptied:
      return "emptied";
    case Change::Kind::kReplaced:
      return "replaced";
    case Change::Kind::kUidMapped:
      return "uid-mapped";
    case Change::Kind::kAdded:
      return "added";
    case Change::Kind::kRepaired:
      return "repaired";
  }
  return "";
}

}  // namespace dcmscrub
