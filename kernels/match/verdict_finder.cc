#include "kernels/match/verdict_finder.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "kernels/core/ascii.h"
#include "kernels/core/text.h"

namespace dcmscrub {
namespace {

constexpr Tag kValueType{0x0040, 0xA040};
constexpr Tag kConceptNameCodeSequence{0x0040, 0xA043};
constexpr Tag kTextValue{0x0040, 0xA160};

// Where a content item keeps its value, by value type: PS3.3 C.17.3.
constexpr std::array kContentValues = {
    Tag(0x0008, 0x1199),  // COMPOSITE, IMAGE, WAVEFORM
    Tag(0x0040, 0xA120),  // DATETIME
    Tag(0x0040, 0xA121),  // DATE
    Tag(0x0040, 0xA122),  // TIME
    Tag(0x0040, 0xA123),  // PNAME
    Tag(0x0040, 0xA124),  // UIDREF
    Tag(0x0040, 0xA168),  // CODE
    Tag(0x0040, 0xA300),  // NUM
    kTextValue,           // TEXT
};

// PS3.5 7.8.1: groups that no one may use.
bool IsIllegalPrivateGroup(std::uint16_t group) {
  return group <= 0x0007 || group == 0xFFFF;
}

// Names that SNOMED codes went under before they became SCT's or SRT's.
std::string_view SchemeFamily(std::string_view scheme) {
  return scheme == "SNM3" || scheme == "99SDM" ? "SRT" : scheme;
}

// Whether bytes that should be numbers are text: of ASCII alone, and most of it
// letters, as no eight bytes of a number are but by chance.
bool IsTextForNumbers(std::string_view text) {
  const auto shown = [](char c) { return c >= 0x20 && c < 0x7F; };
  const auto letters = std::ranges::count_if(text, IsLetter);
  return std::ranges::all_of(text, shown) &&
         4 * static_cast<std::size_t>(letters) >= 3 * text.size();
}

// Whether bytes could be read as text.
bool MayBeRead(std::string_view text) {
  return std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0x7F || (byte < 0x20 && (byte < 0x09 || byte > 0x0D));
  });
}

// Whether a value of `vr` may be words: not so numbers, nor codes as CS has
// them, nor bytes that nobody could read or that are too few.
bool MayBeWords(Vr vr, std::string_view value) {
  constexpr std::size_t kFew = 4;
  const std::string_view text = TrimPadding(value);
  const auto has_other_than = [text](std::string_view characters) {
    return text.find_first_not_of(characters) != std::string_view::npos;
  };
  if (vr == Vr::kDS || vr == Vr::kIS) {
    return has_other_than("0123456789+-.eE \\");
  }
  if (vr == Vr::kCS) {
    return has_other_than("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_ \\");
  }
  if (HoldsNumbers(vr)) return text.size() > kFew && IsTextForNumbers(text);
  return !HoldsBytes(vr) || (text.size() > kFew && MayBeRead(text));
}

}  // namespace

void VerdictFinder::Begin(const ObjectView& object, const RuleTable& rules,
                          const SiteState& site) {
  object_ = &object;
  rules_ = &rules;
  site_ = &site;
  elements_ = object.elements();
  nodes_.assign(elements_.size(), kUnknownNode);
  judges_content_ = !rules.content.rules.empty();
  if (judges_content_) content_.assign(elements_.size(), kOutside);
  block_ = Block();
  blocks_.Begin(elements_);
  own_safe_.clear();
  if (rules.privates.trusts_characteristics) ReadOwnCharacteristics();
  judges_private_ = !rules.privates.slots.empty() ||
                    rules.site.private_chain != 0 || !own_safe_.empty();
  private_.verdict.action =
      rules.keeps_unlisted ? Action::kKeep : Action::kRemove;
  private_.verdict.required = false;
}

const ContentRule* VerdictFinder::ContentRuleOf(std::uint32_t i) const {
  const std::uint32_t parent = elements_[i].parent;
  if (!judges_content_ || parent == kNoElement) return nullptr;
  const std::uint16_t row = content_[parent];
  return row < kNoRow ? &rules_->content.rules[row] : nullptr;
}

