#include "kernels/scrubber.h"

#include <algorithm>

#include "kernels/dictionary.h"
#include "kernels/dummy_writer.h"
#include "kernels/element_writer.h"
#include "kernels/marks.h"
#include "kernels/prefix_writer.h"
#include "kernels/tag_matcher.h"
#include "kernels/text.h"
#include "kernels/value_ops.h"

namespace dcmscrub {
namespace {

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

bool IsMark(Tag tag) { return std::ranges::find(kMarks, tag) != kMarks.end(); }

// Adds to a bit set of marks.
unsigned MarkBit(Tag tag) {
  return 1u << (std::ranges::find(kMarks, tag) - kMarks.begin());
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
        target_(input.make_explicit ? kExplicitLittle
                                    : input.index->encoding()) {}

  Fault Run() {
    Prepare();
    WritePrefix();
    s_.duplicates_.Find(*input_.index);
    if (s_.duplicates_.any()) s_.warnings_.Add(Warning::kDuplicate);
    for (std::uint32_t i = 0; i < elements_.size();) i = Decide(i);
    if (fault_) return fault_;
    AddMissing();
    const Error error = s_.emitter_.Emit(*input_.index, s_.patches_, edits_);
    return {error, Tag(), 0, 0};
  }

 private:
  void Prepare() {
    edits_.Clear();
    s_.warnings_ = WarningSet();
    s_.changes_.clear();
    s_.patches_.Reset(elements_, target_);
    s_.nodes_.assign(elements_.size(), kUnknownNode);
    const ObjectFacts& facts = input_.facts;
    sop_class_ = StructuralUid(FirstUid(facts.sop_class_uid));
    s_.sop_instance_ = MapOptional(facts.sop_instance_uid);
    if (sop_class_.empty()) {
      sop_class_ = ShortText(kUnknownSopClassUid);
      s_.warnings_.Add(Warning::kNoSopClassUid);
    }
    if (s_.sop_instance_.empty()) {
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
    return uid.empty() ? ShortText() : s_.uids_.Map(identity_, FirstUid(uid));
  }

  ShortText Patient(std::string_view id, std::string_view issuer,
                    std::string_view name) const {
    return id.empty() ? identity_.NamePseudonym(name)
                      : identity_.PatientPseudonym(id, issuer);
  }

  // A structural UID as it stands, unless it is none: then it could be
  // anything, and is mapped.
  ShortText StructuralUid(std::string_view uid) const {
    return LooksLikeUids(uid) ? ShortText(uid) : s_.uids_.Map(identity_, uid);
  }

  void WritePrefix() {
    AppendPrefix(arena_, sop_class_.view(), s_.sop_instance_.view(),
                 input_.syntax.uid);
    edits_.PutArena(0, arena_.size());
    s_.data_set_begin_ = arena_.size();
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
    if (s_.duplicates_.any() && s_.duplicates_.Contains(i)) return Remove(i);
    if (element.parent == kNoElement) {
      if (IsMark(element.tag)) return DecideMark(i);
      if (element.tag == tags::kSopClassUid) {
        has_sop_class_ = true;
        if (FirstUid(Text(i)).empty()) return FillIn(i, sop_class_);
      } else if (element.tag == tags::kSopInstanceUid) {
        has_sop_instance_ = true;
        if (FirstUid(Text(i)).empty()) return FillIn(i, s_.sop_instance_);
      }
    }
    const NodeId node =
        element.parent == kNoElement ? kTopNode : s_.nodes_[element.parent];
    const Verdict verdict = Match(rules_, element.tag, node);
    if (verdict.action == Action::kRemove) {
      NoteRemoval(element, verdict);
      return Remove(i);
    }
    return Apply(i, verdict, node);
  }

  // An identifier that is there but empty, padding aside, or far too long to
  // be one.
  std::uint32_t FillIn(std::uint32_t i, const ShortText& uid) {
    const std::uint64_t begin = arena_.size();
    AppendElement(arena_, elements_[i].tag, Vr::kUI, uid.view(),
                  EncodingOf(elements_[i]));
    return Replace(i, begin, Change::Kind::kReplaced);
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
    RewriteSequence(i);
    return i + 1;
  }

  void RewriteSequence(std::uint32_t i) {
    const Element& element = elements_[i];
    // UN that held a sequence becomes one, now that its items will be in the
    // encoding of the data set.
    const bool un_as_sequence =
        element.written_vr == Vr::kUN && target_.order == ByteOrder::kLittle;
    if (un_as_sequence || NeedsNewHeader(element)) Rewrite(i, Vr::kSQ);
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
    AppendDummy(arena_, rules_, *verdict.rule, dummy, vr,
                input_.facts.mime_type, EncodingOf(element));
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
    if (!AppendMappedUids(arena_, text, identity_, s_.uids_)) {
      s_.warnings_.Add(Warning::kInvalidUid);
    }
    WrapValue(element, Vr::kUI, begin);
    return Replace(i, begin, Change::Kind::kUidMapped);
  }

  // What stays may still have to be put right.
  std::uint32_t KeepLeaf(std::uint32_t i, const Rule& rule) {
    const Element& element = elements_[i];
    if (element.tag == tags::kPixelData && element.parent == kNoElement) {
      return KeepPixelData(i, rule);
    }
    return KeepValue(i, rule);
  }

  // Pixel Data is not looked at, but for what the header says of it.
  std::uint32_t KeepPixelData(std::uint32_t i, const Rule& rule) {
    const Element& element = elements_[i];
    const EmbeddedOverlays& overlays = input_.facts.overlays;
    const bool fragments = element.has(Element::kEncapsulated);
    if (fragments && !input_.syntax.encapsulated) {
      // Of a codec that nothing names.
      fault_ = {Error::kNoTransferSyntax, element.tag, element.offset, 0};
    }
    if (!overlays.any) return KeepValue(i, rule);
    if (fragments || !overlays.clearable || element.value_length % 2 != 0 ||
        NeedsNewHeader(element)) {
      fault_ = {Error::kEmbeddedOverlay, element.tag, element.offset, 0};
    }
    BitMask mask;
    Store(mask.keep.data(), static_cast<std::uint16_t>(~overlays.bits),
          element.encoding().order);
    s_.patches_.Mask(i, mask);
    NoteChange(element.tag, Change::Kind::kRepaired);
    return element.next;
  }

  std::uint32_t KeepValue(std::uint32_t i, const Rule& rule) {
    const Element& element = elements_[i];
    const Vr vr = rule.vr;
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
    if (un_as_text || odd || NeedsNewHeader(element)) {
      if (odd) s_.warnings_.Add(Warning::kOddLength);
      Rewrite(i, un_as_text ? vr : RewrittenVr(element, rule));
      NoteChange(element.tag, Change::Kind::kRepaired);
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
    if (element.has(Element::kLoaded) &&
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
    const bool is_method = element.tag == tags::kDeidentificationMethod;
    AppendMark(arena_, element.tag, rules_, is_method ? Text(i) : "",
               EncodingOf(element));
    seen_marks_ |= MarkBit(element.tag);
    return Replace(i, begin, Change::Kind::kReplaced);
  }

  // PS3.15 E.1.1: who de-identifies again adds to what is said already.
  std::uint32_t ExtendMethodCodes(std::uint32_t i) {
    const Element& element = elements_[i];
    if (!element.has(Element::kContainer)) return Remove(i);
    seen_marks_ |= MarkBit(element.tag);
    RewriteSequence(i);
    const std::uint64_t begin = arena_.size();
    for (const RuleTable::Code& code : rules_.method_codes) {
      if (!HasCode(i, code.value)) {
        AppendMethodCode(arena_, code, EncodingOf(element));
      }
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

  // What the object lacks and must have, in the order of tags.
  void AddMissing() {
    if (!has_sop_class_) AddUid(tags::kSopClassUid, sop_class_);
    if (!has_sop_instance_) AddUid(tags::kSopInstanceUid, s_.sop_instance_);
    for (const Tag tag : kMarks) {
      if ((seen_marks_ & MarkBit(tag)) != 0) continue;
      const std::uint64_t begin = arena_.size();
      AppendMark(arena_, tag, rules_, "", target_);
      Add(tag, begin);
    }
  }

  void AddUid(Tag tag, const ShortText& uid) {
    const std::uint64_t begin = arena_.size();
    AppendElement(arena_, tag, Vr::kUI, uid.view(), target_);
    Add(tag, begin);
  }

  void Add(Tag tag, std::uint64_t begin) {
    s_.patches_.Add(tag, begin, arena_.size() - begin);
    NoteChange(tag, Change::Kind::kAdded);
  }

  Encoding EncodingOf(const Element& element) const {
    return s_.patches_.TargetOf(element);
  }

  // Whether the header has to be written anew though the value stays.
  bool NeedsNewHeader(const Element& element) const {
    return EncodingOf(element) != element.encoding() || IsBlankVr(element);
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
  Encoding target_;
  Fault fault_;
  ShortText sop_class_;
  bool has_sop_class_ = false;  // as an element of the data set
  bool has_sop_instance_ = false;
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
    case Change::Kind::kShifted:
      return "shifted";
    case Change::Kind::kCleaned:
      return "cleaned";
    case Change::Kind::kComputed:
      return "computed";
  }
  return "";
}

}  // namespace dcmscrub
