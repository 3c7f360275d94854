#include "rules/policy.h"

#include <absl/strings/str_format.h>
#include <openssl/sha.h>

#include <algorithm>
#include <bit>
#include <cassert>

#include "rules/dummies.h"
#include "rules/iod.h"
#include "rules/standard.h"

namespace dcmscrub {
namespace {

constexpr int kNoCiod = -1;
constexpr Place kAbsentPlace{AttributeType::kAbsent, false};
constexpr Place kUnknownPlace{AttributeType::kUnknown, false};

int CiodOf(std::string_view sop_class_uid) {
  const SopClassRow* row = FindSopClass(sop_class_uid);
  return row == nullptr ? kNoCiod : row->ciod;
}

// A power of two at which linear probing stays short.
std::size_t SlotCount(std::size_t entries) {
  return std::bit_ceil(std::max<std::size_t>(2 * entries, 8));
}

std::vector<std::uint16_t> HashRules(std::span<const Rule> rules) {
  assert(rules.size() < RuleTable::kFreeSlot);
  std::vector<std::uint16_t> slots(SlotCount(rules.size()),
                                   RuleTable::kFreeSlot);
  const std::size_t mask = slots.size() - 1;
  for (const Rule& rule : rules) {
    std::size_t at = TagHash(rule.tag) & mask;
    while (slots[at] != RuleTable::kFreeSlot) at = (at + 1) & mask;
    slots[at] = rule.row;
  }
  return slots;
}

std::vector<PathRule> HashPaths(std::span<const PathRule> paths) {
  std::vector<PathRule> slots(SlotCount(paths.size()));
  const std::size_t mask = slots.size() - 1;
  for (const PathRule& path : paths) {
    std::size_t at = PathHash(path.node, path.tag) & mask;
    while (slots[at].node != kUnknownNode) at = (at + 1) & mask;
    slots[at] = path;
  }
  return slots;
}

// Whether the items of a sequence are gone through.
bool IsEntered(Action action) {
  return action == Action::kKeep || action == Action::kUid;
}

}  // namespace

// Fills in what an IOD knows. Only places below sequences that are gone
// through count: what is removed as a whole needs no rules for its inside.
class PolicyCompiler {
 public:
  PolicyCompiler(std::vector<Rule> rules, std::span<const ActionCode> codes)
      : codes_(codes), compiled_(new CompiledPolicy) {
    compiled_->rules_ = std::move(rules);
  }

  void AddIod(const Iod& iod) {
    for (Rule& rule : compiled_->rules_) {
      rule.absent = Resolve(rule, kAbsentPlace);
      rule.at_top = rule.absent;
    }
    FindPlaces(iod);
    for (const PathRule& place : places_) {
      if (place.node == kTopNode) RuleFor(place.tag).at_top = place.action;
    }
    for (Rule& rule : compiled_->rules_) {
      rule.by_node = rule.at_top != rule.absent || rule.at_top != rule.unknown;
    }
    for (const PathRule& place : places_) {
      Rule& rule = RuleFor(place.tag);
      if (place.action != rule.at_top) rule.by_node = true;
    }
    std::erase_if(places_, [this](const PathRule& place) {
      const Rule& rule = RuleFor(place.tag);
      const bool differs =
          place.node != kTopNode && rule.by_node && place.action != rule.absent;
      return !differs && place.child == kUnknownNode;
    });
    compiled_->table_.sop_class_known = true;
  }

  std::unique_ptr<const CompiledPolicy> Finish(
      std::vector<std::uint16_t> rule_slots, std::string method) {
    CompiledPolicy& out = *compiled_;
    out.rule_slots_ = std::move(rule_slots);
    out.path_slots_ = HashPaths(places_);
    out.method_ = std::move(method);
    const DeidCodeRow& basic = StandardDeidCodes().front();
    out.codes_ = {{StandardText(basic.value), StandardText(basic.meaning)}};

    RuleTable& table = out.table_;
    table.rules = out.rules_;
    table.rule_slots = out.rule_slots_;
    table.path_slots = out.path_slots_;
    table.dummies = StandardDummies();
    table.documents = StandardDocuments();
    table.method = out.method_;
    table.method_codes = out.codes_;
    return std::move(compiled_);
  }

