// One call of Scrubber::Scrub: its arguments and its progress. Internal to the
// scrubber; scrub_begin.cc decides what comes before any element, scrub_pass.cc
// walks over the object, scrub_leaf.cc does what was decided to a single
// element, scrub_residue.cc takes out of what stays what was taken out
// elsewhere.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "kernels/scrub/scrubber.h"

namespace dcmscrub {

class ScrubPass {
 public:
  // `telling`: take out residues, see Scrubber::TakeOutResidue; null: note what
  // is taken out.
  ScrubPass(Scrubber& scrubber, const ScrubInput& input, const RuleTable& rules,
            const Identity& identity, EditList& edits,
            const std::span<const std::uint32_t>* telling, bool to_utf8);

  Fault Run();
  // After Run: a value could not be written in its character set; the object
  // has to be turned to UTF-8 in another pass.
  bool needs_utf8() const { return needs_utf8_; }

 private:
  using Found = VerdictFinder::Found;

  // What was decided before any element.
  Fault Refuse();
  bool WasOurs() const;
  bool KeepSealed();
  Fault Judge();
  void Prepare();
  void PrepareIdentifiers();
  int DateOffset() const;
  void Finish();
  void WritePrefix(std::string_view sop_class, std::string_view sop_instance);
  ShortText InstanceFromContents() const;
  ShortText MapIdentifier(Tag tag, std::string_view uid);
  std::uint16_t StatementIfAdded(const Rule& rule) const;
  Action ActionIfAdded(const Rule& rule, Action otherwise) const;
  ShortText Patient(std::string_view id, std::string_view issuer,
                    std::string_view name) const;
  ShortText StructuralUid(std::string_view uid) const;

  // The walk: each returns the next element to decide on.
  std::uint32_t Decide(std::uint32_t i);
  std::uint32_t DecideTopLevel(std::uint32_t i, bool& decided);
  std::uint32_t Apply(std::uint32_t i, const Found& found);
  std::uint32_t EnterSequence(std::uint32_t i);
  std::uint32_t FillIn(std::uint32_t i, const ShortText& uid);
  std::uint32_t DecideMark(std::uint32_t i);
  std::uint32_t ExtendMethodCodes(std::uint32_t i);
  bool HasCode(std::uint32_t sequence, std::string_view value) const;
  void NoteRemoval(const Element& element, const Verdict& verdict);
  void RewriteSequence(std::uint32_t i);

  // What the object lacks and must have.
  void AddMissing();
  void AddMarks();
  void AddSets();
  bool IsYielded(const RuleTable::SetRule& set) const;
  void AddUid(Tag tag, const ShortText& uid);
  void AddOriginals();
  void Add(Tag tag, std::uint64_t begin, Change::Kind kind);

  // What becomes of element i; `rule` says what the policy knows about it.
  std::uint32_t Remove(std::uint32_t i) {
    s_.patches_.Remove(i);
    NoteTaken(i);
    NoteChange(elements_[i].tag, Change::Kind::kRemoved);
    return elements_[i].next;
  }
  std::uint32_t Empty(std::uint32_t i, const Rule& rule,
                      Change::Kind kind = Change::Kind::kEmptied);
  std::uint32_t EmptyOrDummy(std::uint32_t i, const Rule& rule,
                             const Verdict& verdict);
  std::uint32_t PutDummy(std::uint32_t i, const Rule& rule, std::uint16_t dummy,
                         Change::Kind kind = Change::Kind::kReplaced);
  std::uint32_t PutPseudonym(std::uint32_t i, const Rule& rule, Action action);
  std::uint32_t PutMappedUids(std::uint32_t i, const Rule& rule);
  std::uint32_t PutChanged(std::uint32_t i, const Rule& rule,
                           const Verdict& verdict);
  std::uint32_t PutComputed(std::uint32_t i, const Rule& rule,
                            const Found& found);
  TextChanger::Result ChangeText(std::uint32_t i, Vr vr, Action action);
  bool StaysWithin(std::uint32_t i, const Rule& rule) const;
  bool WriteComputed(Vr vr, std::string_view set, ByteOrder order, Tag tag,
                     std::uint64_t offset, std::uint16_t statement);
  std::uint32_t KeepLeaf(std::uint32_t i, const Rule& rule);
  std::uint32_t KeepPixelData(std::uint32_t i, const Rule& rule);
  std::uint32_t KeepValue(std::uint32_t i, const Rule& rule);
  bool KeepAsUtf8(std::uint32_t i, const Rule& rule);
  bool CutText(std::uint32_t i, Vr vr);
  void Rewrite(std::uint32_t i, Vr vr);
  std::uint32_t Replace(std::uint32_t i, std::uint64_t begin,
                        Change::Kind kind);