void VerdictFinder::EnterContent(std::uint32_t sequence, Action action) {
  const std::uint32_t parent = elements_[sequence].parent;
  const bool inside = parent != kNoElement && content_[parent] != kOutside;
  if (inside || action == Action::kClean) content_[sequence] = kNoRow;
}

bool VerdictFinder::AllItemsGo(std::uint32_t sequence) const {
  if (!judges_content_ || content_[sequence] == kOutside) return false;
  const std::uint32_t end = elements_[sequence].next;
  for (std::uint32_t i = sequence + 1; i < end; i = elements_[i].next) {
    const std::uint16_t row = FindContentRow(i);
    if (row >= kNoRow || rules_->content.rules[row].action != Action::kRemove) {
      return false;
    }
  }
  return end != sequence + 1;
}

bool VerdictFinder::ContentItemGoes(std::uint32_t item) {
  if (content_[elements_[item].parent] == kOutside) return false;
  content_[item] = FindContentRow(item);
  return content_[item] < kNoRow &&
         rules_->content.rules[content_[item]].action == Action::kRemove;
}

std::uint16_t VerdictFinder::FindContentRow(std::uint32_t item) const {
  const auto text = [&](std::uint32_t i) {
    return i == kNoElement ? std::string_view()
                           : TrimPadding(AsText(object_->Value(i)));
  };
  const std::uint32_t concept_name =
      object_->FindIn(item, kConceptNameCodeSequence);
  if (concept_name == kNoElement) return kNoRow;
  const std::uint32_t name = object_->Item(concept_name, 0);
  if (name == kNoElement) return kNoRow;
  const std::string_view code = text(object_->FindIn(name, tags::kCodeValue));
  const std::string_view scheme =
      text(object_->FindIn(name, tags::kCodingSchemeDesignator));
  const std::string_view type = text(object_->FindIn(item, kValueType));
  const auto rows = std::ranges::equal_range(rules_->content.rules, code, {},
                                             &ContentRule::code);
  for (const ContentRule& row : rows) {
    if (SchemeFamily(row.scheme) == SchemeFamily(scheme) &&
        row.value_type == type) {
      return static_cast<std::uint16_t>(&row - rules_->content.rules.data());
    }
  }
  return kNoRow;
}

// Concepts overrule the profile, statements overrule both.
void VerdictFinder::Overrule(std::uint32_t i, Found& found) const {
  if (judges_content_) ApplyContent(i, found);
  if (found.verdict.rule->chain != 0) {
    ApplySite(found.verdict.rule->chain, i, found);
  }
}

bool VerdictFinder::ApplySite(std::uint32_t chain, std::uint32_t i,
                              Found& found) const {
  const std::uint16_t number = MatchChain(*rules_, chain, elements_, i, *site_);
  if (number == SiteTable::kEndOfChain) return false;
  found.verdict.action = rules_->site.statements[number].action;
  found.given_up = false;
  found.statement = number;
  return true;
}

void VerdictFinder::ApplyContent(std::uint32_t i, Found& found) const {
  const Element& element = elements_[i];
  if (element.parent == kNoElement) return;
  const std::uint16_t row = content_[element.parent];
  if (row == kOutside) return;
  if (row == kNoRow) {
    if (element.tag == kTextValue)
      found.verdict.action = rules_->content.other_text;
    return;
  }
  if (std::ranges::find(kContentValues, element.tag) == kContentValues.end()) {
    return;
  }
  found.verdict.action = rules_->content.rules[row].action;
  // An age as a number: it stays, or goes.
  if (found.verdict.action == Action::kCapAge &&
      element.has(Element::kContainer)) {
    found.given_up = IsAgeAboveCap(i);
    found.verdict.action = found.given_up ? Action::kEmpty : Action::kKeep;
  }
}