 private:
  Action Resolve(const Rule& rule, Place place) const {
    return ResolveAction(codes_[rule.row], place, rule.tag, rule.vr);
  }

  // Every attribute of the tables has a rule.
  Rule& RuleFor(Tag tag) {
    const auto rule =
        std::ranges::lower_bound(compiled_->rules_, tag, {}, &Rule::tag);
    assert(rule != compiled_->rules_.end() && rule->tag == tag);
    return *rule;
  }

  void FindPlaces(const Iod& iod) {
    std::vector<bool> seen(iod.node_count(), false);
    std::vector<NodeId> open = {kTopNode};
    seen[kTopNode] = true;
    while (!open.empty()) {
      const NodeId node = open.back();
      open.pop_back();
      for (const IodEntry& entry : iod.entries(node)) {
        const Rule& rule = RuleFor(entry.tag);
        const Action action = Resolve(rule, entry.place);
        const NodeId child = IsEntered(action) ? entry.child : kUnknownNode;
        places_.push_back({node, child, entry.tag, action, rule.dummy});
        if (child == kUnknownNode || seen[child]) continue;
        seen[child] = true;
        open.push_back(child);
      }
    }
  }

  std::span<const ActionCode> codes_;  // by Rule::row
  std::vector<PathRule> places_;
  std::unique_ptr<CompiledPolicy> compiled_;
};

Policy::Policy(Profile profile) : profile_(std::move(profile)) {
  for (const DictionaryRow& row : StandardDictionary()) {
    Rule rule;
    rule.tag = row.tag;
    rule.vr = row.vr;
    rule.values = row.values;
    rule.row = static_cast<std::uint16_t>(rules_.size());
    rule.dummy = DummyFor(row.tag);
    const ActionCode code = profile_.CodeFor(row.tag);
    rule.unknown = ResolveAction(code, kUnknownPlace, row.tag, row.vr);
    rule.absent = rule.unknown;
    rule.at_top = rule.unknown;
    rules_.push_back(rule);
    codes_.push_back(code);
  }
  rule_slots_ = HashRules(rules_);
}

absl::StatusOr<std::unique_ptr<const Policy>> Policy::FromProfileName(
    std::string_view name) {
  if (name == "basic") {
    return std::unique_ptr<const Policy>(new Policy(Profile::Basic()));
  }
  return absl::NotFoundError(
      absl::StrFormat("no profile '%s'; there is: basic", name));
}

std::unique_ptr<const CompiledPolicy> Policy::Compile(
    std::string_view sop_class_uid) const {
  return CompileCiod(CiodOf(sop_class_uid));
}

std::unique_ptr<const CompiledPolicy> Policy::CompileCiod(int ciod) const {
  PolicyCompiler compiler(rules_, codes_);
  if (ciod != kNoCiod) compiler.AddIod(Iod(static_cast<std::uint16_t>(ciod)));
  return compiler.Finish(rule_slots_, method());
}

std::string Policy::fingerprint() const {
  const std::string text =
      absl::StrFormat("%s\n%s", method(), profile_.Listing());
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(AsBytes(text).data(), text.size(), digest);
  std::string hex;
  for (int i = 0; i < 8; ++i) absl::StrAppendFormat(&hex, "%02x", digest[i]);
  return hex;
}

std::string Policy::method() const {
  return absl::StrFormat("dcmscrub %s PS3.15 %s %s", DCMSCRUB_VERSION,
                         StandardEdition(), profile_.name());
}

PolicyCache::PolicyCache(const Policy* policy)
    : policy_(policy), tables_(StandardCiods().size() + 1) {}

const RuleTable* PolicyCache::TableFor(std::string_view sop_class_uid) {
  const int ciod = CiodOf(sop_class_uid);
  std::atomic<const RuleTable*>& slot =
      ciod == kNoCiod ? tables_.back()
                      : tables_[static_cast<std::size_t>(ciod)];
  if (const RuleTable* table = slot.load(std::memory_order_acquire)) {
    return table;
  }
  const std::lock_guard lock(mutex_);
  if (const RuleTable* table = slot.load(std::memory_order_relaxed)) {
    return table;
  }
  owned_.push_back(policy_->CompileCiod(ciod));
  const RuleTable* table = &owned_.back()->table();
  slot.store(table, std::memory_order_release);
  return table;
}

}  // namespace dcmscrub