  // What was taken out elsewhere, and is to be taken out of what stays.
  bool takes_out() const { return telling_ != nullptr; }
  void NoteTaken(std::uint32_t i) {
    if (!takes_out()) s_.residue_.NoteTaken(i);
  }
  void NoteKept(std::uint32_t i, const Rule& rule, const Found& found) {
    const bool by_profile = found.statement == RuleTable::kEndOfChain;
    if (by_profile && !rule.spared && !elements_[i].tag.is_private()) return;
    NoteSpared(i, rule);
  }
  void NoteSpared(std::uint32_t i, const Rule& rule);
  bool TakeOut(std::uint32_t i, const Rule& rule);
  bool TakeOutOfText(std::uint32_t i, Vr vr, const Rule& rule);
  bool TakeOutOf(Vr vr, std::string& utf8);
  void TakeOutOfChanged(std::uint32_t i, Vr vr, const Rule& rule,
                        std::uint64_t begin);
  std::uint32_t TakeWhole(std::uint32_t i, const Rule& rule);
  bool Tells(std::uint32_t i, Vr vr) const;
  bool IsRequired(std::uint32_t i) const;
  bool IsKnownCreator(std::uint32_t i) const;
  void SearchSealed();

  std::string_view Text(std::uint32_t i) const;
  std::string_view SiblingText(std::uint32_t i, Tag tag) const;
  std::string_view CharacterSetOf(std::uint32_t i) const;
  Encoding EncodingOf(const Element& element) const {
    return s_.patches_.TargetOf(element);
  }
  // Whether the header has to be written anew though the value stays.
  bool NeedsNewHeader(const Element& element) const {
    const bool blank_vr = element.has(Element::kExplicitVr) &&
                          element.written_vr == Vr::kNone && !element.is_item();
    return blank_vr || EncodingOf(element) != element.encoding();
  }
  Vr RewrittenVr(const Element& element, const Rule& rule) const;
  void NoteChange(Tag tag, Change::Kind kind) {
    s_.changes_.push_back({tag, kind, statement_});
  }
  void Fail(Error error, Tag tag, std::uint64_t offset,
            std::uint64_t detail = 0);

  Scrubber& s_;
  const ScrubInput& input_;
  const RuleTable& rules_;
  const Identity& identity_;
  EditList& edits_;
  Arena& arena_;
  std::span<const Element> elements_;
  ObjectView object_;
  Encoding target_;
  const std::span<const std::uint32_t>* const telling_;
  const bool to_utf8_;
  bool needs_utf8_ = false;
  Fault fault_;
  ShortText sop_class_;
  Rule unlisted_;  // of an element that has none
  // What is done at the moment, and by which statement.
  const Verdict* verdict_ = nullptr;
  std::uint16_t statement_ = Change::kNoStatement;
  bool has_sop_class_ = false;  // as an element of the data set
  bool has_sop_instance_ = false;
  bool has_character_set_ = false;
  unsigned seen_marks_ = 0;
  std::size_t seal_place_;  // in the arena; kNoSeal
};

}  // namespace dcmscrub