// Of a Measured Value Sequence, in whatever unit.
bool VerdictFinder::IsAgeAboveCap(std::uint32_t sequence) const {
  constexpr Tag kNumericValue{0x0040, 0xA30A};
  const std::uint32_t item = object_->Item(sequence, 0);
  const std::uint32_t at =
      item == kNoElement ? kNoElement : object_->FindIn(item, kNumericValue);
  if (at == kNoElement) return false;
  const std::string_view text = TrimPadding(AsText(object_->Value(at)));
  double age = 0;
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, age);
  return read.ec != std::errc() || read.ptr != end || !(age <= 90);
}

VerdictFinder::Found VerdictFinder::FindUnknown(std::uint32_t i) {
  Found found;
  if (rules_->keeps_unlisted) found.verdict.action = Action::kKeep;
  if (rules_->site.unknown_chain != 0)
    ApplySite(rules_->site.unknown_chain, i, found);
  return found;
}

VerdictFinder::Found VerdictFinder::FindPrivate(std::uint32_t i) {
  const Tag tag = elements_[i].tag;
  Found found = private_;
  if (tag.is_private_creator()) return FindCreator(i);
  const bool reserved = tag.element() >= 0x1000;
  if (IsIllegalPrivateGroup(tag.group()) || !reserved) return found;
  const Block& block = BlockOf(i);
  if (IsOfNoInterest(block)) return found;
  std::uint32_t chain = rules_->site.private_chain;
  const PrivateRule* const rule = FindPrivateRule(tag, block.creator);
  if (rule != nullptr) {
    if (rule->action != Action::kRemove) found.verdict.action = rule->action;
    found.vr = rule->vr;
    chain = rule->chain;
    if (rule->action == Action::kClean) JudgeCurated(i, found);
  }
  if (IsOwnSafe(tag, block.name)) found.verdict.action = Action::kKeep;
  // Its creator goes with it.
  if (IsUnreadSequence(elements_[i], found.vr)) {
    found.verdict.action = Action::kRemove;
  }
  if (chain != 0) ApplySite(chain, i, found);
  return found;
}

// Of a list that was made of other people's objects: what an object says of
// itself comes first, and what are no words stays.
void VerdictFinder::JudgeCurated(std::uint32_t i, Found& found) const {
  const Element& element = elements_[i];
  const Vr written = element.written_vr;
  if (written != Vr::kNone && written != Vr::kUN) found.vr = written;
  const Vr vr = found.vr == Vr::kNone ? element.vr : found.vr;
  if (element.has(Element::kContainer) ||
      !MayBeWords(vr, AsText(object_->Value(i)))) {
    found.verdict.action = Action::kKeep;
  } else if (HoldsBytes(vr) || HoldsNumbers(vr)) {
    found.verdict.action = Action::kEmpty;
    found.given_up = true;
  }
}

// A creator stays for what it introduces, and goes when none of that is left.
VerdictFinder::Found VerdictFinder::FindCreator(std::uint32_t i) {
  const Element& creator = elements_[i];
  Found found;
  if (IsIllegalPrivateGroup(creator.tag.group())) return found;
  const std::uint32_t key = BlockKey(creator.tag);
  // Where several reserve a block, the first one did.
  const std::uint32_t owner = object_->ordered(creator.parent)
                                  ? i
                                  : blocks_.CreatorOf(creator.parent, key);
  RememberBlock(creator.parent, key, owner);
  if (IsOfNoInterest(block_)) return found;
  for (const auto& member : blocks_.AttributesOf(creator.parent, key)) {
    if (FindPrivate(member.element).verdict.action != Action::kRemove) {
      found.verdict.action = Action::kKeep;
      found.vr = Vr::kLO;
      return found;
    }
  }
  return found;
}

const VerdictFinder::Block& VerdictFinder::BlockOf(std::uint32_t i) {
  const Element& element = elements_[i];
  const std::uint32_t key = BlockKey(element.tag);
  if (block_.key == key && block_.parent == element.parent) return block_;
  RememberBlock(element.parent, key, blocks_.CreatorOf(element.parent, key));
  return block_;
}

// `creator` is its element; kNoElement: nobody reserved the block.
void VerdictFinder::RememberBlock(std::uint32_t parent, std::uint32_t key,
                                  std::uint32_t creator) {
  block_ = {parent, key, {}, PrivateRule::kAny};
  if (creator == kNoElement) return;
  block_.name = TrimPadding(AsText(object_->Value(creator)));
  const auto known =
      std::ranges::lower_bound(rules_->privates.creators, block_.name);
  if (known != rules_->privates.creators.end() && *known == block_.name) {
    block_.creator =
        static_cast<std::uint16_t>(known - rules_->privates.creators.begin());
  }
}

// Whether nobody but the profile says anything of its attributes.
bool VerdictFinder::IsOfNoInterest(const Block& block) const {
  return block.creator == PrivateRule::kAny &&
         rules_->site.private_chain == 0 && own_safe_.empty() &&
         !rules_->keeps_unlisted;
}

// The most exact one: its slot has all statements that could match.
const PrivateRule* VerdictFinder::FindPrivateRule(Tag tag,
                                                  std::uint16_t creator) const {
  if (rules_->privates.slots.empty()) return nullptr;
  const auto find = [&](std::uint16_t owner, std::uint16_t group,
                        std::uint16_t element) -> const PrivateRule* {
    const std::size_t mask = rules_->privates.slots.size() - 1;
    for (std::size_t at = PrivateHash(owner, group, element) & mask;;
         at = (at + 1) & mask) {
      const PrivateRule& rule = rules_->privates.slots[at];
      if (rule.creator == PrivateRule::kAny) return nullptr;
      if (rule.creator == owner && rule.group == group &&
          rule.element == element) {
        return &rule;
      }
    }
  };
  constexpr std::uint16_t kAny = PrivateRule::kAny;
  const auto low = static_cast<std::uint16_t>(tag.element() & 0xFF);
  if (creator != kAny) {
    if (const PrivateRule* rule = find(creator, tag.group(), low)) return rule;
    if (const PrivateRule* rule = find(creator, tag.group(), kAny)) return rule;
    if (const PrivateRule* rule = find(creator, kAny, low)) return rule;
    if (const PrivateRule* rule = find(creator, kAny, kAny)) return rule;
  }
  return nullptr;
}

// PS3.15 E.3.10, PS3.3 C.12.1.1.7: group, creator and what of it is safe.
void VerdictFinder::ReadOwnCharacteristics() {
  const std::uint32_t sequence = object_->Find(Tag(0x0008, 0x0300));
  if (sequence == kNoElement) return;
  const std::uint32_t end = elements_[sequence].next;
  for (std::uint32_t item = sequence + 1; item < end;
       item = elements_[item].next) {
    const auto value = [&](std::uint16_t element) {
      const std::uint32_t at = object_->FindIn(item, Tag(0x0008, element));
      return at == kNoElement ? Bytes() : object_->Value(at);
    };
    const ByteOrder order = elements_[item].encoding().order;
    const Bytes group = value(0x0301);
    const std::string_view status = TrimPadding(AsText(value(0x0303)));
    OwnSafe own;
    own.creator = TrimPadding(AsText(value(0x0302)));
    if (group.size() != 2 || own.creator.empty()) continue;
    own.group = Load<std::uint16_t>(group.data(), order);
    if (status == "SAFE") own.low_bytes.set();
    const Bytes safe = status == "MIXED" ? value(0x0304) : Bytes();
    for (std::size_t at = 0; at + 2 <= safe.size(); at += 2) {
      own.low_bytes.set(Load<std::uint16_t>(safe.data() + at, order) & 0xFF);
    }
    if (own.low_bytes.any()) own_safe_.push_back(own);
  }
  std::ranges::sort(own_safe_, {}, &OwnSafe::owner);
}

bool VerdictFinder::IsOwnSafe(Tag tag, std::string_view creator) const {
  if (creator.empty()) return false;
  const auto owned = std::ranges::equal_range(
      own_safe_, std::pair(tag.group(), creator), {}, &OwnSafe::owner);
  return std::ranges::any_of(owned, [&](const OwnSafe& own) {
    return own.low_bytes.test(tag.element() & 0xFF);
  });
}

}  // namespace dcmscrub
